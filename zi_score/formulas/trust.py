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

from zi_score.model.pattern import pattern

_OF_RANGES = frozenset(
    "SUM AVERAGE AVERAGEA COUNT COUNTA COUNTBLANK MIN MAX PRODUCT SUMPRODUCT SUBTOTAL AND OR LARGE SMALL "  # noqa: SIM905 - one name a line would fill the page
    "COUNTIF COUNTIFS INDEX MATCH VLOOKUP HLOOKUP ROWS COLUMNS SUMSQ "
    "ISNUMBER ISTEXT ISBLANK LEN".split()
)
"""Functions that are right with a range as an argument.

MEDIAN is none (of an error it is one that IFERROR does not catch), nor SUMIF and its kin (they skip errors).
"""

_OF_VALUES = frozenset(
    "IF IFS SWITCH CHOOSE IFERROR IFNA LET NOT TRUE FALSE XOR ISERROR ISERR ISNA ISLOGICAL ISNONTEXT ISEVEN ISODD N T "  # noqa: SIM905 - as above
    "ABS INT MOD ROUND ROUNDUP ROUNDDOWN TRUNC SIGN SQRT POWER QUOTIENT EXACT UPPER LOWER "
    "TRIM CLEAN LEFT RIGHT MID FIND SEARCH SUBSTITUTE REPLACE CONCATENATE CONCAT REPT CHAR".split()
)
"""Functions that are right with single values, and computed of the first cell alone where they get a range.

CEILING, FLOOR (``FLOOR(0.3,0.1)`` is 0.2), MROUND, VALUE (``VALUE("1,000")``), TEXT
(of texts) and PROPER are not.
"""

_CONDITIONAL_SUMS = frozenset({"SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS"})
_CRITERIA = {"COUNTIF": 1, "COUNTIFS": 1, "SUMIF": 1, "AVERAGEIF": 1, "SUMIFS": 0, "AVERAGEIFS": 0}
"""Functions with criteria, and whether these are the arguments with even or odd numbers, counted from 0."""

_OF_WHAT_THEY_TEST = frozenset({"SUMIF", "AVERAGEIF"})
_NO_ERROR = pattern(r"[<>]=?-?\d+(?:\.\d+)?")
"""Criteria that no error meets, so that it is right to leave errors out of what is tested and added at once."""

_SPREADS = frozenset({"SUMPRODUCT"})
"""Functions that compute their argument over all cells of ranges, and so are right with arithmetic of these."""

_IN_SPREAD = frozenset({"ISNUMBER", "ISTEXT", "ISBLANK", "LEN"})
_TEXT_COUNTS = frozenset({"SUM", "AVERAGE", "PRODUCT", "MIN", "MAX"})
"""Functions that take a text written in the formula for nothing, where it is an error."""

_COMPARES = frozenset({"=", "<>", "<", ">", "<=", ">="})
_COMPUTES = frozenset("+-*/^")
_OPERATORS = _COMPUTES | {"%"}
_CONDITIONS = frozenset({"IF", "NOT", "AND", "OR", "XOR", "CHOOSE"})
"""Functions that take no text for a truth or a number, where other programs do."""

_TRUTHS = frozenset("TRUE FALSE NOT AND OR XOR ISNUMBER ISTEXT ISBLANK ISERROR ISERR ISNA ISLOGICAL ISNONTEXT".split())  # noqa: SIM905 - as above
_CHOICES = frozenset({"IF", "IFS", "SWITCH", "CHOOSE", "IFERROR", "IFNA", "LET"})
_LOOKUPS = frozenset({"MATCH", "VLOOKUP", "HLOOKUP"})
_COUNTS = frozenset({"COUNT", "COUNTA"})
"""Functions that are an error here where they are given one that is no cell's."""

_CRITERION = pattern(r"(?:<>|[<>]=?|=)?(?:-?\d+(?:\.\d+)?(?:E[+-]?\d+)?|(?![\d.,+#-])[^<>=]*)")
"""What of criteria the engine understands: plain numbers, and words; no ``>50%``, no ``#DIV/0!``, no dates."""

