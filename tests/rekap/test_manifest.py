"""Lists of workbooks: what may stand in them, what goes before the workbook's own words, and what is refused."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import RULESET, VALID, run

from zi_score.model.language import use_language
from zi_score.rekap.run import evaluate_all
from zi_score.rekap.submitted import ManifestError, Submitted, read_manifest
from zi_score.rekap.unit_line import UnitLine

HEADER = "path,unit,agency,target,holds-wbk,afirmasi"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with two workbooks."""
    (tmp_path / "lke").mkdir()
    for name in ("wbk", "wbbm"):
        shutil.copy(VALID / f"{name}.xlsx", tmp_path / "lke")
    return tmp_path


def written(folder: Path, text: str | bytes, name: str = "daftar.csv") -> Path:
    """Write a list."""
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def read(folder: Path, text: str | bytes, name: str = "daftar.csv") -> list[Submitted]:
    """Read a list."""
    return read_manifest(written(folder, text, name), RULESET)


def refused(folder: Path, text: str | bytes, name: str = "daftar.csv") -> str:
    """Return with what words a list is refused."""
    use_language("en")
    try:
        with pytest.raises(ManifestError) as caught:
            read(folder, text, name)
    finally:
        use_language("id")
    return str(caught.value)


# what may stand in it ------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("separator", "name"), [(",", "a.csv"), (";", "a.csv"), ("\t", "a.csv"), ("\t", "a.tsv"), ("\t", "A.TSV")]
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_every_form_of_a_table(folder: Path, separator: str, name: str, ending: str, mark: bytes) -> None:
    """Comma, semicolon, tabulator; with and without a byte order mark; line ends of every system."""
    lines = (HEADER, "lke/wbk.xlsx,Balai Größe,Badan,wbbm,Ya,Tidak", "lke/b.xlsx,,,,,")
    text = ending.join(lines).replace(",", separator) + ending
    first, second = read(folder, mark + text.encode(), name)
    assert first == Submitted(
        str(folder / "lke/wbk.xlsx"), "Balai Größe", "Badan", "WBBM", {"holds-wbk": "Ya", "afirmasi": "Tidak"}
    )
    assert second == Submitted(str(folder / "lke/b.xlsx"))


@pytest.mark.parametrize(
    "header",
    [
        "path,unit,agency,target,holds-wbk",
        "PATH, Unit ,AGENCY,Target,Holds-WBK",
        "berkas,nama unit,instansi,target predikat,sudah wbk",
        "Berkas,Unit  Kerja,Instansi,Kategori,Sudah Berpredikat WBK",
        "file,name,agency,kategori,sudah wbk",
    ],
)
def test_headers(folder: Path, header: str) -> None:
    """English and Indonesian words, however they are spaced and spelled."""
    (only,) = read(folder, f"{header}\nx.xlsx,Balai,Badan,WBK,ya\n")
    assert (only.unit, only.agency, only.target, only.facts) == ("Balai", "Badan", "WBK", {"holds-wbk": "Ya"})


@pytest.mark.parametrize("said", ["sep=;", "SEP=;\r", "sep=; "])
def test_a_line_for_excel(folder: Path, said: str) -> None:
    """A first line that says what separates the columns is none of the table, and lines are counted with it."""
    assert read(folder, f"{said}\npath;target\nlke/wbk.xlsx;WBK\n")[0].target == "WBK"
    assert "daftar.csv, line 3, column target" in refused(folder, f"{said}\npath;target\nlke/wbk.xlsx;X\n")


def test_columns_in_any_order(folder: Path) -> None:
    """And only those that are needed."""
    (only,) = read(folder, "unit,path\nBalai,x.xlsx\n")
    assert only == Submitted(str(folder / "x.xlsx"), "Balai")


