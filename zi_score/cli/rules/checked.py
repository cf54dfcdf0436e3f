"""``zi-score rules validate``: every fault of a ruleset of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.options import Format, FormatOption
from zi_score.cli.rules.group import rules
from zi_score.cli.run import Formats, Look, refuse_terminal
from zi_score.cli.run import show as printed
from zi_score.cli.shared import command
from zi_score.model.language import translate as _

if TYPE_CHECKING:
    from zi_score.law.fault import Fault


@command(
    _("Check a ruleset of your own: every fault with its file, its key or cell, what was expected; what is unusual."),
    "rules validate aturan.xlsx --format json",
    "lang",
    to=rules,
)
def validate(
    folder: Annotated[
        str, typer.Argument(metavar=_("FOLDER|XLSX|ID"), help=_("Folder or workbook of the ruleset, or an id."))
    ],
    *,
    format_: FormatOption = Format.TEXT,
) -> None:
    """Say all that is wrong and unusual at once; the exit code says whether anything is wrong."""
    from zi_score.law.fault import RulesetError
    from zi_score.law.load import built_in_rulesets
    from zi_score.reading.rulesets import is_rules_workbook, load_ruleset, unusual_in
    from zi_score.reports.documents import law

    refuse_terminal(format_)
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    named = folder if folder in built_in_rulesets() else Path(folder)
    try:
        loaded = load_ruleset(named)
        warnings = tuple(unusual_in(named))
        told = law.summary(loaded, warnings)
    except RulesetError as problem:
        if not problem.faults:
            if is_rules_workbook(folder):
                fail(Exit.USAGE, str(problem))
            message = _("{path}: no ruleset; expected a folder with rules.toml and lke.json, or a workbook of rules.")
            fail(Exit.USAGE, message.format(path=folder))
        faults = problem.faults
        told = law.faults(folder, faults)
    printed(Formats(lambda _form: told, {"json": lambda: _as_json(faults, warnings)}), format_, Look())
    if faults:
        raise typer.Exit(Exit.NOT_REACHED)


def _as_json(faults: "tuple[Fault, ...]", warnings: "tuple[Fault, ...]") -> str:
    import json

    listed = [{**_told(fault), "message": fault.message, "severity": "error"} for fault in faults]
    listed += [{**_told(fault), "message": fault.message, "severity": "warning"} for fault in warnings]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"


def _told(fault: "Fault") -> dict[str, str]:
    """Return what is known of a fault; only one of a workbook has a cell."""
    return {key: value for key, value in fault._asdict().items() if key != "cell" or value}
