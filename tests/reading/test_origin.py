"""A form of other rules is never judged in silence by those that it resembles."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import BLANK, BROKEN, VALID, run
from formats import old, open_document, values_of
from openpyxl import Workbook, load_workbook
from workbooks import LKE_2014, PRINTED_2014, Form, Line, answered, book, content, lines, own

from worksheets.drafts import packed, parts_of
from zi_score.api.one import check, evaluate
from zi_score.forms.template.workbook import render
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, Severity, Unreadable
from zi_score.reading.workbook import read_workbook

NEW, OLD = load_ruleset(), load_ruleset("permenpanrb-52-2014")
REVISED = NEW.model_copy(update={"id": "permenpanrb-13-2028", "title": "PermenPANRB 13/2028"})
FORM_2014 = Form(LKE_2014, (), "LKE", 6, PRINTED_2014)
UNREADABLE = 3


def titled(title: str, rules: Ruleset = NEW) -> bytes:
    """Return an answered form with a title above its header."""
    form = FORM_2014 if rules is OLD else Form()
    return content(book(answered(lines(own, rules)), replace(form, title=((title,),)))[0])


def refused(source: bytes | Path, name: str = "form-names-other-rules") -> Finding:
    """Return why a workbook is not evaluated."""
    with pytest.raises(Unreadable) as caught:
        evaluate(source, path="x.xlsx")
    assert caught.value.finding.name == name
    assert "--ruleset" in caught.value.finding.tip
    return caught.value.finding


def names(found: tuple[Finding, ...]) -> set[str]:
    """Return the names of findings."""
    return {finding.name for finding in found}


# The id that the template writes ------------------------------------------------------------------


def filled(template: bytes) -> Workbook:
    """Return a template with every first choice."""
    workbook = load_workbook(io.BytesIO(template))
    sheet = workbook["Jawaban"]
    for row in range(2, sheet.max_row + 1):
        choices = str(sheet.cell(row, 10).value or "")
        sheet.cell(row, 11).value = {"Ya/Tidak": "Ya", "Jumlah": 1}.get(choices, "A" if "/" in choices else None)
    return workbook


def without_property(workbook: bytes) -> bytes:
    """Drop the property, as programs do that do not know it."""
    parts = {name: part for name, part in parts_of(workbook).items() if name != "docProps/custom.xml"}
    kept = re.sub(rb"<(Override|Relationship)[^<>]*custom[^<>]*>", b"", parts["[Content_Types].xml"])
    relations = re.sub(rb"<Relationship [^<>]*custom[^<>]*>", b"", parts["_rels/.rels"])
    return packed({**parts, "[Content_Types].xml": kept, "_rels/.rels": relations})


def without_cell(workbook: bytes) -> bytes:
    """Drop the cell that people see."""
    book_ = load_workbook(io.BytesIO(workbook))
    book_["Identitas"]["A7"] = book_["Identitas"]["B7"] = None
    return content(book_)


@pytest.mark.parametrize("bend", [lambda workbook: workbook, without_property, without_cell])
def test_the_template_of_a_revision_is_not_judged_by_what_it_resembles(bend: Callable[[bytes], bytes]) -> None:
    """Tree and weights are the same, and --ruleset was forgotten: the id in the workbook tells."""
    workbook = bend(content(filled(render(REVISED))))
    found = refused(workbook)
    assert "permenpanrb-13-2028" in found.message
    assert evaluate(workbook, REVISED, path="x.xlsx").ruleset.id == "permenpanrb-13-2028"
    assert "form-names-other-rules" not in names(evaluate(workbook, REVISED, path="x.xlsx").findings)
    told = [f for f in evaluate(workbook, NEW, path="x.xlsx").findings if f.name == "form-names-other-rules"]
    assert [finding.severity for finding in told] == [Severity.NOTICE]


@pytest.mark.parametrize("write", [old, open_document])
def test_copies_in_other_formats_say_it_too(write: Callable[..., bytes]) -> None:
    """They keep the cell."""
    assert "13-2028" in refused(write(values_of(content(filled(render(REVISED)))))).message


@pytest.mark.parametrize("rules", [NEW, OLD])
def test_the_own_template_is_sound(rules: Ruleset) -> None:
    """What the program writes for a regulation is read by it."""
    found = evaluate(content(filled(render(rules))), path="x.xlsx")
    assert found.ruleset.id == rules.id
    assert "form-names-other-rules" not in names(found.findings)
    with zipfile.ZipFile(io.BytesIO(render(rules))) as package:
        assert rules.id.encode() in package.read("docProps/custom.xml")
    assert load_workbook(io.BytesIO(render(rules)))["Identitas"]["B7"].value == rules.id


# The regulation in title and header ---------------------------------------------------------------

UNKNOWN = [
    "LKE ZI menurut PermenPANRB 13/2028",
    "LEMBAR KERJA EVALUASI (PERMENPAN-RB NOMOR 13 TAHUN 2028)",
    "Permenpan RB No. 13 Tahun 2028",
    "Peraturan Menteri PANRB Nomor 13 Tahun 2028 tentang Zona Integritas",
    "PERATURAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI NOMOR 13 TAHUN 2028",
    "PermenPANRB 13/2028 jo. 2/2029",
    "PermenPAN-RB 13-2028",
    "permenpanrb-13-2028",
    "Peraturan Menpan RB Nomor 13 Tahun 2028",
    "Peraturan MenPANRB No 13 Tahun 2028",
    "Peraturan Kementerian PANRB Nomor 13 Tahun 2028",
    "PermenPANRB Tahun 2028 Nomor 13",
]
IN_LINES = [
    ("PERATURAN MENTERI PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI", "NOMOR {}"),
    ("PERATURAN MENTERI PENDAYAGUNAAN APARATUR NEGARA", "DAN REFORMASI BIROKRASI REPUBLIK INDONESIA", "NOMOR {}"),
    ("LKE ZI", "PERATURAN MENTERI", "PENDAYAGUNAAN APARATUR NEGARA DAN REFORMASI BIROKRASI", "NO. {} TENTANG ZI"),
    ("Permenpan RB", "{}", "Unit: Contoh"),
]
KNOWN = [
    "LKE ZI menurut PermenPANRB 90/2021",
    "LEMBAR KERJA EVALUASI (PERMENPAN-RB NOMOR 90 TAHUN 2021)",
    "PermenPANRB 5/2024",
    "PermenPANRB Nomor 90 Tahun 2021 jo. Nomor 5 Tahun 2024",
    "Permenpan RB No. 52 Tahun 2014",
    "Pengganti PermenPANRB 10/2019",
    "PermenPANRB 13/2028, mengubah PermenPANRB 90/2021",
    "LKE ZI TAHUN 2028",
    "Keputusan Kepala Badan Contoh Nomor 13 Tahun 2028",
    "Peraturan Menteri Keuangan Nomor 13 Tahun 2028",
    "Surat Edaran Nomor 13/2028",
    "Permenpan-RB 90-2021",
    "Peraturan Menpan RB Nomor 90 Tahun 2021, SK Nomor 13/2028",
]


@pytest.mark.parametrize("title", UNKNOWN)
def test_a_title_that_names_an_unknown_regulation_is_refused(title: str) -> None:
    """It is neither the regulation's own, nor amends it, nor was replaced by it."""
    found = refused(titled(title))
    assert "13/2028" in found.message
    assert found.cell == "Jawaban!A1"
    evaluate(titled(title), NEW, path="x.xlsx")


