"""Answers that are formulas of which no program has saved the result: told with their cells, never as unanswered."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path

import pytest
from conftest import BLANK, VALID, of_each_sort
from formats import changed, open_document, values_of
from openpyxl import Workbook, load_workbook
from recalculate import Recalculated, libreoffice
from workbooks import answered, book, content, lines

import zi_score
from zi_score.api.plans import plan_improvement
from zi_score.evaluation.result import Evaluation
from zi_score.forms.lost import withheld
from zi_score.improve.errors import UnreadAnswersError
from zi_score.law.load import load_ruleset
from zi_score.model.findings import Finding, Severity, Unreadable
from zi_score.model.formula import position
from zi_score.model.worksheet import Assessor
from zi_score.reading.workbook import read_submission

NAME = "answer-formula-not-calculated"
evaluate, check = (partial(function, compute=False) for function in (zi_score.evaluate, zi_score.check))
"""What is told of such answers where they are not computed; ``tests/formulas`` has what becomes of them else."""
ROWS = answered(lines(), seed=3)
_BOOK, _CELLS = book(ROWS)
SOUND = content(_BOOK)
TYPED = {code: cell for code, cell in _CELLS.items() if _BOOK["Jawaban"][cell].value is not None}
SURVEY = "B.I.a"
SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
Change = Callable[[bytes], bytes]


def linked(codes: Collection[str], formula: str = "=Isian!A{row}") -> Workbook:
    """Return a workbook whose answers of these codes stand in another sheet and are taken over by formulas."""
    workbook, cells = book(ROWS)
    sheet, source = workbook["Jawaban"], workbook.create_sheet("Isian")
    for row, code in enumerate(codes, start=1):
        source.cell(row, 1).value = sheet[cells[code]].value
        sheet[cells[code]] = formula.format(row=row)
    return workbook


def saved(part: bytes, value: bytes) -> bytes:
    """Return a sheet whose formulas all have this saved value."""
    return re.sub(rb"</f>\s*<v ?/?>(</v>)?", b"</f>" + value, part)


def without(attribute: bytes) -> Change:
    """Return a change that takes an attribute off the order to calculate."""
    return lambda part: re.sub(rb' %b="[^"]*"' % attribute, b"", part)


def told(evaluation: Evaluation) -> Finding:
    """Return the one finding about formulas."""
    (found,) = (each for each in evaluation.findings if each.name == NAME)
    return found


ZERO, EMPTY = b"<v>0</v>", b"<v></v>"
WRITERS: dict[str, Change] = {
    "openpyxl": lambda part: part,
    "exceljs": lambda part: saved(part, b""),
    "an empty value": lambda part: saved(part, EMPTY),
    "XlsxWriter": lambda part: saved(part, ZERO),
    "PHPExcel": lambda part: saved(part.replace(b"><f>", b' t="str"><f>'), EMPTY),
    "PHPExcel with a text": lambda part: saved(part.replace(b"><f>", b' t="str"><f>'), ZERO),
    "shared formulas": lambda part: re.sub(rb"<f>(Isian!A1)</f>", rb'<f t="shared" ref="K6:K7" si="0">\1</f>', part),
    "another hand": lambda part: part.replace(b"<c r=", b"<c  r=").replace(b"<f>", b"\n<f >"),
    "a prefix": lambda part: re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x="),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_every_answer_is_a_formula(writer: str) -> None:
    """Nothing is known, which is told once with all cells; and nobody is told to answer."""
    file = changed(content(linked(TYPED)), {SHEET: WRITERS[writer]})
    found = evaluate(file)
    finding = told(found)
    assert finding.severity is Severity.ERROR
    assert {place.rpartition("!")[2] for place in finding.cells} == set(TYPED.values())
    assert "=Isian!A1" in finding.message
    assert {each.name for each in found.findings} == {NAME}
    assert (found.assessments[0].answered, found.assessments[0].total.score) == (0, 0)
    names = {each.name for each in check(file).findings if each.severity is not Severity.NOTICE}
    assert names <= {NAME, "minimum-not-met", "requirements-not-stated", "claim-without-evidence"}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("formula", ["=Isian!A1", "=+Isian!$A$1", "=AVERAGE(Isian!A1:A1)", "=ROUND(Isian!A1,2)"])
def test_one_answer_is_a_formula(writer: str, formula: str) -> None:
    """The points that hang on it stay open; the other answers count."""
    file = changed(content(linked([SURVEY], formula)), {SHEET: WRITERS[writer]})
    found, whole = evaluate(file).assessments[0], evaluate(SOUND).assessments[0]
    finding = told(evaluate(file))
    assert (finding.code, finding.cell, finding.cells) == (SURVEY, f"Jawaban!{TYPED[SURVEY]}", ())
    assert found.answered == whole.answered - 1
    assert found.total.highest == whole.total.score - whole.nodes[SURVEY].score + whole.nodes[SURVEY].weight


def test_it_is_an_error_only_where_it_decides() -> None:
    """A warning where every criterion is met or missed whatever the formula gives."""
    workbook = load_workbook(VALID / "wbbm.xlsx")
    sheet = workbook["Jawaban"]
    code = "A.I.1.i.a"
    cell = evaluate(VALID / "wbbm.xlsx").assessments[0].nodes[code].model_dump()["cell"].rpartition("!")[2]
    assert sheet[cell].value == "Ya"
    sheet[cell] = '=IF(1=1,"Ya","Tidak")'
    assert told(evaluate(content(workbook))).severity is Severity.WARNING


def test_a_formula_whose_result_is_saved_is_an_answer() -> None:
    """Excel and LibreOffice save what they calculate; openpyxl's order to calculate again says nothing against it."""
    file = content(linked([SURVEY]))
    with_value = changed(file, {SHEET: lambda part: saved(part, b"<v>3.61</v>")})
    assert b'fullCalcOnLoad="1"' in changed(with_value, {}) or evaluate(with_value).assessments[0].answered
    assert [each.name for each in evaluate(with_value).findings] == [each.name for each in evaluate(SOUND).findings]
    assert evaluate(with_value).assessments[0].answered == evaluate(SOUND).assessments[0].answered