def test_quoted_fields(folder: Path) -> None:
    """A separator, a quotation mark and a line break within a field."""
    first, second, third = read(
        folder, 'path,unit\nx.xlsx,"Balai, ""Contoh"""\n"a,b.xlsx","Balai;\tContoh"\ny.xlsx,"Balai\nContoh"\n'
    )
    assert (first.unit, second.path) == ('Balai, "Contoh"', str(folder / "a,b.xlsx"))
    assert (second.unit or "").split() == ["Balai;", "Contoh"]
    assert (third.unit or "").split() == ["Balai", "Contoh"]


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\x0b", "\x0c", "\x1c"])
def test_signs_that_are_no_line_ends(folder: Path, sign: str) -> None:
    """Only line feed and carriage return end a line of a table."""
    assert len(read(folder, f"path,unit\nx.xlsx,Balai{sign}Contoh\n")) == 1


def test_blank_lines(folder: Path) -> None:
    """Between, at the end, and of separators only, as spreadsheets leave them."""
    found = read(folder, "path,unit\n\nx.xlsx,A\n,\n  ,  \ny.xlsx,B\n\n\n")
    assert [each.unit for each in found] == ["A", "B"]


def test_blank_lines_before_the_header(folder: Path) -> None:
    """They are blank lines like others."""
    assert [each.unit for each in read(folder, "\n\npath,unit\nx.xlsx,A\n")] == ["A"]


def test_short_lines(folder: Path) -> None:
    """What is not said is not known."""
    assert read(folder, f"{HEADER}\nx.xlsx\n") == [Submitted(str(folder / "x.xlsx"))]


def test_paths(folder: Path) -> None:
    """Relative to the list, wherever the program runs; absolute ones as they are; blanks around them go."""
    found = read(folder, f"path\nlke/a  b.xlsx\n {folder}/c.xlsx \n../d.xlsx\n")
    assert [each.path for each in found] == [f"{folder}/lke/a  b.xlsx", f"{folder}/c.xlsx", f"{folder}/../d.xlsx"]


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        *(("holds-wbk", text, "Ya") for text in ("Ya", "ya", "YA", "y", "yes", "True", "1", " ya ")),
        *(("afirmasi", text, "Tidak") for text in ("Tidak", "t", "no", "N", "FALSE", "0")),
        ("agency-bpk-opinion", "wtp", "WTP"),
        ("agency-sakip", "bb", "BB"),
        ("agency-spip", "3", "3"),
        ("agency-type", "pemerintah daerah", "Pemerintah Daerah"),
        ("unit-follow-up", "100", Fraction(100)),
        ("unit-follow-up", "99,5 %", Fraction(199, 2)),
        ("unit-follow-up", "99.5%", Fraction(199, 2)),
        ("unit-zi-years", "1,5 tahun", Fraction(3, 2)),
        ("unit-zi-years", "1 year", Fraction(1)),
        ("unit-zi-years", "0", Fraction(0)),
    ],
)
def test_facts(folder: Path, column: str, text: str, value: object) -> None:
    """Choices whatever their case, yes and no in two languages, numbers with comma, point and unit."""
    (only,) = read(folder, f"path;{column}\nx.xlsx;{text}\n")
    assert only.facts == {column: value}


def test_every_fact_of_the_ruleset_is_a_column(folder: Path) -> None:
    """A blank cell says nothing."""
    header = ",".join(["path", *RULESET.facts])
    assert read(folder, f"{header}\nx.xlsx\n")[0].facts == {}


