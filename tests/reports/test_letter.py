"""The report letter (LHE): figures of the contract, sentences that claim no more, templates of somebody else."""

from __future__ import annotations

import io
import json
import re
import shutil
import stat
import sys
import zipfile
from collections.abc import Mapping
from dataclasses import fields, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, VALID, run, worksheets
from docx import Document
from docx.document import Document as Opened
from openpyxl import load_workbook
from recalculate import NO_SOFFICE, SOFFICE

from docs.letter import build
from zi_score.api.one import examine
from zi_score.model.findings import finding
from zi_score.model.language import LANGUAGES, use_language
from zi_score.model.worksheet import Assessor
from zi_score.reports.formats import FormatError, TemplateError
from zi_score.reports.letter import document as letter
from zi_score.reports.letter import notes as letter_notes
from zi_score.reports.letter import pdf as letter_pdf
from zi_score.reports.letter.facts import letter as facts_of
from zi_score.reports.letter.model import Letter
from zi_score.reports.unit import UnitReport, unit_report

FOLDER = ROOT / "zi_score" / "reports" / "letter"
BELOW = VALID / "area-below.xlsx"
JUDGED = ("Kriteria", "Minimum", "Capaian", "Selisih", "Status")


@cache
def report_of(path: Path, **facts: str) -> UnitReport:
    """Return the report of a workbook."""
    found = examine(path, facts=facts)
    return unit_report(found.evaluation, found.submission, found.ruleset)


def opened(content: bytes) -> Opened:
    """Open a letter as a word processor does."""
    return Document(io.BytesIO(content))


def tables(document: Opened, *titles: str) -> list[list[list[str]]]:
    """Return the rows of the tables that have these titles."""
    found = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [rows[1:] for rows in found if rows[0] == list(titles)]


def text_of(document: Opened) -> str:
    """Return what stands outside the tables."""
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


def point(text: str) -> str:
    """Undo how the letter writes figures."""
    return text.replace(",", ".").removesuffix("%")


