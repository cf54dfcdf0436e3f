"""Which row is which question: by the outline, with weight, scale and text as further evidence.

The rows of a sheet are laid beside the rows that the ruleset expects: first the sections, then
the indicators within a section, then questions and counts within an indicator. A row that does
not fit for certain is left out and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

from zi_score.exact import exact
from zi_score.reading.columns import Columns
from zi_score.reading.grid import Grid
from zi_score.ruleset import Indicator, Question, Ruleset, Section

COUNT = "jumlah"
"""The scale of a count row."""

_MARKER = re.compile(r"[(\[]?\s*([a-z]{1,4}|\d{1,2})\s*[.)\]]*", re.IGNORECASE)
_JOINED = re.compile(r"([A-Z]|[IVX]{1,4}|\d{1,2}|[ivx]{1,4}|[a-z])\s*[.)]\s+(\S.*)", re.DOTALL)
_DASH = ("-", "–", "—")
_STOP = frozenset("yang dan atau dari untuk pada dalam dengan oleh atas ke di".split())
_TOTAL = re.compile(r"^(total|jumlah)\b|^nilai (hasil )?(evaluasi|akhir|total)")

_CERTAIN_HEADING = 4
_CERTAIN_QUESTION = Fraction(5, 2)
_CERTAIN_COUNT = Fraction(3, 2)
_BEYOND_DOUBT = 5
_CERTAIN_DESPITE_SCALE = 2


@dataclass(frozen=True, eq=False)
class Row:
    """What a row of the sheet says about its place."""

    index: int
    marker: str
    text: str
    words: frozenset[str]
    weight: Fraction | None
    scale: str | None
    scale_text: str
    answered: bool

    @property
    def is_structural(self) -> bool:
        """Whether the row looks like one of the form, not like a remark between its rows."""
        return bool(self.marker or self.scale or self.weight is not None or self.answered)


@dataclass(frozen=True, eq=False)
class Expected:
    """A row that the ruleset expects: a heading, a question, or a count (``code.key``)."""

    code: str
    kind: str
    marker: str
    words: frozenset[str]
    weight: Fraction | None = None
    scale: str | None = None

    @property
    def certain(self) -> Fraction | int:
        """The evidence that a row must have to be this one."""
        return {"heading": _CERTAIN_HEADING, "question": _CERTAIN_QUESTION, "count": _CERTAIN_COUNT}[self.kind]


@dataclass(frozen=True)
class Placement:
    """Rows by code, the rows that found no place, and the total rows (code of the node, or ``""``)."""

    rows: dict[str, Row]
    unplaced: tuple[Row, ...]
    totals: dict[str, Row]


Pairs = list[tuple[Row, Expected]]


def place_rows(grid: Grid, columns: Columns, ruleset: Ruleset) -> Placement:
    """Lay the rows of a sheet beside those that the ruleset expects."""
    outline = Outline(ruleset)
    rows, totals = _body(grid, columns, outline)
    sections = _aligned([row for row in rows if not _is_answer_row(row)], outline.sections)
    placed: Pairs = list(sections)
    unplaced: list[Row] = []
    for block, codes in _blocks(rows, sections, [e.code for e in outline.sections]):
        headings = [e for code in codes for e in outline.headings[code]]
        found = _aligned([row for row in block if not _is_answer_row(row)], headings)
        placed += found
        owners = [code for code in codes if code in outline.answers] + [e.code for e in headings]
        for group, owned in _blocks(block, found, owners):
            expected = [e for code in owned for e in outline.answers.get(code, ())]
            pairs, rest = _group([row for row in group if row.is_structural], expected)
            placed += pairs
            unplaced += rest
    return Placement({e.code: row for row, e in placed}, tuple(unplaced), totals)


class Outline:
    """The rows that a ruleset expects, by the level at which they are looked for."""

    def __init__(self, ruleset: Ruleset) -> None:
        """Flatten the tree of the ruleset."""
        self.ruleset = ruleset
        self.sections: list[Expected] = []
        self.headings: dict[str, list[Expected]] = {}
        self.answers: dict[str, list[Expected]] = {}
        for code in ruleset.roots:
            self._add(code, code)

    def _add(self, code: str, section: str) -> None:
        node = self.ruleset.nodes[code]
        is_heading = isinstance(node, Indicator) or self._is_below_area(code)
        if isinstance(node, Indicator) and node.questions[0].code == code:
            self.answers.setdefault(section, []).extend(self._questions(node))
            return
        expected = Expected(code, "heading", code.rpartition(".")[2] or code, self._words(node), node.weight)
        if is_heading:
            self.headings[section].append(expected)
        else:
            self.sections.append(expected)
            self.headings[code] = []
            section = code
        if isinstance(node, Indicator):
            self.answers[code] = self._questions(node)
        else:
            for child in self.ruleset.children[code]:
                self._add(child, section)

    def _is_below_area(self, code: str) -> bool:
        areas = {section for area in self.ruleset.areas for section in area.sections}
        return code not in areas and any(code.startswith(f"{area}.") for area in areas)

    def _words(self, node: Section | Indicator) -> frozenset[str]:
        return self.split(node.name) | frozenset(node.keywords)

    def _questions(self, indicator: Indicator) -> list[Expected]:
        labels = [self.split(question.label) for question in indicator.questions]
        expected = []
        for position, question in enumerate(indicator.questions):
            own = labels[position] - frozenset().union(*labels[:position], *labels[position + 1 :])
            words = own | frozenset(question.keywords)
            weight = None
            if question.code == indicator.code:
                words, weight = words | self._words(indicator), indicator.weight
            marker = question.marker if weight is None else question.code.rpartition(".")[2]
            expected.append(
                Expected(question.code, "question", marker.strip("-"), words, weight, question.scale)
            )
            expected += self._counts(question)
        return expected

    def _counts(self, question: Question) -> list[Expected]:
        labels = [self.split(row.label) for row in question.inputs]
        return [
            Expected(
                f"{question.code}.{row.key}",
                "count",
                "",
                (label - frozenset().union(*labels[:position], *labels[position + 1 :])) | frozenset(row.keywords),
                scale=COUNT,
            )
            for position, (row, label) in enumerate(zip(question.inputs, labels, strict=True))
        ]

    def split(self, text: str) -> frozenset[str]:
        """Return the words of a text that say something, synonyms replaced."""
        return _words(text, self._synonyms)

    @cached_property
    def _synonyms(self) -> tuple[tuple[str, str], ...]:
        return tuple(self.ruleset.synonyms.items())

    @cached_property
    def scales(self) -> dict[str, str]:
        """Scale ids by their printed texts, bare of blanks and separators."""
        printed = {_bare(text): name for name, scale in self.ruleset.scales.items() for text in scale.printed}
        return printed | {COUNT: COUNT}


@lru_cache(maxsize=4096)
def _words(text: str, synonyms: tuple[tuple[str, str], ...]) -> frozenset[str]:
    plain = " ".join(re.findall(r"[a-z0-9]+", text.casefold()))
    for typed, meant in synonyms:
        plain = plain.replace(typed, meant)
    return frozenset(word for word in plain.split() if len(word) > 1 and word not in _STOP)


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9%]+", "", text.casefold())


def _body(grid: Grid, columns: Columns, outline: Outline) -> tuple[list[Row], dict[str, Row]]:
    """Return the rows under the header up to the grand total, and the total rows."""
    rows: list[Row] = []
    totals: dict[str, Row] = {}
    for index in range(columns.first_row, len(grid.rows)):
        row = _row(grid, index, columns, outline)
        if row is None:
            continue
        if (code := _total_of(row, outline.ruleset)) is None:
            rows.append(row)
        else:
            totals.setdefault(code, row)
    last = totals[""].index if "" in totals else len(grid.rows)
    return [row for row in rows if row.index < last], totals


def _total_of(row: Row, ruleset: Ruleset) -> str | None:
    """Return the code of the node whose total the row shows, ``""`` for the grand total."""
    text = row.text.casefold()
    if row.scale or not _TOTAL.match(text):
        return None
    for root in ruleset.roots:
        if text.startswith("total") and ruleset.nodes[root].name.casefold() in text:
            return root
    return "" if text.startswith("nilai") or text == "total" else None


def _row(grid: Grid, index: int, columns: Columns, outline: Outline) -> Row | None:
    cells = [text for column in columns.outline if (text := grid.text(index, column))]
    scale_text = grid.text(index, columns.scale) if columns.scale is not None else ""
    answered = any(grid.text(index, column.answer) for column in columns.answers)
    if not cells and not scale_text and not answered:
        return None
    marker, text = _split_marker(cells)
    return Row(
        index=index,
        marker=marker,
        text=text,
        words=outline.split(text),
        weight=_weight(grid, index, columns),
        scale=outline.scales.get(_bare(scale_text)),
        scale_text=scale_text,
        answered=answered,
    )


def _weight(grid: Grid, index: int, columns: Columns) -> Fraction | None:
    if columns.weight is None:
        return None
    try:
        return exact(grid.text(index, columns.weight).replace(",", "."))
    except ValueError:
        return None


def _split_marker(cells: Sequence[str]) -> tuple[str, str]:
    """Return marker and text of a row's outline cells: the marker stands before the text."""
    if not cells:
        return "", ""
    position = max(range(len(cells)), key=lambda n: (len(cells[n]), n))
    text = cells[position]
    if position and (cells[position - 1] in _DASH or _MARKER.fullmatch(cells[position - 1])):
        marker = cells[position - 1]
        return ("" if marker in _DASH else marker.strip("()[]. ")), text
    if joined := _JOINED.fullmatch(text):
        return joined[1], joined[2]
    return "", text


