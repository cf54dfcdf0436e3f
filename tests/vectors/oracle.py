"""A second, independent calculator of 90/2021, to check the program against.

Written from the rules alone (scale values, ratios, minimums stand here as the regulation prints
them); from the program it takes only ``lke.json``, read as plain JSON, for codes and weights.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

LKE = Path(__file__).parents[2] / "zi_score" / "rulesets" / "permenpanrb-90-2021" / "lke.json"

Typed = str | int | Decimal | Fraction | None
Answers = Mapping[str, Typed]
Counts = Mapping[str, int | None]

CHOICES: dict[str, dict[str, str]] = {
    "ya_tidak": {"Ya": "1", "Tidak": "0"},
    "abc": {"A": "1", "B": "0.5", "C": "0"},
    "abcd": {"A": "1", "B": "0.67", "C": "0.33", "D": "0"},
    "abcde": {"A": "1", "B": "0.75", "C": "0.5", "D": "0.25", "E": "0"},
}

# question: part, whole, value of 0/0, value of n/0
SHARES: dict[str, tuple[str, str, int, int]] = {
    "A.II.1.i.a": ("perubahan_dibuat", "jumlah_agen", 0, 0),
    "A.II.1.i.b": ("perubahan_terintegrasi", "perubahan_dibuat", 0, 0),
    "A.II.3.iii.a": ("pelanggaran_tahun_ini", "pelanggaran_tahun_lalu", 1, 0),
    "A.II.4.i.a": ("sasaran_tercapai", "jumlah_sasaran", 0, 0),
    "A.II.5.ii.a": ("pengaduan_selesai", "pengaduan_wajib", 1, 1),
    "A.II.5.iii.a.a": ("sudah_melaporkan", "wajib_melapor", 1, 1),
    "A.II.5.iii.b.a": ("sudah_melaporkan", "wajib_melapor", 1, 1),
    "A.II.6.i.b": ("layanan_dipermudah", "layanan_terdaftar", 0, 0),
}
DECREASE = "A.II.3.iii.a"  # the one question that asks how much less, not how much of
GROUPS: dict[str, tuple[str, ...]] = {
    "A.II.5.iii.a.a": ("kepala_satker", "pejabat_wajib_lhkpn", "wajib_lainnya"),
    "A.II.5.iii.b.a": ("administrator_eselon_3", "pengawas_eselon_4", "fungsional_pelaksana"),
}

# criterion: nodes added up, minimum for WBK, minimum for WBBM
POINTS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "total": (("A", "B"), "75", "85"),
    "pengungkit": (("A",), "40", "48"),
    "hasil-1": (("B.I",), "18.25", "19.50"),
    "hasil-1-survey": (("B.I.a",), "15.75", "15.75"),
    "hasil-1-performance": (("B.I.b",), "2.50", "3.75"),
    "hasil-2": (("B.II",), "14.00", "15.75"),
}
AREA_WEIGHTS = {1: 8, 2: 7, 3: 10, 4: 10, 5: 15, 6: 10}
AREA_SHARE = ("0.60", "0.75")
REPORTS = ("A.II.5.iii.a.a", "A.II.5.iii.b.a")
"""Reports of wealth: below 100 % by the counts, a requirement for being proposed fails."""

PREDICATES = ("WBK", "WBBM")


@dataclass(frozen=True)
class Criterion:
    """One minimum: what is reached, what could be, what is needed."""

    reached: Fraction
    highest: Fraction
    minimum: Fraction

    @property
    def status(self) -> str:
        """``met``, ``not-met``, or ``undetermined`` where unanswered questions decide."""
        if self.reached >= self.minimum:
            return "met"
        return "not-met" if self.highest < self.minimum else "undetermined"


@dataclass(frozen=True)
class Outcome:
    """Everything that the rules say about one assessor's answers."""

    values: dict[str, Fraction | None]
    nodes: dict[str, Fraction]
    highest: dict[str, Fraction]
    areas: dict[int, Fraction]
    criteria: dict[str, dict[str, Criterion]]
    status: dict[str, dict[str, str]]
    verdict: str

    @property
    def total(self) -> Fraction:
        """Points of pengungkit and hasil."""
        return self.nodes["A"] + self.nodes["B"]

    @property
    def answered(self) -> int:
        """Number of answered questions."""
        return sum(value is not None for value in self.values.values())


_TREE = json.loads(LKE.read_text(encoding="utf-8"))
SECTIONS: dict[str, Fraction] = {s["code"]: Fraction(s["weight"]) for s in _TREE["sections"]}
INDICATORS: dict[str, Fraction] = {i["code"]: Fraction(i["weight"]) for i in _TREE["indicators"]}
QUESTIONS: dict[str, dict[str, str]] = {
    i["code"]: {q["code"]: q["scale"] for q in i["questions"]} for i in _TREE["indicators"]
}


