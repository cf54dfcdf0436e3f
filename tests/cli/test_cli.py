"""The command line from outside: options, exit codes, streams, and texts that somebody else wrote."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import unicodedata
import zipfile
from functools import cache
from html import escape
from pathlib import Path

import pytest
from conftest import BLANK, FIELD, ROOT, RULESET, RULESET_FOLDER, VALID, run, worksheets
from openpyxl import load_workbook
from widths import too_wide

from zi_score import __version__
from zi_score.forms.template.workbook import render

DONE, NOT_REACHED, USAGE, UNREADABLE = 0, 1, 2, 3
WBK, WBBM, NONE = VALID / "wbk.xlsx", VALID / "wbbm.xlsx", VALID / "area-below.xlsx"
OPEN, THREE = VALID / "half-empty.xlsx", VALID / "three-assessors.xlsx"
FORMATS = ("text", "json")
ANSI = re.compile(r"\x1b\[[0-9;]*m")

Done = subprocess.CompletedProcess[bytes]


def out(done: Done) -> str:
    """Return standard output."""
    return done.stdout.decode()


def err(done: Done) -> str:
    """Return standard error."""
    return done.stderr.decode()


MATRIX: list[tuple[Path, list[str], int]] = [
    (WBK, [], DONE),
    (NONE, [], DONE),
    (OPEN, [], DONE),
    (WBK, ["--require", "wbk"], DONE),
    (WBK, ["--require", "wbbm"], NOT_REACHED),
    (WBBM, ["--require", "wbk"], DONE),
    (WBBM, ["--require", "wbbm"], DONE),
    (WBBM, ["--require", "wbbm", "--no-holds-wbk"], NOT_REACHED),
    (WBBM, ["--require", "wbbm", "--holds-wbk"], DONE),
    (NONE, ["--require", "wbk"], NOT_REACHED),
    (OPEN, ["--require", "wbk"], NOT_REACHED),
    (BLANK, ["--require", "wbk"], NOT_REACHED),
    (THREE, ["--require", "wbk"], NOT_REACHED),
    (THREE, ["--require", "wbk", "--assessor", "tpn"], NOT_REACHED),
    (THREE, ["--require", "wbk", "--assessor", "unit"], DONE),
    (THREE, ["--require", "wbk", "--assessor", "all"], NOT_REACHED),
    (VALID / "zero-counts.xlsx", ["--require", "wbbm"], NOT_REACHED),
    (VALID / "zero-counts.xlsx", ["--require", "wbbm", "--holds-wbk"], DONE),
    (WBK, ["--assessor", "tpn"], USAGE),
    (WBK, ["--ruleset", "permenpanrb-10-2019"], USAGE),
    (WBK, ["--report", "docx:x"], USAGE),
    (WBK, ["--report", "json"], USAGE),
    (WBK, ["--sheet", "Jawaban"], DONE),
    (WBK, ["--sheet", "Lembar"], UNREADABLE),
    (VALID / "none.xlsx", [], UNREADABLE),
    (VALID / "none.xlsx", ["--require", "wbk"], UNREADABLE),
    (VALID, [], UNREADABLE),
]


@cache
def done_once(*arguments: str) -> Done:
    """Run a command line that several tests look at."""
    return run(*arguments)


@cache
def text_of(path: Path, *options: str) -> str:
    """Return the text for a worksheet that is evaluated without trouble."""
    done = done_once("evaluate", str(path), *(options or ("--lang", "en")))
    assert (done.returncode, err(done)) == (DONE, "")
    return out(done)


def bare(text: str) -> list[str]:
    """Return the lines of a text without colours and what follows the last word."""
    return [ANSI.sub("", line).rstrip() for line in text.splitlines()]


def refused(done: Done, code: int, *words: str) -> str:
    """Assert a refusal: its code, one line on standard error with these words, no traceback, nothing else."""
    assert done.returncode == code, err(done)
    lines = [line for line in err(done).splitlines() if line.strip()]
    assert len(lines) == 1, err(done)
    assert lines[0].startswith("zi-score: ")
    assert "Traceback" not in err(done)
    for word in words:
        assert word in lines[0]
    return lines[0]


def misused(done: Done, *words: str) -> None:
    """Assert wrong use of the command line as the parser tells it."""
    assert (done.returncode, out(done)) == (USAGE, "")
    assert "Traceback" not in err(done)
    for word in words:
        assert word in err(done)


# evaluate: result and exit code --------------------------------------------------------------------


@pytest.mark.parametrize(("path", "options", "code"), MATRIX)
def test_exit_code_in_every_format(path: Path, options: list[str], code: int) -> None:
    """The design's table, and the code never depends on the format."""
    codes = {each: done_once("evaluate", str(path), *options, "--format", each).returncode for each in FORMATS}
    assert codes == dict.fromkeys(FORMATS, code)


