"""``check --for tpi``: what must be seen with one's own eyes, the most points first, in every format."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from conftest import BLANK, BROKEN, VALID, run
from openpyxl import load_workbook

from zi_score.api.one import check_workbook
from zi_score.evaluation.checked import CheckResult
from zi_score.law.load import load_ruleset
from zi_score.model.written import points
from zi_score.reports.document import Lines, Table, text_of
from zi_score.reports.documents.check import document

BARE, REPEATED = BROKEN / "claim-without-evidence.xlsx", BROKEN / "evidence-repeated.xlsx"
LAWS = {law.id: law for law in map(load_ruleset, ("permenpanrb-90-2021", "permenpanrb-52-2014"))}


def result(*paths: object) -> CheckResult:
    """Return a check of these workbooks."""
    return CheckResult(workbooks=tuple(check_workbook(str(path)) for path in paths))


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_each_workbook_has_its_list(form: str) -> None:
    """With the points at stake, and a sentence where there is nothing to be seen, or the workbook cannot be read."""
    checked = result(BARE, REPEATED, VALID / "wbk.xlsx", "tidak-ada.xlsx")
    made = document(checked, LAWS, form, for_tpi=True)  # type: ignore[arg-type]  # it is one
    blocks = [block for block in made.blocks if block.key.startswith("unproven")]
    tables = [block for block in blocks if isinstance(block, Table)]
    by_path = {book.path: book for book in checked.workbooks}
    for table, path in zip(tables, (BARE, REPEATED), strict=True):
        found = by_path[str(path)].unproven
        assert [text_of(row[0]) for row in table.rows] == [text_of(points(each.points)) for each in found]
        assert [row[1] for row in table.rows] == [each.code for each in found]
    told = [block.lines[0].text for block in blocks if isinstance(block, Lines)]
    assert any(text.startswith("Tidak ada yang perlu dilihat langsung") for text in told)
    assert any("tidak-ada.xlsx" in text for text in told)


def test_a_workbook_lists_all_on_one_sheet() -> None:
    """As the command writes it; the findings themselves stand in the sheet of those who mend them."""
    done = run("check", BARE, REPEATED, "--for", "tpi", "--format", "xlsx", "--fail-on", "never", language="id")
    assert done.returncode == 0, done.stderr
    book = load_workbook(io.BytesIO(done.stdout))
    rows = list(book["Perlu dilihat langsung"].iter_rows(min_row=3, values_only=True))
    assert [row[3] for row in rows] == ["A.I.1.i.a", *(f"A.I.4.ii.{letter}" for letter in "abcde")]
    assert rows[0][2] == 0.25
    assert "Temuan" not in book.sheetnames


def test_the_list_is_in_the_json() -> None:
    """Exact, and whoever the document is for."""
    (found,) = check_workbook(str(BARE)).unproven
    assert (found.code, str(found.points), found.findings) == ("A.I.1.i.a", "1/4", ("claim-without-evidence",))
    again = CheckResult.model_validate_json(result(BARE).to_json())
    assert again.workbooks[0].unproven == (found,)


@pytest.mark.parametrize(
    ("workbook", "options", "claims", "told"),
    [
        (VALID / "wbk.xlsx", (), 105, "semua jawaban yang memberi nilai disertai bukti dukung"),
        (VALID / "three-assessors.xlsx", ("--assessor", "tpi"), None, "jawaban unit tidak diperiksa"),
        (BLANK, (), 0, "tidak ada jawaban unit yang memberi nilai"),
    ],
)
def test_where_nothing_is_listed(workbook: Path, options: tuple[str, ...], claims: int | None, told: str) -> None:
    """Nobody is told that all answers have evidence where there are none, or none were looked at."""
    line = ("check", workbook, "--for", "tpi", "--fail-on", "never", *options)
    said = " ".join(run(*line, language="id").stdout.decode().split())
    assert told in said
    found = json.loads(run(*line, "--format", "json").stdout)["workbooks"][0]
    assert (found["claims"], found["unproven"]) == (claims, [])