COUNT = "A.II.3.iii.a.pelanggaran_tahun_ini"
TRUE_NOUGHTS: dict[str, tuple[str, object]] = {
    "a cell that holds 0": ("=Isian!A1", 0),
    "a blank cell": ("=Isian!A1", None),
    "a sum of nothing": ("=SUM(Isian!A1:A9)", None),
    "a sum over texts": ("=SUM(Isian!A1:A9)", "keterangan"),
    "a count of what is blank": ("=COUNTA(Isian!A1:A9)", None),
}


@pytest.mark.parametrize("name", TRUE_NOUGHTS)
@pytest.mark.parametrize("signs", [(), (b"fullCalcOnLoad",), (b"calcId",), (b"calcId", b"fullCalcOnLoad")])
def test_a_true_nought_is_an_answer(name: str, signs: tuple[bytes, ...]) -> None:
    """Where a formula can give nothing but 0, its 0 counts, whatever wrote the file."""
    formula, value = TRUE_NOUGHTS[name]
    workbook = linked([COUNT], formula)
    workbook["Isian"]["A1"] = value
    file = changed(content(workbook), {SHEET: lambda part: saved(part, ZERO)})
    for sign in signs:
        file = changed(file, {BOOK: without(sign)})
    found = evaluate(file)
    assert NAME not in {each.name for each in found.findings}
    assert found.assessments[0].answered == evaluate(SOUND).assessments[0].answered


def test_one_calculated_value_proves_them_all() -> None:
    """A workbook in which any formula has a result was calculated."""
    workbook = linked([COUNT], "=COUNTIF(Isian!A1:A9,99)")
    workbook["Isian"]["A1"], workbook["Isian"]["B1"] = 7, "=A1+1"
    file = changed(content(workbook), {SHEET: lambda part: saved(part, ZERO)})
    assert NAME in {each.name for each in evaluate(file).findings}
    sheet = "xl/worksheets/sheet2.xml"
    file = changed(file, {sheet: lambda part: saved(part, b"<v>8</v>")})
    assert NAME not in {each.name for each in evaluate(file).findings}


