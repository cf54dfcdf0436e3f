"""Answers of the ministry's PortalRB: read as they are meant, and every bad file said by name."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, RULESET, run
from workbooks import book, content, lines

import zi_score
from worksheets.drafts import SOUND
from worksheets.portalrb import LISTS, NUMBERS, Document, document, entry
from zi_score.api.one import check, evaluate
from zi_score.law.portalrb import numbered
from zi_score.model.findings import Finding, Severity, Unreadable
from zi_score.model.language import use_language
from zi_score.model.worksheet import Assessor, Unit, Worksheet
from zi_score.reading.file import document as json_document
from zi_score.reading.file.document import is_json
from zi_score.reading.portalrb.lists import lists_digest
from zi_score.reading.workbook import read_workbook

FOLDER = ROOT / "worksheets" / "portalrb"
BROKEN_LISTS = ROOT / "worksheets" / "portalrb-broken"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
USAGE, UNREADABLE = 2, 3


def sound() -> Document:
    """Return the answers of a unit in which nothing is wrong."""
    return document("17", "Balai Contoh", SOUND)


def as_bytes(content: object) -> bytes:
    """Return a document as a file."""
    return json.dumps(content, ensure_ascii=False).encode()


def read(content: object, path: str = "17.json") -> Worksheet:
    """Read a document, or the bytes of one."""
    return read_workbook(content if isinstance(content, bytes) else as_bytes(content), RULESET, path=path)


def refused(content: object, path: str = "17.json") -> Finding:
    """Return why a file is not read."""
    with pytest.raises(Unreadable) as problem:
        read(content, path)
    return problem.value.finding


def told(worksheet: Worksheet) -> list[tuple[str, str | None, str | None]]:
    """Return name, code and cell of what was found."""
    return [(finding.name, finding.code, finding.cell) for finding in worksheet.findings]


def spoken(language: str, said: Callable[[], str]) -> str:
    """Return what is said in a language."""
    use_language(language)
    try:
        return said()
    finally:
        use_language("id")


def bent(bend: Callable[[Document], object]) -> Document:
    """Return the sound answers with a fault in them."""
    found = sound()
    bend(found)
    return found


# The master list ----------------------------------------------------------------------------------


def test_all_ids_of_the_master_list_are_mapped_once() -> None:
    """127 numbers, each of one question or count; the program's map is that of the public file."""
    mapped = {code: place.soal_id for code, place in numbered(RULESET).items()}
    assert mapped == NUMBERS
    assert sorted(mapped.values()) == list(range(1, 128))
    assert len({place.row for place in numbered(RULESET).values()}) == 127


def test_every_number_reaches_its_own_question() -> None:
    """An answer that only one number has is read for the code of that number, and for no other."""
    for code, number in NUMBERS.items():
        scale = RULESET.scales[RULESET.questions[code].scale] if code in RULESET.questions else None
        answer = "3" if scale is None or not scale.values else next(iter(scale.values))
        blank = [{**each, "jawaban_unit": None} for each in sound()["answers"]]
        blank[number - 1]["jawaban_unit"] = answer
        unit = read({**sound(), "answers": blank}).sheets[-1]
        assert {key: str(each.value) for key, each in unit.answers.items() if each.typed} == {code: answer}
        assert str(unit.answers[code].place) == f"answers!soal_id {number}.jawaban_unit"


# What is read -------------------------------------------------------------------------------------


