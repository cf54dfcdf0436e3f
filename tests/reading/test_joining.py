"""An LKE on several sheets: read as one where each part is found once, else refused with the true reason."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import run
from openpyxl import Workbook, load_workbook
from workbooks import JAWABAN, LKE_2014, PRINTED_2014, Form, Line, answered, book, content, lines, own

from zi_score.api.one import check, evaluate
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Unreadable
from zi_score.model.worksheet import Assessor, Worksheet
from zi_score.reading.workbook import read_workbook

NEW, OLD = load_ruleset(), load_ruleset("permenpanrb-52-2014")
FORM_2014 = Form(LKE_2014, (("INSTANSI : Badan Contoh",),), "LKE", 6, PRINTED_2014)
Split = Mapping[str, Callable[[str], bool]]


def under(*prefixes: str) -> Callable[[str], bool]:
    """Return whether a code stands under one of these, or above them."""
    return lambda code: any(f"{code}.".startswith(f"{p}.") or p.startswith(f"{code}.") for p in prefixes)


def below(prefix: str) -> Callable[[str], bool]:
    """Return whether a code is this one, or stands under it: the sheet does not say under which aspect it stands."""
    return lambda code: f"{code}.".startswith(f"{prefix}.")


ASPECTS: Split = {"PEMENUHAN": under("A.I"), "REFORM": under("A.II"), "HASIL": under("B")}
HALVES: Split = {"Pengungkit": under("A"), "Hasil": under("B")}
POKJA: Split = {f"Pokja {n}": under(f"A.I.{n}", f"A.II.{n}") for n in range(1, 7)} | {"Hasil": under("B")}
OLD_POKJA: Split = {f"Pokja {n}": under(f"A.{n}") for n in ("I", "II", "III", "IV", "V", "VI")} | {"Hasil": under("B")}
PAGES: Split = {
    f"{n} {word}": below(f"A.{roman}.{n}") for roman, word in (("I", "P"), ("II", "R")) for n in range(1, 7)
}
PAGES |= {"B.I": below("B.I"), "B.II": below("B.II")}
SPLITS = {
    "pages": (NEW, Form(), PAGES),
    "aspects": (NEW, Form(), ASPECTS),
    "halves": (NEW, Form(), HALVES),
    "pokja": (NEW, Form(), POKJA),
    "2014-halves": (OLD, FORM_2014, HALVES),
    "2014-pokja": (OLD, FORM_2014, OLD_POKJA),
}


def filled(rules: Ruleset, seed: int = 1) -> list[Line]:
    """Return the rows of a form, answered."""
    rows = [row for row in answered(lines(own, rules), seed) if not (row.code or "").startswith("TOTAL")]
    return [replace(row, answer="90%") if row.code == "B.I.2" and rules is OLD else row for row in rows]


def spread(rows: Sequence[Line], form: Form, split: Split, order: Sequence[str] | None = None) -> Workbook:
    """Return a workbook with a sheet for each part."""
    whole = Workbook()
    whole.remove(whole.active)
    for name in order or list(split):
        part, _ = book([row for row in rows if split[name](row.code or "?")], form)
        sheet = whole.create_sheet(name)
        for row in part.active.iter_rows():
            for cell in row:
                sheet[cell.coordinate].value = cell.value
    return whole


def said(worksheet: Worksheet) -> dict[str, tuple[str, object]]:
    """Return what was read of each answer."""
    sheet = next(sheet for sheet in worksheet.sheets if sheet.assessor is Assessor.UNIT)
    return {code: (answer.typed, answer.value) for code, answer in sheet.answers.items()}


@pytest.mark.parametrize("name", SPLITS)
def test_parts_are_read_as_one(name: str) -> None:
    """The same answers as on one sheet, each with the cell of its own sheet, and one notice."""
    rules, form, split = SPLITS[name]
    rows = filled(rules)
    one, _ = book(rows, form)
    workbook = spread(rows, form, split)
    whole, apart = read_workbook(content(one), path="x.xlsx"), read_workbook(content(workbook), path="x.xlsx")
    assert apart.ruleset == rules.id
    assert said(apart) == said(whole)
    extra = [f.name for f in apart.findings if f.name not in {f.name for f in whole.findings}]
    assert extra == ["lke-on-several-sheets-joined"]
    for answer in apart.sheets[-1].answers.values():
        if answer.typed:
            assert str(workbook[answer.place.sheet][answer.place.cell].value) == answer.typed
    names = {finding.name for finding in check(content(workbook), path="x.xlsx").findings}
    assert "order-altered" not in names
    assert "formulas-not-audited" in names


@pytest.mark.parametrize("seed", range(4))
def test_neither_order_nor_columns_of_the_sheets_matter(seed: int) -> None:
    """Each sheet has its own header, with columns of its own; sheets stand in any order."""
    rng = random.Random(seed)
    rows = filled(NEW, seed)
    order = rng.sample(list(POKJA), len(POKJA))
    workbook = spread(rows, Form(), POKJA, order)
    for sheet in workbook:
        sheet.insert_cols(1, rng.randint(1, 3))
        sheet.insert_rows(1, rng.randint(1, 3))
    workbook.create_sheet("Catatan")["A1"] = "Rapat"
    found = read_workbook(content(workbook), path="x.xlsx")
    assert said(found) == said(read_workbook(content(book(rows, Form())[0]), path="x.xlsx"))


def test_a_part_that_is_there_twice_is_refused() -> None:
    """Which of the two counts nobody knows; the sheets are named, and --sheet still takes one."""
    rows = filled(NEW)
    split = {**ASPECTS, "REFORM (2)": ASPECTS["REFORM"]}
    workbook = content(spread(rows, Form(), split))
    with pytest.raises(Unreadable) as refused:
        read_workbook(workbook, path="x.xlsx")
    assert refused.value.finding.name == "lke-on-several-sheets"
    assert "PEMENUHAN, REFORM, HASIL, REFORM (2)" in refused.value.finding.message
    assert read_workbook(workbook, path="x.xlsx", sheet="PEMENUHAN").source.sheet == "PEMENUHAN"


@pytest.mark.parametrize("name", ["aspects", "halves", "pokja", "2014-pokja"])
@pytest.mark.parametrize("headed", [0, 1])
def test_sheets_without_a_header_go_on_under_that_of_another(name: str, headed: int) -> None:
    """People cut a long form into sheets and leave its header on one."""
    rules, form, split = SPLITS[name]
    rows = filled(rules)
    workbook = spread(rows, form, split)
    for number, sheet in enumerate(workbook):
        if number != headed:
            sheet.delete_rows(1, len(form.title) + 1)
    workbook.create_sheet("Catatan").append(["Rapat", "Ya/Tidak"])
    found = read_workbook(content(workbook), path="x.xlsx")
    assert said(found) == said(read_workbook(content(book(rows, form)[0]), path="x.xlsx"))
    for answer in found.sheets[-1].answers.values():
        if answer.typed:
            assert str(workbook[answer.place.sheet][answer.place.cell].value) == answer.typed


@pytest.mark.parametrize("blank", ["REFORM (2)", "Jawaban"])
def test_a_blank_copy_of_a_part_or_of_all_gives_way(blank: str) -> None:
    """It is told, as where one of two whole forms is blank."""
    rows = filled(NEW)
    split = {**ASPECTS, blank: ASPECTS["REFORM"] if blank.startswith("REFORM") else lambda _code: True}
    workbook = spread(rows, Form(), split)
    for row in range(2, workbook[blank].max_row + 1):
        workbook[blank].cell(row, JAWABAN.index("Jawaban Unit") + 1).value = None
    found = read_workbook(content(workbook), path="x.xlsx")
    assert found.source.sheet == "PEMENUHAN, REFORM, HASIL"
    assert said(found) == said(read_workbook(content(book(rows, Form())[0]), path="x.xlsx"))
    told = [f.message for f in found.findings if f.name == "blank-lke-sheet-ignored"]
    assert len(told) == 1
    assert blank in told[0]


def test_a_whole_form_beside_a_part_is_read_alone() -> None:
    """A copy of some rows adds nothing."""
    rows = filled(NEW)
    split = {"Jawaban": lambda _code: True, "REFORM": ASPECTS["REFORM"]}
    found = read_workbook(content(spread(rows, Form(), split)), path="x.xlsx")
    assert found.source.sheet == "Jawaban"
    assert not [f for f in found.findings if f.name.startswith("lke-on")]


def test_every_command_takes_it(tmp_path: Path) -> None:
    """Scores, plan, report, comparison and the copy with comments are of the whole; comments stand in their cells."""
    path = tmp_path / "lke.xlsx"
    rows = filled(NEW)
    spread(rows, Form(), ASPECTS).save(path)
    book(rows, Form())[0].save(tmp_path / "one.xlsx")
    assert evaluate(path).assessments[0].total == evaluate(tmp_path / "one.xlsx").assessments[0].total
    done = [
        run("annotate", str(path), "-o", str(tmp_path / "copy.xlsx")),
        run("report", str(path), "-o", str(tmp_path / "r.html"), "-o", str(tmp_path / "r.xlsx")),
        run("improve", str(path), "--target", "WBK"),
        run("compare", str(path), str(tmp_path / "one.xlsx")),
        run("evaluate", str(path), "--trace", "A.I"),
    ]
    assert [(each.returncode, each.stderr.decode()) for each in done if each.returncode not in (0, 1)] == []
    copy = load_workbook(tmp_path / "copy.xlsx")
    assert any(cell.comment for row in copy["REFORM"].iter_rows() for cell in row)


def test_a_tpi_beside_the_unit() -> None:
    """Every assessor's column is joined; a sheet without one has blanks there."""
    rows = filled(NEW)
    workbook = spread(rows, Form(), ASPECTS)
    column = JAWABAN.index("Jawaban TPI") + 1
    for sheet in workbook:
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, column).value = sheet.cell(row, JAWABAN.index("Jawaban Unit") + 1).value
    workbook["HASIL"].delete_cols(column)
    tpi, unit = read_workbook(content(workbook), path="x.xlsx").sheets
    assert {code for code, answer in tpi.answers.items() if answer.typed} == {
        code for code, answer in unit.answers.items() if answer.typed and not code.startswith("B")
    }