def _is_answer_row(row: Row) -> bool:
    return row.scale not in (None, "persen")


def _evidence(row: Row, expected: Expected) -> Fraction | float | None:
    """Weigh what speaks for a row being the expected one; None if it cannot be."""
    return _heading_evidence(row, expected) if expected.kind == "heading" else _answer_evidence(row, expected)


def _heading_evidence(row: Row, expected: Expected) -> float | None:
    if _is_answer_row(row):
        return None
    common = len(row.words & expected.words)
    evidence = 8 * common / (len(row.words) + len(expected.words)) if common else 0.0
    if expected.words and expected.words <= row.words and len(row.words) <= len(expected.words) + 2:
        evidence = 4.0
    evidence += _agreement(row.marker.casefold(), expected.marker.casefold(), 2, -1)
    return evidence + _agreement(row.weight, expected.weight, 2, -2)


def _answer_evidence(row: Row, expected: Expected) -> float | None:
    if (row.scale == COUNT) != (expected.kind == "count") and row.scale is not None:
        return None
    hits = len(row.words & expected.words)
    evidence = min(hits + 1.0, 3.0) if hits else (-0.5 if len(row.words) > 2 else 0.0)
    if expected.kind == "count":
        return evidence + (2 if row.scale == COUNT else 0)
    evidence += _agreement(row.scale, expected.scale, 3, -2)
    evidence += _agreement(row.marker.casefold(), expected.marker.casefold(), 2, -1)
    if expected.weight is not None:
        evidence += _agreement(row.weight, expected.weight, 2, -1)
    return evidence


