"""``zi-score check``: what is wrong with submitted workbooks, cell by cell."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zi_score.cli.app import Exit, chosen_predicate, chosen_ruleset, fail, lacking
from zi_score.cli.delivery import reports_of, source_of
from zi_score.cli.facts import refuse_unknown
from zi_score.cli.files import inputs_of, keep_apart
from zi_score.cli.many import crew_of, followed, make_cache
from zi_score.cli.options import (
    CacheOption,
    JobsOption,
    NoProgressOption,
    ReportOption,
    RequireOption,
    Whose,
)
from zi_score.cli.run import Formats, Look, refuse_terminal, save, show
from zi_score.cli.shared import ALL, Shared, command
from zi_score.model.alike import alike
from zi_score.model.language import current_language
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from zi_score.evaluation.checked import CheckedWorkbook, CheckResult
    from zi_score.law.ruleset import Ruleset
    from zi_score.model.selection import Selection


class CheckFormat(StrEnum):
    """Form of a check."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"
    JUNIT = "junit"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"
    DOCX = "docx"


class FailOn(StrEnum):
    """From which severity on a finding makes the check fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    NEVER = "never"


class Reader(StrEnum):
    """For whom a check is."""

    TPI = "tpi"


_WORTHWHILE = 8
"""Workbooks a process should have to itself."""

_STEP_SUMMARY = "GITHUB_STEP_SUMMARY"
"""Variable that names the file in which GitHub expects a step's summary."""


@command(
    _("Check submitted workbooks: every fault with its cell, and what to do about it."),
    "check lke/ --fail-on warning --report sarif:lke.sarif",
    *ALL,
)
def check(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(metavar=_("PATH"), help=_("Workbooks, folders or patterns; - reads standard input.")),
    ],
    *,
    format_: Annotated[CheckFormat, typer.Option("--format", help=_("Form of the result."))] = CheckFormat.TEXT,
    report: ReportOption = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help=_("Exit with 1 from this severity on."))] = FailOn.ERROR,
    require: RequireOption = None,
    assessor: Annotated[
        Whose | None,
        typer.Option("--assessor", help=_("Whose answers alone to check; without it, of all who answered.")),
    ] = None,
    select: Annotated[
        list[str] | None,
        typer.Option("--select", metavar=_("NAME[:CODE]"), help=_("Count only this finding; may be repeated.")),
    ] = None,
    ignore: Annotated[
        list[str] | None,
        typer.Option("--ignore", metavar=_("NAME[:CODE]"), help=_("Do not count this finding; may be repeated.")),
    ] = None,
    reader: Annotated[
        Reader | None,
        typer.Option(
            "--for", help=_("For whom: tpi is shown what must be seen with one's own eyes, by points at stake.")
        ),
    ] = None,
    jobs: JobsOption = None,
    proof: Annotated[
        bool, typer.Option("--proof", help=_("Prove formulas on more sets of answers, and list every one."))
    ] = False,
    cache: CacheOption = None,
    no_progress: NoProgressOption = False,
    shared: Shared,
) -> None:
    """Turn paths into workbooks, workbooks into a result, the result into outputs and an exit code."""
    from zi_score.cli.paths import workbooks
    from zi_score.model.worksheet import Assessor

    refuse_terminal(format_)
    reports = reports_of(report or (), CheckFormat)
    chosen = _selection(select or (), ignore or ())
    files = workbooks(paths)
    keep_apart((path for _form, path in reports), inputs_of(files.values(), shared.ruleset), option="--report")
    rules = chosen_ruleset(shared.ruleset)
    required = chosen_predicate(shared.ruleset, "--require", require) if require else None
    facts = shared.facts
    refuse_unknown(facts, shared.ruleset)
    how = {
        "selection": chosen,
        "require": required,
        "assessor": assessor and Assessor(assessor.value),
        "holds_wbk": shared.holds_wbk,
        "facts": facts,
        "proof": proof,
        **shared.which,
    }
    said = repr([ignore, select, required, assessor, shared.holds_wbk, facts, proof, shared.which, current_language()])
    work = partial(_checked_one, shared.ruleset, how, current_language())
    if cache is not None:
        make_cache(cache)
        work = partial(_kept_one, cache, shared.ruleset, said, work)
    result = _checked(files, work, jobs, shows_progress=not (no_progress or shared.quiet))
    look = shared.look
    given = _given(result, rules, look, reader)
    show(given, format_, look)
    if format_ is CheckFormat.GITHUB:
        _summarise(given, look)
    saved = save(given, reports, look)
    if code := max(_verdict(result, fail_on, required), saved):
        raise typer.Exit(code)


def _selection(select: Iterable[str], ignore: Iterable[str]) -> "Selection":
    from zi_score.model.selection import Selection, UnknownFinding

    try:
        return Selection.parsed(select, ignore)
    except UnknownFinding as problem:
        message = _("{name}: no such finding.{near} zi-score explain lists all.")
        fail(Exit.USAGE, message.format(name=problem.name, near=alike(problem.near)))


