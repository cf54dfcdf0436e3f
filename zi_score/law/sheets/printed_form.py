"""An official form, read as the sheets of a ruleset: weights, questions, choices, rubrics and counts that it prints.

What no form prints is left open (what a choice is worth, minimums, requirements, sources), and what could not be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import NamedTuple

from zi_score.law.sheets.codes import beginning, numbered
from zi_score.law.sheets.form import (
    COUNT,
    CRITERIA,
    INDICATOR,
    MINIMUM,
    OPEN,
    QUESTION,
    RUBRIC,
    RULES_SHEET,
    SCALES,
    SECTION,
    SHEETS,
    SOURCES,
    TREE_SHEET,
)
from zi_score.law.sheets.known import open_head
from zi_score.law.sheets.table import Rows, as_number, as_text
from zi_score.law.sheets.write import Row, RuleSheet, own_marker
from zi_score.model.findings import single_spaced
from zi_score.model.pattern import pattern

_MARKER = pattern(r"[(\[]?\s*([A-Za-z]{1,5}|\d{1,2})\s*[.)\]]*")
_OPEN = f"{OPEN})"
_DASHES = ("-", "\u2013", "\u2014", "\u2022")
_COUNT = "jumlah"
_TOTAL = pattern(r"(total|jumlah|nilai)\b", re.IGNORECASE)
_CHOICE = pattern(r"^\s*(?:jika\s+)?([A-Za-z]+)\s*(?:[.)]|,\s*jika|:)\s*", re.IGNORECASE)
_UP_TO = pattern(r"0\s*[-\u2013]\s*(\d+)")
_FIRST = ("a", "1", "i")
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")


class PrintedColumns(NamedTuple):
    """Where a form prints what: its sheet, the row of its headings, the first column of its outline, and others."""

    sheet: str
    row: int
    outline: int
    weight: int
    scale: int
    rubric: int | None


@dataclass
class _Printed:
    """A row of the form: its column of markers, and what stands in it."""

    number: int
    column: int
    marker: str
    label: str
    weight: object
    scale: str
    rubric: str


@dataclass
class PrintedForm:
    """What was read of an official form: sheets of a ruleset, and the rows that were not understood."""

    sheets: tuple[RuleSheet, ...] = ()
    unread: list[str] = field(default_factory=list)


def read_printed_form(rows: Rows, columns: PrintedColumns, own: str) -> PrintedForm:
    """Return what an official form prints.

    Args:
        rows: the cells of its sheet.
        columns: where it prints what.
        own: id of the ruleset that is made of it.

    """
    form = PrintedForm()
    form.sheets = tuple(_Reader(form, rows, columns).sheets(own))
    return form


class _Reader:
    """Reads the rows of one form, from top to bottom."""

    def __init__(self, form: PrintedForm, rows: Rows, columns: PrintedColumns) -> None:
        self._form, self._columns = form, columns
        found = [self._printed(number, row) for number, row in enumerate(rows[columns.row + 1 :], columns.row + 2)]
        self._rows = [row for row in found if row]
        self._without_percent()
        self._scales: dict[str, tuple[str, str]] = {}  # name and kind by printed text
        self._tree: list[Row] = []
        self._markers: dict[int, str] = {}  # the last one of headings in each column

    def _without_percent(self) -> None:
        """Take weights as points where they are parts of 1: 60% is stored as 0.6, and no form is worth one point."""
        weights = [row.weight for row in self._rows if isinstance(row.weight, Fraction)]
        for row in self._rows if weights and max(weights) <= 1 else ():
            if isinstance(row.weight, Fraction):
                row.weight *= 100

    def _printed(self, number: int, row: Sequence[object]) -> _Printed | None:
        columns = self._columns
        cells = [single_spaced(as_text(cell) or "") if cell != "" else "" for cell in row]
        cells += [""] * (max(columns.weight, columns.scale, columns.rubric or 0) + 1 - len(cells))
        said = [n for n in range(columns.outline, columns.weight) if cells[n]]
        scale = cells[columns.scale]
        if not said or (_TOTAL.match(cells[said[0]]) and len(said) == 1 and not scale):
            return None
        first = cells[said[0]]
        match = _MARKER.fullmatch(first)
        is_marker = (match or first in _DASHES) and len(said) > 1
        label = cells[said[1]] if is_marker else first
        rubric = "" if columns.rubric is None or columns.rubric >= len(row) else str(row[columns.rubric])
        marker = (match[1] if match else "-") if is_marker else ""
        weight = as_number(row[columns.weight]) if cells[columns.weight] else None
        return _Printed(number, said[0], marker, label, weight, scale, rubric)

    def sheets(self, own: str) -> Iterator[RuleSheet]:
        self._read()
        choices = {key[len(RUBRIC) :] for row in self._tree for key in row if key.startswith(RUBRIC)}
        known: dict[str, tuple[Sequence[Row], Sequence[str]]] = {
            RULES_SHEET.name: (list(open_head(own)), ()),
            SOURCES.name: ([{"key": key, "kind": "hukum", "text": _OPEN} for key in ("lke", "minimum")], ()),
            SCALES.name: (list(self._scale_rows()), ()),
            TREE_SHEET.name: (self._tree, [f"{RUBRIC}{choice}" for choice in sorted(choices)]),
            CRITERIA.name: (list(self._criteria()), [f"{MINIMUM}WBK", f"{MINIMUM}WBBM"]),
        }
        for sheet in SHEETS:
            rows, named = known.get(sheet.name, ((), ()))
            yield RuleSheet(sheet, tuple(rows), tuple(named))

    def _criteria(self) -> Iterator[Row]:
        roots = [str(row["code"]) for row in self._tree if row["kind"] == SECTION and "." not in str(row["code"])]
        total: Row = {"id": "total", "label": "Nilai total", "measure": "nilai", "of": "; ".join(roots)}
        yield total | {"source": "minimum", f"{MINIMUM}WBK": _OPEN, f"{MINIMUM}WBBM": _OPEN}
        yield {"id": f"{OPEN}: nilai minimum lain, satu baris masing-masing)"}

    def _read(self) -> None:
        """Make rows of the tree: what has a scale in the last column of markers is a question, others are headings."""
        deepest = max((row.column for row in self._rows if row.marker and row.scale), default=0)
        above: list[tuple[int, str, str]] = []  # column, marker and code of the headings that are open
        questions: list[str] = []  # last parts of the codes of the questions of the indicator
        for place, row in enumerate(self._rows):
            following = self._rows[place + 1] if place + 1 < len(self._rows) else None
            if row.column < deepest and row.marker and row.weight is not None:
                self._heading(row, above, following)
                questions = []
            elif row.scale and _bare(row.scale) == _COUNT:
                self._count(row)
            elif row.column == deepest and row.scale and above:
                next_ = numbered([*questions, None], _LETTERS)[-1]
                own = next_ if row.marker in ("", "-") else row.marker.casefold()
                questions.append(own)
                self._question(row, f"{above[-1][2]}.{own}", row.weight)
            else:
                self._form.unread.append(f"{self._columns.sheet}!{row.number}: {row.label}")
        self._mark_indicators()
        self._share_weights()

    def _heading(self, row: _Printed, above: list[tuple[int, str, str]], following: _Printed | None) -> None:
        marker = row.marker
        is_first = marker.casefold() in _FIRST
        while above and above[-1][0] > row.column:
            above.pop()
        same = [n for n, (column, other, _code) in enumerate(above) if column == row.column and _follows(other, marker)]
        if same:
            del above[same[-1] :]
        elif above and above[-1][0] == row.column and not (is_first and not self._has_questions(above[-1][2])):
            above.pop()
        own = beginning(self._markers.get(row.column, "")) if marker == "-" else marker
        self._markers[row.column] = own
        code = f"{above[-1][2]}.{own}" if above else own
        above.append((row.column, marker, code))
        self._tree.append({"code": code, "kind": SECTION, "label": row.label, "weight": row.weight, "source": "lke"})  # type: ignore[dict-item]
        if row.scale and not _is_below(following, row):
            self._question(row, code)

    def _has_questions(self, code: str) -> bool:
        return any(row["kind"] == QUESTION and str(row["code"]).startswith(f"{code}.") for row in self._tree)

    def _question(self, row: _Printed, code: str, weight: object = None) -> None:
        name, kind = self._named(row.scale)
        cells: Row = {"code": code, "kind": QUESTION, "label": row.label, "scale": name, "source": "lke"}
        cells["weight"] = weight  # type: ignore[assignment]  # a number
        marker = row.marker if row.marker == "-" else row.marker.casefold()
        if marker and marker != own_marker(code, ""):
            cells["marker"] = marker
        if kind == "rasio":
            cells |= {"ratio": f"{OPEN}: pembilang / penyebut)", "zero": _OPEN}
        if kind == "pilihan":
            cells |= {f"{RUBRIC}{choice}": text for choice, text in _rubric(row.rubric, row.scale.split("/")).items()}
        self._tree.append(cells)

    def _count(self, row: _Printed) -> None:
        label = re.sub(r"^[-\u2013\u2014\u2022]\s*", "", row.label)
        key = re.sub(r"[^a-z0-9]+", "_", label.casefold()).strip("_")[:40].strip("_")
        places = [n for n, each in enumerate(self._tree) if each["kind"] == QUESTION]
        if not places:
            self._form.unread.append(f"{self._columns.sheet}!{row.number}: {row.label}")
            return
        taken = [each["code"] for each in self._tree[places[-1] :] if each["kind"] == COUNT]
        key = key if key not in taken else f"{key}_{len(taken)}"
        self._tree.append({"code": key, "kind": COUNT, "label": label, "source": "lke"})

    def _mark_indicators(self) -> None:
        """Headings with questions of their own are indicators."""
        codes = [str(row["code"]) for row in self._tree if row["kind"] == QUESTION]
        headings = {str(row["code"]) for row in self._tree if row["kind"] == SECTION}
        owners = {code if code in headings else code.rpartition(".")[0] for code in codes}
        for row in self._tree:
            if row["kind"] == SECTION and str(row["code"]) in owners:
                row["kind"] = INDICATOR

    def _share_weights(self) -> None:
        """Of questions that weigh the same the form may print what each is worth: they share their indicator's."""
        asked = [row for row in self._tree if row["kind"] == QUESTION]
        for _, group in groupby(asked, key=lambda row: str(row["code"]).rpartition(".")[0]):
            rows = list(group)
            if len({row["weight"] for row in rows}) == 1:
                for row in rows:
                    row["weight"] = None

    def _named(self, text: str) -> tuple[str, str]:
        bare = _bare(text)
        if bare not in self._scales:
            kind = "rasio" if bare in ("%", "persen", "0-100%") else "angka" if _UP_TO.search(text) else "pilihan"
            name = {"rasio": "persen", "angka": "nilai"}.get(kind) or re.sub(r"\W+", "_", text.casefold()).strip("_")
            self._scales[bare] = (name, kind)
        return self._scales[bare]

    def _scale_rows(self) -> Iterator[Row]:
        texts = {_bare(row.scale): row.scale for row in self._rows}
        for bare, (name, kind) in self._scales.items():
            text = texts[bare]
            first: Row = {"key": name, "kind": kind, "printed": text, "source": "lke"}
            if kind == "angka" and (match := _UP_TO.search(text)):
                yield first | {"highest": match[1], "external": f"{OPEN}: Ya bila diukur pihak lain)"}
            elif kind == "pilihan":
                rows: list[Row] = [{"choice": choice.strip(), "value": _OPEN} for choice in text.split("/")]
                yield first | rows[0]
                yield from rows[1:]
            else:
                yield first


