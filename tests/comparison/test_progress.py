"""What became of an action plan: judged by the answers, whatever people did to the plan's workbook.

``python tests/script.py test_progress`` writes the golden JSON anew.
"""

from __future__ import annotations

import io
import json
import random
import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from conftest import BROKEN, RULESET, VALID, few, run
from harm import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from marked import assert_inert
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet as Sheet
from plans import (
    COLUMNS,
    HEADER_ROW,
    INTEGRATED,
    done,
    edited,
    improvement_of,
    later,
    plan,
    progress,
    put,
    sample,
    saved,
    workbook,
    worksheet_of,
)
from recalculate import NO_SOFFICE, SOFFICE
from widths import too_wide

from zi_score.api.one import evaluate
from zi_score.evaluation.result import Evaluation
from zi_score.forms.plan import workbook as plan_workbook
from zi_score.improve.monitoring.entries import NotUnderstoodError, understood, values
from zi_score.improve.monitoring.form import MARK, STATUSES, status_typed, written
from zi_score.improve.monitoring.outcome import OUTCOMES, Outcome, PlanProgress
from zi_score.improve.monitoring.progress import progress_of
from zi_score.improve.plan import Entry, Improvement
from zi_score.law.load import load_ruleset
from zi_score.model.findings import Finding, Severity, Unreadable, catalogue
from zi_score.model.language import LANGUAGES, translate, use_language
from zi_score.model.worksheet import Assessor, Unit
from zi_score.reports.documents import monitoring
from zi_score.reports.render import markdown
from zi_score.reports.render.text import render

JSON = Path(__file__).parents[1] / "golden" / "progress.json"


@cache
def some() -> Evaluation:
    """Return the sample some months later: one thing done, one half, one undone, two left alone."""
    return later(sample(), {"A.II.1.i.b": INTEGRATED, "A.II.3.i.a": "B", "B.I.b": "D", "A.II.1.iii.a": "D"})


@cache
def unchanged() -> Evaluation:
    """Return the sample as it was."""
    return later(sample(), {})


def outcomes(progress: PlanProgress) -> dict[str, Outcome]:
    """Return what became of each action."""
    return {action.code: action.status for action in progress.actions}


def told(progress: PlanProgress) -> list[tuple[str, str | None, str | None]]:
    """Return name, code and cell of each finding."""
    return [(finding.name, finding.code, finding.cell) for finding in progress.findings]


@cache
def judged() -> dict[str, Outcome]:
    """Return what became of the plan as it was written."""
    return outcomes(progress_of(workbook(), some(), RULESET))


@pytest.fixture(autouse=True)
def english() -> None:
    """Speak English; Indonesian comes back by itself."""
    use_language("en")


# what became of the actions -----------------------------------------------------------------------


def test_by_hand() -> None:
    """Realised 1 of 7 effort; 1 + 0.75 of 6.08 points: 1 (integrated) and half of A.II.3.i.a (C -> B of C -> A)."""
    progress = progress_of(workbook(), some(), RULESET)
    assert outcomes(progress) == {
        "A.II.1.i.b": "realised",
        "A.II.1.iii.a": "not-started",
        "A.II.3.i.a": "part",
        "A.II.3.ii.a": "not-started",
        "B.I.b": "not-started",
    }
    overall = progress.overall
    assert (overall.effort, overall.done) == (Fraction(7), Fraction(1))
    assert overall.share
    assert overall.share.exact == "1/7"
    assert overall.gained.score == Fraction("1.75")
    assert overall.gain.score == Fraction("1") + Fraction("0.33") + Fraction("1.5") + Fraction("0.75") + Fraction("2.5")
    assert [(tally.key, tally.actions, tally.done) for tally in progress.areas] == [
        ("1", 2, Fraction(1)),
        ("3", 2, Fraction()),
        ("B", 1, Fraction()),
    ]
    assert progress.findings == ()
    assert progress.target == "WBK"
    assert progress.target_status == "not-met"


