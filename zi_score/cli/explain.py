"""``zi-score explain``: the page of a finding, or what the ruleset says under a code."""

from typing import Annotated

import typer

from zi_score.cli.app import Exit, app, chosen_ruleset, elsewhere, fail
from zi_score.cli.delivery import print_json, print_text
from zi_score.cli.options import Format, LanguageOption, RulesetOption
from zi_score.cli.words import Command
from zi_score.language import translate as _


@app.command(
    cls=Command,
    options_metavar=_("[OPTIONS]"),
    help=_("Explain a finding, or a code of the ruleset; without a name, list all findings."),
    epilog=_("Example:") + " zi-score explain typed-total-differs",
)
def explain(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[NAME_OR_CODE]"),
            help=_("Name of a finding, or code of a section, indicator, question, criterion or requirement."),
            show_default=False,
        ),
    ] = None,
    *,
    format_: Annotated[Format, typer.Option("--format", help=_("Form of the result."))] = Format.TEXT,
    ruleset: RulesetOption = None,
    lang: LanguageOption = None,  # noqa: ARG001 - read before parsing, see zi_score.cli
) -> None:
    """Look among the findings first; no code of a ruleset is called like one."""
    from difflib import get_close_matches

    from zi_score.findings import catalogue
    from zi_score.output import law_json, page
    from zi_score.report.documents import law

    loaded = chosen_ruleset(ruleset)
    is_json = format_ is Format.JSON
    if name is None:
        text: str | None = law_json.findings(loaded) if is_json else page.overview()
    elif name in catalogue():
        text = law_json.finding(loaded, name) if is_json else page.render(name, loaded)
    else:
        text = law_json.part(loaded, name) if is_json else law.part(loaded, name)
    if text:
        (print_json if is_json else print_text)(text)
    else:
        near = ", ".join(get_close_matches(name or "", (*catalogue(), *law.codes(loaded)), n=4))
        fail(
            Exit.USAGE,
            _("{name}: neither a finding nor a code of {ruleset}. Near: {near}.").format(
                name=name, ruleset=loaded.id, near=near or "-"
            )
            + elsewhere(name or "", loaded),
        )