@pytest.mark.parametrize(
    ("options", "code"),
    [(["-q"], NOT_REACHED), (["--color", "always", "-v"], NOT_REACHED), (["--trace", "A"], NOT_REACHED)],
)
def test_exit_code_in_every_text(options: list[str], code: int) -> None:
    """Nor does it depend on how much is shown."""
    assert run("evaluate", WBK, "--require", "wbbm", *options).returncode == code


def test_first_lines_say_the_verdict_and_why() -> None:
    """Unit, verdict, total and the failing minimums stand at the top; eligible, not eligible, undetermined."""
    top = {path.stem: " ".join(text_of(path).split()[:80]) for path in (WBK, WBBM, NONE, OPEN, THREE)}
    assert "ELIGIBLE for WBK" in top["wbk"]
    assert "WBBM NOT MET" in top["wbk"]
    assert "ELIGIBLE for WBBM" in top["wbbm"]
    assert "NOT ELIGIBLE" in top["area-below"]
    assert "56.67% < 60%" in top["area-below"]
    assert "93.48" in top["area-below"]
    assert "UNDETERMINED" in top["half-empty"]
    assert "NOT ELIGIBLE" in top["three-assessors"]
    assert "TPN" in top["three-assessors"]
    assert "Balai Besar Contoh" in top["half-empty"]


def test_text_names_everything_that_decides() -> None:
    """Criteria with margins, areas, requirements, unanswered questions with cells, assessors, sources."""
    text = " ".join(text_of(OPEN).split())
    for word in ("Unanswered: 59 of 113", "K75", "not checked", "Requirements", "PermenPANRB 90/2021", "Jawaban!K177"):
        assert word in text
    assert "+13.95" in text_of(WBK) or "+" in text_of(WBK)
    three = text_of(THREE)
    for word in ("TPN", "TPI", "unit", "92.88", "96.56", "113/113"):
        assert word in three


def test_a_hidden_miss_is_shown_with_its_exact_score() -> None:
    """75.00 < 75.00 would be a riddle: as many decimals are shown as tell it; --trace has the exact score."""
    path = VALID / "rounds-to-75.xlsx"
    assert "Nilai total 74.997 < 75.00" in " ".join(text_of(path).split())
    assert "22499/300" in text_of(path, "--trace", "total")


@pytest.mark.parametrize("path", [*worksheets(), BLANK], ids=lambda path: path.stem)
def test_no_line_is_longer_than_80_columns(path: Path) -> None:
    """Readable in any terminal, in both languages; nothing colours what is piped."""
    for text in (out(done_once("evaluate", str(path), "--lang", each)) for each in ("id", "en")):
        assert not too_wide(text, 80, [path])
        assert text.endswith("\n")
        assert not text.endswith("\n\n")
        assert "\x1b" not in text


def test_quiet_and_verbose() -> None:
    """-q shows the verdict and its reasons only, -v everything, and each begins as the other does."""
    quiet, normal, verbose = (text_of(FIELD / "field-lke-zi.xlsx", *option) for option in (["-q"], [], ["-v"]))
    assert len(quiet.splitlines()) < 12
    assert normal.startswith(quiet)
    assert verbose.startswith(quiet)
    assert len(verbose.splitlines()) > len(normal.splitlines()) + 40
    assert "Penyusunan Tim Kerja" in verbose
    assert "Penyusunan Tim Kerja" not in normal


def test_nothing_but_the_result_on_standard_output() -> None:
    """Good: nothing on standard error. Bad: nothing on standard output, in text."""
    for options in ([], ["-v"], ["-q"], ["--format", "json"], ["--trace", "A"]):
        assert err(run("evaluate", FIELD / "field-div-zero.xlsx", *options)) == ""
    assert out(run("evaluate", VALID / "none.xlsx")) == ""
    assert out(run("evaluate", WBK, "--trace", "X")) == ""
    assert out(run("evaluate", WBK, "--assessor", "tpn")) == ""