def test_slipping_back_is_seen() -> None:
    """An answer below where the plan began has slipped; below a start at the lowest level there is nothing."""
    first = worksheet_of("area-below")
    begun = later(first, {"A.II.3.i.a": "B"})
    improvement = improvement_of(first, target="WBBM")
    assert {action.code: action.from_ for action in improvement.actions} == {"A.II.3.i.a": "C", "A.II.3.ii.a": "C"}
    higher = improvement.model_copy(
        update={"actions": tuple(a.model_copy(update={"from_": "B", "to": "A"}) for a in improvement.actions)}
    )
    progress = progress_of(plan_workbook.render(higher, RULESET), begun, RULESET)
    assert outcomes(progress) == {"A.II.3.i.a": "not-started", "A.II.3.ii.a": "slipped"}
    assert [action.gained.score for action in progress.actions] == [0, 0]


def test_more_than_was_planned_gains_no_more_than_was_planned() -> None:
    """A.II.3.ii.a was to go from C to B (0.75) and stands at A (1.5); what is above is no part of the plan."""
    found = progress_of(workbook(), later(sample(), {"A.II.3.ii.a": "A"}), RULESET)
    action = next(each for each in found.actions if each.code == "A.II.3.ii.a")
    assert (action.status, action.gained.score, action.gain.score) == ("realised", Fraction("0.75"), Fraction("0.75"))


def test_nothing_done_and_all_done() -> None:
    """The workbook as it was realises nothing; with all planned answers the target is met."""
    nothing = progress_of(workbook(), unchanged(), RULESET)
    assert set(outcomes(nothing).values()) == {"not-started"}
    assert nothing.overall.share
    assert nothing.overall.share.exact == "0"
    everything = progress_of(workbook(), later(sample(), done(plan())), RULESET)
    assert set(outcomes(everything).values()) == {"realised"}
    assert everything.overall.share
    assert everything.overall.share.exact == "1"
    assert everything.overall.gained == everything.overall.gain
    assert everything.target_status == "met"
    assert everything.total.score == plan().after.total.score


@pytest.mark.parametrize("language", few(LANGUAGES, "id"))
@pytest.mark.parametrize("name", ["area-below", "half-empty", "three-assessors", "52-2014-half-empty", "wbbm"])
def test_every_plan_comes_back(name: str, language: str) -> None:
    """What is written is what is read, whatever the plan: codes, answers, efforts, points, cells."""
    use_language(language)
    worksheet = worksheet_of(name)
    evaluation = later(worksheet, {})
    for target in ("WBK", "WBBM"):
        improvement = improvement_of(worksheet, target=target)
        law = load_ruleset(evaluation.ruleset.id)
        progress = progress_of(plan_workbook.render(improvement, law), evaluation, law)
        found = [(a.code, a.to, a.effort, a.gain.score, a.area, a.cell) for a in progress.actions]
        assert found == [(a.code, stated(a.to), a.effort, a.gain.score, a.area, a.cell) for a in improvement.actions]
        assert {action.status for action in progress.actions} <= {"not-started"}
        assert progress.findings == ()
        assert progress.plan.unit.name == improvement.unit.name
        assert progress.plan.assessor == progress.assessor == improvement.assessor


def stated(entry: Entry) -> Entry:
    """Return an answer without counts that are blank."""
    return {key: count for key, count in entry.items() if count is not None} if isinstance(entry, dict) else entry


def test_the_assessor_of_the_plan_is_looked_at() -> None:
    """A plan from the unit's answers is compared with the unit's, though the TPN answered too; else it is said."""
    worksheet = worksheet_of("three-assessors")
    evaluation = evaluate(worksheet)
    assert evaluation.assessments[0].assessor == "tpn"
    improvement = improvement_of(worksheet, target="WBBM").model_copy(update={"assessor": Assessor.UNIT})
    progress = progress_of(plan_workbook.render(improvement, RULESET), evaluation, RULESET)
    assert progress.assessor == "unit"
    of_tpi = improvement.model_copy(update={"assessor": Assessor.TPI})
    unit = evaluation.model_copy(update={"assessments": evaluation.assessments[-1:]})
    other = progress_of(plan_workbook.render(of_tpi, RULESET), unit, RULESET)
    assert other.assessor == "unit"
    assert any("made from the answers of TPI; the workbook has none" in told for told in monitoring.sources(other))