def _agreement(found: object, expected: object, same: int, different: int) -> int:
    if found in (None, "") or expected in (None, ""):
        return 0
    return same if found == expected else different


def _aligned(rows: Sequence[Row], expected: Sequence[Expected]) -> Pairs:
    """Pair rows with expected rows in order, for the most evidence; pairs that are not certain are left out."""
    evidence = [
        [value if (value := _evidence(row, e)) is not None and value >= e.certain else None for e in expected]
        for row in rows
    ]
    best = [[0.0] * (len(expected) + 1) for _ in range(len(rows) + 1)]
    for r in range(len(rows) - 1, -1, -1):
        for e in range(len(expected) - 1, -1, -1):
            found = evidence[r][e]
            best[r][e] = max(best[r + 1][e], best[r][e + 1])
            if found is not None:
                best[r][e] = max(best[r][e], float(found) + best[r + 1][e + 1])
    pairs: Pairs = []
    r = e = 0
    while r < len(rows) and e < len(expected):
        found = evidence[r][e]
        if found is not None and best[r][e] == float(found) + best[r + 1][e + 1]:
            pairs.append((rows[r], expected[e]))
            r, e = r + 1, e + 1
        elif best[r][e] == best[r + 1][e]:
            r += 1
        else:
            e += 1
    return pairs


