"""Forms that were placed before: units fill in copies of few forms, and placing one is most of the work.

Where every question and every row found its place, no answer had a say in it, and a form is known by its wording.
Otherwise answers have a say in some of its rows, always the same of one wording: then these are looked at too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from zi_score.model.submission import Grid
from zi_score.reading.cells.printed import Printed
from zi_score.reading.layout.columns import Columns
from zi_score.reading.layout.rows import Row, outline_texts, split_marker

_MOST = 64

Kept = TypeVar("Kept")


class Few(Generic[Kept]):
    """The last things that were kept, by what tells them apart."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[object, Kept] = {}

    def get(self, key: object) -> Kept | None:
        """Return what was kept, None where nothing was."""
        return self._kept.get(key)

    def keep(self, key: object, kept: Kept) -> Kept:
        """Keep something, where there is no room in place of what was kept first; return it."""
        if len(self._kept) >= _MOST:
            self._kept.pop(next(iter(self._kept)), None)
        self._kept[key] = kept
        return kept


class Said:
    """What a sheet says, as far as it decides which row is which."""

    def __init__(self, grid: Grid, columns: Columns) -> None:
        """Remember where to look."""
        self.grid, self.columns = grid, columns

    @cached_property
    def wording(self) -> tuple[object, ...]:
        """All that decides it where every row finds its place."""
        return (self.columns.outline, self.columns.weight, tuple(self._rows()))

    def _rows(self) -> Iterator[tuple[object, ...]]:
        grid, columns = self.grid, self.columns
        told = [column for column in (columns.weight, columns.scale) if column is not None]
        for row in range(columns.first_row, len(grid.rows)):
            about = grid.cells(row, told)
            # Where neither weight nor choices tell a question from a remark, an answer does, under the header its text.
            outline = grid.cells(row, columns.outline)
            is_open = about.count("") == len(told) or outline.count("") == len(outline)
            say = self._answers if row == columns.first_row else self._is_answered
            yield row, outline, about, say(row) if is_open else None

    def further(self, saying: Saying) -> tuple[object, ...]:
        """Return what decides it beside the wording, where it does not decide alone."""
        header = self.grid.rows[max(self.columns.first_row - 2, 0) : self.columns.first_row]
        return (*map(tuple, header), *(say(self, row) for row, say in saying))

    def saying(self, read: Sequence[Row]) -> Saying:
        """Return the rows in which more than the wording has a say, and what of them; of those that are rows, ``read``.

        It is what was answered in rows that repeat others, and whether anything was where neither weight nor scale
        tells a row of the form from a remark; of rows that may be there for the reader on paper it is all.
        """
        grid, columns = self.grid, self.columns
        rows = {row.index: row for row in read}
        on_paper = Printed(grid, columns.first_row - 1)
        outlines = {row: outline_texts(grid, row, columns) for row in range(columns.first_row, len(grid.rows))}
        texts = {row: split_marker(outline)[1].casefold() for row, outline in outlines.items()}
        texts |= {row.index: row.text.casefold() for row in read}
        times = Counter(texts.values())
        found: list[tuple[int, Callable[[Said, int], object]]] = []
        for row, outline in outlines.items():
            scale = grid.text(row, columns.scale) if columns.scale is not None else ""
            if not outline and not scale:
                found.append((row, Said._all_if_answered))
            elif on_paper.may_hold(outline or (scale,)):
                found.append((row, Said._all))
            elif texts[row] and times[texts[row]] > 1:
                found.append((row, Said._answers))
            elif row not in rows or (rows[row].scale is None and rows[row].weight is None):
                found.append((row, Said._is_answered))
        return tuple(found)

    def _is_answered(self, row: int) -> bool:
        return any(self.grid.text(row, each.answer) for each in self.columns.answers)

    def _answers(self, row: int) -> object:
        return tuple(self.grid.text(row, each.answer) for each in self.columns.answers)

    def _all(self, row: int) -> object:
        return tuple(self.grid.rows[row])

    def _all_if_answered(self, row: int) -> object:
        return self._is_answered(row) and self._all(row)


Saying = tuple[tuple[int, Callable[[Said, int], object]], ...]