# evaluate: options ----------------------------------------------------------------------------------


@pytest.mark.parametrize("assessor", ["unit", "tpi", "tpn"])
def test_assessor_present(assessor: str) -> None:
    """The one asked for stands alone: assessments, findings, and the workbook's total, if it shows one for them."""
    found = json.loads(out(run("evaluate", THREE, "--assessor", assessor, "--format", "json")))
    assert [a["assessor"] for a in found["assessments"]] == [assessor]
    assert {f["assessor"] for f in found["findings"]} <= {None, assessor}
    total = found["workbook_total"]
    assert total == found["assessments"][0]["workbook_total"]
    assert (total is None) == (assessor == "tpn")


def test_assessor_all_and_none() -> None:
    """All is the same as nothing: the highest authority first, the others after it."""
    everything = run("evaluate", THREE, "--format", "json")
    assert run("evaluate", THREE, "--assessor", "all", "--format", "json").stdout == everything.stdout
    assert [a["assessor"] for a in json.loads(everything.stdout)["assessments"]] == ["tpn", "tpi", "unit"]
    second = json.loads(out(run("evaluate", VALID / "second-tpi.xlsx", "--assessor", "tpi-2", "--format", "json")))
    assert [(a["assessor"], a["verdict"]) for a in second["assessments"]] == [("tpi-2", "none")]


def test_assessor_absent() -> None:
    """Who did not answer cannot be shown; who did is named."""
    refused(run("evaluate", THREE, "--assessor", "tpi-2"), USAGE, "tpi-2", "tpn, tpi, unit")
    misused(run("evaluate", THREE, "--assessor", "auditor"), "auditor", "tpi-2")


@pytest.mark.parametrize(
    ("options", "status", "verdict"),
    [([], "undetermined", "WBK"), (["--holds-wbk"], "met", "WBBM"), (["--no-holds-wbk"], "not-met", "WBK")],
)
def test_holds_wbk(options: list[str], status: str, verdict: str) -> None:
    """A workbook that does not say whether WBK is held; the option does."""
    found = json.loads(out(run("evaluate", VALID / "zero-counts.xlsx", "--format", "json", *options)))
    assessment = found["assessments"][0]
    criteria = {c["id"]: c["status"] for c in assessment["predicates"][1]["criteria"]}
    assert (criteria["holds-wbk"], assessment["verdict"]) == (status, verdict)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("A.I.1.i.b", ["Jawaban!K7", "0.5", "A.I.1.i", "total 88.95"]),
        (
            "A.II.5.iii.a.a",
            ["wajib_melapor = 1 + 6 + 6 = 13", "Jawaban!K179", "kepala_satker = 1", "sudah_melaporkan / wajib_melapor"],
        ),
        ("A.I.1.i", ["(1 + 0.5) / 2 x 0.5", "3/8", "Jawaban!K6"]),
        ("B.I.a", ["3.7 / 4", "16.19 of 17.50", "Jawaban!K199"]),
        ("A.I.1", ["2811/800", "A.I.1.iv", "Jawaban!K20"]),
        ("area-1", ["6.68 of 8.00", "83.51%", "A.I.1", "A.II.1"]),
        ("total", ["88.95 of 100.00", "20815129/234000", "Jawaban!K202"]),
        ("hasil-1", ["18.69", "B.I.b", "Jawaban!K200"]),
        ("hasil-1-survey", ["259/16"]),
        ("pengungkit", ["55.39 of 60.00"]),
    ],
)
def test_trace(code: str, words: list[str]) -> None:
    """How a number came about, down to the cells, with its source."""
    text = text_of(WBK, "--trace", code)
    assert text.startswith(code)
    for word in (*words, "Source"):
        assert word in text


def test_trace_of_unanswered_and_conventions() -> None:
    """An unanswered question says so; a convention names itself."""
    assert "unanswered, counts 0" in text_of(OPEN, "--trace", "A.I.6.i.a")
    assert "Konvensi" in text_of(VALID / "zero-counts.xlsx", "--trace", "A.II.5.ii.a")
    assert "TPN" not in text_of(THREE, "--trace", "total", "--assessor", "unit")
    assert "96.56" in text_of(THREE, "--trace", "total", "--assessor", "unit")