def test_a_shared_count_is_judged_by_itself() -> None:
    """More changes by agents (4, not 1) lower the share of integrated ones: the count itself is what was planned."""
    lowered: Entry = {"perubahan_dibuat": Fraction(4), "perubahan_terintegrasi": Fraction(0)}
    actions = tuple(
        action.model_copy(update={"to": lowered}) if action.code == "A.II.1.i.b" else action
        for action in plan().actions
    )
    content = plan_workbook.render(plan().model_copy(update={"actions": actions}), RULESET)
    assert outcomes(progress_of(content, unchanged(), RULESET))["A.II.1.i.b"] == "not-started"
    raised = later(sample(), {"A.II.1.i.b": lowered})
    assert outcomes(progress_of(content, raised, RULESET))["A.II.1.i.b"] == "realised"


def oracle(action_from: Fraction, wanted: Fraction, now: Fraction) -> str:
    """Say independently what became of an action."""
    if now >= wanted:
        return "realised"
    return "slipped" if now < action_from else "part" if now > action_from else "not-started"


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), order=st.integers(0, 3), reading=st.sampled_from(LANGUAGES))
def test_whatever_is_answered_and_however_the_plan_is_sorted(seed: int, order: int, reading: str) -> None:
    """Random later answers, rows and columns in random order, either language: the answers decide."""
    rnd = random.Random(seed)
    improvement = improvement_of_half_empty()
    changes: dict[str, Entry] = {}
    for action in improvement.actions:
        scale = RULESET.scales[RULESET.questions[action.code].scale]
        if scale.kind == "choice":
            changes[action.code] = rnd.choice([*scale.values, None])
    evaluation = later(worksheet_of("half-empty"), changes)
    use_language(reading)
    progress = progress_of(shuffled(order), evaluation, RULESET)
    use_language("en")
    begun = values(RULESET, {action.code: action.from_ for action in improvement.actions})
    wanted = values(RULESET, {action.code: action.to for action in improvement.actions})
    now = begun | values(RULESET, changes)
    expected = {
        code: oracle(begun[code] or Fraction(), wanted[code] or Fraction(), now[code] or Fraction()) for code in wanted
    }
    assert outcomes(progress) == expected
    efforts = {action.code: action.effort for action in improvement.actions}
    realised = sum(effort for code, effort in efforts.items() if expected[code] == "realised")
    assert progress.overall.share
    assert progress.overall.share.share == realised / sum(efforts.values())
    assert sum(progress.overall.statuses.values()) == sum(tally.actions for tally in progress.areas) == len(expected)
    assert progress.overall.gained.score == sum(tally.gained.score for tally in progress.areas)
    assert 0 <= progress.overall.gained.score <= progress.overall.gain.score
    assert not progress.findings


@cache
def improvement_of_half_empty() -> Improvement:
    """Return a long plan."""
    return improvement_of(worksheet_of("half-empty"), target="WBK")


@cache
def shuffled(order: int) -> bytes:
    """Return the workbook of a long plan, in one language or the other, after people sorted it anew."""
    use_language(LANGUAGES[order % 2])
    book = load_workbook(io.BytesIO(plan_workbook.render(improvement_of_half_empty(), RULESET)))
    shuffle(book.worksheets[0], random.Random(order))
    use_language("en")
    return saved(book)