def _checked(
    files: "dict[str, str | None]",
    work: "Callable[[tuple[str, str | bytes]], CheckedWorkbook]",
    jobs: int | None,
    *,
    shows_progress: bool,
) -> "CheckResult":
    """Check every file, in several processes where that is worth it; one whose process died is a result too."""
    from zi_score.evaluation.checked import CheckResult
    from zi_score.pipeline import nothing_found, unchecked
    from zi_score.reading.apart import MOST_SECONDS, hold_to_limits
    from zi_score.rekap.run import lost
    from zi_score.rekap.workers import Lost, worked

    asked = [(path, source_of(file)) for path, file in files.items() if file is not None]
    crew = crew_of(jobs, len(asked), _WORTHWHILE)
    found = worked(work, asked, crew, seconds=MOST_SECONDS, prepared=hold_to_limits)
    done: Iterator[CheckedWorkbook] = (
        unchecked(lost(each.thing[0], each)) if isinstance(each, Lost) else each for each in found
    )
    done = followed(done, len(asked), lambda book: book.error is not None, shows_progress=shows_progress)
    books = dict(zip((path for path, _source in asked), done, strict=True))
    return CheckResult(workbooks=tuple(books.get(path) or nothing_found(path) for path in files))


def _checked_one(
    ruleset: str | None, how: Mapping[str, Any], language: str, asked: "tuple[str, str | bytes]"
) -> "CheckedWorkbook":
    from zi_score.api.one import check_workbook
    from zi_score.model.language import use_language

    use_language(language)
    return check_workbook(asked[1], ruleset, **how)


def _kept_one(
    cache: str,
    ruleset: str | None,
    said: str,
    work: "Callable[[tuple[str, str | bytes]], CheckedWorkbook]",
    asked: "tuple[str, str | bytes]",
) -> "CheckedWorkbook":
    """Return what a cache holds of exactly this, else what is found now; what cannot be read is never kept."""
    from zi_score.evaluation.checked import CheckedWorkbook
    from zi_score.model.findings import Unreadable
    from zi_score.reading.file.guard import file_content
    from zi_score.rekap.cache import Cache
    from zi_score.rekap.run import key_of_workbook

    path, source = asked
    try:
        content = source if isinstance(source, bytes) else file_content(source)
    except Unreadable:
        return work(asked)
    key = key_of_workbook(path, content, ruleset, "check", said)
    with suppress(ValueError, TypeError):  # nothing is there, or somebody wrote into the cache
        return CheckedWorkbook.model_validate_json(Cache(cache).get(key) or b"")
    found = work(asked)
    if found.error is None:
        Cache(cache).put(key, found.model_dump_json().encode())
    return found


def _verdict(result: "CheckResult", fail_on: FailOn, require: str | None) -> Exit:
    """Return the highest exit code that applies; it never depends on the format."""
    if any(finding.name == "program-fault" for book in result.workbooks for finding in book.findings):
        return Exit.FAULT
    if result.summary.unreadable:
        return Exit.UNREADABLE
    severities = list(FailOn)[: list(FailOn).index(fail_on) + 1] if fail_on is not FailOn.NEVER else []
    if any(getattr(result.summary, severity) for severity in severities):
        return Exit.NOT_REACHED
    if require and any(book.predicates.get(require) != "met" for book in result.workbooks):
        lacks = {b.ruleset.id: b.predicates for b in result.workbooks if b.ruleset and require not in b.predicates}
        for id_, names in lacks.items():  # the predicate is one of another candidate
            typer.echo(f"zi-score: {lacking('--require', require, id_, names)}", err=True)
        return Exit.NOT_REACHED
    return Exit.DONE


def _summarise(given: Formats, look: Look) -> None:
    """Write the summary of a step where GitHub expects it."""
    from zi_score.reports.render import markdown

    if not (summary := os.environ.get(_STEP_SUMMARY)):
        return
    try:
        with Path(summary).open("a", encoding="utf-8", newline="\n") as file:
            file.write(markdown.render(given.document("markdown")._replace(day=look.day), limit=markdown.STEP_LIMIT))
    except OSError as problem:
        typer.echo(f"zi-score: {_STEP_SUMMARY} {summary}: {trouble(problem)}", err=True)


def _given(result: "CheckResult", ruleset: "Ruleset", look: Look, reader: Reader | None) -> Formats:
    """Return a check in all its formats."""
    from zi_score.reading.rulesets import known_rulesets
    from zi_score.reports.ci import github, junit, sarif
    from zi_score.reports.documents.check import document

    laws = {each.id: each for each in known_rulesets()} | {ruleset.id: ruleset}
    followed_by = dict.fromkeys(book.ruleset.id for book in result.workbooks if book.ruleset)
    others: dict[str, Callable[[], str | bytes]] = {
        "json": lambda: result.to_json() + "\n",
        "sarif": lambda: sarif.render(result, [laws[id_] for id_ in followed_by] or [ruleset]),
        "github": lambda: github.render(result),
        "junit": lambda: junit.render(result),
    }
    return Formats(
        lambda form: document(result, laws, form, for_tpi=reader is Reader.TPI, verbosity=look.verbosity), others
    )