def template_of(*paragraphs: str, header: str = "") -> bytes:
    """Return a template with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


# --- the templates of the program ---


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_are_those_of_the_script(language: str) -> None:
    """Whoever changes a text of the letter builds the templates anew: ``python -m docs.letter.build``."""
    use_language(language)
    assert (FOLDER / f"lhe.{language}.docx").read_bytes() == build.template() == letter.own_template()


def test_the_templates_fill_in_every_variable() -> None:
    """Each field of the letter stands in the template, so that nothing is made for nothing."""
    with zipfile.ZipFile(io.BytesIO(build.template())) as archive:
        tags = " ".join(re.findall(r"{[{%].*?[}%]}", archive.read("word/document.xml").decode()))
    assert [field.name for field in fields(Letter) if not re.search(rf"\b{field.name}\b", tags)] == []


def test_same_report_same_bytes() -> None:
    """Nothing of the clock is in the letter; number, place and date are blanks."""
    content = letter.render(report_of(BELOW))
    assert letter.render(report_of(BELOW)) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2021, 12, 31, 0, 0, 0)}
        assert set(re.findall(r"\d{4}-\d\d-\d\dT", archive.read("docProps/core.xml").decode())) == {"2021-12-31T"}
    assert "................, ................" in text_of(opened(content))


# --- its figures ---


@pytest.mark.parametrize("path", worksheets()[::3], ids=lambda path: path.stem)
def test_figures_are_those_of_the_contract(path: Path) -> None:
    """Totals, areas, components, criteria, requirements and open questions are what the JSON says."""
    report = report_of(path)
    contract = json.loads(report.evaluation.to_json())
    first = contract["assessments"][0]
    document = opened(letter.render(report))
    _check_scores(document, first)
    _check_criteria(document, first)
    (open_,) = tables(document, "Kode", "Pertanyaan", "Sel", "Bobot") or [[]]
    assert [code for code, *_rest in open_] == [c for c, n in first["nodes"].items() if "scale" in n and not n["value"]]
    (lost,) = tables(document, "Kode", "Pertanyaan", "Jawaban", "Nilai", "Bobot", "Nilai hilang", "Rekomendasi") or [[]]
    left = {c: n["score"] for c, n in first["nodes"].items() if "scale" in n and n["score"] != n["weight"]}
    assert {code: point(score) for code, _question, _answer, score, *_rest in lost} == left


def _check_scores(document: Opened, first: Mapping[str, Any]) -> None:
    parts = [part.capitalize() for part in ("pemenuhan", "reform")] if first["questions"] == 113 else []
    (areas,) = tables(document, "Area", *parts, "Nilai", "Bobot", "%")
    assert [point(row[-3]) for row in areas] == [area["score"] for area in first["areas"].values()]
    assert [row[0][:1] for row in areas] == list(first["areas"])
    (components,) = tables(document, "Kode", "Komponen", "Nilai", "Bobot", "%", "Maks.")
    *rows, total = components
    for code, _name, score, weight, _share, highest in rows:
        node = first["nodes"][code]
        assert (point(score), point(weight), point(highest)) == (node["score"], node["weight"], node["highest"])
    assert float(point(total[2])) == pytest.approx(float(Fraction(first["total"]["exact"])), abs=0.0051)
    assert float(point(total[2])) < 75 or Fraction(first["total"]["exact"]) >= 75  # a miss never looks like a hit


def _check_criteria(document: Opened, first: Mapping[str, Any]) -> None:
    words = {"met": "terpenuhi", "not-met": "belum terpenuhi", "undetermined": "belum pasti"}
    judged = tables(document, *JUDGED)
    for predicate, rows in zip(first["predicates"], judged, strict=True):
        minimums = [each for each in predicate["criteria"] if each["measure"] != "requirement"]
        assert [row[0].partition(": indeks ")[0] for row in rows] == [each["label"] for each in minimums]
        assert [row[4] for row in rows] == [words[each["status"]] for each in minimums]
        for row, each in zip(rows, minimums, strict=True):
            if each["exact"] is not None:
                factor = 100 if each["measure"] == "share" else 1
                assert float(point(row[1])) == pytest.approx(float(each["minimum"]) * factor)
                assert float(point(row[2])) == pytest.approx(float(each["reached"]) * factor, abs=0.0051)
                assert float(point(row[3])) == pytest.approx(float(each["margin_points"]), abs=0.0051)
    (requirements,) = tables(document, "Syarat", "Minimum", "Isian", "Status")
    assert {row[3] for row in requirements} <= {"terpenuhi", "belum terpenuhi", "belum diperiksa"}


def test_a_letter_by_hand() -> None:
    """Area 3 of this unit reaches 5.67 of 10: the letter says so in Indonesian, with a comma and its reasons."""
    text = text_of(opened(letter.render(report_of(BELOW))))
    unit = "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Contoh"
    assert f"Menurut jawaban unit (penilaian mandiri), {unit} belum memenuhi syarat predikat WBK/WBBM." in text
    assert "Nilai total 93,48 dari 100,00." in text
    assert "Predikat WBK belum terpenuhi: Area 3 Penataan Sistem Manajemen SDM Aparatur 56,67% < 60%." in text
    judged, _wbbm = tables(opened(letter.render(report_of(BELOW))), *JUDGED)
    assert [row[1:] for row in judged if row[0].startswith("Area 3 ")] == [
        ["60%", "56,67%", "-0,33", "belum terpenuhi"]  # a third of a point of the 10 that the area weighs
    ]
    assert "Survei Persepsi Korupsi (IPAK): indeks 3,90 (min 3,60)" in [row[0] for row in judged]
    assert "Nilai 5,67 dari 10,00 (56,67%). Minimum WBK 60%: belum terpenuhi." in text
    assert "penilaian mandiri unit kerja, bukan penilaian TPI atau TPN" in text
    use_language("en")
    text = text_of(opened(letter.render(report_of(BELOW))))
    assert f"By the answers of unit (self-assessment), {unit} does not yet meet what WBK/WBBM asks." in text
    assert "The total is 93.48 of 100.00." in text


def test_notes_name_answer_rubric_and_what_full_marks_ask() -> None:
    """A question that leaves points stands with its answer, the assessor's note, and the rubric of the best answer."""
    rows = tables(
        opened(letter.render(report_of(BELOW))), "Kode", "Pertanyaan", "Catatan", "Rekomendasi", "Nilai hilang"
    )
    (question,) = [row for table in rows for row in table if row[0] == "A.II.3.iii.a"]
    assert question[2].startswith("33,33% (dari isian jumlah).")
    assert question[3] == 'Untuk nilai penuh: "Kasus pelanggaran pada tahun berjalan" menjadi 0.'
    assert question[4] == "1,33"
    (chosen,) = [row for table in rows for row in table if row[0] == "A.II.3.ii.a"]
    assert chosen[2].startswith('"C": Hasil assessment belum dipakai')
    assert "Catatan unit (penilaian mandiri):" in chosen[2]
    assert chosen[3].startswith('Untuk nilai penuh ("A"): Semua hasil assessment')


