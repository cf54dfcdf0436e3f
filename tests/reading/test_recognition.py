"""Which regulation a workbook follows: told by its structure and weights, shown with its evidence, never guessed."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import BLANK, BROKEN, ROOT, RULESET, VALID, run, worksheets
from openpyxl import Workbook, load_workbook
from workbooks import LKE_2014, PRINTED_2014, Form, answered, book, content, fill, foreign, lines, own

from zi_score.api.one import check, evaluate
from zi_score.evaluation.result import Failure
from zi_score.law import load
from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, Unreadable
from zi_score.reading.workbook import read_workbook
from zi_score.rekap.ranking import BatchResult, rekap
from zi_score.rekap.run import Settings, evaluate_all
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine
from zi_score.reports.csv import rekap as rekap_csv
from zi_score.reports.document import Format, Table
from zi_score.reports.documents.rekap import document as rekap_document
from zi_score.reports.render import render

OLD, NEW = "permenpanrb-52-2014", "permenpanrb-90-2021"
RULES = {id_: load_ruleset(id_) for id_ in (OLD, NEW)}
BLANK_2014 = BLANK.with_name(f"{OLD}.xlsx")
AREAS = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V", 6: "VI"}
WORDINGS = {"own": own, "foreign": foreign}
FORM_2014 = Form(LKE_2014, (("INSTANSI : Badan Contoh",), ("TAHUN : 2021",)), "LKE", 6, PRINTED_2014)
USAGE, UNREADABLE = 2, 3
FORMS: tuple[Format, ...] = ("text", "markdown", "html", "xlsx")


def expected_of(path: Path) -> str:
    """Return the ruleset that a shipped worksheet follows."""
    kept = path.with_suffix(".expected.json")
    ruleset: str = json.loads(kept.read_text(encoding="utf-8"))["ruleset"] if kept.exists() else path.stem
    return ruleset


def refused(source: bytes | Path, ruleset: Ruleset | None = None, **arguments: Any) -> Finding:  # noqa: ANN401 - of the reader
    """Return why a workbook is not read."""
    with pytest.raises(Unreadable) as caught:
        read_workbook(source, ruleset, path="x.xlsx", **arguments)
    return caught.value.finding


# What is recognised --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*worksheets(), BLANK, BLANK_2014], ids=lambda path: path.stem)
def test_every_shipped_worksheet_is_recognised(path: Path) -> None:
    """All questions and all weights of one regulation, hardly any of the other; what the year says does not matter."""
    worksheet = read_workbook(path)
    assert worksheet.ruleset == expected_of(path)
    first, *others = worksheet.recognition
    assert (first.ruleset, first.found, first.questions) == (
        worksheet.ruleset,
        first.questions,
        len(RULES[worksheet.ruleset].questions),
    )
    assert first.agreeing >= first.weights - 1 > 30
    assert [other.found < other.questions / 10 for other in others] == [True] * (worksheet.ruleset == OLD)


@pytest.mark.parametrize("year", [2013, 2017, 2024])
@pytest.mark.parametrize("ruleset", [OLD, NEW])
def test_the_year_does_not_matter(ruleset: str, year: int) -> None:
    """Both were in use side by side, and people copy old forms."""
    form = FORM_2014 if ruleset == OLD else Form()
    workbook, _ = book(answered(lines(own, RULES[ruleset])), replace(form, title=((f"TAHUN : {year}",),)))
    worksheet = read_workbook(content(workbook), path=f"LKE {year}.xlsx")
    assert (worksheet.ruleset, worksheet.unit.year) == (ruleset, year)


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("ruleset", [OLD, NEW])
def test_the_layout_does_not_matter(ruleset: str, wording: str) -> None:
    """52/2014 in the columns of PortalRB, and 90/2021 under title rows with INSTANSI and TAHUN."""
    form = replace(Form(), title=FORM_2014.title) if ruleset == NEW else Form(printed=PRINTED_2014)
    workbook, _ = book(lines(WORDINGS[wording], RULES[ruleset]), form)
    assert read_workbook(content(workbook), path="x.xlsx").ruleset == ruleset


def test_workbooks_of_today_cost_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """The current regulation is tried first, and where it leaves no doubt no other is even loaded."""
    loaded: list[str] = []
    monkeypatch.setattr(load, "load_ruleset", lambda id_=NEW: loaded.append(id_) or load_ruleset(id_))
    for path in (VALID / "wbk.xlsx", VALID / "lke-zi.xlsx", BLANK):
        assert [fit.ruleset for fit in read_workbook(path).recognition] == [NEW]
    assert set(loaded) == {NEW}
    read_workbook(VALID / "52-2014-wbk.xlsx")
    assert set(loaded) == {NEW, OLD}


@pytest.mark.parametrize("lost", [1, 8, 20])
@pytest.mark.parametrize("ruleset", [OLD, NEW])
def test_a_form_with_rows_missing_is_still_recognised(ruleset: str, lost: int) -> None:
    """Every so many questions are gone; each is reported, none is found in the other regulation."""
    rules = RULES[ruleset]
    gone = list(rules.questions)[::lost] if lost > 1 else list(rules.questions)[:1]
    rows = [row for row in answered(lines(own, rules)) if row.code not in gone]
    workbook, _ = book(rows, FORM_2014 if ruleset == OLD else Form())
    worksheet = read_workbook(content(workbook), path="x.xlsx")
    assert worksheet.ruleset == ruleset
    counted = {code for code in gone if rules.questions[code].inputs}  # a percentage follows from its counts
    assert {f.code for f in worksheet.findings if f.name == "question-row-missing"} == set(gone) - counted


def test_evaluate_check_and_read_agree() -> None:
    """Everything that reads a workbook recognises it, and hands on what told it."""
    path = VALID / "52-2014-parts.xlsx"
    worksheet, evaluation, checked = read_workbook(path), evaluate(path), check(path)
    assert {worksheet.ruleset, evaluation.ruleset.id, checked.ruleset.id} == {OLD}
    assert worksheet.recognition == evaluation.recognition == checked.recognition
    assert evaluate(worksheet) == evaluation
    assert json.loads(evaluation.to_json())["recognition"][0] == {
        "ruleset": OLD,
        "questions": 84,
        "found": 84,
        "weights": 36,
        "agreeing": 36,
    }


# What is shown -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "52-2014-wbk",
            f"{RULES[OLD].title}: 84 of 84 questions, weights of 36 of 36 rows agree; {RULES[NEW].title}: 6 of 113",
        ),
        ("wbk", f"recognised as {RULES[NEW].title}: 113 of 113 questions, weights of 65 of 65 rows agree"),
    ],
)
def test_verbose_shows_the_evidence(name: str, told: str) -> None:
    """``-v`` of evaluate and check says what told the regulation."""
    for command in ("evaluate", "check"):
        assert told in " ".join(run(command, VALID / f"{name}.xlsx", "-v").stdout.decode().split()), command


def test_evidence_is_for_those_who_ask() -> None:
    """Without ``-v``, and with ``--ruleset``, nothing is said of it; in Indonesian as in English."""
    path = VALID / "52-2014-wbk.xlsx"
    assert "recognised" not in run("evaluate", path).stdout.decode()
    assert "recognised" not in run("evaluate", path, "-v", "--ruleset", OLD).stdout.decode()
    assert "dikenali sebagai" in run("evaluate", path, "-v", language="id").stdout.decode()


# What is refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "ruleset", "counts", "rows"),
    [
        ("52-2014-wbk", NEW, ("6", "113"), ("A.I.1 (H3): 5 ≠ 4", "A.I.1.iii (H11): 2 ≠ 1", "A.I.2 (H20): 5 ≠ 3.5")),
        ("wbk", OLD, ("5", "84"), ("A.I (H4): 4 ≠ 5", "A.I.1 (H5): 0.5 ≠ 1", "A.I.3 (H12): 1 ≠ 2")),
    ],
)
def test_a_ruleset_that_does_not_fit_says_which_rows_disagree(
    name: str, ruleset: str, counts: tuple[str, str], rows: tuple[str, ...]
) -> None:
    """Code, cell, weight found and right weight; a number of them that a person reads, and how many more."""
    found = refused(VALID / f"{name}.xlsx", RULES[ruleset])
    assert found.name == "lke-of-another-regulation"
    assert (found.details["found"], found.details["questions"]) == counts
    assert found.details["ruleset"] == RULES[ruleset].title
    listed = found.details["apart"].split("; ")
    assert set(rows) <= set(listed)
    assert len(listed) == 7
    assert listed[-1].startswith("+")
    assert found.details["fits"].startswith(f"{ruleset} {'/'.join(counts)}, ")
    for command in ("evaluate", "check", "batch") if ruleset == NEW else ():
        done = run(command, VALID / f"{name}.xlsx", "--ruleset", ruleset)
        said = " ".join((done.stdout + done.stderr).decode().split())
        assert done.returncode == UNREADABLE, command
        assert rows[0] in said, command


def weighed(rules: Ruleset, weights: dict[str, float]) -> bytes:
    """Return layout 3 with other weights, as a ruleset that the program does not have may give them."""
    rows = [replace(row, weight=weights.get(row.code or "", row.weight)) for row in answered(lines(own, rules))]
    return content(book(rows, FORM_2014)[0])


def test_weights_of_an_unknown_regulation_are_refused() -> None:
    """The tables of such a regulation are not built in, so the workbook is scored by none."""
    other = {"A.I": 6, "A.I.1": 1.5, "A.I.2": 1.5, "A.I.3": 3, "A.I.4": 2, "A.II": 7, "A.III": 10, "A.III.4": 2}
    for ruleset in (None, RULES[OLD]):
        found = refused(weighed(RULES[OLD], other), ruleset)
        assert found.name == "lke-of-another-regulation"
        assert (found.details["found"], found.details["questions"]) == ("84", "84")
        assert "A.I (F5): 6 ≠ 5" in found.details["apart"]
    assert "--ruleset" in found.tip


def test_a_slip_in_a_weight_is_no_other_regulation() -> None:
    """Up to a tenth of the weights may be wrong: each is a finding."""
    worksheet = read_workbook(weighed(RULES[OLD], {"A.I": 8, "A.I.1": 4}), path="x.xlsx")
    assert [(f.name, f.code) for f in worksheet.findings if f.name == "weight-differs"] == [
        ("weight-differs", "A.I"),
        ("weight-differs", "A.I.1"),
    ]
    assert worksheet.recognition[0].agreeing == worksheet.recognition[0].weights - 2


def migrated(areas: tuple[int, ...], wording: str) -> bytes:
    """Return 90/2021 in which some areas still stand as in 52/2014."""
    said = WORDINGS[wording]
    old, rows, done = lines(said, RULES[OLD]), [], set[int]()
    for row in answered(lines(said, RULES[NEW])):
        code = f"{row.code}."
        area = next((n for n in areas if code.startswith((f"A.I.{n}.", f"A.II.{n}."))), None)
        if area is None:
            rows.append(row)
        elif area not in done:
            done.add(area)
            rows += answered([each for each in old if f"{each.code}.".startswith(f"A.{AREAS[area]}.")])
    return content(book(rows)[0])


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("areas", [(1,), (3,), (6,), (1, 2), (4, 5, 6), (1, 2, 3, 4, 5)])
def test_half_migrated(areas: tuple[int, ...], wording: str) -> None:
    """Rows of both regulations: an error that names rows of the one and of the other, whatever is named."""
    workbook = migrated(areas, wording)
    found = refused(workbook)
    assert found.name == "lke-of-two-regulations"
    assert {part.split()[0] for part in found.details["fits"].split(", ")} == {OLD, NEW}
    assert found.details["other"] in {rules.title for rules in RULES.values()}
    assert "(H" in found.details["rows"]
    assert found.cell
    for rules in RULES.values():
        named = refused(workbook, rules)
        assert named.name == "lke-of-another-regulation"
        assert "≠" in named.details["apart"]


@pytest.mark.parametrize("law", [NEW, OLD])
def test_rows_that_were_sorted_are_told_as_that(law: str) -> None:
    """They are another regulation's no more than this one's; a form of which half is missing is not sorted."""
    rows = answered(lines(WORDINGS["own"], RULES[law]))
    form = FORM_2014 if law == OLD else Form()
    in_order = sorted(rows, key=lambda row: str(row.answer))
    assert refused(content(book(in_order, form)[0])).name == "rows-out-of-order"
    assert refused(content(book(rows[: len(rows) // 3], form)[0])).name != "rows-out-of-order"


def test_half_migrated_through_the_program() -> None:
    """The sentence tells what to do; nothing is scored."""
    path = BROKEN / "lke-of-two-regulations.xlsx"
    done = run("evaluate", path)
    assert (done.returncode, done.stdout) == (UNREADABLE, b"")
    assert b"holds rows of two regulations" in done.stderr
    assert b"Enter all answers into one form" in done.stderr


def two_sheets(*, answers: bool) -> bytes:
    """Return a workbook with an LKE of each regulation; the old one answered or not."""
    workbook, _ = book(answered(lines(own, RULES[NEW])))
    rows = lines(own, RULES[OLD])
    fill(workbook.create_sheet("LKE 2017"), answered(rows) if answers else rows, FORM_2014)
    return content(workbook)


def test_a_sheet_of_each_regulation() -> None:
    """Two answered sheets are not chosen between; ``--sheet`` does. A blank one is left aside with a notice."""
    assert refused(two_sheets(answers=True)).name == "several-lke-sheets"
    for sheet, ruleset in (("Jawaban", NEW), ("LKE 2017", OLD)):
        assert read_workbook(two_sheets(answers=True), sheet=sheet, path="x.xlsx").ruleset == ruleset
    worksheet = read_workbook(two_sheets(answers=False), path="x.xlsx")
    assert worksheet.ruleset == NEW
    assert [(f.name, f.details["sheet"]) for f in worksheet.findings] == [("blank-lke-sheet-ignored", "LKE 2017")]


def test_a_sheet_that_is_no_lke_is_no_regulation() -> None:
    """Nothing is recognised in what holds no question."""
    workbook = Workbook()
    for row in (("Penilaian", "Bobot", "Pilihan Jawaban", "Jawaban"), ("Kebersihan", 5, "Ya/Tidak", "Ya")):
        workbook.worksheets[0].append(row)
    assert refused(content(workbook)).name == "lke-not-found"


# Rulesets of one's own -----------------------------------------------------------------------------


def test_an_own_ruleset_is_used_where_it_is_named(tmp_path: Path) -> None:
    """Built-in regulations are recognised; an agency's own must be named, and then its weights are the right ones."""
    folder = tmp_path / "own"
    shutil.copytree(ROOT / "zi_score" / "rulesets" / OLD, folder)
    tree = json.loads((folder / "lke.json").read_text(encoding="utf-8"))
    for indicator, weight in (("A.I.1", "1.50"), ("A.I.2", "0.50")):
        next(each for each in tree["indicators"] if each["code"] == indicator)["weight"] = weight
    (folder / "lke.json").write_text(json.dumps(tree), encoding="utf-8")
    rules = (folder / "rules.toml").read_text(encoding="utf-8").replace(f'id = "{OLD}"', 'id = "own"')
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    own_rules = load_ruleset(folder)
    workbook, _ = book(answered(lines(own, own_rules)), FORM_2014)
    named = read_workbook(content(workbook), own_rules, path="x.xlsx")
    assert (named.ruleset, named.recognition, [f.name for f in named.findings]) == ("own", (), [])
    told = read_workbook(content(workbook), path="x.xlsx")
    assert told.ruleset == OLD
    assert [f.code for f in told.findings if f.name == "weight-differs"] == ["A.I.1", "A.I.2"]