@pytest.mark.parametrize("id_", EXPECTED)
def test_the_sound_folder(id_: str) -> None:
    """Score and verdict are those of the oracle; target and afirmasi come from the lists; nothing is wrong."""
    expected, path = EXPECTED[id_], FOLDER / "jawaban-unit" / f"{id_}.json"
    evaluation = evaluate(path)
    first = evaluation.assessments[0]
    assert (first.total.score, evaluation.verdict) == (Fraction(expected["total"]), expected["verdict"])
    assert (first.assessor.value, first.answered) == (expected["assessor"], 113)
    assert (evaluation.unit.name, evaluation.unit.year) == (expected["unit"], 2026)
    assert evaluation.unit.target == expected["target"]
    fact = read_workbook(path).facts["afirmasi"]
    assert (fact.value, fact.place.cell) == (expected["afirmasi"], f"id {id_}")
    without_kind = {"afirmasi-kind-unknown"} if expected["afirmasi"] == "Ya" else set()
    assert {f.name for f in evaluation.findings} == without_kind, "the lists do not say what kind of unit it is"
    told = {f.name for f in check(path).findings if f.severity is not Severity.NOTICE}
    assert told <= {"minimum-not-met", *without_kind}


def test_a_worksheet_of_answers() -> None:
    """Values, notes and evidence by code, with places that name number and field; texts whole and on one line."""
    answers = bent(lambda d: entry(d, 1).update(catatan_unit=" baris 1\n\n  baris 2 ", bukti_dukung_unit="=1+1"))
    worksheet = read(answers)
    assert (worksheet.source.sheet, worksheet.source.layout) == ("answers", "portalrb")
    assert worksheet.unit.model_dump() == Unit(name="Balai Contoh", year=2026).model_dump()
    assert [sheet.assessor for sheet in worksheet.sheets] == [Assessor.TPI, Assessor.UNIT]
    assert worksheet.sheets[0].answers == {}
    first = worksheet.sheets[1].answers["A.I.1.i.a"]
    assert (first.typed, first.value) == ("Ya", "Ya")
    assert [(str(n.place), n.text, n.whole) for n in first.notes] == [
        ("answers!soal_id 1.catatan_unit", "baris 1 baris 2", " baris 1\n\n  baris 2 ")
    ]
    assert [remark.whole for remark in first.evidence] == ["=1+1"]
    count = worksheet.sheets[1].answers["A.II.1.i.a.jumlah_agen"]
    assert (count.value, str(count.place)) == (Fraction(6), "answers!soal_id 88.jawaban_unit")
    ratio = worksheet.sheets[1].answers["A.II.1.i.a"]
    assert (ratio.value, str(ratio.place)) == (None, "answers!soal_id 88-89.jawaban_unit")
    assert worksheet.findings == ()


