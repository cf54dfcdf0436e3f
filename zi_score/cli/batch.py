"""``zi-score batch``: many workbooks, ranked; lists that people hand on."""

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, chosen_predicate, chosen_ruleset, fail
from zi_score.cli.delivery import print_json, reports_of
from zi_score.cli.files import STDIN, inputs_of, keep_apart, written
from zi_score.cli.many import cores, gathered, make_cache, prevailing, with_all_facts
from zi_score.cli.options import BatchFormat, CacheOption, ReportOption
from zi_score.cli.run import Formats, refuse_terminal, save, show
from zi_score.cli.shared import LOOK, PART, Shared, command
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble
from zi_score.rekap.order import FAILED, NO_PREDICATE, Order

if TYPE_CHECKING:
    from zi_score.evaluation.kawasan import KawasanResult
    from zi_score.law.ruleset import Ruleset
    from zi_score.rekap.ranking import BatchResult
    from zi_score.rekap.run import Done, Settings
    from zi_score.rekap.submitted import Submitted
    from zi_score.rekap.unit_line import Outcome

_WORTHWHILE = 8
"""Workbooks a process should have to itself: starting one costs as much as evaluating some."""


@dataclass(frozen=True)
class KawasanFacts:
    """What is known of an area (kawasan) beside its units."""

    name: str
    integration_score: Fraction | None
    holds_wbk: bool | None


@command(
    _("Evaluate many workbooks: ranking, summary, lists to hand on."),
    "batch lke/ --report xlsx:rekap.xlsx --cache .zi-score",
    *PART,
    "ruleset",
    "date",
    "lang",
    *LOOK,
)
def batch(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(metavar=_("PATH"), help=_("Workbooks, folders, patterns, or lists of workbooks (CSV, TSV).")),
    ],
    *,
    format_: Annotated[BatchFormat, typer.Option("--format", help=_("Form of the result."))] = BatchFormat.TEXT,
    report: ReportOption = None,
    sort: Annotated[Order, typer.Option("--sort", help=_("By what to rank."))] = Order.VERDICT,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="WBBM|WBK|none|undetermined|failed",
            help=_("Show units of this verdict only; may be repeated."),
        ),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="WBK|WBBM", help=_("Show units that aim at this predicate only.")),
    ] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, metavar="N", help=_("Show so many units."))] = None,
    kawasan: Annotated[
        str | None,
        typer.Option("--kawasan", metavar=_("NAME"), help=_("Judge the area (kawasan) that the units form.")),
    ] = None,
    integration_score: Annotated[
        str | None,
        typer.Option(
            "--integration-score", metavar=_("SCORE"), help=_("Score of the area's integrated business processes.")
        ),
    ] = None,
    holds_kawasan_wbk: Annotated[
        bool | None,
        typer.Option(
            "--holds-kawasan-wbk/--no-holds-kawasan-wbk", help=_("Whether the area already holds kawasan WBK.")
        ),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, metavar="N", help=_("Processes; by default one a core."))
    ] = None,
    cache: CacheOption = None,
    no_progress: Annotated[bool, typer.Option("--no-progress", help=_("No progress bar."))] = False,
    shared: Shared,
) -> None:
    """Turn paths into workbooks, workbooks into outcomes, outcomes into outputs and an exit code."""
    from zi_score.cli.paths import lists_of
    from zi_score.rekap.ranking import rekap
    from zi_score.rekap.run import Settings

    gc.enable()  # unlike the other commands, this one may run for long
    reports = reports_of(report or (), BatchFormat)
    lists = [(form, path) for form, path in reports if form is not BatchFormat.JSONL]
    lines = [path for form, path in reports if form is BatchFormat.JSONL]
    prints_lines = format_ is BatchFormat.JSONL
    if prints_lines and not lists and (only or target or top or sort is not Order.VERDICT):
        fail(
            Exit.USAGE,
            _("--format jsonl gives every workbook as it comes; --sort, --only, --target and --top do not go with it."),
        )
    refuse_terminal(format_)
    rules = chosen_ruleset(shared.ruleset)
    verdicts = [_verdict(rules, verdict) for verdict in only or ()]
    aim = chosen_predicate(rules, "--target", target) if target else None
    area = _area(rules, kawasan, integration_score, holds_kawasan_wbk)
    submitted, missing = _submitted(paths, rules if shared.ruleset or not lists_of(paths) else with_all_facts(rules))
    inputs = inputs_of([*(each.path for each in submitted), *lists_of(paths)], shared.ruleset)
    keep_apart((path for _form, path in reports), inputs, option="--report")
    done = _evaluated(
        submitted,
        Settings(shared.ruleset, as_json=prints_lines or bool(lines), cache=cache, **shared.which),
        jobs,
    )
    if not (no_progress or shared.quiet) and sys.stderr.isatty() and not (prints_lines and sys.stdout.isatty()):
        from zi_score.cli.progress import watched
        from zi_score.evaluation.result import Failure

        done = watched(done, len(submitted), lambda each: isinstance(each.outcome, Failure))
    is_listed = not prints_lines or bool(lists) or area is not None
    found, worst = gathered(
        _streamed(chain(missing, done), lines, prints=prints_lines), len(submitted), keeps=is_listed
    )
    if is_listed:
        judged = _judged(rules, area, found) if area else None
        rules = rules if shared.ruleset else prevailing(rules, found)
        result = rekap(
            rules,
            found,
            order=sort,
            only=verdicts,
            target=aim,
            top=top,
            kawasan=judged,
        )
        given, look = _given(result, rules), shared.look
        if not prints_lines:
            show(given, format_, look)
        worst = max(worst, save(given, lists, look))
    if worst:
        raise typer.Exit(worst)