def shuffle(sheet: Sheet, rnd: random.Random) -> None:
    """Sort the rows anew, move the columns, insert a column and rows of people's own."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER_ROW)]
    header, body = rows[0], rows[1:]
    rnd.shuffle(body)
    order = list(range(len(header)))
    rnd.shuffle(order)
    for row in list(sheet.iter_rows(min_row=1)):
        for cell in row:
            if type(cell).__name__ == "Cell":
                cell.value = None
    start = HEADER_ROW + rnd.randrange(4)
    column = 1 + rnd.randrange(3)
    for number, cells in enumerate([header, *body]):
        for place, old in enumerate(order):
            sheet.cell(start + number + (number > len(body) // 2), column + place).value = cells[old]
    sheet.cell(start + len(body) + 4, column).value = "Mengetahui, Kepala Unit"


# what people do to a plan -------------------------------------------------------------------------


def moved(sheet: Sheet) -> None:
    """Insert a column before the code, and one before the status."""
    sheet.insert_cols(14)
    sheet.insert_cols(3)
    sheet.cell(HEADER_ROW, 3).value = "Prioritas"


def split_by_group(sheet: Sheet) -> None:
    """Give the second half of the rows a sheet of their own, as working groups do."""
    book = sheet.parent
    other = book.copy_worksheet(sheet)
    other.title = "Pokja 3"
    other.delete_rows(HEADER_ROW + 1, 2)
    sheet.delete_rows(HEADER_ROW + 3, 3)


def renamed(sheet: Sheet) -> None:
    """Rename the sheets, hide one, and put another in front."""
    book = sheet.parent
    for number, each in enumerate(book.worksheets):
        each.title = f"Lembar {number}"
    book.worksheets[-1].sheet_state = "hidden"
    book.create_sheet("Sampul", 0)["A1"] = "Rencana aksi 2026"


def filled_in(sheet: Sheet) -> None:
    """Fill in persons, dates, statuses, links and notes."""
    for row in range(HEADER_ROW + 1, HEADER_ROW + 6):
        for key, value in (
            ("person", "Ketua Pokja"),
            ("due", datetime(2026, 6, 30)),  # noqa: DTZ001 - a workbook knows no time zones
            ("status", "sedang berjalan"),
            ("link", "https://zi.example/bukti"),
            ("note", "=1+1"),
        ):
            sheet.cell(row, COLUMNS[key]).value = value


def headings_typed(sheet: Sheet) -> None:
    """Type headings as people do."""
    for key, text in (("code", " KODE:"), ("target", "jawaban  target"), ("status", "STATUS *")):
        sheet.cell(HEADER_ROW, COLUMNS[key]).value = text


EDITS: dict[str, Callable[[Sheet], None]] = {
    "moved": moved,
    "split": split_by_group,
    "renamed": renamed,
    "filled in": filled_in,
    "headings": headings_typed,
    "rows inserted": lambda sheet: sheet.insert_rows(HEADER_ROW + 2, 2),
    "own rows": put(question_6="Rapat bulanan", person_6="Sekretaris", target_6="12 kali"),
    "statuses deleted": put(**{f"status_{row}": None for row in range(5)}),
    "codes typed": put(code_0="a.ii.1.I.b", code_1=" A.II.1.iii.a "),
    "answers typed": put(target_2=" a. ", target_1="c", present_1="belum"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EDITS)
def test_edits_change_nothing(name: str, language: str) -> None:
    """Whatever people move, add, type or rename, each action is found and judged as before."""
    content = edited(EDITS[name], language)
    progress = progress_of(content, some(), RULESET)
    assert outcomes(progress) == judged()
    assert progress.overall.done == 1
    assert told(progress) == []


def test_statuses_are_taken_as_people_type_them() -> None:
    """Every word of the list in either language, and what people type beside it."""
    for status, message in STATUSES.items():
        for language in LANGUAGES:
            use_language(language)
            assert status_typed(translate(message).upper()) == status
    assert [status_typed(text) for text in ("sudah selesai", "100 %", "on progress", "belum", "")] == [
        "done",
        "done",
        "running",
        "not-begun",
        None,
    ]
    progress = progress_of(edited(put(status_0="Selesai", status_1="PROSES")), some(), RULESET)
    assert [action.reported for action in progress.actions][:2] == ["done", "running"]
    assert told(progress) == []


def test_own_actions_are_counted_too() -> None:
    """A row that people add with a question of its own is an action; what is missing of it is nothing."""
    added = put(code_5="A.I.1.i.b", present_5="C", target_5="A", effort_5=2, status_5="Belum")
    progress = progress_of(edited(added), later(sample(), {"A.I.1.i.b": "B"}), RULESET)
    assert progress.actions[0].code == "A.I.1.i.b"
    assert (progress.actions[0].status, progress.actions[0].effort) == ("part", 2)
    assert progress.overall.effort == 9
    assert str(progress.actions[0].plan_cell) == "Action plan!C11"


@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
def test_another_program_may_save_it(tmp_path: Path) -> None:
    """LibreOffice saves the plan in its own format; it is read all the same."""
    path = tmp_path / "rencana.xlsx"
    path.write_bytes(edited(put(status_0="Done")))
    profile = (tmp_path / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", "ods"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    progress = progress_of(path.with_suffix(".ods"), some(), RULESET)
    assert outcomes(progress) == judged()
    assert told(progress) == []


# bad input ----------------------------------------------------------------------------------------


def delete_first(sheet: Sheet) -> None:
    """Delete the row of the first action."""
    sheet.delete_rows(HEADER_ROW + 1)


FAULTS: dict[str, tuple[Callable[[Sheet], None], list[tuple[str | None, str | None]], str]] = {
    "plan-code-unknown": (put(code_0="A.I.9.z"), [(None, "Action plan!C6")], '"A.I.9.z" is no question of'),
    "plan-answer-not-understood": (put(target_1="E"), [("A.II.1.iii.a", "Action plan!F7")], "expected A, B, C, D"),
    "plan-action-twice": (put(code_1="A.II.1.i.b"), [("", "Action plan!C7")], "already at Action plan!C6"),
    "plan-action-removed": (delete_first, [("A.II.1.i.b", "How it was computed!")], "counted all the same"),
    "plan-target-changed": (put(target_2="B"), [("A.II.3.i.a", "Action plan!F8")], '"B"; computed was "A"'),
    "plan-status-not-confirmed": (
        put(status_2="Done"),
        [("A.II.3.i.a", "Action plan!J8")],
        'the workbook answers "B" (Jawaban!K98); planned is "A"',
    ),
    "plan-status-not-understood": (put(status_2="?"), [("A.II.3.i.a", "Action plan!J8")], '"?" is no status'),
    "plan-table-not-found": (put(target_0="A"), [], ""),
    "plan-of-another-unit": (put(), [], ""),
}


@pytest.mark.parametrize("name", [name for name, (_edit, where, _text) in FAULTS.items() if where])
def test_a_fault_of_a_row_is_told_with_its_cell(name: str) -> None:
    """Each fault has its finding, which names file, sheet and cell; all actions are judged all the same."""
    edit, where, text = FAULTS[name]
    progress = progress_of(edited(edit), some(), RULESET, path="rencana-aksi.xlsx")
    (found,) = [finding for finding in progress.findings if finding.name == name]
    ((code, cell),) = where
    assert found.code == (code or None)
    assert str(found.cell).startswith(str(cell))
    assert found.message.startswith("rencana-aksi.xlsx: ")
    assert text in found.message
    assert found.severity is catalogue()[name].severity
    assert set(outcomes(progress)) == {action.code for action in plan().actions}
    assert outcomes(progress) == judged()
    assert {finding.name for finding in progress.findings} - {name} <= {"plan-action-removed"}


@pytest.mark.parametrize("heading", ["code", "target", "present", "status"])
def test_a_lost_heading_is_told(heading: str) -> None:
    """Without a heading its column is not seen; what was computed counts, and the message names the headings."""
    column = COLUMNS[heading]

    def edit(sheet: Sheet) -> None:
        sheet.cell(HEADER_ROW, column).value = "Lainnya"

    progress = progress_of(edited(edit), some(), RULESET)
    found = next(finding for finding in progress.findings if finding.name == "plan-table-not-found")
    assert "Code, Answer now, Target answer, Status" in found.message
    assert [finding.name for finding in progress.findings] == ["plan-table-not-found"]
    assert outcomes(progress) == judged()
    assert progress.removed == ()


def test_a_plan_of_another_unit_is_told() -> None:
    """Two names that both stand in workbooks and differ; blanks and a name that is only a file's do not count."""
    other = later(sample(Unit(name="Balai Lain")), {})
    progress = progress_of(workbook(), other, RULESET)
    assert told(progress) == [("plan-of-another-unit", None, None)]
    assert progress.findings[0].severity is Severity.ERROR
    assert (progress.actions, progress.areas, progress.removed, progress.target) == ((), (), (), None)
    assert (progress.overall.actions, progress.overall.gain.score, progress.overall.share) == (0, 0, None)
    document = monitoring.document(progress, RULESET, "text")
    assert document.head[0].text == "The action plan is of another unit: nothing of it is counted."
    assert "Realised" not in render(document)
    assert told(progress_of(workbook(), later(sample(Unit(name="kantor  Contoh")), {}), RULESET)) == []
    named_by_file = later(sample(Unit(name="lke-later")), {})
    assert told(progress_of(workbook(), named_by_file, RULESET)) == []
    assert told(progress_of(workbook(), later(sample(Unit()), {}), RULESET)) == []


