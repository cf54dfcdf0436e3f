"""How far the values of an Office sheet reach: the reader holds the rectangle around them in memory.

Nearly every sheet is written plainly and reaches not far, which a glance at its bytes tells. The
patterns look at each byte a bounded number of times, whatever the bytes are; only a sheet that is
written in another way is read as XML.
"""

from __future__ import annotations

from zi_score.model.pattern import pattern
from zi_score.reading.file.limits import Bounds
from zi_score.reading.file.markup import scan

_STYLE, _TYPE = rb's="\d{1,9}"', rb't="[A-Za-z]{1,9}"'
_USUAL = rb"(?:>|/>| (?:%b(?:>|/>| (?:%b(?:>|/>| />)|/>))|%b(?:>|/>| />)|/>))" % (_STYLE, _TYPE, _TYPE)
"""How a cell's tag goes on behind its name; branches, as they are tried faster than repetitions."""

_FAR = pattern(rb'<c(?! r="[A-Z]{1,2}\d{1,3}"' + _USUAL + rb"|[a-zA-Z])")
"""Anything but usual cells in the first 702 columns and 999 rows."""

_REST = rb"""(?: (?:s|cm|vm|ph)="\d{1,9}"| t="[A-Za-z]{1,9}"){0,5} ?/?>"""
_NEAR_ROWS, _NEAR_COLUMNS, _ONE_LETTER = 999, 702, 26
_ODD = pattern(rb'<c(?! r="[A-Z]{1,3}\d{1,7}"' + _REST + rb"|[a-zA-Z])")
_PREFIXED = pattern(rb":c[\s/>]")
_SECOND_LETTER = pattern(rb'<c r="[A-Z]{2}')
_VALUE = pattern(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^<>]*(?<!/)>(?!</)')
_REFERENCE = pattern(r"\s*([A-Za-z]{0,9})[A-Za-z]*(\d{1,12})")


class Reach:
    """How far the values of a sheet reach; ``far`` is the cell that reaches farthest, as far as it was looked for.

    ``is_plain`` says whether the sheet is written as most programs do, so that it need not be read as XML.
    """

    def __init__(self, part: bytes) -> None:
        """Begin before the first look."""
        self._part = part
        self.is_plain = True
        self.far = "-"
        self.cells = 0
        self._row = self._column = 0

    def bounds(self) -> Bounds:
        """Yield how many cells the rectangle from A1 around the values has.

        Raises:
            MarkupError: it has to be read as XML and is none.

        """
        if not (_FAR.search(self._part) or _PREFIXED.search(self._part)):
            yield _NEAR_ROWS * _NEAR_COLUMNS
            if not _SECOND_LETTER.search(self._part):
                yield _NEAR_ROWS * _ONE_LETTER
        self.is_plain = not (_ODD.search(self._part) or _PREFIXED.search(self._part))
        if self.is_plain:
            for letters, row in _VALUE.findall(self._part):
                self._add(letters.decode(), int(row))
        else:
            self._read()
        yield self.cells

    def _read(self) -> None:
        """Follow rows and cells as the reader of values does; those that do not say where they are follow the last."""
        row = column = 0
        at: tuple[str, int] | None = None

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal row, column, at
            if name == "row":
                found = _REFERENCE.match(attributes.get("r", ""))
                row, column = int(found[2]) if found else row + 1, 0
            elif name == "c":
                found = _REFERENCE.match(attributes.get("r", ""))
                column = _number(found[1]) if found and found[1] else column + 1
                at = (found[1] if found else "", int(found[2]) if found else max(row, 1))
            elif at:
                self._reach(max(at[1], 1), column, f"{at[0]}{at[1]}")

        def end(name: str) -> None:
            nonlocal at
            if name == "c":
                at = None

        scan(self._part, start, end)

    def _add(self, letters: str, row: int) -> None:
        self._reach(row, _number(letters), f"{letters}{row}")

    def _reach(self, row: int, column: int, cell: str) -> None:
        if row > self._row or column > self._column:
            self._row, self._column, self.far = max(row, self._row), max(column, self._column), cell
            self.cells = self._row * self._column


def _number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