@pytest.mark.parametrize(
    "encoded",
    [
        as_bytes(sound()),
        json.dumps(sound()).encode("utf-8-sig"),
        json.dumps(sound()).encode("utf-16"),
        json.dumps(sound()).encode("utf-16-le"),
        b" \r\n\t" + json.dumps(sound(), indent=3).encode(),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-le", "blanks"],
)
def test_encodings(encoded: bytes, tmp_path: Path) -> None:
    """What other programs save as JSON is read, by its content and not by its name."""
    path = tmp_path / "17.xlsx"
    path.write_bytes(encoded)
    assert read(encoded).sheets == read(sound()).sheets == read_workbook(path).sheets


def test_what_is_no_json_is_left_to_others() -> None:
    """Workbooks and other texts are none of this reader's business."""
    workbook = content(book(lines())[0])
    assert not any(map(is_json, (workbook, b"", b"Lembar Kerja")))
    assert refused(b"", "17.json").name == "file-empty"


def test_notes_of_a_tpi_who_answered_nothing_are_kept() -> None:
    """A note is there to be read, whether an answer stands beside it or not."""
    worksheet = read(bent(lambda d: entry(d, 5).update(catatan_tpi="Mohon dilengkapi.")))
    assert [note.text for note in worksheet.sheets[0].answers["A.I.1.ii.c"].notes] == ["Mohon dilengkapi."]
    assert [a.assessor for a in evaluate(worksheet).assessments] == [Assessor.UNIT]


def test_blank_texts_are_none() -> None:
    """Blanks, null and words for nothing are no answers, and empty texts no notes."""
    fields = {"jawaban_unit": " Blm Diisi ", "catatan_unit": " \n ", "bukti_dukung_unit": ""}
    first = read(bent(lambda d: entry(d, 1).update(fields))).sheets[-1].answers["A.I.1.i.a"]
    assert (first.typed, first.value, first.notes, first.evidence) == ("", None, (), ())


def test_halves_of_characters_are_replaced() -> None:
    """JSON can hold what no file can; nothing fails at it."""
    raw = json.dumps(bent(lambda d: entry(d, 1).update(catatan_unit="a\ud800b"))).encode()
    assert read(raw).sheets[-1].answers["A.I.1.i.a"].notes[0].whole == "a?b"
    done = run("check", "-", "--format", "json", stdin=raw.replace(b"Balai Contoh", b"Balai \\ud800"))
    assert json.loads(done.stdout)["workbooks"][0]["unit"]["name"] == "Balai ?"


# Bad input, one by one ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "answer", "name"),
    [
        (2, "E", "answer-not-on-scale"),
        (1, "A", "answer-not-on-scale"),
        (1, "sudah ada", "answer-not-understood"),
        (88, "-3", "count-not-valid"),
        (88, "tujuh", "count-not-valid"),
        (88, "2.5", "count-not-valid"),
        (88, "7 orang", "number-as-text"),
        (88, "1.250", "count-with-thousands"),
        (125, "87.65", "survey-out-of-range"),
        (125, "92%", "survey-out-of-range"),
        (1, True, "portalrb-field-type"),
        (1, ["Ya"], "portalrb-field-type"),
        (1, {"a": 1}, "portalrb-field-type"),
        (1, float("nan"), "portalrb-field-type"),
        (125, float("-inf"), "portalrb-field-type"),
    ],
)
def test_answers_that_are_none(number: int, answer: object, name: str) -> None:
    """Each is told with its question and number; none of them is guessed."""
    code = next(code for code, each in NUMBERS.items() if each == number)
    worksheet = read(bent(lambda d: entry(d, number).update(jawaban_unit=answer)))
    assert told(worksheet) == [(name, code, f"answers!soal_id {number}.jawaban_unit")]
    found = worksheet.sheets[-1].answers[code]
    assert (found.value is None) == (name not in ("number-as-text", "count-with-thousands"))
    assert found.typed


@pytest.mark.parametrize(("raw", "value"), [(7, 7), (0, 0), (3.0, 3)])
def test_a_bare_number_is_read_and_told(raw: object, value: int) -> None:
    """The interface sends texts; a number says the same."""
    worksheet = read(bent(lambda d: entry(d, 88).update(jawaban_unit=raw)))
    assert [finding.name for finding in worksheet.findings] == ["portalrb-number-bare"]
    assert worksheet.sheets[-1].answers["A.II.1.i.a.jumlah_agen"].value == value


@pytest.mark.parametrize("raw", [-7, 10**40, 1.5, 1e300])
def test_bare_numbers_that_are_no_count(raw: object) -> None:
    """Negative, broken or absurd numbers are no counts, however many digits they have."""
    worksheet = read(bent(lambda d: entry(d, 88).update(jawaban_unit=raw)))
    assert [finding.name for finding in worksheet.findings] == ["portalrb-number-bare", "count-not-valid"]
    assert worksheet.sheets[-1].answers["A.II.1.i.a.jumlah_agen"].value is None


def test_a_number_of_a_million_digits() -> None:
    """It takes no time and no memory to speak of."""
    raw = as_bytes(sound()).replace(b'"soal_id": 1,', b'"soal_id": ' + b"9" * 1_000_000 + b",", 1)
    assert [finding.name for finding in read(raw).findings] == ["portalrb-field-type", "portalrb-number-missing"]


