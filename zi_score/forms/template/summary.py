"""The sheet ``Ringkasan``: what the unit and the TPI reach, against the minimums, live."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.forms.template import formulas
from zi_score.forms.template.answers import TPI, UNIT, FormColumns, address, count_of_answered
from zi_score.forms.template.identity import NAME_CELL
from zi_score.forms.template.outline import FormOutline
from zi_score.forms.template.style import (
    MET_STYLE,
    NOT_MET_STYLE,
    Horizontal,
    Look,
    cell_at,
    dress,
    fit_height,
    print_on_a4,
    put_text,
    set_widths,
)
from zi_score.law.cited import Minimum
from zi_score.law.ruleset import Criterion, Ruleset

SHEET = "Ringkasan"
_ASSESSORS = (("Unit", UNIT), ("TPI", TPI))
_NAME_ROW, _FILLED_ROW, _HEADER_ROW = 2, 4, 7
_SOURCE_WIDTH, _LABEL_WIDTH = 46.0, 42.0
_NO_MINIMUM = "-"


class _Style(NamedTuple):
    look: Look
    form: str = ""


_TEXT, _WEIGHT, _SHARE = _Style("text"), _Style("text", "0.00"), _Style("text", "0%")
_COUNT, _POINTS, _PERCENT = _Style("formula", "0"), _Style("formula", "0.00"), _Style("formula", "0.00%")


@dataclass(frozen=True)
class _Table:
    """The columns of the criteria, which depend on how many predicates the ruleset has."""

    sheet: Worksheet
    outline: FormOutline

    @property
    def ruleset(self) -> Ruleset:
        return self.outline.ruleset

    def minimum(self, predicate: int) -> int:
        return 3 + predicate

    def reached(self, assessor: int) -> int:
        predicates = len(self.ruleset.predicates)
        return 3 + predicates + assessor * (2 + predicates)

    def status(self, assessor: int, predicate: int) -> int:
        return self.reached(assessor) + 2 + predicate

    @property
    def source(self) -> int:
        return self.reached(len(_ASSESSORS))

    def filled(self, assessor: int) -> str:
        return f"$B${_FILLED_ROW + assessor}"

    def headers(self) -> list[str]:
        predicates = self.ruleset.predicates
        names = ["Nilai", "%", *predicates]
        reached = [f"{name}\n({assessor})" for assessor, _ in _ASSESSORS for name in names]
        return ["Kriteria", "Bobot", *(f"Minimum {p}" for p in predicates), *reached, "Sumber"]


def write_summary(sheet: Worksheet, outline: FormOutline) -> None:
    """Write the criteria, whether all are met, and the areas of change."""
    table = _Table(sheet, outline)
    _write_top(table)
    criteria = [c for c in table.ruleset.criteria if c.measure != "fact"]
    for row, criterion in enumerate(criteria, _HEADER_ROW + 1):
        _write_criterion(table, row, criterion)
    last = _HEADER_ROW + len(criteria)
    _write_verdict(table, last + 1, criteria)
    row = _write_note(table, last + 2)
    if table.ruleset.areas:
        row = _write_areas(table, row + 1)
    _colour(table, last + 1)
    sheet.freeze_panes = f"B{_HEADER_ROW + 1}"
    print_on_a4(sheet)


def _write(table: _Table, row: int, column: int, value: str | float, style: _Style = _TEXT) -> None:
    """Write a number or a formula."""
    cell_at(table.sheet, row, column).value = value
    _dress(table, row, column, style)


def _label(table: _Table, row: int, column: int, text: str, style: _Style = _TEXT) -> None:
    """Write a text, whatever it begins with."""
    put_text(cell_at(table.sheet, row, column), text)
    _dress(table, row, column, style)


def _dress(table: _Table, row: int, column: int, style: _Style) -> None:
    align: Horizontal = "left" if column in {1, table.source} else "center"
    wrap = style.look not in {"title", "heading"}
    dress(cell_at(table.sheet, row, column), style.look, align=align, form=style.form, wrap=wrap)


def _write_top(table: _Table) -> None:
    sheet = table.sheet
    widths = {get_column_letter(column): 10.5 for column in range(2, table.source)}
    set_widths(sheet, widths | {"A": _LABEL_WIDTH, get_column_letter(table.source): _SOURCE_WIDTH})
    _label(table, 1, 1, "Ringkasan capaian terhadap nilai minimum", _Style("title"))
    _write(table, _NAME_ROW, 1, f'=IF(LEN({NAME_CELL})=0,"(nama unit belum diisi)",{NAME_CELL})', _Style("heading"))
    questions = len(table.ruleset.questions)
    for number, (assessor, columns) in enumerate(_ASSESSORS):
        row = _FILLED_ROW + number
        _label(table, row, 1, f"Pertanyaan terisi, {assessor} (dari {questions})")
        _write(table, row, 2, count_of_answered(columns, table.outline), _COUNT)
    for column, text in enumerate(table.headers(), 1):
        _label(table, _HEADER_ROW, column, text, _Style("header"))
    for row, height in ((1, 24), (_NAME_ROW, 20), (_HEADER_ROW, 34)):
        sheet.row_dimensions[row].height = height


def _points(table: _Table, columns: FormColumns, nodes: Iterable[str]) -> str:
    return formulas.total(address(columns.value, table.outline.node_rows[code]) for code in nodes)


def _weight(table: _Table, nodes: Iterable[str]) -> float:
    return float(sum((table.ruleset.nodes[code].weight for code in nodes), Fraction()))


def _write_criterion(table: _Table, row: int, criterion: Criterion) -> None:
    nodes = table.ruleset.nodes_of(criterion)
    citation = table.ruleset.citation(criterion).text
    is_share = criterion.measure == "share"
    _label(table, row, 1, criterion.label)
    _write(table, row, 2, _weight(table, nodes), _WEIGHT)
    for number, predicate in enumerate(table.ruleset.predicates):
        minimum = _number(criterion.minimum.get(predicate))
        column = table.minimum(number)
        _write(table, row, column, _NO_MINIMUM if minimum is None else minimum, _SHARE if is_share else _WEIGHT)
    for number, (_, columns) in enumerate(_ASSESSORS):
        _write_reached(table, row, number, _points(table, columns, nodes))
        for place, predicate in enumerate(table.ruleset.predicates):
            if criterion.minimum.get(predicate) is None:
                _label(table, row, table.status(number, place), _NO_MINIMUM)
                continue
            reached = _letter(table.reached(number) + is_share, row)
            formula = formulas.status(reached, _letter(table.minimum(place), row), table.filled(number))
            _write(table, row, table.status(number, place), formula)
    _label(table, row, table.source, citation)
    fit_height(table.sheet, row, [(criterion.label, _LABEL_WIDTH), (citation, _SOURCE_WIDTH)])


def _write_reached(table: _Table, row: int, assessor: int, formula: str) -> None:
    column = table.reached(assessor)
    _write(table, row, column, formula, _POINTS)
    share = formulas.share_of(_letter(column, row), _letter(2, row))
    _write(table, row, column + 1, share, _PERCENT)


def _letter(column: int, row: int) -> str:
    return f"{get_column_letter(column)}{row}"


def _number(minimum: Minimum | None) -> float | None:
    return float(minimum) if isinstance(minimum, Fraction) else None


def _write_verdict(table: _Table, row: int, criteria: list[Criterion]) -> None:
    for column in range(1, table.source + 1):
        _label(table, row, column, "", _Style("total"))
    _label(table, row, 1, f"Semua nilai minimum {table.ruleset.sheet_name}", _Style("total"))
    for assessor in range(len(_ASSESSORS)):
        for place, predicate in enumerate(table.ruleset.predicates):
            column = table.status(assessor, place)
            needed = sum(criterion.minimum.get(predicate) is not None for criterion in criteria)
            statuses = f"{_letter(column, _HEADER_ROW + 1)}:{_letter(column, row - 1)}"
            _write(
                table, row, column, formulas.status_of_all(statuses, needed, table.filled(assessor)), _Style("total")
            )


def _write_note(table: _Table, row: int) -> int:
    sheet = table.ruleset.sheet_name
    notes = (
        "Perbandingan memakai nilai yang tidak dibulatkan; tampilan dua angka di belakang koma.",
        f"Syarat di luar {sheet} (lembar Identitas) tidak dinilai di sini; jalankan zi-score evaluate.",
    )
    for number, note in enumerate(notes, row):
        cell = cell_at(table.sheet, number, 1)
        put_text(cell, note)
        cell.font = Font(name="Calibri", size=9, italic=True)
    return row + len(notes)


def _write_areas(table: _Table, row: int) -> int:
    """Write one row per area: its parts, their sum and its share, for each assessor; return the next free row."""
    _label(table, row, 1, "Area perubahan", _Style("heading"))
    areas = table.ruleset.areas
    longest = max(areas, key=lambda area: len(area.sections)).sections
    shown = longest if len(longest) > 1 else ()
    parts = [table.ruleset.nodes[code.rpartition(".")[0] or code].name for code in shown]
    names = [*parts, "Nilai", "%"]
    headers = ["Area", "Bobot", *(f"{name}\n({assessor})" for assessor, _ in _ASSESSORS for name in names)]
    for column, text in enumerate(headers, 1):
        _label(table, row + 1, column, text, _Style("header"))
    table.sheet.row_dimensions[row + 1].height = 34
    for number, area in enumerate(areas, row + 2):
        _label(table, number, 1, f"{area.number}. {table.ruleset.nodes[area.sections[0]].name}")
        _write(table, number, 2, _weight(table, area.sections), _WEIGHT)
        for assessor, (_, columns) in enumerate(_ASSESSORS):
            start = 3 + assessor * len(names)
            for place in range(len(parts)):
                points = _points(table, columns, area.sections[place : place + 1]) if place < len(area.sections) else ""
                _write(table, number, start + place, points, _POINTS)
            reached = start + len(parts)
            _write(table, number, reached, _points(table, columns, area.sections), _POINTS)
            share = formulas.share_of(_letter(reached, number), _letter(2, number))
            _write(table, number, reached + 1, share, _PERCENT)
        fit_height(table.sheet, number, ())
    return row + 2 + len(areas)


def _colour(table: _Table, last: int) -> None:
    for assessor in range(len(_ASSESSORS)):
        first_status = table.status(assessor, 0)
        last_status = table.status(assessor, len(table.ruleset.predicates) - 1)
        top = _letter(first_status, _HEADER_ROW + 1)
        cells = f"{top}:{_letter(last_status, last)}"
        for start, style in (("Terpenuhi", MET_STYLE), ("Belum", NOT_MET_STYLE)):
            begins = f'LEFT({top},{len(start)})="{start}"'
            table.sheet.conditional_formatting.add(cells, Rule("expression", dxf=style, formula=[begins]))