# what is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "line", "column", "found", "expected"),
    [
        (f"{HEADER}\nx.xlsx,,,hebat,,\n", 2, "target", "hebat", ("WBK", "WBBM")),
        (f"{HEADER}\nx.xlsx,,,,,\n\ny.xlsx,,,,mungkin,\n", 4, "holds-wbk", "mungkin", ("Ya", "Tidak")),
        ("path,afirmasi\nx.xlsx,2\n", 2, "afirmasi", "2", ("Ya", "Tidak")),
        ("path,agency-sakip\nx.xlsx,E\n", 2, "agency-sakip", "E", ("AA", "D")),
        ("path,agency-spip\nx.xlsx,6\n", 2, "agency-spip", "6", ("5", "1")),
        ("path,unit-follow-up\nx.xlsx,-1\n", 2, "unit-follow-up", "-1", ("a percentage from 0% to 100%",)),
        ("path,unit-follow-up\nx.xlsx,semua\n", 2, "unit-follow-up", "semua", ("a percentage from 0% to 100%",)),
        ("path;unit-zi-years\nx.xlsx;1/0\n", 2, "unit-zi-years", "1/0", ("a number",)),
        ("path;unit-zi-years\nx.xlsx;1.000,5\n", 2, "unit-zi-years", "1.000,5", ("a number",)),
        ('path,unit,target\nx.xlsx,"Balai\nContoh",wbk\ny.xlsx,B,hebat\n', 4, "target", "hebat", ("WBK", "WBBM")),
    ],
)
def test_a_value_that_is_not_understood(  # noqa: PLR0913, PLR0917 - the parts of the sentence
    folder: Path, text: str, line: int, column: str, found: str, expected: tuple[str, ...]
) -> None:
    """File, line, column, what was found and what was expected."""
    said = refused(folder, text)
    for part in (str(folder / "daftar.csv"), f"line {line},", column, f'"{found}"', *expected):
        assert part in said, said


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (b"", ("path",)),
        (b"\n\n", ("path",)),
        (b"agency\nB\n", ("path", "unit")),
        (b"path,warna\nx.xlsx,merah\n", ("warna", "path", "agency", "holds-wbk")),
        (b"path,agency\n,Badan\n", ("line 2", "path", "unit")),
        (b"path,agency\nx.xlsx,A\n\n   ,B\n", ("line 4", "path", "unit")),
        ("path,unit\nx.xlsx,Größe\n".encode("cp1252"), ("line 2", "UTF-8", "F6")),
        ("path,unit\nx.xlsx,A\n".encode("utf-16"), ("line 1", "UTF-8", "FF")),
        (b"path,unit\na\x00.xlsx,A\n", ("line 2", "UTF-8", "00")),
        (b"path,unit\nx.xlsx," + b"A" * 200_000, ("131072",)),
        (b"path,unit\nx.xlsx,Balai, Contoh\n", ("line 2", "3", "2")),
        (b"path,unit,nama\nx.xlsx,A,B\n", ("unit",)),
        (b"path,berkas\nx.xlsx,y.xlsx\n", ("path",)),
        (b'path,unit\nx.xlsx,"Balai\ny.xlsx,B\n', ("quotation mark",)),
    ],
    ids=(
        *("empty", "blank", "no path", "unknown column", "blank path", "blank path later", "cp1252", "utf-16"),
        *("zero byte", "long field", "cell beyond the header", "unit twice", "path twice", "quote not closed"),
    ),
)
def test_a_list_that_cannot_be_used(folder: Path, text: bytes, parts: tuple[str, ...]) -> None:
    """It is refused with a sentence that names the file and the fault; no workbook is lost without a word."""
    said = refused(folder, text)
    for part in (str(folder / "daftar.csv"), *parts):
        assert part in said, said


def test_a_list_that_is_not_there(folder: Path) -> None:
    """A sentence with its name."""
    with pytest.raises(ManifestError, match=r"tidak-ada\.csv"):
        read_manifest(folder / "tidak-ada.csv", RULESET)
    with pytest.raises(ManifestError, match="lke"):
        read_manifest(folder / "lke", RULESET)


# what it changes -----------------------------------------------------------------------------------


def test_the_list_goes_before_the_workbook(folder: Path) -> None:
    """Unit, agency, target and facts of the list; what it leaves blank is the workbook's."""
    listed = read(
        folder,
        f"{HEADER}\nlke/wbbm.xlsx,Balai Lain,Badan Lain,WBK,Tidak,\nlke/wbk.xlsx,,Badan Lain,,,\nlke/wbbm.xlsx\n",
    )
    first, second, third = (done.outcome for done in evaluate_all(listed))
    assert isinstance(first, UnitLine)
    assert isinstance(second, UnitLine)
    assert isinstance(third, UnitLine)
    assert (first.unit.name, first.unit.agency, first.unit.target) == ("Balai Lain", "Badan Lain", "WBK")
    assert (first.verdict, third.verdict) == ("WBK", "WBBM")
    assert "fact-overridden" in {finding.name for finding in first.findings}
    assert (second.unit.name, second.unit.agency, second.unit.target) == (
        "Balai Kekarantinaan Kesehatan Kelas II Contoh",
        "Badan Lain",
        "WBK",
    )
    assert (first.unit.year, third.unit.name) == (third.unit.year, "Kantor Pertanahan Kota Contoh")