# --- it claims no more than the evaluation ---

REQUIREMENTS = {
    "agency-type": "Pemerintah Daerah",
    "agency-bpk-opinion": "WTP",
    "agency-sakip": "A",
    "agency-rb-index": "A",
    "agency-spip": "3",
    "unit-core-service": "Ya",
    "unit-sakip": "A",
}


def conclusion(name: str, **facts: str) -> str:
    """Return the conclusion about a worksheet."""
    return " ".join(facts_of(report_of(VALID / f"{name}.xlsx", **facts)).conclusion)


def test_minimums_are_not_the_predicate() -> None:
    """Where requirements are not checked, the letter says so, and never that the unit can be proposed."""
    text = conclusion("wbk")
    assert "memenuhi nilai minimum predikat WBK." in text
    assert "0 terpenuhi, 0 belum terpenuhi, 10 belum diperiksa" in text
    assert "tidak menyatakan apakah unit kerja dapat diusulkan" in text
    assert "bukan penetapan predikat." in text
    assert "Predikat WBBM belum terpenuhi" in text or "Predikat WBBM belum pasti" in text


def test_requirements_as_they_were_stated() -> None:
    """Stated requirements are counted, those that fail are named, and with afirmasi they do not decide."""
    text = conclusion("wbk", **REQUIREMENTS)
    assert "6 terpenuhi, 0 belum terpenuhi, 4 belum diperiksa" in text
    failing = conclusion("wbk", **REQUIREMENTS | {"unit-sakip": "C"})
    assert "belum memenuhi syarat predikat" in failing
    assert "Syarat yang belum terpenuhi: Predikat SAKIP unit dari evaluasi internal." in failing
    minimums = facts_of(report_of(VALID / "wbk.xlsx", **REQUIREMENTS | {"unit-sakip": "C"})).predicates[0]
    assert minimums.status == "terpenuhi"
    waived = conclusion("wbk", **REQUIREMENTS | {"unit-sakip": "C", "afirmasi": "Ya", "unit-kind": "RSUD"})
    assert "Dengan afirmasi, syarat pengusulan WBK boleh masih dalam proses pemenuhan." in waived
    assert "memenuhi nilai minimum predikat WBK." in waived


def recommended(name: str, assessor: Assessor, **facts: str) -> str:
    """Return the last sentence of a letter by this assessor's answers."""
    report = report_of(VALID / f"{name}.xlsx", **facts)
    first, *others = report.evaluation.assessments
    own = first.model_copy(update={"assessor": assessor})
    evaluation = report.evaluation.model_copy(update={"assessments": (own, *others)})
    use_language("en")
    return facts_of(replace(report, evaluation=evaluation)).conclusion[-1]


def test_the_letter_goes_to_the_head_of_the_agency() -> None:
    """The agency is addressed, and not the unit, which gets a copy."""
    lines = text_of(opened(letter.render(report_of(BELOW)))).splitlines()
    unit = report_of(BELOW).evaluation.unit
    assert f"Yth. Pimpinan {unit.agency}" in lines
    assert f"Yth. Pimpinan {unit.name}" not in lines
    assert lines[lines.index("Tembusan:") + 1] == f"Pimpinan {unit.name}"


ALL_MET = {
    "agency-type": "Pemerintah Daerah",
    "agency-bpk-opinion": "WTP",
    "agency-sakip": "A",
    "agency-rb-index": "A",
    "agency-spip": "4",
    "unit-core-service": "Ya",
    "unit-public-perception": "Ya",
    "unit-follow-up": "100 %",
    "unit-wealth-reports": "100 %",
    "unit-zi-years": "2",
    "unit-sakip": "A",
}


