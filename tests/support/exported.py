"""Exports to PortalRB, and forms to fill in, for the tests of both."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from conftest import RULESET, VALID
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet as Sheet
from workbooks import Line, book, content, lines

from worksheets.portalrb import NUMBERS, Document
from zi_score.forms.carried import Carried, carried
from zi_score.forms.filled_form import filled
from zi_score.forms.portalrb import ROOM, Proposed, answers_file
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Assessor
from zi_score.reading.workbook import read_submission

FIELDS = ("jawaban_unit", "jawaban_tpi", "catatan_unit", "bukti_dukung_unit", "catatan_tpi")


def ministry_like() -> bytes:
    """Return a blank form with the ministry's rows and columns, styled, with lists, a comment and other sheets."""
    rows = lines()
    at = next(n for n, row in enumerate(rows) if row.code == "B")
    workbook, _ = book([*rows[:at], Line(None, 0, "", ""), *rows[at:]])
    sheet = workbook.worksheets[0]
    for row in sheet.iter_rows(min_row=2, min_col=11, max_col=17):
        for cell in row:
            cell.fill = PatternFill("solid", fgColor="EEECE1")
            cell.font = Font(name="Arial", size=9, italic=True)
    sheet.row_dimensions[40].hidden = True
    sheet.column_dimensions["L"].width = 51
    choices = DataValidation(type="list", formula1='"Ya,Tidak"', allow_blank=True)
    choices.add("K6:K6")
    sheet.add_data_validation(choices)
    sheet["K1"].comment = Comment("Isi sesuai pilihan.", "Kementerian")
    summary = workbook.create_sheet("Unit")
    summary["B1"], summary["B2"], summary["C5"] = "[NAMA UNIT]", "WBK", "=Jawaban!O4"
    return content(workbook)


FORM = ministry_like()


def submission_of(answers: object, path: str = "17.json") -> Submission:
    """Read answers."""
    return read_submission(json.dumps(answers, ensure_ascii=False).encode(), RULESET, path=path)


def exported(submission: Submission, unit_id: str | int = "17") -> Document:
    """Return a submission as PortalRB gives it."""
    found: Document = json.loads(answers_file(proposed(unit_id), submission, RULESET))
    return found


def proposed(unit_id: str | int = "17", target: str = "WBK", *, is_affirmative: bool = False) -> Proposed:
    """Return a unit for the lists."""
    return Proposed(unit_id, "Balai Contoh", 2026, target, is_affirmative)


@cache
def blank(form: bytes) -> Submission:
    """Read a form."""
    return read_submission(form, RULESET, path="form.xlsx")


def in_form(submission: Submission, form: bytes = FORM) -> bytes:
    """Return a form, filled in."""
    return filled(form, blank(form), submission, RULESET)


def everything(submission: Submission) -> dict[Assessor, dict[str, Carried]]:
    """Return all that PortalRB takes of a submission."""
    return {assessor: carried(submission, RULESET, assessor) for assessor in ROOM}


def entries(**fields: Mapping[int, str | None]) -> list[dict[str, object]]:
    """Return answers in which only these fields are filled in, each by number."""
    return [{"soal_id": n, **{field: fields.get(field, {}).get(n) for field in FIELDS}} for n in NUMBERS.values()]


def answers(**fields: Mapping[int, str | None]) -> Document:
    """Return the answers of a unit in which only these fields are filled in."""
    return {"unit_id": "17", "nama_unit": "Balai Contoh", "tahun": 2026, "answers": entries(**fields)}


def jawaban(change: Callable[[Sheet], None]) -> Submission:
    """Return a sound workbook of the ministry's layout, with a change in its sheet."""
    workbook = load_workbook(VALID / "wbk.xlsx")
    change(workbook["Jawaban"])
    return read_submission(content(workbook), RULESET, path="lke.xlsx")


def parts_of(package: bytes) -> dict[str, bytes]:
    """Return the parts of a package."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_form(change: Callable[[Sheet], None], blank: bytes = FORM) -> bytes:
    """Return a form with a change in its sheet."""
    workbook = load_workbook(io.BytesIO(blank))
    change(workbook["Jawaban"])
    return content(workbook)
