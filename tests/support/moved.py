"""Workbooks whose answers slipped, went away or became formulas: a score that changes by that never changes in silence.

``python tests/script.py moved FIRST LAST`` tries the workbooks of these numbers and prints what was wrong with any.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache

from bases import ASSESSED, FOREIGN, LKE_ZI, SEEDS, TEMPLATE, Base, base_of
from formats import changed
from openpyxl.utils import column_index_from_string, get_column_letter
from spreadsheet import Sheet

from zi_score import evaluate
from zi_score.evaluation.result import Evaluation
from zi_score.model.findings import Unreadable

SORTS = (LKE_ZI, TEMPLATE, ASSESSED, FOREIGN)
PATH = "Balai Contoh 2026.xlsx"
ORDER = '<calcPr calcId="124519" fullCalcOnLoad="1"/></workbook>'
Change = Callable[[Base, random.Random], bytes]
CHANGES: dict[str, tuple[Change, bool]] = {}


def kind(*, is_harmless: bool = False) -> Callable[[Change], Change]:
    """Return what adds a function to the kinds of change; after a harmless one everything means what it did."""

    def add(change: Change) -> Change:
        CHANGES[change.__name__.replace("_", "-")] = (change, is_harmless)
        return change

    return add


def typed(base: Base) -> list[str]:
    """Return the codes whose answers somebody typed."""
    values = {code: base.get("answer", code) for code in base.rows if not code.startswith("TOTAL")}
    asked = {*base.answers.answers, *base.answers.counts}
    return [c for c, v in values.items() if c in asked and v is not None and not str(v).startswith("=")]


def some(base: Base, rng: random.Random) -> list[str]:
    """Return one, a few or all of these."""
    codes = typed(base)
    return rng.sample(codes, min(len(codes), rng.choice((1, 1, 2, 3, 10, 60, len(codes)))))


def beside(base: Base, rng: random.Random) -> str:
    """Return the letter of another column, with a header or without."""
    own = column_index_from_string(base.columns["answer"])
    return get_column_letter(rng.choice([own - 1, own + 1, own + 2, own + 3, own + 4, own + 12]))


# What may change a score --------------------------------------------------------------------------


@kind()
def emptied(base: Base, rng: random.Random) -> bytes:
    """Clear answers."""
    for code in some(base, rng):
        base.put("answer", code, None)
    return base.book.content()


@kind()
def moved_into_another_row(base: Base, rng: random.Random) -> bytes:
    """Let an answer stand where another one stood."""
    source, target = rng.sample(typed(base), 2)
    base.put("answer", target, base.get("answer", source))
    base.put("answer", source, None)
    return base.book.content()


@kind()
def moved_onto_a_heading(base: Base, rng: random.Random) -> bytes:
    """Let an answer stand in a row that asks nothing."""
    source = rng.choice(typed(base))
    answer = base.get("answer", source)
    base.put("answer", source, None)
    rows = sorted(set(range(base.header + 1, max(base.rows.values()) + 8)) - set(base.rows.values()))
    base.book.put(f"{base.sheet}!{base.columns['answer']}{rng.choice(rows)}", answer)
    return base.book.content()


@kind()
def slipped_down_or_up(base: Base, rng: random.Random) -> bytes:
    """Shift a part of the column by a row or a few, as a cell that is inserted or deleted does."""
    cells = base.book.sheets[base.sheet].cells
    column = column_index_from_string(base.columns["answer"])
    by = rng.choice((-3, -2, -1, 1, 2, 3))
    first = rng.randint(base.header + 1, max(base.rows.values()) - 20)
    part = {base.rows[code]: base.get("answer", code) for code in typed(base) if base.rows[code] >= first}
    for row in part:
        del cells[row, column]
    for row, value in part.items():
        if row + by > base.header:
            base.book.put(f"{base.sheet}!{base.columns['answer']}{row + by}", value)
    return base.book.content()


@kind()
def moved_into_another_column(base: Base, rng: random.Random) -> bytes:
    """Let answers stand beside their column."""
    letter = beside(base, rng)
    for code in some(base, rng):
        base.put(letter, code, base.get("answer", code))
        base.put("answer", code, None)
    return base.book.content()


@kind()
def doubled(base: Base, rng: random.Random) -> bytes:
    """Let answers stand in two columns, in the second one with others among them."""
    codes, letter = some(base, rng), beside(base, rng)
    answers = [base.get("answer", code) for code in codes]
    rng.shuffle(answers)
    for code, answer in zip(codes, answers, strict=True):
        base.put(letter, code, answer)
    return base.book.content()


@kind()
def doubled_under_the_same_header(base: Base, rng: random.Random) -> bytes:
    """Let a copy of the column stand at its left or right, some answers of another round in one of them."""
    own = column_index_from_string(base.columns["answer"])
    header = base.book.get(f"{base.sheet}!{base.columns['answer']}{base.header}")
    letter = get_column_letter(own + 14)
    base.book.put(f"{base.sheet}!{letter}{base.header}", header)
    for code in typed(base):
        base.put(letter, code, base.get("answer", code))
    for code in some(base, rng):
        base.put(rng.choice((letter, "answer")), code, None)
    return base.book.content()


def linked(base: Base, rng: random.Random) -> str:
    """Let answers stand in another sheet, and formulas take them over; return the part of the LKE."""
    source = base.book.sheets.setdefault("Isian", Sheet())
    for row, code in enumerate(some(base, rng), start=1):
        source.cells[row, 1] = base.get("answer", code)  # type: ignore[assignment]  # what a cell takes
        base.put("answer", code, f"=Isian!A{row}")
    return f"xl/worksheets/sheet{list(base.book.sheets).index(base.sheet) + 1}.xml"


@kind()
def formulas_without_values(base: Base, rng: random.Random) -> bytes:
    """Written by a program that computes nothing and saves nothing."""
    part = linked(base, rng)
    return changed(base.book.content(), {part: _unsaved})


@kind()
def formulas_with_noughts(base: Base, rng: random.Random) -> bytes:
    """Written by a program that computes nothing and saves 0 with every formula."""
    linked(base, rng)
    sheets = {f"xl/worksheets/sheet{n}.xml": _nought for n in range(1, len(base.book.sheets) + 1)}
    order = {"xl/workbook.xml": lambda part: part.replace(b"</workbook>", ORDER.encode())}
    return changed(base.book.content(), sheets | order)


def _unsaved(part: bytes) -> bytes:
    return re.sub(rb'( t="\w+")?>(<f>Isian![^<]*</f>)(<v>[^<]*</v>)?', rb">\2", part)


def _nought(part: bytes) -> bytes:
    return re.sub(rb'( t="\w+")?>(<f>[^<]*</f>)(<v>[^<]*</v>)?', rb">\2<v>0</v>", part)


# What changes nothing -----------------------------------------------------------------------------


@kind(is_harmless=True)
def formulas_with_values(base: Base, rng: random.Random) -> bytes:
    """Take answers over from another sheet, as a spreadsheet program saves it."""
    linked(base, rng)
    return base.book.content()


@kind(is_harmless=True)
def blank_rows_between(base: Base, rng: random.Random) -> bytes:
    """Insert blank rows; formulas follow."""
    for _ in range(rng.randint(1, 5)):
        base.book.insert_row(base.sheet, rng.randint(base.header + 1, max(base.rows.values())))
    return base.book.content()


@kind(is_harmless=True)
def numbers_of_columns(base: Base, rng: random.Random) -> bytes:
    """Number the columns under the header, and repeat both on a new page."""
    cells = base.book.sheets[base.sheet].cells
    headers = {column: value for (row, column), value in cells.items() if row == base.header}
    form = rng.choice(("({})", "{}", "[{}]", "{}."))
    for row in sorted(rng.sample(range(base.header + 20, max(base.rows.values())), 2), reverse=True):
        for _ in range(2):
            base.book.insert_row(base.sheet, row)
        for number, (column, text) in enumerate(sorted(headers.items()), start=1):
            cells = base.book.sheets[base.sheet].cells
            cells[row, column], cells[row + 1, column] = text, form.format(number)
    base.book.insert_row(base.sheet, base.header + 1)
    for number, column in enumerate(sorted(headers), start=1):
        base.book.sheets[base.sheet].cells[base.header + 1, column] = form.format(number)
    return base.book.content()


@kind(is_harmless=True)
def ticks_beside(base: Base, rng: random.Random) -> bytes:
    """Add a column of checkboxes for whoever works on the sheet."""
    letter = get_column_letter(column_index_from_string(base.columns["answer"]) + 13)
    base.book.put(
        f"{base.sheet}!{letter}{base.header}", rng.choice(("Selesai", "Perbaikan Catatan", "Eviden 2026", "PIC"))
    )
    for code in typed(base):
        base.put(letter, code, rng.random() < rng.choice((0.0, 0.5)))
    return base.book.content()


@kind(is_harmless=True)
def a_column_without_a_word(base: Base, rng: random.Random) -> bytes:
    """Add a column that has only a header."""
    letter = get_column_letter(column_index_from_string(base.columns["answer"]) + 13)
    base.book.put(f"{base.sheet}!{letter}{base.header}", rng.choice(("Kondisi", "Target 2027", "PIC")))
    return base.book.content()


# What must be said --------------------------------------------------------------------------------


@cache
def untouched(sort: str, seed: int) -> Evaluation:
    """Return what a sound workbook gives."""
    return evaluate(base_of(sort, seed).book.content(), path=PATH)


def faults(numbers: Iterable[int]) -> Iterator[str]:
    """Yield what was wrong with any workbook: a score that changed in silence, or words about nothing."""
    for number in numbers:
        rng = random.Random(f"moved {number}")
        name = list(CHANGES)[number % len(CHANGES)]
        change, is_harmless = CHANGES[name]
        sort, seed = rng.choice(SORTS), rng.randrange(SEEDS)
        source = base_of(sort, seed)
        content = change(replace(source, book=source.book.copy()), rng)
        told = _told(untouched(sort, seed), content, is_harmless=is_harmless)
        if told:
            yield f"{number} {name} in {sort}: {told}"


def _told(before: Evaluation, content: bytes, *, is_harmless: bool) -> str:
    try:
        after = evaluate(content, path=PATH)
    except Unreadable as refused:
        return str(refused) if is_harmless else ""
    said, usual = (Counter((f.name, f.severity) for f in each.findings) for each in (after, before))
    is_other = _scores(before) != _scores(after)
    if is_harmless:
        return f"scores {_scores(before)} {_scores(after)}, said {said - usual}" if is_other or said != usual else ""
    return "" if not is_other or said - usual else f"in silence {_scores(before)} {_scores(after)}"


def _scores(evaluation: Evaluation) -> dict[str, tuple[str, str]]:
    return {each.assessor: (str(each.total.score), str(each.total.highest)) for each in evaluation.assessments}


if __name__ == "__main__":
    for fault in faults(range(int(sys.argv[1]), int(sys.argv[2]))):
        print(fault, flush=True)  # noqa: T201 - a script