@pytest.mark.parametrize("assessor", [Assessor.TPI, Assessor.TPI_2])
def test_a_tpi_recommends_one_of_two_things(assessor: Assessor) -> None:
    """Bab I.A.3: to propose the unit to the TPN, or not yet; never more than was checked."""
    met = recommended("wbk", assessor, **ALL_MET)
    assert met.startswith("The criteria are met: we recommend to the head of the agency to propose")
    assert met.endswith("towards WBK to KemenPANRB as TPN.")
    unchecked = recommended("wbk", assessor)
    assert "10 requirements for being proposed for WBK are not checked: once all of them are met" in unchecked
    for name, facts in (("area-below", {}), ("wbk", ALL_MET | {"unit-sakip": "C"})):
        missed = recommended(name, assessor, **facts)
        assert "is not yet to be proposed to KemenPANRB as TPN for WBK; it needs repair and guidance" in missed
    waived = recommended("wbk", assessor, **{"afirmasi": "Ya", "unit-kind": "RSUD"})
    assert waived.startswith("The criteria are met")
    assert recommended("half-empty", assessor).startswith("As long as it is open whether the criteria are met")


def test_the_tpn_recommends_to_the_minister_or_to_the_agency() -> None:
    """Bab III.C.5: met, the predicate is to be conferred; not met, the unit is to be guided."""
    assert "we recommend to the Minister that WBK be conferred on" in recommended("wbk", Assessor.TPN, **ALL_MET)
    assert "we recommend to the head of the agency that" in recommended("area-below", Assessor.TPN)
    assert "nothing is recommended to the Minister" in recommended("half-empty", Assessor.TPN)


def test_a_unit_recommends_nothing_about_itself() -> None:
    """Nor is anything recommended by a regulation that was replaced."""
    assert "is for the TPI to recommend" in recommended("wbk", Assessor.UNIT, **ALL_MET)
    assert "PermenPANRB 90/2021 replaced it: nothing is recommended." in recommended("52-2014-wbk", Assessor.TPI)


def test_an_open_verdict_is_left_open() -> None:
    """Unanswered questions keep the verdict open; the letter gives both ends."""
    text = conclusion("half-empty")
    assert "belum dapat disimpulkan apakah" in text
    assert "Nilai total 21,22 dari 100,00; paling tinggi 99,72 bila" in text
    assert "Belum dijawab dan dihitung 0: 59 dari 113 pertanyaan." in text


def test_an_older_regulation_is_named_as_such() -> None:
    """A letter by a regulation that was replaced says so, and has no parts of areas."""
    facts = facts_of(report_of(VALID / "52-2014-wbk.xlsx"))
    assert any("digantikan PermenPANRB 90/2021" in line for line in facts.method)
    assert facts.ruleset.parts == ()
    assert facts.legal_basis[0].startswith("PermenPANRB 52/2014 tentang Pedoman")


def test_who_answered() -> None:
    """With several assessors the highest counts, and all are shown."""
    facts = facts_of(report_of(VALID / "three-assessors.xlsx"))
    assert facts.assessor == "TPN"
    assert [row.name for row in facts.assessors] == ["TPN", "TPI", "unit (penilaian mandiri)"]
    assert not any("mandiri" in line for line in facts.method)


def test_figures_in_findings_get_commas_but_what_was_typed_stays() -> None:
    """A computed figure in a message is written as the letter does; a quotation is not touched."""
    remark = letter_notes.remark_of(finding("workbook-total-differs", found="94.70", right="94.05", nodes="A.I.2.i"))
    assert "94,70" in remark.message
    assert "94,05" in remark.message
    quoted = letter_notes.remark_of(finding("answer-not-understood", typed="3.60", accepted="A, B"))
    assert '"3.60"' in quoted.message


# --- what comes from a workbook stays text ---

HOSTILE = '{{ 7 * 7 }}{% for x in y %}</w:t></w:r><w:p>&amp; "x" <b>\x0b_x0007_\u202e{_{ 1 }_}'


