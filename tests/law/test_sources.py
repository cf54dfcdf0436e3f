"""What is law, what is official form and what is practice; and that every command says the same of the same thing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import pytest
from conftest import VALID, run
from reports import report_of

from zi_score.api.one import evaluate
from zi_score.evaluation.result import Evaluation
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import use_language
from zi_score.reports import law_json
from zi_score.reports.document import Document, Line, Lines
from zi_score.reports.documents import law, trace
from zi_score.reports.documents.law_part import part
from zi_score.reports.letter.facts import letter

WORKBOOKS = {"permenpanrb-90-2021": VALID / "wbk.xlsx", "permenpanrb-52-2014": VALID / "52-2014-wbk.xlsx"}
SOURCE = re.compile(r"^Source: (.*) \((law|official-form|practice)\)$")


@pytest.fixture(params=WORKBOOKS)
def rules(request: pytest.FixtureRequest) -> Ruleset:
    """Return each built-in regulation."""
    use_language("en")
    return load_ruleset(request.param)


@pytest.fixture
def evaluation(rules: Ruleset) -> Evaluation:
    """Return a workbook that was evaluated by it."""
    return evaluate(WORKBOOKS[rules.id])


def told(rules: Ruleset, code: str) -> list[tuple[str, str]]:
    """Return the sources that the page of a code names, with their kinds."""
    page = part(rules, code)
    assert page, code
    return cited(page.head)


def traced(way: Document) -> list[tuple[str, str]]:
    """Return the sources of what a trace begins with, and not those of what stands under it."""
    (lines,) = way.blocks
    assert isinstance(lines, Lines)
    return cited(line for line in lines.lines if line.depth == 1)


def cited(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return the sources that lines name, with their kinds."""
    return [(found[1], found[2]) for line in lines if (found := SOURCE.match(line.text))]


def test_every_regulation_is_looked_at() -> None:
    """A new one has to be named here too."""
    assert set(WORKBOOKS) == set(built_in_rulesets())


def test_rules_explain_and_trace_cite_the_same(rules: Ruleset, evaluation: Evaluation) -> None:
    """For every section, indicator, question, criterion and requirement, as text and as JSON."""
    codes = law.codes(rules)
    assert set(codes) <= set(trace.traceable(rules, evaluation.assessments[0]))
    for code in codes:
        page = told(rules, code)
        assert page, code
        assert traced(trace.document(rules, evaluation.assessments[0], code)) == page, code
        listed = json.loads(law_json.part(rules, code) or "")["sources"]
        assert [(each["citation"], each["kind"]) for each in listed] == page, code


def test_verdict_cites_what_the_rules_do(rules: Ruleset, evaluation: Evaluation) -> None:
    """Each criterion and requirement of a result names the source that its page names."""
    for predicate in evaluation.assessments[0].predicates:
        for result in predicate.criteria:
            citation = rules.sources_of(result.id)[0]
            assert (result.citation, result.kind) == (citation.text, citation.kind), result.id


def test_letter_rests_on_the_law_of_the_same_parts(rules: Ruleset) -> None:
    """Its legal basis is the title and every source of law that a page names, and nothing that is not law."""
    basis = letter(report_of(WORKBOOKS[rules.id])).legal_basis
    pages = {text for code in law.codes(rules) for text, kind in told(rules, code) if kind == "law"}
    assert pages - {rules.title} <= set(basis)
    assert len(basis) == len(set(basis)) == len((pages | {rules.citation(rules).text}) - {rules.title}) + 1


def test_commands_say_what_the_pages_say() -> None:
    """``rules``, ``explain`` and ``evaluate --trace`` of one question, each in a process of its own."""
    use_language("en")
    asked = told(load_ruleset(), "A.II.1.i.a")
    assert [kind for _text, kind in asked] == ["law", "official-form"]
    traced_by = ("evaluate", VALID / "wbk.xlsx", "--trace", "A.II.1.i.a")
    for command in (("rules", "A.II.1.i.a"), ("explain", "A.II.1.i.a"), traced_by):
        said = " ".join(run(*command).stdout.decode().split())
        assert all(f"Source: {text} ({kind})" in said for text, kind in asked), command


def test_what_is_no_law_is_not_called_so(rules: Ruleset) -> None:
    """No text says that exact scores are compared, and the regulation prints no ratio and no limit of one."""
    kinds = {convention.id: rules.citation(convention).kind for convention in rules.conventions}
    assert kinds["threshold"] == kinds["unanswered"] == kinds["rounding"] == "practice"
    assert kinds.get("ratio-limits", "official-form") == "official-form"
    for question in rules.questions.values():
        if question.ratio:
            cited = [rules.citation(part).kind for part in (question, question.ratio, rules.scales[question.scale])]
            assert cited == ["law", "official-form", "official-form"], question.code


def test_exact_figures_decide_by_practice() -> None:
    """The finding of a hidden miss rests on the convention, not on the minimum."""
    found = json.loads(run("evaluate", VALID / "rounds-to-75.xlsx", "--format", "json").stdout)["findings"]
    hidden = [finding for finding in found if finding["name"] == "rounding-hides-a-miss"]
    assert {finding["citation"] for finding in hidden} == {load_ruleset().sources["convention"].text}
    assert json.loads(run("explain", "rounding-hides-a-miss", "--format", "json").stdout)["kind"] == "practice"
