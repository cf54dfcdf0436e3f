"""``zi-score improve``: the least work that reaches a predicate, as an action plan; and what became of a plan."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zi_score.cli.answers import SET, answers_of
from zi_score.cli.app import Exit, app, fail, named_ruleset
from zi_score.cli.delivery import (
    print_data,
    print_json,
    print_text,
    reports_of,
    shows_color,
    source_of,
    terminal_width,
    write_reports,
)
from zi_score.cli.facts import facts_of
from zi_score.cli.files import inputs_of, keep_apart
from zi_score.cli.options import (
    Color,
    ColorOption,
    ColumnOption,
    FactOption,
    FileArgument,
    HoldsOption,
    LanguageOption,
    PlanFormat,
    QuietOption,
    ReportOption,
    RulesetOption,
    SheetOption,
    VerboseOption,
    Whose,
    YearOption,
)
from zi_score.cli.words import Command
from zi_score.language import translate as _
from zi_score.trouble import trouble

if TYPE_CHECKING:
    from zi_score.improve.outcome import Progress
    from zi_score.improve.plan import Improvement
    from zi_score.improve.request import Request
    from zi_score.model import Worksheet
    from zi_score.ruleset import Ruleset

    Result = Improvement | Progress


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


@app.command(
    cls=Command,
    options_metavar=_("[OPTIONS]"),
    help=_("Plan the least work that reaches a predicate; exit with 1 where it cannot be reached."),
    epilog=_("Example:") + " zi-score improve lke.xlsx --target wbk --report xlsx:rencana-aksi.xlsx",
)
def improve(  # noqa: PLR0913 - one parameter an option
    file: FileArgument,
    *,
    format_: Annotated[PlanFormat, typer.Option("--format", help=_("Form of the result."))] = PlanFormat.TEXT,
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
        typer.Option("--fix", metavar=_("CODE"), help=_("What cannot change: an area or a code; may be repeated.")),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar=_("CODE"), help=_("What alone may change: an area or a code; may be repeated.")),
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
    holds_wbk: HoldsOption = None,
    fact: FactOption = None,
    sheet: SheetOption = None,
    column: ColumnOption = None,
    year: YearOption = None,
    ruleset: RulesetOption = None,
    lang: LanguageOption = None,  # noqa: ARG001 - read before parsing, see zi_score.cli
    color: ColorOption = Color.AUTO,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Turn options into a request, the request into a plan, the plan into outputs and an exit code."""
    from zi_score.cli.paths import only_answers
    from zi_score.facts import FactError
    from zi_score.findings import Unreadable
    from zi_score.improve.refusal import RequestError, UnreadAnswersError
    from zi_score.service import failure

    file, facts = only_answers(file), facts_of(fact or ())
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
    reports = reports_of(report or (), PlanFormat)
    inputs = inputs_of([file, against, effort, discount, from_compare], ruleset)
    keep_apart((path for _format, path in reports), inputs, option="--report")
    _refuse(format_, [form for form, _path in reports], wish, against, assessor)
    named = named_ruleset(ruleset)
    try:
        rules, worksheet = _opened(source_of(file), named, {"sheet": sheet, "column": column, "year": year})
        result = (
            _planned(worksheet, rules, wish, assessor, facts, holds_wbk=holds_wbk)
            if against is None
            else _progress(worksheet, rules, against, facts, holds_wbk=holds_wbk)
        )
    except Unreadable as problem:
        if format_ is PlanFormat.JSON:
            print_json(failure(problem, file).to_json() + "\n")
        fail(Exit.UNREADABLE, str(problem))
    except FactError as problem:
        fail(Exit.USAGE, f"--fact {problem}")
    except UnreadAnswersError as problem:
        fail(Exit.UNREADABLE, str(problem))
    except RequestError as problem:
        fail(Exit.USAGE, f"--{problem}")
    verbosity = verbose - quiet
    _print(_rendered(result, rules, format_, verbosity, color=shows_color(color)), format_)
    if write_reports(reports, lambda form: _rendered(result, rules, form, verbosity, color=False)):
        raise typer.Exit(Exit.USAGE)
    if getattr(result, "status", None) == "unreachable" or getattr(result, "is_of_another_unit", False):
        raise typer.Exit(Exit.NOT_REACHED)


