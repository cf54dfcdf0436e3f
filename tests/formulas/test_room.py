"""Formulas that would hang or end a program: a sentence in place of the proof, and everything else as ever."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable

import pytest
from conftest import FIELD, VALID
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.api.one import check_workbook
from zi_score.formulas import room
from zi_score.formulas.result import Proof
from zi_score.law.load import load_ruleset
from zi_score.model.language import use_language
from zi_score.reading.apart import NoProcessError, apart_for
from zi_score.reading.workbook import read_submission


def hostile(fill: Callable[[Worksheet], None]) -> bytes:
    """Return a sound workbook with one more sheet."""
    book, content = load_workbook(VALID / "lke-zi.xlsx"), io.BytesIO()
    fill(book.create_sheet("Lain"))
    book.save(content)
    return content.getvalue()


def endless_range(sheet: Worksheet) -> None:
    """Add up three whole columns at once."""
    sheet["A1"] = "=SUM(B1:D1048576)"


def doubling_text(sheet: Worksheet) -> None:
    """Double a text forty times, to more than any memory holds."""
    sheet["A1"] = "abcdefgh"
    for row in range(2, 42):
        sheet.cell(row, 1).value = f"=A{row - 1}&A{row - 1}"


def too_many(sheet: Worksheet) -> None:
    """Fill a column with more formulas than a form has."""
    for row in range(1, room.MOST_FORMULAS + 2):
        sheet.cell(row, 1).value = "=1+1"


def circle(sheet: Worksheet) -> None:
    """Let two cells read each other."""
    sheet["A1"], sheet["A2"] = "=A2", "=A1+1"


def nested(sheet: Worksheet) -> None:
    """Nest deeper than any program goes."""
    sheet["A1"] = "=" + "IF(1=1," * 2000 + "1" + ",0)" * 2000


def long_chain(sheet: Worksheet) -> None:
    """Let each of thousands of cells read the one before."""
    sheet["A1"] = 1
    for row in range(2, 4000):
        sheet.cell(row, 1).value = f"=A{row - 1}+1"


def doubtful_chain(sheet: Worksheet) -> None:
    """Let thousands of cells hang on one that is not proven."""
    sheet["A1"] = '=INDIRECT("B1")'
    for row in range(2, 2000):
        sheet.cell(row, 1).value = f"=A{row - 1}+1"


def whole_columns(sheet: Worksheet) -> None:
    """Multiply whole columns cell by cell."""
    for row in range(1, 21):
        sheet.cell(row, 1).value = "=SUMPRODUCT(D:D,E:E,F:F)"


@pytest.mark.parametrize("fill", [endless_range, doubling_text, too_many])
def test_what_is_too_much_is_a_sentence(fill: Callable[[Worksheet], None]) -> None:
    """The workbook is checked all the same; that its formulas were not is a warning that says why."""
    if fill is doubling_text and sys.platform != "linux":
        pytest.skip("memory is held to a limit on Linux alone")
    found = check_workbook(hostile(fill), path="lain.xlsx")
    assert found.error is None
    assert found.proof
    assert found.proof.problem
    assert found.proof.judged == 0
    (told,) = [each for each in found.findings if each.name == "formulas-not-audited"]
    assert told.details["problem"] == found.proof.problem


def test_sheets_that_differ_in_capitals_alone_are_a_sentence() -> None:
    """Nobody knows which one a formula reads: no sound formula is accused for the other's cells."""
    content, twin = io.BytesIO(), ("Ctt Eval", "lke zi")
    with zipfile.ZipFile(VALID / "lke-zi.xlsx") as sound, zipfile.ZipFile(content, "w") as copy:
        for name in sound.namelist():
            copy.writestr(name, sound.read(name).replace(*(each.encode() for each in twin)))
    found = check_workbook(content.getvalue(), path="kembar.xlsx")
    assert [each.details["problem"] for each in found.findings if each.severity != "notice"] == ["LKE ZI = lke zi"]


def test_where_no_process_can_be_started_formulas_wait_for_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a browser, say: everything else is checked, a sentence says what was not, and the tip which command does."""

    def refuse(*_asked: object, **_options: object) -> None:
        raise NoProcessError

    monkeypatch.setattr(room, "apart_for", refuse)
    use_language("en")
    found = check_workbook(VALID / "wbk.xlsx")
    assert found.proof
    assert (found.proof.judged, found.proof.formulas > 0) == (0, True)
    (told,) = [each for each in found.findings if each.name == "formulas-not-audited"]
    assert "no other process can be started here" in told.message
    assert "zi-score check" in told.tip


@pytest.mark.parametrize("fill", [circle, nested, long_chain, doubtful_chain, whole_columns])
def test_what_is_odd_keeps_no_other_formula_from_its_proof(fill: Callable[[Worksheet], None]) -> None:
    """All formulas of the form are proven beside it."""
    found = check_workbook(hostile(fill), path="lain.xlsx")
    assert found.proof
    assert (found.proof.problem, found.proof.judged, found.proof.wrong) == (None, 270, 0)


def test_a_proof_follows_from_what_it_is_asked_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not from what was proven before it, nor from the place of the workbook or the language: proofs can be shared."""
    monkeypatch.setattr(room, "apart_for", apart_for)  # each of these is made
    contents = [path.read_bytes() for path in (FIELD / "field-totals.xlsx", VALID / "52-2014-parts.xlsx")]
    first = [proof_of(content, "lke.xlsx") for content in contents]
    use_language("en")
    again = [proof_of(content, "kiriman/Balai Contoh.xlsx") for content in reversed(contents)]
    assert again[::-1] == first
    assert first[0] != first[1]


def proof_of(content: bytes, path: str) -> Proof:
    """Return the proof of a workbook."""
    submission = read_submission(content, path=path)
    made = room.proven(path, content, submission, load_ruleset(submission.worksheet.ruleset))
    assert made
    return made


def test_without_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program without it checks all but formulas, and says so; answers stay unknown."""
    monkeypatch.setattr(room, "apart_for", _not_installed)
    found = check_workbook(VALID / "lke-zi.xlsx")
    assert found.proof
    assert found.proof.problem == "formualizer"
    assert "formulas-not-audited" in {each.name for each in found.findings}


def _not_installed(*_arguments: object, **_options: object) -> None:
    raise ModuleNotFoundError(name="formualizer")
