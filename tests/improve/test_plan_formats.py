"""Every format of an improvement: text, Markdown, page, and the workbook that a unit works with.

``python tests/script.py test_plan_formats`` writes the golden file of the workbook anew.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import BLANK, RULESET, VALID, run
from harm import FORMULAS, HOSTILE
from marked import Page, assert_inert, assert_own
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet as OpenpyxlSheet
from plans import COLUMNS, HEADER_ROW, everything, external, improvement_of, met, saved, unreachable, worksheet_of
from python_calamine import CalamineWorkbook
from recalculate import Recalculated, libreoffice
from widths import too_wide

from zi_score.api.plans import plan_improvement
from zi_score.forms.plan import workbook as plan_workbook
from zi_score.improve.monitoring.form import HEADINGS, MARK, STATUSES
from zi_score.improve.plan import Improvement
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import exact, rounded
from zi_score.model.findings import shown
from zi_score.model.language import LANGUAGES, translate, use_language
from zi_score.model.worksheet import Place, Source, Unit
from zi_score.reading.workbook import read_workbook
from zi_score.reports.document import Document, Format, Table, text_of
from zi_score.reports.documents.actions import change, groups, headline
from zi_score.reports.documents.plan import document
from zi_score.reports.render import html, markdown, text

GOLDEN = Path(__file__).parents[1] / "golden" / "plan.sheets.txt"


@cache
def plan() -> Improvement:
    """Return a plan that has something of everything."""
    return everything()


def law(improvement: Improvement) -> Ruleset:
    """Return the regulation of a plan."""
    return load_ruleset(improvement.ruleset.id)


PLANS: dict[str, Callable[[], Improvement]] = {
    "plan": plan,
    "unreachable": unreachable,
    "met": met,
    "external": external,
}


def said(improvement: Improvement, form: Format = "text", verbosity: int = 0) -> Document:
    """Return a plan as a document."""
    return document(improvement, law(improvement), form, verbosity=verbosity)


def texts(improvement: Improvement, verbosity: int = 0, width: int = 80) -> str:
    """Return a plan as text."""
    return text.render(said(improvement, "text", verbosity), width=width, verbosity=verbosity)


FORMS: dict[str, Callable[[Improvement], str]] = {
    "text": texts,
    "quiet": lambda improvement: texts(improvement, -1),
    "verbose": lambda improvement: texts(improvement, 1),
    "markdown": lambda improvement: markdown.render(said(improvement, "markdown")),
    "html": lambda improvement: html.render(said(improvement, "html")),
}


def told(form: str, improvement: Improvement) -> str:
    """Return a plan in a format, on one line and without what only escapes."""
    made = FORMS[form](improvement).replace("\\", "").replace("&gt;", ">")
    return " ".join(made.split())


def as_text(content: bytes) -> str:
    """Return the cells of a workbook, a line a row, with what its sheets say of print, filter and input."""
    lines = []
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        lines.append(f"## {sheet.title}  frozen {sheet.freeze_panes}, filter {sheet.auto_filter.ref}")
        lines += [
            " | ".join(f"{cell.coordinate} {cell.value}".replace("\n", " / ") for cell in row if cell.value is not None)
            for row in sheet.iter_rows()
        ]
        lines += [f"input {rule.sqref}: {rule.type} {rule.formula1}" for rule in sheet.data_validations.dataValidation]
    return "\n".join(line for line in lines if line) + "\n"


@pytest.fixture(autouse=True)
def english() -> None:
    """Speak English; Indonesian comes back by itself."""
    use_language("en")


SOME = (
    "area-below WBK",
    "half-empty WBBM",
    "second-tpi WBBM",
    "three-assessors WBK",
    "wbbm WBBM",
    "zero-counts WBBM",
    "52-2014-half-empty WBK",
)


@cache
def real() -> dict[str, Improvement]:
    """Return plans of worksheets of both regulations."""
    return {
        name: improvement_of(worksheet_of(case), target=target) for name in SOME for case, target in [name.split(" ")]
    }


# text, Markdown, page -----------------------------------------------------------------------------


def test_one_small_plan_by_hand() -> None:
    """Area 3 has 17/3 of 10; 60 % need 1/3 more: the cheapest step gives 0.75, and 6.4167 is 64.17 %."""
    made = said(improvement_of(worksheet_of("area-below"), target="WBK"))
    assert made.head[0].text.startswith(
        "The scores that WBK asks can be reached. Actions: 1, effort: 1; no plan costs less."
    )
    assert "Total 93.48 -> 94.23, verdict none -> WBK, " in made.head[0].text
    (criteria,) = [block for block in made.blocks if isinstance(block, Table) and block.key == "criteria"]
    assert [list(map(text_of, row))[1:] for row in criteria.rows if str(row[0]).startswith("Area 3 ")] == [
        ["56.67%", "64.17%", "60%", "+0.42", "met"]
    ]
    assert "A.II.3.i.a  C -> B  effort 1, +0.75 points  [Jawaban!K147]" in text.render(made)


@pytest.mark.parametrize("form", FORMS)
def test_every_action_is_told(form: str) -> None:
    """Whatever the plan, each of its actions stands with its code and its change, and each group with its sum."""
    for name, improvement in real().items():
        made = told(form, improvement)
        for action in improvement.actions:
            assert action.code in made, name
            assert change(law(improvement), action) in made, name
        for group in groups(improvement.actions, law(improvement)):
            assert group.summary in made, name


@pytest.mark.parametrize("form", FORMS)
def test_figures_are_those_of_the_result(form: str) -> None:
    """Totals before and after, effort and bound are written as the result has them."""
    for improvement in real().values():
        made = told(form, improvement)
        totals = [rounded(scores.total.score) for scores in (improvement.before, improvement.after)]
        assert f"Total {totals[0]} -> {totals[1]}" in made
        if improvement.status == "already-met":
            assert f"The scores suffice for {improvement.target}" in made
        elif improvement.actions or not improvement.required_external:
            assert f"Actions: {len(improvement.actions)}, effort: {improvement.effort}" in made


def test_quietly_an_action_takes_one_line() -> None:
    """Headline, conditions and actions, without questions, evidence and figures."""
    quiet = [line for line in texts(plan(), -1, width=200).splitlines() if "A.II.3.i" in line]
    assert quiet == ["  A.II.3.i.a  C -> A  effort 2, +1.50 points", "  A.II.3.ii.a  C -> B  effort 1, +0.75 points"]
    assert "Evidence named" not in texts(plan(), -1)
    assert "Evidence named: SK Tim ZI 2026.pdf" in texts(plan())


def test_what_is_missing_is_told() -> None:
    """A criterion that cannot be met stands with its reason; a result from outside with what it has to be."""
    made = said(unreachable())
    (missing,) = [block for block in made.blocks if isinstance(block, Table) and block.key == "unreachable"]
    assert made.head[0].text.startswith("WBBM cannot be reached.")
    assert [each.criterion for each in unreachable().unreachable] == ["area-3", "holds-wbk"]
    assert [text_of(cell) for cell in missing.cells("missing")] == ["1.83", "-"]
    assert [text_of(cell)[:19] for cell in missing.cells("reason")] == ["7.50 points are ask", "stated is Tidak, ne"]
    use_language("id")
    (missing,) = [block for block in said(unreachable()).blocks if block.key == "unreachable"]
    assert isinstance(missing, Table)
    assert text_of(missing.cells("reason")[0]).startswith("diminta 7,50 poin")
    use_language("en")
    assert all("skala 0–4: 3.59 -> 3.6." in told(form, external()) for form in FORMS)


def test_the_headline_says_no_more_than_is_known() -> None:
    """What nobody stated is named, at every verbosity; where all is stated, the predicate itself is met."""
    unknown = met().model_copy(update={"assumed": ("holds-wbk", "req-bpk-opinion", "req-core-service")})
    line = headline(unknown, RULESET)
    assert line == (
        "The scores suffice for WBK: nothing has to be done for them. "
        "Not known: Sudah berpredikat WBK; 2 requirements for being proposed."
    )
    assert line in told("quiet", unknown)
    known = met().model_copy(update={"assumed": ()})
    assert headline(known, RULESET) == "WBK is met already: nothing has to be done."
    assert headline(plan().model_copy(update={"assumed": ()}), RULESET).startswith("WBK can be reached. Actions: 5")
    assert headline(unreachable(), RULESET).startswith("WBBM cannot be reached.")


def test_a_survey_that_is_all_that_is_missing_is_the_headline() -> None:
    """It is named first, once, and stands in the first row of the plan; no number of actions is told."""
    line = headline(external(), RULESET)
    index = "B.I.a Indeks Persepsi Anti Korupsi (IPAK) dari survei eksternal, skala 0–4: 3.59 -> 3.6"
    assert line.startswith(f"The scores that WBK asks depend on results from outside: {index}.")
    stated = headline(external().model_copy(update={"assumed": ()}), RULESET)
    assert stated == f"WBK depends on results from outside: {index}. The unit's own answers need no change."
    quiet = told("quiet", external())
    assert "Actions:" not in quiet
    assert quiet.count("3.59 -> 3.6") == 1
    sheet = load_workbook(io.BytesIO(plan_workbook.render(external(), RULESET))).worksheets[0]
    assert [cell.value for cell in sheet[HEADER_ROW + 1]][1:6] == [
        "Measured by others",
        None,
        "B.I.a Indeks Persepsi Anti Korupsi (IPAK) dari survei eksternal, skala 0–4",
        "3.59",
        "3.6",
    ]
    assert sheet.cell(HEADER_ROW + 2, 1).value == line


def test_a_survey_is_the_headline_where_the_target_is_out_of_reach_too() -> None:
    """WBBM asks that the unit holds WBK; of the rest only the survey is short, and no action would help."""
    line = headline(improvement_of(worksheet_of("survey-below"), target="WBBM"), RULESET)
    assert line.startswith("WBBM cannot be reached. The criteria that can be met depend on results from outside: B.I.a")
    assert "3.59 -> 3.6. The unit's own answers need no change." in line
    assert "Actions:" not in line


def test_the_command_does_not_promise_what_nobody_stated() -> None:
    """A sheet that says nothing of WBK, evaluated and improved: both leave WBBM open."""
    path = VALID / "52-2014-wbbm.xlsx"
    for quiet in ([], ["-q"]):
        arguments = ["--ruleset", "permenpanrb-52-2014", "--target", "WBBM", *quiet]
        made = " ".join(run("improve", path, *arguments).stdout.decode().split())
        assert "The scores suffice for WBBM" in made
        assert "Not known:" in made
        assert "WBBM is met already" not in made


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_text_keeps_the_width(width: int, verbosity: int) -> None:
    """No line is longer than the terminal is wide, with whatever a workbook holds."""
    assert not too_wide(texts(hostile(), verbosity, width), width, [hostile().source.path])


def test_next_steps_are_ten_or_all() -> None:
    """The text shows the ten cheapest steps and says how many more there are; -v shows all."""
    improvement = real()["half-empty WBBM"]
    count = len(improvement.next_steps)
    assert count > 10
    assert f"... and {count - 10} more (-v shows all)" in FORMS["text"](improvement)
    assert "(-v shows all)" not in FORMS["verbose"](improvement)
    assert all(step.action.code in FORMS["verbose"](improvement) for step in improvement.next_steps)


@pytest.mark.parametrize("limit", [4_000, 12_000])
def test_markdown_keeps_its_limit(limit: int) -> None:
    """What does not fit is counted, and no row is cut in two."""
    improvement = real()["half-empty WBBM"]
    made = markdown.render(said(improvement, "markdown"), limit=limit)
    assert len(made.encode()) <= limit
    assert "more lines are not listed here" in made
    assert "not listed here" not in FORMS["markdown"](improvement)
    assert {line.count(" | ") for line in made.splitlines() if line.startswith("|")} <= {2, 4, 5, 7}


# what strangers wrote -----------------------------------------------------------------------------


def hostile() -> Improvement:
    """Return a plan in which everything that comes from a workbook means harm."""
    harm = " ".join(HOSTILE)
    place = Place(f"=1+1{HOSTILE[0]}", "K8")
    remarks = tuple(
        remark.model_copy(update={"text": text})
        for remark in plan().actions[0].evidence
        for text in (*HOSTILE, *FORMULAS)
    )
    actions = tuple(action.model_copy(update={"evidence": remarks, "cell": place}) for action in plan().actions)
    steps = tuple(step.model_copy(update={"action": actions[0]}) for step in plan().next_steps)
    return plan().model_copy(
        update={
            "unit": Unit(name=harm, agency=FORMULAS[0], year=2026, target=HOSTILE[2]),
            "source": Source(path=f"{FORMULAS[0]}{HOSTILE[5]}\n::error::x.xlsx", sheet=HOSTILE[8], layout="jawaban"),
            "actions": actions,
            "next_steps": steps,
        }
    )


@pytest.mark.parametrize("form", FORMS)
def test_nothing_invisible_comes_through(form: str) -> None:
    """No control character, no mark of direction; Markdown has blanks of no width of its own."""
    made = FORMS[form](hostile())
    assert made.encode()
    page = re.sub(r"<(style|script)>.*?</\1>", "", made, flags=re.DOTALL)
    assert {char for char in page if not char.isprintable()} <= {"\n", "\u200b"}
    assert form == "html" or not re.search(r"(?m)^\s*::|##\[", made)


def test_markup_is_inert() -> None:
    """No HTML, no link, no picture, nobody mentioned; a page has elements of its own alone."""
    assert_inert(FORMS["markdown"](hostile()))
    assert_own(Page(FORMS["html"](hostile())))


def test_texts_in_the_workbook_are_inert() -> None:
    """Formulas are the program's own alone, nothing links anywhere, nothing begins a formula by itself."""
    content = plan_workbook.render(hostile(), RULESET)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    formulas = [formula for sheet in sheets for formula in re.findall(r"<f>(.*?)</f>", sheet)]
    assert len(formulas) == 6 + 5 * len(list(groups(plan().actions, RULESET)))
    known = re.compile(r"(IF|COUNTIFS?|COUNTA|SUMIFS?|SUM|'Action plan'!|\$?[A-Z]\$?\d+|\"Done\"|[(),:=/0])+")
    assert [formula for formula in formulas if not known.fullmatch(formula)] == []
    assert not any("<hyperlink" in sheet for sheet in sheets)
    for sheet in opened(content).worksheets:
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            assert cell.data_type == ("f" if cell.value.startswith(("=IF(", "=COUNT", "=SUM")) else "s")
            assert all(char.isprintable() or char == "\n" for char in cell.value)
            assert cell.quotePrefix == (cell.data_type == "s" and cell.value.startswith(("=", "+", "-", "@")))


