"""Rules read by a second person: what is otherwise in them, the pages to tick off, and the review that holds."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import RULESET, VALID, run
from openpyxl import load_workbook
from revision import Person, revise

from zi_score import load_ruleset
from zi_score.evaluation.result import RulesetReference
from zi_score.forms.rules.workbook import render
from zi_score.law.amendment import amendments
from zi_score.law.load import built_in_rulesets
from zi_score.law.review import is_reviewed
from zi_score.law.scaffold import begun
from zi_score.reading.rulesets import read_rules

REVISION = Path(__file__).parents[1] / "vectors" / "aturan-2028.xlsx"
UNREVIEWED = "were not checked by a second person yet"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a copy of the revision's workbook."""
    return Path(shutil.copy(REVISION, tmp_path / "aturan.xlsx"))


def text(done: object) -> str:
    """Return what stands on standard output, on one line."""
    return " ".join(done.stdout.decode().split())  # type: ignore[attr-defined]


# What is otherwise -------------------------------------------------------------------------------


def test_diff_tells_the_revision_and_nothing_else() -> None:
    """Each edit once: figures, new and gone parts, and a code that only moved."""
    told = [(each.kind, each.place, each.field) for each in amendments(RULESET, load_ruleset(REVISION))]
    assert len(told) == len(set(told))
    assert {place for kind, place, _field in told if kind == "new"} == {
        "B.III", "B.III.1", "A.I.1.i.b", "A.I.6.v.d", "B.III.1.a", "unit-online", "req-online",
    }  # fmt: skip
    assert [place for kind, place, _field in told if kind == "gone"] == ["A.I.1.iii.c"]
    assert [place for kind, place, _field in told if kind == "renumbered"] == ["A.I.1.i.c"]
    changed = {(place, field) for kind, place, field in told if kind == "changed"}
    assert {("abcd", "values.B"), ("total", "minimum.WBK"), ("A.I.3", "weight"), ("nilai_0_4", "highest")} < changed
    assert not {field for _place, field in changed} & {"keywords", "marker"}


@pytest.mark.parametrize("base", built_in_rulesets())
def test_nothing_is_otherwise_than_itself(base: str) -> None:
    """Nor than the workbook that was just begun from it, but for its name."""
    known = load_ruleset(base)
    assert not list(amendments(known, known))
    assert {each.field for each in amendments(known, begun(known, "own"))} <= {"id", "title", ""}


def test_a_figure_under_an_unchanged_source_is_told() -> None:
    """With a mark, as a revision has a text of its own."""
    scales = RULESET.scales | {
        "abcd": RULESET.scales["abcd"].model_copy(update={"highest": RULESET.sections[0].weight})
    }
    (change,) = amendments(RULESET, RULESET.model_copy(update={"scales": scales}))
    assert (change.field, change.same_source) == ("highest", True)


def test_diff_in_every_format(book: Path) -> None:
    """The text says what was and is; the list for programs has exact numbers; pages and workbook are written."""
    reports = [option for form in ("html", "xlsx", "markdown") for option in ("--report", f"{form}:hasil.{form}")]
    done = run("rules", "diff", RULESET.id, book, *reports, cwd=book.parent)
    assert done.returncode == 0, done.stderr
    for said in ("A.I.3 weight 5 4", "min WBK 60% 65%", "new question", "B 0.67 0.7", "only the code"):
        assert said in text(done)
    assert all((book.parent / f"hasil.{form}").stat().st_size > 1000 for form in ("html", "xlsx", "markdown"))
    listed = json.loads(run("rules", "diff", RULESET.id, book, "--format", "json").stdout)
    assert {"kind": "changed", "part": "section", "place": "A.I.3", "before": "5", "after": "4"}.items() <= next(
        each for each in listed if each["place"] == "A.I.3"
    ).items()
    assert run("rules", "diff", RULESET.id, "tidak-ada").returncode == 2
    assert run("rules", "diff", RULESET.id, book, "--report", f"html:{book}").returncode == 2


# The pages ---------------------------------------------------------------------------------------


def test_pages_hold_every_figure_and_text(book: Path) -> None:
    """Weight, rubric, minimum and source of every part, each with a box to tick."""
    done = run("rules", "--ruleset", book, "--report", "xlsx:periksa.xlsx", "--report", "html:p.html", cwd=book.parent)
    assert done.returncode == 0, done.stderr
    ruleset = load_ruleset(book)
    sheets = load_workbook(book.parent / "periksa.xlsx")
    cells = [
        [cell for cell in row if cell is not None] for sheet in sheets for row in sheet.iter_rows(values_only=True)
    ]
    rows = {str(row[1]): row for row in cells if len(row) > 1 and row[0] == "\u2610"}
    assert rows.keys() == {*ruleset.nodes, *ruleset.questions}
    assert 1 in rows["A.I.3.iv"]
    assert {0.65, 0.75} <= set(rows["A.I.3"])
    assert any("Peraturan Menteri Contoh 7/2028, Lampiran I (" in str(cell) for cell in rows["A.I.1.i.a"])
    page = (book.parent / "p.html").read_text(encoding="utf-8")
    assert all(rubric in page for rubric in ruleset.questions["A.I.1.iii.a"].rubric.values())


# The review --------------------------------------------------------------------------------------