def _refuse(
    format_: PlanFormat, reports: "list[PlanFormat]", wish: Wish, against: str | None, assessor: Whose | None
) -> None:
    """Refuse what does not go together."""
    if format_ is PlanFormat.XLSX and sys.stdout.isatty():
        fail(Exit.USAGE, _("a workbook is nothing for a terminal; use --report xlsx:PATH."))
    if wish.discount and wish.from_compare:
        fail(Exit.USAGE, _("--discount and --from-compare say the same; give one of them."))
    if against is None:
        return
    if PlanFormat.XLSX in (format_, *reports):
        fail(Exit.USAGE, _("--against: the plan is a workbook already; what became of it is text, json or markdown."))
    if assessor or not wish.is_plain:
        fail(Exit.USAGE, _("--against looks at a plan that stands; options that make a plan do not go with it."))


def _opened(source: str | bytes, named: "Ruleset | None", which: Mapping[str, Any]) -> "tuple[Ruleset, Worksheet]":
    from zi_score.service import worksheet_of

    return worksheet_of(source, named, **which)


def _planned(  # noqa: PLR0913 - what decides a plan
    worksheet: "Worksheet",
    ruleset: "Ruleset",
    wish: Wish,
    assessor: Whose | None,
    facts: Mapping[str, object],
    *,
    holds_wbk: bool | None,
) -> "Improvement":
    from zi_score.improvement import plan_improvement

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
        discount=Discount.read(wish.discount, ruleset) if wish.discount else Discount(_drops(wish.from_compare)),
    )


def _drops(path: str | None) -> dict[str, Fraction]:
    """Return the points that a comparison says were taken off."""
    from zi_score.comparison.choice import ComparisonError
    from zi_score.comparison.drops import drops_of

    if path is None:
        return {}
    try:
        return {key: points for key, points in drops_of(Path(path).read_bytes()).items() if points}
    except OSError as problem:
        fail(Exit.USAGE, f"--from-compare {path}: {trouble(problem)}")
    except ComparisonError as problem:
        fail(Exit.USAGE, f"--from-compare {path}: {problem}")


def _points(text: str) -> Fraction:
    from zi_score.exact import exact

    try:
        return exact(text.replace(",", "."))
    except ValueError:
        fail(Exit.USAGE, _("--margin {found}: expected a number of points, 0 or more.").format(found=text))


def _progress(
    worksheet: "Worksheet", ruleset: "Ruleset", plan: str, facts: Mapping[str, object], *, holds_wbk: bool | None
) -> "Progress":
    from zi_score.improve.progress import progress_of
    from zi_score.service import evaluate

    return progress_of(plan, evaluate(worksheet, ruleset, holds_wbk=holds_wbk, facts=facts), ruleset)


def _print(content: str | bytes, form: PlanFormat) -> None:
    if form is PlanFormat.TEXT and isinstance(content, str):
        print_text(content)
    elif form is PlanFormat.JSON and isinstance(content, str):
        print_json(content)
    else:
        print_data(content)


def _rendered(result: "Result", ruleset: "Ruleset", form: PlanFormat, verbosity: int, *, color: bool) -> str | bytes:
    from zi_score.improve.plan import Improvement
    from zi_score.report.render.console import WIDTH

    if form is PlanFormat.JSON:
        return result.to_json() + "\n"
    name = "workbook" if form is PlanFormat.XLSX else form.value
    output = import_module(f"zi_score.output.{'plan' if isinstance(result, Improvement) else 'progress'}.{name}")
    look = {"width": terminal_width(WIDTH), "color": color, "verbosity": verbosity} if form is PlanFormat.TEXT else {}
    rendered: str | bytes = output.render(result, ruleset, **look)
    return rendered