@pytest.mark.parametrize(
    ("change", "name", "cell"),
    [
        ({"soal_id": "1"}, "portalrb-field-type", "answers[1].soal_id"),
        ({"soal_id": True}, "portalrb-field-type", "answers[1].soal_id"),
        ({"soal_id": 1.0}, "portalrb-field-type", "answers[1].soal_id"),
        ({"soal_id": None}, "portalrb-field-type", "answers[1].soal_id"),
        ({"soal_id": 0}, "portalrb-number-unknown", "answers!soal_id 0"),
        ({"soal_id": -1}, "portalrb-number-unknown", "answers!soal_id -1"),
        ({"soal_id": 128}, "portalrb-number-unknown", "answers!soal_id 128"),
    ],
)
def test_numbers_that_are_none(change: dict[str, object], name: str, cell: str) -> None:
    """The answer belongs to nobody, and question 1 is missing."""
    worksheet = read(bent(lambda d: d["answers"][0].update(change)))
    missing = ("portalrb-number-missing", None, "answers")
    assert sorted(told(worksheet), key=str) == sorted([(name, None, cell), missing], key=str)
    assert "A.I.1.i.a" not in worksheet.sheets[-1].answers


def test_a_number_that_stands_twice_counts_nowhere() -> None:
    """Neither of two answers is taken, even if they are the same."""
    worksheet = read(bent(lambda d: d["answers"].append(dict(entry(d, 17)))))
    assert told(worksheet) == [("portalrb-number-twice", "A.I.2.ii.b", "answers!soal_id 17")]
    assert "A.I.2.ii.b" not in worksheet.sheets[-1].answers


def test_entries_that_are_no_objects() -> None:
    """Each is told with its position."""
    worksheet = read(bent(lambda d: d["answers"].extend([None, 7, "Ya", []])))
    assert told(worksheet) == [("portalrb-field-type", None, f"answers[{n}]") for n in (128, 129, 130, 131)]


@pytest.mark.parametrize("field", ["jawaban_unit", "jawaban_tpi", "catatan_unit", "bukti_dukung_unit", "catatan_tpi"])
def test_a_missing_field_is_told_once(field: str) -> None:
    """One finding for all answers that lack it, with their numbers."""

    def bend(answers: Document) -> None:
        for each in answers["answers"][4:9]:
            del each[field]

    worksheet = read(bent(bend))
    assert told(worksheet) == [("portalrb-field-missing", None, f"answers!soal_id 5-9.{field}")]


@pytest.mark.parametrize("field", ["unit_id", "nama_unit", "tahun"])
@pytest.mark.parametrize("wrong", [None, [], {}, True, "", 0.5])
def test_fields_of_the_unit(field: str, wrong: object) -> None:
    """What is missing or of another type is told by its name; the answers are read all the same."""
    worksheet = read({**sound(), field: wrong})
    assert told(worksheet) == [("portalrb-field-type", None, field)]
    without = sound()
    del without[field]
    assert told(read(without)) == [("portalrb-field-missing", None, field)]
    assert worksheet.sheets == read(sound()).sheets


@pytest.mark.parametrize("year", [0, 1899, 1999, 2050, 20226, -2026])
def test_years_that_cannot_be(year: int) -> None:
    """They are told and not used."""
    worksheet = read({**sound(), "tahun": year})
    assert told(worksheet) == [("portalrb-year-odd", None, "tahun")]
    assert worksheet.unit.year is None


def test_a_file_named_after_another_unit() -> None:
    """The id is compared with the name of the file, a number with its digits; what has no name is not compared."""
    assert told(read(sound(), "jawaban-unit/18.json")) == [("portalrb-unit-other", None, "unit_id")]
    assert told(read({**sound(), "unit_id": 17}, "C:\\lke\\17.json")) == []
    assert told(read(sound(), "-")) == []


