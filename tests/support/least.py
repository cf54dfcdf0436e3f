"""A second way to the least effort: exact, by dynamic programming, and written from the rules alone.

Questions add up to areas, areas to pengungkit, and so on, so the best points for every effort can
be built up from below with fractions. The values of answers come from the oracle; nothing comes
from the program.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from fractions import Fraction
from math import lcm

from tests.vectors.oracle import (
    AREA_SHARE,
    AREA_WEIGHTS,
    CHOICES,
    DECREASE,
    INDICATORS,
    POINTS,
    PREDICATES,
    QUESTIONS,
    REPORTS,
    SHARES,
    value_of,
    whole_of,
)
from worksheets.cases import Sheet

Front = dict[Fraction, int]
"""The most points that can be had at an effort, in whole parts of a point; only more points justify more effort."""

MADE, USED = "A.II.1.i.a", "A.II.1.i.b"
SURVEYS = {"B.I.a": "hasil-1-survey", "B.II.a": "hasil-2"}
SCALES = {code: scale for under in QUESTIONS.values() for code, scale in under.items()}
WORTH = {code: INDICATORS[i] / len(under) for i, under in QUESTIONS.items() for code in under}
ZERO, ONE = Fraction(0), Fraction(1)


def least(
    sheet: Sheet,
    target: str,
    *,
    cost: Callable[[str], Fraction] = lambda _code: ONE,
    fixed: Collection[str] = (),
    margin: Fraction = ZERO,
) -> tuple[int, Fraction] | None:
    """Return the least raise of the indexes in hundredths and the least effort after it; None if unreachable."""
    states = {code: list(ways) for code, ways in _options(sheet, cost, fixed)}
    for code in REPORTS:  # short of 100 %, they keep the unit from being proposed
        stands = value_of(code, SCALES[code], sheet.answers[code], sheet.counts)
        full = [way for way in states[code] if way[1] == WORTH[code]]
        states[code] = full if stands is not None and stands < 1 else [*states[code][:1], *full]
    if not all(states.values()):
        return None
    column = PREDICATES.index(target)
    minimum = {name: Fraction(points[column]) for name, (_nodes, *points) in POINTS.items()}
    minimum = {name: each + (ZERO if name in SURVEYS.values() else margin) for name, each in minimum.items()}
    minimum["hasil-1-performance"] = min(minimum["hasil-1-performance"], WORTH["B.I.b"])
    parts = lcm(*(points.denominator for ways in states.values() for _effort, points in ways), 16_000)
    options = {code: _front((effort, int(points * parts)) for effort, points in ways) for code, ways in states.items()}
    minimum = {name: each * parts for name, each in minimum.items()}
    areas: Front = {ZERO: 0}
    for number, weight in AREA_WEIGHTS.items():
        prefixes = (f"A.I.{number}.", f"A.II.{number}.")
        own = _sum(front for code, front in options.items() if code.startswith(prefixes))
        needed = min(Fraction(AREA_SHARE[column]) * weight + margin, Fraction(weight)) * parts
        areas = _both(areas, {effort: points for effort, points in own.items() if points >= needed})
    areas = {effort: points for effort, points in areas.items() if points >= minimum["pengungkit"]}
    performance = {e: p for e, p in options["B.I.b"].items() if p >= minimum["hasil-1-performance"]}
    if not areas or not performance:
        return None
    return _with_surveys(_surveys(sheet, fixed, parts), minimum, areas, performance)


def _surveys(sheet: Sheet, fixed: Collection[str], parts: int) -> list[list[int]]:
    """Return the points of each index with every raise, in hundredths, that is possible."""
    stands = {code: Fraction(str(sheet.answers[code] or 0)) for code in SURVEYS}
    rises = {code: range(1) if code in fixed else range(int((4 - stands[code]) * 100) + 1) for code in SURVEYS}
    return [
        [int((stands[code] + Fraction(rise, 100)) * WORTH[code] / 4 * parts) for rise in rises[code]]
        for code in SURVEYS
    ]


def _with_surveys(
    surveys: list[list[int]], minimum: Mapping[str, Fraction], areas: Front, performance: Front
) -> tuple[int, Fraction] | None:
    """Try raises of the two indexes, the smallest together first; of equal ones the effort decides."""
    ipak, ipkp = surveys
    best = max(areas.values()) + max(performance.values())
    for total in range(len(ipak) + len(ipkp) - 1):
        found = [
            effort + more
            for first in range(max(0, total - len(ipkp) + 1), min(total + 1, len(ipak)))
            if ipak[first] >= minimum["hasil-1-survey"]
            and ipkp[total - first] >= minimum["hasil-2"]
            and best + ipak[first] + ipkp[total - first] >= minimum["total"]
            for more, extra in performance.items()
            if ipak[first] + extra >= minimum["hasil-1"]
            for effort, points in areas.items()
            if points + extra + ipak[first] + ipkp[total - first] >= minimum["total"]
        ]
        if found:
            return total, min(found)
    return None


States = Iterable[tuple[Fraction, Fraction]]
"""What may be entered: effort, and points."""


def _options(sheet: Sheet, cost: Callable[[str], Fraction], fixed: Collection[str]) -> Iterator[tuple[str, States]]:
    """Yield what each question may come to; the two that share a count under the code of the first."""
    pair = _pair(sheet, cost, fixed)
    for code, scale in SCALES.items():
        stands = (value_of(code, scale, sheet.answers[code], sheet.counts) or ZERO) * WORTH[code]
        if code in SURVEYS or (pair and code == USED):
            continue
        if pair and code == MADE:
            yield code, pair
        elif code in fixed or (code in (MADE, USED) and pair is None):
            yield code, [(ZERO, stands)]
        else:
            yield code, [(ZERO, stands), *_states(code, scale, sheet, cost(code))]


def _states(code: str, scale: str, sheet: Sheet, cost: Fraction) -> Iterator[tuple[Fraction, Fraction]]:
    if scale in CHOICES:
        values = sorted(map(Fraction, CHOICES[scale].values()))
        stands = values.index(value_of(code, scale, sheet.answers[code], sheet.counts) or ZERO)
        yield from (((rank - stands) * cost, values[rank] * WORTH[code]) for rank in range(stands + 1, len(values)))
        return
    part_key, whole_key, *_zero = SHARES[code]
    part, whole = sheet.counts[f"{code}.{part_key}"], whole_of(code, whole_key, sheet.counts)
    if code == DECREASE:
        for less in range(1, part + 1) if part is not None and whole is not None else ():
            yield less * cost, _worth(code, sheet, {part_key: part - less})
    elif whole:
        for more in range(1, whole - (part or 0) + 1):
            yield more * cost, _worth(code, sheet, {part_key: (part or 0) + more})


def _pair(sheet: Sheet, cost: Callable[[str], Fraction], fixed: Collection[str]) -> States | None:
    """Return what the two questions on changes may come to together; None where they are not planned."""
    agents, made = (sheet.counts[f"{MADE}.{key}"] for key in ("jumlah_agen", "perubahan_dibuat"))
    again, used = (sheet.counts[f"{USED}.{key}"] for key in ("perubahan_dibuat", "perubahan_terintegrasi"))
    typed = all(count is None for count in (again, used)) and sheet.answers[USED] is not None
    if made != again and again is not None and (made is not None or (agents and MADE not in fixed)):
        return None
    may_make = MADE not in fixed and bool(agents) and (made or 0) < (agents or 0)
    may_use = USED not in fixed and not typed and (again is not None or used is None)
    if USED in fixed and again is not None:
        may_make = False
    stands = sum((_worth(code, sheet, {}) for code in (MADE, USED)), ZERO)
    states = [(ZERO, stands)]
    for more in range((agents or 0) - (made or 0) + 1 if may_make else 1):
        number = (made if made is not None else again or 0) + more
        first = _worth(MADE, sheet, {"perubahan_dibuat": number} if more else {})
        known = {"perubahan_dibuat": number} if again is not None and more else {}
        states.append((more * cost(MADE), first + _worth(USED, sheet, known)))
        if may_use and (made is not None or again is not None or more):
            states += [
                (
                    more * cost(MADE) + step * cost(USED),
                    first
                    + _worth(USED, sheet, {"perubahan_dibuat": number, "perubahan_terintegrasi": (used or 0) + step}),
                )
                for step in range(1, number - (used or 0) + 1)
            ]
    return states


def _worth(code: str, sheet: Sheet, counts: Mapping[str, int]) -> Fraction:
    changed = {**sheet.counts, **{f"{code}.{key}": number for key, number in counts.items()}}
    return (value_of(code, SCALES[code], sheet.answers[code], changed) or ZERO) * WORTH[code]


def _front(states: Iterable[tuple[Fraction, int]]) -> Front:
    found: Front = {}
    most = -1
    for effort, points in sorted(states, key=lambda state: (state[0], -state[1])):
        if points > most:
            found[Fraction(effort)] = most = points
    return found


def _sum(fronts: Iterable[Front]) -> Front:
    found: Front = {ZERO: 0}
    for front in fronts:
        found = _both(found, front)
    return found


def _both(one: Front, other: Front) -> Front:
    best: Front = {}
    for effort, points in one.items():
        for more, extra in other.items():
            if best.get(effort + more, -1) < points + extra:
                best[effort + more] = points + extra
    return _front(best.items())