def test_trace_writes_figures_as_the_language_does() -> None:
    """A number in a cell has neither point nor comma; and a code that is like nothing has no near ones."""
    for language, told in (("id", '"3,7" -> 0,925'), ("en", '"3.7" -> 0.925')):
        said = run("evaluate", WBK, "--trace", "B.I.a", language=language).stdout.decode()
        assert told in said
    assert b"Near" not in run("evaluate", WBK, "--trace", "nix").stderr


@pytest.mark.parametrize(("code", "near"), [("A.I.1.i.z", "A.I.1.i.b"), ("area-9", "area-6"), ("totl", "total")])
def test_unknown_codes_have_near_ones(code: str, near: str) -> None:
    """A typing error is answered with what may have been meant."""
    refused(run("evaluate", WBK, "--trace", code), USAGE, code, near)


@pytest.mark.parametrize(("path", "code"), [(WBK, "total"), (WBK, "X.9"), (VALID / "none.xlsx", "total")])
def test_trace_is_no_json(path: Path, code: str) -> None:
    """The JSON holds everything already: asking for both is wrong use, whatever the file and the code."""
    assert "--trace" in refused(run("evaluate", path, "--trace", code, "--format", "json"), USAGE)


def test_reports(tmp_path: Path) -> None:
    """Reports hold what standard output would, in UTF-8, without colours; several at once."""
    paths = {format_: tmp_path / f"hasil.{format_}" for format_ in FORMATS}
    options = [part for format_, path in paths.items() for part in ("--report", f"{format_}:{path}")]
    done = run("evaluate", WBK, "--color", "always", *options)
    assert done.returncode == DONE
    assert paths["text"].read_text(encoding="utf-8") == text_of(WBK)
    assert paths["json"].read_text(encoding="utf-8") == out(run("evaluate", WBK, "--format", "json"))
    assert bare(out(done)) == bare(text_of(WBK))
    again = run("evaluate", WBK, "-q", "--report", f"json:{paths['text']}")
    assert again.returncode == DONE
    assert json.loads(paths["text"].read_text(encoding="utf-8"))["schema_version"] == 1


@pytest.mark.parametrize("value", ["json", "json:", "docx:a.docx", ":a", "JSON;a"])
def test_reports_that_are_none(value: str, tmp_path: Path) -> None:
    """FORMAT:PATH is expected, and said before anything is evaluated."""
    done = run("evaluate", WBK, "--report", value, cwd=tmp_path)
    refused(done, USAGE, value, "text, json")
    assert list(tmp_path.iterdir()) == []


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    """The folder is missing: the path and the reason, exit 2."""
    refused(run("evaluate", WBK, "--report", f"json:{tmp_path / 'none' / 'a.json'}"), USAGE, "a.json")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_of_what_could_not_be_read(format_: str, tmp_path: Path) -> None:
    """A report says why there is no result, or is not written; it is never an empty file."""
    report = tmp_path / "hasil"
    done = run("evaluate", tmp_path / "none.xlsx", "--report", f"{format_}:{report}")
    assert done.returncode == UNREADABLE
    if format_ == "json":
        assert json.loads(report.read_text(encoding="utf-8"))["findings"][0]["name"] == "file-not-found"
    assert not report.exists() or "none.xlsx" in report.read_text(encoding="utf-8")


def test_standard_input() -> None:
    """``-`` reads the workbook from standard input; only its name is another."""
    done = run("evaluate", "-", "--format", "json", stdin=WBK.read_bytes())
    assert (done.returncode, err(done)) == (DONE, "")
    piped, named = json.loads(done.stdout), json.loads(out(run("evaluate", WBK, "--format", "json")))
    assert piped.pop("source") == {**named.pop("source"), "path": "-"}
    assert piped == named
    refused(run("evaluate", "-", stdin=b""), UNREADABLE)
    refused(run("evaluate", "-", stdin=b"text"), UNREADABLE)