def _blocks(
    rows: Sequence[Row], headings: Pairs, codes: Sequence[str]
) -> Iterable[tuple[list[Row], list[str]]]:
    """Cut rows at the headings found; with each block go the codes that may stand in it.

    A code whose heading is missing belongs to the block before it.
    """
    starts = [0, *(codes.index(e.code) for _, e in headings), len(codes)]
    bounds = [-1, *(row.index for row, _ in headings), rows[-1].index + 1 if rows else 0]
    for n in range(len(bounds) - 1):
        yield [row for row in rows if bounds[n] < row.index < bounds[n + 1]], list(codes[starts[n] : starts[n + 1]])


def _group(rows: list[Row], expected: list[Expected]) -> tuple[Pairs, list[Row]]:
    """Pair the rows of one indicator with its questions and counts."""
    if _fits(rows, expected):
        return list(zip(rows, expected, strict=True)), []
    pairs = _aligned(rows, expected)
    pairs += _displaced(rows, expected, pairs)
    paired = {row.index for row, _ in pairs}
    rest = [row for row in rows if row.index not in paired]
    doubtful = {e.code for row, e in pairs for other in rest if _rivals(other, row, e)}
    left_out = [row for row, e in pairs if e.code in doubtful]
    return [(row, e) for row, e in pairs if e.code not in doubtful], sorted(
        [*rest, *left_out], key=lambda row: row.index
    )


def _fits(rows: list[Row], expected: list[Expected]) -> bool:
    """Whether the rows are the expected ones, one by one, and none speaks for another place."""
    if len(rows) != len(expected):
        return False
    for row, e in zip(rows, expected, strict=True):
        here = _answer_evidence(row, e)
        if here is None or (row.scale not in (None, e.scale) and here < _CERTAIN_DESPITE_SCALE):
            return False
        if here < e.certain and any((_answer_evidence(row, other) or 0) > here + 1 for other in expected):
            return False
    return True


def _displaced(rows: list[Row], expected: list[Expected], pairs: Pairs) -> Pairs:
    """Pair rows that stand in another order, where scale and marker or text leave no doubt."""
    open_rows = [row for row in rows if all(row is not other for other, _ in pairs)]
    open_codes = [e for e in expected if all(e is not other for _, other in pairs)]
    clear = [(row, e) for row in open_rows for e in open_codes if (_answer_evidence(row, e) or 0) >= _BEYOND_DOUBT]
    return [
        (row, e)
        for row, e in clear
        if sum(row is other for other, _ in clear) == 1 and sum(e is other for _, other in clear) == 1
    ]


def _rivals(other: Row, row: Row, expected: Expected) -> bool:
    """Whether a row without a place could as well be the one that was placed."""
    if not other.answered:
        return False
    here, there = _answer_evidence(row, expected), _answer_evidence(other, expected)
    return here is not None and there is not None and there >= expected.certain and there >= here - 0.5

