"""Kinds of faults in formulas: each makes another formula of one, or a number, or nothing where it does not fit."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial

from cellwise import RANGE, Target, closing

Bent = str | float | None
"""What is put in a cell: a formula, a number, or nothing; ``SAME`` where a kind does not fit."""

SAME = "="
Bend = Callable[[Target, random.Random], Bent]
_LIST = re.compile(r"SUM\(([^():]+(?:,[^():]+)+)\)")
_ADDED = re.compile(r"^=((?:'[^']+'!|\w+!)?[A-Z]+\d+)((?:\+(?:'[^']+'!|\w+!)?[A-Z]+\d+)+)$")
_OTHER_COLUMNS = {"K": "N", "N": "K", "R": "O", "O": "R", "L": "K", "E": "I", "I": "E", "F": "J", "J": "F", "C": "D"}
_VALUES = {"0.67": "0.7", "0.5": "0.6", "0.33": "0.3", "0.75": "0.7", "0.25": "0.2"}
_MET = '"Terpenuhi"'


def _body(target: Target) -> str:
    return target.formula.removeprefix("=")


def _one_of(texts: list[str], target: Target, rnd: random.Random) -> Bent:
    other = sorted({text for text in texts if text != target.formula})
    return rnd.choice(other) if other else SAME


def _range(first: int, last: int, target: Target, rnd: random.Random) -> Bent:
    texts = []
    for found in RANGE.finditer(target.formula):
        rows = int(found["first"]) + first, int(found["last"]) + last
        if 0 < rows[0] <= rows[1]:
            span = f"{found['column']}{rows[0]}:{found['end']}{rows[1]}"
            texts.append(target.formula[: found.start()] + span + target.formula[found.end() :])
    return _one_of(texts, target, rnd)


def _with_list(change: Callable[[list[str], random.Random], list[str]], target: Target, rnd: random.Random) -> Bent:
    """Change the addends of a sum, or of an addition."""
    if added := _ADDED.match(target.formula):
        return "=" + "+".join(change(_body(target).split("+"), rnd)) if added else SAME
    if not (found := _LIST.search(target.formula)):
        return SAME
    addends = ",".join(change(found[1].split(","), rnd))
    return f"{target.formula[: found.start(1)]}{addends}{target.formula[found.end(1) :]}"


def _dropped(addends: list[str], rnd: random.Random) -> list[str]:
    gone = rnd.randrange(len(addends))
    return [each for n, each in enumerate(addends) if n != gone]


def _twice(addends: list[str], rnd: random.Random) -> list[str]:
    return [*addends, rnd.choice(addends)]


def _named_twice(addends: list[str], rnd: random.Random) -> list[str]:
    one, other = rnd.sample(range(len(addends)), 2)
    return [addends[other] if n == one else each for n, each in enumerate(addends)]


def _moved(found: re.Match[str], target: Target, *, rows: int = 0, column: str = "") -> str:
    """Return a formula with one of its cells moved."""
    row = int(found["row"].strip("$")) + rows
    letters = column or found["column"]
    name = f"{found['sheet'] or ''}{letters}{'$' if '$' in found['row'] else ''}{max(1, row)}"
    return target.formula[: found.start()] + name + target.formula[found.end() :]


def _row(columns: str, target: Target, rnd: random.Random) -> Bent:
    cells = [each for each in target.lone if not columns or each["column"].strip("$") in columns.split()]
    return _one_of([_moved(each, target, rows=n) for each in cells for n in (-1, 1)], target, rnd)


def _neighbour(target: Target, rnd: random.Random) -> Bent:
    """Name a neighbour's row, everywhere where the same cell is named."""
    cells = {each["column"] + each["row"] for each in target.lone if each["column"] != "H"}
    texts = []
    for name in sorted(cells):
        column, row = re.fullmatch(r"(\D+)(\d+)", name.replace("$", "")).groups()  # type: ignore[union-attr]
        moved = f"{column}{int(row) + rnd.choice((-1, 1, 2))}"
        texts.append(re.sub(rf"(?<![A-Z$]){re.escape(name)}(?!\d)", moved, target.formula))
    return _one_of(texts, target, rnd)


