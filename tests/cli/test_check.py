"""``zi-score check`` as a process: which files are meant, what comes out, and with which exit code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import BLANK, ROOT, VALID, run

import zi_score
from zi_score.api.one import check_workbook
from zi_score.evaluation.checks.all import check_all
from zi_score.model.findings import Severity, catalogue
from zi_score.model.language import use_language
from zi_score.model.selection import Selection

Done = subprocess.CompletedProcess[bytes]
FORMATS = ("text", "json", "sarif", "github", "junit", "markdown")
CLEAN, BELOW, WARNED = VALID / "wbk.xlsx", VALID / "survey-below.xlsx", VALID / "count-limits.xlsx"
EMPTY = BLANK
FAULTY = ROOT / "worksheets" / "broken" / "answer-not-understood.xlsx"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with workbooks, with others around them."""
    (tmp_path / "unit 1" / "dalam").mkdir(parents=True)
    (tmp_path / ".tersembunyi").mkdir()
    for name in (
        *("a.xlsx", "unit 1/LKE Größe #2 50%.xlsx", "unit 1/dalam/C.XLSX", "unit 1/.sembunyi.xlsx", "~$a.xlsx"),
        *(".tersembunyi/x.xlsx", "unit 1/~$kunci.xlsx"),
    ):
        shutil.copy(CLEAN, tmp_path / name)
    (tmp_path / "catatan.txt").write_text("bukan", encoding="utf-8")
    (tmp_path / "data.csv").write_text("a;b", encoding="utf-8")
    (tmp_path / "folder.xlsx").mkdir()
    return tmp_path


def checked(*arguments: str | Path, cwd: Path = ROOT) -> dict[str, Any]:
    """Return the result of a check as JSON."""
    done = run("check", *arguments, "--format", "json", cwd=cwd)
    assert done.stderr == b"", done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def paths(*arguments: str | Path, cwd: Path = ROOT) -> list[str]:
    """Return the paths that are checked, in their order."""
    return [book["source"]["path"] for book in checked(*arguments, cwd=cwd)["workbooks"]]


def names(book: dict[str, Any], key: str = "findings") -> set[str]:
    """Return the names of a workbook's findings."""
    return {finding["name"] for finding in book[key]}


# which files ---------------------------------------------------------------------------------------


def test_a_folder(folder: Path) -> None:
    """All workbooks in it and below it, in order; nothing hidden, no lock files, no other files."""
    assert paths(".", cwd=folder) == ["a.xlsx", "unit 1/LKE Größe #2 50%.xlsx", "unit 1/dalam/C.XLSX"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.xlsx", ["a.xlsx"]),
        ("**/*.xlsx", ["a.xlsx", "unit 1/LKE Größe #2 50%.xlsx"]),
        ("unit*", ["unit 1/LKE Größe #2 50%.xlsx", "unit 1/dalam/C.XLSX"]),
        ("unit ?/dalam/*", ["unit 1/dalam/C.XLSX"]),
        ("[a-b].xlsx", ["a.xlsx"]),
    ],
)
def test_patterns_that_no_shell_has_resolved(folder: Path, pattern: str, found: list[str]) -> None:
    """As the shell of Windows passes them on."""
    assert paths(pattern, cwd=folder) == found


def test_each_file_once(folder: Path) -> None:
    """However it is named: twice, by its folder, by a pattern, absolute, by a link."""
    (folder / "tautan.xlsx").symlink_to(folder / "a.xlsx")
    assert paths("a.xlsx", "./a.xlsx", folder / "a.xlsx", "*.xlsx", "tautan.xlsx", cwd=folder) == ["a.xlsx"]


