"""``zi-score rules show``: the ruleset with its citations, or one part of it by code."""

from typing import Annotated

import typer

from zi_score.cli.app import Exit, chosen_ruleset, elsewhere, fail
from zi_score.cli.options import Format
from zi_score.cli.rules.group import rules
from zi_score.cli.run import Formats, Look, refuse_terminal
from zi_score.cli.run import show as printed
from zi_score.cli.shared import Shared, command
from zi_score.model.language import translate as _


@command(
    _("Show the ruleset with its sources, or one question with its rubric."),
    "rules A.I.1.i.b",
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
    format_: Annotated[Format, typer.Option("--format", help=_("Form of the result."))] = Format.TEXT,
    shared: Shared,
) -> None:
    """Show the law as the program holds it."""
    from difflib import get_close_matches

    from zi_score.reports import law_json
    from zi_score.reports.documents import law, law_part

    refuse_terminal(format_)
    loaded = chosen_ruleset(shared.ruleset)
    told = law.overview(loaded) if code is None else law_part.part(loaded, code)
    if told is None:
        near = ", ".join(get_close_matches(code or "", law.codes(loaded), n=4))
        fail(
            Exit.USAGE,
            _("{code}: no such code in {ruleset}. Near: {near}.").format(code=code, ruleset=loaded.id, near=near or "-")
            + elsewhere(code or "", loaded),
        )
    as_json = {"json": lambda: law_json.ruleset(loaded) if code is None else law_json.part(loaded, code) or ""}
    printed(Formats(lambda _form: told, as_json), format_, Look())