# Formulas and columns on several sheets -----------------------------------------------------------


def test_answers_that_nobody_calculated_are_told_of_every_sheet() -> None:
    """With their cells, each on its own sheet."""
    whole = spread(filled(NEW), Form(), ASPECTS)
    source = whole.create_sheet("Isian")
    typed = 0
    for name in ASPECTS:
        for row in whole[name].iter_rows(min_row=2, min_col=11, max_col=11):
            if row[0].value is not None:
                typed += 1
                source.cell(typed, 1).value = row[0].value
                row[0].value = f"=Isian!A{typed}"
    (told,) = (f for f in evaluate(content(whole)).findings if f.name == "answer-formula-not-calculated")
    assert len(told.cells) == typed
    assert {cell.partition("!")[0] for cell in told.cells} == set(ASPECTS)
    assert "PEMENUHAN!K" in told.message


def test_two_columns_on_each_sheet_are_not_guessed() -> None:
    """The year decides for all of them."""
    whole = spread(filled(NEW), Form(), ASPECTS)
    for name in ASPECTS:
        sheet = whole[name]
        sheet["K1"], sheet.cell(1, len(JAWABAN) + 1).value = "Jawaban Unit 2026", "Jawaban Unit 2025"
        for row in range(2, sheet.max_row + 1):
            if sheet.cell(row, 11).value is not None:
                sheet.cell(row, len(JAWABAN) + 1).value = "A"
    with pytest.raises(Unreadable) as refused:
        evaluate(content(whole))
    assert refused.value.finding.name == "several-answer-columns"
    sound = evaluate(content(spread(filled(NEW), Form(), ASPECTS)))
    assert evaluate(content(whole), year=2026).assessments[0].total == sound.assessments[0].total