def test_a_review_holds_until_something_changes(book: Path) -> None:
    """In a workbook: three cells are written, every other part of it stays as it was."""
    before = book.read_bytes()
    assert not is_reviewed(load_ruleset(book))
    done = run("rules", "review", book, "--by", "Siti Contoh", "--date", "2028-02-01")
    assert (done.returncode, done.stdout) == (0, b"")
    read_rules.cache_clear()
    ruleset = load_ruleset(book)
    assert ruleset.review is not None
    assert (ruleset.review.by, str(ruleset.review.on), is_reviewed(ruleset)) == ("Siti Contoh", "2028-02-01", True)
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, book.read_bytes()))
    assert [name for name in old.namelist() if old.read(name) != new.read(name)] == ["xl/worksheets/sheet2.xml"]
    person = Person(book.read_bytes())
    person.types("Predikat", person.row("Predikat", "total"), Minimum_WBK=79)
    book.write_bytes(person.saves())
    read_rules.cache_clear()
    assert not is_reviewed(load_ruleset(book))


def test_a_review_in_a_folder(book: Path) -> None:
    """It is kept by build, written anew in its place, and nothing else of the file changes."""
    run("rules", "review", book, "--by", "Siti Contoh", "--date", "2028-02-01")
    folder = book.parent / "aturan"
    assert run("rules", "build", book, "-o", folder).returncode == 0
    assert is_reviewed(load_ruleset(str(folder)))
    rules = folder / "rules.toml"
    before = rules.read_text(encoding="utf-8")
    for name in ("Budi Contoh", 'Rina "R" Contoh'):
        assert run("rules", "review", folder, "--by", name, "--date", "2028-02-02").returncode == 0
    after = rules.read_text(encoding="utf-8")
    assert after.count("[review]") == 1
    assert 'by = "Rina \\"R\\" Contoh"' in after
    lines = [
        [line for line in each.splitlines() if line and not line.startswith(("by =", "on ="))]
        for each in (before, after)
    ]
    assert sorted(lines[0]) == sorted(lines[1])
    assert is_reviewed(load_ruleset(Path(folder)))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([RULESET.id, "--by", "Siti"], "is a built-in ruleset"),
        (["aturan.xlsx", "--by", " "], "--by: expected a name"),
        (["tidak-ada", "--by", "Siti"], "no such ruleset"),
        (["aturan.xlsx"], "--by"),
    ],
)
def test_review_refuses(book: Path, arguments: list[str], sentence: str) -> None:
    """Exit 2, and nothing is written."""
    before = book.read_bytes()
    done = run("rules", "review", *arguments, cwd=book.parent)
    assert (done.returncode, sentence in done.stderr.decode()) == (2, True)
    assert book.read_bytes() == before


def test_a_workbook_without_the_rows_of_a_review(book: Path) -> None:
    """Somebody took them out: which to put in again."""
    person = Person(book.read_bytes())
    person.takes_out("Peraturan", person.row("Peraturan", "Diperiksa oleh"))
    book.write_bytes(person.saves())
    done = run("rules", "review", book, "--by", "Siti")
    assert (done.returncode, "Diperiksa oleh" in done.stderr.decode()) == (2, True)


COMMANDS = {
    "evaluate": (VALID / "wbk.xlsx",),
    "check": (VALID / "wbk.xlsx", "--fail-on", "never"),
    "batch": (VALID / "wbk.xlsx", "--no-progress"),
    "compare": (VALID / "wbk.xlsx", VALID / "survey-below.xlsx"),
    "improve": (VALID / "survey-below.xlsx", "--target", "wbk"),
    "whatif": (VALID / "wbk.xlsx", "--set", "B.I.a=3.5"),
    "rules": (),
    "rules A.I.1.i": (),
}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook of rules that say what 90/2021 says, read by nobody."""
    path = tmp_path_factory.mktemp("own") / "aturan.xlsx"
    path.write_bytes(render(begun(RULESET, "aturan")))
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_document_says_that_nobody_checked_the_rules(own: Path, command: str) -> None:
    """Once; and none of a built-in ruleset does."""
    name, *more = command.split()
    for ruleset, times in ((own, 1), (RULESET.id, 0)):
        done = run(name, *more, *COMMANDS[command], "--ruleset", ruleset)
        assert text(done).count(UNREVIEWED) == times


def test_formats_of_programs_do_not_say_it_but_json(own: Path) -> None:
    """``ruleset.reviewed`` does; CSV, CI formats and forms stay as they are."""
    for form, said in (("json", '"reviewed": false'), ("csv", ""), ("jsonl", '"reviewed":false')):
        done = run("batch", VALID / "wbk.xlsx", "--no-progress", "--format", form, "--ruleset", own)
        assert (said in done.stdout.decode(), UNREVIEWED in done.stdout.decode()) == (True, False)
    for form in ("sarif", "github", "junit"):
        done = run("check", VALID / "wbk.xlsx", "--fail-on", "never", "--format", form, "--ruleset", own)
        assert UNREVIEWED not in done.stdout.decode()
    assert RulesetReference.of(RULESET).reviewed


def test_the_letter_says_it(own: Path) -> None:
    """The method of a report to be signed names it, too."""
    done = run("report", VALID / "wbk.xlsx", "--ruleset", own, "-o", own.parent / "lhe.docx")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(own.parent / "lhe.docx") as letter:
        assert (
            "orang kedua" in letter.read("word/document.xml").decode()
            or UNREVIEWED in letter.read("word/document.xml").decode()
        )


def test_revising_the_workbook_ends_its_review(tmp_path: Path) -> None:
    """The whole way: begun, reviewed, revised: the review holds no longer."""
    path = tmp_path / "aturan.xlsx"
    path.write_bytes(render(begun(RULESET, "aturan-2028")))
    assert run("rules", "review", path, "--by", "Siti").returncode == 0
    person = Person(path.read_bytes())
    revise(person)
    path.write_bytes(person.saves())
    done = run("rules", "validate", path)
    assert done.returncode == 0
    assert UNREVIEWED in text(done)
