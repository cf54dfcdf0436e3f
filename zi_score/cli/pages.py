"""A page of HTML for each of many units, and the page that lists them: the first to be opened."""

import gc
import hashlib
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.cli.many import cores, gathered, prevailing, with_all_facts
from zi_score.law.load import load_ruleset
from zi_score.model.findings import Unreadable
from zi_score.model.language import current_language, use_language
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble
from zi_score.pipeline import examined, facts_for, failure, fault, known_facts, submission_of
from zi_score.reading.apart import MOST_SECONDS, hold_to_limits
from zi_score.reading.file.guard import file_content
from zi_score.reading.request import as_text
from zi_score.rekap.run import Done, lost, unit_of
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine, line_of
from zi_score.rekap.workers import Lost, worked
from zi_score.reports.unit import unit_report

if TYPE_CHECKING:
    from zi_score.law.ruleset import Ruleset
    from zi_score.rekap.unit_line import Outcome

INDEX = "index.html"

_WORTHWHILE = 4
"""Workbooks a process should have to itself."""

_LONGEST_NAME = 60


@dataclass(frozen=True)
class UnitPage(Done):
    """What became of a workbook, and the page of its unit."""

    content: bytes | None = None


def write_pages(  # noqa: PLR0913 - what the command takes
    paths: Sequence[str], folder: Path, ruleset: str | None, *, jobs: int | None, shows_progress: bool, day: date | None
) -> Exit:
    """Write the pages of all units of these workbooks, and return the exit code that they ask for.

    Args:
        paths: workbooks, folders, patterns, or lists of workbooks.
        folder: where to write; what stands there under other names stays.
        ruleset: the regulation, by default the one of each workbook.
        jobs: number of processes, by default one a core.
        shows_progress: whether to show a progress bar where somebody sees it.
        day: the date that the pages bear.

    """
    from zi_score.cli.files import drafted, inputs_of, keep_apart, put_in_place
    from zi_score.cli.paths import lists_of, submissions
    from zi_score.pipeline import no_workbook

    gc.enable()  # unlike a report of one unit, this may run for long
    rules = chosen_ruleset(ruleset)
    submitted, missing, _expected = submissions(
        paths, rules if ruleset or not lists_of(paths) else with_all_facts(rules)
    )
    names = {as_text(each.path): page_name(each.path) for each in submitted}
    inputs = inputs_of([*(each.path for each in submitted), *lists_of(paths)], ruleset)
    keep_apart((folder / name for name in (*names.values(), INDEX)), inputs)
    done: Iterator[Done] = made(submitted, ruleset, jobs or max(1, min(cores(), len(submitted) // _WORTHWHILE)), day)
    if shows_progress and sys.stderr.isatty():
        from zi_score.cli.progress import watched
        from zi_score.evaluation.result import Failure

        done = watched(done, len(submitted), lambda each: isinstance(each.outcome, Failure))
    try:
        with drafted(folder) as aside:
            found, worst = gathered(_written(done, names, aside), len(submitted), keeps=True)
            found += [no_workbook(path) for path in missing]
            (aside / INDEX).write_text(_index(found, rules, ruleset, names, day), encoding="utf-8", newline="\n")
            pages = [names[each.path] for each in found if isinstance(each, UnitLine)]
            put_in_place(aside, folder, (*pages, INDEX))
    except OSError as problem:
        fail(Exit.USAGE, f"-o {folder}: {trouble(problem)}")
    typer.echo(_("Written: {path} (pages of units: {count})").format(path=folder / INDEX, count=len(pages)), err=True)
    return max(worst, Exit.UNREADABLE if missing else Exit.DONE)


def page_name(path: str) -> str:
    """Return the name of a unit's page: letters of the workbook's name and its folder's, and what tells paths apart.

    >>> page_name("kiriman/Dinas Gizi #2/LKE.xlsx")
    'dinas-gizi-2-lke-47df4ee1.html'
    """
    plain = Path(path)
    text = unicodedata.normalize("NFKD", f"{plain.parent.name} {plain.stem}").encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[-_LONGEST_NAME:].strip("-")
    digest = hashlib.sha256(plain.as_posix().encode(errors="surrogateescape")).hexdigest()[:8]
    return f"{words}-{digest}.html" if words else f"{digest}.html"


def made(submitted: Sequence[Submitted], ruleset: str | None, jobs: int, day: date | None) -> Iterator[UnitPage]:
    """Yield the page of each workbook in the order given, made in so many processes."""
    work = partial(page_of, ruleset, current_language(), day)
    for done in worked(work, submitted, jobs, seconds=MOST_SECONDS, prepared=hold_to_limits):
        yield UnitPage(lost(done.thing.path, done)) if isinstance(done, Lost) else done


def page_of(ruleset: str | None, language: str, day: date | None, submitted: Submitted) -> UnitPage:
    """Check one workbook and render the page of its unit; whatever happens is a result."""
    from zi_score.reports.documents import unit as documents
    from zi_score.reports.render import html

    use_language(language)
    try:
        content = file_content(submitted.path)
        named = load_ruleset(ruleset) if ruleset else None
        submission = submission_of(content, named, path=submitted.path)
        rules = named or load_ruleset(submission.worksheet.ruleset)
        known = known_facts(submission.worksheet, rules, facts_for(rules, submitted.facts))
        found = examined(content, submission, rules, known)
        unit = unit_of(found.evaluation.unit, submitted)
        evaluation = found.evaluation.model_copy(update={"unit": unit})
        report = unit_report(evaluation, found.submission, found.ruleset)
        page = html.render(replace(documents.document(report, "html"), day=day), index=INDEX)
        return UnitPage(line_of(evaluation, hashlib.sha256(content).hexdigest()), content=page.encode())
    except Unreadable as problem:
        return UnitPage(failure(problem, submitted.path))
    except Exception as problem:  # noqa: BLE001 - one workbook must not end the others
        return UnitPage(fault(problem, submitted.path))


def _written(done: "Iterator[Done]", names: "dict[str, str]", aside: Path) -> "Iterator[Outcome]":
    """Yield outcomes, and write each page as soon as it is there, so that none waits in memory."""
    for each in done:
        if isinstance(each, UnitPage) and each.content is not None and isinstance(each.outcome, UnitLine):
            try:
                (aside / names[each.outcome.path]).write_bytes(each.content)
            except OSError as problem:
                fail(Exit.USAGE, f"-o {aside.parent}: {trouble(problem)}")
        yield each.outcome


def _index(
    found: "Sequence[Outcome]", rules: "Ruleset", ruleset: str | None, names: "dict[str, str]", day: date | None
) -> str:
    from zi_score.rekap.ranking import rekap
    from zi_score.reports.documents.rekap import document
    from zi_score.reports.render import html

    shown = rules if ruleset else prevailing(rules, found)
    return html.render(replace(document(rekap(shown, found), shown, "html", names), day=day))
