"""``zi-score explain``: the page of a finding, or what the ruleset says under a code."""

from typing import Annotated

import typer

from zi_score.cli.app import Exit, chosen_ruleset, elsewhere, fail
from zi_score.cli.options import Format, FormatOption
from zi_score.cli.run import Formats, Look, refuse_terminal, show
from zi_score.cli.shared import Shared, command
from zi_score.model.alike import alike
from zi_score.model.language import translate as _


@command(
    _("Explain a finding, or a code of the ruleset; without a name, list all findings."),
    "explain typed-total-differs",
    "ruleset",
    "lang",
)
def explain(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[NAME_OR_CODE]"),
            help=_(
                "Name of a finding; or a section, indicator, question, criterion or requirement: its code, its cell in"
                " the official form (K202), or a word (IPAK, pokja 3)."
            ),
            show_default=False,
        ),
    ] = None,
    *,
    format_: FormatOption = Format.TEXT,
    shared: Shared,
) -> None:
    """Look among the findings first; no code of a ruleset is called like one."""
    from difflib import get_close_matches

    from zi_score.law.meant import codes_meant
    from zi_score.model.findings import catalogue
    from zi_score.reports import law_json
    from zi_score.reports.documents import catalogue as pages
    from zi_score.reports.documents import law, law_part

    refuse_terminal(format_)
    loaded = chosen_ruleset(shared.ruleset)
    if name is None:
        told, as_json = pages.overview(loaded.sheet_name), lambda: law_json.findings(loaded)
    elif name in catalogue():
        told, as_json = pages.page(name, loaded), lambda: law_json.finding(loaded, name)
    elif len(codes := codes_meant(loaded, name, law.codes(loaded))) == 1 and (found := law_part.part(loaded, codes[0])):
        told, as_json = found, lambda: law_json.part(loaded, codes[0]) or ""
    else:
        near = alike(codes or get_close_matches(name, (*catalogue(), *law.codes(loaded)), n=4))
        fail(
            Exit.USAGE,
            _("{name}: neither a finding nor a code of {ruleset}.{near}").format(
                name=name, ruleset=loaded.id, near=near
            )
            + elsewhere(name, loaded),
        )
    show(Formats(lambda _form: told, {"json": as_json}), format_, Look())
