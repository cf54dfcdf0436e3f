"""The regulation as data: whole, cited, equal to the facts."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from conftest import ROOT, RULESET
from pydantic import ValidationError

from zi_score.law.cited import Cited
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.law.ruleset import Indicator, PortalRB, Question
from zi_score.law.whole import faults_of

FACTS = ROOT.parent / "shared" / "regulation" / "permenpanrb-90-2021.json"
KINDS = {"law", "official-form", "practice"}


# Wholeness ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("ruleset", built_in_rulesets())
def test_what_comes_with_the_program_is_whole(ruleset: str) -> None:
    """What is proved of a ruleset of one's own on loading, is proved of those of the program here."""
    assert list(faults_of(load_ruleset(ruleset))) == []


def test_weights_add_up_at_every_node() -> None:
    """A section weighs what stands directly under it; the components weigh 100."""
    for code in (section.code for section in RULESET.sections):
        level = code.count(".") + 1
        under = [
            n.weight for n in RULESET.nodes.values() if n.code.startswith(f"{code}.") and n.code.count(".") == level
        ]
        assert under, code
        assert sum(under) == RULESET.nodes[code].weight, code
    assert sum(RULESET.nodes[code].weight for code in RULESET.roots) == 100
    assert sum(indicator.weight for indicator in RULESET.indicators) == 100


def test_numbers_of_the_instrument() -> None:
    """Two components, six areas, 46 indicators, 113 questions."""
    assert RULESET.roots == ("A", "B")
    assert [area.number for area in RULESET.areas] == [1, 2, 3, 4, 5, 6]
    assert len(RULESET.indicators) == len({indicator.code for indicator in RULESET.indicators}) == 46
    questions = [question for indicator in RULESET.indicators for question in indicator.questions]
    assert len(questions) == len({question.code for question in questions}) == len(RULESET.questions) == 113


def portalrb() -> list[PortalRB]:
    """Return the PortalRB places of all questions and counts."""
    questions = RULESET.questions.values()
    places = [place for q in questions for place in (q.portalrb, *(row.portalrb for row in q.inputs))]
    return [place for place in places if place]


def test_portalrb_places() -> None:
    """PortalRB asks 127 things, numbered 1 to 127, each on a row of its own."""
    places = portalrb()
    assert sorted(place.soal_id for place in places) == list(range(1, 128))
    assert len({place.row for place in places}) == 127


def test_percent_rows_are_no_portalrb_questions() -> None:
    """In PortalRB a ratio has no answer of its own, only its counts have; sums are computed there."""
    for question in RULESET.questions.values():
        assert (question.portalrb is None) == (question.ratio is not None), question.code
        for row in question.inputs:
            assert (row.portalrb is None) == bool(row.sum_of), row.key


