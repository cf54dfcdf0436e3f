"""``zi-score evaluate``: scores, predicates, verdict and reasons of one workbook."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, app, chosen_ruleset, fail
from zi_score.cli.delivery import (
    STDIN,
    print_data,
    print_text,
    refuse_overwriting,
    reports_of,
    shows_color,
    terminal_width,
    write_reports,
)
from zi_score.cli.options import (
    Color,
    ColorOption,
    Format,
    LanguageOption,
    Predicate,
    QuietOption,
    ReportOption,
    RulesetOption,
    Shown,
    VerboseOption,
)
from zi_score.cli.words import Command
from zi_score.language import translate as _

if TYPE_CHECKING:
    from zi_score.result import Evaluation, Failure
    from zi_score.ruleset import Ruleset


@dataclass(frozen=True)
class Request:
    """What was asked for, apart from the workbook."""

    verbosity: int
    color: Color
    trace: str | None
    every_assessor: bool


@app.command(
    cls=Command,
    options_metavar=_("[OPTIONS]"),
    help=_("Evaluate a workbook: scores, verdict per predicate, and what is missing."),
    epilog=_("Example:") + " zi-score evaluate lke.xlsx --require wbk --report json:lke.json",
)
def evaluate(  # noqa: PLR0913 - one parameter an option
    file: Annotated[str, typer.Argument(metavar=_("FILE"), help=_("Workbook with the LKE; - reads standard input."))],
    *,
    format_: Annotated[Format, typer.Option("--format", help=_("Form of the result."))] = Format.TEXT,
    report: ReportOption = None,
    trace: Annotated[
        str | None,
        typer.Option("--trace", metavar=_("CODE"), help=_("Show how a number came about, down to the cells.")),
    ] = None,
    assessor: Annotated[
        Shown | None,
        typer.Option("--assessor", help=_("Whose answers to show; without it, the highest authority first.")),
    ] = None,
    require: Annotated[
        Predicate | None, typer.Option("--require", help=_("Exit with 1 unless this predicate is met."))
    ] = None,
    holds_wbk: Annotated[
        bool | None, typer.Option("--holds-wbk/--no-holds-wbk", help=_("Whether the unit already holds WBK."))
    ] = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar=_("NAME"), help=_("Sheet to read, where several hold an LKE."))
    ] = None,
    ruleset: RulesetOption = None,
    lang: LanguageOption = None,  # noqa: ARG001 - read before parsing, see zi_score.cli
    color: ColorOption = Color.AUTO,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Turn options into a request, the request into a result, the result into an exit code."""
    from zi_score.findings import Unreadable
    from zi_score.reading.guard import LARGEST_FILE
    from zi_score.service import evaluate as evaluated
    from zi_score.service import failure

    request = Request(verbosity=verbose - quiet, color=color, trace=trace, every_assessor=assessor is Shown.ALL)
    reports = reports_of(report or (), Format)
    refuse_overwriting([file], [path for _format, path in reports])
    if trace and format_ is not Format.TEXT:
        fail(Exit.USAGE, _("--trace writes text; the JSON holds every node, value and cell already."))
    rules = chosen_ruleset(ruleset)
    source: str | bytes = sys.stdin.buffer.read(LARGEST_FILE + 1) if file == STDIN else file
    unreadable: Unreadable | None = None
    result: Evaluation | Failure
    try:
        result = _narrowed(evaluated(source, rules, holds_wbk=holds_wbk, sheet=sheet), assessor)
    except Unreadable as problem:
        unreadable, result = problem, failure(problem, file)
    if unreadable is None or format_ is not Format.TEXT:  # the sentence itself goes to standard error
        _print(result, rules, format_, request)
    faults = write_reports(reports, lambda form: _rendered(result, rules, form, request, color=False))
    if unreadable:
        fail(Exit.UNREADABLE, str(unreadable))
    if faults:
        raise typer.Exit(Exit.USAGE)
    if require and not _reaches(result, require):
        raise typer.Exit(Exit.NOT_REACHED)


def _narrowed(result: "Evaluation", assessor: Shown | None) -> "Evaluation":
    """Keep the assessment asked for."""
    if assessor is None or assessor is Shown.ALL:
        return result
    present = [a.assessor.value for a in result.assessments]
    if assessor.value not in present:
        message = _("--assessor {assessor}: no answers of this assessor; the workbook has: {present}.")
        fail(Exit.USAGE, message.format(assessor=assessor, present=", ".join(present)))
    return _of(result, assessor.value)


def _of(result: "Evaluation", assessor: str) -> "Evaluation":
    """Return the result with one assessor's assessment and findings alone."""
    return result.model_copy(
        update={
            "assessments": tuple(a for a in result.assessments if a.assessor.value == assessor),
            "findings": tuple(f for f in result.findings if f.assessor in (None, assessor)),
        }
    )


def _reaches(result: "Evaluation | Failure", predicate: Predicate) -> bool:
    from zi_score.result import Failure

    return not isinstance(result, Failure) and any(
        p.id.casefold() == predicate and p.status == "met" for p in result.assessments[0].predicates
    )


def _print(result: "Evaluation | Failure", ruleset: "Ruleset", format_: Format, request: Request) -> None:
    content = _rendered(result, ruleset, format_, request, color=shows_color(request.color))
    if format_ is Format.JSON:
        print_data(content)
    else:
        print_text(content)


def _rendered(
    result: "Evaluation | Failure", ruleset: "Ruleset", format_: Format, request: Request, *, color: bool
) -> str:
    from zi_score.result import Failure

    if format_ is Format.JSON:
        return result.to_json() + "\n"
    if isinstance(result, Failure):
        return f"{result.error} {result.findings[0].tip}\n"
    if request.trace:
        return _traced(result, ruleset, request.trace)
    from zi_score.output import terminal
    from zi_score.output.console import WIDTH

    width = terminal_width(WIDTH)
    shown = [_of(result, a.assessor) for a in result.assessments] if request.every_assessor else [result]
    return "\n".join(
        terminal.render(one, ruleset, width=width, color=color, verbosity=request.verbosity) for one in shown
    )


def _traced(result: "Evaluation", ruleset: "Ruleset", code: str) -> str:
    from difflib import get_close_matches

    from zi_score.output import trace

    known = trace.traceable(ruleset, result.assessments[0])
    if code not in known:
        near = ", ".join(get_close_matches(code, known, n=4)) or ", ".join(known[:8])
        fail(Exit.USAGE, _("--trace {code}: no such code. Near: {near}.").format(code=code, near=near))
    return trace.render(ruleset, result.assessments[0], code)
