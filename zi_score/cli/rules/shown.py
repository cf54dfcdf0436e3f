"""``zi-score rules show``: the ruleset with its citations, or one part of it by code."""

from typing import Annotated

import typer

from zi_score.cli.app import Exit, chosen_ruleset, elsewhere, fail
from zi_score.cli.delivery import reports_of
from zi_score.cli.files import inputs_of, keep_apart
from zi_score.cli.options import Format, FormatOption
from zi_score.cli.rules.group import Reports, rules
from zi_score.cli.run import Formats, Look, deliver, refuse_terminal
from zi_score.cli.shared import Shared, command
from zi_score.model.alike import alike
from zi_score.model.language import translate as _


@command(
    _("Show the ruleset with its sources, or one question with its rubric; on pages to be checked with --report."),
    "rules --ruleset aturan.xlsx --report html:periksa.html",
    "ruleset",
    "lang",
    to=rules,
)
def show(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[CODE]"), help=_("Code of a section, indicator, question or criterion."), show_default=False
        ),
    ] = None,
    *,
    format_: FormatOption = Format.TEXT,
    report: Reports = None,
    shared: Shared,
) -> None:
    """Show the law as the program holds it; in a file it stands on pages, to be ticked off against its text."""
    from difflib import get_close_matches

    from zi_score.reports import law_json
    from zi_score.reports.documents import law, law_pages, law_part

    refuse_terminal(format_)
    reports = reports_of(report or (), Format)
    keep_apart((path for _format, path in reports), inputs_of((), shared.ruleset), option="--report")
    loaded = chosen_ruleset(shared.ruleset)
    told = law.overview(loaded) if code is None else law_part.part(loaded, code)
    if told is None:
        near = alike(get_close_matches(code or "", law.codes(loaded), n=4))
        fail(
            Exit.USAGE,
            _("{code}: no such code in {ruleset}.{near}").format(code=code, ruleset=loaded.id, near=near)
            + elsewhere(code or "", loaded),
        )
    as_json = {"json": lambda: law_json.ruleset(loaded) if code is None else law_json.part(loaded, code) or ""}
    pages = law_pages.document(loaded) if code is None else told
    result = Formats(lambda form: told if form == "text" else pages, as_json)
    if exit_code := deliver(result, format_, reports, Look()):
        raise typer.Exit(exit_code)