def test_a_filled_column_that_is_not_read_is_told_of_every_sheet() -> None:
    """Each sheet is looked at by itself."""
    whole = spread(filled(NEW), Form(), HALVES)
    for name in HALVES:
        sheet = whole[name]
        sheet.cell(1, len(JAWABAN) + 1).value = "Kondisi"
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, len(JAWABAN) + 1).value = sheet.cell(row, 11).value
    told = [f.cell for f in evaluate(content(whole)).findings if f.name == "column-of-answers-not-read"]
    assert told == ["Pengungkit!R1", "Hasil!R1"]


@pytest.mark.parametrize("name", ["pages", "pokja", "2014-pokja"])
def test_parts_beside_the_whole_that_answer_otherwise_are_told(name: str) -> None:
    """A sheet with all rows is read alone; where a part says the same nothing is said, else its cells are named."""
    rules, form, split = SPLITS[name]
    rows = filled(rules)
    whole = book(rows, form)[0]
    bent = next(row for row in rows if row.code and row.scale == "abc" and row.answer == "C")
    for is_bent in (False, True):
        parts = spread([replace(row, answer="A ") if is_bent and row is bent else row for row in rows], form, split)
        for part in parts:
            copy = whole[part.title] if part.title in whole.sheetnames else whole.create_sheet(part.title)
            for line in part.iter_rows():
                for cell in line:
                    copy[cell.coordinate].value = cell.value
        told = [each for each in read_workbook(content(whole)).findings if each.name == "answers-on-another-sheet"]
        assert len(told) == is_bent, told
    for number, part in enumerate(split):
        whole[part].title = f"Contoh {number}"
    assert "answers-on-another-sheet" not in {each.name for each in read_workbook(content(whole)).findings}