@pytest.mark.parametrize("in_lines", IN_LINES)
def test_a_title_may_go_over_several_lines(in_lines: tuple[str, ...]) -> None:
    """The name of the ministry is long; other papers' numbers below the own regulation say nothing."""

    def under(*texts: str) -> bytes:
        form = replace(Form(), title=tuple((text,) for text in texts))
        return content(book(answered(lines(own, NEW)), form)[0])

    assert "13/2028" in refused(under(*(line.format("13 TAHUN 2028") for line in in_lines))).message
    known = under(*(line.format("90 TAHUN 2021") for line in in_lines), "Keputusan Kepala Badan", "Nomor 13 Tahun 2028")
    assert "form-names-other-rules" not in names(evaluate(known, path="x.xlsx").findings)


@pytest.mark.parametrize("title", KNOWN)
def test_a_title_that_names_a_known_one_or_none_is_not(title: str) -> None:
    """Other authorities' papers are not the ministry's regulation."""
    assert "form-names-other-rules" not in names(evaluate(titled(title), path="x.xlsx").findings)


def test_what_replaced_a_regulation_is_none_of_its_own() -> None:
    """A form of 52/2014 with the title of 90/2021 is one of the two; which, nobody knows. 10/2019 amends 52/2014."""
    assert "90/2021" in refused(titled("PermenPANRB 90/2021", OLD)).message
    assert evaluate(titled("PermenPANRB 10/2019", OLD), path="x.xlsx").ruleset.id == OLD.id
    assert evaluate(titled("PermenPANRB 52/2014", OLD), path="x.xlsx").ruleset.id == OLD.id


def test_a_header_counts_as_a_title() -> None:
    """Where the header stands in row 1, there is no other place."""
    workbook, _ = book(answered(lines(own, NEW)), Form())
    workbook.active["K1"] = "Jawaban Unit (PermenPANRB 13/2028)"
    assert refused(content(workbook)).cell == "Jawaban!K1"