def test_colours() -> None:
    """None when piped, none with never, codes with always; the words are the same."""
    plain = text_of(WBK)
    assert text_of(WBK, "--color", "never") == text_of(WBK, "--color", "auto") == plain
    coloured = text_of(WBK, "--color", "always")
    assert ANSI.search(coloured)
    assert bare(coloured) == bare(plain)
    assert "\x1b" not in text_of(WBK, "--color", "always", "--format", "json")
    misused(run("evaluate", WBK, "--color", "sometimes"), "sometimes")


def test_languages() -> None:
    """Indonesian by default, English by environment or option; the option wins; figures stay."""
    english = text_of(WBK)
    default = run("evaluate", WBK, language=None)
    assert out(default) == out(run("evaluate", WBK, language="id")) == text_of(WBK, "--lang", "id")
    assert out(default) != english
    for word in ("Kriteria", "Nilai total", "88,95", "temuan"):
        assert word.casefold() in out(default).casefold()
    for word in ("Requirements", "Criteria", "reached", "weight", "not checked"):
        assert word in english
        assert word not in out(default)
    assert out(run("evaluate", WBK, "--lang", "en", language="id")) == english
    assert out(run("evaluate", WBK, "--lang=en", language=None)) == english
    misused(run("evaluate", WBK, "--lang", "de"), "de", "en")
    assert run("evaluate", WBK, language="de").returncode == DONE


def test_indonesian_refusals() -> None:
    """What goes wrong is said in Indonesian too."""
    english = refused(run("evaluate", VALID / "none.xlsx"), UNREADABLE, "none.xlsx")
    indonesian = refused(run("evaluate", VALID / "none.xlsx", language=None), UNREADABLE, "none.xlsx")
    assert english != indonesian


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--require", "wbs"], "wbs"),
        (["--format", "xml"], "xml"),
        (["--colour", "always"], "--colour"),
        (["second.xlsx"], "second.xlsx"),
        (["-x"], "-x"),
        (["--trace"], "--trace"),
    ],
)
def test_wrong_options(options: list[str], word: str) -> None:
    """Exit 2, and the word that is wrong."""
    misused(run("evaluate", WBK, *options), word)


def test_wrong_commands() -> None:
    """No command, no file, an unknown command: exit 2 and no traceback."""
    for arguments in ([], ["evaluate"], ["evalute", str(WBK)]):
        done = run(*arguments)
        assert done.returncode == USAGE
        assert "Traceback" not in err(done)
        assert "zi-score" in err(done) + out(done) or "Usage" in err(done) + out(done)


def test_ruleset_of_ones_own(tmp_path: Path) -> None:
    """A folder is a ruleset; by its minimums another verdict follows."""
    folder = Path(shutil.copytree(RULESET_FOLDER, tmp_path / "own"))
    rules = folder / "rules.toml"
    text = (
        rules.read_text(encoding="utf-8")
        .replace("WBK = 75, WBBM = 85", "WBK = 89, WBBM = 90")
        .replace('id = "perm', 'id = "own-perm')
    )
    rules.write_text(text, encoding="utf-8")
    found = json.loads(out(run("evaluate", WBK, "--format", "json", "--ruleset", folder)))
    assert found["ruleset"]["id"] == "own-permenpanrb-90-2021"
    assert found["assessments"][0]["verdict"] == "none"
    assert (
        json.loads(out(run("evaluate", WBK, "--format", "json", "--ruleset", RULESET.id)))["assessments"][0]["verdict"]
        == "WBK"
    )
    refused(run("evaluate", WBK, "--ruleset", tmp_path), USAGE, "rules.toml")
    refused(run("evaluate", WBK, "--ruleset", "none"), USAGE, "none", "permenpanrb-90-2021")


def test_version() -> None:
    """Program and rulesets."""
    done = run("--version")
    assert out(done) == f"zi-score {__version__} (permenpanrb-52-2014, permenpanrb-90-2021)\n"


@pytest.mark.parametrize("command", [[], ["evaluate"], ["template"], ["rules"], ["schema"]])
@pytest.mark.parametrize("language", ["id", "en"])
def test_help(command: list[str], language: str) -> None:
    """Every help ends with an example, fits 80 columns, and goes to standard output."""
    done = run(*command, "--help", language=language)
    assert (done.returncode, err(done)) == (DONE, "")
    lines = out(done).rstrip().splitlines()
    assert {"id": "Contoh", "en": "Example"}[language] in lines[-1]
    assert "zi-score" in lines[-1]
    assert max(map(len, lines)) <= 80