def test_fields_that_nobody_knows() -> None:
    """A misspelt field is told once, whatever it is called."""
    worksheet = read(bent(lambda d: [each.update({"catatan\x1b[31m": "x"}) for each in d["answers"]]))
    assert told(worksheet) == [("portalrb-field-unknown", None, "answers")]
    assert "\x1b" not in worksheet.findings[0].message


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"[1, 2", "portalrb-not-json"),
        (b"{'unit_id': 17}", "portalrb-not-json"),
        (b'{"unit_id": 17,}', "portalrb-not-json"),
        (b'{"a": "\xff"}', "portalrb-not-json"),
        (b"{}{}", "portalrb-not-json"),
        (b'{"answers": [{"soal_id": 1, "soal_id": 2}]}', "portalrb-key-twice"),
        (b"[]", "portalrb-not-answers"),
        (b"{}", "portalrb-not-answers"),
        (b'{"answers": null}', "portalrb-not-answers"),
        (b'{"answers": {"1": "Ya"}}', "portalrb-not-answers"),
        (b'{"tahun": 2026, "units": []}', "portalrb-unit-list"),
        (b'{"error": true, "code": "X", "message": "Y"}', "portalrb-error-reply"),
        (b'{"error": true}', "portalrb-error-reply"),
        (b"[" * 100_000, "portalrb-too-large"),
        (b"[" * 5_000 + b"]" * 5_000, "portalrb-too-large"),
        (b'{"answers": [' + b"{}," * 100_000 + b"{}]}", "portalrb-too-large"),
        (b'{"answers": [' + b"{}," * 1_000 + b"{}]}", "portalrb-too-large"),
    ],
)
def test_files_that_are_no_answers(content: bytes, name: str) -> None:
    """Each is refused with what it is; none ends the program."""
    assert refused(content).name == name


def test_what_the_interface_said_is_said() -> None:
    """Code and message of an error reply stand in the sentence, on one line."""
    done = run("evaluate", "-", stdin=b'{"error": true, "code": 401, "message": "Token\\nhabis \\u001b[31m"}')
    assert done.returncode == UNREADABLE
    assert b"error of the interface: 401: Token habis [31m" in done.stderr
    assert done.stdout == b""


def test_a_file_that_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """The size is looked at before anything is parsed."""
    monkeypatch.setattr(json_document, "LARGEST", 1_000)
    assert refused(sound()).name == "portalrb-too-large"


def test_a_sheet_cannot_be_chosen() -> None:
    """There are no sheets."""
    with pytest.raises(Unreadable) as problem:
        evaluate(as_bytes(sound()), sheet="Jawaban")
    assert problem.value.finding.name == "sheet-not-found"


def test_a_regulation_without_numbers() -> None:
    """A sentence, not a guess."""
    with pytest.raises(Unreadable) as problem:
        evaluate(as_bytes(sound()), "permenpanrb-52-2014")
    assert problem.value.finding.name == "portalrb-without-numbers"


# Lists --------------------------------------------------------------------------------------------


@pytest.fixture
def api(tmp_path: Path) -> Path:
    """Return a copy of the sound folder."""
    return Path(shutil.copytree(FOLDER, tmp_path / "api"))


@pytest.mark.parametrize("name", sorted(path.name for path in BROKEN_LISTS.iterdir()))
def test_broken_lists(name: str) -> None:
    """Each gives its finding beside the answers, which are read all the same; the target stays open."""
    worksheet = read_workbook(BROKEN_LISTS / name / "jawaban-unit" / "17.json")
    assert {finding.name for finding in worksheet.findings} == {name}
    assert worksheet.findings[0].message
    if name != "portalrb-list-differs":
        assert (worksheet.unit.target, worksheet.facts) == (None, {})
    assert (worksheet.unit.name, worksheet.unit.year) == ("Balai Contoh", 2026)


