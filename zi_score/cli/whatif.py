"""``zi-score whatif``: scores and verdict with other answers, without touching the workbook."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.answers import SET, answers_of
from zi_score.cli.app import Exit, app, fail, named_ruleset
from zi_score.cli.delivery import (
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
    Format,
    HoldsOption,
    LanguageOption,
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

if TYPE_CHECKING:
    from zi_score.improve.change import Change
    from zi_score.result import Evaluation
    from zi_score.ruleset import Ruleset


@dataclass(frozen=True)
class Look:
    """How a result is to look in a terminal."""

    verbosity: int
    color: bool = False


@app.command(
    cls=Command,
    options_metavar=_("[OPTIONS]"),
    help=_("Evaluate a workbook as if some answers were others; the workbook itself stays as it is."),
    epilog=_("Example:") + " zi-score whatif lke.xlsx --set A.I.1.i.b=A --set B.I.a=3.7",
)
def whatif(  # noqa: PLR0913 - one parameter an option
    file: FileArgument,
    *,
    set_: Annotated[list[str], SET],
    format_: Annotated[Format, typer.Option("--format", help=_("Form of the result."))] = Format.TEXT,
    report: ReportOption = None,
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
    """Turn options into answers, answers into an evaluation, the evaluation into outputs."""
    from zi_score.cli.paths import only_answers
    from zi_score.facts import FactError
    from zi_score.findings import Unreadable
    from zi_score.improve.refusal import RequestError
    from zi_score.improvement import what_if
    from zi_score.service import failure, worksheet_of

    answers, facts = answers_of(set_), facts_of(fact or ())
    file = only_answers(file)
    reports = reports_of(report or (), Format)
    keep_apart((path for _format, path in reports), inputs_of([file], ruleset), option="--report")
    named = named_ruleset(ruleset)
    try:
        rules, worksheet = worksheet_of(source_of(file), named, sheet=sheet, column=column, year=year)
        evaluation, changes = what_if(worksheet, answers, rules, assessor=assessor, holds_wbk=holds_wbk, facts=facts)
    except Unreadable as problem:
        if format_ is Format.JSON:
            print_json(failure(problem, file).to_json() + "\n")
        fail(Exit.UNREADABLE, str(problem))
    except FactError as problem:
        fail(Exit.USAGE, f"--fact {problem}")
    except RequestError as problem:
        fail(Exit.USAGE, f"--{problem}")
    shown = Look(verbose - quiet, color=shows_color(color))
    printing = print_json if format_ is Format.JSON else print_text
    printing(_rendered(evaluation, changes, rules, format_, shown))
    if write_reports(reports, lambda form: _rendered(evaluation, changes, rules, form, Look(shown.verbosity))):
        raise typer.Exit(Exit.USAGE)


def _rendered(
    evaluation: "Evaluation", changes: "tuple[Change, ...]", ruleset: "Ruleset", form: Format, look: Look
) -> str:
    if form is Format.JSON:
        from zi_score.improve.change import WhatIf

        return WhatIf.of(evaluation, changes).to_json() + "\n"
    from zi_score.output import terminal, whatif
    from zi_score.report.render.console import WIDTH

    width = terminal_width(WIDTH)
    said = terminal.render(evaluation, ruleset, width=width, color=look.color, verbosity=look.verbosity)
    return whatif.render(changes, width=width, color=look.color) + said