def _column(target: Target, rnd: random.Random) -> Bent:
    """Name another column, everywhere where the same is named."""
    columns = sorted({each["column"] for each in target.references} & set(_OTHER_COLUMNS))
    if not columns:
        return SAME
    column = rnd.choice(columns)
    return re.sub(rf"(?<![A-Z$]){column}(\d+)", rf"{_OTHER_COLUMNS[column]}\1", target.formula)


def _replaced(pattern: str, change: Callable[[re.Match[str]], str], target: Target, rnd: random.Random) -> Bent:
    """Change one of the places that a pattern finds."""
    texts = [
        target.formula[: each.start()] + change(each) + target.formula[each.end() :]
        for each in re.finditer(pattern, target.formula)
    ]
    return _one_of(texts, target, rnd)


def _weight_typed(target: Target, rnd: random.Random) -> Bent:
    return _replaced(r"(?<![A-Z(,])H\d+", lambda _: rnd.choice(("1.25", "1.5", "2", "0.75", "4.5")), target, rnd)


def _constant(target: Target, _rnd: random.Random) -> Bent:
    is_number = isinstance(target.saved, int | float) and not isinstance(target.saved, bool)
    return float(target.saved) if is_number else SAME  # type: ignore[arg-type]  # as asked


def _text(target: Target, _rnd: random.Random) -> Bent:
    """Type a verdict over its formula."""
    return target.saved if isinstance(target.saved, str) and "Terpenuhi" in target.formula else SAME


def _around(template: str, target: Target, _rnd: random.Random) -> Bent:
    return SAME if "Terpenuhi" in target.formula else template.format(_body(target))


def _letters(target: Target, rnd: random.Random) -> Bent:
    letters = sorted(set(re.findall(r'="([A-E])"', target.formula)))
    if len(letters) < 2:
        return SAME
    one, other = rnd.sample(letters, 2)
    swapped = {one: other, other: one}
    return re.sub(r'="([A-E])"', lambda found: f'="{swapped.get(found[1], found[1])}"', target.formula)


def _condition(target: Target, rnd: random.Random) -> Bent:
    """Leave a choice out: what would follow it stands in its place."""
    texts = []
    for found in re.finditer(r'IF\((?:UPPER\(TRIM\(\w+\)\)|\w+)="\w+",[\d.]+,', target.formula):
        end = closing(target.formula, found.end())
        texts.append(target.formula[: found.start()] + target.formula[found.end() : end] + target.formula[end + 1 :])
    return _one_of(texts, target, rnd)


def _upside(target: Target, rnd: random.Random) -> Bent:
    return _replaced(r"(?<![A-Z(])([A-Z]+\d+)/([A-Z]+\d+)", lambda each: f"{each[2]}/{each[1]}", target, rnd)


def _by_another(target: Target, rnd: random.Random) -> Bent:
    return _replaced(r"(?<=/)([A-Z]+)(\d+)", lambda each: f"{each[1]}{int(each[2]) + rnd.choice((1, 2))}", target, rnd)


def _always(target: Target, _rnd: random.Random) -> Bent:
    return target.formula.replace('"Belum")', f"{_MET})") if _MET in target.formula else SAME


def _verdict(pattern: str, change: Callable[[re.Match[str]], str], target: Target, rnd: random.Random) -> Bent:
    return _replaced(pattern, change, target, rnd) if _MET in target.formula else SAME


def _hidden(target: Target, _rnd: random.Random) -> Bent:
    """Hide an error: of a text in place of the weight."""
    text = re.sub(r"(?<=[*/])H(\d+)", r"B\1", target.formula)
    return f"=IFERROR({text.removeprefix('=')},0)" if text != target.formula else SAME


def _figure(target: Target, rnd: random.Random) -> Bent:
    """Read a neighbour's figure."""
    return _verdict(
        r"(?<=ROUND\()([A-Z])(\d+)", lambda each: f"{each[1]}{int(each[2]) + rnd.choice((-1, 1))}", target, rnd
    )