def _is_below(following: _Printed | None, row: _Printed) -> bool:
    """Whether a row stands under a heading: further right, or in its column as the first of another list."""
    if following is None or following.column < row.column:
        return False
    is_first = following.marker.casefold() in _FIRST and not _follows(row.marker, following.marker)
    return following.column > row.column or (is_first and following.weight is not None)


def _follows(marker: str, other: str) -> bool:
    """Whether a marker may come after another in one list: both are numbers, letters or Roman numbers."""
    return numbered([marker, None], _LETTERS)[-1].casefold() == other.casefold()


def _bare(text: str) -> str:
    return "".join(text.casefold().split())


def _rubric(text: str, choices: list[str]) -> dict[str, str]:
    """Return what a printed rubric says of each choice: a line that begins with it, and those that follow."""
    known = {choice.strip().casefold(): choice.strip() for choice in choices}
    known |= {word: known[word[0]] for word in ("ya", "tidak") if word[0] in known}
    found: dict[str, str] = {}
    current = ""
    for line in text.split("\n"):
        match = _CHOICE.match(line)
        is_choice = match is not None and match[1].casefold() in known
        current = known[match[1].casefold()] if match and is_choice else current
        told = line[match.end() :] if match and is_choice else line
        if current and told.strip():
            found[current] = single_spaced(f"{found.get(current, '')} {told}")
    return {choice: f"{told[:1].upper()}{told[1:]}" for choice, told in found.items()}
