"""``zi-score template``: a blank workbook of a ruleset, or the template of the report letter."""

from pathlib import Path
from typing import Annotated

import typer

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.cli.files import inputs_of, keep_apart, written
from zi_score.cli.shared import Shared, command
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

_OTHERS = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".pdf", ".html", ".md", ".csv"})
"""Endings of files that no program would open as what stands in them."""


@command(
    _("Write a blank workbook with dropdowns and live formulas, or (.docx) the template of the report letter."),
    "template -o lke.xlsx",
    "ruleset",
    "lang",
)
def template(
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar=_("PATH"), help=_("Where to write it."))] = Path(
        "lke.xlsx"
    ),
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite the file if it exists."))] = False,
    shared: Shared,
) -> None:
    """Render first, then write: a file is opened only when its content is complete."""
    from zi_score.law.fault import RulesetError

    keep_apart([output], inputs_of([], shared.ruleset), force=force)
    if output.suffix.casefold() in _OTHERS:
        fail(Exit.USAGE, _("{path}: a template is a workbook (.xlsx) or a letter (.docx).").format(path=output))
    try:
        content = _letter() if output.suffix.casefold() == ".docx" else _workbook(shared.ruleset)
        with written(output) as file:
            file.write(content)
    except RulesetError as problem:
        fail(Exit.USAGE, str(problem))
    except OSError as problem:
        fail(Exit.USAGE, f"{output}: {trouble(problem)}")
    typer.echo(_("Written: {path}").format(path=output), err=True)


def _workbook(ruleset: str | None) -> bytes:
    from zi_score.forms.template.workbook import render

    return render(chosen_ruleset(ruleset))


def _letter() -> bytes:
    """Return the template of the letter: its text is that of the language in use."""
    from zi_score.reports.letter.document import own_template

    return own_template()