# A round of several regulations --------------------------------------------------------------------

ROUND = ("survey-below", "wbbm", "half-empty", "52-2014-wbk", "52-2014-parts", "52-2014-half-empty")


@pytest.fixture(scope="module")
def standings() -> list[UnitLine]:
    """Return the units of a round in which both regulations occur."""
    done = evaluate_all([Submitted(str(VALID / f"{name}.xlsx")) for name in ROUND])
    return [each.outcome for each in done if isinstance(each.outcome, UnitLine)]


@pytest.fixture(scope="module")
def mixed(standings: list[UnitLine]) -> BatchResult:
    """Return their rekap."""
    return rekap(RULESET, standings)


def test_every_unit_is_judged_by_its_own(standings: list[UnitLine], mixed: BatchResult) -> None:
    """Its id is in the standing, and its criteria are those of its regulation."""
    assert {Path(each.path).stem: each.ruleset for each in standings} == {
        name: OLD if name.startswith("52") else NEW for name in ROUND
    }
    assert (mixed.ruleset.id, [other.id for other in mixed.others]) == (NEW, [OLD])
    assert mixed.tally.rulesets == {OLD: 3, NEW: 3}
    by_law = {
        id_: {criterion.id for criterion in (*rules.criteria, *rules.requirements)} for id_, rules in RULES.items()
    }
    for failed in mixed.tally.criteria:
        assert failed.id in by_law[failed.ruleset]
        assert failed.missed + failed.open <= 3
    for low in mixed.tally.low_questions:
        assert RULES[low.ruleset].questions[low.code].label == low.label
    assert {miss.ruleset for miss in mixed.tally.near_misses} == {OLD, NEW}


