"""``zi-score whatif``: scores and verdict with other answers, without touching the workbook."""

from typing import Annotated

import typer

from zi_score.cli.answers import SET, answers_of
from zi_score.cli.delivery import reports_of, source_of
from zi_score.cli.files import inputs_of, keep_apart
from zi_score.cli.options import FileArgument, Format, FormatOption, ReportOption, Whose
from zi_score.cli.run import Formats, deliver, refusals, refuse_terminal
from zi_score.cli.shared import ALL, Shared, command
from zi_score.model.language import translate as _


@command(
    _("Evaluate a workbook as if some answers were others; the workbook itself stays as it is."),
    "whatif lke.xlsx --set A.I.1.i.b=A --set B.I.a=3.7",
    *ALL,
)
def whatif(  # noqa: PLR0913 - one parameter an option
    file: FileArgument,
    *,
    set_: Annotated[list[str], SET],
    format_: FormatOption = Format.TEXT,
    report: ReportOption = None,
    assessor: Annotated[
        Whose | None,
        typer.Option("--assessor", help=_("Whose answers to start from; without it, the highest authority's.")),
    ] = None,
    shared: Shared,
) -> None:
    """Turn options into answers, answers into an evaluation, the evaluation into outputs."""
    from zi_score.api.plans import what_if
    from zi_score.cli.paths import only_answers
    from zi_score.improve.change import WhatIf
    from zi_score.pipeline import worksheet_of
    from zi_score.reports.documents import whatif as documents

    refuse_terminal(format_)
    answers, facts = answers_of(set_), shared.facts
    file = only_answers(file)
    reports = reports_of(report or (), Format)
    keep_apart((path for _format, path in reports), inputs_of([file], shared.ruleset), option="--report")
    named = shared.law
    with refusals(file, format_):
        rules, worksheet = worksheet_of(source_of(file), named, **shared.which)
        evaluation, changes = what_if(
            worksheet, answers, rules, assessor=assessor, holds_wbk=shared.holds_wbk, facts=facts
        )
    result = Formats(
        lambda _form: documents.document(evaluation, changes, rules),
        {"json": lambda: WhatIf.of(evaluation, changes).to_json() + "\n"},
    )
    if code := deliver(result, format_, reports, shared.look):
        raise typer.Exit(code)
