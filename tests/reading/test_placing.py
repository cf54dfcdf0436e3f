"""What rows are known by: each weight has a form that is read rightly with it, and worse without it.

The weights are practice: no regulation says how a form may be bent. They were chosen on forms as they are in the
field, and on these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import ModuleType

import pytest
from workbooks import RULESET, Form, Line, answered, foreign, grid_of, lines, own

from zi_score.model.submission import Grid
from zi_score.reading.layout import outline, placing, text
from zi_score.reading.layout.columns import find_columns
from zi_score.reading.layout.expected import outline_of
from zi_score.reading.layout.headers import Wanted
from zi_score.reading.layout.kept import Few, Said

Lines = list[Line]
Bend = Callable[[Lines], Lines]

WORDINGS = {"own": own, "foreign": foreign}
CACHES = (outline_of, text.words, text.pieces)


# What is done to a form ---------------------------------------------------------------------------


def within(row: Line, indicator: str) -> bool:
    """Tell whether a row is a question of an indicator."""
    code = row.code or ""
    return code in RULESET.questions and code.rpartition(".")[0] == indicator


def whole(rows: Lines) -> Lines:
    """Leave the form as it is."""
    return rows


def without(code: str) -> Bend:
    """Leave a row out, with the counts below it."""
    return lambda rows: [row for row in rows if row.code != code and not (row.code or "").startswith(f"{code}.")]


def without_heading(code: str) -> Bend:
    """Leave a heading out, but not what stands below it."""
    return lambda rows: [row for row in rows if row.code != code]


def swapped(indicator: str) -> Bend:
    """Let the first and the last question of an indicator change places."""

    def bend(rows: Lines) -> Lines:
        same = [n for n, row in enumerate(rows) if within(row, indicator)]
        order = list(rows)
        order[same[0]], order[same[-1]] = rows[same[-1]], rows[same[0]]
        return order

    return bend


def relettered(indicator: str) -> Bend:
    """Letter the questions of an indicator anew."""

    def bend(rows: Lines) -> Lines:
        letters = iter("abcdefghij")
        return [replace(row, marker=f"{next(letters)}.") if within(row, indicator) else row for row in rows]

    return bend


def without_letters(rows: Lines) -> Lines:
    """Let no question have a letter."""
    return [replace(row, marker="") if row.code in RULESET.questions else row for row in rows]


def without_choices(indicator: str) -> Bend:
    """Let nothing say how to answer the questions of an indicator."""
    return lambda rows: [replace(row, scale=None) if within(row, indicator) else row for row in rows]


def rescaled(code: str) -> Bend:
    """Print another scale's choices beside a question."""
    return lambda rows: [replace(row, scale="abcde") if row.code == code else row for row in rows]


def reworded(code: str) -> Bend:
    """Ask something else in a row."""
    return lambda rows: [replace(row, text=foreign(code, "")) if row.code == code else row for row in rows]


# What becomes of it -------------------------------------------------------------------------------


def placed(rows: Lines) -> dict[str, int]:
    """Return in which row of a form each code was found."""
    values, _ = grid_of(rows, Form())
    grid = Grid(
        "Jawaban",
        [["" if v is None else float(v) if isinstance(v, int | float) else v for v in row] for row in values],
    )
    columns, _findings = find_columns(grid, Wanted("lke.xlsx")) or pytest.fail("no header")
    return {code: row.index for code, row in outline.place_rows(Said(grid, columns), RULESET).rows.items()}


def compared(rows: Lines) -> tuple[int, int]:
    """Return how many codes were found in rows of others, and how many in their own."""
    right = {row.code: number for number, row in enumerate(rows, start=1)}
    found = placed(rows)
    here = sum(right.get(code) == row for code, row in found.items())
    return len(found) - here, here


@dataclass(frozen=True)
class Case:
    """A weight of a module, another value in its place, and a form that is read worse with that."""

    module: ModuleType
    weight: str
    other: float
    wording: str
    bends: Sequence[Bend]
    lost: int = 0
    wrong: int = 0

    @property
    def rows(self) -> Lines:
        """The form, bent."""
        rows = answered(lines(WORDINGS[self.wording]), seed=7)
        for bend in self.bends:
            rows = bend(rows)
        return rows