SPELLINGS = ["kantor  Contoh", "KANTOR, CONTOH", "Kantor-Contoh.", "Kantor (Contoh)"]
AGENCIES = [
    ("Pemerintah Kabupaten Contoh", "Pemerintah Kabupaten Lain", True),
    ("Pemkab Contoh", "Pemerintah Kab. Contoh", False),
    ("Pemkot Contoh", "Pemkab Contoh", True),
    ("Kementerian Kesehatan", "Kemenkes RI", False),
    ("Pemerintah Kabupaten Contoh", None, False),
]


@pytest.mark.parametrize("name", SPELLINGS)
def test_another_spelling_is_no_other_unit(name: str) -> None:
    """People write names with and without commas."""
    assert told(progress_of(workbook(), later(sample(Unit(name=name)), {}), RULESET)) == []


@pytest.mark.parametrize(("planned", "present", "is_another"), AGENCIES)
def test_units_of_local_governments_have_the_same_names(planned: str, present: str | None, is_another: bool) -> None:  # noqa: FBT001 - what is expected
    """A Disdukcapil of another regency is another unit; how a ministry writes its own name says nothing."""
    plan = improvement_of(sample(Unit(name="Disdukcapil", agency=planned)), target="WBK")
    other = later(sample(Unit(name="Disdukcapil", agency=present)), {})
    progress = progress_of(plan_workbook.render(plan, RULESET), other, RULESET)
    assert (told(progress) == [("plan-of-another-unit", None, None)]) is is_another
    assert progress.is_of_another_unit is is_another