@pytest.mark.parametrize(
    ("change", "target", "fact"),
    [
        ({"kategori": "WBK", "afirmasi": False}, "WBK", "Tidak"),
        ({"kategori": "WBK-AFIRMASI", "afirmasi": True}, "WBK", "Ya"),
        ({"kategori": "WBK-AFIRMASI", "afirmasi": None}, "WBK", "Ya"),
        ({"kategori": "WBK", "afirmasi": True}, None, None),
        ({"kategori": "WBK-AFIRMASI", "afirmasi": False}, None, None),
        ({"kategori": "WBK", "afirmasi": "ya"}, None, None),
        ({"kategori": "WBBM", "afirmasi": False}, None, None),
        ({"kategori": "wbk", "afirmasi": False}, None, None),
        ({"kategori": None, "afirmasi": False}, None, None),
        ({"kategori": ["WBK"], "afirmasi": False}, None, None),
    ],
)
def test_categories(api: Path, change: dict[str, object], target: str | None, fact: str | None) -> None:
    """Category, afirmasi and list must agree; else the target stays open and a finding says so."""
    path = api / LISTS[0]
    listed = json.loads(path.read_text(encoding="utf-8"))
    listed["units"][0].update(change)
    path.write_text(json.dumps(listed), encoding="utf-8")
    worksheet = read_workbook(api / "jawaban-unit" / "17.json")
    assert worksheet.unit.target == target
    assert (worksheet.facts["afirmasi"].value if worksheet.facts else None) == fact
    assert [finding.name for finding in worksheet.findings] == ([] if target else ["portalrb-category-unclear"])


def test_a_unit_in_both_lists(api: Path) -> None:
    """Proposed for both, it has no target that could be known."""
    other = json.loads((api / LISTS[1]).read_text(encoding="utf-8"))
    other["units"].append({"id": "17", "nama": None, "kategori": "WBBM", "afirmasi": False})
    (api / LISTS[1]).write_text(json.dumps(other), encoding="utf-8")
    worksheet = read_workbook(api / "jawaban-unit" / "17.json")
    assert [finding.name for finding in worksheet.findings] == ["portalrb-category-unclear"]


def test_lists_fill_in_what_the_file_lacks(api: Path) -> None:
    """Name and year come from the list where the answers have none."""
    path = api / "jawaban-unit" / "17.json"
    answers = json.loads(path.read_text(encoding="utf-8"))
    del answers["nama_unit"], answers["tahun"]
    path.write_text(json.dumps(answers), encoding="utf-8")
    unit = read_workbook(path).unit
    assert (unit.name, unit.year) == (EXPECTED["17"]["unit"], 2026)


@pytest.mark.parametrize("broken", [b"", b"{", b"[]", b'{"units": 7}', b'{"units": [7, {}, {"id": true}]}', b"\xff"])
def test_lists_of_any_kind_end_nothing(api: Path, broken: bytes) -> None:
    """Whatever stands in a list, the answers are read."""
    (api / LISTS[0]).write_bytes(broken)
    worksheet = read_workbook(api / "jawaban-unit" / "17.json")
    assert worksheet.unit.target is None
    assert [finding.name for finding in worksheet.findings] in (["portalrb-list-not-read"], ["portalrb-not-listed"])


# Commands -----------------------------------------------------------------------------------------


def test_batch_over_the_folder(api: Path) -> None:
    """Every unit once, with name, target and facts; other JSON in the folder is left alone."""
    (api / "catatan.json").write_text('{"x": 1}', encoding="utf-8")
    done = run("batch", api, "--format", "json")
    assert done.returncode == 0
    units = json.loads(done.stdout)["units"]
    assert {unit["unit"]["name"]: (unit["verdict"], unit["unit"]["target"]) for unit in units} == {
        each["unit"]: (each["verdict"], each["target"]) for each in EXPECTED.values()
    }


def test_a_listed_unit_without_answers_is_named(api: Path) -> None:
    """A pull that broke off must not look whole."""
    (api / "jawaban-unit" / "bkk-02.json").unlink()
    done = run("batch", api, "--format", "json")
    assert done.returncode == UNREADABLE
    (failure,) = json.loads(done.stdout)["failures"]
    assert failure["findings"][0]["name"] == "file-not-found"
    assert failure["source"]["path"].endswith("bkk-02.json")