_RANGE = pattern(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})", re.IGNORECASE)
_CELL = pattern(r"(?:(?:'[^']*'|[^'!:\[\]]+)!)?\$?[A-Z]{1,3}\$?\d{1,7}", re.IGNORECASE)
_ROWS = pattern(r"(?<![A-Z_.\d])(\$?[A-Z]{1,3}\$?)\d++(?![A-Z_(.])", re.IGNORECASE)
_COLUMNS = pattern(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w(])", re.IGNORECASE)
"""Whole columns, a million cells each, which are not multiplied one by one."""

_DEEPEST = 60
"""Functions within each other; the engine refuses 70."""


_KNOWN: dict[str, str | None] = {}
"""What is doubtful of formulas by their shape, which the workbooks of a form share."""

_MOST_KNOWN = 10_000


class Trust:
    """Tells of formulas whether they are made of what the engine is known to compute right."""

    def __init__(self, names: Mapping[str, bool], *, has_errors: bool = True) -> None:
        """Know the names that the workbook defines, whether each is a single cell, and whether errors may stand there.

        Sums under a condition are right where there are none: the engine leaves errors out of what it adds.
        """
        self._names = names
        self._of_ranges = _OF_RANGES if has_errors else _OF_RANGES | _CONDITIONAL_SUMS
        self._known = _KNOWN if not names and has_errors else {}

    def doubt(self, formula: str) -> str | None:
        """Return what of a formula is not known to be right, None if all of it is.

        >>> Trust({}).doubt("=AVERAGE(L8:L9)*H7"), Trust({}).doubt("=SUM(ROUND(L8:L9,2))")
        (None, 'ROUND')
        """
        if ":" in formula and (upside_down(formula) or _of_several_sizes(formula)):
            return ":"
        if "SUMPRODUCT" in formula.upper() and _COLUMNS.search(formula):
            return "A:A"
        shape = _ROWS.sub(r"\g<1>1", formula)
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
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

    def _of(self, node: Mapping[str, Any], local: set[str], *, spread: bool, depth: int) -> tuple[str | None, bool]:
        """Return what is doubtful of a part, and whether it is a range."""
        kind = node["node_type"]
        if depth > _DEEPEST:
            return "…", False
        if kind == "Reference":
            return self._reference(node["reference"], local)
        if kind in {"UnaryOp", "BinaryOp"}:
            doubt = _doubt_of_operator(node, spread=spread)
            return self._parts(_sides(node), local, doubt, spread=spread, depth=depth)
        if kind == "Function":
            return self._function(node, local, spread=spread, depth=depth), spread and _name(node) in _IN_SPREAD
        return (None if kind in {"Literal", "Array"} else kind), kind == "Array"

    def _parts(
        self, parts: list[Any], local: set[str], doubt: str | None, *, spread: bool, depth: int
    ) -> tuple[str | None, bool]:
        found = [self._of(part, local, spread=spread, depth=depth + 1) for part in parts]
        doubt = doubt or next((each for each, _ in found if each), None)
        is_range = any(each for _, each in found)
        return doubt or ("A1:A2" if is_range and not spread else None), is_range

    def _function(self, node: Mapping[str, Any], local: set[str], *, spread: bool, depth: int) -> str | None:
        name, arguments = _name(node), list(node["args"])
        takes_ranges = name in self._of_ranges or _adds_what_it_tests(name, arguments)
        if not takes_ranges and name not in _OF_VALUES:
            return name
        if _is_odd(name, arguments):
            return name
        if name == "LET":
            local |= {each["reference"].upper() for each in arguments[:-1:2] if each["node_type"] == "Reference"}
        spreads = name in _SPREADS or (spread and name in _IN_SPREAD)
        for n, argument in enumerate(arguments):
            doubt, is_range = self._of(argument, local, spread=spreads, depth=depth + 1)
            is_criterion = n > 0 and n % 2 == _CRITERIA.get(name)
            if doubt is None and is_range and (not takes_ranges or is_criterion):
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


def upside_down(formula: str) -> bool:
    """Whether a formula names a range from its end: the engine computes nothing at all where one does.

    >>> upside_down("=SUM(A8:A1)"), upside_down("=SUM(B1:A8)"), upside_down("=SUM($A$1:B8)")
    (True, True, False)
    """
    return any(
        len(a) > len(b) or (len(a) == len(b) and a.upper() > b.upper()) or int(m) > int(n)
        for a, m, b, n in _RANGE.findall(formula)
    )