def test_a_row_without_its_question_in_two_ways() -> None:
    """A target that cannot be read on a row of people's own leaves the row out; a blank one too."""
    for cost in (-3, "dua", "1e9", True):
        added = put(code_5="A.I.1.i.b", present_5="C", target_5="A", effort_5=cost)
        assert progress_of(edited(added), some(), RULESET).overall.effort == 7
    for target in ("E", None):
        added = put(code_5="A.I.1.i.b", present_5="C", target_5=target)
        progress = progress_of(edited(added), some(), RULESET)
        assert told(progress) == [("plan-answer-not-understood", "A.I.1.i.b", "Action plan!F11")]
        assert len(progress.actions) == 5


@pytest.mark.parametrize(
    "text",
    ["2", "100%", "Banyaknya perubahan: 2", "Banyaknya perubahan yang dihasilkan agen: dua", "perubahan_dibuat: -1"],
)
def test_counts_are_not_guessed(text: str) -> None:
    """A count stands behind its label, whole and not negative."""
    with pytest.raises(NotUnderstoodError):
        understood(RULESET, RULESET.questions["A.II.1.i.b"], text)
    progress = progress_of(edited(put(target_0=text)), some(), RULESET)
    assert told(progress) == [("plan-answer-not-understood", "A.II.1.i.b", "Action plan!F6")]
    assert "Perubahan yang sudah masuk sistem manajemen: 0, 1, 2, ..." in progress.findings[0].message


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_answers_are_written_and_read(data: st.DataObject) -> None:
    """Any answer of any question, written in one language, is read in the other."""
    code = data.draw(st.sampled_from(sorted(RULESET.questions)))
    question = RULESET.questions[code]
    scale = RULESET.scales[question.scale]
    count = st.integers(0, 10**6).map(Fraction)
    entry: Entry = data.draw(
        st.dictionaries(st.sampled_from([row.key for row in question.inputs]), count, min_size=1)
        if question.ratio
        else st.sampled_from([None, *scale.values])
        if scale.kind == "choice"
        else st.integers(0, 400)
        .map(lambda hundredths: f"{Fraction(hundredths, 100)}")
        .filter(lambda text: "/" not in text)
    )
    use_language(data.draw(st.sampled_from(LANGUAGES)))
    text = written(question, entry)
    use_language(data.draw(st.sampled_from(LANGUAGES)))
    assert understood(RULESET, question, text) == entry