# the workbook -------------------------------------------------------------------------------------


def opened(content: bytes) -> Workbook:
    """Open a workbook as people do."""
    return load_workbook(io.BytesIO(content))


def table(sheet: OpenpyxlSheet, header_row: int = HEADER_ROW) -> list[list[Any]]:
    """Return the rows below a header, to the end of the sheet."""
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=header_row + 1)]


def test_golden() -> None:
    """The workbook holds in its cells what its golden file says, to the letter."""
    assert as_text(plan_workbook.render(plan(), RULESET)) == GOLDEN.read_text(encoding="utf-8")


def test_rows_are_the_actions() -> None:
    """One row an action, group by group, with every figure; what people fill in is blank, the status is the first."""
    use_language("id")
    for improvement in real().values():
        sheet = opened(plan_workbook.render(improvement, law(improvement))).worksheets[0]
        assert [cell.value for cell in sheet[HEADER_ROW]] == [translate(heading) for heading in HEADINGS.values()]
        rows = table(sheet)
        if not improvement.actions:
            assert len(rows) == 1 + len(improvement.required_external)
            continue
        ordered = [
            (group, action) for group in groups(improvement.actions, law(improvement)) for action in group.actions
        ]
        assert len(rows) == len(ordered) == len(improvement.actions)
        for number, (row, (group, action)) in enumerate(zip(rows, ordered, strict=True), 1):
            assert row[:4] == [number, group.name, action.code, action.question]
            assert row[6] is None or row[6].startswith((action.rubric or "(").rstrip("."))
            assert exact(row[11]) == pytest.approx(action.gain.score, abs=1e-12)
            assert exact(row[12]) == action.effort
            assert row[7:10] == [None, None, translate(STATUSES["not-begun"])]
            assert row[14:] == [None, None]
            if isinstance(action.to, str):
                assert row[5] == action.to
                assert row[4] == (action.from_ or translate("unanswered"))
            elif isinstance(action.to, dict):
                changes = {key: count for key, count in action.to.items() if (action.from_ or {})[key] != count}
                labels = {row.key: row.label for row in law(improvement).questions[action.code].inputs}
                assert row[5].split("\n") == [f"{labels[key]}: {count}" for key, count in changes.items()]