def test_a_hostile_workbook_stays_inert(tmp_path: Path) -> None:
    """Tags, markup and control characters in a name or note are shown, and do nothing."""
    book = load_workbook(BELOW)
    book["Identitas"]["B3"] = HOSTILE.replace("\x0b", "")
    names = [row for row in book["Identitas"].iter_rows() if row[0].value == "Nama unit"]
    names[0][1].value = HOSTILE.replace("\x0b", "")
    book["Jawaban"]["L147"] = HOSTILE.replace("\x0b", "")
    book.save(tmp_path / "lke.xlsx")
    content = letter.render(report_of(tmp_path / "lke.xlsx"))
    text = text_of(opened(content))
    assert '{{ 7 * 7 }}{% for x in y %}</w:t></w:r><w:p>&amp; "x" <b>' in text
    assert "49" not in text.splitlines()[0]
    assert "\u202e" not in text
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert all("<b>" not in archive.read(name).decode() for name in archive.namelist() if name.endswith("xml"))


# --- an agency's own template ---


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    """An agency's letterhead is filled in, head of the page included."""
    (tmp_path / "kop.docx").write_bytes(
        template_of(
            "Nilai {{ total.score }}",
            "{%p for line in conclusion %}",
            "{{ line }}",
            "{%p endfor %}",
            header="{{ unit.agency }}",
        )
    )
    done = run("report", BELOW, "-o", tmp_path / "lhe.docx", "--docx-template", tmp_path / "kop.docx", language="id")
    assert (done.returncode, done.stdout) == (0, b"")
    document = Document(str(tmp_path / "lhe.docx"))
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert lines == ["Nilai 93,48", *facts_of(report_of(BELOW)).conclusion]
    assert document.sections[0].header.paragraphs[0].text == "Pemerintah Kabupaten Contoh"


