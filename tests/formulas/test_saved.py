"""Workbooks that the program writes carry their values: those that a spreadsheet program computes, or none."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

import pytest
from conftest import VALID, of_each_sort
from formats import uncalculated
from openpyxl import Workbook, load_workbook
from plans import everything, external, improvement_of, met, unreachable, worksheet_of
from recalculate import Recalculated, libreoffice
from workbooks import content

from zi_score import annotate
from zi_score.forms.plan import workbook as plan_workbook
from zi_score.forms.saving import saved
from zi_score.forms.template.workbook import render
from zi_score.formulas.saved import with_values
from zi_score.improve.plan import Improvement
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.model.language import LANGUAGES, use_language

TOLERANCE = 1e-9
Value = float | str | bool | None
PLANS: Mapping[str, Callable[[], Improvement]] = {
    "everything": everything,
    "unreachable": unreachable,
    "met": met,
    "external": external,
    "half-empty": lambda: improvement_of(worksheet_of("half-empty"), target="WBBM"),
    "zero-counts": lambda: improvement_of(worksheet_of("zero-counts"), target="WBBM"),
    "52-2014": lambda: improvement_of(worksheet_of("52-2014-half-empty"), target="WBK"),
}


def plan(name: str, language: str) -> bytes:
    """Return the workbook of a plan."""
    use_language(language)
    improvement = PLANS[name]()
    made = plan_workbook.render(improvement, load_ruleset(improvement.ruleset.id))
    use_language("id")
    return made


WORKBOOKS: Mapping[str, Callable[[], bytes]] = {
    **{f"template-{id_}": partial(lambda id_: render(load_ruleset(id_)), id_) for id_ in built_in_rulesets()},
    **{f"plan-{name}-{language}": partial(plan, name, language) for name in PLANS for language in LANGUAGES},
}
"""Every kind of workbook with formulas that the program writes."""


@cache
def made(name: str) -> bytes:
    """Return one of them, made once."""
    return WORKBOOKS[name]()


def values(source: bytes | Path) -> dict[str, Value]:
    """Return what is saved with each formula of a workbook; the empty text is one, too."""
    stream = io.BytesIO(source if isinstance(source, bytes) else source.read_bytes())
    formulas, shown = load_workbook(stream), load_workbook(stream, data_only=True)
    cells = (cell for sheet in formulas for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    found: dict[str, Value] = {}
    for cell in cells:
        other = shown[cell.parent.title][cell.coordinate]
        is_blank = other.value is None and other.data_type == "str"
        found[f"{cell.parent.title}!{cell.coordinate}"] = "" if is_blank else other.value
    return found


def differing(found: Mapping[str, Value], right: Mapping[str, Value]) -> Iterator[str]:
    """Yield the cells with other values than the right ones."""
    assert found.keys() == right.keys()
    for cell, value in found.items():
        other = right[cell]
        if isinstance(value, float | int) and isinstance(other, float | int):
            if abs(value - other) > TOLERANCE * max(1, abs(other)):
                yield f"{cell}: {value} for {other}"
        elif (type(value), value) != (type(other), other):
            yield f"{cell}: {value!r} for {other!r}"


def written(folder: Path) -> list[Path]:
    """Write every workbook without its values."""
    paths = []
    for name in WORKBOOKS:
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(uncalculated(made(name)))
    return paths


@libreoffice(written)
def test_libreoffice_computes_the_saved_values(recalculated: Recalculated) -> None:
    """Every formula cell of every workbook has the value that LibreOffice finds."""
    compared = 0
    for path in recalculated(written):
        found = values(made(path.stem))
        assert list(differing(found, values(path))) == [], path.stem
        compared += len(found)
    assert compared > 1_000


@pytest.mark.parametrize("path", of_each_sort(sorted(VALID.glob("*.xlsx"))))
def test_filled_forms_are_computed_alike(path: Path) -> None:
    """What LibreOffice saved in the worksheets, the program saves too: no formula of the form is beyond it."""
    bare = saved(load_workbook(path))
    computed = with_values(bare)
    assert computed != bare
    assert list(differing(values(computed), values(path))) == []


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_formula_has_a_value(name: str) -> None:
    """None is left out; and the workbook still asks to be calculated, as a person may type at once."""
    found = values(made(name))
    assert found
    assert None not in found.values()
    with zipfile.ZipFile(io.BytesIO(made(name))) as package:
        assert b'fullCalcOnLoad="1"' in package.read("xl/workbook.xml")


@pytest.mark.parametrize("name", WORKBOOKS)
def test_nothing_else_changes(name: str) -> None:
    """Parts, their order and their dates are those of the workbook without values, and so is their text."""
    bare = uncalculated(made(name))
    with zipfile.ZipFile(io.BytesIO(bare)) as before, zipfile.ZipFile(io.BytesIO(with_values(bare))) as after:
        assert after.namelist() == before.namelist()
        assert [each.date_time for each in after.infolist()] == [each.date_time for each in before.infolist()]
    assert parts(uncalculated(with_values(bare))) == parts(bare)


def parts(package: bytes) -> dict[str, bytes]:
    """Return the parts of a workbook."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        return {name: source.read(name) for name in source.namelist()}


def book(**cells: object) -> bytes:
    """Return a workbook of these cells."""
    workbook = Workbook()
    for cell, value in cells.items():
        workbook.worksheets[0][cell] = value
    return content(workbook)


def test_values_are_of_their_kind() -> None:
    """Numbers, texts, the empty text and truths; what XML would take for markup is a text too."""
    formulas = {"A1": "=0.1+0.2", "A2": '="<a> & b"', "A3": '=IF(1=1,"","x")', "A4": "=2>1", "A5": "=60*2"}
    found = values(with_values(book(**formulas)))
    assert found == {"Sheet!A1": 0.1 + 0.2, "Sheet!A2": "<a> & b", "Sheet!A3": "", "Sheet!A4": True, "Sheet!A5": 120}


@pytest.mark.parametrize(
    "formula",
    ["=SUM(ROUND(B1:B2,2))", "=1/0", "=A1", "=NOW()", "=SUMPRODUCT(COUNTIF(B1:B2,{1,2}),{1,0.5})", "=[1]LKE!K8"],
)
def test_one_that_is_not_certain_leaves_all_without(formula: str) -> None:
    """An error, a circle, or what the engine is not known to compute right: no value is saved."""
    bare = book(A1=formula, A2="=1+1", B1=1.234, B2=2)
    assert with_values(bare) == bare


def test_workbooks_are_written_without_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not installed, they have no values."""
    for name in ("formualizer", "zi_score.formulas.engine", "zi_score.formulas.trust"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setitem(sys.modules, "formualizer", None)
    bare = render(load_ruleset())
    assert set(values(bare).values()) == {None}
    assert parts(uncalculated(bare)) == parts(uncalculated(made(f"template-{load_ruleset().id}")))


@pytest.mark.parametrize("id_", built_in_rulesets())
def test_a_copy_with_findings_keeps_them(id_: str) -> None:
    """The values of the blank form stay in its annotated copy."""
    blank = made(f"template-{id_}")
    copy = values(annotate(blank))
    assert {cell: copy[cell] for cell in values(blank)} == values(blank)