@pytest.mark.parametrize("name", PLANS)
def test_sheets_are_made_to_be_worked_with(name: str) -> None:
    """Headings stay on the screen and on every page, rows can be filtered, A4 landscape, columns that can be read."""
    book = opened(plan_workbook.render(PLANS[name](), RULESET))
    alternatives = ["Alternatives"] if PLANS[name]().alternatives else []
    assert book.sheetnames == ["Action plan", "Predicted scores", "Next steps", *alternatives, "How it was computed"]
    for sheet in book.worksheets:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize or 0)) == ("landscape", 9)
        assert all(dimension.width >= 5 for dimension in sheet.column_dimensions.values())
        wrapped = [cell for row in sheet.iter_rows(min_row=6) for cell in row if cell.data_type == "s"]
        assert all(cell.alignment.wrap_text or cell.font.size > 10 for cell in wrapped)
    plan_sheet = book.worksheets[0]
    assert plan_sheet.freeze_panes == f"E{HEADER_ROW + 1}"
    assert plan_sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
    assert plan_sheet.print_title_cols == "$A:$D"
    assert [brk.id for brk in plan_sheet.col_breaks.brk] == [10]
    assert plan_sheet.auto_filter.ref == f"A{HEADER_ROW}:P{max(plan_sheet.max_row, HEADER_ROW + 1)}"
    assert book["Next steps"].auto_filter.ref == f"A3:K{book['Next steps'].max_row}"