# Files that cannot be read --------------------------------------------------------------------------


def locked() -> bytes:
    """Return the beginning of a file that Office has encrypted: a compound document."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)


BAD: dict[str, bytes] = {
    "empty.xlsx": b"",
    "text.xlsx": b"Penilaian;Bobot;Jawaban\n" * 100,
    "page.xlsx": b"<html><body>LKE</body></html>",
    "scan.xlsx": b"%PDF-1.7\n" + bytes(200),
    "cut.xlsx": WBK.read_bytes()[:20_000],
    "cut-short.xlsx": WBK.read_bytes()[:-30],
    "zip.xlsx": b"PK\x05\x06" + bytes(18),
    "locked.xlsx": locked(),
    "nul.xlsx": bytes(5000),
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("way", ["path", "stdin"])
def test_bad_files(name: str, way: str, tmp_path: Path) -> None:
    """Exit 3, one line that names the file, no traceback, nothing on standard output."""
    path = tmp_path / name
    path.write_bytes(BAD[name])
    done = run("evaluate", path) if way == "path" else run("evaluate", "-", stdin=BAD[name])
    refused(done, UNREADABLE, name if way == "path" else "-")
    assert out(done) == ""


def test_missing_and_folder(tmp_path: Path) -> None:
    """A file that is not there, and a folder, are told apart."""
    assert "no such file" in refused(run("evaluate", tmp_path / "tidak ada.xlsx"), UNREADABLE, "tidak ada.xlsx")
    assert "folder" in refused(run("evaluate", tmp_path), UNREADABLE, str(tmp_path))
    refused(run("evaluate", ""), UNREADABLE)


def test_a_workbook_without_lke(tmp_path: Path) -> None:
    """Its sheets are named."""
    book = load_workbook(BLANK)
    for name in ("Jawaban", "Ringkasan"):
        book.remove(book[name])
    book.save(tmp_path / "lain.xlsx")
    refused(run("evaluate", tmp_path / "lain.xlsx"), UNREADABLE, "lain.xlsx", "Petunjuk", "Identitas")


def test_a_name_that_is_hostile_itself(tmp_path: Path) -> None:
    """A file name with control characters does not reach the terminal as it is."""
    done = run("evaluate", tmp_path / "a\x1b[31m\nb\u202e.xlsx")
    harmless(refused(done, UNREADABLE, "no such file"))


# Texts that somebody else wrote ---------------------------------------------------------------------

ESCAPE, MARK = "\ue000", "\ue001"  # stand-ins, for openpyxl refuses to write what a hostile file holds
HOSTILE = (
    f"{ESCAPE}[31mMerah{ESCAPE}]0;judul{MARK}[red]baris satu\nbaris dua\r\u202e\u200fterbalik\u2066[/red]{ESCAPE}c"
)


def hostile(path: Path, replacement: tuple[str, str]) -> None:
    """Write a workbook whose texts try to command the terminal."""
    book = load_workbook(io.BytesIO(render(RULESET)))
    answers = book["Jawaban"]
    book["Identitas"]["B3"] = HOSTILE
    book["Identitas"]["B4"] = "K" * 32_000
    for column in "KLM":
        answers[f"{column}6"] = HOSTILE
        answers[f"{column}7"] = f"B{'x' * 32_000}"
    for place in ("K126", "K199", "K157"):
        answers[place] = HOSTILE
    answers["N6"] = "Ya"
    for cell in book["Identitas"]["A"]:
        if cell.value == "unit-sakip":
            book["Identitas"].cell(cell.row, 3).value = HOSTILE
    answers.title = f"Lembar{ESCAPE}(31m{MARK}\u202e"
    plain = io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.namelist():
            content = source.read(entry)
            for stand_in, text in zip((ESCAPE, MARK), replacement, strict=True):
                content = content.replace(stand_in.encode(), text.encode())
            target.writestr(entry, content)


def harmless(text: str) -> None:
    """Assert that no character commands the terminal: no controls, no marks that turn the direction."""
    found = {f"U+{ord(c):04X}" for c in text if unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp"} and c != "\n"}
    assert not found


@pytest.mark.parametrize(
    "replacement", [("_x001B_", "_x0007_"), ("&#27;", "&#7;"), ("\x1b", "\x07")], ids=["escaped", "reference", "raw"]
)
def test_hostile_texts_are_harmless(replacement: tuple[str, str], tmp_path: Path) -> None:
    """Whatever the cells hold, the text stays text, 80 columns wide, and the JSON valid."""
    path = tmp_path / "lke.xlsx"
    hostile(path, replacement)
    for options in ([], ["-v"], ["--trace", "A.I.1.i", "--assessor", "unit"]):
        done = run("evaluate", path, *options)
        assert done.returncode in {DONE, UNREADABLE}, err(done)
        harmless(out(done))
        harmless(err(done))
        assert "Traceback" not in err(done)
        if "--trace" not in options:
            assert not too_wide(out(done), 80, [path])
        if done.returncode == DONE and not options:
            assert "[red]" in out(done), "no markup is taken for a colour"
    coloured = run("evaluate", path, "-v", "--color", "always")
    harmless(ANSI.sub("", out(coloured)))
    assert "\x1b[31mMerah" not in out(coloured)
    done = run("evaluate", path, "--format", "json")
    found = json.loads(done.stdout)
    assert not re.search(rb"[\x00-\x09\x0b-\x1f\x7f]", done.stdout)
    if done.returncode == DONE:
        unit = next(a for a in found["assessments"] if a["assessor"] == "unit")
        assert (unit["nodes"]["A.I.1.i.a"]["value"], unit["nodes"]["A.I.1.i.b"]["value"]) == (None, None)
        errors = {f["code"] for f in found["findings"] if f["severity"] == "error"}
        assert errors >= {"A.I.1.i.a", "A.I.1.i.b", "B.I.a", "unit-sakip"}
        assert max(len(finding["message"]) for finding in found["findings"]) < 1000


def test_numbers_beyond_reason_are_no_fault_of_the_program(tmp_path: Path) -> None:
    """A count, a percentage, a survey and a score of 1e300 in a workbook: findings, never exit 4."""
    book = load_workbook(WBK)
    sheet = book["Jawaban"]
    for place in ("K126", "K157", "K168", "K199", "R5", "R204"):
        sheet[place] = 1e300
    for place in ("K127", "R8", "K202"):
        sheet[place] = -1e300
    path = tmp_path / "lke.xlsx"
    book.save(path)
    for options in ([], ["-v"], ["--format", "json"], ["--trace", "total"]):
        done = run("evaluate", path, *options)
        assert (done.returncode, err(done)) == (DONE, "")
        assert options or not too_wide(out(done), 80, [path])


# template ---------------------------------------------------------------------------------------------


def test_template_is_written_and_read_back(tmp_path: Path) -> None:
    """The committed blank worksheet, byte for byte; the note about it goes to standard error."""
    path = tmp_path / "kosong.xlsx"
    done = run("template", "-o", path)
    assert (done.returncode, out(done)) == (DONE, "")
    assert str(path) in err(done)
    assert path.read_bytes() == BLANK.read_bytes()
    assert run("evaluate", path).returncode == DONE
    short = run("template", cwd=tmp_path)
    assert short.returncode == DONE
    assert (tmp_path / "lke.xlsx").read_bytes() == BLANK.read_bytes()


def test_template_refuses_to_overwrite(tmp_path: Path) -> None:
    """A filled worksheet is not lost; --force overwrites it."""
    path = tmp_path / "lke.xlsx"
    path.write_bytes(b"answers of a year")
    refused(run("template", "--output", path), USAGE, "lke.xlsx", "--force")
    assert path.read_bytes() == b"answers of a year"
    assert run("template", "-o", path, "--force").returncode == DONE
    assert path.read_bytes() == BLANK.read_bytes()


def test_template_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there, a folder in the file's place, a ruleset that is none."""
    refused(run("template", "-o", tmp_path / "none" / "lke.xlsx"), USAGE, "lke.xlsx")
    refused(run("template", "-o", tmp_path), USAGE, str(tmp_path))
    refused(run("template", "-o", tmp_path / "lke.PDF"), USAGE, "lke.PDF", ".xlsx")
    refused(run("template", "-o", tmp_path / "a.xlsx", "--ruleset", "none"), USAGE, "none")
    assert list(tmp_path.iterdir()) == []