def test_a_named_file_is_taken_as_it_is(folder: Path) -> None:
    """Hidden, a lock file, of another ending, or with signs of a pattern in its name."""
    shutil.copy(CLEAN, folder / "LKE [final] (1).xlsx")
    shutil.copy(CLEAN, folder / "lke tanpa akhiran")
    given = [".tersembunyi/x.xlsx", "~$a.xlsx", "LKE [final] (1).xlsx", "lke tanpa akhiran"]
    result = checked(*given, cwd=folder)
    assert [book["source"]["path"] for book in result["workbooks"]] == given
    assert result["summary"]["unreadable"] == 0


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tidak-ada.xlsx", "file-not-found"),
        ("tidak-ada-*.xlsx", "no-workbook-found"),
        ("folder.xlsx", "no-workbook-found"),
        ("catatan.txt", "file-not-a-workbook"),
        ("melingkar.xlsx", None),
        ("a" * 5000, None),
        ("", None),
    ],
)
def test_what_is_not_there(folder: Path, path: str, name: str | None) -> None:
    """A result with exit 3 that names the path, and the others are checked."""
    (folder / "melingkar.xlsx").symlink_to("melingkar.xlsx")
    done = run("check", path, "a.xlsx", "--format", "json", cwd=folder)
    assert (done.returncode, done.stderr) == (3, b"")
    result = json.loads(done.stdout)
    first, second = result["workbooks"]
    assert first["error"]
    assert name is None or names(first) == {name}
    assert (second["error"], result["summary"]["workbooks"], result["summary"]["unreadable"]) == (None, 2, 1)


def test_an_empty_folder_is_no_success(tmp_path: Path) -> None:
    """Nothing looked at is no success."""
    for form in FORMATS:
        assert run("check", tmp_path, "--format", form, "--fail-on", "never").returncode == 3


def test_nothing_named() -> None:
    """Without a path: how it is meant."""
    done = run("check")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"PATH" in done.stderr


def test_standard_input(folder: Path) -> None:
    """``-`` reads it, beside files too; the path is ``-``."""
    done = run("check", "-", "a.xlsx", "--format", "json", stdin=BELOW.read_bytes(), cwd=folder)
    first, second = json.loads(done.stdout)["workbooks"]
    assert (first["source"]["path"], second["source"]["path"]) == ("-", "a.xlsx")
    assert "minimum-not-met" in names(first)
    assert run("check", "-", stdin=b"").returncode == 3
    twice = run("check", "-", "-", "--format", "json", stdin=CLEAN.read_bytes())
    assert json.loads(twice.stdout)["summary"] == {
        **json.loads(twice.stdout)["summary"],
        "workbooks": 1,
        "unreadable": 0,
    }


def test_one_broken_file_among_many(folder: Path) -> None:
    """It is reported, the others are checked, and what is found in them is whole."""
    (folder / "rusak.xlsx").write_bytes(CLEAN.read_bytes()[:5000])
    (folder / "kosong.xlsx").write_bytes(b"")
    result = checked(".", cwd=folder)
    errors = {book["source"]["path"]: book["error"] for book in result["workbooks"]}
    assert {path for path, error in errors.items() if error} == {"rusak.xlsx", "kosong.xlsx"}
    assert result["summary"]["workbooks"] == 5
    alone = checked("a.xlsx", cwd=folder)["workbooks"][0]
    assert next(book for book in result["workbooks"] if book["source"]["path"] == "a.xlsx") == alone


# exit codes ----------------------------------------------------------------------------------------


@cache
def severities(path: Path) -> frozenset[str]:
    """Return the severities that are found in a workbook."""
    return frozenset(finding.severity.value for finding in check_workbook(path).findings)


def test_the_workbooks_of_the_matrix() -> None:
    """One has errors, one warnings at most, one notices at most."""
    assert severities(FAULTY) >= {"error"}
    assert severities(BELOW) & {"error", "warning"} == {"warning"}
    assert severities(CLEAN) <= {"notice"}


ORDER = ("error", "warning", "notice")
BOOKS = {"faulty": FAULTY, "warned": BELOW, "clean": CLEAN}


@pytest.mark.parametrize("fail_on", [*ORDER, "never", None])
@pytest.mark.parametrize("name", BOOKS)
def test_fail_on(name: str, fail_on: str | None) -> None:
    """1 from the severity on, 0 below it; without the option from errors on."""
    counted = ORDER[: ORDER.index(fail_on or "error") + 1] if fail_on != "never" else ()
    expected = 1 if severities(BOOKS[name]) & set(counted) else 0
    options = ["--fail-on", fail_on] if fail_on else []
    assert run("check", BOOKS[name], *options, "-q").returncode == expected


