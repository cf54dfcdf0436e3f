"""``zi-score FILE``: what stands in place of a command is judged, and its report written beside it."""

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.cli.beside import Reports, is_page
from zi_score.cli.options import JobsOption, NoProgressOption
from zi_score.cli.run import Formats, show
from zi_score.cli.shared import LOOK, PART, Shared, command
from zi_score.cli.window import show_page
from zi_score.model.language import translate as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zi_score.cli.pages import UnitPage
    from zi_score.cli.paths import Meant
    from zi_score.rekap.unit_line import Outcome

_RANKING = "Peringkat"
"""What the page is about that lists all workbooks; the same in every language, as programs look for it."""

_WORTHWHILE = 4
"""Workbooks a process should have to itself."""


@command(
    _("Judge workbooks and write a report beside each; the command may be left out: zi-score lke.xlsx."),
    "lke.xlsx",
    *PART,
    "ruleset",
    "date",
    "lang",
    *LOOK,
)
def judge(
    paths: Annotated[
        list[str],
        typer.Argument(metavar=_("PATH"), help=_("Workbooks, folders, patterns, or lists of workbooks (CSV, TSV).")),
    ],
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar=_("FOLDER"), help=_("Folder for the reports; by default beside each workbook.")
        ),
    ] = None,
    jobs: JobsOption = None,
    no_progress: NoProgressOption = False,
    shared: Shared,
) -> None:
    """Show verdicts, and say where the reports are; of several workbooks there is a ranking too."""
    from zi_score.cli.many import with_all_facts
    from zi_score.cli.paths import lists_of, submissions

    rules = chosen_ruleset(shared.ruleset)
    meant = submissions(paths, rules if shared.ruleset or not lists_of(paths) else with_all_facts(rules))
    reports = Reports(output)
    page: Path | None
    if len(meant.submitted) == 1 and not (meant.missing or meant.expected):
        page, worst = _of_one(meant.submitted[0].path, reports, shared), Exit.DONE
    else:
        page, worst = _of_many(paths, meant, reports, shared, jobs=jobs, shows_progress=not no_progress)
    if page:
        typer.echo(_("Report: {path}").format(path=page), err=True)
        show_page(page)
    if worst:
        raise typer.Exit(worst)


def _of_one(path: str, reports: Reports, shared: Shared) -> Path:
    """Show the verdict on one workbook, and return where its report is."""
    from zi_score.api.one import examine
    from zi_score.model.findings import Unreadable
    from zi_score.reports.documents import evaluation, unit
    from zi_score.reports.render import html
    from zi_score.reports.unit import unit_report

    try:
        found = examine(path, shared.law, **shared.which)
    except Unreadable as problem:
        fail(Exit.UNREADABLE, f"{problem}{_quoting(path) if problem.finding.name == 'file-not-found' else ''}")
    look = shared.look
    show(Formats(lambda _form: evaluation.document(found.evaluation, found.ruleset)), "text", look)
    made = unit.document(unit_report(found.evaluation, found.submission, found.ruleset), "html")
    return reports.put(Path(path).stem, Path(path).parent, html.render(made._replace(day=look.day)).encode())


def _quoting(path: str) -> str:
    """Return a sentence for who typed a name with blanks, which a shell takes apart; nothing for another."""
    if " " not in path:
        return ""
    message = " " + _("A name with blanks is written in quotation marks: {command}")
    return message.format(command=f'zi-score "{path}"')


def _of_many(  # noqa: PLR0913 - what is judged, and how
    paths: Sequence[str],
    meant: "Meant",
    reports: Reports,
    shared: Shared,
    *,
    jobs: int | None,
    shows_progress: bool,
) -> tuple[Path | None, Exit]:
    """Show the ranking of several workbooks; return where it stands as a page, if any is ranked, and the exit code."""
    import gc

    from zi_score.cli.many import crew_of, followed, gathered, not_ranked
    from zi_score.cli.pages import Pages, made
    from zi_score.cli.paths import lists_of, other_files
    from zi_score.pipeline import no_workbook
    from zi_score.rekap.ranking import prevailing, rekap
    from zi_score.rekap.unit_line import UnitLine
    from zi_score.reports.documents.rekap import document
    from zi_score.reports.render import html

    gc.enable()  # unlike a report of one unit, this may run for long
    look, count = shared.look, len(meant.submitted)
    asked = Pages(ruleset=shared.ruleset, day=look.day, which=shared.which, expected=meant.expected, index="")
    done = made(meant.submitted, asked, crew_of(jobs, count, _WORTHWHILE))
    done = followed(done, count, lambda each: not isinstance(each.outcome, UnitLine), shows_progress=shows_progress)
    pages: dict[str, Path] = {}
    found, worst = gathered(_put(done, reports, pages), count, keeps=True)
    found += [no_workbook(path) for path in meant.missing]
    rules = chosen_ruleset(shared.ruleset)
    rules = rules if shared.ruleset else prevailing(rules, found)
    beside = other_files(paths, [*pages, *lists_of(paths)])
    others = tuple(each for each in beside if not is_page(Path(each.path)))
    result = rekap(rules, found, beside=not_ranked(found, meant, others))
    show(Formats(partial(document, result, rules)), "text", look)
    worst = max(worst, Exit.UNREADABLE if meant.missing else Exit.DONE)
    if not pages:
        return None, worst
    folder = _common(list(map(str, pages.values())))
    targets = {path: quote(os.path.relpath(page, folder).replace(os.sep, "/")) for path, page in pages.items()}
    page = html.render(document(result, rules, "html", targets)._replace(day=look.day)).encode()
    return reports.put(_RANKING, folder, page), worst


def _put(done: "Iterator[UnitPage]", reports: Reports, pages: dict[str, Path]) -> "Iterator[Outcome]":
    """Yield outcomes, and write the page of each as soon as it is there; remember where."""
    from zi_score.rekap.unit_line import UnitLine

    for each in done:
        if isinstance(each.outcome, UnitLine):
            path = Path(each.outcome.path)
            (content,) = each.contents.values()
            pages[each.outcome.path] = reports.put(path.stem, path.parent, content)
        yield each.outcome


def _common(paths: Sequence[str]) -> Path:
    """Return the folder that files have in common; of those on several drives, that of the first."""
    folders = [os.path.dirname(os.path.abspath(path)) for path in paths]  # noqa: PTH100, PTH120 - they never fail
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        return Path(folders[0])
