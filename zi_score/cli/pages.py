"""Reports of many units below a folder: letters, workbooks, pages of HTML with the page that lists them."""

import gc
import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.cli.many import crew_of, followed, gathered, not_ranked, with_all_facts
from zi_score.cli.naming import distinct, word_of
from zi_score.model.findings import Unreadable
from zi_score.model.language import current_language, use_language
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble
from zi_score.model.worksheet import Assessor
from zi_score.pipeline import (
    HowOptions,
    examined,
    facts_for,
    failure,
    fault,
    identified,
    known_facts,
    narrowed,
    no_workbook,
    of_unit,
    submission_of,
)
from zi_score.reading.apart import MOST_SECONDS, hold_to_limits
from zi_score.reading.file.guard import file_content
from zi_score.reading.rulesets import load_ruleset
from zi_score.rekap.received import completed
from zi_score.rekap.run import Done, lost, unit_of
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine, line_of
from zi_score.rekap.workers import Lost, worked
from zi_score.reports.documents.rekap import reason
from zi_score.reports.unit import UnitReport, unit_report

if TYPE_CHECKING:
    from zi_score.cli.paths import Meant
    from zi_score.law.ruleset import Ruleset
    from zi_score.rekap.received import OtherFile
    from zi_score.rekap.unit_line import Outcome

INDEX, PAGE, PDF = "index.html", ".html", ".pdf"

_WORTHWHILE = 4
"""Workbooks a process should have to itself."""

_LONGEST_NAME = 60


@dataclass(frozen=True)
class UnitPage(Done):
    """What became of a workbook, and the reports of its unit by their endings."""

    contents: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Pages:
    """What is to be written of each of many units, and how it is made.

    Args:
        suffixes: endings of the formats; pages of HTML have one more that lists them.
        ruleset: the regulation, by default the one of each workbook.
        day: the date that reports bear.
        assessor: whose answers count, by default those of all, side by side.
        template: for letters, the .docx to fill in.
        which: which part of a workbook is read.
        said: agency, year and target of units whose workbook does not say them.
        expected: lines of lists that name a unit and no workbook.
        one_page: whether each is told in brief, on one page.
        index: address of the page that lists all, to which each leads back; none without.

    """

    suffixes: tuple[str, ...] = (PAGE,)
    ruleset: str | None = None
    day: date | None = None
    assessor: Assessor | None = None
    template: bytes | None = None
    which: HowOptions = field(default_factory=HowOptions)
    said: Mapping[str, object] = field(default_factory=dict)
    expected: tuple[Submitted, ...] = ()
    one_page: bool = False
    index: str = INDEX


def write_pages(  # noqa: PLR0913 - what the command takes
    paths: Sequence[str], folder: Path, asked: Pages, *, jobs: int | None, shows_progress: bool, force: bool
) -> Exit:
    """Write the reports of all units of these workbooks, and return the exit code that they ask for.

    Args:
        paths: workbooks, folders, patterns, or lists of workbooks.
        folder: where to write; what stands there under other names stays.
        asked: what is to be written.
        jobs: number of processes, by default one a core.
        shows_progress: whether to show a progress bar where somebody sees it.
        force: whether files that are there may be written over.

    """
    from zi_score.cli.files import inputs_of, keep_apart
    from zi_score.cli.paths import lists_of, other_files, submissions
    from zi_score.reports.formats import FormatError

    gc.enable()  # unlike a report of one unit, this may run for long
    rules = chosen_ruleset(asked.ruleset)
    meant = submissions(paths, rules if asked.ruleset or not lists_of(paths) else with_all_facts(rules))
    asked = replace(asked, expected=meant.expected)
    names = _names(meant.submitted, asked)
    known = [*(each.path for each in meant.submitted), *lists_of(paths)]
    inputs = inputs_of(known, asked.ruleset)
    targets = [folder / name for own in names.values() for name in own.values()]
    keep_apart(targets, inputs, option="-o", force=force)
    if PAGE in asked.suffixes:
        targets.append(folder / INDEX)
        keep_apart(targets[-1:], inputs, option="-o")  # whether it is there is asked when it is to be written
    others = tuple(other_files(paths, [*known, *targets]))
    count = len(meant.submitted)
    done: Iterator[Done] = made(meant.submitted, asked, _crew(asked, jobs, count))
    done = followed(done, count, lambda each: not isinstance(each.outcome, UnitLine), shows_progress=shows_progress)
    index = partial(_index, rules, asked, meant, others) if PAGE in asked.suffixes else None
    try:
        found, worst = _put(done, names, folder, index, meant, force=force)
    except FormatError as problem:
        fail(Exit.USAGE, str(problem))
    except OSError as problem:
        fail(Exit.USAGE, f"-o {folder}: {trouble(problem)}")
    if not index:
        _tell_unread(found)
    units = sum(isinstance(each, UnitLine) for each in found)
    message = _("Written: {path} (units: {count}, files: {files})")
    where, files = (folder / INDEX, 1) if index else (folder, 0)
    typer.echo(message.format(path=where, count=units, files=units * len(asked.suffixes) + files), err=True)
    return max(worst, Exit.UNREADABLE if meant.missing else Exit.DONE)


