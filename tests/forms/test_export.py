"""Exports to the ministry's PortalRB: nothing is lost on the way there and back, and what cannot go is named."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from conftest import RULESET, VALID
from exported import answers, everything, exported, in_form, jawaban, submission_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from worksheets.portalrb import NUMBERS, Document
from zi_score.api.one import evaluate
from zi_score.evaluation.assessment import Assessment
from zi_score.forms.lost import losses, withheld
from zi_score.forms.portalrb import ROOM
from zi_score.model.language import use_language
from zi_score.model.spelling import is_box
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Assessor
from zi_score.reading.workbook import read_submission

CURRENT = sorted(path for path in VALID.glob("*.xlsx") if not path.stem.startswith("52-2014"))
FIELDS = ("jawaban_unit", "jawaban_tpi", "catatan_unit", "bukti_dukung_unit", "catatan_tpi")


@pytest.fixture
def english() -> Iterable[None]:
    """Speak English."""
    use_language("en")
    yield
    use_language("id")


# There and back -----------------------------------------------------------------------------------

ODD = (
    "=1+1",
    "+62 812",
    "@SUM(A1)",
    "-",
    " di depan dan di belakang ",
    "baris 1\nbaris 2\r\nbaris 3\rbaris 4",
    "\tTab\t",
    "_x0041_ _x005F_x0041_ __x000D_",
    "kendali \x00\x01\x1b akhir",
    "nol\u200blebar \ufeff arah \u202e",
    "é 日本 🇮🇩 \U0001f600",
    "]]> & < > \" ' &amp; <!-- -->",
    "https://zi.example/a?b=c&d=%20#e",
    "x" * 32_767,
    '"dikutip", koma; titik koma',
)
TEXTS = st.one_of(
    st.none(),
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\ufffe\uffff"), max_size=40),
    st.text("_x0123456789ABCDEFabcdef\r\n\t =", max_size=30),
).filter(lambda text: text is None or not is_box(text.strip()))
"""Texts beside an answer; what a checkbox holds (FALSE) would be none."""


def choices(code: str) -> list[str]:
    """Return the answers that a question has; of counts and indexes some."""
    scale = RULESET.scales[RULESET.questions[code].scale] if code in RULESET.questions else None
    if scale is None:
        return ["0", "7", "12", "123456789012345678901234567890"]
    return list(scale.values) or ["0", "3.6", "4", "3.1234567890123456789"]


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw the answers of a unit: every question answered, or not; texts of any kind beside some."""
    found = []
    beside = draw(st.lists(st.sampled_from(list(NUMBERS)), max_size=12))
    for code, number in NUMBERS.items():
        said = [draw(st.sampled_from([None, *choices(code)])) for _ in ("unit", "tpi")]
        texts = [draw(TEXTS) if code in beside else None for _ in ("note", "evidence", "tpi")]
        kept = [text if text and text.split() else None for text in texts]
        found.append({"soal_id": number, **dict(zip(FIELDS, (*said, *kept), strict=True))})
    return {"unit_id": "17", "nama_unit": "Balai Contoh", "tahun": 2026, "answers": found}


QUICK = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@QUICK
@given(documents())
def test_json_there_and_back(found: Document) -> None:
    """What was read is written as it was, to the letter; so a second export is the first one."""
    assert exported(submission_of(found)) == found


@settings(QUICK, max_examples=10)
@given(documents())
def test_form_there_and_back(found: Document) -> None:
    """What stands in a filled form is what stood in the answers: values, notes and evidence, every character."""
    submission = submission_of(found)
    copy = read_submission(in_form(submission), RULESET, path="copy.xlsx")
    assert everything(copy) == everything(submission)
    assert exported(copy) == found


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text[:20]))
def test_odd_texts_beside_every_question(text: str) -> None:
    """Each of 127 questions, in each of three texts, through JSON."""
    beside = dict.fromkeys(NUMBERS.values(), text)
    found = answers(catatan_unit=beside, bukti_dukung_unit=beside, catatan_tpi=beside)
    assert exported(submission_of(found)) == found


@pytest.mark.parametrize("shift", [0, 5, 11])
def test_odd_texts_in_every_cell(shift: int) -> None:
    """The same through the form: neighbouring cells hold different texts."""
    beside = [{n: ODD[(n * step + shift) % len(ODD)] for n in NUMBERS.values()} for step in (1, 2, 4)]
    found = answers(catatan_unit=beside[0], bukti_dukung_unit=beside[1], catatan_tpi=beside[2])
    copy = read_submission(in_form(submission_of(found)), RULESET, path="copy.xlsx")
    assert exported(copy) == found


def test_a_formula_stays_a_text() -> None:
    """Nothing that somebody typed becomes a formula in the form."""
    form = in_form(
        submission_of(answers(catatan_unit={1: "=HYPERLINK(1)"}, jawaban_unit={1: "Ya", 88: "7", 125: "3.6"}))
    )
    cells = load_workbook(io.BytesIO(form))["Jawaban"]
    assert (cells["L6"].value, cells["L6"].data_type) == ("=HYPERLINK(1)", "s")
    assert [(cells[at].value, cells[at].data_type) for at in ("K6", "K126", "K199")] == [
        ("Ya", "s"),
        (7, "n"),
        (3.6, "n"),
    ]


# Workbooks ----------------------------------------------------------------------------------------


def judged(assessment: Assessment) -> dict[str, Any]:
    """Return all that follows from an assessor's answers, but for where they stand."""
    found: dict[str, Any] = json.loads(assessment.model_dump_json(exclude={"workbook_total"}))
    for node in found["nodes"].values():
        node.pop("cell", None)
        node.pop("answer", None)
        for count in node.get("counts", {}).values():
            count.pop("cell")
    return found


