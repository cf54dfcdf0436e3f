"""Which formulas the engine computes as spreadsheet programs do: those of constructs that were held against them.

What is not known to be right is not proven, never wrong. ``tests/formulas/test_engine.py`` holds a list of
formulas against LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import formualizer

_OF_RANGES = frozenset(
    "SUM AVERAGE AVERAGEA COUNT COUNTA COUNTBLANK MIN MAX PRODUCT SUMPRODUCT SUBTOTAL AND OR MEDIAN LARGE SMALL "  # noqa: SIM905 - one name a line would fill the page
    "COUNTIF COUNTIFS SUMIF SUMIFS AVERAGEIF AVERAGEIFS INDEX MATCH VLOOKUP HLOOKUP ROWS COLUMNS SUMSQ "
    "ISNUMBER ISTEXT ISBLANK LEN".split()
)
"""Functions that are right with a range as an argument."""

_OF_VALUES = frozenset(
    "IF IFS SWITCH CHOOSE IFERROR IFNA LET NOT TRUE FALSE XOR ISERROR ISERR ISNA ISLOGICAL ISNONTEXT ISEVEN ISODD N T "  # noqa: SIM905 - as above
    "ABS INT MOD ROUND ROUNDUP ROUNDDOWN TRUNC SIGN SQRT POWER CEILING FLOOR MROUND QUOTIENT EXACT UPPER LOWER PROPER "
    "TRIM CLEAN LEFT RIGHT MID FIND SEARCH SUBSTITUTE REPLACE CONCATENATE CONCAT TEXT VALUE REPT CHAR CODE".split()
)
"""Functions that are right with single values, and computed of the first cell alone where they get a range."""

_CRITERIA: Mapping[str, int] = {"COUNTIF": 1, "COUNTIFS": 1, "SUMIF": 1, "AVERAGEIF": 1, "SUMIFS": 0, "AVERAGEIFS": 0}
"""Functions whose every second argument is a criterion: from the second on, or from the third."""

_SPREADS = frozenset({"SUMPRODUCT"})
"""Functions that compute their argument over all cells of ranges, and so are right with arithmetic of these."""

_IN_SPREAD = frozenset({"ISNUMBER", "ISTEXT", "ISBLANK", "LEN"})
_TEXT_COUNTS = frozenset({"SUM", "AVERAGE", "PRODUCT", "MIN", "MAX"})
"""Functions that take a text written in the formula for nothing, where it is an error."""

_CELL = re.compile(r"(?:(?:'[^']*'|[^'!:\[\]]+)!)?\$?[A-Z]{1,3}\$?\d{1,7}", re.IGNORECASE)
_ROWS = re.compile(r"\d+")
_DEEPEST = 60
"""Functions within each other; the engine refuses 70."""


class Trust:
    """Tells of formulas whether they are made of what the engine is known to compute right."""

    def __init__(self, names: Mapping[str, bool]) -> None:
        """Know which names the workbook defines, and which of these are single cells."""
        self._names = names
        self._known: dict[str, str | None] = {}

    def doubt(self, formula: str) -> str | None:
        """Return what of a formula is not known to be right, None if all of it is.

        >>> Trust({}).doubt("=AVERAGE(L8:L9)*H7"), Trust({}).doubt("=SUM(ROUND(L8:L9,2))")
        (None, 'ROUND')
        >>> Trust({}).doubt('=SUMIFS(L8:L9,K8:K9,"Ya")'), Trust({}).doubt('=SUMIFS(L8:L9,K8:K9,{"Ya","A"})')
        (None, 'SUMIFS')
        """
        shape = _ROWS.sub("1", formula)
        if shape not in self._known:
            self._known[shape] = self._doubt(shape)
        return self._known[shape]

    def _doubt(self, formula: str) -> str | None:
        try:
            tree = _parsed(formula)
        except Exception as problem:  # noqa: BLE001 - whatever its parser raises
            return str(problem)[:60] or "?"
        local: set[str] = set()
        return self._of(tree, local, spread=False, depth=0)[0]

    def _of(  # noqa: PLR0911 - one for each kind of part
        self, node: Mapping[str, Any], local: set[str], *, spread: bool, depth: int
    ) -> tuple[str | None, bool]:
        """Return what is doubtful of a part, and whether it is a range."""
        kind = node["node_type"]
        if depth > _DEEPEST:
            return "…", False
        if kind == "Literal":
            return None, False
        if kind == "Array":
            return None, True
        if kind == "Reference":
            return self._reference(node["reference"], local)
        if kind == "UnaryOp":
            if node["operator"] not in "+-%":
                return node["operator"], False
            return self._parts([node["operand"]], local, spread=spread, depth=depth)
        if kind == "BinaryOp":
            return self._parts([node["left"], node["right"]], local, spread=spread, depth=depth)
        if kind == "Function":
            return self._function(node, local, spread=spread, depth=depth), spread and node["name"] in _IN_SPREAD
        return kind, False

    def _parts(self, parts: list[Any], local: set[str], *, spread: bool, depth: int) -> tuple[str | None, bool]:
        found = [self._of(part, local, spread=spread, depth=depth + 1) for part in parts]
        doubt = next((each for each, _ in found if each), None)
        is_range = any(each for _, each in found)
        return doubt or ("A1:A2" if is_range and not spread else None), is_range

    def _function(self, node: Mapping[str, Any], local: set[str], *, spread: bool, depth: int) -> str | None:
        name, arguments = node["name"].upper().removeprefix("_XLFN.").removeprefix("_XLWS."), list(node["args"])
        if name not in _OF_RANGES and name not in _OF_VALUES:
            return str(name)
        if name == "LET":
            local |= {each["reference"].upper() for each in arguments[:-1:2] if each["node_type"] == "Reference"}
        spreads = name in _SPREADS or (spread and name in _IN_SPREAD)
        for n, argument in enumerate(arguments):
            doubt, is_range = self._of(argument, local, spread=spreads, depth=depth + 1)
            is_criterion = n > 0 and n % 2 == _CRITERIA.get(name)
            if doubt is None and is_range and (name not in _OF_RANGES or is_criterion):
                doubt = name
            if doubt is None and name in _TEXT_COUNTS and isinstance(argument.get("value"), str):
                doubt = name
            if doubt:
                return doubt
        return None

    def _reference(self, text: str, local: set[str]) -> tuple[str | None, bool]:
        if _CELL.fullmatch(text):
            return None, False
        if text.upper() in local:
            return None, False
        if (is_single := self._names.get(text.upper())) is not None:
            return None, not is_single
        is_plain = ":" in text and not set("[]@#") & set(text.rpartition("!")[2])
        return (None if is_plain else text[:60]), True


@lru_cache(maxsize=4096)
def _parsed(formula: str) -> Mapping[str, Any]:
    tree: Mapping[str, Any] = formualizer.parse(formula).to_dict()
    return tree