def test_input_is_guided() -> None:
    """A list for the status, dates alone for the due date (as dates), colours that stand beside words."""
    sheet = opened(plan_workbook.render(plan(), RULESET)).worksheets[0]
    last = HEADER_ROW + len(plan().actions)
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules[f"J6:J{last}"].formula1 == '"Not started,In progress,Done"'
    assert rules[f"I6:I{last}"].type == "date"
    assert {sheet.cell(row, 9).number_format for row in range(6, last + 1)} == {"dd/mm/yyyy"}
    (formats,) = sheet.conditional_formatting
    assert str(formats.sqref) == f"J6:J{last}"
    assert [rule.formula for rule in formats.rules] == [['$J6="Done"'], ['$J6="In progress"']]
    assert formats.rules[0].dxf.font.b
    assert formats.rules[1].dxf.font.i


def test_the_same_plan_gives_the_same_bytes() -> None:
    """No clock in it: two renderings are equal, and everything is of the regulation's day."""
    content = plan_workbook.render(plan(), RULESET)
    assert content == plan_workbook.render(plan(), RULESET)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time[:3] for entry in archive.infolist()} == {(2021, 12, 31)}
    assert opened(content).properties.created.year == 2021


def test_identity_and_record_are_kept() -> None:
    """The last sheet says what the plan is of, and holds every action exactly."""
    sheet = opened(plan_workbook.render(plan(), RULESET)).worksheets[-1]
    cells = {row[0]: row[1] for row in sheet.iter_rows(values_only=True) if row[0]}
    assert cells[MARK] == "1"
    assert [cells[key] for key in ("Unit", "Agency", "Year", "Target", "Ruleset", "Answers of")] == [
        "Kantor Contoh",
        "Badan Contoh",
        "2026",
        "WBK",
        "permenpanrb-90-2021",
        "unit",
    ]
    assert cells["Made from the workbook"] == "lke-2026.xlsx"
    record = [row for row in sheet.iter_rows(values_only=True) if row[0] in RULESET.questions]
    assert [(row[0], row[3], row[4]) for row in record] == [
        (action.code, str(action.effort), action.gain.exact) for action in plan().actions
    ]


