"""``zi-score compare``: assessments side by side, and a unit's progress over time."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.delivery import reports_of, source_of
from zi_score.cli.facts import refuse_unknown
from zi_score.cli.files import STDIN, inputs_of, keep_apart
from zi_score.cli.options import Format, FormatOption, ReportOption, Shown
from zi_score.cli.run import Formats, deliver, refuse_terminal
from zi_score.cli.shared import LOOK, PART, Shared, command
from zi_score.model.language import translate as _

if TYPE_CHECKING:
    from zi_score.comparison.choice import Workbook
    from zi_score.law.ruleset import Ruleset

_ASSESSORS = tuple(shown.value for shown in Shown if shown is not Shown.ALL)


@command(
    _("Compare assessors of one workbook, or several workbooks: what changed, and what decides."),
    "compare lke-2025.xlsx lke-2026.xlsx --over-time",
    *PART,
    "fact",
    "ruleset",
    "date",
    "lang",
    *LOOK,
)
def compare(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar=_("PATH"), help=_("One workbook with several assessors, or several; - reads standard input.")
        ),
    ],
    *,
    assessors: Annotated[
        str | None,
        typer.Option(
            "--assessors",
            metavar="unit,tpi,...",
            help=_("Assessors of one workbook to compare, in this order; by default all that answered."),
        ),
    ] = None,
    assessor: Annotated[
        str | None,
        typer.Option(
            "--assessor",
            metavar="|".join(_ASSESSORS),
            help=_("Whose answers to compare in several workbooks; without it, the highest authority in each."),
        ),
    ] = None,
    over_time: Annotated[
        bool, typer.Option("--over-time", help=_("Progress of one unit over its workbooks, working group by group."))
    ] = False,
    format_: FormatOption = Format.TEXT,
    report: ReportOption = None,
    shared: Shared,
) -> None:
    """Turn paths into workbooks, workbooks into a comparison, the comparison into outputs."""
    from zi_score.api.several import compare as compared
    from zi_score.comparison.choice import ComparisonError
    from zi_score.reports.documents.comparison import document

    reports = reports_of(report or (), Format)
    refuse_terminal(format_)
    named = shared.law
    files = _files(paths)
    wanted = _wanted(assessors, assessor, is_single=len(files) == 1 and not over_time)
    keep_apart((path for _form, path in reports), inputs_of(files, shared.ruleset), option="--report")
    facts = shared.facts
    refuse_unknown(facts, shared.ruleset)
    workbooks = _opened(files, named, facts, shared.which)
    try:
        result = compared(*workbooks, assessors=wanted, over_time=over_time)
    except ComparisonError as problem:
        fail(Exit.USAGE, str(problem))
    last = list(result.sides.values())[-1]
    rules = next(workbook.ruleset for workbook in workbooks if workbook.ruleset.id == last.ruleset.id)
    look = shared.look
    given = Formats(
        lambda form: document(result, rules, form, every=look.verbosity > 0), {"json": lambda: result.to_json() + "\n"}
    )
    if code := deliver(given, format_, reports, look):
        raise typer.Exit(code)


def _files(paths: Sequence[str]) -> list[str]:
    """Return the workbooks that are meant, in the order given; one that is named twice ends with a sentence."""
    from zi_score.cli.paths import workbooks

    seen: dict[str, str] = {}
    for path in paths:
        real = path if path == STDIN else os.path.realpath(path)
        if real in seen:
            message = _("{path}: that is {other} once more; a comparison needs different workbooks.")
            fail(Exit.USAGE, message.format(path=path, other=seen[real]))
        seen[real] = path
    files = workbooks(paths)
    for path, file in files.items():
        if file is None:
            fail(Exit.UNREADABLE, _("{path}: there is no workbook.").format(path=path))
    return [file for file in files.values() if file is not None]


def _wanted(assessors: str | None, assessor: str | None, *, is_single: bool) -> list[str]:
    """Return the assessors that were asked for, by the option that goes with one workbook or with several."""
    if is_single and assessor:
        fail(Exit.USAGE, _("--assessor is for several workbooks; name those of one with --assessors unit,tpi."))
    if assessors and not is_single:
        fail(Exit.USAGE, _("--assessors is for one workbook; of several, name one with --assessor tpi."))
    option, text = ("--assessors", assessors) if is_single else ("--assessor", assessor)
    if text is None:
        return []
    names = [name.strip().casefold() for name in text.split(",")] if is_single else [text.strip().casefold()]
    for name in names:
        if name not in _ASSESSORS:
            message = _("{option} {name}: expected {assessors}.")
            fail(Exit.USAGE, message.format(option=option, name=name, assessors=", ".join(_ASSESSORS)))
    return names


def _opened(
    files: Sequence[str], ruleset: "Ruleset | None", facts: Mapping[str, object], which: Mapping[str, Any]
) -> "list[Workbook]":
    """Read all workbooks; where some cannot be read, name each of them and end, for it would be another comparison."""
    from zi_score.api.several import opened
    from zi_score.model.findings import Unreadable

    found, unread = [], []
    for file in files:
        try:
            found.append(opened(source_of(file), ruleset, facts=facts, **which))
        except Unreadable as problem:
            unread.append(str(problem))
    for sentence in unread:
        typer.echo(f"zi-score: {sentence}", err=True)
    if unread:
        raise typer.Exit(Exit.UNREADABLE)
    return found
