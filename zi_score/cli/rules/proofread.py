"""``zi-score rules diff`` and ``review``: rules beside those from which they were made, and read by a second person."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.cli.delivery import reports_of
from zi_score.cli.files import inputs_of, keep_apart, written
from zi_score.cli.options import Format, FormatOption
from zi_score.cli.rules.group import Reports, rules
from zi_score.cli.run import Formats, Look, dated, deliver, refuse_terminal
from zi_score.cli.shared import Shared, command
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from zi_score.law.frame import Review

Named = Annotated[str, typer.Argument(metavar=_("ID|FOLDER|XLSX"), help=_("Ruleset: an id, a folder or a workbook."))]


@command(
    _("Say what a ruleset says otherwise than another: values, what is new and gone, what only has another code."),
    "rules diff permenpanrb-90-2021 aturan.xlsx --report html:perubahan.html",
    "lang",
    to=rules,
)
def diff(
    base: Named,
    mine: Named,
    *,
    format_: FormatOption = Format.TEXT,
    report: Reports = None,
) -> None:
    """Compare two rulesets part by part."""
    from zi_score.reports.documents import law_amendment

    refuse_terminal(format_)
    reports = reports_of(report or (), Format)
    inputs = inputs_of((), base) | inputs_of((), mine)
    keep_apart((path for _format, path in reports), inputs, option="--report")
    before, after = chosen_ruleset(base), chosen_ruleset(mine)
    told = law_amendment.document(before, after)
    result = Formats(lambda _form: told, {"json": lambda: law_amendment.as_json(before, after)})
    if code := deliver(result, format_, reports, Look()):
        raise typer.Exit(code)


@command(
    _("Note in a ruleset of your own who checked it against the text; it holds until something changes."),
    'rules review aturan.xlsx --by "Siti Contoh"',
    "date",
    "lang",
    to=rules,
)
def review(
    mine: Annotated[str, typer.Argument(metavar=_("FOLDER|XLSX"), help=_("Folder or workbook of the ruleset."))],
    *,
    by: Annotated[str, typer.Option("--by", metavar=_("NAME"), help=_("Who checked it."))],
    shared: Shared,
) -> None:
    """Write the review into the rules, and nothing else."""
    from zi_score.law.files import RULES
    from zi_score.law.load import built_in_rulesets
    from zi_score.law.review import reviewed
    from zi_score.reading.rulesets import is_rules_workbook

    if mine in built_in_rulesets():
        fail(Exit.USAGE, _("{id} is a built-in ruleset; only your own is reviewed.").format(id=mine))
    if not by.strip():
        fail(Exit.USAGE, _("--by: expected a name."))
    made = reviewed(chosen_ruleset(mine), by.strip(), dated(shared.date))
    is_book = is_rules_workbook(mine)
    place = Path(mine) if is_book else Path(mine, RULES)
    try:
        content = _with_review_in_book(place, made) if is_book else _with_review(place, made)
        with written(place) as file:
            file.write(content)
    except OSError as problem:
        fail(Exit.USAGE, f"{place}: {trouble(problem)}")
    typer.echo(_("Written: {path}").format(path=place), err=True)


def _with_review(place: Path, made: "Review") -> bytes:
    from zi_score.law.files import text_of
    from zi_score.law.scaffold import reviewed_rules

    return reviewed_rules(text_of(place), made).encode()


def _with_review_in_book(place: Path, made: "Review") -> bytes:
    from zi_score.forms.rules.review import ReviewError, with_review
    from zi_score.reading.rulesets import head_part, read_rules

    _ruleset, reading = read_rules(place)
    try:
        return with_review(place.read_bytes(), head_part(place), reading.places, made)
    except ReviewError as problem:
        fail(Exit.USAGE, f"{place}: {problem}")