def test_the_mean_of_a_question_is_over_the_units_that_have_it(standings: list[UnitLine], mixed: BatchResult) -> None:
    """Three of six units have it; the others are not counted as 0."""
    for low in mixed.tally.low_questions:
        values = [each.values[low.code] or Fraction() for each in standings if each.ruleset == low.ruleset]
        assert low.mean == sum(values, Fraction()) / 3


def tables_of(result: BatchResult, rules: Ruleset) -> dict[str, Table]:
    """Return the tables of a batch, by their keys; a workbook has all of them."""
    made = rekap_document(result, rules, "xlsx")
    return {block.key: block for block in made.in_format("xlsx") if isinstance(block, Table)}


def test_a_round_of_one_regulation_has_no_column_for_it(standings: list[UnitLine]) -> None:
    """Where all units follow one, nothing is said of others."""
    for id_, rules in RULES.items():
        result = rekap(rules, [each for each in standings if each.ruleset == id_])
        assert (result.ruleset.id, result.others) == (id_, ())
        tables = tables_of(result, rules)
        assert "rulesets" not in tables
        assert "ruleset" not in {column.key for table in tables.values() for column in table.columns}
        for form in FORMS:
            assert render(rekap_document(result, rules, form), form)


def test_tables_say_which_regulation(mixed: BatchResult) -> None:
    """A table of the regulations, and their titles in every table that has criteria or questions."""
    tables = tables_of(mixed, RULESET)
    titles = {id_: rules.title for id_, rules in RULES.items()}
    assert tables["rulesets"].rows == [(titles[NEW], 3), (titles[OLD], 3)]
    for key in ("criteria", "questions"):
        assert set(tables[key].cells("ruleset")) == set(titles.values())
    assert sorted(map(str, tables["ranking"].cells("ruleset"))) == [titles[OLD]] * 3 + [titles[NEW]] * 3
    for form in ("text", "markdown", "html"):
        assert "PermenPANRB 52/2014" in str(render(rekap_document(mixed, RULESET, form), form))