@pytest.mark.parametrize(
    ("paragraphs", "said"),
    [
        (["{{ unt.name }}"], "{{ unt.name }} cannot be filled in: there is no such variable"),
        (["{{ unit.name }}, {{ unit.nme }}"], "{{ unit.nme }} cannot be filled in: there is no such variable"),
        (["{{ unit.name + }}"], "{{ unit.name + }} cannot be filled in: unexpected 'end of print statement'"),
        (["{{ unit.name"], "{{ unit.name cannot be filled in: it has no end"),
        (["{%p endfor %}"], "{% endfor %} cannot be filled in: Encountered unknown tag 'endfor'"),
        (["{%p for row in areas %}", "{{ row.name }}"], "The innermost block that needs to be closed is 'for'"),
        (["{{ unit.name | kapital }}"], "{{ unit.name | kapital }} cannot be filled in: No filter named 'kapital'"),
        (
            ["{{ unit.__class__.__mro__ }}"],
            "{{ unit.__class__.__mro__ }} cannot be filled in: a template may not do this",
        ),
        (["{{ lipsum.__globals__ }}"], "{{ lipsum.__globals__ }} cannot be filled in: a template may not do this"),
        (["{% for i in range(10000000) %}{% endfor %}"], "Range too big"),
        (["{{ 1 / 0 }}"], "{{ 1 / 0 }} cannot be filled in: division by zero"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_tag_that_cannot_be_filled_in_is_named(paragraphs: list[str], said: str) -> None:
    """The sentence names the tag and what is wrong with it; no tag can do more than write."""
    use_language("en")
    with pytest.raises(TemplateError) as problem:
        letter.render(report_of(BELOW), template_of("{{ unit.agency }}", *paragraphs))
    assert said in str(problem.value)


def test_a_tag_in_the_wrong_place() -> None:
    """A loop that begins in a paragraph and ends in a table would break the document; nothing is mended silently."""
    document = Document()
    document.add_paragraph("Daftar {% for row in areas %}")
    document.add_table(1, 1).rows[0].cells[0].text = "{{ row.name }}{% endfor %}"
    content = io.BytesIO()
    document.save(content)
    use_language("en")
    with pytest.raises(TemplateError, match=r"a tag stands where it does not fit, near: Peningkatan"):
        letter.render(report_of(BELOW), content.getvalue())


def test_a_tag_in_the_properties() -> None:
    """What docxtpl does outside the text fails with a sentence too."""
    document = Document()
    document.core_properties.title = "{{ unt.name }}"
    content = io.BytesIO()
    document.save(content)
    with pytest.raises(TemplateError, match="unt"):
        letter.render(report_of(BELOW), content.getvalue())


@pytest.mark.parametrize("content", [b"", b"no archive", BELOW.read_bytes()], ids=["empty", "text", "workbook"])
def test_a_template_that_is_no_document(content: bytes) -> None:
    """It is named as such."""
    with pytest.raises(TemplateError, match="bukan dokumen Word"):
        letter.render(report_of(BELOW), content)


@pytest.mark.parametrize(
    ("output", "template", "said"),
    [
        ("lhe.docx", "missing.docx", "--docx-template missing.docx: there is no such file"),
        ("lhe.docx", "bad.docx", "--docx-template bad.docx: {{ unt }} cannot be filled in: there is no such variable."),
        ("lke.md", "bad.docx", "only a letter has a template: -o ends in .docx / .pdf."),
        ("bad.docx", "bad.docx", "-o bad.docx: that is read as an input"),
    ],
)
def test_wrong_use_of_a_template(tmp_path: Path, output: str, template: str, said: str) -> None:
    """It ends with 2 and a sentence, and nothing is written."""
    (tmp_path / "bad.docx").write_bytes(template_of("{{ unt }}"))
    before = (tmp_path / "bad.docx").read_bytes()
    done = run("report", BELOW, "-o", output, "--docx-template", template, cwd=tmp_path)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.decode().split())
    assert [path.name for path in tmp_path.iterdir()] == ["bad.docx"]
    assert (tmp_path / "bad.docx").read_bytes() == before


def test_the_program_writes_its_template(tmp_path: Path) -> None:
    """An agency begins from the program's own letter; an existing file is kept."""
    path = tmp_path / "lhe.docx"
    path.write_bytes(b"")
    assert run("template", "-o", path).returncode == 2
    assert run("template", "-o", path, "--force", language="id").returncode == 0
    assert path.read_bytes() == (FOLDER / "lhe.id.docx").read_bytes()
    assert letter.render(report_of(BELOW), (FOLDER / "lhe.id.docx").read_bytes()) == letter.render(report_of(BELOW))


# --- PDF ---


def without_writer() -> bool:
    """Whether LibreOffice lacks the part that opens letters."""
    return SOFFICE is None or (sys.platform == "linux" and not (Path(SOFFICE).resolve().parent / "libswlo.so").exists())


@pytest.mark.skipif(without_writer(), reason=f"{NO_SOFFICE}, or it has no Writer")
def test_letter_as_pdf(tmp_path: Path) -> None:
    """LibreOffice opens the letter; its pages say what the Word document says."""
    path = tmp_path / "lhe.pdf"
    done = run("report", BELOW, "-o", path, language="id")
    assert (done.returncode, done.stderr.decode().strip()) == (0, f"Berkas ditulis: {path}")
    content = path.read_bytes()
    assert content.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type\s*/Page\b", content)) > 4  # seven with Arial, more with wider letters
    if (pdftotext := shutil.which("pdftotext")) is not None:
        import subprocess  # noqa: PLC0415 - here alone

        text = subprocess.run([pdftotext, "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
        words = " ".join(text.split())
        assert "Nilai total 93,48 dari 100,00." in words
        assert "LHE" in words
        assert all(area.name.split()[0] in words for area in report_of(BELOW).first.areas.values())


def test_without_libreoffice_nothing_is_written(tmp_path: Path) -> None:
    """The sentence says what to do instead."""
    outputs = ["-o", tmp_path / "lhe.docx", "-o", tmp_path / "lhe.pdf"]
    done = run("report", BELOW, *outputs, environment={"PATH": str(tmp_path)})
    assert done.returncode == 2
    assert done.stderr.decode().startswith("zi-score: A PDF takes LibreOffice (soffice), which was not found.")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a script stands in for LibreOffice")
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'Error: source file could not be loaded' >&2", "made no PDF (Error: source file could not be loaded)"),
        ("(sleep 60; touch waited) & sleep 60; touch waited", "did not end within 1 seconds"),
    ],
    ids=["no writer", "hangs"],
)
def test_a_libreoffice_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str) -> None:
    """One that writes nothing ends with a sentence, and one that never ends is not waited for."""
    fake = tmp_path / "soffice"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(letter_pdf, "_program", lambda: str(fake))
    monkeypatch.setattr(letter_pdf, "_PATIENCE", 1)
    use_language("en")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FormatError) as problem:
        letter_pdf.render(report_of(BELOW))
    assert said in str(problem.value)
    assert not (tmp_path / "waited").exists()