MATRIX = [
    ((CLEAN,), ["--require", "wbk"], 0),
    ((CLEAN,), ["--require", "wbbm"], 1),
    ((CLEAN,), ["--require", "wbbm", "--fail-on", "never"], 1),
    ((BELOW,), ["--require", "wbk", "--fail-on", "never"], 1),
    ((CLEAN, BELOW), ["--require", "wbk"], 1),
    ((BELOW,), ["--fail-on", "warning"], 1),
    ((BELOW,), ["--fail-on", "warning", "--ignore", "minimum-not-met"], 0),
    ((CLEAN, Path("tidak-ada.xlsx")), ["--fail-on", "never"], 3),
    ((FAULTY, Path("tidak-ada.xlsx")), ["--require", "wbbm", "--fail-on", "notice"], 3),
    ((Path("tidak-ada.xlsx"),), ["--ignore", "file-not-found", "--fail-on", "never"], 3),
    ((EMPTY,), ["--require", "wbk", "--fail-on", "never"], 1),
]


@pytest.mark.parametrize(("books", "options", "code"), MATRIX)
def test_exit_codes(books: tuple[Path, ...], options: list[str], code: int) -> None:
    """The highest that applies wins."""
    assert run("check", *books, *options, "-q").returncode == code


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("books", "options", "code"), [MATRIX[1], MATRIX[5], MATRIX[7], MATRIX[0]])
def test_exit_codes_in_every_format(books: tuple[Path, ...], options: list[str], code: int, form: str) -> None:
    """The code never depends on the format, nor on how much is shown."""
    done = run("check", *books, *options, "--format", form, "-v")
    assert done.returncode == code
    assert done.stderr == b""


def test_errors_of_use() -> None:
    """Wrong options are exit 2 with nothing on standard output."""
    for options in (
        ["--fail-on", "salah"],
        ["--format", "pdf"],
        ["--require", "wtp"],
        ["--select", "tidak-ada"],
        ["--ignore", "weight-difers"],
        ["--report", "json"],
        ["--report", "pdf:a.pdf"],
        ["--ruleset", "tidak-ada"],
        ["--lang", "de"],
    ):
        done = run("check", CLEAN, *options)
        assert (done.returncode, done.stdout) == (2, b""), options
        assert done.stderr.strip(), options


# select and ignore ---------------------------------------------------------------------------------


def test_ignored_findings_are_counted_and_shown_with_v() -> None:
    """They never change a score, and stay in the result."""
    plain, ignoring = checked(BELOW), checked(BELOW, "--ignore", "minimum-not-met")
    one, two = plain["workbooks"][0], ignoring["workbooks"][0]
    assert names(two, "ignored") == {"minimum-not-met"}
    assert sorted([*two["findings"], *two["ignored"]], key=str) == sorted(one["findings"], key=str)
    for key in ("total", "verdict", "predicates"):
        assert one[key] == two[key]
    assert ignoring["summary"]["ignored"] == 1
    assert ignoring["summary"]["warning"] == plain["summary"]["warning"] - 1
    short, long = (run("check", BELOW, "--ignore", "minimum-not-met", *more).stdout.decode() for more in ((), ("-v",)))
    assert "1 ignored" in short
    assert "98.21" in short
    title = catalogue()["minimum-not-met"].title
    assert "minimum-not-met" not in short
    assert title not in short
    assert "minimum-not-met" in long or title in long