def test_csv_has_a_column_for_it(mixed: BatchResult) -> None:
    """Figures of both regulations stand under the same names; the id says which they are."""
    lines_ = list(csv.DictReader(io.StringIO(rekap_csv.render(mixed, RULESET).removeprefix("\ufeff"))))
    assert {Path(line["path"]).stem: line["ruleset"] for line in lines_} == {
        name: OLD if name.startswith("52") else NEW for name in ROUND
    }


def test_criteria_are_not_mixed(mixed: BatchResult) -> None:
    """A criterion has a column of its own where its minimum or name differs; units without it leave it blank."""
    table = tables_of(mixed, RULESET)["all-criteria"]
    labels = [column.title.rpartition(" (")[0] for column in table.columns[2:]]
    assert labels.count("Nilai total") == 2, "one a predicate: its minimum is the same in both"
    for standing, row in zip(mixed.units, table.rows, strict=True):
        filled = {label for label, cell in zip(labels, row[2:], strict=True) if cell is not None}
        assert filled == {criterion.label for result in standing.predicates for criterion in result.criteria}


def test_batch_recognises_each_workbook(tmp_path: Path) -> None:
    """The command takes a folder of both; where all are old, their regulation takes the place of the current one."""
    for name in ROUND:
        shutil.copy(VALID / f"{name}.xlsx", tmp_path)
    found = json.loads(run("batch", tmp_path, "--format", "json", "--no-progress").stdout)
    assert (found["ruleset"]["id"], [other["id"] for other in found["others"]]) == (NEW, [OLD])
    assert {unit["ruleset"] for unit in found["units"]} == {OLD, NEW}
    for path in tmp_path.glob("[!5]*.xlsx"):
        path.unlink()
    found = json.loads(run("batch", tmp_path, "--format", "json", "--no-progress").stdout)
    assert (found["ruleset"]["id"], found["others"]) == (OLD, [])


