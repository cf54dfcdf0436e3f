"""A comparison as a document, by hand; and its formats, where they have texts that mean harm."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from comparisons import hostile, plain, way, workbook
from conftest import BROKEN, RULESET, VALID, random_sheet, run
from loading import HEAVY, loaded_by
from marked import Page, assert_for_everyone, assert_inert, assert_own, rows
from openpyxl import load_workbook
from widths import too_wide

from zi_score.api.several import compare
from zi_score.model.findings import shown
from zi_score.model.language import use_language
from zi_score.model.written import Number
from zi_score.reports.answers import said
from zi_score.reports.document import Cell, Document, Format, Lines, Table, text_of
from zi_score.reports.documents.comparison import document, parts, questions
from zi_score.reports.documents.sides import answers_line, headings
from zi_score.reports.render import html, markdown, render, text, xlsx

FORMATS: tuple[Format, ...] = ("text", "markdown", "html", "xlsx")
EVERY = {"plain": plain(), "hostile": hostile(), "rounds": way()}
PLAIN, BAD = EVERY["plain"], EVERY["hostile"]


@pytest.fixture(autouse=True)
def english() -> None:
    """Speak English; Indonesian comes back by itself."""
    use_language("en")


def by_first(table: Table) -> dict[str, list[str]]:
    """Return the texts of a table's rows by what stands in their first column."""
    return {text_of(row[0]): list(map(text_of, row[1:])) for row in table.rows}


def exact(cell: Cell) -> Fraction:
    """Return the figure in a cell."""
    assert isinstance(cell, Number)
    return cell.value


def blocks(made: Document) -> dict[str, Table | Lines]:
    """Return tables and lines by their keys."""
    return {block.key: block for block in made.blocks if isinstance(block, Table | Lines)}


# what it says --------------------------------------------------------------------------------------


def test_every_question_that_differs_is_told() -> None:
    """Code, answers, points and words of the question: as rows, and on the terminal as lines."""
    table = by_first(questions(PLAIN))
    listed = blocks(document(PLAIN, RULESET, "text"))["questions"]
    assert isinstance(listed, Lines)
    lines = [line.text for line in listed.lines]
    differing = {code: question for code, question in PLAIN.questions.items() if question.differs}
    assert len(differing) == len(table) == 11
    for code, question in differing.items():
        before, after = map(said, question.sides.values())
        assert table[code][:2] == [before, after]
        assert table[code][4] == question.label
        assert f"{code}  {before} -> {after} ({table[code][2]})" in lines
        assert question.label in lines
    assert "TPI: Bukti dukung belum ada." in lines


def test_points_are_those_of_the_comparison() -> None:
    """Every area, part of hasil, component and the total, on each side; and the difference of the last to the first."""
    table = parts(PLAIN, RULESET)
    compared = [*PLAIN.areas.values(), *PLAIN.results.values(), *PLAIN.components.values(), PLAIN.total]
    for key in "ab":
        assert list(map(exact, table.cells(f"side-{key}"))) == [part.sides[key].score for part in compared]
    assert list(map(exact, table.cells("difference"))) == [part.difference.score for part in compared]
    assert by_first(table)["total"] == ["99.34", "93.65", "-5.69", "100.00", "-5.69", "-0.70"]
    assert by_first(table)["4 Penguatan Akuntabilitas"][-1] == "-0.83"
    assert table.columns[-1].title == "of it unanswered"


def test_no_answer_is_told_apart_from_an_answer_worth_nothing() -> None:
    """A dash, or what was typed and not understood; the words say which."""
    rows_ = by_first(questions(PLAIN))
    assert rows_["A.I.6.ii.d"][:4] == ["A", "-", "-0.17", "no answer any more"]
    assert rows_["A.I.5.v.c"][:4] == ["-", "A", "+0.30", "newly answered"]
    assert rows_["A.I.4.i.a"][:4] == ["A", "G (?)", "-0.83", "no answer any more"]
    assert rows_["A.II.5.i.a"][:4] == ["A", "C", "-1.25", "lowered"]


@pytest.mark.parametrize("form", FORMATS)
def test_only_what_differs_unless_all_is_asked_for(form: Format) -> None:
    """In every format that people read."""
    few, all_ = (blocks(document(PLAIN, RULESET, form, every=every))["questions"] for every in (False, True))
    if isinstance(few, Table) and isinstance(all_, Table):
        assert (len(few.rows), [row[0] for row in all_.rows]) == (11, list(RULESET.questions))
    elif isinstance(few, Lines) and isinstance(all_, Lines):
        assert [len([line for line in each.lines if line.depth == 1]) for each in (few, all_)] == [11, 113]
    told = text.render(document(PLAIN, RULESET, form, every=True), width=200, verbosity=1)
    assert [code for code in RULESET.questions if code not in told] == []


def test_quietly_it_says_what_decides() -> None:
    """Sides and steps, and nothing of single questions."""
    quiet = text.render(document(PLAIN, RULESET, "text"), verbosity=-1)
    assert "B.I.b alone, put back, restores it: 5.00, met" in quiet
    assert "Questions that differ" not in quiet


def test_a_group_without_changes_says_so() -> None:
    """Every group of a series has its sentence; a sheet of rows has rows alone."""
    made = blocks(document(EVERY["rounds"], RULESET, "markdown"))
    groups = [key for key in made if key.startswith("group-")]
    assert groups == [*(f"group-{number}" for number in range(1, 7)), "group-b-i", "group-b-ii"]
    still = made["group-4"]
    assert isinstance(still, Lines)
    assert still.lines[0].text == "100.00% -> 100.00% since 2025: nothing changed; questions: 14."
    assert not [key for key in blocks(document(EVERY["rounds"], RULESET, "xlsx")) if key.startswith("group-")]