def _of_several_sizes(formula: str) -> bool:
    if "COUNTIFS" not in formula.upper():  # an error then; the engine computes it all the same
        return False
    return len({(len(a), a.upper() == b.upper(), int(n) - int(m)) for a, m, b, n in _RANGE.findall(formula)}) > 1


def _name(node: Mapping[str, Any]) -> str:
    return str(node["name"]).upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def _is_text(node: Mapping[str, Any]) -> bool:
    return node["node_type"] == "Literal" and isinstance(node["value"], str)


def _is_truth(node: Mapping[str, Any]) -> bool:
    """Whether a part can only be TRUE or FALSE: programs differ about what else these are equal to."""
    if node["node_type"] == "Function":
        return _name(node) in _TRUTHS
    return node.get("operator") in _COMPARES or isinstance(node.get("value"), bool)


def _sides(node: Mapping[str, Any]) -> list[Any]:
    return [node["operand"]] if node["node_type"] == "UnaryOp" else [node["left"], node["right"]]


def _doubt_of_operator(node: Mapping[str, Any], *, spread: bool) -> str | None:
    operator, sides = str(node["operator"]), _sides(node)
    truths = [_is_truth(side) for side in sides]
    is_computed = any(side.get("operator") in _COMPUTES for side in sides)
    if operator in _COMPARES:
        is_exact = operator in {"=", "<>"} and is_computed and not spread  # others compare 15 digits
        is_ordered = operator not in {"=", "<>"} and any(map(_is_text, sides))  # texts are in order by their codes here
        is_foreign = not all(side["value"].isascii() for side in sides if _is_text(side))  # it knows only A to be a
        is_odd = any(truths) != all(truths) or is_exact or is_ordered or is_foreign
        return operator if is_odd else None
    if operator == "&":
        return operator if any(truths) or is_computed else None  # it writes 16 digits, and others a truth as a number
    return operator if operator not in _OPERATORS or any(map(_is_text, sides)) else None


def _is_odd(name: str, arguments: list[Any]) -> bool:  # noqa: PLR0911 - one a kind
    """Whether a function has arguments that other programs take otherwise."""
    if name in _TEXT_COUNTS:
        return any(map(_may_be_text, arguments))
    if name in _COUNTS:
        return any(each["node_type"] not in {"Reference", "Literal", "Array"} for each in arguments)
    if name in _CRITERIA:
        criteria = arguments[2 - _CRITERIA[name] :: 2]
        return not all(_CRITERION.fullmatch(each["value"]) for each in filter(_is_text, criteria))
    if name in _SPREADS:  # some programs take a truth for a number here
        return any(map(_is_truth, arguments))
    if name == "SWITCH":  # of a blank cell
        return any(each.get("value") in ("", 0) for each in arguments[1:-1:2])
    if name in _LOOKUPS:  # of a blank cell
        return any(_has_zero(each) for each in arguments if each["node_type"] == "Array")
    first = arguments[:1]
    return (name in _CONDITIONS and any(map(_is_text, first))) or (name == "CHOOSE" and any(map(_is_truth, first)))


def _adds_what_it_tests(name: str, arguments: list[Any]) -> bool:
    if name not in _OF_WHAT_THEY_TEST or len(arguments) != 2:  # noqa: PLR2004 - a third one is what is added
        return False
    return _is_text(arguments[1]) and _NO_ERROR.fullmatch(arguments[1]["value"]) is not None


def _may_be_text(node: Mapping[str, Any]) -> bool:
    """Whether a part can be a text that no cell holds: it counts for nothing here, and is an error elsewhere."""
    if node["node_type"] == "Function":
        return _name(node) in _CHOICES and any(map(_may_be_text, node["args"]))
    return _is_text(node) or node.get("operator") == "&" or (node["node_type"] == "UnaryOp" and node["operator"] == "+")


def _has_zero(array: Mapping[str, Any]) -> bool:
    """Whether a 0 is among what a lookup compares: in the first row or column, whichever it goes by."""
    rows = array["rows"]
    return any(each.get("value") == 0 for each in [*rows[0], *(row[0] for row in rows)])


@lru_cache(maxsize=4096)
def _parsed(formula: str) -> Mapping[str, Any]:
    tree: Mapping[str, Any] = formualizer.parse(formula).to_dict()
    return tree