def test_a_list_may_state_facts_of_any_regulation(tmp_path: Path) -> None:
    """A column of 52/2014 alone is known, and counts for the unit that follows it."""
    rows = "path,agency-wtp-years,holds-wbk,unit-sakip\n"
    rows += f"{VALID / '52-2014-wbbm.xlsx'},1,ya,\n{VALID / 'wbbm.xlsx'},,ya,A\n"
    (tmp_path / "list.csv").write_text(rows, encoding="utf-8")
    found = json.loads(run("batch", tmp_path / "list.csv", "--format", "json", "--no-progress").stdout)
    verdicts = {Path(unit["path"]).stem: unit["verdict"] for unit in found["units"]}
    assert verdicts == {"52-2014-wbbm": "WBK", "wbbm": "WBBM"}, "WTP for one year is too short for WBBM"


def test_a_unit_of_another_regulation_leaves_the_area_open(tmp_path: Path) -> None:
    """The rule for areas is one of 90/2021; a unit judged by 52/2014 does not meet its criteria."""
    for name in ("wbk", "52-2014-wbk"):
        shutil.copy(VALID / f"{name}.xlsx", tmp_path)
    arguments = ("--kawasan", "Kawasan Contoh", "--integration-score", "7", "--format", "json", "--no-progress")
    kawasan = json.loads(run("batch", tmp_path, *arguments).stdout)["kawasan"]
    assert kawasan["verdict"] == "undetermined"
    assert kawasan["failing"]["WBK"] == ["Kantor Kesehatan Pelabuhan Kelas II Contoh"]


