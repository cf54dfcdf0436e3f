"""Kinds of harmless rewriting: each makes another formula that computes the same, or nothing where it does not fit."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from cellwise import RANGE, REFERENCE, Target, closing


@dataclass(frozen=True)
class Rewritten:
    """A formula in place of another, a name that it takes, and whether a free cell computes it that the cell reads."""

    formula: str
    names: Mapping[str, str] = field(default_factory=dict)
    is_helped: bool = False


Rewrite = Callable[[Target, random.Random], Rewritten | None]
_LIST = re.compile(r"SUM\(([^():]+(?:,[^():]+)*)\)")
_CHOICE = re.compile(r'(?P<cell>UPPER\(TRIM\([A-Z]+\d+\)\))="(?P<letter>\w+)",(?P<value>[\d.]+)')
_NESTED = re.compile(r"IF\((?=UPPER\(TRIM)")
_VERDICT = re.compile(r'^=IF\((?P<blank>[^,]+),"Belum diisi",IF\((?P<met>.+),"Terpenuhi","Belum"\)\)$')


def _text(change: Callable[[str], str], target: Target, _rnd: random.Random) -> Rewritten | None:
    """Change a formula as a text, if that changes it."""
    formula = change(target.formula)
    return Rewritten(formula) if formula != target.formula else None


def _around(template: str, target: Target, _rnd: random.Random) -> Rewritten | None:
    is_text = "Terpenuhi" in target.formula or '""' in target.formula or "Blm" in target.formula
    return None if is_text else Rewritten(template.format(target.formula.removeprefix("=")))


def _spread(found: re.Match[str]) -> list[str]:
    first, last = int(found["first"]), int(found["last"])
    return [f"{found['column'].strip('$')}{row}" for row in range(first, last + 1)]


def _gathered(formula: str) -> str:
    """Name a range for addends that are in a row."""

    def range_(found: re.Match[str]) -> str:
        cells = [REFERENCE.fullmatch(each) for each in found[1].split(",")]
        if len(cells) < 2 or any(each is None or each["sheet"] for each in cells):
            return found[0]
        rows = [int(each["row"]) for each in cells if each]
        is_row = rows == list(range(rows[0], rows[0] + len(rows)))
        return f"SUM({found[1].split(',')[0]}:{found[1].split(',')[-1]})" if is_row else found[0]

    return _LIST.sub(range_, formula)


def _listed(formula: str) -> str:
    """Name the cells of a range that is all that is added."""
    return re.sub(rf"(?<=SUM\(|AGE\(){RANGE.pattern}(?=\))", lambda found: ",".join(_spread(found)), formula)


def _added(formula: str) -> str:
    return _LIST.sub(lambda found: f"({'+'.join(found[1].split(','))})", formula)


def _reversed(formula: str) -> str:
    return _LIST.sub(lambda found: f"SUM({','.join(reversed(found[1].split(',')))})", formula)


def _split(formula: str) -> str:
    def two(found: re.Match[str]) -> str:
        first, *rest = found[1].split(",")
        return f"(SUM({first})+SUM({','.join(rest)}))" if rest else found[0]

    return _LIST.sub(two, formula)


def _choices(template: Callable[[str, list[tuple[str, str]]], str], formula: str) -> str:
    """Choose the value of a letter otherwise."""
    if not (found := _NESTED.search(formula)):
        return formula
    end = closing(formula, found.end())
    choices = _CHOICE.findall(formula[found.start() : end])
    inner = template(choices[0][0], [(letter, value) for _, letter, value in choices])
    return formula[: found.start()] + inner + formula[end + 1 :]


def _ifs(cell: str, choices: list[tuple[str, str]]) -> str:
    return f"_xlfn.IFS({''.join(f'{cell}={_quoted(letter)},{value},' for letter, value in choices)}TRUE,0)"


def _switch(cell: str, choices: list[tuple[str, str]]) -> str:
    return f"_xlfn.SWITCH({cell},{''.join(f'{_quoted(letter)},{value},' for letter, value in choices)}0)"


def _match(cell: str, choices: list[tuple[str, str]]) -> str:
    return f"MATCH({cell},{{{','.join(_quoted(letter) for letter, _ in choices)}}},0)"


def _choose(cell: str, choices: list[tuple[str, str]]) -> str:
    return f"IFERROR(CHOOSE({_match(cell, choices)},{','.join(value for _, value in choices)}),0)"


def _index(cell: str, choices: list[tuple[str, str]]) -> str:
    return f"IFERROR(INDEX({{{','.join(value for _, value in choices)}}},{_match(cell, choices)}),0)"


def _lookup(cell: str, choices: list[tuple[str, str]]) -> str:
    table = ";".join(f"{_quoted(letter)},{value}" for letter, value in choices)
    return f"IFERROR(VLOOKUP({cell},{{{table}}},2,FALSE),0)"


def _truths(cell: str, choices: list[tuple[str, str]]) -> str:
    return f"({'+'.join(f'({cell}={_quoted(letter)})*{value}' for letter, value in choices)})"


def _let(cell: str, choices: list[tuple[str, str]]) -> str:
    nested = "0"
    for letter, value in reversed(choices):
        nested = f"IF(_xlpm.x={_quoted(letter)},{value},{nested})"
    return f"_xlfn.LET(_xlpm.x,{cell},{nested})"


def _quoted(text: str) -> str:
    return f'"{text}"'


def _verdict(change: Callable[[str, str], str], target: Target, _rnd: random.Random) -> Rewritten | None:
    found = _VERDICT.match(target.formula)
    return Rewritten(change(found["blank"], found["met"])) if found else None


def _each_met(formula: str) -> str:
    def all_(found: re.Match[str]) -> str:
        cells = _spread(RANGE.match(found[1]))  # type: ignore[arg-type]  # found above
        met = ",".join(f'{cell}="Terpenuhi"' for cell in cells)
        return f"AND({met})" if int(found[2]) == len(cells) else found[0]

    return re.sub(r'COUNTIF\(([A-Z]+\d+:[A-Z]+\d+),"Terpenuhi"\)=(\d+)', all_, formula)


def _named(columns: str, target: Target, rnd: random.Random) -> Rewritten | None:
    """Give a cell a name."""
    cells = [each for each in target.lone if not each["sheet"] and each["column"].strip("$") in columns.split()]
    if not cells:
        return None
    found = rnd.choice(cells)
    column, row = found["column"].strip("$"), found["row"].strip("$")
    name = f"nama_{column}_{row}"
    formula = target.formula[: found.start()] + name + target.formula[found.end() :]
    return Rewritten(formula, {name: f"'{target.sheet}'!${column}${row}"})


def _helped(target: Target, _rnd: random.Random) -> Rewritten:
    return Rewritten(target.formula, is_helped=True)


def _anchored(target: Target) -> str:
    text = target.formula
    for found in reversed(target.references):
        name = f"{found['sheet'] or ''}${found['column'].strip('$')}${found['row'].strip('$')}"
        text = text[: found.start()] + name + text[found.end() :]
    return text


def _qualified(target: Target) -> str:
    text = target.formula
    for found in reversed(target.lone):
        if not found["sheet"]:
            text = text[: found.start()] + f"'{target.sheet}'!" + text[found.start() :]
    return text


def _of(change: Callable[[Target], str], target: Target, rnd: random.Random) -> Rewritten | None:
    return _text(lambda _: change(target), target, rnd)


def _sub(pattern: str, replacement: str, target: Target, rnd: random.Random) -> Rewritten | None:
    return _text(lambda formula: re.sub(pattern, replacement, formula), target, rnd)


KINDS: dict[str, Rewrite] = {
    "addition for SUM": partial(_text, _added),
    "addends reversed": partial(_text, _reversed),
    "sum in two": partial(_text, _split),
    "range for addends": partial(_text, _gathered),
    "addends for a range": partial(_text, _listed),
    "SUM for addition": partial(_sub, r"^=((?:'[^']+'!)?[A-Z]+\d+)\+((?:'[^']+'!)?[A-Z]+\d+)$", r"=SUM(\1,\2)"),
    "weight first": partial(_sub, r"^=(.+)\*(H\d+)$", r"=\2*\1"),
    "weight first in mean": partial(_sub, r"^=(SUM\(.+\))/(\d)\*(H\d+)$", r"=\3*\1/\2"),
    "mean by SUM": partial(_sub, r"AVERAGE\(([^()]+)\)", r"(SUM(\1)/COUNT(\1))"),
    "AVERAGE for SUM": partial(_sub, r"SUM\(([^():]+)\)/[2-9](?=\*)", r"AVERAGE(\1)"),
    "IFS": partial(_text, partial(_choices, _ifs)),
    "SWITCH": partial(_text, partial(_choices, _switch)),
    "CHOOSE and MATCH": partial(_text, partial(_choices, _choose)),
    "INDEX and MATCH": partial(_text, partial(_choices, _index)),
    "VLOOKUP": partial(_text, partial(_choices, _lookup)),
    "truths multiplied": partial(_text, partial(_choices, _truths)),
    "LET": partial(_text, partial(_choices, _let)),
    "a name for a weight": partial(_named, "H B"),
    "a name for a cell": partial(_named, "R O K N L E F I J"),
    "helper cell": _helped,
    "IFERROR around": partial(_around, '=IFERROR({},"")'),
    "ROUND to 12": partial(_around, "=ROUND({},12)"),
    "brackets": partial(_around, "=(({}))"),
    "times one": partial(_around, "=({})*1"),
    "N()": partial(_around, "=N({})"),
    "--": partial(_around, "=--({})"),
    "plus nothing": partial(_around, "=0+{}"),
    "anchored": partial(_of, _anchored),
    "own sheet named": partial(_of, _qualified),
    "sheet in quotes": partial(_sub, r"(?<![\w'])([A-Z][a-z]+)!", r"'\1'!"),
    "TRIM of UPPER": partial(_sub, r"UPPER\(TRIM\((\w+)\)\)", r"TRIM(UPPER(\1))"),
    "UPPER and TRIM": partial(_sub, r"(?<=IF\()(K\d+)=\"([A-E])\"", r'UPPER(TRIM(\1))="\2"'),
    "per cent": partial(_sub, r"(?<=,)0\.(\d\d)(?=,)", r"\1%"),
    "divided by percent": partial(_sub, r"(?<=,)0\.5(?=,)", "(1/2)"),
    "ISBLANK": partial(_sub, r'(K\d+)=""', r"ISBLANK(\1)"),
    "LEN is 0": partial(_sub, r'(K\d+)=""', r"LEN(\1)=0"),
    "not below": partial(_sub, r"(ROUND\(\w+,9\))>=(\w+)", r"NOT(\1<\2)"),
    "minimum first": partial(_sub, r"(ROUND\(\w+,9\))>=(\w+)", r"\2<=\1"),
    "verdict turned": partial(
        _verdict, lambda blank, met: f'=IF({blank},"Belum diisi",IF(NOT({met}),"Belum","Terpenuhi"))'
    ),
    "verdict by AND": partial(
        _verdict, lambda blank, met: f'=IF(AND(NOT({blank}),{met}),"Terpenuhi",IF({blank},"Belum diisi","Belum"))'
    ),
    "verdict by OR": partial(
        _verdict, lambda blank, met: f'=IF(OR({blank}),"Belum diisi",IF(OR({met},FALSE),"Terpenuhi","Belum"))'
    ),
    "each is met": partial(_text, _each_met),
    "cap turned": partial(_sub, r"MAX\(0,MIN\(1,([^()]+)\)\)", r"MIN(1,MAX(0,\1))"),
    "share guarded": partial(_sub, r"^=([A-Z]\d+)/([A-Z]\d+)$", r"=IF(\2=0,0,\1/\2)"),
    "share by reciprocal": partial(_sub, r"^=([A-Z]\d+)/([A-Z]\d+)$", r"=\1*(1/\2)"),
    "small letters": partial(
        _text, lambda formula: re.sub(r"\b(SUM|IF|AVERAGE|ROUND)\(", lambda each: each[0].lower(), formula)
    ),
    "blanks between": partial(_text, lambda formula: formula.replace(",", ", ").replace("*", " * ")),
}