def test_scores_are_those_of_the_result() -> None:
    """Every minimum stands with what is reached before and after, in real numbers, each with its sign."""
    for improvement in real().values():
        sheet = opened(plan_workbook.render(improvement, law(improvement)))["Predicted scores"]
        rows: dict[object, Any] = {}
        for row in sheet.iter_rows():
            rows.setdefault(row[0].value, row)
        after = next(each for each in improvement.after.predicates if each.id == improvement.target)
        for criterion in after.criteria:
            if criterion.exact is None:
                continue
            cell = rows[criterion.label][2]
            assert abs(exact(cell.value) - Fraction(criterion.exact)) < Fraction(51, 10_000)
            sign = {"met": "✓", "not-met": "✗", "undetermined": "?"}[criterion.status]
            assert cell.number_format.endswith(f'" {sign}"')
        assert rows["Total"][2].value == float(rounded(improvement.after.total.score))


def test_calamine_reads_it_too() -> None:
    """Another reader finds the same sheets and the same texts."""
    content = plan_workbook.render(plan(), RULESET)
    other = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert other.sheet_names == opened(content).sheetnames
    rows = other.get_sheet_by_name("Action plan").to_python(skip_empty_area=False)
    assert [row[2] for row in rows[HEADER_ROW:]] == [action.code for action in plan().actions]