def test_a_mention_elsewhere_is_none() -> None:
    """Notes, evidence and other sheets may name any regulation."""
    workbook, cells = book(answered(lines(own, NEW)), Form())
    workbook.active[f"L{cells['A.I.1.i.a'][1:]}"] = "Menurut PermenPANRB 13/2028"
    workbook.active[f"M{cells['A.I.1.i.a'][1:]}"] = "PermenPANRB 13/2028.pdf"
    workbook.create_sheet("Catatan")["A1"] = "PermenPANRB 13/2028"
    found = evaluate(content(workbook), path="x.xlsx").findings
    assert [f for f in found if f.name == "form-names-other-rules" and f.severity is not Severity.NOTICE] == []


def test_weights_are_not_to_be_restored_where_the_form_names_other_rules() -> None:
    """They may be right by those."""
    path = BROKEN / "weight-of-other-rules.xlsx"
    found = check(path, NEW)
    assert "weight-differs" not in names(found.findings)
    (told,) = [finding for finding in found.findings if finding.name == "weight-of-other-rules"]
    assert "13/2028" in told.message
    assert "Kembalikan" not in told.tip


def test_the_command_names_the_option(tmp_path: Path) -> None:
    """Exit 3, and what to type."""
    (tmp_path / "lke.xlsx").write_bytes(titled(UNKNOWN[0]))
    done = run("evaluate", str(tmp_path / "lke.xlsx"))
    assert done.returncode == UNREADABLE
    assert b"--ruleset" in done.stderr
    done = run("evaluate", str(tmp_path / "lke.xlsx"), "--ruleset", NEW.id)
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("rules", "year", "is_told"),
    [(NEW, 2020, True), (NEW, 2021, False), (NEW, 2031, False), (OLD, 2021, False), (OLD, 2022, True)],
)
def test_a_year_outside_the_time_in_force_is_told(rules: Ruleset, year: int, is_told: bool) -> None:  # noqa: FBT001 - what is expected
    """The year never decides which regulation it is, but it is said."""
    found = evaluate(titled(f"TAHUN {year}", rules), path="x.xlsx")
    assert found.ruleset.id == rules.id
    assert ("year-outside-force" in names(found.findings)) is is_told


# Instruments that are known by name ---------------------------------------------------------------


def of_2019(rows: list[Line], **weights: float) -> list[Line]:
    """Return rows of 52/2014 with the weights of 10/2019, as far as they are known."""
    known = {"A.I": 8, "A.II": 7, "A.III": 10, "A.IV": 10, "A.V": 15, "A.VI": 10, "A.I.2": 2, "A.I.4": 3, **weights}
    texts = {"A.I.2": "Rencana Pembangunan Zona Integritas"}
    return [
        replace(row, weight=known.get(row.code or "", row.weight), text=texts.get(row.code or "", row.text))
        for row in rows
    ]


def statements(_code: str, label: str) -> str:
    """Word a question as a statement of the years between."""
    return f"Pernyataan bahwa {label.lower()}"


@pytest.mark.parametrize("ruleset", [None, OLD, NEW])
@pytest.mark.parametrize("wording", [own, statements])
def test_10_2019_is_called_by_its_name(ruleset: Ruleset | None, wording: Callable[[str, str], str]) -> None:
    """Its tables are not built in: it is scored by neither the regulation before nor the one after."""
    workbook, _ = book(answered(of_2019(lines(wording, OLD))), FORM_2014)
    with pytest.raises(Unreadable) as caught:
        read_workbook(content(workbook), ruleset, path="x.xlsx")
    assert caught.value.finding.name == "regulation-not-built-in"
    assert "10/2019" in caught.value.finding.message
    assert "rules init aturan.xlsx --from permenpanrb-10-2019" in caught.value.finding.tip
    assert "--ruleset aturan.xlsx" in caught.value.finding.tip


@pytest.mark.parametrize("head", ["PROSES (60)", "Komponen Proses", "KOMPONEN PENGUNGKIT"])
def test_10_2019_however_its_component_is_called(head: str) -> None:
    """One column of 60 points."""
    rows = [replace(row, text=head) if row.code == "A" else row for row in of_2019(lines(own, OLD))]
    with pytest.raises(Unreadable) as caught:
        read_workbook(content(book(answered(rows), FORM_2014)[0]), path="x.xlsx")
    assert caught.value.finding.name == "regulation-not-built-in"


def test_10_2019_by_its_title_where_its_rows_are_of_nothing_known() -> None:
    """No weights beside the areas, and too few rows that 52/2014 knows."""
    rows = [
        replace(row, weight=None)
        for row in of_2019(lines(statements, OLD))
        if not (row.code or "").startswith(("A.IV", "A.V", "A.VI", "B"))
    ]
    form = replace(FORM_2014, title=(("LKE menurut PermenPANRB 10/2019",),))
    with pytest.raises(Unreadable) as caught:
        read_workbook(content(book(answered(rows), form)[0]), path="x.xlsx")
    assert caught.value.finding.name == "regulation-not-built-in"