@pytest.mark.parametrize(
    ("options", "counted"),
    [
        (["--select", "requirements-not-stated"], {"requirements-not-stated"}),
        (["--select", "minimum-not-met:hasil-1-survey"], {"minimum-not-met"}),
        (["--select", "minimum-not-met:hasil-1"], set()),
        (["--select", "minimum-not-met", "--ignore", "minimum-not-met:hasil-1-survey"], set()),
        (["--select", "minimum-not-met", "--select", "requirements-not-stated"], None),
    ],
)
def test_select(options: list[str], counted: set[str] | None) -> None:
    """Only these count; a code names a question, an area or a minimum, never the beginning of its name."""
    book = checked(BELOW, *options)["workbooks"][0]
    every = {"minimum-not-met", "requirements-not-stated"} & names(checked(BELOW)["workbooks"][0])
    assert names(book) == (every if counted is None else counted & every if "requirements" in str(options) else counted)


def test_a_code_covers_what_stands_below_it() -> None:
    """``NAME:A.I`` is every question of that section, and no question of A.II."""
    whole = check_workbook(VALID / "as-typed.xlsx")
    name = max({f.name for f in whole.findings if f.code and f.code.startswith("A.I")}, key=str)
    below = check_workbook(VALID / "as-typed.xlsx", selection=Selection.parsed(ignore=[f"{name}:A.I"]))
    assert {f.code for f in below.ignored} == {
        f.code for f in whole.findings if f.name == name and f"{f.code}.".startswith("A.I.")
    }


def test_unknown_names_have_near_ones() -> None:
    """A name that is mistyped is refused with what was meant."""
    done = run("check", CLEAN, "--ignore", "wieght-differs:A.I")
    assert done.returncode == 2
    assert b"weight-differs" in done.stderr


# reports -------------------------------------------------------------------------------------------


def test_several_reports_in_one_run(tmp_path: Path) -> None:
    """Each is what ``--format`` would print."""
    given = {form: tmp_path / f"hasil {form}" for form in FORMATS}
    options = [part for form, path in given.items() for part in ("--report", f"{form}:{path}")]
    done = run("check", BELOW, "tidak-ada.xlsx", *options, "-q")
    assert (done.returncode, done.stderr) == (3, b"")
    for form, path in given.items():
        printed = run("check", BELOW, "tidak-ada.xlsx", "--format", form, *(["-q"] if form == "text" else []))
        assert path.read_bytes() == printed.stdout, form


def test_reports_that_are_refused(tmp_path: Path) -> None:
    """Never into a workbook, never twice into one file; nothing is written then."""
    book = tmp_path / "a.xlsx"
    shutil.copy(CLEAN, book)
    (tmp_path / "tautan").symlink_to(book)
    out = tmp_path / "hasil.json"
    for options in (
        [book, "--report", f"json:{book}"],
        [tmp_path, "--report", f"json:{book}"],
        [book, "--report", f"json:{tmp_path / 'tautan'}"],
        [book, "--report", f"json:{out}", "--report", f"sarif:{out}"],
        ["a.xlsx", "--report", f"json:{out}", "--report", "sarif:hasil.json"],
        ["a.xlsx", "--report", f"json:{tmp_path / 'x' / '..' / 'hasil.json'}", "--report", "sarif:hasil.json"],
    ):
        done = run("check", *options, cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, b""), options
        assert not out.exists()
    assert book.read_bytes() == CLEAN.read_bytes()


def test_reports_that_cannot_be_written(tmp_path: Path) -> None:
    """The result is printed all the same; the others are written; exit 2, or 3 if that applies."""
    (tmp_path / "folder").mkdir()
    good = tmp_path / "baik.json"
    options = ["--report", f"json:{tmp_path / 'folder'}", "--report", f"json:{tmp_path / 'tidak' / 'ada.json'}"]
    done = run("check", CLEAN, *options, "--report", f"json:{good}")
    assert done.returncode == 2
    assert done.stdout
    assert done.stderr.count(b"--report") == 2
    assert json.loads(good.read_bytes())["summary"]["workbooks"] == 1
    assert run("check", "tidak-ada.xlsx", *options).returncode == 3


# GitHub --------------------------------------------------------------------------------------------