CASES = (
    # The only question of its scale is known by it, though all others were lettered anew.
    Case(placing, "_SAME_SCALE", 0, "own", [without("A.I.2.iii.a"), relettered("A.I.2.iii")], lost=1),
    # Letters that are not a, b, c in order were kept with their questions.
    Case(placing, "_SAME_MARKER", 0, "own", [swapped("A.I.5.iv"), without_choices("A.I.5.iv")], lost=1),
    # The questions below a heading that is missing stand in their order, and letters begin anew in it.
    Case(placing, "_SAME_PLACE", 0, "foreign", [without_heading("A.I.1.ii")], lost=4),
    # Nothing but the order tells questions of one scale apart whose words are another's.
    Case(placing, "_SAME_PLACE_UNMARKED", 1, "foreign", [whole], lost=2),
    # Only words tell questions apart that changed places and letters.
    Case(placing, "_WORDING", 0, "own", [swapped("A.I.1.iii"), relettered("A.I.1.iii")], lost=2, wrong=2),
    # A question is known by its words although somebody typed over its choices.
    Case(placing, "_WORDED_DESPITE_SCALE", 99, "own", [rescaled("A.I.1.i.a")], lost=1),
    # A letter alone makes no question: where one is missing, another may have been put in its place.
    Case(
        placing,
        "_LEAST_QUESTION",
        0,
        "own",
        [without("A.I.1.ii.a"), reworded("A.I.1.ii.b"), without_choices("A.I.1.ii")],
        lost=-1,
    ),
    # Nor does a chance word or two make a count that of the row that is missing.
    Case(placing, "_LEAST_COUNT", 0, "foreign", [without("A.II.5.iii.a.a.wajib_lainnya")], wrong=1),
    # Words that speak for one order little more than for another leave it open.
    Case(placing, "_MARGIN", 0, "own", [without_letters, swapped("A.I.2.ii")], wrong=2),
    # A heading is not taken for another by its marker alone, nor passed over for want of more.
    Case(outline, "_CERTAIN", 0, "own", [without_heading("A.II.1")], lost=5, wrong=1),
    Case(outline, "_CERTAIN", 99, "foreign", [whole], lost=21, wrong=3),
)


def forget() -> None:
    """Forget what was placed, which followed from the weights."""
    outline._placements, outline._sayings = Few(), Few()  # noqa: SLF001 - the program itself never changes a weight
    for cache in CACHES:
        cache.cache_clear()


@pytest.fixture
def changed(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Case], None]]:
    """Return what puts a case's other value in the place of its weight."""

    def change(case: Case) -> None:
        forget()
        monkeypatch.setattr(case.module, case.weight, case.other)

    yield change
    monkeypatch.undo()
    forget()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.weight}={case.other}")
def test_every_weight_is_needed(case: Case, changed: Callable[[Case], None]) -> None:
    """With it no row is taken for another; without it fewer are known, or one is taken for another."""
    wrong, found = compared(case.rows)
    assert wrong == 0
    changed(case)
    assert compared(case.rows) == (case.wrong, found - case.lost)


@pytest.mark.parametrize("rows", [answered(lines()), *(case.rows for case in CASES)])
def test_what_is_in_the_regulations_own_words_is_placed_as_by_weighing(
    rows: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That nothing has to be weighed of such rows changes no place of any."""
    forget()
    found = placed(rows)
    forget()
    monkeypatch.setattr(placing, "_are_as_due", lambda *_: False)
    monkeypatch.setattr(outline, "_are_as_due", lambda *_: False)
    assert placed(rows) == found
    forget()


def test_every_weight_has_a_form() -> None:
    """A new weight needs one too."""
    weights = {name for name, value in vars(placing).items() if name[1:].isupper() and isinstance(value, float)}
    assert weights == {case.weight for case in CASES if case.module is placing}