def _minimum(target: Target, rnd: random.Random) -> Bent:
    return _verdict(
        r"(?<=>=)[A-Z]\d+",
        lambda each: rnd.choice((f"{each[0]}*0.9", f"{each[0]}+0.25", f"{each[0]}-0.5")),
        target,
        rnd,
    )


KINDS: dict[str, Bend] = {
    "range a row short": partial(_range, 0, -1),
    "range from a later row": partial(_range, 1, 0),
    "range a row long": partial(_range, 0, 1),
    "range shifted": partial(_range, 1, 1),
    "addend dropped": partial(_with_list, _dropped),
    "addend added twice": partial(_with_list, _twice),
    "addend named twice": partial(_with_list, _named_twice),
    "a neighbour's row": _neighbour,
    "another column": _column,
    "another weight": partial(_row, "H B"),
    "divisor off by one": partial(
        _replaced, r"(?<=/)\d(?=\*)", lambda each: str(int(each[0]) + 1 if int(each[0]) < 3 else int(each[0]) - 1)
    ),
    "weight typed": _weight_typed,
    "number over a formula": _constant,
    "verdict over a formula": _text,
    "formula deleted": lambda _target, _rnd: None,
    "mean for sum": partial(_replaced, r"AVERAGE\(", lambda _: "SUM("),
    "sum for mean": partial(_replaced, r"SUM\((?=[^)]*,)", lambda _: "AVERAGE("),
    "divisor dropped": partial(_replaced, r"/\d(?=\*)", lambda _: ""),
    "largest for sum": partial(_replaced, r"(SUM|AVERAGE)\((?=[^)]*[,:])", lambda _: "MAX("),
    "count for sum": partial(_replaced, r"SUM\(", lambda _: "COUNT("),
    "rounded to none": partial(_around, "=ROUND({},0)"),
    "rounded to one": partial(_around, "=ROUND({},1)"),
    "rounded to two": partial(_around, "=ROUND({},2)"),
    "capped above": partial(_around, "=MIN(0.8,{})"),
    "capped below": partial(_around, "=MAX(0.2,{})"),
    "sign": partial(_around, "=-({})"),
    "times hundred": partial(_around, "=({})*100"),
    "a cent more": partial(_around, "={}+0.01"),
    "a hundredth less": partial(_around, "=({})*0.99"),
    "value of a choice": partial(_replaced, r"(?<=,)0\.(67|5|33|75|25)(?=,)", lambda each: _VALUES[each[0]]),
    "letters swapped": _letters,
    "condition dropped": _condition,
    "else is full": partial(_replaced, r",0\)(?=\))", lambda _: ",1)"),
    "comparison turned": partial(_replaced, r'>=|(?<!<)>|<(?![>=])|="(?=[A-Z])', lambda each: _turned(each[0])),
    "ratio upside down": _upside,
    "ratio over another count": _by_another,
    "part and whole swapped": partial(_replaced, r"\(([A-Z]+\d+)-([A-Z]+\d+)\)", lambda each: f"({each[2]}-{each[1]})"),
    "another minimum": _minimum,
    "above for at least": partial(_verdict, ">=", lambda _: ">"),
    "always met": _always,
    "verdict of a neighbour": _figure,
    "one minimum fewer": partial(_verdict, r"(?<=\)=)\d+", lambda each: str(int(each[0]) - 1)),
    "figure rounded": partial(_verdict, r"(?<=,)9(?=\))", lambda _: "0"),
    "summary of a neighbour": partial(_replaced, r"(?<=!)([A-Z])(\d+)", lambda each: f"{each[1]}{int(each[2]) + 1}"),
    "summary of another column": partial(
        _replaced, r"(?<=!)([ORLH])(\d+)", lambda each: {"O": "P", "R": "S", "L": "H", "H": "L"}[each[1]] + each[2]
    ),
    "error hidden": _hidden,
}


def _turned(operator: str) -> str:
    return {">=": "<=", ">": "<", "<": ">"}.get(operator, '<>"')
