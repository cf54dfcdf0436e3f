"""Rulesets as people name them: an id, a folder of their own, or a workbook of rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zi_score.law import load
from zi_score.law.fault import Fault, RulesetError
from zi_score.law.files import RULES, TREE
from zi_score.law.load import DEFAULT_RULESET
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Unreadable
from zi_score.model.language import translate as _

if TYPE_CHECKING:
    from zi_score.law.sheets.content import Reading


def load_ruleset(ruleset: str | Path = DEFAULT_RULESET) -> Ruleset:
    """Load a ruleset by its id, from a folder of your own, or from a workbook of rules; it is proved to be whole.

    >>> load_ruleset("permenpanrb-90-2021").nodes["A.I.1"].weight
    Fraction(4, 1)

    Raises:
        RulesetError: there is no such ruleset, or it is not whole.

    """
    return read_rules(ruleset)[0] if is_rules_workbook(ruleset) else load.load_ruleset(ruleset)


def unusual_in(ruleset: str | Path) -> Iterator[Fault]:
    """Yield what is unusual in a ruleset that is whole, with the cells of a workbook; raises as ``load_ruleset``."""
    from zi_score.law.whole.unusual import warnings_of  # noqa: PLC0415 - only the check of rules needs it

    if is_rules_workbook(ruleset):
        loaded, reading = read_rules(ruleset)
        yield from map(reading.placed, warnings_of(loaded))
    else:
        yield from warnings_of(load.load_ruleset(ruleset))


def is_rules_workbook(ruleset: str | Path) -> bool:
    """Whether a ruleset is a file rather than an id or a folder."""
    try:
        return Path(ruleset).is_file()
    except (OSError, ValueError):
        return False


def head_part(path: str | Path) -> str | None:
    """Return the part of a workbook of rules that holds the sheet of single values, if it is an .xlsx."""
    from zi_score.law.sheets.form import RULES_SHEET  # noqa: PLC0415 - only such workbooks need it
    from zi_score.reading.file.behind import Package  # noqa: PLC0415 - as above
    from zi_score.reading.file.guard import file_content, safe  # noqa: PLC0415 - as above

    return Package(safe(file_content(path), str(path))).part(RULES_SHEET.name)


@cache
def read_rules(path: str | Path) -> tuple[Ruleset, Reading]:
    """Return the ruleset of a workbook, and how it was read: the cells of its values, the codes that moved on.

    Raises:
        RulesetError: it is no workbook, or the ruleset in it is not whole.

    """
    from zi_score.law.sheets.load import ruleset_of_sheets  # noqa: PLC0415 - only such workbooks need it
    from zi_score.reading.file.grid import all_grids  # noqa: PLC0415 - as above
    from zi_score.reading.file.guard import file_content, read  # noqa: PLC0415 - as above

    name = Path(path).name
    if name in (RULES, TREE):
        told = _("{path}: that is a file of a ruleset; give the folder in which {rules} and {tree} stand.")
        raise RulesetError(told.format(path=path, rules=RULES, tree=TREE))
    try:
        grids = read(str(path), file_content(path), all_grids)
    except Unreadable as problem:
        raise RulesetError(problem.finding.message) from problem
    return ruleset_of_sheets(str(path), {grid.sheet: grid.rows for grid in grids})
