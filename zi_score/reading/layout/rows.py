"""The rows of an LKE sheet: what each says about its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache, partial

from zi_score.law.ruleset import Ruleset
from zi_score.model.pattern import pattern
from zi_score.model.submission import Grid
from zi_score.reading.cells.answers import count, meaning
from zi_score.reading.cells.printed import Printed
from zi_score.reading.layout.columns import Columns, weight_in
from zi_score.reading.layout.text import Synonyms, pieces, words

COUNT = "jumlah"
"""The scale of a count row."""

GRAND_TOTAL = ""
_YEARS = 1000
"""A number from which on one under a header is rather a year than a count."""

_MARKER = pattern(r"[(\[]?\s*([a-z]{1,4}|\d{1,2})\s*[.)\]]*", re.IGNORECASE)
_JOINED = pattern(r"[(\[]?([A-Z]|[IVX]{1,4}|\d{1,2}|[ivx]{1,4}|[a-z])(?:\s*[.)\]]+\s*|\s+[-–]\s+)(\D.*)", re.DOTALL)
DASHES = ("-", "–", "—", "•")
_DASHED = pattern(r"[-–—•]\s*(\S.*)", re.DOTALL)
_SPACED = pattern(r"([A-Z]|[IVX]{1,4}|\d{1,2}|[ivx]{1,4}|[a-z])\s+([A-Z].*)", re.DOTALL)
"""A marker without a dot before its text, in a form that writes both into one cell."""

_TITLED = pattern(r"(.*\S)\s*\(\s*(\d{1,3}(?:[.,]\d+)?)\s*%?\s*\)", re.DOTALL)
_TOTAL = pattern(r"^(total|jumlah)\b|^nilai (hasil )?(evaluasi|akhir|total)")


@dataclass(eq=False)
class Row:
    """What a row of the sheet says; ``answers`` is what every assessor typed.

    ``titled`` is the weight that stands in the title itself, as in ``Tim Kerja (1,5)``; where there
    is no other it is the ``weight``. Nobody changes one; to forbid it takes as long as all else in making hundreds.
    """

    index: int
    marker: str
    text: str
    synonyms: Synonyms
    weight: Fraction | None
    titled: Fraction | None
    scale: str | None
    scale_text: str
    answers: tuple[str, ...]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of the text that say something."""
        return words(self.text, self.synonyms)

    @cached_property
    def pieces(self) -> frozenset[str]:
        """The pieces of these words."""
        return pieces(self.words)

    @property
    def is_answered(self) -> bool:
        """Whether an assessor typed something."""
        return any(self.answers)

    @property
    def is_choice(self) -> bool:
        """Whether the row has answers of its own, so that it cannot be a heading."""
        return self.scale not in (None, "persen")

    @property
    def is_structural(self) -> bool:
        """Whether the row looks like one of the form, not like a remark between its rows."""
        return bool(self.marker or self.scale or self.weight is not None or self.is_answered)

    @property
    def seems_count(self) -> bool:
        """Whether a row without a scale is worded like a count."""
        return bool(re.match(r"jumlah\b", self.text, re.IGNORECASE)) or bool(self.marker in DASHES and not self.weight)

    @property
    def letter(self) -> str:
        """The marker, where it is a letter or number, not a dash."""
        return "" if self.marker in DASHES else self.marker.casefold()


def read_rows(
    grid: Grid, columns: Columns, ruleset: Ruleset, synonyms: Synonyms
) -> tuple[list[Row], dict[str, Row], list[Row]]:
    """Return the rows under the header up to the grand total, the total rows by their node, and what is asked below."""
    rows: list[Row] = []
    totals: dict[str, Row] = {}
    printed = printed_scales(ruleset)
    on_paper = Printed(grid, columns.first_row - 1)
    for index in range(columns.first_row, len(grid.rows)):
        row = _row(grid, index, columns, printed, on_paper, synonyms, partial(_may_answer, ruleset))
        if row is None:
            continue
        if (code := _total_of(row, ruleset)) is None:
            rows.append(row)
        else:
            totals.setdefault(code, row)
    last = totals[GRAND_TOTAL].index if GRAND_TOTAL in totals else len(grid.rows)
    return [row for row in rows if row.index < last], totals, [row for row in rows if row.index > last and row.scale]


