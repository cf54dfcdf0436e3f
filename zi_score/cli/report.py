"""``zi-score report``: the report of a unit in the formats that people hand on, or those of many units."""

import os
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.delivery import source_of
from zi_score.cli.files import STDIN, inputs_of, keep_apart, written
from zi_score.cli.options import JobsOption, NoProgressOption, Shown
from zi_score.cli.shared import FACTS, PART, Shared, command
from zi_score.model.findings import shown as told
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from datetime import date

    from zi_score.model.worksheet import Unit
    from zi_score.reports.unit import UnitReport

_OPTION, _TEMPLATE = "-o", "--docx-template"


class UnitFormat(StrEnum):
    """Form of the report of a unit."""

    HTML = "html"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    CSV = "csv"
    DOCX = "docx"
    PDF = "pdf"

    @property
    def suffix(self) -> str:
        """The ending of its files."""
        return ".md" if self is UnitFormat.MARKDOWN else f".{self}"


@command(
    _("Write the report of a unit: HTML, Excel, Markdown, CSV, letter; or those of many units at once."),
    "report kiriman -o surat/ --format docx",
    *FACTS,
    *PART,
    "ruleset",
    "date",
    "lang",
)
def report(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar=_("FILE"),
            help=_("Workbook with the LKE, - reads standard input; below a folder also of several, folders, lists."),
        ),
    ],
    *,
    output: Annotated[
        list[str] | None,
        typer.Option(
            "--output",
            "-o",
            metavar=_("PATH"),
            help=_(
                "Where to write it, by default beside the workbook; the ending tells the format, FOLDER/ takes those "
                "of many units. May be repeated."
            ),
        ),
    ] = None,
    formats: Annotated[
        list[UnitFormat] | None,
        typer.Option("--format", help=_("Form of the files that are not named; may be repeated.")),
    ] = None,
    one_page: Annotated[
        bool,
        typer.Option(
            "--one-page", help=_("Verdict, figures, causes and what comes next on one page (HTML, DOCX, PDF).")
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite files that were not named and exist."))] = False,
    assessor: Annotated[
        Shown | None,
        typer.Option("--assessor", help=_("Whose answers to show; without it, all side by side.")),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar=_("NAME"), help=_("Name of the unit, if the workbook has none."))
    ] = None,
    agency: Annotated[
        str | None, typer.Option("--agency", metavar=_("NAME"), help=_("Agency of units whose workbook has none."))
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="WBK|WBBM", help=_("Predicate of units whose workbook names none.")),
    ] = None,
    docx_template: Annotated[
        Path | None,
        typer.Option("--docx-template", metavar=_("FILE"), help=_("Template of the letter (.docx, .pdf): your own.")),
    ] = None,
    jobs: JobsOption = None,
    no_progress: NoProgressOption = False,
    shared: Shared,
) -> None:
    """Check a workbook, put together what its report says, and write it in every format asked for."""
    named, forms = list(output or ()), tuple(dict.fromkeys(form.suffix for form in formats or ()))
    said = {"name": unit, "agency": agency, "year": shared.year, "target": _target(target, shared)}
    if one_page:
        _refuse_longer(named, forms, docx_template)
    folder = _folder(named) if named else _derived_folder(paths)
    if folder:
        from zi_score.cli.pages import PAGE, Pages, write_pages
        from zi_score.model.worksheet import Assessor

        _refuse_of_one(paths, {"--unit": unit, "--holds-wbk": shared.holds_wbk, "--fact": shared.fact})
        template = _template(docx_template, forms) if docx_template else None
        whose = Assessor(assessor.value) if assessor and assessor is not Shown.ALL else None
        asked = Pages(
            forms or (PAGE,), shared.ruleset, shared.look.day, whose, template, shared.which, said, one_page=one_page
        )
        raise typer.Exit(write_pages(paths, folder, asked, jobs=jobs, shows_progress=not no_progress, force=force))
    if len(paths) > 1:
        fail(Exit.USAGE, _("several workbooks need a folder for their reports: -o FOLDER/"))
    if named and forms:
        fail(
            Exit.USAGE,
            _("--format is for files that are not named; the ending of {option} tells the format.").format(
                option=_OPTION
            ),
        )
    targets = [Path(path) for path in named] or _derived(paths[0], forms, one_page=one_page)
    suffixes = [_suffix(str(path)) for path in targets]
    keep_apart(targets, inputs_of([*paths, docx_template], shared.ruleset), option=_OPTION, force=force or bool(named))
    template = _template(docx_template, suffixes) if docx_template else None
    made = _report(paths[0], assessor, said, shared)
    if one_page:
        contents = _brief(made, suffixes, shared.look.day)
    else:
        contents = _rendered(made, suffixes, template, docx_template, shared.look.day)
    _write(targets, contents)


def _target(target: str | None, shared: Shared) -> str | None:
    from zi_score.cli.app import chosen_predicate

    return chosen_predicate(shared.ruleset, "--target", target) if target else None


def _folder(output: Sequence[str]) -> Path | None:
    """Return the folder that is meant, if one is; it takes no files beside it."""
    folders = [path for path in output if path.endswith(("/", os.sep)) or os.path.isdir(path)]  # noqa: PTH112 - it never fails
    if folders and len(output) > 1:
        message = _("{option} {path}: a folder takes no other output beside it.")
        fail(Exit.USAGE, message.format(option=_OPTION, path=folders[0]))
    return Path(folders[0]) if folders else None