def test_the_words_of_a_blank_form_prove_nothing() -> None:
    """They are saved with it: an answer that another program makes a formula of, with a 0, was not calculated."""
    form = "xl/worksheets/sheet3.xml"
    put = partial(re.sub, rb'(<c r="K199"[^>]*?) ?(?:/>|></c>)', rb"\1><f>3+0.6</f><v>0</v></c>")
    filled = changed(BLANK.read_bytes(), {form: put})
    finding = told(evaluate(filled))
    assert (finding.code, finding.cell) == (SURVEY, "Jawaban!K199")


def test_a_box_that_is_taken_over_was_calculated() -> None:
    """FALSE is a result, and a 0 beside it one too."""
    workbook = linked(["A.I.1.i.a", COUNT])
    workbook["Isian"]["A1"], workbook["Isian"]["A2"] = False, 0
    bare = content(workbook)
    file = changed(bare, {SHEET: lambda part: saved(part.replace(b"><f>Isian!A1<", b' t="b"><f>Isian!A1<'), ZERO)})
    found = evaluate(file)
    names = {each.name for each in found.findings}
    assert (NAME in names, "checkbox-as-answer" in names) == (False, True)
    assert found.assessments[0].answered == evaluate(SOUND).assessments[0].answered


def test_an_unfilled_template_is_only_unanswered() -> None:
    """The form's own formulas over blank counts are no answers."""
    for path in sorted(BLANK.parent.glob("*.xlsx")):
        for source in (path.read_bytes(), content(load_workbook(path))):
            assert {each.name for each in evaluate(source).findings} & {NAME, "questions-unanswered"} == {
                "questions-unanswered"
            }


@pytest.mark.parametrize("path", of_each_sort(sorted(VALID.glob("*.xlsx"))))
def test_percentages_over_counts_that_are_there_need_no_result(path: Path) -> None:
    """A form with formulas, filled in by a program that calculates nothing, is scored by its counts."""
    found, bare = evaluate(path), evaluate(content(load_workbook(path)))
    assert [each.total.score for each in bare.assessments] == [each.total.score for each in found.assessments]
    assert NAME not in {each.name for each in bare.findings}


def test_an_assessor_of_formulas_is_not_lost() -> None:
    """A TPI whose answers all are formulas is assessed, and said to be unknown."""
    workbook = load_workbook(VALID / "three-assessors.xlsx")
    sheet = workbook["Jawaban"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "Jawaban TPI")
    changed_cells = 0
    for row in range(2, sheet.max_row + 1):
        if sheet[f"{column}{row}"].value is not None and not str(sheet[f"{column}{row}"].value).startswith("="):
            sheet[f"{column}{row}"] = f"=K{row}"
            changed_cells += 1
    found = evaluate(content(workbook))
    assert changed_cells > 100
    assert "tpi" in {each.assessor for each in found.assessments}
    assert told(found).assessor == "tpi"


def test_of_two_sheets_the_one_of_formulas_is_not_taken_for_blank() -> None:
    """It is as much filled in as the other: nobody guesses which counts."""
    workbook = linked(TYPED)
    other = workbook.copy_worksheet(workbook["Jawaban"])
    for row, cell in enumerate(TYPED.values(), start=1):
        other[cell] = workbook["Isian"].cell(row, 1).value
    with pytest.raises(Unreadable) as refused:
        evaluate(content(workbook))
    assert refused.value.finding.name == "several-lke-sheets"
    assert refused.value.finding.details["sheets"] == "Jawaban, Jawaban Copy"


def test_nothing_is_planned_or_exported_over_them() -> None:
    """A plan or an export would take the place of answers that are there."""
    submission = read_submission(content(linked([SURVEY])))
    with pytest.raises(UnreadAnswersError, match="=Isian!A1"):
        plan_improvement(submission.worksheet, load_ruleset())
    lost = list(withheld(submission, load_ruleset(), [Assessor.UNIT]))
    assert any(TYPED[SURVEY] in each.where for each in lost)


