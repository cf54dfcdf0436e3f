"""Sets of answers for a workbook, typed into the cells of all its assessors, and figures about its minimums."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from cellwise import Sheets

from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import Question, Ruleset

Typed = list[tuple[str, int, int, object]]
"""Sheet, row and column, which count from 0, and what is typed there."""

RANDOM, BLANKS, GOOD = 34, 8, 4
_MINIMUM = re.compile(r"ROUND\(([A-Z]+)(\d+),9\)>=([A-Z]+)(\d+)")
_AROUND = (-0.001, 0, 0.001, -1.5, 0.3)
_MOST = 12


def sets_of(base: Sheets, seed: int = 7) -> list[Typed]:
    """Return 50 sets of answers, and after them what shows verdicts: figures just below, at and above the minimums."""
    rnd = random.Random(f"{base.name} {seed}")
    kinds = ["random"] * RANDOM + ["blanks"] * BLANKS + ["good"] * GOOD + ["lowest", "highest", "zero", "whole"]
    return [list(_typed(base, kind, rnd)) for kind in kinds] + list(_at_minimums(base))


def _typed(base: Sheets, kind: str, rnd: random.Random) -> Iterator[tuple[str, int, int, object]]:
    ruleset, form = load_ruleset(base.submission.worksheet.ruleset), base.submission.form
    for columns in form.assessors:
        values = dict(_answers(ruleset, kind, rnd))
        for code, row in form.rows.items():
            cell = (base.form, row + 1, columns.answer + 1)
            if code in values and cell not in base.formulas:
                yield base.form, row, columns.answer, values[code]


def _answers(ruleset: Ruleset, kind: str, rnd: random.Random) -> Iterator[tuple[str, object]]:
    counts: dict[str, int] = {}
    for question in ruleset.questions.values():
        counts |= _counts(question, counts, kind, rnd)
        yield question.code, _answer(ruleset, question, kind, rnd)
    yield from ((code, _kept(number, kind, rnd)) for code, number in counts.items())


def _kept(value: object, kind: str, rnd: random.Random) -> object:
    return None if kind == "blanks" and rnd.random() < 0.08 else value


def _answer(ruleset: Ruleset, question: Question, kind: str, rnd: random.Random) -> object:
    choices = sorted(ruleset.scales[question.scale].values.items(), key=lambda each: each[1])
    if not choices:
        top = 400 if question.scale == "nilai_0_4" else 100
        number = {"lowest": 0, "highest": top}.get(kind, rnd.randint(top // 4, top))
        return _kept(float(Fraction(number, 100)), kind, rnd)
    at = {"lowest": 0, "highest": len(choices) - 1}.get(kind, rnd.randrange(len(choices)))
    if kind == "good" and rnd.random() < 0.8:
        at = len(choices) - 1
    return _kept(choices[at][0], kind, rnd)


def _counts(question: Question, known: Mapping[str, int], kind: str, rnd: random.Random) -> dict[str, int]:
    """Return the counts of a ratio: none above the first, which is the whole, or above the sum of its groups."""
    found: dict[str, int] = {}
    groups = {key for row in question.inputs for key in row.sum_of}
    whole: int | None = None
    for key in groups:
        found[f"{question.code}.{key}"] = rnd.randint(1, 4)
    for row in question.inputs:
        code = f"{question.code}.{row.key}"
        if row.same_as:
            found[code] = known[row.same_as]
        elif row.sum_of:
            found[code] = sum(found[f"{question.code}.{key}"] for key in row.sum_of)
        elif row.key not in groups:
            found[code] = _part(whole, kind, rnd)
        whole = found[code] if whole is None else whole
    return found


def _part(whole: int | None, kind: str, rnd: random.Random) -> int:
    if whole is None:
        return 0 if kind == "zero" else rnd.randint(2, _MOST)
    return whole if kind in {"whole", "highest"} else 0 if kind == "lowest" else rnd.randint(0, whole)


def _at_minimums(base: Sheets) -> Iterator[Typed]:
    figures: dict[str, list[tuple[str, int, int, float]]] = {}
    for (sheet, _row, _column), formula in base.formulas.items():
        for column, row, minimum, place in _MINIMUM.findall(formula):
            value = base.constants.get((sheet, int(place), _number(minimum)))
            if isinstance(value, int | float):
                figures.setdefault(minimum, []).append((sheet, int(row) - 1, _number(column) - 1, float(value)))
    for minimums in figures.values():
        for around in _AROUND:
            yield [(sheet, row, column, value + around) for sheet, row, column, value in minimums]
        for low in sorted({row for _, row, _, _ in minimums}):
            yield [(sheet, row, column, value - 0.001 * (row == low)) for sheet, row, column, value in minimums]


def _number(letters: str) -> int:
    return ord(letters) - ord("A") + 1
