"""``zi-score evaluate``: scores, predicates, verdict and reasons of one workbook."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from zi_score.cli.app import Exit, chosen_predicate, chosen_ruleset, fail, lacking
from zi_score.cli.delivery import reports_of, source_of
from zi_score.cli.files import STDIN, inputs_of, keep_apart
from zi_score.cli.options import FileArgument, ReportOption, RequireOption, Shown
from zi_score.cli.run import Formats, Look, deliver, refuse_terminal, save, show
from zi_score.cli.shared import ALL, Shared, command
from zi_score.model.alike import alike
from zi_score.model.language import translate as _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from zi_score.evaluation.result import Evaluation, Failure
    from zi_score.law.ruleset import Ruleset
    from zi_score.reports.document import Document
    from zi_score.reports.document import Format as DocumentFormat


class EvaluateFormat(StrEnum):
    """Form of an evaluation."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"
    XLSX = "xlsx"
    CHAT = "chat"


class EvaluateRequest(NamedTuple):
    """What was asked for, apart from the workbook; without a ruleset, the workbook tells its own."""

    form: EvaluateFormat
    reports: "Sequence[tuple[EvaluateFormat, Path]]"
    ruleset: "Ruleset | None"
    required: str | None
    look: Look
    trace: str | None
    every_assessor: bool


@command(
    _("Evaluate a workbook: scores, verdict per predicate, and what is missing."),
    "evaluate lke.xlsx --require wbk --report json:lke.json",
    *ALL,
)
def evaluate(  # noqa: PLR0913 - one parameter an option
    file: FileArgument,
    *,
    format_: Annotated[EvaluateFormat, typer.Option("--format", help=_("Form of the result."))] = EvaluateFormat.TEXT,
    report: ReportOption = None,
    trace: Annotated[
        str | None,
        typer.Option(
            "--trace",
            metavar=_("CODE"),
            help=_("Show how a number came about, down to the cells: its code, a cell, or a word."),
        ),
    ] = None,
    assessor: Annotated[
        Shown | None,
        typer.Option("--assessor", help=_("Whose answers to show; without it, the highest authority first.")),
    ] = None,
    require: RequireOption = None,
    watch: Annotated[
        bool, typer.Option("--watch", help=_("Evaluate again at every save, and say what changed; Ctrl-C ends."))
    ] = False,
    shared: Shared,
) -> None:
    """Turn options into a request, the request into a result, the result into an exit code."""
    from zi_score.api.one import evaluate as evaluated
    from zi_score.cli.paths import only_answers
    from zi_score.law.facts import FactError
    from zi_score.model.findings import Unreadable
    from zi_score.pipeline import failure

    refuse_terminal(format_)
    if trace and format_ is not EvaluateFormat.TEXT:
        fail(Exit.USAGE, _("--trace writes text; the JSON holds every node, value and cell already."))
    file = only_answers(file)
    named = shared.law
    facts = shared.facts
    request = EvaluateRequest(
        form=format_,
        reports=reports_of(report or (), EvaluateFormat),
        ruleset=named,
        required=chosen_predicate(shared.ruleset, "--require", require) if require else None,
        look=shared.look,
        trace=trace,
        every_assessor=assessor is Shown.ALL,
    )
    keep_apart((path for _form, path in request.reports), inputs_of([file], shared.ruleset), option="--report")

    def looked_at(source: str | bytes) -> "Evaluation":
        path = None if file == STDIN else file
        try:
            found = evaluated(source, named, holds_wbk=shared.holds_wbk, facts=facts, **shared.which, path=path)
        except FactError as problem:
            fail(Exit.USAGE, f"--fact {problem}")
        return narrowed(found, assessor)

    if watch:
        from zi_score.cli.watch import watched

        raise typer.Exit(watched(file, looked_at, request))
    try:
        result = looked_at(source_of(file))
    except Unreadable as problem:
        unread = failure(problem, file)
        if request.form is not EvaluateFormat.TEXT:  # the sentence itself goes to standard error
            show(written(unread, request), request.form, request.look)
        save(written(unread, request), request.reports, request.look)
        fail(Exit.UNREADABLE, str(problem))
    given = deliver(written(result, request), request.form, request.reports, request.look)
    if code := given or reached(result, request):
        raise typer.Exit(code)


def reached(result: "Evaluation", request: EvaluateRequest) -> Exit:
    """Return the exit code that ``--require`` asks for."""
    statuses = {each.id: each.status for each in result.assessments[0].predicates}
    if request.required is None or statuses.get(request.required) == "met":
        return Exit.DONE
    if request.required not in statuses:  # it is one of another candidate
        typer.echo(f"zi-score: {lacking('--require', request.required, result.ruleset.id, statuses)}", err=True)
    return Exit.NOT_REACHED


def written(result: "Evaluation | Failure", request: EvaluateRequest) -> Formats:
    """Return an evaluation in all its formats; one workbook that cannot be read says why in each."""
    from zi_score.evaluation.result import Failure

    others: dict[str, Callable[[], str | bytes]] = {"json": lambda: result.to_json() + "\n"}
    if isinstance(result, Failure):
        from zi_score.reports.documents import failure

        return Formats(lambda _form: failure.document(result), others)
    ruleset = request.ruleset or chosen_ruleset(result.ruleset.id)
    if code := request.trace:
        return Formats(lambda _form: _traced(result, ruleset, code), others)

    def made(form: "DocumentFormat") -> "Document":
        if form == "chat":
            from zi_score.reports.documents import brief

            return brief.document(result, ruleset, form)
        from zi_score.reports.documents import evaluation

        return evaluation.document(result, ruleset, every=request.every_assessor)

    return Formats(made, others)


def narrowed(result: "Evaluation", assessor: Shown | None) -> "Evaluation":
    """Keep the assessment asked for."""
    if assessor is None or assessor is Shown.ALL:
        return result
    from zi_score.model.findings import Unreadable
    from zi_score.model.worksheet import Assessor
    from zi_score.pipeline import narrowed as of_assessor

    try:
        return of_assessor(result, Assessor(assessor.value))
    except Unreadable:
        present = ", ".join(each.assessor for each in result.assessments)
        message = _("--assessor {assessor}: no answers of this assessor; the workbook has: {present}.")
        fail(Exit.USAGE, message.format(assessor=assessor, present=present))


def _traced(result: "Evaluation", ruleset: "Ruleset", name: str) -> "Document":
    from difflib import get_close_matches

    from zi_score.evaluation.scoring import cells_of
    from zi_score.law.meant import codes_meant
    from zi_score.reports.documents import trace

    first = result.assessments[0]
    known = trace.traceable(ruleset, first)
    found = codes_meant(ruleset, name, known, cells_of(first.nodes))
    if len(found) != 1:
        near = alike(found or get_close_matches(name, known, n=4))
        fail(Exit.USAGE, _("--trace {code}: no such code.{near}").format(code=name, near=near))
    return trace.document(ruleset, first, found[0])