# rules ------------------------------------------------------------------------------------------------


def test_rules_show_the_whole_law() -> None:
    """Every node, question, minimum, requirement, convention and source, 80 columns wide."""
    done = run("rules")
    text = out(done)
    assert (done.returncode, err(done)) == (DONE, "")
    assert max(map(len, text.splitlines())) <= 80
    words = set(re.findall(r"[\w.-]+", text))
    assert set(RULESET.nodes) | set(RULESET.questions) <= words
    assert {c.id for c in RULESET.criteria} | {r.id for r in RULESET.requirements} <= words
    flat = out(run("rules", "--format", "html"))
    for cited in (*RULESET.sources.values(), *RULESET.conventions):
        assert escape(cited.text) in flat
    assert "18.25" in text
    assert "31 December 2021" in text


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "A.I.1.i.b",
            ["Kejelasan prosedur", "A = 1, B = 0.5, C = 0", "Anggota tim ditunjuk tanpa seleksi", "soal_id 2"],
        ),
        (
            "A.II.3.iii.a",
            ["max(0, (pelanggaran_tahun_lalu - pelanggaran_tahun_ini) / pelanggaran_tahun_lalu)", "= 0: 1 if"],
        ),
        ("A.II.5.iii.a.a", ["kepala_satker", "min(1, sudah_melaporkan / wajib_melapor)", "practice"]),
        ("A.I.1", ["Manajemen Perubahan", "4", "A.I.1.iv"]),
        ("A.I.1.i", ["Penyusunan Tim Kerja", "A.I.1.i.a"]),
        ("B.I.a", ["0-4", "Tabel 6"]),
        ("hasil-1", ["18.25", "19.5", "Bab III.A.3-6"]),
        ("area-4", ["60%", "75%", "A.I.4", "A.II.4"]),
        ("req-agency-rb-index", ["CC", "Pemerintah Daerah", "5/2024"]),
    ],
)
def test_rules_of_one_code(code: str, words: list[str]) -> None:
    """One part with its rubric, formula, minimum and source."""
    done = run("rules", code)
    assert done.returncode == DONE
    for word in (*words, "Source"):
        assert word in " ".join(out(done).split())


