"""A finding about several cells: said once, with all of them, in every format."""

from __future__ import annotations

import io
import json
from pathlib import Path

from checked import LAWS
from openpyxl import load_workbook
from workbooks import answered, book, content, lines

from zi_score.api.one import check, check_workbook
from zi_score.evaluation.checked import CheckResult
from zi_score.forms.annotated.workbook import render as annotated
from zi_score.model.findings import Finding
from zi_score.model.language import use_language
from zi_score.reports.ci import github, junit, sarif
from zi_score.reports.document import Format
from zi_score.reports.documents.check import document
from zi_score.reports.render import render

COUNTS = ("A.II.1.i.a.jumlah_agen", "A.II.1.i.a.perubahan_dibuat", "A.II.4.i.a.jumlah_sasaran")


def typed_as_text() -> tuple[bytes, list[str]]:
    """Return a workbook with three counts that are texts, and their cells."""
    workbook, cells = book(answered(lines(), seed=3))
    sheet = workbook["Jawaban"]
    for code in COUNTS:
        sheet[cells[code]] = f"{sheet[cells[code]].value} buah"
    return content(workbook), [f"Jawaban!{cells[code]}" for code in COUNTS]


def told(content: bytes) -> Finding:
    """Return the notice about numbers typed as text, of which there is one."""
    (found,) = (each for each in check(content).findings if each.name == "number-as-text")
    return found


def test_one_notice_names_all_cells() -> None:
    """The first stands in ``cell``, all of them in ``cells``; the message lists them, neighbours as a range."""
    workbook, cells = typed_as_text()
    found = told(workbook)
    assert (found.cell, found.cells, found.places, found.code) == (cells[0], tuple(cells), tuple(cells), None)
    names = [cell.removeprefix("Jawaban!") for cell in cells]
    for language, word in (("id", "Jumlah sel"), ("en", "Cells")):
        use_language(language)
        assert found.message.endswith(f"{word}: 3 ({names[0]}:{names[1]}, {names[2]}).")


def test_a_finding_about_one_cell_has_no_cells() -> None:
    """``cells`` is for several."""
    found = next(each for each in check(typed_as_text()[0]).findings if each.name == "requirements-not-stated")
    assert (found.cells, found.places) == ((), ())


def test_every_format_shows_them(tmp_path: Path) -> None:
    """JSON, SARIF, GitHub, JUnit, Markdown, and a comment on each cell of the copy."""
    workbook, cells = typed_as_text()
    path = tmp_path / "lke.xlsx"
    path.write_bytes(workbook)
    result = CheckResult(workbooks=(check_workbook(path),))
    (told_in_json,) = (f for f in json.loads(result.to_json())["workbooks"][0]["findings"] if len(f["cells"]) > 1)
    assert told_in_json["cells"] == cells
    (run,) = json.loads(sarif.render(result, LAWS.values(), root=tmp_path))["runs"]
    (found,) = (each for each in run["results"] if each["ruleId"] == "number-as-text")
    row = int(cells[0].rpartition("K")[2])
    assert found["locations"][0]["physicalLocation"]["region"]["startLine"] == row
    assert [each["message"]["text"] for each in found["relatedLocations"]] == cells[1:]
    message = told(workbook).message
    listed = message[message.index("(") + 1 : message.rindex(")")]
    forms: tuple[Format, ...] = ("text", "markdown", "html")
    texts = (str(render(document(result, LAWS, form), form)) for form in forms)
    for text in (github.render(result, root=tmp_path), junit.render(result), *texts):
        assert listed.partition(",")[0].partition(":")[0] in text.replace("\u200b", "")
    copy = load_workbook(io.BytesIO(annotated(workbook, check(workbook).findings, keep_macros=False)))
    for cell in cells:
        comment = copy["Jawaban"][cell.removeprefix("Jawaban!")].comment
        assert comment is not None
        assert "number-as-text" in comment.text