def written(folder: Path) -> list[Path]:
    """Write a workbook that was never calculated."""
    linked(TYPED).save(folder / "linked.xlsx")
    return [folder / "linked.xlsx"]


@libreoffice(written)
def test_libreoffice_calculates_them(recalculated: Recalculated) -> None:
    """Opened and saved, the same workbook is the sound one."""
    (path,) = recalculated(written)
    found = evaluate(path)
    assert NAME not in {each.name for each in found.findings}
    assert found.assessments[0].total == evaluate(SOUND).assessments[0].total


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("of:=[Isian.A1]", "=Isian!A1"),
        ("of:=[$'Isian Unit'.$A$1]", "='Isian Unit'!$A$1"),
        ("of:=MAX([Isian.A1:.A9];0)", "=MAX(Isian!A1:A9,0)"),
        ("oooc:=[.N8]", "=N8"),
    ],
)
@pytest.mark.parametrize("kind", ["", ' office:value-type="float"', ' office:value-type="string"'])
def test_opendocument_formulas_without_results(written: str, shown: str, kind: str) -> None:
    """They are told with their cells, in words that people know; those with a result are answers as any other."""
    (rows,) = values_of(SOUND).values()
    cells = {(position(cell) or (0, 0)) for cell in TYPED.values()}
    bent = [
        [written if (row, column) in cells else value for column, value in enumerate(values)]
        for row, values in enumerate(rows)
    ]
    plain = f'<table:table-cell office:value-type="string"><text:p>{written}</text:p></table:table-cell>'.encode()
    formula = f'<table:table-cell table:formula="{written}"{kind}/>'.encode()
    evaluation = evaluate(
        changed(open_document({"Jawaban": bent}), {"content.xml": lambda part: part.replace(plain, formula)})
    )
    found = told(evaluation)
    assert (found.severity, found.details["formula"]) == ("error", shown)
    assert {each.rpartition("!")[2] for each in found.cells} == set(TYPED.values())
    assert "questions-unanswered" not in {each.name for each in evaluation.findings}


def test_an_opendocument_formula_that_gives_nothing_is_a_blank() -> None:
    """An empty text as result is one."""
    (rows,) = values_of(SOUND).values()
    at = position(TYPED[SURVEY]) or (0, 0)
    bent = [["=" if (row, n) == at else value for n, value in enumerate(values)] for row, values in enumerate(rows)]
    plain = b'<table:table-cell office:value-type="string"><text:p>=</text:p></table:table-cell>'
    formula = b'<table:table-cell table:formula="of:=[Isian.A1]" office:value-type="string" office:string-value=""/>'
    source = changed(open_document({"Jawaban": bent}), {"content.xml": lambda part: part.replace(plain, formula)})
    names = {each.name for each in evaluate(source).findings}
    assert NAME not in names
    assert "questions-unanswered" in names


@pytest.mark.parametrize("is_calculated", [True, False])
def test_an_opendocument_formula_without_a_result_among_others_that_have_one(*, is_calculated: bool) -> None:
    """LibreOffice writes none for an empty text of a workbook that it took over; who calculates nothing writes none."""
    (rows,) = values_of(SOUND).values()
    first, second = (position(TYPED[SURVEY]) or (0, 0), (len(rows) - 1, 1))
    marks = {first: "=1", second: "=2"}
    bent = [[marks.get((row, n), value) for n, value in enumerate(values)] for row, values in enumerate(rows)]
    result = ' office:value-type="float" office:value="4"' if is_calculated else ""
    cells = {
        "=1": '<table:table-cell table:formula="of:=IF([Isian.A1]=1;&quot;&quot;;3)"/>',
        "=2": f'<table:table-cell table:formula="of:=[Isian.A2]"{result}/>',
    }

    def written(part: bytes) -> bytes:
        for mark, cell in cells.items():
            plain = f'<table:table-cell office:value-type="string"><text:p>{mark}</text:p></table:table-cell>'
            part = part.replace(plain.encode(), cell.encode())
        return part

    evaluation = evaluate(changed(open_document({"Jawaban": bent}), {"content.xml": written}))
    assert (NAME in {each.name for each in evaluation.findings}) is not is_calculated
