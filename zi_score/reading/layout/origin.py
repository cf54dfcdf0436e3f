"""Which rules a form says that it follows: the id that the template wrote, the regulation in its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from zi_score.law.ruleset import RULESET_LABEL, RULESET_PROPERTY, Ruleset
from zi_score.model.pattern import pattern
from zi_score.model.submission import Grid
from zi_score.model.worksheet import Place
from zi_score.reading.file.look import File
from zi_score.reading.file.own_report import NAMED_RULES

_WRITTEN = pattern(
    rb'<(?:\w{1,9}:)?property [^<>]{0,200}name="%b"[^<>]{0,200}>\s{0,99}<[^<>]{1,40}>([^<>]{1,200})<'
    % RULESET_PROPERTY.encode()
)
_ROWS = 25

_REGULATION = pattern(
    r"(?:permen[\s-]*pan[a-z]*|peraturan\s+menpan[a-z]*|peraturan\s+(?:ke)?menteri(?:an)?\s+(?:negara\s+)?"
    r"(?:pan\b|pan[\s-]*rb|pendayagunaan\s+aparatur))(?P<rest>[^;]{0,160})",
    re.IGNORECASE,
)
_YEAR = r"(?:tahun|thn\.?|th\.?)"
_NUMBER = pattern(rf"(?<!\d)(\d{{1,3}})\s*(?:{_YEAR}|/|-)\s*(20\d\d)(?!\d)", re.IGNORECASE)
_YEAR_FIRST = pattern(rf"{_YEAR}\s*(20\d\d)\s*,?\s*(?:nomor|no\.?)\s*(\d{{1,3}})(?!\d)", re.IGNORECASE)
_GOES_ON = pattern(
    r"\W*(?:nomor|no|negara|pan|pendayagunaan|aparatur|dan reformasi|reformasi|birokrasi|republik|\d{1,3})\b",
    re.IGNORECASE,
)
"""How a line of a title begins that goes on with the name of a regulation of the line before."""


class Regulation(NamedTuple):
    """A regulation of the ministry, by number and year."""

    number: int
    year: int

    def __str__(self) -> str:
        """Write it as lawyers do."""
        return f"{self.number}/{self.year}"


class Named(NamedTuple):
    """Rules that a form names: an id, or regulations; and where it does, if in a cell."""

    text: str
    place: Place | None


def regulations_in(cells: Iterable[tuple[str, Place]]) -> dict[Regulation, Place]:
    """Return the regulations of the ministry that texts name, and where."""
    found: dict[Regulation, Place] = {}
    said = ""
    for text, place in cells:
        said = f"{said} {text}" if _may_name(said) and _GOES_ON.match(text) else text
        for regulation in _named_in(said) if _may_name(said) else ():
            found.setdefault(regulation, place)
    return found


def _may_name(text: str) -> bool:
    """Whether a text may begin the name of a regulation; nearly none does."""
    folded = text.casefold()
    return "permen" in folded or "peraturan" in folded


@lru_cache(maxsize=1024)
def _named_in(text: str) -> tuple[Regulation, ...]:
    """Return the regulations of the ministry that a text names.

    >>> _named_in("LKE ZI (Permenpan RB Nomor 90 Tahun 2021 jo. 5/2024)")
    (Regulation(number=90, year=2021), Regulation(number=5, year=2024))
    """
    rests = [match["rest"] for match in _REGULATION.finditer(text)]
    numbers = [number for rest in rests for number in _NUMBER.findall(rest)]
    turned = [(number, year) for rest in rests for year, number in _YEAR_FIRST.findall(rest)]
    return tuple(Regulation(int(number), int(year)) for number, year in (*numbers, *turned))


def head_of(grid: Grid, rows: int) -> Iterator[tuple[str, Place]]:
    """Yield the texts above and in the header of a sheet."""
    for row in range(min(rows, len(grid.rows))):
        for column, cell in enumerate(grid.rows[row]):
            if isinstance(cell, str) and cell:
                yield grid.text(row, column), grid.place(row, column)


def other_rules(ruleset: Ruleset, grids: Sequence[Grid], heads: Iterable[tuple[Grid, int]], file: File) -> Named | None:
    """Return the rules that a form names, if they are others than those of a ruleset.

    Args:
        ruleset: by which the form is read.
        grids: all sheets.
        heads: the sheets with the answers, and how many rows their title and header have.
        file: which holds them.

    """
    for written in _written(grids, file):
        if written.text.casefold() != ruleset.id.casefold():
            return written
    named = regulations_in(cell for grid, rows in heads for cell in head_of(grid, rows))
    known = set(_named_in(" ".join((ruleset.title, *ruleset.related)))) if named else set()
    if known and known.isdisjoint(named):
        return Named(f"PermenPANRB {', '.join(map(str, named))}", next(iter(named.values())))
    return None


def written_ids(grids: Sequence[Grid], file: File) -> Iterator[str]:
    """Yield the ids of rulesets that the template wrote into a workbook."""
    return (written.text for written in _written(grids, file))


def _written(grids: Sequence[Grid], file: File) -> Iterator[Named]:
    """Yield the ids that the template wrote into a property and a cell."""
    for grid in grids:
        for row, cells in enumerate(grid.rows[:_ROWS]):
            if RULESET_LABEL in cells:
                behind = range(cells.index(RULESET_LABEL) + 1, len(cells))
                named = (Named(text, grid.place(row, n)) for n in behind if (text := grid.text(row, n)))
                yield from islice(named, 1)
    if file.archive and NAMED_RULES in file.archive and (found := _WRITTEN.search(file.archive.part(NAMED_RULES))):
        yield Named(found[1].decode(errors="replace"), None)
