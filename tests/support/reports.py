"""Reports of units for the tests of every format: real workbooks, and one that means harm."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from conftest import FIELD, VALID
from openpyxl import load_workbook

from zi_score.api.one import examine
from zi_score.model.language import use_language
from zi_score.reports.unit import UnitReport, unit_report

BIDI = "\u202e\u200f\u2066\u061c"
HARM = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)> ' onmouseover='alert(1)",
    "javascript:alert(1) data:text/html,<b>x</b> vbscript:x file:///etc/passwd",
    'https://contoh.go.id/a?b=1&c=<2>"onclick=x (https://contoh.go.id/b_(c)), https://bank.go.id@jahat.example/x',
    "{{ 7 * 7 }} {% raw %} {{ report }} ${x} %s {0}",
    f"tx.{BIDI}fdp \ufeff\u200b \u2028 baris",
    "]]> <!-- --> <![CDATA[ &lt;i&gt; &#60; &amp;",
    "=cmd|'/c calc'!A1",
    "@SUM(A1) | *tebal* `kode` [tautan](http://jahat.example) #12 @tim",
    "</details></main></body></html>",
    "panjang " * 400,
)
SHEET = "<img src=x onerror='y'>\"&=1\u202e"


def example(name: str) -> Path:
    """Return a worksheet of this project by its name."""
    return next(path for folder in (VALID, FIELD) for path in folder.glob(f"{name}.xlsx"))


@cache
def report_of(path: Path, language: str = "en") -> UnitReport:
    """Check a workbook and put together its report."""
    use_language(language)
    found = examine(path)
    return unit_report(found.evaluation, found.submission, found.ruleset)


def hostile(path: Path) -> Path:
    """Write a workbook in which unit, notes, evidence, an answer, links and the sheet's name mean harm."""
    book = load_workbook(example("wbk"))
    identity, sheet = book["Identitas"], book["Jawaban"]
    for row in range(1, identity.max_row + 1):
        if identity.cell(row, 1).value in {"Nama unit", "Instansi"}:
            identity.cell(row, 2).value = f"{HARM[0]}{HARM[1]} {HARM[4]} {HARM[5]}"
    for number, text in enumerate(HARM):
        row = 6 + number
        for column in ("L", "M"):
            cell = sheet[f"{column}{row}"]
            cell.value = text
            cell.data_type = "s"
    sheet["M18"].hyperlink = "javascript:alert(document.domain)"
    sheet["M19"].hyperlink = "https://contoh.go.id/tertaut?x=1&y=2"
    sheet["K20"] = HARM[0]
    sheet.title = SHEET
    book.save(path)
    return path