def filled(content: bytes, done: list[int]) -> bytes:
    """Set the status of some rows, counted from 0, to done, as people do."""
    book = opened(content)
    sheet = book.worksheets[0]
    for row in done:
        sheet.cell(HEADER_ROW + 1 + row, COLUMNS["status"]).value = translate(STATUSES["done"]).upper()
    return saved(book)


def some_done() -> dict[str, list[int]]:
    """Return which actions of the plan are done, by the name of a workbook."""
    return {"none": [], "some": [0, 2], "all": list(range(len(plan().actions)))}


def written(folder: Path) -> list[Path]:
    """Write plans, some of them done in part, and two that have no actions."""
    paths = []
    for language in LANGUAGES:
        use_language(language)
        for name, done in some_done().items():
            paths.append(folder / f"{name}-{language}.xlsx")
            paths[-1].write_bytes(filled(plan_workbook.render(plan(), RULESET), done))
    use_language("en")
    for name in ("met", "external"):
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(plan_workbook.render(PLANS[name](), RULESET))
    return paths


@libreoffice(written)
def test_progress_is_computed_by_a_spreadsheet(recalculated: Recalculated) -> None:
    """LibreOffice computes the shares from the statuses, for the plan and for each group; nothing is an error."""
    plans = some_done()
    for path in recalculated(written):
        book = load_workbook(path, data_only=True)
        values = [cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
        assert not [value for value in values if isinstance(value, str) and value.startswith("#")]
        done = plans.get(path.stem.partition("-")[0], [])
        actions = () if path.stem in PLANS else plan().actions
        gains = [float(action.gain.score) for action in actions]
        sheet = book.worksheets[0]
        share = len(done) / len(actions) if actions else 0
        assert [sheet[f"{letter}3"].value for letter in "EFG"] == pytest.approx([share, len(done), len(actions)])
        points = sum(gains[row] for row in done)
        of_points = points / sum(gains) if gains else 0
        assert [sheet[f"{letter}4"].value for letter in "EFG"] == pytest.approx([of_points, points, sum(gains)])
        if actions:
            by_group(book.worksheets[1], done)


def by_group(sheet: OpenpyxlSheet, done: list[int]) -> None:
    """Compare the progress of each group with the rows that are done."""
    rows = {row[0]: row[1:] for row in sheet.iter_rows(values_only=True)}
    codes = [plan().actions[row].code for row in done]
    for number, name in (("1", "Manajemen Perubahan"), ("3", "Penataan Sistem Manajemen SDM Aparatur")):
        found = next(cells for key, cells in rows.items() if key and key.endswith(f" {number}: {name}"))
        own = [action for action in plan().actions if action.area == number]
        finished = [action for action in own if action.code in codes]
        assert list(found) == pytest.approx(
            [
                len(own),
                len(finished),
                len(finished) / len(own),
                float(sum(action.gain.score for action in own)),
                float(sum(action.gain.score for action in finished)),
            ]
        )


def test_a_blank_form_can_be_planned() -> None:
    """Nothing answered at all: the plan is long, and every format holds it."""
    worksheet = read_workbook(BLANK, RULESET)
    sheet = worksheet.sheets[-1]
    used = sheet.model_copy(
        update={
            "answers": sheet.answers
            | {"A.I.1.i.a": sheet.answers["A.I.1.i.a"].model_copy(update={"typed": "Tidak", "value": "Tidak"})}
        }
    )
    improvement = improvement_of(worksheet.model_copy(update={"sheets": (used,)}), target="WBK")
    assert len(improvement.actions) > 40
    for render in FORMS.values():
        made = render(improvement)
        assert all(action.code in made for action in improvement.actions)
    assert len(table(opened(plan_workbook.render(improvement, law(improvement))).worksheets[0])) == len(
        improvement.actions
    )


def test_long_evidence_is_cut_on_the_terminal_only() -> None:
    """A text without end does not fill the terminal; the workbook has it up to a sane length."""
    action = plan().actions[0]
    remark = action.evidence[0].model_copy(update={"text": "bukti " * 1_000})
    long = plan().model_copy(update={"actions": (action.model_copy(update={"evidence": (remark,)}),)})
    assert texts(long).count("bukti") < 60
    assert shown("bukti " * 1_000, 2_000) in str(opened(plan_workbook.render(long, RULESET)).worksheets[0]["K6"].value)


if __name__ == "__main__":
    use_language("en")
    GOLDEN.write_text(as_text(plan_workbook.render(everything(), RULESET)), encoding="utf-8", newline="\n")


@pytest.mark.parametrize(("language", "index", "rate"), [("id", "3,5 3,6", "70% 90%"), ("en", "3.5 3.6", "70% 90%")])
def test_results_from_outside_are_told_in_the_workbook_as_elsewhere(language: str, index: str, rate: str) -> None:
    """Among the actions stands what others have to measure: an index as the language writes it, a rate in percent."""
    use_language(language)
    survey = plan_improvement(VALID / "wbk.xlsx", answers={"B.I.a": "3,5"})
    former = plan_improvement(VALID / "52-2014-parts.xlsx")
    for improvement, code, figures in ((survey, "B.I.a", index), (former, "B.I.2", rate)):
        content = plan_workbook.render(improvement, law(improvement))
        sheet = load_workbook(io.BytesIO(content)).worksheets[0]
        rows = [" ".join(str(cell) for cell in row if cell) for row in sheet.iter_rows(values_only=True)]
        assert any(f"{code} " in row and f" {figures} " in row for row in rows), rows
