"""Every worksheet of the project gives what was worked out for it beforehand; a new file is a new test."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from conftest import BLANK, FIELD, VALID, worksheets

from zi_score import Evaluation, evaluate, read_workbook
from zi_score.api.one import check
from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.scoring import questions_of
from zi_score.model.findings import Severity

CELLS = {"permenpanrb-90-2021": 113 + 24, "permenpanrb-52-2014": 84}
"""Questions and counts of each regulation."""


@dataclass(frozen=True)
class Pair:
    """What was found in a worksheet, and what was expected."""

    found: Evaluation
    expected: dict[str, Any]

    def assessments(self) -> Iterator[tuple[Assessment, dict[str, Any]]]:
        """Yield every assessor's result beside its expectation; the same assessors in the same order."""
        assert [a.assessor for a in self.found.assessments] == [a["assessor"] for a in self.expected["assessments"]]
        yield from zip(self.found.assessments, self.expected["assessments"], strict=True)


@cache
def pair_of(path: Path) -> Pair:
    """Evaluate a worksheet and load what is expected of it."""
    expected = json.loads(path.with_suffix(".expected.json").read_text(encoding="utf-8"))
    return Pair(evaluate(path), expected)


@pytest.fixture(params=worksheets(), ids=lambda path: path.stem)
def pair(request: pytest.FixtureRequest) -> Pair:
    """Return each worksheet of the folder."""
    return pair_of(request.param)


def test_the_folder_is_whole() -> None:
    """At least the eight cases of the specification, each with its expectation, and no expectation without a file."""
    names = {path.stem for path in worksheets()}
    assert len(names) >= 8
    expected = [*VALID.glob("*.expected.json"), *FIELD.glob("*.expected.json")]
    assert sorted(path.name.removesuffix(".expected.json") for path in expected) == sorted(names)
    assert {pair_of(path).expected["verdict"] for path in worksheets()} == {"WBK", "WBBM", "none", "undetermined"}
    assert {pair_of(path).expected["layout"] for path in worksheets()} == {"jawaban", "lke-zi", "lke-2014"}
    assert {pair_of(path).expected["ruleset"] for path in worksheets()} == set(CELLS)


def test_verdict(pair: Pair) -> None:
    """The verdict of the highest authority, and of every assessor."""
    assert pair.found.verdict == pair.expected["verdict"]
    for found, expected in pair.assessments():
        assert found.verdict == expected["verdict"], found.assessor


def test_totals(pair: Pair) -> None:
    """Exact totals and highest totals; questions and how many of them are answered."""
    for found, expected in pair.assessments():
        assert found.total.score == Fraction(expected["total"]), found.assessor
        assert found.total.highest == Fraction(expected["highest"]), found.assessor
        assert found.total.weight == 100
        assert (found.questions, found.answered) == (expected["questions"], expected["answered"]), found.assessor


def test_nodes_and_values(pair: Pair) -> None:
    """Every node's points and every question's value, exactly."""
    for found, expected in pair.assessments():
        nodes = {code: str(found.nodes[code].score) for code in expected["nodes"]}
        assert nodes == expected["nodes"], found.assessor
        values = {q.code: None if q.value is None else str(q.value) for q in questions_of(found.nodes)}
        assert values == expected["values"], found.assessor
        assert set(found.nodes) == set(nodes) | set(values)
        areas = {number: str(area.score) for number, area in found.areas.items()}
        assert areas == expected["areas"], found.assessor


def test_criteria(pair: Pair) -> None:
    """Every minimum of both predicates: met, not met or undetermined."""
    for found, expected in pair.assessments():
        statuses = {
            result.id: {c.id: c.status.value for c in result.criteria if not c.id.startswith("req-")}
            for result in found.predicates
        }
        assert statuses == expected["criteria"], found.assessor


def test_source_and_unit(pair: Pair) -> None:
    """Layout, ruleset and unit; a name that the workbook does not have comes from the file's."""
    expected = dict(pair.expected["unit"])
    expected["named_by_file"] = not expected["name"]
    expected["name"] = expected["name"] or Path(pair.found.source.path).stem
    assert pair.found.unit.model_dump() == expected
    assert pair.found.source.layout == pair.expected["layout"]
    assert pair.found.ruleset.id == pair.expected["ruleset"]


def test_every_question_has_its_cell(pair: Pair) -> None:
    """Each question and count was read from a cell of its own in the sheet, one row each, one column an assessor."""
    for found in pair.found.assessments:
        places = [node.cell for node in questions_of(found.nodes)]
        places += [count.cell for node in questions_of(found.nodes) for count in node.counts.values()]
        cells = [place for place in places if place]
        assert len(cells) == len(places) == len(set(cells)) == CELLS[pair.found.ruleset.id]
        assert {cell.sheet for cell in cells} == {pair.found.source.sheet}
        assert len({re.sub(r"\d", "", cell.cell) for cell in cells}) == 1