def test_the_cache_knows_by_what_a_result_was_found(tmp_path: Path) -> None:
    """A result that was recognised is not that of a ruleset that was named, nor the other way about."""
    submitted = [Submitted(str(VALID / "52-2014-wbk.xlsx"))]
    kept = tmp_path / "cache"

    def outcome(ruleset: str | None) -> UnitLine | Failure:
        return next(iter(evaluate_all(submitted, Settings(ruleset, cache=str(kept))))).outcome

    for _ in range(2):
        recognised, named, refused_ = outcome(None), outcome(OLD), outcome(NEW)
        assert isinstance(recognised, UnitLine)
        assert isinstance(refused_, Failure)
        assert recognised == named
    assert sum(path.is_file() for path in kept.rglob("*")) == 2


def test_annotate_recognises(tmp_path: Path) -> None:
    """A copy with findings of the workbook's own regulation; with the wrong one it is refused."""
    path = ROOT / "worksheets" / "field" / "field-52-2014.xlsx"
    done = run("annotate", path, "-o", tmp_path / "a.xlsx")
    assert done.returncode == 0, done.stderr
    assert "wrong-range" in str([c.value for s in load_workbook(tmp_path / "a.xlsx") for r in s.iter_rows() for c in r])
    assert run("annotate", path, "-o", tmp_path / "b.xlsx", "--ruleset", NEW).returncode == UNREADABLE


def test_a_requirement_of_the_command_line_holds_for_any() -> None:
    """``--require wbk`` judges by the regulation of the workbook; an unknown ruleset is a wrong use."""
    assert run("evaluate", VALID / "52-2014-wbk.xlsx", "--require", "wbk").returncode == 0
    assert run("evaluate", VALID / "52-2014-parts.xlsx", "--require", "wbk").returncode == 1
    assert run("evaluate", VALID / "wbk.xlsx", "--ruleset", "permenpanrb-10-2019").returncode == USAGE
