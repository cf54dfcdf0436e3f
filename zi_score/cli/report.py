"""``zi-score report``: the report of a unit in the formats that people hand on, or a page for each of many units."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.delivery import source_of
from zi_score.cli.files import STDIN, inputs_of, keep_apart, written
from zi_score.cli.options import Shown
from zi_score.cli.shared import FACTS, PART, Shared, command
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from datetime import date

    from zi_score.law.ruleset import Ruleset
    from zi_score.reports.unit import UnitReport

_OPTION, _TEMPLATE = "-o", "--docx-template"


@command(
    _("Write the report of a unit: HTML, Excel, Markdown, CSV, letter; or a page for each of many units."),
    "report lke.xlsx -o lke.html -o lke.md",
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
            help=_(
                "Workbook with the LKE, - reads standard input; for a folder of pages also several, folders, lists."
            ),
        ),
    ],
    *,
    output: Annotated[
        list[str],
        typer.Option(
            "--output",
            "-o",
            metavar=_("PATH"),
            help=_("Where to write it; the ending tells the format, FOLDER/ means pages. May be repeated."),
        ),
    ],
    assessor: Annotated[
        Shown | None,
        typer.Option("--assessor", help=_("Whose answers to show; without it, all side by side.")),
    ] = None,
    docx_template: Annotated[
        Path | None,
        typer.Option("--docx-template", metavar=_("FILE"), help=_("Template of the letter (.docx, .pdf): your own.")),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, metavar="N", help=_("Processes for pages; by default one a core.")),
    ] = None,
    no_progress: Annotated[bool, typer.Option("--no-progress", help=_("No progress bar."))] = False,
    shared: Shared,
) -> None:
    """Check a workbook, put together what its report says, and write it in every format asked for."""
    if folder := _folder(output):
        from zi_score.cli.pages import write_pages

        _refuse_of_one(
            paths,
            {
                "--assessor": assessor,
                "--sheet": shared.sheet,
                "--column": shared.column,
                "--year": shared.year,
                "--holds-wbk": shared.holds_wbk,
                "--fact": shared.fact,
                _TEMPLATE: docx_template,
            },
        )
        raise typer.Exit(
            write_pages(paths, folder, shared.ruleset, jobs=jobs, shows_progress=not no_progress, day=shared.look.day)
        )
    targets = [Path(path) for path in output]
    suffixes = [_suffix(path) for path in output]
    if len(paths) > 1:
        fail(Exit.USAGE, _("several workbooks need a folder for their pages: -o FOLDER/"))
    keep_apart(targets, inputs_of([*paths, docx_template], shared.ruleset), option=_OPTION)
    template = _template(docx_template, suffixes) if docx_template else None
    which = shared.which
    made = _report(paths[0], shared.law, assessor, which, shared.facts, holds_wbk=shared.holds_wbk)
    contents = _rendered(made, suffixes, template, docx_template, shared.look.day)
    _write(targets, contents)


def _folder(output: Sequence[str]) -> Path | None:
    """Return the folder that is meant, if one is; it takes no files beside it."""
    folders = [path for path in output if path.endswith(("/", os.sep)) or Path(path).is_dir()]
    if folders and len(output) > 1:
        message = _("{option} {path}: a folder of pages takes no other output beside it.")
        fail(Exit.USAGE, message.format(option=_OPTION, path=folders[0]))
    return Path(folders[0]) if folders else None


def _refuse_of_one(paths: Sequence[str], options: Mapping[str, object]) -> None:
    """Refuse what can only be said of one workbook."""
    for option, value in options.items():
        if value is not None:
            message = _("{option} does not go with a folder of pages; a list of workbooks (CSV) states facts of each.")
            fail(Exit.USAGE, message.format(option=option))
    if STDIN in paths:
        fail(Exit.USAGE, _("pages are made of files and folders, not of standard input."))


def _suffix(path: str) -> str:
    """Return the ending of a file if it is that of a format."""
    from zi_score.reports.formats import FORMATS

    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        message = _("{option} {path}: the ending tells the format; known are {endings}, and FOLDER/ for pages.")
        fail(Exit.USAGE, message.format(option=_OPTION, path=path, endings=", ".join(FORMATS)))
    return suffix


def _report(  # noqa: PLR0913 - one parameter an option
    file: str,
    ruleset: "Ruleset | None",
    assessor: Shown | None,
    which: Mapping[str, Any],
    facts: Mapping[str, object],
    *,
    holds_wbk: bool | None,
) -> "UnitReport":
    from zi_score.api.one import examine
    from zi_score.cli.evaluate import narrowed
    from zi_score.cli.paths import only_answers
    from zi_score.law.facts import FactError
    from zi_score.model.findings import Unreadable
    from zi_score.reports.unit import unit_report

    file = only_answers(file)
    try:
        found = examine(source_of(file), ruleset, holds_wbk=holds_wbk, facts=facts, **which)
    except FactError as problem:
        fail(Exit.USAGE, f"--fact {problem}")
    except Unreadable as problem:
        fail(Exit.UNREADABLE, str(problem))
    return unit_report(narrowed(found.evaluation, assessor), found.submission, found.ruleset)


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


def _write(targets: Sequence[Path], contents: Sequence[bytes]) -> None:
    for path, content in zip(targets, contents, strict=True):
        try:
            with written(path) as file:
                file.write(content)
        except OSError as problem:
            fail(Exit.USAGE, f"{_OPTION} {path}: {trouble(problem)}")
        typer.echo(_("Written: {path}").format(path=path), err=True)