def test_10_2019_with_some_areas_of_its_own_weights_only() -> None:
    """Two weights that are its own tell, however few others differ."""
    rows = of_2019(lines(own, OLD))
    kept = {row.code: row.weight for row in lines(own, OLD)}
    rows = [row if row.code in ("A.I", "A.I.2") else replace(row, weight=kept[row.code]) for row in rows]
    with pytest.raises(Unreadable) as caught:
        read_workbook(content(book(answered(rows), FORM_2014)[0]), path="x.xlsx")
    assert caught.value.finding.name == "regulation-not-built-in"


def test_a_ruleset_of_ones_own_takes_10_2019() -> None:
    """Whoever has its tables is not refused."""
    rules = OLD.model_copy(update={"id": "permenpanrb-10-2019", "title": "PermenPANRB 10/2019"})
    workbook, _ = book(answered(lines(own, OLD)), replace(FORM_2014, title=(("PermenPANRB 10/2019",),)))
    assert read_workbook(content(workbook), rules, path="x.xlsx").ruleset == "permenpanrb-10-2019"


@pytest.mark.parametrize("path", [BLANK, *sorted(VALID.glob("*.xlsx"))], ids=lambda path: path.stem)
def test_sound_worksheets_are_none_of_them(path: Path) -> None:
    """Nothing of all this is said of a worksheet of its regulation."""
    accused = {"form-names-other-rules", "weight-of-other-rules", "questions-worded-otherwise"}
    assert not accused & names(read_workbook(path).findings)


PMPRB = ("PENATAAN PERATURAN PERUNDANG-UNDANGAN", "PENATAAN DAN PENGUATAN ORGANISASI")


@pytest.mark.parametrize(
    "areas",
    [
        PMPRB,
        ("Deregulasi Kebijakan", "Penguatan Kelembagaan"),
        ("Penguatan Perundang-undangan (5)", "Penataan Organisasi (6)"),
        ("Penataan Peraturan Perundangan", "Penguatan Kelembagaan"),
        ("Penataan Peraturan Perundang - Undangan", "Penataan & Penguatan Organisasi"),
        ("Area Penataan Peraturan Perundang-undangan / Deregulasi Kebijakan", "Area Penataan Organisasi"),
        ("PROGRAM PENATAAN PERATURAN PERUNDANG UNDANGAN", "PROGRAM PENATAAN ORGANISASI/KELEMBAGAAN"),
    ],
)
@pytest.mark.parametrize("is_weighed", [True, False])
def test_pmprb_is_called_by_its_name(areas: tuple[str, str], is_weighed: bool) -> None:  # noqa: FBT001 - of the form
    """It has two areas that no LKE has; where its weights stand does not matter."""
    rows = []
    for row in lines(own, OLD):
        if row.code == "A.II":
            for number, area in zip(("II", "III"), areas, strict=True):
                rows.append(Line(None, row.depth, f"{number}.", area, 5.5 if is_weighed else None))
                rows += [Line(None, row.depth + 3, "a.", f"{area}: butir {n}", None, "abc", "A") for n in "abc"]
        rows.append(row if is_weighed else replace(row, weight=None))
    with pytest.raises(Unreadable) as caught:
        read_workbook(content(book(answered(rows), FORM_2014)[0]), path="x.xlsx")
    assert caught.value.finding.name == "worksheet-of-pmprb"
    assert "PMPRB" in caught.value.finding.message


def test_pmprb_without_rows_that_are_known_is_called_by_its_title() -> None:
    """Nothing in it is an LKE's."""
    workbook = Workbook()
    workbook.active["A1"] = "PENILAIAN MANDIRI PELAKSANAAN REFORMASI BIROKRASI (PMPRB) TAHUN 2018"
    with pytest.raises(Unreadable) as caught:
        read_workbook(content(workbook), path="x.xlsx")
    assert caught.value.finding.name == "worksheet-of-pmprb"


def test_questions_about_something_else_are_told() -> None:
    """Rows as many, with the same markers and choices, that ask for something else."""

    def words(code: str, label: str) -> str:
        return label if hash_of(code) < share else f"Boks rak lorong {code.replace('.', '')}"

    def hash_of(code: str) -> float:
        return sum(map(ord, code)) % 10 / 10

    told = {}
    for share in (0.0, 0.3, 0.8, 1.0):
        found = evaluate(content(book(answered(lines(words, NEW)), Form())[0]), path="x.xlsx")
        told[share] = [f.severity for f in found.findings if f.name == "questions-worded-otherwise"]
    assert told == {0.0: ["warning"], 0.3: ["warning"], 0.8: [], 1.0: []}