def changed_identity(key: str, value: str) -> bytes:
    """Return the plan with another line in its identity."""
    book = load_workbook(io.BytesIO(workbook()))
    sheet = book.worksheets[-1]
    for row in sheet.iter_rows():
        if row[0].value == key:
            row[1].value = value
    return saved(book)


def refused(source: str | Path | bytes) -> Finding:
    """Return why a plan is refused."""
    with pytest.raises(Unreadable) as caught:
        progress_of(source, some(), RULESET, path="rencana.xlsx" if isinstance(source, bytes) else None)
    assert str(caught.value).count("{") == 0
    return caught.value.finding


def test_no_plan_is_refused() -> None:
    """An ordinary workbook is no plan, and the sentence says which sheets it has."""
    found = refused(VALID / "wbk.xlsx")
    assert found.name == "plan-not-found"
    assert "Jawaban" in found.message
    assert "wbk.xlsx" in found.message
    without_mark = changed_identity(MARK, "1").replace(MARK.encode(), b"zi-score-pian")
    book = load_workbook(io.BytesIO(without_mark))
    next(cell for row in book.worksheets[-1].iter_rows() for cell in row if cell.value == MARK).value = "lain"
    assert refused(saved(book)).name == "plan-not-found"


def test_a_plan_of_the_future_or_of_another_regulation_is_refused() -> None:
    """The form must be one that is known, and the regulation that of the workbook."""
    future = refused(changed_identity(MARK, "2"))
    assert (future.name, future.cell) == ("plan-version-unknown", "How it was computed!A6")
    other = refused(changed_identity("Ruleset", "permenpanrb-52-2014"))
    assert other.name == "plan-of-another-ruleset"
    assert "permenpanrb-52-2014" in other.message
    assert "permenpanrb-90-2021" in other.message
    assert refused(changed_identity("Ruleset", "")).name == "plan-of-another-ruleset"
    for year in ("9" * 9_000, "²", "-1", ""):
        assert progress_of(changed_identity("Year", year), some(), RULESET).plan.unit.year is None


def test_files_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    """The checks of every workbook hold for a plan: missing, folder, empty, no workbook, damaged, oversized."""
    text = tmp_path / "rencana.txt"
    text.write_text("rencana aksi", encoding="utf-8")
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(workbook()[:-2_000])
    found = {
        path.name: refused(path).name
        for path in (
            tmp_path / "missing.xlsx",
            tmp_path,
            BROKEN / "file-empty.xlsx",
            BROKEN / "file-unpacks-too-large.xlsx",
            BROKEN / "file-protected.xlsx",
            text,
            cut,
        )
    }
    assert found == {
        "missing.xlsx": "file-not-found",
        tmp_path.name: "file-is-folder",
        "file-empty.xlsx": "file-empty",
        "file-unpacks-too-large.xlsx": "file-unpacks-too-large",
        "file-protected.xlsx": "file-protected",
        "rencana.txt": "file-not-a-workbook",
        "cut.xlsx": "file-damaged",
    }


def test_every_finding_of_plans_is_shown_here() -> None:
    """No page of the catalogue about plans without a test above."""
    refusals = {"plan-not-found", "plan-version-unknown", "plan-of-another-ruleset"}
    assert {name for name in catalogue() if name.startswith("plan-")} == set(FAULTS) | refusals