def evaluate(answers: Answers, counts: Counts, *, holds_wbk: bool | None = None) -> Outcome:
    """Score the answers and decide the predicate."""
    scales = {code: scale for under in QUESTIONS.values() for code, scale in under.items()}
    values = {code: value_of(code, scale, answers.get(code), counts) for code, scale in scales.items()}
    nodes, highest = node_scores(values, Fraction(0)), node_scores(values, Fraction(1))
    criteria = {predicate: criteria_of(predicate, nodes, highest) for predicate in PREDICATES}
    status = statuses(criteria, holds_wbk=holds_wbk)
    areas = {number: area_score(number, nodes) for number in AREA_WEIGHTS}
    verdict = "none" if any(values[code] is not None and values[code] < 1 for code in REPORTS) else verdict_of(status)
    return Outcome(values, nodes, highest, areas, criteria, status, verdict)


def value_of(code: str, scale: str, answer: Typed, counts: Counts) -> Fraction | None:
    """Value between 0 and 1 of one answer; nothing where it is missing or not on the scale."""
    if scale == "persen":
        return ratio_of(code, answer, counts)
    if answer is None:
        return None
    if scale == "nilai_0_4":
        index = Fraction(answer)
        return index / 4 if 0 <= index <= 4 else None
    value = CHOICES[scale].get(str(answer))
    return None if value is None else Fraction(value)


def ratio_of(code: str, answer: Typed, counts: Counts) -> Fraction | None:
    """Ratio of the counts; a typed percentage only where every count is blank."""
    if all(count is None for key, count in counts.items() if key.startswith(f"{code}.")):
        return None if answer is None else _limited(Fraction(answer))
    part_key, whole_key, none_of_none, some_of_none = SHARES[code]
    part, whole = counts.get(f"{code}.{part_key}"), whole_of(code, whole_key, counts)
    if part is None or whole is None:
        return None
    if whole == 0:
        return Fraction(none_of_none if part == 0 else some_of_none)
    return _limited(Fraction(whole - part if code == DECREASE else part, whole))


def whole_of(code: str, key: str, counts: Counts) -> int | None:
    """Denominator: the sum of its groups; the typed total only where all groups are blank."""
    groups = [counts.get(f"{code}.{group}") for group in GROUPS.get(code, ())]
    known = [count for count in groups if count is not None]
    if not known:
        return counts.get(f"{code}.{key}")
    return sum(known) if len(known) == len(groups) else None


def _limited(ratio: Fraction) -> Fraction:
    return min(Fraction(1), max(Fraction(0), ratio))


def node_scores(values: Mapping[str, Fraction | None], missing: Fraction) -> dict[str, Fraction]:
    """Points of every indicator (mean times weight) and every section (sum)."""
    scores: dict[str, Fraction] = {}
    for code, weight in INDICATORS.items():
        marks = [values[question] for question in QUESTIONS[code]]
        scores[code] = sum((missing if m is None else m for m in marks), Fraction(0)) / len(marks) * weight
    for code in SECTIONS:
        under = (scores[i] for i in INDICATORS if i.startswith(f"{code}."))
        scores[code] = sum(under, Fraction(0))
    return scores


def area_score(number: int, nodes: Mapping[str, Fraction]) -> Fraction:
    """Points of an area of change: pemenuhan and reform together."""
    return nodes[f"A.I.{number}"] + nodes[f"A.II.{number}"]


def criteria_of(predicate: str, nodes: Mapping[str, Fraction], highest: Mapping[str, Fraction]) -> dict[str, Criterion]:
    """All minimums of a predicate, without the fact that WBK is already held."""
    column = PREDICATES.index(predicate)
    found = {
        name: Criterion(_added(nodes, codes), _added(highest, codes), Fraction(minimum[column]))
        for name, (codes, *minimum) in POINTS.items()
    }
    for number, weight in AREA_WEIGHTS.items():
        reached, best = (area_score(number, scores) / weight for scores in (nodes, highest))
        found[f"area-{number}"] = Criterion(reached, best, Fraction(AREA_SHARE[column]))
    return found


def _added(scores: Mapping[str, Fraction], codes: tuple[str, ...]) -> Fraction:
    return sum((scores[code] for code in codes), Fraction(0))


def statuses(criteria: Mapping[str, Mapping[str, Criterion]], *, holds_wbk: bool | None) -> dict[str, dict[str, str]]:
    """Status of every criterion, with ``holds-wbk`` for WBBM."""
    found = {name: {key: c.status for key, c in parts.items()} for name, parts in criteria.items()}
    found["WBBM"]["holds-wbk"] = {True: "met", False: "not-met", None: "undetermined"}[holds_wbk]
    return found


def combined(parts: Mapping[str, str]) -> str:
    """Status of a predicate from its criteria: one failure decides, then one unknown."""
    return next((status for status in ("not-met", "undetermined") if status in parts.values()), "met")


def verdict_of(status: Mapping[str, Mapping[str, str]]) -> str:
    """Return the highest predicate that is met, else ``undetermined`` or ``none``."""
    if combined(status["WBBM"]) == "met":
        return "WBBM"
    return {"met": "WBK", "undetermined": "undetermined", "not-met": "none"}[combined(status["WBK"])]