def test_a_reply_that_was_refused_is_one_of_the_results(api: Path) -> None:
    """One error reply among the answers is named, the others are evaluated."""
    (api / "jawaban-unit" / "17.json").write_text('{"error": true, "code": "E", "message": "m"}', encoding="utf-8")
    result = json.loads(run("check", api, "--format", "json").stdout)
    assert (result["summary"]["workbooks"], result["summary"]["unreadable"]) == (3, 1)


def test_answers_among_workbooks(tmp_path: Path) -> None:
    """In any folder, answers are known by what is in them; a pattern finds them, too."""
    (tmp_path / "unit 17.json").write_bytes(as_bytes({**sound(), "unit_id": "unit 17"}))
    shutil.copy(ROOT / "worksheets" / "valid" / "wbk.expected.json", tmp_path)
    shutil.copy(ROOT / "worksheets" / "valid" / "wbk.xlsx", tmp_path)
    for argument in (str(tmp_path), str(tmp_path / "*")):
        result = json.loads(run("check", argument, "--format", "json").stdout)
        assert sorted(Path(each["source"]["path"]).name for each in result["workbooks"]) == ["unit 17.json", "wbk.xlsx"]


def test_evaluate_takes_a_folder_of_one(api: Path) -> None:
    """The only answers file of a folder is meant; of several, none is guessed."""
    assert run("evaluate", api).returncode == UNREADABLE
    for name in ("bkk-02", "231"):
        (api / "jawaban-unit" / f"{name}.json").unlink()
    for name in LISTS:
        (api / name).unlink()
    assert json.loads(run("evaluate", api, "--format", "json").stdout)["unit"]["name"] == EXPECTED["17"]["unit"]


def test_a_cached_result_knows_its_lists(api: Path) -> None:
    """What a list says of a unit is part of its result: when it changes, the cache is not used."""
    path = str(api / "jawaban-unit" / "17.json")
    before = lists_digest(path)
    arguments = ("batch", api, "--cache", api / "cache", "--format", "json", "--no-progress")
    first = json.loads(run(*arguments).stdout)
    text = (api / LISTS[0]).read_text(encoding="utf-8")
    (api / LISTS[0]).write_text(text.replace('"kategori": "WBK",', '"kategori": "WBX",'), encoding="utf-8")
    os.utime(api / LISTS[0], ns=(1, 1))
    assert lists_digest(path) != before
    second = json.loads(run(*arguments).stdout)
    targets = [{u["unit"]["name"]: u["unit"]["target"] for u in each["units"]} for each in (first, second)]
    assert (targets[0][EXPECTED["17"]["unit"]], targets[1][EXPECTED["17"]["unit"]]) == ("WBK", None)


def test_places_are_named_in_every_format(tmp_path: Path) -> None:
    """Number and field stand in text, JSON, SARIF, JUnit, Markdown and GitHub's commands."""
    forms = ("text", "json", "sarif", "junit", "markdown", "github")
    reports = [argument for form in forms for argument in ("--report", f"{form}:{tmp_path / form}")]
    assert run("check", ROOT / "worksheets" / "broken" / "portalrb-field-type.json", *reports).returncode == 1
    for form in forms:
        said = (tmp_path / form).read_text(encoding="utf-8").replace("\\_", "_")
        assert "soal_id 3.jawaban_unit" in " ".join(said.split()), form


def test_both_languages() -> None:
    """The same finding in Indonesian and in English."""
    found = refused(b'{"a": 1,\n  ]}')
    assert "line 2, column 3" in spoken("en", lambda: found.message)
    assert "baris 2, kolom 3" in spoken("id", lambda: found.message)


def test_the_library_does_what_the_command_does() -> None:
    """``evaluate`` and ``read_workbook`` take an answers file as they take a workbook."""
    path = str(FOLDER / "jawaban-unit" / "231.json")
    assert zi_score.evaluate(path, holds_wbk=True).verdict == "WBBM"
    assert run("evaluate", path, "--holds-wbk", "--format", "json", language="id").stdout.decode() == (
        zi_score.evaluate(path, holds_wbk=True).to_json() + "\n"
    )
