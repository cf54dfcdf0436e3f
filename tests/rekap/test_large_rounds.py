"""A ranking of many units: of what is large in a unit, of its rows and of its cells only some are alive at a time."""

from __future__ import annotations

import gc
import io
import pickle
import zipfile
from functools import cache

import pytest
from batches import RESULT, synthetic
from conftest import RULESET
from openpyxl import load_workbook

from zi_score.evaluation.criterion import CriterionResult
from zi_score.model.packed import PackedMapping, PackedSequence
from zi_score.model.written import Number
from zi_score.rekap.ranking import BatchResult, rekap
from zi_score.rekap.unit_line import UnitLine
from zi_score.reports.document import Rows, Table
from zi_score.reports.documents.rekap import document
from zi_score.reports.render import html, render
from zi_score.reports.render.xlsx_cells import Entry, text_entry
from zi_score.reports.render.xlsx_sheet import Filled

FEW, MANY = 20, 200


@cache
def units() -> list[UnitLine]:
    """Return units with random answers, each of a digest of its own."""
    return [synthetic(seed).model_copy(update={"digest": str(seed)}) for seed in range(1, FEW + 1)]


def ranking(count: int) -> BatchResult:
    """Return a batch of so many units, whose answers come again."""
    named = ((f"acak/{place}.xlsx", units()[place % FEW]) for place in range(count))
    lines = (
        unit.model_copy(update={"path": path, "digest": path, "unit": unit.unit.model_copy(update={"name": path})})
        for path, unit in named
    )
    return rekap(RULESET, lines)


def alive(kind: type) -> int:
    """Return how many objects of a class there are."""
    gc.collect()
    return sum(type(each) is kind for each in gc.get_objects())


def test_criteria_of_units_lie_packed() -> None:
    """What a ranking of ten times as many units keeps of their criteria is no more."""
    kept = []
    for count in (FEW, MANY):
        before = alive(CriterionResult)
        made = document(ranking(count), RULESET, "html")
        kept.append(alive(CriterionResult) - before)
        assert sum(len(block.rows) for block in made.blocks if block.key.startswith("ranking-")) == count  # type: ignore[attr-defined]
    few, many = kept
    each = sum(len(predicate.criteria) for predicate in units()[0].predicates)
    assert many - few < 10 * each


def test_rows_of_a_page_are_made_one_by_one() -> None:
    """While a page of ten times as many units is written, no more figures are alive; it is that of one piece."""
    most = []
    for count in (FEW, MANY):
        made = document(ranking(count), RULESET, "html")
        parts, figures = [], []
        for part in html.streamed(made):
            parts.append(part)
            figures.append(alive(Number))
        assert "".join(parts) == html.render(made)
        most.append(max(figures))
    few, many = most
    assert many - few < MANY - FEW  # a row has some of them


@pytest.mark.parametrize("key", ["ranking", "all-criteria", "all-areas", "unanswered"])
def test_cells_of_a_workbook_lie_packed(key: str) -> None:
    """Of what stands in a long table, no cell is alive until it is written; then it is what a short table has."""
    table = next(block for block in document(ranking(MANY), RULESET, "xlsx").blocks if block.key == key)
    assert isinstance(table, Table)
    assert isinstance(table.rows, Rows)
    text_entry.cache_clear()
    before = alive(Entry)
    filled = Filled(table)
    text_entry.cache_clear()
    assert len(filled.rows) == len(table.rows) >= MANY / FEW
    assert alive(Entry) - before < 2 * len(table.columns)
    listed = Table(key=key, title=table.title, columns=table.columns, rows=list(table.rows))
    assert filled.rows[:FEW] == Filled(listed).rows[:FEW]
    assert filled.widths(is_filtered=True) == Filled(listed).widths(is_filtered=True)


def test_sheets_of_units_are_written_row_by_row() -> None:
    """Texts of long tables stand in their cells; charts have their figures with them; the bytes are ever the same."""
    made = render(document(RESULT, RULESET, "xlsx"), "xlsx")
    assert isinstance(made, bytes)
    assert made == render(document(RESULT, RULESET, "xlsx"), "xlsx")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert b'"inlineStr"' not in package.read("xl/worksheets/sheet1.xml")
        assert b'"inlineStr"' in package.read("xl/worksheets/sheet2.xml")
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
        assert charts
        assert all(b"<c:numCache>" in package.read(name) for name in charts)
    names = {cell.value for cell in load_workbook(io.BytesIO(made)).worksheets[1]["B"]}
    assert {unit.unit.name for unit in RESULT.units if unit.unit.name and unit.unit.name.isalnum()} <= names


def test_packed_is_as_unpacked() -> None:
    """Units are equal whatever way they went, and so is what lies packed in them."""
    unit = units()[0]
    assert pickle.loads(pickle.dumps(unit)) == unit  # noqa: S301 - our own
    assert UnitLine.model_validate_json(unit.model_dump_json()) == unit
    assert unit.predicates == tuple(unit.predicates) == PackedSequence(list(unit.predicates))
    assert unit.predicates != unit.findings
    assert unit.values == dict(unit.values) == PackedMapping(dict(unit.values))
    assert unit.values != unit.areas
    assert repr(PackedSequence("ab")) == "('a', 'b')"
    assert repr(PackedMapping({"a": 1})) == "{'a': 1}"
    assert len({PackedSequence("ab"), PackedSequence(["a", "b"])}) == 1