def _derived_folder(paths: Sequence[str]) -> Path | None:
    """Return the folder for the reports of a folder or list that is given alone, if one is."""
    from zi_score.cli.naming import REPORT, derived
    from zi_score.cli.paths import lists_of, only_answers

    path = only_answers(paths[0])
    return derived(path, REPORT) if len(paths) == 1 and (Path(path).is_dir() or lists_of(paths)) else None


def _derived(path: str, suffixes: Sequence[str], *, one_page: bool) -> list[Path]:
    """Return the files for the report of a workbook, beside it."""
    from zi_score.cli.naming import derived, word_of
    from zi_score.cli.paths import only_answers

    if path == STDIN:
        fail(Exit.USAGE, _("standard input has no name to write beside: {option} PATH.").format(option=_OPTION))
    own = only_answers(path)
    return [derived(own, word_of(suffix, one_page=one_page), suffix) for suffix in suffixes or (".html",)]


def _refuse_of_one(paths: Sequence[str], options: Mapping[str, object]) -> None:
    """Refuse what can only be said of one workbook."""
    for option, value in options.items():
        if value is not None:
            message = _("{option} does not go with many units; a list of workbooks (CSV) states facts of each.")
            fail(Exit.USAGE, message.format(option=option))
    if STDIN in paths:
        fail(Exit.USAGE, _("reports of many units are made of files and folders, not of standard input."))


def _suffix(path: str) -> str:
    """Return the ending of a file if it is that of a format."""
    from zi_score.reports.formats import FORMATS

    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        message = _("{option} {path}: the ending tells the format; known are {endings}, and FOLDER/ for many units.")
        fail(Exit.USAGE, message.format(option=_OPTION, path=path, endings=", ".join(FORMATS)))
    return suffix


def _report(file: str, assessor: Shown | None, said: Mapping[str, object], shared: Shared) -> "UnitReport":
    from zi_score.api.one import examine
    from zi_score.cli.evaluate import narrowed
    from zi_score.cli.paths import only_answers
    from zi_score.law.facts import FactError
    from zi_score.model.findings import Unreadable
    from zi_score.reports.unit import unit_report

    file = only_answers(file)
    try:
        found = examine(
            source_of(file), shared.law, unit=said, holds_wbk=shared.holds_wbk, facts=shared.facts, **shared.which
        )
    except FactError as problem:
        fail(Exit.USAGE, f"--fact {problem}")
    except Unreadable as problem:
        fail(Exit.UNREADABLE, str(problem))
    _tell_unused(found.submission.worksheet.unit, said)
    return unit_report(narrowed(found.evaluation, assessor), found.submission, found.ruleset)


def _tell_unused(unit: "Unit", said: Mapping[str, object]) -> None:
    """Say what was given of a unit whose workbook says otherwise; the year tells which column is read, too."""
    for key, option in (("name", "--unit"), ("agency", "--agency"), ("target", "--target")):
        given, stands = said[key], getattr(unit, key)
        if given is not None and str(given).casefold() != str(stands).casefold():
            message = _("{option} {given}: the workbook says {found}, which stands.")
            typer.echo(f"zi-score: {message.format(option=option, given=told(given), found=told(stands))}", err=True)


def _template(path: Path, suffixes: Sequence[str]) -> bytes:
    """Return the template of a letter."""
    from zi_score.reports.formats import LETTERS

    if not set(LETTERS) & set(suffixes):
        message = _("{option} {path}: only a letter has a template: {option_output} ends in {endings}.")
        endings = " / ".join(LETTERS)
        fail(Exit.USAGE, message.format(option=_TEMPLATE, path=path, option_output=_OPTION, endings=endings))
    try:
        return path.read_bytes()
    except OSError as problem:
        fail(Exit.USAGE, f"{_TEMPLATE} {path}: {trouble(problem)}")


def _rendered(
    made: "UnitReport", suffixes: Sequence[str], template: bytes | None, path: Path | None, day: "date | None"
) -> list[bytes]:
    """Return the report in every format; where one cannot be made here, nothing is written."""
    from zi_score.reports.formats import FormatError, TemplateError, render

    try:
        return [render(made, suffix, template, day) for suffix in suffixes]
    except TemplateError as problem:
        message = _("{option} {path}: {problem}. zi-score template -o lhe.docx writes one to begin from.")
        fail(Exit.USAGE, message.format(option=_TEMPLATE, path=path, problem=problem))
    except FormatError as problem:
        fail(Exit.USAGE, str(problem))


def _brief(made: "UnitReport", suffixes: Sequence[str], day: "date | None") -> list[bytes]:
    """Return the report on one page in every format."""
    from zi_score.reports.formats import FormatError, one_page

    try:
        return [one_page(made, suffix, day) for suffix in suffixes]
    except FormatError as problem:
        fail(Exit.USAGE, str(problem))


def _refuse_longer(named: Sequence[str], forms: Sequence[str], template: Path | None) -> None:
    """Refuse what one page cannot be: a table, or a letter."""
    from zi_score.reports.formats import FORMATS, ONE_PAGE

    asked = [*forms, *(suffix for path in named if (suffix := Path(path).suffix.lower()) in FORMATS)]
    if template or set(asked) - set(ONE_PAGE):
        message = _("--one-page is written as {endings}, without a template of a letter.")
        fail(Exit.USAGE, message.format(endings=", ".join(ONE_PAGE)))


def _write(targets: Sequence[Path], contents: Sequence[bytes]) -> None:
    for path, content in zip(targets, contents, strict=True):
        try:
            with written(path) as file:
                file.write(content)
        except OSError as problem:
            fail(Exit.USAGE, f"{_OPTION} {path}: {trouble(problem)}")
        typer.echo(_("Written: {path}").format(path=path), err=True)