def printed_scales(ruleset: Ruleset) -> dict[str, str]:
    """Return the scales by their printed texts, bare of blanks and separators."""
    names = {bare(text): name for name, scale in ruleset.scales.items() for text in scale.printed}
    return names | {COUNT: COUNT}


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """Return the choices as they are compared, without blanks and separators."""
    return re.sub(r"[^a-z0-9%]+", "", text.casefold())


def _row(  # noqa: PLR0913, PLR0917 - what is known of the sheet and of the form
    grid: Grid,
    index: int,
    columns: Columns,
    printed: Mapping[str, str],
    on_paper: Printed,
    synonyms: Synonyms,
    may_answer: Callable[[str], bool],
) -> Row | None:
    cells = outline_texts(grid, index, columns)
    scale_text = grid.text(index, columns.scale) if columns.scale is not None else ""
    answers = tuple(grid.text(index, column.answer) for column in columns.answers)
    if not cells and not scale_text and not any(answers):
        return None
    if on_paper.holds(index, [*cells, *filter(None, answers)] or [scale_text]):
        return None
    marker, text = split_marker(cells)
    weight, titled = _weight(grid, index, columns), None
    is_bare = not cells and not scale_text and weight is None
    if index == columns.first_row and is_bare and not any(map(may_answer, filter(None, answers))):
        return None  # what stands under the header alone says how to answer
    if not scale_text and text.endswith(")") and (found := _TITLED.fullmatch(text)):
        text, titled = found[1], weight_in(found[2])
    return Row(
        index=index,
        marker=marker,
        text=text,
        synonyms=synonyms,
        weight=titled if weight is None else weight,
        titled=titled,
        scale=printed.get(bare(scale_text)) if scale_text else None,
        scale_text=scale_text,
        answers=answers,
    )


def _may_answer(ruleset: Ruleset, text: str) -> bool:
    """Whether a text may be an answer to any question; no count is of some thousands, as a year is."""
    counted = count(text).value
    return any(meaning(scale, text).value is not None for scale in ruleset.scales.values()) or (
        isinstance(counted, Fraction) and counted < _YEARS
    )


def _weight(grid: Grid, index: int, columns: Columns) -> Fraction | None:
    return None if columns.weight is None else weight_in(grid.text(index, columns.weight))


def outline_texts(grid: Grid, row: int, columns: Columns) -> tuple[str, ...]:
    """Return the texts of a row's outline cells, those that hold any."""
    return tuple([text for column in columns.outline if (text := grid.text(row, column))])


@lru_cache(maxsize=4096)
def split_marker(cells: tuple[str, ...]) -> tuple[str, str]:
    """Return marker and text of a row's outline cells: the marker stands before the text."""
    if not cells:
        return "", ""
    position = max(range(len(cells)), key=lambda n: (len(cells[n]), n))
    text = cells[position]
    before = cells[position - 1] if position else ""
    if before in DASHES or _MARKER.fullmatch(before):
        return before.strip("()[]. "), text
    if joined := _JOINED.fullmatch(text) or (len(cells) == 1 and _SPACED.fullmatch(text)):
        return joined[1], joined[2]
    if dashed := _DASHED.fullmatch(text):
        return "-", dashed[1]
    return "", text


def _total_of(row: Row, ruleset: Ruleset) -> str | None:
    """Return the code of the node whose total the row shows, ``GRAND_TOTAL`` for all of them."""
    text = row.text.casefold()
    if row.scale or row.marker or not _TOTAL.match(text):
        return None
    named = [root for root in ruleset.roots if text.startswith("total") and _names(text, ruleset.nodes[root].name)]
    if len(named) == 1:
        return named[0]
    return GRAND_TOTAL if named or text.startswith("nilai") or text == "total" else None


def _names(text: str, node: str) -> bool:
    """Whether a text says one of the words by which a node is called."""
    return any(word in text for word in re.findall(r"\w+", node.casefold()))
