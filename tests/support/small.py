"""Small rulesets with random answers, on which every combination of answers can be scored.

What a unit may do is written down here once more, question by question, and nothing of the
program's planning is used.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from conftest import RULESET

from zi_score.evaluation.scoring import score
from zi_score.evaluation.verdict import predicates
from zi_score.law.ratio import Ratio, ZeroWhole
from zi_score.law.ruleset import Area, Criterion, Indicator, Input, Question, Ruleset, Scale, Section
from zi_score.law.whole import faults_of
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Place, Source, Unit, Worksheet

Values = dict[str, str | Fraction | None]
ABC, YES = ("C", "B", "A"), ("Tidak", "Ya")
HUNDREDTH = Fraction(1, 100)
KINDS = ("share", "split", "groups", "decrease", "pair", "rate", "limit", "half", "decimals", "rates")
"""Kinds of counts; ``rate`` and those after it have rates of full marks and of nothing of their own, or decimals."""

_RATES: dict[str, dict[str, Fraction]] = {
    "rate": {"full_at": Fraction(3, 2)},
    "limit": {"full_at": Fraction(1, 5), "zero_at": Fraction(9, 10)},
    "half": {"full_at": Fraction(1, 2), "zero_at": Fraction(-1, 4)},
    "rates": {"full_at": Fraction(5, 4), "zero_at": Fraction(1, 4)},
}
_FALLING = ("decrease", "limit", "half")


@dataclass(frozen=True)
class Way:
    """Something that may be entered: the answers, effort in steps, raise of an index in hundredths.

    ``changed`` are the questions that change; an index is one too, though no work of the unit.
    """

    answers: Values
    steps: Mapping[str, int | Fraction] = field(default_factory=dict)
    raised: int = 0
    changed: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Small:
    """A ruleset of five or six questions, answers to it, and all that may be entered in each block."""

    ruleset: Ruleset
    answers: Values
    ways: tuple[tuple[Way, ...], ...]

    @property
    def sheet(self) -> AnswerSheet:
        """The answers as if they had been read."""
        return AnswerSheet(assessor=Assessor.UNIT, answers=read(self.answers))

    @property
    def worksheet(self) -> Worksheet:
        """The worksheet that they stand in."""
        source = Source(path="small.xlsx", sheet="LKE", layout="jawaban")
        return Worksheet(source=source, unit=Unit(), ruleset=self.ruleset.id, sheets=(self.sheet,))

    def combinations(self, fixed: Collection[str] = (), limit: int | None = None) -> list[tuple[Way, ...]]:
        """Return all combinations with at most so many changed questions, the one to be preferred first."""
        allowed = [[way for way in ways if way.changed.isdisjoint(fixed)] for ways in self.ways]
        every = [ways for ways in product(*allowed) if limit is None or _changed(ways) <= limit]
        return sorted(every, key=lambda ways: (sum(way.raised for way in ways), effort(ways)))

    def unmet(self, ways: Sequence[Way]) -> dict[str, Fraction]:
        """Return the criteria that the real scoring finds not met, and the points missing."""
        answers = self.answers | {key: value for way in ways for key, value in way.answers.items()}
        (result,) = predicates(self.ruleset, score(self.ruleset, read(answers)), {})
        return {each.id: -(each.gap or Fraction()) for each in result.criteria if (each.gap or 0) < 0}


def effort(ways: Sequence[Way]) -> int | Fraction:
    """Return the steps of several ways together."""
    return sum(sum(way.steps.values()) for way in ways)


def _changed(ways: Sequence[Way]) -> int:
    return len(frozenset[str]().union(*(way.changed for way in ways)) - {"B.a"})


def read(values: Values) -> dict[str, Answer]:
    """Return answers as they are read from cells."""
    return {
        code: Answer(place=Place("LKE", f"K{row}"), typed="" if value is None else str(value), value=value)
        for row, (code, value) in enumerate(values.items(), start=1)
    }


def small(seed: int, *, is_crossing: bool = False) -> Small:
    """Return the instance of a seed; its criteria lie inside each other, or some across others."""
    rnd = random.Random(seed)
    kind = rnd.choice(KINDS)
    weights = [Fraction(rnd.randint(5, 30)) for _part in range(3)]
    ruleset = _ruleset(rnd, kind, [*weights, 100 - sum(weights)], is_crossing=is_crossing)
    blocks = [*_choices(rnd), _index(rnd, ruleset), _counts(rnd, kind)]
    answers = {code: value for begun, _ways in blocks for code, value in begun.items()}
    return Small(ruleset, answers, tuple(ways for _begun, ways in blocks))


def _ruleset(rnd: random.Random, kind: str, weights: Sequence[Fraction], *, is_crossing: bool) -> Ruleset:
    def minimum(most: Fraction) -> dict[str, Fraction]:
        return {"WBK": Fraction(rnd.randint(*rnd.choice([(5, 40), (40, 100)])), 100) * most}

    first, second, index, last = weights
    sections = {"A": first + second, "A.1": first, "A.2": second, "B": index + last}
    indicators = {
        "A.1.i": (first, (_question("A.1.i.a", "abc"), _question("A.1.i.b", "ya_tidak"))),
        "A.2.i": (second, tuple(_ratios(kind))),
        "B.a": (index, (_question("B.a", "index"),)),
        "B.b": (last, (_question("B.b", "abc"),)),
    }
    scale = Scale(kind="number", highest=Fraction(3, 100), external=True, printed=("Indeks",), source="survey")
    made = Ruleset.model_validate(
        {name: getattr(RULESET, name) for name in Ruleset.model_fields}
        | {
            "id": f"small-{rnd.random()}",  # what is derived from a ruleset is kept by its id
            "predicates": ("WBK",),
            "scales": {**RULESET.scales, "index": scale},
            "areas": (Area(number=1, sections=("A.1",)), Area(number=2, sections=("A.2",))),
            "criteria": (
                *(_crossing(minimum, weights) if is_crossing else ()),
                _criterion("total", minimum(Fraction(100)), nodes=("A", "B")),
                _criterion("area-1", minimum(Fraction(1)), area=1),
                _criterion("area-2", minimum(Fraction(1)), area=2),
                _criterion("hasil", minimum(index + last), nodes=("B",)),
            ),
            "requirements": (),
            "waiver": None,
            "kawasan": None,
            "sections": tuple(Section(code=c, name=c, weight=w, source="lke") for c, w in sections.items()),
            "indicators": tuple(
                Indicator(code=code, name=code, weight=weight, questions=questions, source="lke")
                for code, (weight, questions) in indicators.items()
            ),
        }
    )
    assert not list(faults_of(made))
    return made


def _crossing(minimum: Callable[[Fraction], dict[str, Fraction]], weights: Sequence[Fraction]) -> Iterator[Criterion]:
    """Yield a criterion across an area and hasil, and one that counts an area twice."""
    first, second, index, last = weights
    yield _criterion("across", minimum(second + index + last), nodes=("A.2", "B"))
    yield _criterion("twice", minimum(2 * first + second), nodes=("A", "A.1"))


def _criterion(
    name: str, minimum: dict[str, Fraction], *, nodes: tuple[str, ...] = (), area: int | None = None
) -> Criterion:
    measure = "score" if area is None else "share"
    return Criterion(id=name, label=name, measure=measure, nodes=nodes, area=area, minimum=minimum, source="minimum")


def _question(code: str, scale: str) -> Question:
    return Question(code=code, marker=code[-1], label=code, scale=scale, source="lke")


def _ratios(kind: str) -> Iterator[Question]:
    keys = {
        "share": ("whole", "part"),
        "split": ("whole", "rest", "part"),
        "groups": ("whole", "one", "two", "part"),
    }.get(kind, ("whole", "part"))
    yield _ratio("A.2.i.a", keys, kind)
    if kind in {"pair", "rates"}:
        yield _ratio("A.2.i.b", ("whole", "part"), kind, same_as="A.2.i.a.part")


def _ratio(code: str, keys: Sequence[str], kind: str, same_as: str | None = None) -> Question:
    rows = {key: Input(key=key, label=key, source="lke") for key in keys}
    if kind == "split":
        rows["whole"] = rows["whole"].model_copy(update={"splits_into": ("rest", "part")})
    if kind == "groups":
        rows["whole"] = rows["whole"].model_copy(update={"sum_of": ("one", "two")})
    if same_as:
        rows["whole"] = rows["whole"].model_copy(update={"same_as": same_as})
    zero = ZeroWhole(zero_part=Fraction(1), some_part=Fraction(), source="convention")
    if kind == "decimals":
        rows = {key: row.model_copy(update={"decimals": True}) for key, row in rows.items()}
    ratio = Ratio(
        kind="decrease" if kind in {"decrease", "half"} else "share",
        part="part",
        whole="whole",
        zero_whole=zero,
        source="form",
        **_RATES.get(kind, {}),
    )
    return _question(code, "persen").model_copy(update={"inputs": tuple(rows.values()), "ratio": ratio})


Block = tuple[Values, tuple[Way, ...]]


def _choices(rnd: random.Random) -> Iterator[Block]:
    for code, levels in (("A.1.i.a", ABC), ("A.1.i.b", YES), ("B.b", ABC)):
        stands = rnd.choice([None, *levels])
        rank = levels.index(stands) if stands else 0
        better = [
            Way({code: levels[to]}, {code: to - rank}, changed=frozenset({code})) for to in range(rank + 1, len(levels))
        ]
        yield {code: stands}, (Way({}), *better)


def _index(rnd: random.Random, ruleset: Ruleset) -> Block:
    highest = int((ruleset.scales["index"].highest or 0) * 100)
    stands = rnd.choice([None, *range(highest + 1)])
    ways = [
        Way({"B.a": to * HUNDREDTH}, raised=to - (stands or 0), changed=frozenset({"B.a"}))
        for to in range((stands or 0) + 1, highest + 1)
    ]
    return {"B.a": None if stands is None else stands * HUNDREDTH}, (Way({}), *ways)


def _counts(rnd: random.Random, kind: str) -> Block:
    code, whole = "A.2.i.a", rnd.randint(1, 4)
    part = rnd.randint(0, whole)
    if kind == "pair":
        return _pair(rnd, whole, part)
    if kind == "rates":
        return _pair(rnd, whole, part, beyond=2)
    if kind == "decimals":
        return _decimals(rnd, whole)
    begun = {f"{code}.whole": Fraction(whole), f"{code}.part": Fraction(part)}
    if kind == "split":
        begun[f"{code}.rest"] = Fraction(whole - part)
    if kind == "groups":
        one = rnd.randint(0, whole)
        begun |= {f"{code}.whole": None, f"{code}.one": Fraction(one), f"{code}.two": Fraction(whole - one)}
    ways = [Way({})]
    for step in range(1, (part if kind in _FALLING else 2 * whole - part if kind == "rate" else whole - part) + 1):
        answers: Values = {f"{code}.part": Fraction(part - step if kind in _FALLING else part + step)}
        if kind == "split":
            answers[f"{code}.rest"] = Fraction(whole - part - step)
        ways.append(Way(answers, {code: step}, changed=frozenset({code})))
    return dict(begun), tuple(ways)


def _decimals(rnd: random.Random, units: int) -> Block:
    """Return counts in quarters: whole units on, or all that is left where that is less."""
    code, whole = "A.2.i.a", units + Fraction(rnd.randint(0, 3), 4)
    part = Fraction(rnd.randint(0, int(4 * whole)), 4)
    steps = [*map(Fraction, range(1, math.floor(whole - part) + 1)), whole - part]
    ways = [Way({f"{code}.part": part + step}, {code: step}, changed=frozenset({code})) for step in steps if step]
    return {f"{code}.whole": whole, f"{code}.part": part}, (Way({}), *ways)


def _pair(rnd: random.Random, agents: int, made: int, beyond: int = 1) -> Block:
    """Return a pair whose parts may be so many times their wholes."""
    one, two = "A.2.i.a", "A.2.i.b"
    used = rnd.randint(0, made)
    begun = {f"{one}.whole": agents, f"{one}.part": made, f"{two}.whole": made, f"{two}.part": used}
    ways = []
    for number in range(made, beyond * agents + 1):
        for step in range(beyond * number - used + 1):
            answers = {f"{one}.part": number, f"{two}.whole": number, f"{two}.part": used + step}
            changed = {one} if number > made else set()
            changed |= {two} if number > made or step else set()
            new: Values = {key: Fraction(value) for key, value in answers.items()}
            ways.append(Way(new, {one: number - made, two: step}, changed=frozenset(changed)))
    return {key: Fraction(value) for key, value in begun.items()}, tuple(ways)