def _put(  # noqa: PLR0913 - what is put, and how
    done: "Iterator[Done]",
    names: "dict[str, dict[str, str]]",
    folder: Path,
    index: "Callable[[Sequence[Outcome], dict[str, str]], str] | None",
    meant: "Meant",
    *,
    force: bool,
) -> "tuple[list[Outcome], Exit]":
    """Put the files of all units into the folder at once, the page that lists them last; return what became of each."""
    from zi_score.cli.files import drafted, keep_apart, put_in_place

    with drafted(folder) as aside:
        found, worst = gathered(_written(done, names, aside), len(meant.submitted), keeps=True)
        found += [no_workbook(path) for path in meant.missing]
        files = [name for each in found if isinstance(each, UnitLine) for name in names[each.path].values()]
        if index:
            keep_apart([folder / INDEX], set(), option="-o", force=force)
            listed = index(found, {path: own[PAGE] for path, own in names.items()})
            (aside / INDEX).write_text(listed, encoding="utf-8", newline="\n")
            files.append(INDEX)
        if files:
            put_in_place(aside, folder, files)
    return found, worst


def _names(submitted: Sequence[Submitted], asked: Pages) -> dict[str, dict[str, str]]:
    """Return the names of each workbook's files, by their endings."""
    plain = distinct(each.path for each in submitted)
    return {
        path: {
            suffix: page_name(path) if suffix == PAGE else f"{name}-{word_of(suffix, one_page=asked.one_page)}{suffix}"
            for suffix in asked.suffixes
        }
        for path, name in plain.items()
    }


def _crew(asked: Pages, jobs: int | None, count: int) -> int:
    """Return the number of processes; LibreOffice works for one alone, whose memory is not held to limits."""
    return 1 if PDF in asked.suffixes else crew_of(jobs, count, _WORTHWHILE)


def _tell_unread(found: "Sequence[Outcome]") -> None:
    """Name the workbooks of which nothing was written, and why; where there are pages, they say it."""
    for each in found:
        if not isinstance(each, UnitLine):
            typer.echo(f"zi-score: {reason(each)}", err=True)


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


def made(submitted: Sequence[Submitted], asked: Pages, jobs: int) -> Iterator[UnitPage]:
    """Yield the reports of each workbook in the order given, made in so many processes."""
    work = partial(page_of, asked, current_language())
    for done in worked(work, submitted, jobs, seconds=MOST_SECONDS, prepared=hold_to_limits):
        yield UnitPage(lost(done.thing.path, done)) if isinstance(done, Lost) else done


def page_of(asked: Pages, language: str, submitted: Submitted) -> UnitPage:
    """Check one workbook and render the reports of its unit; whatever happens to it is a result.

    Raises:
        FormatError: no report can be made here in a format, of whatever unit.

    """
    from zi_score.reports.formats import FormatError

    use_language(language)
    try:
        content = file_content(submitted.path)
        named = load_ruleset(asked.ruleset) if asked.ruleset else None
        submission = identified(submission_of(content, named, **asked.which, path=submitted.path), asked.said)
        rules = named or load_ruleset(submission.worksheet.ruleset)
        said = completed(submitted, submission.worksheet.unit, asked.expected)
        submission = of_unit(submission, unit_of(submission.worksheet.unit, said))
        known = known_facts(submission.worksheet, rules, facts_for(rules, said.facts))
        found = examined(content, submission, rules, known)
        evaluation = narrowed(found.evaluation, asked.assessor) if asked.assessor else found.evaluation
        report = unit_report(evaluation, found.submission, found.ruleset)
        contents = {suffix: _rendered(report, suffix, asked) for suffix in asked.suffixes}
        return UnitPage(line_of(evaluation, hashlib.sha256(content).hexdigest()), contents=contents)
    except Unreadable as problem:
        return UnitPage(failure(problem, submitted.path))
    except FormatError:
        raise
    except Exception as problem:  # noqa: BLE001 - one workbook must not end the others
        return UnitPage(fault(problem, submitted.path))


def _rendered(report: UnitReport, suffix: str, asked: Pages) -> bytes:
    """Return a report in a format; a page leads back to the one that lists all."""
    from zi_score.reports import formats
    from zi_score.reports.documents import brief
    from zi_score.reports.documents import unit as documents
    from zi_score.reports.render import html

    if suffix == PAGE:
        made = brief.of(report, "html") if asked.one_page else documents.document(report, "html")
        return html.render(made._replace(day=asked.day), index=asked.index).encode()
    if asked.one_page:
        return formats.one_page(report, suffix, asked.day)
    return formats.render(report, suffix, asked.template, asked.day)


def _written(done: "Iterator[Done]", names: "dict[str, dict[str, str]]", aside: Path) -> "Iterator[Outcome]":
    """Yield outcomes, and write the files of each as soon as they are there, so that none waits in memory."""
    for each in done:
        if isinstance(each, UnitPage) and isinstance(each.outcome, UnitLine):
            try:
                for suffix, content in each.contents.items():
                    (aside / names[each.outcome.path][suffix]).write_bytes(content)
            except OSError as problem:
                fail(Exit.USAGE, f"-o {aside.parent}: {trouble(problem)}")
        yield each.outcome


def _index(  # noqa: PLR0913, PLR0917 - what was asked for, and what became of it
    rules: "Ruleset",
    asked: Pages,
    meant: "Meant",
    others: "tuple[OtherFile, ...]",
    found: "Sequence[Outcome]",
    names: "dict[str, str]",
) -> str:
    from zi_score.rekap.ranking import prevailing, rekap
    from zi_score.reports.documents.rekap import document
    from zi_score.reports.render import html

    shown = rules if asked.ruleset else prevailing(rules, found)
    result = rekap(shown, found, beside=not_ranked(found, meant, others))
    return html.render(document(result, shown, "html", names)._replace(day=asked.day))