def cited(part: object, path: str = "") -> Iterator[tuple[str, Cited]]:
    """Yield everything in a ruleset that names a source, however deep."""
    if isinstance(part, Cited):
        yield path, part
    if hasattr(part, "__pydantic_fields__"):
        for name in type(part).__pydantic_fields__:
            yield from cited(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from cited(value, f"{path}.{key}")
    elif isinstance(part, tuple):
        for number, value in enumerate(part):
            yield from cited(value, f"{path}[{number}]")


def test_every_part_cites_an_existing_source_with_a_kind() -> None:
    """A user can see of every figure whether it is law, official form or practice."""
    parts = dict(cited(RULESET))
    assert len(parts) > 250
    for path, part in parts.items():
        citation = RULESET.citation(part)
        assert citation.kind in KINDS, path
        assert citation.text.strip(), path
    used = {part.source for part in parts.values()}
    assert {RULESET.sources[key].kind for key in used} == KINDS


def test_the_right_kind_of_authority() -> None:
    """Minimums and requirements are law, answer values the official form, zero conventions practice but one."""
    for criterion in (*RULESET.criteria, *RULESET.requirements):
        assert RULESET.citation(criterion).kind == "law"
    for name in ("ya_tidak", "abc", "abcd", "abcde"):
        assert RULESET.citation(RULESET.scales[name]).kind == "official-form"
    assert RULESET.citation(RULESET.scales["nilai_0_4"]).kind == "law"
    ratios = {code: question.ratio for code, question in RULESET.questions.items() if question.ratio}
    kinds = {code: RULESET.citation(ratio.zero_whole).kind for code, ratio in ratios.items()}
    assert kinds.pop("A.II.3.iii.a") == "official-form"
    assert set(kinds.values()) == {"practice"}
    sums = [row for question in RULESET.questions.values() for row in question.inputs if row.sum_of]
    assert [RULESET.citation(row).kind for row in sums] == ["practice", "practice"]
    assert "5/2024" in RULESET.citation(RULESET.requirements[0]).text


def test_a_ruleset_cannot_be_changed() -> None:
    """It is frozen, down to its parts."""
    for part, field in ((RULESET, "title"), (RULESET.indicators[0], "weight"), (RULESET.scales["abc"], "kind")):
        with pytest.raises(ValidationError):
            setattr(part, field, "x")


# The same as the facts ---------------------------------------------------------------------------

beside_facts = pytest.mark.skipif(not FACTS.exists(), reason="the facts of the regulation are not beside the project")


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    """Return the facts of the regulation."""
    content: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return content


@beside_facts
def test_sections_and_indicators_are_the_facts(facts: dict[str, Any]) -> None:
    """Codes, names and weights; indicators in the same order, sections in that of the form."""
    for key, parts in (("sections", RULESET.sections), ("indicators", RULESET.indicators)):
        expected = [(fact["code"], fact["name"], Fraction(fact["weight"])) for fact in facts[key]]
        found = [(part.code, part.name, part.weight) for part in parts]
        assert sorted(found) == sorted(expected)
        assert key == "sections" or found == expected


def pairs(facts: dict[str, Any]) -> list[tuple[dict[str, Any], Question]]:
    """Return every question beside its fact; the order within each indicator is the same."""
    expected = [question for indicator in facts["indicators"] for question in indicator["questions"]]
    assert [question["code"] for question in expected] == list(RULESET.questions)
    by_indicator = {i["code"]: [q["code"] for q in i["questions"]] for i in facts["indicators"]}
    assert by_indicator == {i.code: [q.code for q in i.questions] for i in RULESET.indicators}
    return list(zip(expected, RULESET.questions.values(), strict=True))


@beside_facts
def test_questions_are_the_facts(facts: dict[str, Any]) -> None:
    """Labels, markers, scales, rubrics, points, PortalRB places and inputs."""
    for fact, question in pairs(facts):
        for name in ("label", "scale"):
            assert getattr(question, name) == fact[name], question.code
        assert question.marker == fact["printed_marker"], question.code
        assert question.rubric == fact.get("rubric", {}), question.code
        assert list(question.points) == fact.get("points", []), question.code
        place = question.portalrb
        assert (place.model_dump() if place else None) == fact.get("portalrb"), question.code
        inputs = [
            {"key": row.key, "label": row.label}
            | ({"sum_of": list(row.sum_of)} if row.sum_of else {})
            | ({"portalrb": row.portalrb.model_dump()} if row.portalrb else {})
            for row in question.inputs
        ]
        assert inputs == fact.get("inputs", []), question.code


SHARE = re.compile(r"min\(1, (\w+) / (\w+)\)")
DECREASE = re.compile(r"max\(0, \((\w+) - (\w+)\) / (\w+)\)")


def formula_of(text: str) -> tuple[str, str, str]:
    """Read the text of a formula: kind, part, whole."""
    if match := SHARE.fullmatch(text):
        return "share", match[1], match[2]
    match = DECREASE.fullmatch(text)
    assert match, text
    assert match[1] == match[3], text
    return "decrease", match[2], match[1]


ZERO = {"0": [0, 0], "1": [1, 1], "1 when both years are 0; 0 when only last year is 0": [1, 0]}


@beside_facts
def test_formulas_are_the_facts(facts: dict[str, Any]) -> None:
    """Kind, part and whole of every ratio, and what a whole of 0 gives."""
    found = 0
    for fact, question in pairs(facts):
        if "formula" not in fact:
            assert question.ratio is None, question.code
            continue
        assert question.ratio, question.code
        ratio = question.ratio
        assert (ratio.kind, ratio.part, ratio.whole) == formula_of(fact["formula"]), question.code
        zero = [int(ratio.zero_whole.zero_part), int(ratio.zero_whole.some_part)]
        assert zero == ZERO[fact["when_denominator_is_zero"]], question.code
        found += 1
    assert found == 8


def test_scales_are_those_of_the_official_form() -> None:
    """Rules.md section 2; 0.67 is the value, not two thirds."""
    values = {name: {k: str(v) for k, v in scale.values.items()} for name, scale in RULESET.scales.items()}
    assert values == {
        "ya_tidak": {"Ya": "1", "Tidak": "0"},
        "abc": {"A": "1", "B": "1/2", "C": "0"},
        "abcd": {"A": "1", "B": "67/100", "C": "33/100", "D": "0"},
        "abcde": {"A": "1", "B": "3/4", "C": "1/2", "D": "1/4", "E": "0"},
        "persen": {},
        "nilai_0_4": {},
    }
    assert RULESET.scales["nilai_0_4"].highest == 4


def test_minimums_are_those_of_the_law() -> None:
    """Rules.md section 4, both predicates."""
    found = {c.id: tuple(str(c.minimum.get(p, "-")) for p in ("WBK", "WBBM")) for c in RULESET.criteria}
    assert found == {
        "total": ("75", "85"),
        "pengungkit": ("40", "48"),
        **{f"area-{number}": ("3/5", "3/4") for number in range(1, 7)},
        "hasil-1": ("73/4", "39/2"),
        "hasil-1-survey": ("63/4", "63/4"),
        "hasil-1-performance": ("5/2", "15/4"),
        "hasil-2": ("14", "63/4"),
        "holds-wbk": ("-", "Ya"),
    }
    nodes = {c.id: RULESET.nodes_of(c) for c in RULESET.criteria}
    assert nodes == {
        "total": ("A", "B"),
        "pengungkit": ("A",),
        **{f"area-{number}": (f"A.I.{number}", f"A.II.{number}") for number in range(1, 7)},
        "hasil-1": ("B.I",),
        "hasil-1-survey": ("B.I.a",),
        "hasil-1-performance": ("B.I.b",),
        "hasil-2": ("B.II",),
        "holds-wbk": (),
    }


def test_kawasan_is_that_of_the_law() -> None:
    """Rules.md section 6: 6.5 and 7.5 for integrated business processes; WBBM asks for kawasan WBK."""
    assert RULESET.kawasan
    assert RULESET.kawasan.integration_score == {"WBK": Fraction("6.5"), "WBBM": Fraction("7.5")}
    assert RULESET.kawasan.holds_kawasan_wbk == ("WBBM",)
    assert RULESET.in_force_from.isoformat() == "2021-12-31"


def test_children_are_in_order() -> None:
    """Every node but the components is the child of exactly one section."""
    counts = Counter(child for children in RULESET.children.values() for child in children)
    assert set(counts.values()) == {1}
    assert set(counts) == set(RULESET.nodes) - set(RULESET.roots)
    indicators = [code for code in counts if isinstance(RULESET.nodes[code], Indicator)]
    assert len(indicators) == 46
