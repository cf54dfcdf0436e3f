"""What the proof of a sheet found, as it comes back from the process that computes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from zi_score.formulas.cells import Judged
from zi_score.formulas.expected import Typed
from zi_score.formulas.values import Cell, Value
from zi_score.model.worksheet import Assessor


class When(StrEnum):
    """For which answers a cell is wrong, the worst first."""

    TODAY = "today"
    OTHERS = "others"
    BLANKS = "blanks"


@dataclass(frozen=True)
class Example:
    """A set of answers on which a cell is wrong: what differs from the answers of today, by code."""

    changes: Mapping[str, Typed]
    shown: Value
    right: float | None
    effect: float | None
    """Points by which the total is too high with it, as the law adds up; None where none hang on the cell."""


@dataclass(frozen=True)
class FormulaFault:
    """A cell that computes something else than the regulation, while what it reads is right."""

    judged: Judged
    when: When
    example: Example
    largest: float | None
    """The largest effect on the total that any set has, without its sign."""
    rounds: bool = False
    """Whether it is never apart by more than two decimals hide."""
    instead: Judged | None = None
    """What it says in place of what it should, where that is a figure of the regulation too."""


@dataclass(frozen=True)
class MinimumFault:
    """A cell that judges a figure by another minimum than the regulation's, or whatever the figure is."""

    cell: Cell
    formula: str
    criterion: str
    predicate: str
    found: float | None
    text: str | None = None
    """What it says even below, where it calls everything passed."""
    passes: bool = False
    """Whether it is without this minimum that it calls others reached, so that a figure below it passes."""


@dataclass(frozen=True)
class MissedMinimum:
    """A cell in which a minimum should be judged, with its criterion and what is typed there, if anything is."""

    cell: Cell
    criterion: str
    text: str | None


@dataclass(frozen=True)
class WrongRow:
    """A cell that judges the figure of another criterion (``read``) than that of its own row."""

    cell: Cell
    formula: str
    read: str
    own: str


@dataclass(frozen=True)
class Differing:
    """An answer whose saved value is not what its formula gives."""

    cell: Cell
    code: str
    saved: Value
    computed: Value


@dataclass(frozen=True)
class WeightFault:
    """A weight in a summary that is not that of what its row is about."""

    cell: Cell
    codes: tuple[str, ...]
    found: float
    right: float


@dataclass(frozen=True)
class WrongColumn:
    """A sheet named after one assessor that reads another's scores; ``cell`` is the first that does."""

    cell: Cell
    own: Assessor
    other: Assessor


@dataclass(frozen=True)
class Proof:
    """How the formulas of a workbook stand to the regulation.

    ``formulas`` are all, ``judged`` those that were held against the law on ``sets`` sets of answers, with what each
    should say (None for those that say in words whether a minimum is reached); ``not_proven`` those that the engine
    may compute wrong, ``not_judged`` those that say no figure of the regulation (``answer``: they stand in place of
    one).
    """

    formulas: int
    sets: int
    judged: Mapping[Cell, Judged | None] = field(default_factory=dict)
    faults: tuple[FormulaFault, ...] = ()
    minimums: tuple[MinimumFault, ...] = ()
    missing: tuple[MissedMinimum, ...] = ()
    rows: tuple[WrongRow, ...] = ()
    weights: tuple[WeightFault, ...] = ()
    columns: tuple[WrongColumn, ...] = ()
    apart: tuple[Differing, ...] = ()
    not_proven: Mapping[Cell, str] = field(default_factory=dict)
    not_judged: Mapping[Cell, str | None] = field(default_factory=dict)
    problem: str | None = None
    """Why nothing was proven, where that is so."""

    @property
    def wrong(self) -> frozenset[Cell]:
        """The cells that do not compute as the regulation does."""
        verdicts: tuple[MinimumFault | WrongRow, ...] = (*self.minimums, *self.rows)
        return frozenset([*(each.judged.cell for each in self.faults), *(each.cell for each in verdicts)])
