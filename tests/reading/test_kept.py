"""Forms that were placed before: what was read of other workbooks of a form changes nothing of the next one."""

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import VALID
from openpyxl import load_workbook

from zi_score.api.one import check, evaluate
from zi_score.reading.layout import outline
from zi_score.reading.layout.kept import Few

FIELD = VALID.parent / "field"
ANSWERS = ["A", "B", "C", "Ya", "Tidak", "85%", 3, 0, "-", None, None]


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    forget(monkeypatch)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget every form that was placed."""
    monkeypatch.setattr(outline, "_placements", Few())
    monkeypatch.setattr(outline, "_sayings", Few())


def copies(path: Path, many: int) -> Iterator[bytes]:
    """Yield copies of a workbook that other units filled in: answers, and now and then something beside them."""
    rnd = random.Random(path.stem)
    for _copy in range(many):
        book = load_workbook(path)
        sheet = max(book.worksheets, key=lambda each: each.max_row)
        for cells in sheet.iter_rows(min_row=6, min_col=2):
            for cell in cells:
                if not hasattr(cell, "column_letter") or rnd.random() < 0.8:
                    continue
                if isinstance(cell.value, str) and cell.value in ("A", "B", "C", "D", "E", "Ya", "Tidak"):
                    cell.value = rnd.choice(ANSWERS)
                elif cell.value is None and rnd.random() < 0.02:
                    cell.value = rnd.choice([*ANSWERS, "1", "(2)", "lihat catatan"])
        stream = io.BytesIO()
        book.save(stream)
        yield stream.getvalue()


@pytest.mark.parametrize(
    "path",
    [FIELD / "field-52-2014.xlsx", FIELD / "field-lke-zi.xlsx", VALID / "52-2014-wbk.xlsx"],
    ids=lambda p: p.stem,
)
def test_other_workbooks_of_a_form_change_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same comes out of a workbook whatever was read before it."""
    sources = [path.read_bytes(), *copies(path, 6)]
    after_others = [evaluate(source, path="lke.xlsx") for source in (*sources, *sources)][len(sources) :]
    for source, found in zip(sources, after_others, strict=True):
        forget(monkeypatch)
        assert evaluate(source, path="lke.xlsx") == found


def test_a_copy_is_not_placed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a form with rows that find no place a copy is known by what has a say in it."""
    source = (FIELD / "field-52-2014.xlsx").read_bytes()
    check(source, path="lke.xlsx")

    def refuse(*_given: object) -> None:
        raise AssertionError("placed again")

    monkeypatch.setattr(outline, "_placed", refuse)
    monkeypatch.setattr(outline, "read_rows", refuse)
    evaluate(source, path="lke.xlsx")