def test_every_code_has_its_rule() -> None:
    """Whatever evaluate can trace or judge, rules can explain: spot checks over all kinds, and near matches."""
    for code, told in (
        ("total", "Nilai total"),
        ("holds-wbk", "Sudah berpredikat WBK"),
        ("B.II.a", "B.II.a"),
        ("A.II.6.i.b", "A.II.6.i.b"),
        ("req-unit-sakip", "SAKIP"),
    ):
        assert told in out(run("rules", code))
    refused(run("rules", "A.I.1.i.z"), USAGE, "A.I.1.i.z", "A.I.1.i.b")
    refused(run("rules", "zzz"), USAGE, "zzz")
    refused(run("rules", "--ruleset", ROOT), USAGE, "rules.toml")


@pytest.mark.parametrize(
    ("module", "library", "arguments"),
    [
        ("typer", "typer", ["--help"]),
        ("openpyxl", "openpyxl", ["template", "-o", "blank.xlsx"]),
        ("docx", "python-docx", ["report", str(WBK), "-o", "letter.docx"]),
        ("watchfiles", "watchfiles", ["evaluate", str(WBK), "--watch"]),
    ],
)
def test_a_library_that_is_missing_is_named(module: str, library: str, arguments: list[str], tmp_path: Path) -> None:
    """A sentence with the command that installs it, and nothing written."""
    first = f"import sys; sys.modules[{module!r}] = None"
    done = run(*arguments, cwd=tmp_path, first=first, cold=True)
    assert done.returncode == USAGE
    assert err(done).splitlines()[-1].endswith(f"-m pip install {library}")
    assert not list(tmp_path.iterdir())


def test_only_the_named_command_is_imported() -> None:
    """Every other would cost its time; where none is named, or an unknown one, all are known."""
    listed = "import atexit, sys; atexit.register(lambda: sys.stderr.write(' '.join(sys.modules)))"
    loaded = err(run("--lang", "en", "schema", "evaluate", first=listed, cold=True))
    assert "zi_score.cli.schema" in loaded
    assert "zi_score.cli.batch" not in loaded
    assert "zi_score.cli.batch" in err(run("shcema", first=listed, cold=True))
    assert b"'schema'" in run("shcema", cold=True).stderr
