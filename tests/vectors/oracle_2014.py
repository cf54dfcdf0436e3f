"""A second, independent calculator of 52/2014, to check the program against.

Written from the rules alone, as ``oracle.py`` is for 90/2021: six areas of one section each, no
counts, a percentage that is typed, minimums for the total and for hasil only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

from tests.vectors.oracle import Answers, Counts, Criterion, Outcome, Typed, statuses, verdict_of

LKE = Path(__file__).parents[2] / "zi_score" / "rulesets" / "permenpanrb-52-2014" / "lke.json"

CHOICES: dict[str, dict[str, str]] = {
    "ya_tidak": {"Ya": "1", "Tidak": "0"},
    "abc": {"A": "1", "B": "0.5", "C": "0"},
    "abcd": {"A": "1", "B": "0.67", "C": "0.33", "D": "0"},
    "abcde": {"A": "1", "B": "0.75", "C": "0.5", "D": "0.25", "E": "0"},
}
SHARES: dict[str, tuple[str, str, int, int]] = {}
GROUPS: dict[str, tuple[str, ...]] = {}

# criterion: nodes added up, minimum for WBK (none for the service survey), minimum for WBBM
POINTS: dict[str, tuple[tuple[str, ...], str | None, str]] = {
    "total": (("A", "B"), "75", "85"),
    "hasil-1": (("B.I",), "18", "18"),
    "hasil-1-survey": (("B.I.1",), "13.5", "13.5"),
    "hasil-1-tlhp": (("B.I.2",), "3.5", "3.5"),
    "hasil-2": (("B.II",), None, "16"),
}
# fact: what may be stated, best first (nothing: a number), the least for WBK and for WBBM (none: not asked). Bab III.A.
REQUIREMENTS: dict[str, tuple[tuple[str, ...], str | None, str | None]] = {
    "agency-bpk-opinion": (("WTP", "WDP", "TW", "TMP"), "WTP", "WTP"),
    "agency-wtp-years": ((), None, "2"),
    "agency-sakip": (("AA", "A", "BB", "B", "CC", "C", "D"), "CC", "CC"),
    "unit-echelon": (("I", "II", "III", "IV", "V"), "III", None),
    "unit-strategic-service": (("Ya", "Tidak"), "Ya", None),
    "unit-reform-programmes": (("Ya", "Tidak"), "Ya", None),
    "unit-resources": (("Ya", "Tidak"), "Ya", None),
}
AREAS = {1: "A.I", 2: "A.II", 3: "A.III", 4: "A.IV", 5: "A.V", 6: "A.VI"}
PREDICATES = ("WBK", "WBBM")

_TREE = json.loads(LKE.read_text(encoding="utf-8"))
SECTIONS: dict[str, Fraction] = {s["code"]: Fraction(s["weight"]) for s in _TREE["sections"]}
INDICATORS: dict[str, Fraction] = {i["code"]: Fraction(i["weight"]) for i in _TREE["indicators"]}
QUESTIONS: dict[str, dict[str, str]] = {
    i["code"]: {q["code"]: q["scale"] for q in i["questions"]} for i in _TREE["indicators"]
}


def evaluate(answers: Answers, counts: Counts, *, holds_wbk: bool | None = None) -> Outcome:
    """Score the answers and decide the predicate; 52/2014 has no counts."""
    if counts:
        raise ValueError(counts)
    scales = {code: scale for under in QUESTIONS.values() for code, scale in under.items()}
    values = {code: value_of(scale, answers.get(code)) for code, scale in scales.items()}
    nodes, highest = node_scores(values, Fraction(0)), node_scores(values, Fraction(1))
    criteria = {predicate: criteria_of(predicate, nodes, highest) for predicate in PREDICATES}
    status = statuses(criteria, holds_wbk=holds_wbk)
    areas = {number: nodes[code] for number, code in AREAS.items()}
    return Outcome(values, nodes, highest, areas, criteria, status, verdict_of(status))


def requirements_of(predicate: str, facts: Mapping[str, Fraction | str]) -> dict[str, str]:
    """How every requirement that a predicate asks stands, by the fact that answers it."""
    found = {}
    for fact, (ordered, *least) in REQUIREMENTS.items():
        asked, stated = least[PREDICATES.index(predicate)], facts.get(fact)
        if asked is None:
            continue
        if stated is None:
            found[fact] = "undetermined"
        elif ordered:
            found[fact] = "met" if ordered.index(str(stated)) <= ordered.index(asked) else "not-met"
        else:
            found[fact] = "met" if Fraction(stated) >= Fraction(asked) else "not-met"
    return found


def value_of(scale: str, answer: Typed) -> Fraction | None:
    """Value between 0 and 1 of one answer; nothing where it is missing or not on the scale."""
    if answer is None:
        return None
    if scale in ("nilai_0_4", "persen"):
        share = Fraction(answer) / (4 if scale == "nilai_0_4" else 1)
        return share if 0 <= share <= 1 else None
    value = CHOICES[scale].get(str(answer))
    return None if value is None else Fraction(value)


def node_scores(values: Mapping[str, Fraction | None], missing: Fraction) -> dict[str, Fraction]:
    """Points of every indicator (mean times weight) and every section (sum)."""
    scores: dict[str, Fraction] = {}
    for code, weight in INDICATORS.items():
        marks = [missing if values[question] is None else values[question] for question in QUESTIONS[code]]
        scores[code] = sum((mark for mark in marks if mark is not None), Fraction(0)) / len(marks) * weight
    for code in SECTIONS:
        scores[code] = sum((scores[i] for i in INDICATORS if i.startswith(f"{code}.")), Fraction(0))
    return scores


def criteria_of(predicate: str, nodes: Mapping[str, Fraction], highest: Mapping[str, Fraction]) -> dict[str, Criterion]:
    """All minimums of a predicate, without the fact that WBK is already held."""
    found = {}
    for name, (codes, *minimums) in POINTS.items():
        if (minimum := minimums[PREDICATES.index(predicate)]) is not None:
            reached, best = (sum((scores[code] for code in codes), Fraction(0)) for scores in (nodes, highest))
            found[name] = Criterion(reached, best, Fraction(minimum))
    return found