def by_assessor(source: Submission | bytes, facts: Mapping[str, Any]) -> dict[Assessor, Any]:
    """Return what follows for unit and TPI, facts being known."""
    worksheet = source.worksheet if isinstance(source, Submission) else read_submission(source, RULESET).worksheet
    evaluation = evaluate(worksheet, RULESET, facts=facts)
    return {a.assessor: judged(a) for a in evaluation.assessments if a.assessor in ROOM}


def without_sums(found: dict[Assessor, Any]) -> dict[Assessor, Any]:
    """Leave out the totals, which PortalRB computes: they are not there any more, what follows from them is."""
    for assessment in found.values():
        for node in assessment["nodes"].values():
            node.get("counts", {}).pop("wajib_melapor", None)
    return found


@pytest.mark.parametrize("path", CURRENT, ids=lambda path: path.stem)
def test_a_workbook_there_and_back(path: Path) -> None:
    """Scores, areas, criteria and verdict of unit and TPI are the same by the JSON and by the filled form."""
    original = read_submission(path, RULESET)
    facts = {key: fact.value for key, fact in original.worksheet.facts.items() if fact.value is not None}
    assert list(withheld(original, RULESET, ROOM)) == []
    wanted = without_sums(by_assessor(original, facts))
    assert wanted
    by_json = submission_of(exported(original))
    assert without_sums(by_assessor(by_json, facts)) == wanted
    form = in_form(original)
    assert without_sums(by_assessor(form, facts)) == wanted
    assert everything(by_json) == everything(original) == everything(read_submission(form, RULESET))


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("three-assessors", ["answers of TPN: 126", "the agency: Kementerian Contoh"]),
        (
            "second-tpi",
            [
                "answers of TPI level 2: 126",
                "the agency: Kementerian Contoh",
                "facts from outside the LKE: Unit kerja sudah berpredikat WBK",
            ],
        ),
        ("lke-zi", []),
    ],
)
def test_what_cannot_be_carried_is_named(name: str, left: list[str]) -> None:
    """Other assessors, the agency and facts are told, nothing else is lost."""
    assert list(losses(read_submission(VALID / f"{name}.xlsx"), RULESET, ROOM)) == left


def test_links_are_written_out() -> None:
    """An address that stands only behind a cell becomes part of its text; one that stands in it is not repeated."""

    def change(sheet: Sheet) -> None:
        sheet["M6"], sheet["M7"] = "SK Tim", "https://zi.example/a"
        sheet["M6"].hyperlink, sheet["M7"].hyperlink = "https://zi.example/sk", "https://zi.example/a"
        sheet["M9"] = '=HYPERLINK("https://zi.example/b","Rencana")'

    found = everything(jawaban(change))[Assessor.UNIT]
    assert found["A.I.1.i.a"].evidence == "SK Tim\nhttps://zi.example/sk"
    assert found["A.I.1.i.b"].evidence == "https://zi.example/a"


def test_lines_of_a_note_stay() -> None:
    """Line breaks and blanks of a cell are part of its text."""
    found = everything(jawaban(lambda sheet: sheet.__setitem__("L6", " satu\n\n dua  tiga ")))
    assert found[Assessor.UNIT]["A.I.1.i.a"].note == " satu\n\n dua  tiga "


def test_texts_beside_percentages_go_beside_their_first_count() -> None:
    """PortalRB does not ask a percentage; its evidence is that of the counts."""

    def change(sheet: Sheet) -> None:
        sheet["L125"], sheet["L126"], sheet["M175"] = "tentang rasio", "tentang agen", "rekap.pdf"

    found = everything(jawaban(change))[Assessor.UNIT]
    assert found["A.II.1.i.a.jumlah_agen"].note == "tentang rasio\ntentang agen"
    assert "rekap.pdf" in found["A.II.5.iii.a.a.kepala_satker"].evidence


@pytest.mark.usefixtures("english")
def test_texts_beside_headings_are_named() -> None:
    """A note beside a heading belongs to no question; that it is lost is said, with its cell."""
    submission = jawaban(lambda sheet: sheet.__setitem__("L5", "Lihat lampiran"))
    assert "texts beside rows that are no questions: Jawaban!L5" in list(losses(submission, RULESET, ROOM))


@pytest.mark.usefixtures("english")
def test_links_inside_the_workbook_are_named() -> None:
    """A link to another sheet leads nowhere from PortalRB."""

    def change(sheet: Sheet) -> None:
        sheet["M6"] = "lihat lembar bukti"
        sheet["M6"].hyperlink = "#Identitas!A1"

    assert "links to other cells of the workbook: Jawaban!M6" in list(losses(jawaban(change), RULESET, ROOM))


@pytest.mark.parametrize(
    ("change", "where", "reason"),
    [
        ({"K6": "sudah ada"}, "A.I.1.i.a Jawaban!K6", "sudah ada"),
        ({"K126": "banyak"}, "A.II.1.i.a.jumlah_agen Jawaban!K126", "banyak"),
        ({"K157": 0.85, "K158": None, "K159": None}, "A.II.4.i.a Jawaban!K157", "0.85"),
        ({"K175": 13, "K176": None, "K177": None, "K178": None}, "A.II.5.iii.a.a.wajib_melapor Jawaban!K175", "13"),
        ({"K5": "A"}, "A.I.1.i Jawaban!K5", "A"),
    ],
)
def test_answers_that_would_be_lost(change: dict[str, object], where: str, reason: str) -> None:
    """What is not understood, or has no number there, is withheld with its cell and its text."""

    def edit(sheet: Sheet) -> None:
        for cell, value in change.items():
            sheet[cell] = value

    found = list(withheld(jawaban(edit), RULESET, ROOM))
    assert [each.where for each in found] == [where]
    assert f'"{reason}"' in found[0].reason