def test_the_command_line_goes_the_whole_way(tmp_path: Path) -> None:
    """A plan is written, people work on it, a later workbook is held against it; what is no plan is refused."""
    path = tmp_path / "rencana-aksi.xlsx"
    made = run("improve", VALID / "area-below.xlsx", "--target", "wbk", "--report", f"xlsx:{path}", language="id")
    assert made.returncode == 0, made.stderr.decode()
    book = load_workbook(path)
    book.worksheets[0].cell(HEADER_ROW + 1, COLUMNS["status"]).value = "Selesai"
    book.save(path)
    compared = run("improve", VALID / "area-below.xlsx", "--against", path, "--format", "json")
    assert compared.returncode == 0, compared.stderr.decode()
    data = json.loads(compared.stdout)
    assert [(action["code"], action["status"], action["reported"]) for action in data["actions"]] == [
        ("A.II.3.i.a", "not-started", "done")
    ]
    assert [finding["name"] for finding in data["findings"]] == ["plan-status-not-confirmed"]
    other = run("improve", VALID / "wbbm.xlsx", "--against", path, "-q")
    assert other.returncode == 1
    assert b"The action plan is of another unit: nothing of it is counted." in other.stdout
    wrong = run("improve", VALID / "area-below.xlsx", "--against", VALID / "wbk.xlsx")
    assert wrong.returncode == 3
    assert b"wbk.xlsx: no action plan of zi-score was found in it" in wrong.stderr


# the formats --------------------------------------------------------------------------------------


def test_json_is_a_contract() -> None:
    """Efforts and points are texts, shares have their fraction, answers stand as in a plan."""
    text = progress().to_json() + "\n"
    data = json.loads(text)
    assert text == JSON.read_text(encoding="utf-8")
    assert data["schema_version"] == 1
    assert data["actions"][0] == {
        "code": "A.II.1.i.b",
        "area": "1",
        "question": RULESET.questions["A.II.1.i.b"].label,
        "from": {"perubahan_dibuat": "1", "perubahan_terintegrasi": "0"},
        "to": {"perubahan_dibuat": "1", "perubahan_terintegrasi": "1"},
        "present": {"perubahan_dibuat": "1", "perubahan_terintegrasi": "1"},
        "status": "realised",
        "effort": "1",
        "gain": {"score": "1.00", "exact": "1"},
        "gained": {"score": "1.00", "exact": "1"},
        "reported": "done",
        "cell": "Jawaban!K117",
        "plan_cell": "Action plan!C6",
    }
    assert data["overall"]["share"] == {"share": "0.1429", "exact": "1/7"}
    assert set(data["overall"]["statuses"]) == set(OUTCOMES)


def hostile() -> Iterator[PlanProgress]:
    """Yield progresses in which everything that comes from the workbooks means harm, the second of another unit."""
    edit = put(status_0=HOSTILE[4], code_5=HOSTILE[7], target_5=HOSTILE[9], status_2=HOSTILE[5], target_3=HOSTILE[8])
    for name in ("Kantor Contoh", " ".join(HOSTILE)[:900]):
        evaluation = later(sample(Unit(name=name, agency=HOSTILE[0])), {}, path=f"x{HOSTILE[1]}\n.xlsx")
        yield progress_of(edited(edit), evaluation, RULESET, path=f"r{HOSTILE[5]}\n::error::.xlsx")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_what_means_harm_is_only_text(width: int) -> None:
    """No control character, no command, no markup; a name too long for the terminal runs over it alone."""
    results = tuple(hostile())
    assert [len(result.findings) for result in results] == [4, 1]
    for result in (*results, progress()):
        document = monitoring.document(result, RULESET, "text")
        for verbosity in (-1, 0, 1):
            text = render(document, width=width, verbosity=verbosity)
            assert not too_wide(text, width, document.names)
            assert {char for char in text if not char.isprintable()} <= {"\n"}
            assert not any(line.lstrip().startswith("::") for line in text.splitlines())
        assert_inert(markdown.render(monitoring.document(result, RULESET, "markdown")))


def test_a_plan_with_nothing_in_it() -> None:
    """A unit that had nothing to do has a plan without actions; nothing is divided by it."""
    improvement = improvement_of(worksheet_of("wbk"), target="WBK")
    result = progress_of(plan_workbook.render(improvement, RULESET), later(worksheet_of("wbk"), {}), RULESET)
    assert (result.overall.actions, result.overall.share, result.areas, result.findings) == (0, None, (), ())
    assert monitoring.headline(result).endswith("there is nothing of it to follow.")
    assert json.loads(result.to_json())["overall"]["share"] is None


if __name__ == "__main__":
    use_language("en")
    JSON.write_text(progress().to_json() + "\n", encoding="utf-8", newline="\n")