def test_many_steps_stand_in_one_line() -> None:
    """The answers from side to side, with the points of every change."""
    assert headings(EVERY["rounds"]) == {"a": "2024", "b": "2025", "c": "2026"}
    assert answers_line(EVERY["rounds"].questions["A.II.3.i.a"]) == "A -> C (-1.50) -> A (+1.50)"


def test_twelve_sides_fit_into_a_terminal() -> None:
    """The first and the last ones as columns, all of them in the list."""
    many = compare(*(workbook(random_sheet(n), f"{n}.xlsx") for n in range(12)))
    lines = text.render(document(many, RULESET, "text"), width=80).splitlines()
    assert max(map(len, lines)) <= 80
    titles = next(line.split() for line in lines if line.startswith("part"))
    assert (titles[1], titles[-3:]) == ("0", ["11", "difference", "weight"])
    assert sum(line.strip().endswith("3.xlsx") for line in lines) == 1


# what strangers wrote ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("width", [60, 100])
def test_text_gives_no_command_and_keeps_the_width(name: str, width: int) -> None:
    """Wherever a line breaks; nothing in it is markup, nothing is invisible."""
    made = document(EVERY[name], RULESET, "text", every=True)
    for verbosity in (-1, 0, 1):
        told = text.render(made, width=width, verbosity=verbosity)
        assert not [line for line in told.splitlines() if line.lstrip().startswith("::") or "##[" in line]
        assert not too_wide(told, width, made.names)
        assert {char for char in told if not char.isprintable()} <= {"\n"}
    assert ("[red]merah[/red]" in text.render(made, width=4_000)) is (name == "hostile")


def test_markdown_is_text_and_keeps_its_limit() -> None:
    """A hostile note reads as that note; what does not fit is counted."""
    made = document(BAD, RULESET, "markdown", every=True)
    whole = markdown.render(made, limit=10**7)
    assert_inert(whole)
    cells = " ".join(cell for row in rows(whole) for cell in row)
    notes = [question.sides["b"].note for question in BAD.questions.values() if question.differs]
    assert [note for note in filter(None, notes) if shown(note)[:80] not in cells] == []
    for limit in (8_000, 20_000):
        short = markdown.render(made, limit=limit)
        assert len(short.encode()) <= limit
        assert re.search(r"\d+ more lines are not listed here", short)


@pytest.mark.parametrize("name", EVERY)
def test_a_page_is_for_everyone_and_its_own(name: str) -> None:
    """Nothing in a workbook becomes an element; it needs nothing from elsewhere."""
    page = Page(html.render(document(EVERY[name], RULESET, "html", every=True)))
    assert_own(page)
    assert_for_everyone(page, "en")


@pytest.mark.parametrize("name", EVERY)
def test_a_workbook_holds_texts_and_numbers(name: str) -> None:
    """No formula, no link; texts that begin like a formula are marked; the same bytes each time."""
    made = document(EVERY[name], RULESET, "xlsx", every=True)
    content = xlsx.render(made)
    assert content == xlsx.render(made)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(part) for part in archive.namelist() if part.startswith("xl/worksheets/sheet")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
    for cell in (cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row):
        if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@")):
            assert cell.quotePrefix, cell.coordinate


# the command ---------------------------------------------------------------------------------------


def test_reports_hold_what_the_library_renders(tmp_path: Path) -> None:
    """One run writes every format, and prints one of them, each with its day."""
    forms = {"text": "txt", "json": "json", "markdown": "md", "html": "html", "xlsx": "xlsx"}
    reports = [part for form, ending in forms.items() for part in ("--report", f"{form}:{tmp_path / f'r.{ending}'}")]
    path = "worksheets/valid/three-assessors.xlsx"
    done = run("compare", path, "--format", "html", *reports, "-v", "--date", "2026-07-01")
    assert (done.returncode, done.stderr) == (0, b"")
    result = compare(path)
    assert done.stdout == (tmp_path / "r.html").read_bytes()
    assert (tmp_path / "r.json").read_text(encoding="utf-8") == result.to_json() + "\n"
    for form in FORMATS:
        made = document(result, RULESET, form, every=True)._replace(day=date(2026, 7, 1))
        rendered = render(made, form, verbosity=1)
        written = (tmp_path / f"r.{forms[form]}").read_bytes()
        assert written == (rendered if isinstance(rendered, bytes) else rendered.encode()), form


def test_light_formats_load_nothing_heavy() -> None:
    """Text and JSON do without the libraries of pages and workbooks."""
    path = str(VALID / "three-assessors.xlsx")
    assert loaded_by("compare", path) & HEAVY == set()
    assert loaded_by("compare", path, "--format", "json") & (HEAVY | {"rich"}) == set()


def test_a_requirement_that_nobody_stated_is_not_checked() -> None:
    """A comparison has the word of the evaluation for it; a minimum that questions leave open stays open."""
    pair = (BROKEN / "question-row-missing.xlsx", VALID / "lke-zi.xlsx")
    said = " ".join(run("compare", *pair, language="id").stdout.decode().split())
    assert "Predikat SAKIP instansi: A -> belum diisi, minimum B: terpenuhi -> belum diperiksa" in said
    assert "Sudah berpredikat WBK: Tidak -> belum diisi, minimum Ya: BELUM TERPENUHI -> belum pasti" in said
