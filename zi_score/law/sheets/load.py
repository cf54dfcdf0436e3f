"""A ruleset made of the sheets of a workbook, proved whole like that of a folder; faults name cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from pydantic import ValidationError

from zi_score.law.fault import Fault, RulesetError
from zi_score.law.files import RULES, TREE, TREE_KEYS
from zi_score.law.load import own_faults
from zi_score.law.ruleset import Ruleset
from zi_score.law.sheets.content import Reading
from zi_score.law.sheets.form import OPEN
from zi_score.law.sheets.read import read
from zi_score.law.sheets.table import Rows
from zi_score.law.whole.files import faults_of_values, unprintable


def ruleset_of_sheets(path: str, sheets: Mapping[str, Rows]) -> tuple[Ruleset, Reading]:
    """Return the ruleset of a workbook, and how it was read.

    Args:
        path: what to call the workbook.
        sheets: the cells of each of its sheets, by the name of the sheet.

    Raises:
        RulesetError: it is not whole; its faults are all that were found.

    """
    reading = read(path, sheets)
    is_open = any(fault.found.startswith(f"'{OPEN}") for fault in reading.faults)
    loaded = None
    with suppress(ValidationError):
        loaded = None if reading.faults else Ruleset.model_validate(reading.content)
    further = () if is_open else map(reading.placed, _faults(reading, loaded))  # they follow from what is missing
    faults = list(_once([*reading.faults, *further]))
    if loaded is None or faults:
        raise RulesetError("\n".join(fault.message for fault in faults), faults)
    return loaded, reading


def _once(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults, of a cell the first: the others follow from it."""
    known: set[str] = set()
    for fault in faults:
        if "!" not in fault.cell or fault.cell not in known:
            yield fault
        known.add(fault.cell)


def _faults(reading: Reading, loaded: Ruleset | None) -> Iterator[Fault]:
    if loaded is not None:
        yield from own_faults(loaded)
        yield from unprintable(RULES, reading.content)
        return
    rules = {key: value for key, value in reading.content.items() if key not in TREE_KEYS}
    yield from unprintable(RULES, reading.content)
    yield from faults_of_values({RULES: rules, TREE: {key: reading.content[key] for key in TREE_KEYS}})
