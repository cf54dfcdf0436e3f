"""``zi-score improve``: the least work that reaches a predicate, as an action plan; and what became of a plan."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.answers import SET, answers_of
from zi_score.cli.app import Exit, fail
from zi_score.cli.delivery import reports_of, source_of
from zi_score.cli.files import inputs_of, keep_apart
from zi_score.cli.options import FileArgument, Format, FormatOption, ReportOption, Whose
from zi_score.cli.run import Formats, Look, deliver, refusals, refuse_terminal
from zi_score.cli.shared import ALL, Shared, command
from zi_score.model.findings import shown as told
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from zi_score.improve.discount import Discount
    from zi_score.improve.monitoring.outcome import PlanProgress
    from zi_score.improve.plan import Improvement
    from zi_score.improve.request import Request
    from zi_score.law.ruleset import Ruleset
    from zi_score.model.worksheet import Worksheet


@dataclass(frozen=True)
class Wish:
    """What was asked for on the command line, as it was typed."""

    target: str | None
    effort: str | None
    fix: tuple[str, ...]
    only: tuple[str, ...]
    max_steps: int | None
    alternatives: int
    margin: str | None
    discount: str | None
    from_compare: str | None
    answers: Mapping[str, str]

    @property
    def is_plain(self) -> bool:
        """Whether nothing was asked for."""
        return not any(vars(self).values())


@command(
    _("Plan the least work that reaches a predicate; exit with 1 where it cannot be reached."),
    "improve lke.xlsx --target wbk --report xlsx:rencana-aksi.xlsx",
    *ALL,
)
def improve(  # noqa: PLR0913 - one parameter an option
    file: FileArgument,
    *,
    format_: FormatOption = Format.TEXT,
    report: ReportOption = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--target",
            metavar="WBK|WBBM",
            help=_("Predicate to reach; without it the unit's own target, else the lowest that is not met."),
        ),
    ] = None,
    effort: Annotated[
        str | None,
        typer.Option("--effort", metavar=_("FILE"), help=_("What a step costs, by code (TOML); 1 without it.")),
    ] = None,
    fix: Annotated[
        list[str] | None,
        typer.Option(
            "--fix",
            metavar=_("CODE"),
            help=_("What cannot change: a code, a cell, or a word (pokja 3); may be repeated."),
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar=_("CODE"),
            help=_("What alone may change: a code, a cell, or a word (pokja 3); may be repeated."),
        ),
    ] = None,
    max_steps: Annotated[
        int | None, typer.Option("--max-steps", min=1, metavar="N", help=_("Change at most so many questions."))
    ] = None,
    alternatives: Annotated[
        int, typer.Option("--alternatives", min=0, metavar="N", help=_("Look for so many further plans."))
    ] = 0,
    margin: Annotated[
        str | None,
        typer.Option("--margin", metavar=_("POINTS"), help=_("Exceed every minimum by so many points.")),
    ] = None,
    discount: Annotated[
        str | None,
        typer.Option("--discount", metavar=_("FILE"), help=_("Points that assessors take off, by area (TOML).")),
    ] = None,
    from_compare: Annotated[
        str | None,
        typer.Option(
            "--from-compare",
            metavar=_("FILE"),
            help=_("Points that an assessor took off, as zi-score compare --format json found them."),
        ),
    ] = None,
    set_: Annotated[list[str] | None, SET] = None,
    against: Annotated[
        str | None,
        typer.Option(
            "--against", metavar="PLAN.xlsx", help=_("Say what became of the actions of a plan, instead of planning.")
        ),
    ] = None,
    assessor: Annotated[
        Whose | None,
        typer.Option("--assessor", help=_("Whose answers to start from; without it, the highest authority's.")),
    ] = None,
    shared: Shared,
) -> None:
    """Turn options into a request, the request into a plan, the plan into outputs and an exit code."""
    from zi_score.cli.paths import only_answers
    from zi_score.pipeline import worksheet_of

    file, facts = only_answers(file), shared.facts
    wish = Wish(
        target,
        effort,
        tuple(fix or ()),
        tuple(only or ()),
        max_steps,
        alternatives,
        margin,
        discount,
        from_compare,
        answers_of(set_ or ()),
    )
    reports = reports_of(report or (), Format)
    inputs = inputs_of([file, against, effort, discount, from_compare], shared.ruleset)
    keep_apart((path for _format, path in reports), inputs, option="--report")
    _refuse(format_, wish, against, assessor)
    named = shared.law
    with refusals(file, format_):
        rules, worksheet = worksheet_of(source_of(file), named, **shared.which)
        result = (
            _planned(worksheet, rules, wish, assessor, facts, holds_wbk=shared.holds_wbk)
            if against is None
            else _progress(worksheet, rules, against, facts, holds_wbk=shared.holds_wbk)
        )
    look = shared.look
    if code := deliver(_given(result, rules, look), format_, reports, look):
        raise typer.Exit(code)
    if getattr(result, "status", None) == "unreachable" or getattr(result, "is_of_another_unit", False):
        raise typer.Exit(Exit.NOT_REACHED)


def _refuse(format_: Format, wish: Wish, against: str | None, assessor: Whose | None) -> None:
    """Refuse what does not go together."""
    refuse_terminal(format_)
    if wish.discount and wish.from_compare:
        fail(Exit.USAGE, _("--discount and --from-compare say the same; give one of them."))
    if against is None:
        return
    if assessor or not wish.is_plain:
        fail(Exit.USAGE, _("--against looks at a plan that stands; options that make a plan do not go with it."))


def _planned(  # noqa: PLR0913 - what decides a plan
    worksheet: "Worksheet",
    ruleset: "Ruleset",
    wish: Wish,
    assessor: Whose | None,
    facts: Mapping[str, object],
    *,
    holds_wbk: bool | None,
) -> "Improvement":
    from zi_score.api.plans import plan_improvement

    return plan_improvement(
        worksheet,
        ruleset,
        _request(wish, ruleset),
        answers=wish.answers,
        assessor=assessor,
        holds_wbk=holds_wbk,
        facts=facts,
    )


def _request(wish: Wish, ruleset: "Ruleset") -> "Request":
    from zi_score.improve.discount import Discount
    from zi_score.improve.effort import Effort
    from zi_score.improve.request import Request

    return Request(
        target=wish.target,
        effort=Effort.read(wish.effort, ruleset) if wish.effort else Effort(),
        fix=wish.fix,
        only=wish.only,
        max_steps=wish.max_steps,
        alternatives=wish.alternatives,
        margin=_points(wish.margin) if wish.margin else Fraction(),
        discount=Discount.read(wish.discount, ruleset) if wish.discount else _taken_off(wish.from_compare, ruleset),
    )


def _taken_off(path: str | None, ruleset: "Ruleset") -> "Discount":
    """Return the points that a comparison says were taken off, and of whom."""
    from zi_score.comparison.choice import ComparisonError
    from zi_score.comparison.drops import drops_of
    from zi_score.improve.discount import Discount

    if path is None:
        return Discount()
    try:
        found = drops_of(Path(path).read_bytes())
    except OSError as problem:
        fail(Exit.USAGE, f"--from-compare {path}: {trouble(problem)}")
    except ComparisonError as problem:
        fail(Exit.USAGE, f"--from-compare {path}: {problem}")
    if found.ruleset != ruleset.id:  # its areas may bear the same numbers, and hold other points
        message = _("--from-compare {path}: it is by {found}, and the workbook by {right}; the points are others.")
        fail(Exit.USAGE, message.format(path=path, found=told(found.ruleset), right=ruleset.id))
    return Discount({key: points for key, points in found.points.items() if points}, found.unit)


def _points(text: str) -> Fraction:
    from zi_score.model.exact import exact

    try:
        return exact(text.replace(",", "."))
    except ValueError:
        fail(Exit.USAGE, _("--margin {found}: expected a number of points, 0 or more.").format(found=text))


def _progress(
    worksheet: "Worksheet", ruleset: "Ruleset", plan: str, facts: Mapping[str, object], *, holds_wbk: bool | None
) -> "PlanProgress":
    from zi_score.api.one import evaluate
    from zi_score.improve.monitoring.progress import progress_of

    return progress_of(plan, evaluate(worksheet, ruleset, holds_wbk=holds_wbk, facts=facts), ruleset)


def _given(result: "Improvement | PlanProgress", ruleset: "Ruleset", look: Look) -> Formats:
    """Return a plan, or what became of one, in all its formats; a plan as a workbook is a form that people fill in."""
    from zi_score.improve.plan import Improvement
    from zi_score.reports.documents import monitoring, plan

    others: dict[str, Callable[[], str | bytes]] = {"json": lambda: result.to_json() + "\n"}
    if not isinstance(result, Improvement):
        return Formats(lambda form: monitoring.document(result, ruleset, form), others)
    others["xlsx"] = lambda: _workbook(result, ruleset)
    return Formats(lambda form: plan.document(result, ruleset, form, verbosity=look.verbosity), others)


def _workbook(improvement: "Improvement", ruleset: "Ruleset") -> bytes:
    from zi_score.forms.plan import workbook

    return workbook.render(improvement, ruleset)