def _verdict(ruleset: "Ruleset", verdict: str) -> str:
    """Return what ``--only`` asks for: a verdict as the ruleset writes it, or what could not be read."""
    others = (*NO_PREDICATE, FAILED)
    return verdict.casefold() if verdict.casefold() in others else chosen_predicate(ruleset, "--only", verdict)


def _area(ruleset: "Ruleset", name: str | None, score: str | None, holds_wbk: bool | None) -> KawasanFacts | None:  # noqa: FBT001 - a fact
    """Read what was said of an area."""
    from zi_score.evaluation.kawasan import HIGHEST
    from zi_score.model.exact import exact

    if name is None:
        if score is not None or holds_wbk is not None:
            fail(Exit.USAGE, _("--integration-score and --holds-kawasan-wbk need --kawasan NAME."))
        return None
    if ruleset.kawasan is None:
        fail(Exit.USAGE, _("--kawasan: {ruleset} has no rule for areas.").format(ruleset=ruleset.id))
    try:
        found = None if score is None else exact(score.replace(",", "."))
    except ValueError:
        found = Fraction(-1)
    if found is not None and not 0 <= found <= HIGHEST:
        message = _("--integration-score {score}: expected a number from 0 to {highest}.")
        fail(Exit.USAGE, message.format(score=score, highest=HIGHEST))
    return KawasanFacts(name, found, holds_wbk)


def _submitted(paths: Sequence[str], ruleset: "Ruleset") -> "tuple[list[Submitted], list[Done]]":
    """Return the workbooks that are meant, and for each path without any the failure that says so."""
    from zi_score.cli.paths import submissions
    from zi_score.pipeline import no_workbook
    from zi_score.rekap.run import Done

    if STDIN in paths:
        fail(Exit.USAGE, _("batch reads no workbook from standard input; name files or folders."))
    submitted, missing = submissions(paths, ruleset)
    failures = [no_workbook(path) for path in missing]
    return submitted, [Done(failure, failure.model_dump_json()) for failure in failures]


def _evaluated(submitted: "list[Submitted]", settings: "Settings", jobs: int | None) -> "Iterator[Done]":
    from zi_score.rekap.run import evaluate_all

    if settings.cache is not None:
        make_cache(settings.cache)
    return evaluate_all(submitted, settings, jobs=jobs or max(1, min(cores(), len(submitted) // _WORTHWHILE)))


def _streamed(done: "Iterable[Done]", lines: Sequence[Path], *, prints: bool) -> "Iterator[Outcome]":
    """Yield outcomes, and write each evaluation as a line as soon as it is there."""
    with ExitStack() as stack:
        try:
            files = [stack.enter_context(written(path)) for path in lines]
        except OSError as problem:
            fail(Exit.USAGE, f"--report {problem.filename}: {trouble(problem)}")
        for each in done:
            if each.json is not None and prints:
                print_json(each.json + "\n")
            for file in files:
                file.write(f"{each.json}\n".encode())
            yield each.outcome


def _judged(ruleset: "Ruleset", area: KawasanFacts, found: "Sequence[Outcome]") -> "KawasanResult | None":
    """Judge the area of all units; one that was not read, or follows another regulation, leaves its predicates open."""
    from zi_score.evaluation.criterion import Status
    from zi_score.evaluation.kawasan import judge_kawasan
    from zi_score.evaluation.verdict import PredicateResult
    from zi_score.rekap.ranking import path_of
    from zi_score.rekap.unit_line import UnitLine

    open_ = tuple(PredicateResult(id=id_, status=Status.UNDETERMINED, criteria=()) for id_ in ruleset.predicates)
    ordered = sorted(found, key=path_of)
    units = [
        (each.unit.name or each.path, each.predicates if each.ruleset == ruleset.id else open_)
        if isinstance(each, UnitLine)
        else (each.source["path"], open_)
        for each in ordered
    ]
    return (
        judge_kawasan(ruleset, area.name, units, area.integration_score, holds_kawasan_wbk=area.holds_wbk)
        if units
        else None
    )


def _given(result: "BatchResult", ruleset: "Ruleset") -> Formats:
    """Return a batch in all its formats."""
    from zi_score.reports.csv import rekap as rekap_csv
    from zi_score.reports.documents.rekap import document

    others: dict[str, Callable[[], str | bytes]] = {
        "json": lambda: result.to_json() + "\n",
        "csv": lambda: rekap_csv.render(result, ruleset),
    }
    return Formats(lambda form: document(result, ruleset, form), others)