def test_the_step_summary(tmp_path: Path) -> None:
    """With ``--format github`` the summary is appended as Markdown; what cannot be written is said, no more."""
    summary = tmp_path / "ringkasan.md"
    summary.write_text("# Sebelumnya\n", encoding="utf-8")
    environment = {"GITHUB_STEP_SUMMARY": str(summary)}
    done = run("check", BELOW, "--format", "github", environment=environment)
    markdown = run("check", BELOW, "--format", "markdown").stdout.decode()
    assert summary.read_text(encoding="utf-8") == f"# Sebelumnya\n{markdown}"
    assert b"::warning" in done.stdout
    run("check", BELOW, "--format", "json", environment=environment)
    assert summary.read_text(encoding="utf-8") == f"# Sebelumnya\n{markdown}"
    lost = run("check", BELOW, "--format", "github", environment={"GITHUB_STEP_SUMMARY": str(tmp_path)})
    assert (lost.returncode, lost.stdout) == (done.returncode, done.stdout)
    assert b"GITHUB_STEP_SUMMARY" in lost.stderr


# what is printed -----------------------------------------------------------------------------------


def test_quiet_and_verbose() -> None:
    """-q is a line a workbook and the sum; -v never shows less."""
    quiet, plain, verbose = (run("check", CLEAN, BELOW, *options).stdout.decode() for options in (("-q",), (), ("-v",)))
    assert "requirements-not-stated" not in quiet
    assert len(quiet.splitlines()) < len(plain.splitlines()) <= len(verbose.splitlines())
    assert quiet.index("survey-below") < quiet.index("wbk.xlsx"), "worst first"


def test_languages() -> None:
    """Indonesian without a word, English by option; names, codes and cells are the same."""
    indonesian, english = (
        json.loads(run("check", BELOW, "--format", "json", *options, language=None).stdout)
        for options in ((), ("--lang", "en"))
    )
    one, two = (each["workbooks"][0]["findings"] for each in (indonesian, english))
    assert [(f["name"], f["code"], f["cell"]) for f in one] == [(f["name"], f["code"], f["cell"]) for f in two]
    assert all(first["message"] != second["message"] for first, second in zip(one, two, strict=True))
    assert run("check", BELOW, language="id").stdout != run("check", BELOW, language="en").stdout


@pytest.fixture(params=[CLEAN, BELOW, VALID / "half-empty.xlsx", FAULTY], ids=lambda path: path.stem)
def book(request: pytest.FixtureRequest) -> Path:
    """Return a workbook."""
    path: Path = request.param
    return path


@pytest.fixture
def english() -> Iterator[None]:
    """Speak the language that ``run`` speaks."""
    use_language("en")
    yield
    use_language("id")


@pytest.mark.usefixtures("english")
def test_library_and_command_say_the_same(book: Path) -> None:
    """``check_workbook`` is what the command prints, and ``check`` has the same findings."""
    printed = checked(book)["workbooks"][0]
    assert json.loads(check_workbook(str(book)).model_dump_json()) == printed
    found = zi_score.check(book)
    assert [json.loads(finding.model_dump_json()) for finding in found.findings] == printed["findings"]


def test_keys_of_the_contract(book: Path) -> None:
    """Every finding has every key, of its type; no text has a placeholder left in it."""
    result = checked(book, "tidak-ada.xlsx")
    assert result["schema_version"] == 1
    assert set(result["summary"]) == {"workbooks", "unreadable", "error", "warning", "notice", "ignored"}
    for each in result["workbooks"]:
        assert set(each) >= {
            "source",
            "unit",
            "ruleset",
            "total",
            "verdict",
            "predicates",
            "error",
            "findings",
            "ignored",
        }
        for finding in each["findings"]:
            assert set(finding) >= {"name", "severity", "code", "cell", "assessor", "message", "tip", "citation"}
            assert finding["name"] in catalogue()
            assert finding["severity"] in set(Severity)
            assert all(isinstance(finding[key], str | None) for key in ("code", "cell", "assessor"))
            assert all(finding[key].strip() and "{" not in finding[key] for key in ("message", "tip", "citation"))


# beside evaluate -----------------------------------------------------------------------------------

EFFECTS = {"workbook-score-differs", "workbook-total-differs", "percent-differs-from-counts"}


