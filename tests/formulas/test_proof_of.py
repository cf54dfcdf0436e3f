"""The proof itself, in this process: what the room gives back is what it found."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import BROKEN, FIELD, ROOT, VALID
from openpyxl import load_workbook

from zi_score.formulas.answers import answers_of
from zi_score.formulas.proof import proof_of
from zi_score.formulas.room import proven
from zi_score.law.load import load_ruleset
from zi_score.reading.workbook import read_submission

SHOWN = (
    *(VALID / f"{name}.xlsx" for name in ("wbk", "three-assessors", "lke-zi", "52-2014-wbk")),
    *(FIELD / f"{name}.xlsx" for name in ("field-lke-zi", "field-52-2014")),
    *(
        BROKEN / f"{name}.xlsx"
        for name in (
            "constant-over-formula",
            "question-row-missing",
            "summary-always-passes",
            "summary-minimum-differs",
            "summary-minimum-missing",
            "summary-wrong-column",
            "summary-wrong-row",
            "typed-total-differs",
            "workbook-total-differs",
            "answer-differs-from-formula",
            "external-links",
        )
    ),
)


@pytest.mark.parametrize("path", SHOWN, ids=lambda path: path.stem)
def test_the_room_gives_what_was_found(path: Path) -> None:
    """The same faults, verdicts and cells, found here and there."""
    content = path.read_bytes()
    submission = read_submission(content, path=str(path))
    ruleset = load_ruleset(submission.worksheet.ruleset)
    here, there = proof_of(content, submission, ruleset), proven(str(path), content, submission, ruleset)
    assert there
    assert [each.judged for each in here.faults] == [each.judged for each in there.faults]
    for part in ("minimums", "missing", "rows", "columns"):
        assert getattr(here, part) == getattr(there, part)
    assert (here.judged, here.not_proven, here.not_judged) == (there.judged, there.not_proven, there.not_judged)


@pytest.mark.parametrize(("criterion", "is_wrong"), [(">0", True), (">0.1", True), (">=0", False)])
def test_a_mean_under_a_condition_is_proven(criterion: str, *, is_wrong: bool) -> None:
    """The mean of what is more than 0 leaves out an answer that is worth nothing; that of 0 and more is the form's."""
    book = load_workbook(VALID / "lke-zi.xlsx")
    sheet = book["LKE ZI"]
    sheet["L14"] = f'=AVERAGEIF(L15:L17,"{criterion}")*H14'
    content = io.BytesIO()
    book.save(content)
    submission = read_submission(content.getvalue())
    proof = proof_of(content.getvalue(), submission, load_ruleset(submission.worksheet.ruleset))
    assert ("LKE ZI", 13, 11) not in proof.not_proven
    assert [each.judged.cell for each in proof.faults] == ([("LKE ZI", 13, 11)] if is_wrong else [])


AS_SAVED = {
    "a box": b't="b"><f>FALSE()</f><v>0</v></c>',
    "an error": b't="e"><f>1/0</f><v>#DIV/0!</v></c>',
    "another answer": b't="str"><f>"Tidak"</f><v>Ya</v></c>',
}


@pytest.mark.parametrize("saved", AS_SAVED)
def test_an_answer_is_held_against_what_its_formula_gives(saved: str) -> None:
    """LibreOffice saves each box as a formula; an error is told as such."""
    content = io.BytesIO()
    with zipfile.ZipFile(VALID / "lke-zi.xlsx") as sound, zipfile.ZipFile(content, "w") as copy:
        for name in sound.namelist():
            part = sound.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part, found = re.subn(
                    rb'(<c r="K8" (?:s="\d+" )?)[^>]*>.*?</c>', rb"\g<1>" + AS_SAVED[saved], part, count=1
                )
                assert found
            copy.writestr(name, part)
    submission = read_submission(content.getvalue())
    proof = proof_of(content.getvalue(), submission, load_ruleset(submission.worksheet.ruleset))
    assert [each.code for each in proof.apart] == (["A.I.1.i.a"] if saved == "another answer" else [])


PRINTED = """
import sys
from zi_score.formulas.proof import proof_of
from zi_score.law.load import load_ruleset
from zi_score.reading.workbook import read_submission
content = open(sys.argv[1], "rb").read()
submission = read_submission(content, path="lke.xlsx")
proof = proof_of(content, submission, load_ruleset(submission.worksheet.ruleset))
print(list(proof.judged.items()), proof.faults, proof.columns, proof.weights, list(proof.not_judged.items()))
"""


def test_every_process_proves_the_same() -> None:
    """In the same order, whatever the order of its sets: a weight of all assessors is told of the first."""
    path = BROKEN / "summary-wrong-column.xlsx"
    printed = {
        subprocess.run(
            [sys.executable, "-c", PRINTED, path],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("3", "4")
    }
    assert len(printed) == 1


def test_answers_of_formulas() -> None:
    """What formulas give that stand in place of answers; one of doubtful constructs gives none."""
    for name, value in (("answer-computed", 3.8), ("answer-formula-not-calculated", None)):
        content = (BROKEN / f"{name}.xlsx").read_bytes()
        found = answers_of(content, read_submission(content, path=name))
        assert found == ({("LKE ZI", 198, 10): value} if value else {})
