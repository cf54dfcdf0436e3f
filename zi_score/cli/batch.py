"""``zi-score batch``: many workbooks, ranked; lists that people hand on."""

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, chosen_predicate, chosen_ruleset, fail
from zi_score.cli.delivery import print_json, reports_of
from zi_score.cli.files import STDIN, inputs_of, keep_apart, written
from zi_score.cli.many import crew_of, followed, gathered, make_cache, not_ranked, with_all_facts
from zi_score.cli.options import CacheOption, JobsOption, NoProgressOption, ReportOption, Whose
from zi_score.cli.run import Formats, refuse_terminal, save, show
from zi_score.cli.shared import LOOK, PART, Shared, command
from zi_score.model.findings import shown as told
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble
from zi_score.rekap.order import FAILED, NO_PREDICATE, Order

if TYPE_CHECKING:
    from zi_score.cli.paths import Meant
    from zi_score.evaluation.kawasan import KawasanResult
    from zi_score.law.ruleset import Ruleset
    from zi_score.rekap.ranking import BatchResult
    from zi_score.rekap.run import Done, Settings
    from zi_score.rekap.submitted import Submitted
    from zi_score.rekap.unit_line import Outcome


class BatchFormat(StrEnum):
    """Form of a batch."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    XLSX = "xlsx"
    MARKDOWN = "markdown"
    HTML = "html"


_BY_UNIT = {BatchFormat.JSONL, BatchFormat.CSV}
"""Forms that are about units alone."""

_WORTHWHILE = 8
"""Workbooks a process should have to itself."""


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
    assessor: Annotated[
        Whose | None,
        typer.Option("--assessor", help=_("Whose answers alone count; without it, those of the highest authority.")),
    ] = None,
    jobs: JobsOption = None,
    cache: CacheOption = None,
    no_progress: NoProgressOption = False,
    shared: Shared,
) -> None:
    """Turn paths into workbooks, workbooks into outcomes, outcomes into outputs and an exit code."""
    from zi_score.cli.paths import lists_of, other_files
    from zi_score.model.worksheet import Assessor
    from zi_score.rekap.ranking import prevailing, rekap
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
    if kawasan is not None and {format_, *(form for form, _path in reports)} <= _BY_UNIT:
        fail(
            Exit.USAGE,
            _("--kawasan: csv and jsonl have a line for each unit and none for an area; add another format."),
        )
    refuse_terminal(format_)
    rules = chosen_ruleset(shared.ruleset)
    verdicts = [_verdict(shared.ruleset, verdict) for verdict in only or ()]
    aim = chosen_predicate(shared.ruleset, "--target", target) if target else None
    area = _area(rules, kawasan, integration_score, holds_kawasan_wbk)
    meant = _meant(paths, rules if shared.ruleset or not lists_of(paths) else with_all_facts(rules))
    submitted = meant.submitted
    files = [*(each.path for each in submitted), *lists_of(paths)]
    keep_apart((path for _form, path in reports), inputs_of(files, shared.ruleset), option="--report")
    others = tuple(other_files(paths, [*files, *(path for _form, path in reports)]))
    settings = Settings(
        shared.ruleset,
        as_json=prints_lines or bool(lines),
        cache=cache,
        assessor=Assessor(assessor.value) if assessor else None,
        expected=meant.expected,
        **shared.which,
    )
    done = _evaluated(submitted, settings, jobs)
    shows_progress = not (no_progress or shared.quiet) and not (prints_lines and sys.stdout.isatty())
    done = followed(done, len(submitted), _is_failure, shows_progress=shows_progress)
    is_listed = not prints_lines or bool(lists)
    found, worst = gathered(
        _streamed(chain(_without(meant.missing), done), lines, prints=prints_lines), len(submitted), keeps=is_listed
    )
    if is_listed:
        judged = _judged(rules, area, found, meant) if area else None
        rules = rules if shared.ruleset else prevailing(rules, found)
        result = rekap(
            rules,
            found,
            order=sort,
            only=verdicts,
            target=aim,
            top=top,
            kawasan=judged,
            beside=not_ranked(found, meant, others),
        )
        given, look = _given(result, rules), shared.look
        if not prints_lines:
            show(given, format_, look)
        worst = max(worst, save(given, lists, look))
    if worst:
        raise typer.Exit(worst)


def _verdict(ruleset: str | None, verdict: str) -> str:
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


def _meant(paths: Sequence[str], ruleset: "Ruleset") -> "Meant":
    """Return the workbooks that are meant."""
    from zi_score.cli.paths import submissions

    if STDIN in paths:
        fail(Exit.USAGE, _("batch reads no workbook from standard input; name files or folders."))
    return submissions(paths, ruleset)


def _without(missing: Sequence[str]) -> "list[Done]":
    """Return for each path without a workbook the failure that says so."""
    from zi_score.pipeline import no_workbook
    from zi_score.rekap.run import Done

    failures = [no_workbook(path) for path in missing]
    return [Done(failure, failure.model_dump_json()) for failure in failures]


def _evaluated(submitted: "list[Submitted]", settings: "Settings", jobs: int | None) -> "Iterator[Done]":
    from zi_score.rekap.run import evaluate_all

    if settings.cache is not None:
        make_cache(settings.cache)
    return evaluate_all(submitted, settings, jobs=crew_of(jobs, len(submitted), _WORTHWHILE))


def _is_failure(done: "Done") -> bool:
    from zi_score.evaluation.result import Failure

    return isinstance(done.outcome, Failure)


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


def _judged(
    ruleset: "Ruleset", area: KawasanFacts, found: "Sequence[Outcome]", meant: "Meant"
) -> "KawasanResult | None":
    """Judge the area that the units form, with those of lists that have not handed in; None where there is no unit."""
    from zi_score.evaluation.kawasan import judge_kawasan
    from zi_score.rekap.area import units_of_area
    from zi_score.rekap.received import awaited

    missing = [each for each in awaited(found, meant.submitted, meant.expected, unread=True) if each.unit]
    units = units_of_area(ruleset, found, missing)
    if not units:
        message = _("--kawasan {name}: no unit could be read, so that nothing is judged.")
        typer.echo(f"zi-score: {message.format(name=told(area.name))}", err=True)
        return None
    return judge_kawasan(ruleset, area.name, units, area.integration_score, holds_kawasan_wbk=area.holds_wbk)


def _given(result: "BatchResult", ruleset: "Ruleset") -> Formats:
    """Return a batch in all its formats."""
    from zi_score.reports.csv import rekap as rekap_csv
    from zi_score.reports.documents.rekap import document

    others: dict[str, Callable[[], str | bytes]] = {
        "json": lambda: result.to_json() + "\n",
        "csv": lambda: rekap_csv.render(result, ruleset),
    }
    return Formats(lambda form: document(result, ruleset, form), others)