@pytest.mark.parametrize(
    "path",
    sorted((*VALID.glob("*.xlsx"), *(ROOT / "worksheets" / "field").glob("*.xlsx"), BLANK)),
    ids=lambda path: path.stem,
)
def test_evaluate_finds_nothing_that_check_does_not(path: Path) -> None:
    """Scores are the same; what evaluate finds, check finds, apart from effects whose cause it tells."""
    one, two = zi_score.evaluate(path), zi_score.check(path)
    assert one.assessments == two.assessments
    lost = [finding for finding in one.findings if finding not in two.findings]
    assert {finding.name for finding in lost} <= EFFECTS
    told = {place for finding in two.findings for place in finding.places} | {each.code for each in two.findings}
    answers = {code: str(getattr(node, "cell", None)) for code, node in one.assessments[0].nodes.items()}
    assert all({each.cell, each.code, answers.get(each.code or "")} & told for each in lost)
    assert len(two.findings) == len(set(map(str, two.findings))), "nothing is told twice"


def test_a_submitted_file_is_not_touched(tmp_path: Path) -> None:
    """Neither content nor time of a workbook changes, nor does anything appear beside it."""
    path = tmp_path / "lke.xlsx"
    shutil.copy(CLEAN, path)
    os.utime(path, (1, 1))
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    run("check", path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]


def test_every_check_is_listed_once() -> None:
    """What is checked is a list of functions, each with a docstring of its own."""
    from zi_score.evaluation.checks.all import CHECKS  # noqa: PLC0415 - of this test alone

    assert len(CHECKS) == len(set(CHECKS))
    assert all(each.__doc__ for each in (*CHECKS, check_all))


def test_a_fault_of_the_program_at_one_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the result of that workbook, with what went wrong; nothing is raised."""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("A.I")

    monkeypatch.setattr("zi_score.evaluation.checks.all.check_all", broken)
    book = zi_score.check_workbook(VALID / "wbk.xlsx")
    assert [finding.name for finding in book.findings] == ["program-fault"]
    assert book.error is not None
    assert "KeyError" in book.error


# cache ---------------------------------------------------------------------------------------------


def test_a_second_check_says_the_same(tmp_path: Path) -> None:
    """Byte for byte, in either language and for other options; a workbook that changed is looked at again."""
    (tmp_path / "lke").mkdir()
    for path in (CLEAN, WARNED, FAULTY):
        shutil.copy(path, tmp_path / "lke")
    asked = [([], "id"), ([], "en"), (["--proof"], "id"), (["--ignore", "count-stated-twice"], "id")]
    for more, language in (*asked, (["--assessor", "unit"], "en")):
        arguments = ["check", "lke", "--format", "json", *more]
        plain = run(*arguments, cwd=tmp_path, language=language)
        for _time in range(2):
            kept = run(*arguments, "--cache", "simpan", cwd=tmp_path, language=language)
            assert (kept.stdout, kept.returncode) == (plain.stdout, plain.returncode)
    files = [path for path in (tmp_path / "simpan").rglob("*") if path.is_file()]
    assert len(files) == 5 * 3
    for path in files:
        path.write_bytes(b"{}" + path.read_bytes()[2:])
    arguments = ["check", "lke", "--format", "json", "--cache", "simpan"]
    assert run(*arguments, cwd=tmp_path).stdout == run(*arguments[:-2], cwd=tmp_path).stdout
    shutil.copy(BELOW, tmp_path / "lke" / CLEAN.name)
    assert run(*arguments, cwd=tmp_path).stdout == run(*arguments[:-2], cwd=tmp_path).stdout


def test_what_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    """It may be there, and whole, the next time."""
    (tmp_path / "lke.xlsx").write_bytes(b"bukan")
    assert run("check", "lke.xlsx", "--cache", "simpan", cwd=tmp_path).returncode == 3
    assert not [path for path in (tmp_path / "simpan").rglob("*") if path.is_file()]
    assert run("check", "lke.xlsx", "--cache", "lke.xlsx/x", cwd=tmp_path).returncode == 2
