"""``zi-score whatif``: scores and verdict with other answers, without touching the workbook."""

from typing import Annotated

import typer

from zi_score.cli.answers import SET, answers_of
from zi_score.cli.app import app, named_ruleset
from zi_score.cli.delivery import reports_of, source_of
from zi_score.cli.facts import facts_of
from zi_score.cli.files import inputs_of, keep_apart
from zi_score.cli.options import (
    Color,
    ColorOption,
    ColumnOption,
    DateOption,
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
from zi_score.cli.run import Look, Result, deliver, refusals, refuse_terminal
from zi_score.cli.words import Command
from zi_score.language import translate as _


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
    date: DateOption = None,
    color: ColorOption = Color.AUTO,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
) -> None:
    """Turn options into answers, answers into an evaluation, the evaluation into outputs."""
    from zi_score.api.plans import what_if
    from zi_score.cli.paths import only_answers
    from zi_score.improve.change import WhatIf
    from zi_score.report.documents import whatif as documents
    from zi_score.service import worksheet_of

    refuse_terminal(format_)
    answers, facts = answers_of(set_), facts_of(fact or ())
    file = only_answers(file)
    reports = reports_of(report or (), Format)
    keep_apart((path for _format, path in reports), inputs_of([file], ruleset), option="--report")
    named = named_ruleset(ruleset)
    with refusals(file, format_):
        rules, worksheet = worksheet_of(source_of(file), named, sheet=sheet, column=column, year=year)
        evaluation, changes = what_if(worksheet, answers, rules, assessor=assessor, holds_wbk=holds_wbk, facts=facts)
    result = Result(
        lambda _form: documents.document(evaluation, changes, rules),
        {"json": lambda: WhatIf.of(evaluation, changes).to_json() + "\n"},
    )
    if code := deliver(result, format_, reports, Look.of(color, date, quiet=quiet, verbose=verbose)):
        raise typer.Exit(code)