def units(folder: Path, *arguments: str | Path) -> list[dict[str, Any]]:
    """Return the units that the command ranks."""
    found: list[dict[str, Any]] = json.loads(run("batch", *arguments, "--format", "json", cwd=folder).stdout)["units"]
    return found


def test_the_command_reads_it(folder: Path) -> None:
    """From another folder too; the lines of jsonl say what the list says."""
    written(folder, "berkas;nama unit;sudah wbk\nlke/wbbm.xlsx;Balai Lain;Tidak\nlke/wbk.xlsx;;\n")
    first, second = units(folder, "daftar.csv")
    assert (first["path"], first["unit"]["name"], first["verdict"]) == ("lke/wbbm.xlsx", "Balai Lain", "WBK")
    assert second["path"] == "lke/wbk.xlsx"
    (elsewhere, _) = units(folder / "lke", "../daftar.csv")
    assert elsewhere["path"] == "../lke/wbbm.xlsx"
    lines = run("batch", "daftar.csv", "--format", "jsonl", cwd=folder).stdout.splitlines()
    assert json.loads(lines[0])["unit"]["name"] == "Balai Lain"
    assert json.loads(lines[0])["assessments"][0]["verdict"] == "WBK"


def test_a_missing_workbook_of_the_list(folder: Path) -> None:
    """Is a failure with its path; the others are evaluated."""
    written(folder, "path\nlke/wbk.xlsx\nlke/tidak-ada.xlsx\nlke\n")
    done = run("batch", "daftar.csv", "--format", "json", cwd=folder)
    result = json.loads(done.stdout)
    assert (done.returncode, len(result["units"])) == (3, 1)
    assert {each["source"]["path"]: each["findings"][0]["name"] for each in result["failures"]} == {
        "lke/tidak-ada.xlsx": "file-not-found",
        "lke": "file-is-folder",
    }


def test_a_list_without_workbooks_is_no_success(folder: Path) -> None:
    """As an empty folder."""
    written(folder, HEADER + "\n")
    done = run("batch", "daftar.csv", cwd=folder)
    assert done.returncode in {2, 3}
    assert b"daftar.csv" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "text", ["path,warna\nx,y\n", "path,target\nlke/wbk.xlsx,hebat\n", "path,unit\nx," + "A" * 200_000]
)
def test_the_command_refuses(folder: Path, text: str) -> None:
    """With exit 2 and one sentence, and nothing on standard output."""
    written(folder, text)
    done = run("batch", "lke", "daftar.csv", cwd=folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"zi-score: daftar.csv")


def test_two_lines_of_one_workbook(folder: Path) -> None:
    """Where they say the same, one is enough; where they do not, nobody knows which counts."""
    line = "lke/wbk.xlsx,A,,WBK,,\n"
    once = written(folder, f"{HEADER}\n{line}{line}")
    assert run("batch", str(once), "--format", "json").returncode == 0
    twice = written(folder, f"{HEADER}\n{line}lke/../lke/wbk.xlsx,B,,WBK,,\n", "dua.csv")
    for lists, places in (((twice,), ("dua.csv, line 3", "dua.csv, line 2")), ((once, twice), ("dua.csv, line 3",))):
        result = run("batch", *map(str, lists), "--lang", "en")
        assert result.returncode == 2
        assert all(place in result.stderr.decode() for place in places)
        assert "with other values" in result.stderr.decode()


def test_a_report_never_overwrites_the_list(folder: Path) -> None:
    """It is submitted, as the workbooks are."""
    file = written(folder, "path\nlke/wbk.xlsx\n")
    done = run("batch", "daftar.csv", "--report", "csv:daftar.csv", cwd=folder)
    assert file.read_bytes() == b"path\nlke/wbk.xlsx\n"
    assert done.returncode == 2


def test_a_name_that_is_too_long(folder: Path) -> None:
    """Is a failure like a missing file."""
    done = run("batch", "a" * 5000 + ".csv", "lke", "--format", "json", cwd=folder)
    assert done.returncode == 3
    assert len(json.loads(done.stdout)["units"]) == 2