@pytest.mark.parametrize("path", worksheets(), ids=lambda path: path.stem)
def test_check_gives_what_is_true_and_nothing_else(path: Path) -> None:
    """Errors and warnings are those that were put down beforehand, each at its cell and in its assessor's column."""
    found = [f for f in check(path).findings if f.severity is not Severity.NOTICE]
    expected = [tuple(each) for each in pair_of(path).expected["findings"]]
    assert sorted(((f.name, f.code, f.cell, f.assessor) for f in found), key=str) == sorted(expected, key=str)


@pytest.mark.parametrize("path", sorted(VALID.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_sound_worksheet_has_no_error(path: Path) -> None:
    """What is in ``valid`` has no fault of its form; warnings are about what the unit reaches or left blank."""
    assert pair_of(path).expected["faults"] == []
    assert [f for f in check(path).findings if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", sorted(FIELD.glob("*.xlsx")), ids=lambda path: path.stem)
def test_the_faults_of_the_field_are_found(path: Path) -> None:
    """Each cell in which a fault was built in is named."""
    faults = [fault["cell"] for fault in pair_of(path).expected["faults"]]
    named = {finding.cell for finding in check(path).findings}
    assert faults
    assert [cell for cell in faults if cell not in named] == []


def test_findings_have_a_place_and_words(pair: Pair) -> None:
    """A finding that names a cell names one of the workbook; its texts are complete."""
    for finding in pair.found.findings:
        assert finding.message.strip()
        assert finding.tip.strip()
        assert finding.citation.strip()
        assert finding.cell is None or re.fullmatch(r".+![A-Z]{1,3}[1-9]\d*", finding.cell)


def test_the_workbook_total_is_shown_with_its_cell(pair: Pair) -> None:
    """Where the workbook shows a total of its own, it is the assessor's, and a difference is a finding."""
    shown = pair.found.workbook_total
    if shown is None:
        assert pair.found.source.layout == "lke-zi"
        return
    assert shown.cell.sheet == pair.found.source.sheet
    of = next(a for a in pair.found.assessments if a.workbook_total)
    differs = [f.cell for f in pair.found.findings if f.name == "workbook-total-differs" and f.assessor == of.assessor]
    assert differs == ([str(shown.cell)] if abs(shown.score - of.total.score) > Fraction(1, 100) else [])


def test_a_sound_template_has_right_totals() -> None:
    """The template's own formulas agree with the program wherever answers are typed as its dropdowns offer them."""
    agreeing = 0
    for path in worksheets():
        found = pair_of(path).found
        apart = [f for f in found.findings if f.name.startswith("workbook-")]
        if found.source.layout == "jawaban" and not apart and found.workbook_total:
            of = next(a for a in found.assessments if a.workbook_total)
            assert abs(found.workbook_total.score - of.total.score) < Fraction(1, 10**9)
            agreeing += 1
    assert agreeing >= 5


def test_blank_worksheet() -> None:
    """Nothing is answered: 0 of at most 100 points, everything undetermined, and one finding says so."""
    found = evaluate(BLANK)
    assert len(found.assessments) == 1
    assessment = found.assessments[0]
    assert assessment.assessor == "unit"
    assert (assessment.answered, assessment.questions) == (0, 113)
    assert (assessment.total.score, assessment.total.highest) == (Fraction(0), Fraction(100))
    assert found.verdict == "undetermined"
    assert {c.status.value for result in assessment.predicates for c in result.criteria} == {"undetermined"}
    assert [finding.name for finding in found.findings] == ["questions-unanswered"]
    assert (found.unit.agency, found.unit.target) == (None, None)


def test_the_year_of_a_regulation_is_not_the_year_of_the_evaluation() -> None:
    """A file named after its regulation (``permenpanrb-90-2021.xlsx``) says nothing about the unit's year."""
    assert evaluate(BLANK).unit.year is None
    assert evaluate(BLANK.read_bytes(), path="LKE Balai Contoh 2026.xlsx").unit.year == 2026


@pytest.mark.parametrize("path", worksheets(), ids=lambda path: path.stem)
def test_content_and_worksheet_give_the_same_as_the_path(path: Path) -> None:
    """A path as text, the bytes under that name, and the worksheet read from it are evaluated alike."""
    found = pair_of(path).found
    assert evaluate(str(path)) == found
    assert evaluate(path.read_bytes(), path=str(path)) == found
    assert evaluate(read_workbook(path)) == found
