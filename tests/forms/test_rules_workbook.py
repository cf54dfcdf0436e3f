"""Rules as a workbook: what goes out comes back, and what a person changes in it is what the ruleset says then."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path

import instrument
import pytest
from conftest import RULESET, run
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from recalculate import Recalculated, libreoffice
from revision import HEADINGS, Person, revise

from zi_score import evaluate, load_ruleset
from zi_score.forms.rules.workbook import render
from zi_score.forms.template.outline import build_outline
from zi_score.law.fault import RulesetError
from zi_score.law.files import RULES, TREE
from zi_score.law.folder import fingerprint, folder_of
from zi_score.law.load import built_in_rulesets
from zi_score.law.ruleset import Ruleset
from zi_score.law.scaffold import begun
from zi_score.law.sheets.codes import numbered
from zi_score.reading.rulesets import read_rules

REVISION = Path(__file__).parents[1] / "vectors" / "aturan-2028.xlsx"
MOST_EDITS = 60
SETS = 6
GRAND_TOTAL = ""

bases = pytest.mark.parametrize("base", built_in_rulesets())


@cache
def blank() -> bytes:
    """Return the workbook of 90/2021 as ``rules init`` writes it."""
    return render(begun(RULESET, "aturan-2028"))


@pytest.fixture
def person() -> Person:
    """Return somebody who has that workbook open."""
    return Person(blank())


def loaded(content: bytes, folder: Path, name: str = "aturan.xlsx") -> Ruleset:
    """Return the ruleset of a workbook."""
    path = folder / name
    path.write_bytes(content)
    read_rules.cache_clear()
    return load_ruleset(path)


def faults(person: Person, folder: Path) -> list[str]:
    """Return what is wrong with a workbook, without the names of its file and folder."""
    with pytest.raises(RulesetError) as caught:
        loaded(person.saves(), folder)
    assert all(fault.cell for fault in caught.value.faults)
    return [fault.message.removeprefix(f"{folder / 'aturan.xlsx'}: ") for fault in caught.value.faults]


# Out and back ------------------------------------------------------------------------------------


@bases
def test_a_regulation_goes_out_and_comes_back(base: str, tmp_path: Path) -> None:
    """Every value, source and order; the workbook of what came back is the workbook, byte for byte."""
    known = load_ruleset(base)
    content = render(known)
    back = loaded(content, tmp_path)
    assert back == known
    assert [list(scale.values) for scale in back.scales.values()] == [
        list(scale.values) for scale in known.scales.values()
    ]
    assert fingerprint(back) == fingerprint(known)
    assert render(back) == content


@bases
def test_a_folder_made_of_a_workbook_says_the_same(base: str, tmp_path: Path) -> None:
    """And a second folder is the first one, byte for byte."""
    own = begun(load_ruleset(base), "own")
    assert own.base is not None
    texts = folder_of(loaded(render(own), tmp_path))
    for name in (RULES, TREE):
        (tmp_path / name).write_text(texts[name], encoding="utf-8")
    again = load_ruleset(tmp_path)
    assert again == own
    assert folder_of(again) == texts


def test_an_instrument_of_ones_own_goes_out_and_comes_back(tmp_path: Path) -> None:
    """Scales, choices, predicates and sources that no regulation has."""
    own = load_ruleset(instrument.written(tmp_path / "instrumen"))
    assert loaded(render(own), tmp_path) == own


@pytest.mark.parametrize("label", ["=HYPERLINK(A1)", "+1", "-a", "@x", "a; b", "<b>x</b>", "Tidak ada", "1"])
def test_texts_stay_what_they_are(tmp_path: Path, label: str) -> None:
    """Nothing becomes a formula, a number or a list, and each comes back as it was."""
    tree = instrument.tree()
    tree["indicators"][0]["questions"][0] |= {"label": label, "keywords": [label, "kata; kunci"], "points": [label]}
    own = load_ruleset(instrument.written(tmp_path / "own", content=tree))
    content = render(own)
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert loaded(content, tmp_path) == own


def test_a_sum_over_the_rules_changes_with_each_of_them() -> None:
    """Other values, another order of choices; not who read it."""
    scale = RULESET.scales["abcd"]
    others = (
        RULESET.model_copy(update={"title": "x"}),
        RULESET.model_copy(update={"scales": RULESET.scales | {"abcd": scale.model_copy(update={"highest": 1})}}),
        RULESET.model_copy(
            update={
                "scales": RULESET.scales
                | {"abcd": scale.model_copy(update={"values": dict(reversed(scale.values.items()))})}
            }
        ),
    )
    assert len({fingerprint(RULESET), *map(fingerprint, others)}) == 4


# A row put in ------------------------------------------------------------------------------------


def test_a_row_put_in_is_all_that_a_question_takes(person: Person, tmp_path: Path) -> None:
    """Its code follows, the codes behind it move on, rows of PortalRB move nothing; who names a code names it still."""
    new = person.puts_in("Pohon", person.row("Pohon", "A.I.1.i.a", "pertanyaan") + 1)
    person.types("Pohon", new, Jenis="pertanyaan", Uraian="Keterwakilan dalam tim", Skala="abcd", Sumber="own")
    person.types("Syarat", person.row("Syarat", "req-follow-up"), Pertanyaan_LKE="A.I.1.i.b")
    path = tmp_path / "aturan.xlsx"
    path.write_bytes(person.saves())
    ruleset, reading = read_rules(path)
    assert reading.moved == {"A.I.1.i.b": "A.I.1.i.c"}
    assert [question.label for question in ruleset.indicators[0].questions] == [
        RULESET.questions["A.I.1.i.a"].label,
        "Keterwakilan dalam tim",
        RULESET.questions["A.I.1.i.b"].label,
    ]
    assert [question.marker for question in ruleset.indicators[0].questions] == ["a", "b", "c"]
    assert ruleset.demands["req-follow-up"].questions == ("A.I.1.i.c",)  # type: ignore[union-attr]
    rows = build_outline(ruleset).question_rows
    assert rows["A.I.1.i.c"] == rows["A.I.1.i.b"] + 1 == rows["A.I.1.i.a"] + 2
    others = {code for code in RULESET.questions if not code.startswith("A.I.1.i.")}
    assert all(ruleset.questions[code] == RULESET.questions[code] for code in others)


@given(st.lists(st.booleans(), min_size=1, max_size=20))
def test_codes_that_follow_are_in_order_and_stand_once(is_typed: list[bool]) -> None:
    """Whatever is put in where; what stands before the first new row keeps its code."""
    letters = iter("abcdefghijklmnopqrstuvwxyz")
    parts = [next(letters) if typed else None for typed in is_typed]
    found = numbered(parts, list("abcdefghijklmnopqrstuvwxyz"))
    assert found == list("abcdefghijklmnopqrstuvwxyz"[: len(parts)])


# What people mistype -----------------------------------------------------------------------------


def test_all_faults_are_told_at_once_with_their_cells(person: Person, tmp_path: Path) -> None:
    """A weight that does not add up, a source and a scale that are not there, a minimum above the weight."""
    row = person.row
    person.types("Pohon", row("Pohon", "A.I.1.ii", "indikator"), Bobot=1.1)
    person.types("Pohon", row("Pohon", "A.I.1.i.a", "pertanyaan"), Skala="ya/tidak", Sumber="lek")
    person.types("Predikat", row("Predikat", "pengungkit"), Minimum_WBK=61)
    weight, question = row("Pohon", "A.I.1", "bagian"), row("Pohon", "A.I.1.i.a", "pertanyaan")
    found = faults(person, tmp_path)
    assert [message.partition(" ")[0] for message in found] == [
        f"Predikat!F{row('Predikat', 'pengungkit')}",
        f"Pohon!E{weight}",
        f"Pohon!U{question}",
        f"Pohon!F{question}",
    ]
    assert "4,1" in found[1] or "4.1" in found[1]


def test_numbers_as_people_type_them(person: Person, tmp_path: Path) -> None:
    """A decimal comma, a percentage with a blank, an index in place of points."""
    person.types("Skala", person.row("Skala", "abcd") + 1, Nilai="0,7")
    person.types("Predikat", person.row("Predikat", "area-1"), Minimum_WBK="65 %")
    person.types("Predikat", person.row("Predikat", "hasil-1-survey"), Minimum_WBK="indeks 3,2")
    ruleset = loaded(person.saves(), tmp_path)
    assert ruleset.scales["abcd"].values["B"] == Fraction("0.7")
    assert ruleset.demands["area-1"].minimum["WBK"] == Fraction("0.65")
    assert ruleset.demands["hasil-1-survey"].minimum["WBK"] == 14  # 3.2 of 4 times 17.5


def test_another_program_may_have_saved_it(tmp_path: Path) -> None:
    """Sheets in another order, columns and a sheet of notes, blank rows, no sheet of synonyms."""
    book = load_workbook(io.BytesIO(blank()))
    book.move_sheet("Pohon", -5)
    del book["Padanan"], book["Petunjuk"]
    book.create_sheet("Catatan rapat")["A1"] = "Bobot"
    sheet = book["Pohon"]
    sheet.insert_cols(3)
    sheet.cell(HEADINGS, 3).value = "Catatan kami"
    sheet.cell(HEADINGS + 4, 3).value = "periksa lagi"
    sheet.insert_rows(HEADINGS + 5)
    content = io.BytesIO()
    book.save(content)
    back = loaded(content.getvalue(), tmp_path)
    assert back == begun(RULESET, "aturan-2028").model_copy(update={"synonyms": {}})


@pytest.mark.parametrize("formula", ["=1+1", "=2*Peraturan!Z1", '=IF(TRUE,2,"")'])
def test_a_figure_that_nobody_calculated_is_told(formula: str, tmp_path: Path) -> None:
    """It may be left out, and what its formula gives is not known: it must not count as left out."""
    book = load_workbook(io.BytesIO(blank()))
    sheet = book["Pohon"]
    heading = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "Nilai penuh pada rasio")
    row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == "A.II.1.i.a")
    at = sheet.cell(row, heading)
    at.value = formula
    book.save(tmp_path / "aturan.xlsx")
    with pytest.raises(RulesetError) as caught:
        load_ruleset(tmp_path / "aturan.xlsx")
    assert [(each.cell, each.found) for each in caught.value.faults] == [(f"Pohon!{at.coordinate}", f"'{formula}'")]


def write_rules(folder: Path) -> list[Path]:
    """Write the workbooks of both regulations."""
    paths = [folder / f"{base}.xlsx" for base in built_in_rulesets()]
    for path in paths:
        path.write_bytes(render(load_ruleset(path.stem)))
    return paths


@libreoffice(write_rules)
def test_libreoffice_may_have_saved_it(recalculated: Recalculated) -> None:
    """Every value, source and order still stands there."""
    for path in recalculated(write_rules):
        assert load_ruleset(path) == load_ruleset(path.stem)


# The commands ------------------------------------------------------------------------------------


def test_init_build_and_use(tmp_path: Path) -> None:
    """A workbook, the folder made of it, and a worksheet judged by both."""
    done = run("rules", "init", "aturan.xlsx", "--from", "permenpanrb-52-2014", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, b"")
    assert run("rules", "init", "aturan.xlsx", cwd=tmp_path).returncode == 2
    assert run("rules", "validate", "aturan.xlsx", cwd=tmp_path).returncode == 0
    done = run("rules", "build", "aturan.xlsx", "-o", "aturan", cwd=tmp_path)
    assert done.returncode == 0
    assert run("rules", "build", "aturan.xlsx", "-o", "aturan", cwd=tmp_path).returncode == 2
    assert run("rules", "build", "aturan.xlsx", "-o", "aturan", "--force", cwd=tmp_path).returncode == 0
    shown = [run("rules", "--ruleset", each, cwd=tmp_path).stdout for each in ("aturan.xlsx", "aturan")]
    assert shown[0] == shown[1] != b""
    assert load_ruleset(tmp_path / "aturan") == load_ruleset(tmp_path / "aturan.xlsx")
    assert run("rules", "init", "lagi.xlsx", "--from", "aturan", cwd=tmp_path).returncode == 0
    done = run("rules", "init", "lagi.xlsx", "--from", "lagi.xlsx", "--force", cwd=tmp_path)
    assert (done.returncode, b"read as an input" in done.stderr) == (2, True)
    assert load_ruleset(tmp_path / "lagi.xlsx").questions == load_ruleset("permenpanrb-52-2014").questions


def test_a_workbook_with_faults_makes_no_folder(person: Person, tmp_path: Path) -> None:
    """Exit 1 and a line a fault; a file that is no workbook of rules is told by its name."""
    person.types("Pohon", person.row("Pohon", "B", "bagian"), Bobot=41)
    (tmp_path / "aturan.xlsx").write_bytes(person.saves())
    done = run("rules", "build", "aturan.xlsx", "-o", "aturan", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert "aturan.xlsx: Pohon!E" in done.stderr.decode()
    assert not (tmp_path / "aturan").exists()
    done = run("rules", "validate", "aturan.xlsx", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    assert b'"cell": "Pohon!E' in done.stdout
    (tmp_path / "rusak.xlsx").write_bytes(b"PK\x03\x04")
    for wrong in ("rusak.xlsx", "tidak-ada.xlsx"):
        done = run("rules", "build", wrong, "-o", "aturan", cwd=tmp_path)
        assert done.returncode in (2, 3)
        assert wrong in done.stderr.decode()


# A revision --------------------------------------------------------------------------------------


def test_a_revision_takes_less_than_60_edits(person: Person, tmp_path: Path) -> None:
    """From ``rules init`` to a ruleset that is whole; the workbook beside the tests is what comes of it."""
    revise(person)
    assert person.edits < MOST_EDITS
    revised = loaded(person.saves(), tmp_path)
    assert revised == load_ruleset(REVISION)
    assert len(revised.questions) == len(RULESET.questions) + 2 - 1 + 1
    assert (revised.scales["abcd"].values["B"], revised.scales["nilai_0_4"].highest) == (Fraction("0.7"), 5)
    assert revised.demands["total"].minimum["WBK"] == 78
    assert {revised.demands[f"area-{number}"].minimum["WBK"] for number in range(1, 7)} == {Fraction("0.65")}
    assert "req-online" in revised.demands
    assert revised.children["B"] == ("B.I", "B.II", "B.III")


def answers(ruleset: Ruleset, seed: int) -> Mapping[str, object]:
    """Return random answers to all questions and counts of a ruleset, some of them left out."""
    rnd = random.Random(seed)
    found: dict[str, object] = {}
    for question in ruleset.questions.values():
        scale = ruleset.scales[question.scale]
        if scale.values:
            found[question.code] = rnd.choice(list(scale.values))
        elif scale.highest:
            found[question.code] = rnd.randint(0, int(10 * scale.highest)) / 10
        groups = {key for row in question.inputs for key in row.sum_of}
        for row in question.inputs:
            if not row.sum_of:
                part = question.ratio and row.key == question.ratio.part
                found[f"{question.code}.{row.key}"] = rnd.randint(1, 3) if part or row.key in groups else 9
    return {code: value for code, value in found.items() if rnd.random() > seed * 0.03}


def write(folder: Path) -> list[Path]:
    """Fill the template of the revision with answers."""
    revised = load_ruleset(REVISION)
    paths = [folder / f"revisi-{seed}.xlsx" for seed in range(SETS)]
    for seed, path in enumerate(paths):
        path.write_bytes(instrument.filled(revised, answers(revised, seed), {}))
    return paths


@libreoffice(write)
def test_the_revision_is_scored_as_a_spreadsheet_program_does(recalculated: Recalculated) -> None:
    """The total, and every section and indicator, of answers in its own template."""
    revised = load_ruleset(REVISION)
    outline = build_outline(revised)
    totals = set()
    for path in recalculated(write):
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_name("Jawaban").to_python(skip_empty_area=False)
        found = evaluate(path, revised).assessments[0]
        scores = {code: found.nodes[code].score for code in revised.nodes}
        for code, row in outline.node_rows.items():
            assert sheet[row - 1][17] == pytest.approx(float(scores[code]), abs=1e-9), (path.name, code)
        total = sheet[outline.total_rows[GRAND_TOTAL] - 1][17]
        assert total == pytest.approx(float(found.total.score), abs=1e-9)
        totals.add(total)
    assert len(totals) == SETS
