"""What a result says, typed and in order, before any format writes it.

A document is a head and blocks; a block is a table, lines, findings, or questions. Nothing in it is rounded, escaped or
coloured yet: that is what the formats do, each for itself. Texts are of one line without control characters, except
those of a ``Note``. A chart is a view of a table: whoever cannot see it has the figures.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Generic, Literal, NamedTuple, TypeVar, overload

from zi_score import __version__
from zi_score.model.findings import Finding
from zi_score.model.language import translate as _
from zi_score.model.written import Number, Tone, dated

Kind = Literal["text", "name", "code", "file", "law", "number"]
Format = Literal["text", "markdown", "html", "xlsx", "chat"]


class Word(NamedTuple):
    """A word or sentence with what it means for the unit."""

    text: str
    tone: Tone | None = None


class Link(NamedTuple):
    """A text that leads somewhere: to a place of the document (``#key``) or to a file beside it."""

    text: str
    target: str


Thing = TypeVar("Thing")
Row = TypeVar("Row")

Cell = str | int | Number | Word | Link | date | None


def text_of(cell: Cell) -> str:
    """Return what a cell says, the same in every format.

    >>> text_of(Word("terpenuhi", "good")), text_of(date(2024, 7, 15)), text_of(None)
    ('terpenuhi', '15 Juli 2024', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, Word | Link):
        return cell.text
    return dated(cell) if isinstance(cell, date) else str(cell)


class Rows(Sequence[Row], Generic[Thing, Row]):
    """Rows of things, each made when it is asked for, so that those of a long table are never all there.

    >>> rows = Rows([1, 2, 3], lambda number: (number, number**2))
    >>> len(rows), rows[1], rows[1:], list(rows)
    (3, (2, 4), [(2, 4), (3, 9)], [(1, 1), (2, 4), (3, 9)])
    """

    def __init__(self, things: Sequence[Thing], made: Callable[[Thing], Row]) -> None:
        """Make a row of each of these things."""
        self._things, self._made = things, made

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._things)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | Sequence[Row]:
        """Return a row, or some."""
        if isinstance(place, slice):
            return list(map(self._made, self._things[place]))
        return self._made(self._things[place])

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows."""
        return map(self._made, self._things)


class Column(NamedTuple):
    """A column of a table.

    ``kind`` says what stands in it: words, names (which need more room), codes (cells, choices: never broken), files,
    texts of the law (Indonesian in both languages), or numbers. ``priority`` 0 is shown everywhere; the higher it is,
    the sooner the column gives way where a page is narrow. ``only`` are the formats that show it, all if it is empty.
    """

    key: str
    title: str
    kind: Kind = "text"
    priority: int = 0
    only: tuple[Format, ...] = ()


name_column = partial(Column, kind="name")
law_column = partial(Column, kind="law")
code_column = partial(Column, kind="code")
file_column = partial(Column, kind="file")
number_column = partial(Column, kind="number")


class Mark(NamedTuple):
    """A minimum on an axis of its own: where it is, and what it says."""

    value: Fraction
    label: str


class Chart(NamedTuple):
    """A view of a table: what its columns show as a drawing.

    ``bars`` draw the numbers of ``series`` by the names in the column ``by``, with the minimums in the columns
    ``minimums``; ``radar`` likewise; ``histogram`` draws counts beside each other, with ``marks`` between 0 and 1 of
    its width; ``lines`` draw a line a row through the columns ``series``. ``words`` say what is to be seen.
    """

    kind: Literal["bars", "lines", "radar", "histogram"]
    key: str
    title: str
    by: str
    series: tuple[str, ...]
    minimums: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    words: str = ""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Block:
    """What all parts of a document have.

    ``detail`` is the verbosity from which the terminal shows it (-1, 0 or 1); ``only`` are the formats that have it,
    all if it is empty; ``sheet`` says that it has a sheet of its own in a workbook.
    """

    key: str
    title: str
    about: str = ""
    detail: int = 0
    only: tuple[Format, ...] = ()
    sheet: bool = False


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Table(Block):
    """Rows of cells; the terminal lists ``most`` of them unless all are asked for.

    One that is ``searched`` is so long that readers of a page look for rows, and sort them.
    """

    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    charts: tuple[Chart, ...] = ()
    most: int | None = None
    searched: bool = False

    def without(self, left_out: Collection[str]) -> Table:
        """Return the table without some of its columns."""
        if not left_out:
            return self
        kept = [place for place, column in enumerate(self.columns) if column.key not in left_out]

        def row(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
            return tuple([cells[place] for place in kept])

        rows = Rows(self.rows, row) if isinstance(self.rows, Rows) else list(map(row, self.rows))
        return replace(self, columns=tuple(self.columns[place] for place in kept), rows=rows)

    def in_format(self, form: Format) -> Table:
        """Return the table with the columns that a format has."""
        return self.without({column.key for column in self.columns if column.only and form not in column.only})

    def cells(self, key: str) -> list[Cell]:
        """Return the cells of a column."""
        place = [column.key for column in self.columns].index(key)
        return [row[place] for row in self.rows]


class Line(NamedTuple):
    """A sentence, part by part; ``depth`` says under which of those before it, it stands."""

    parts: tuple[Cell, ...]
    depth: int = 0

    @property
    def text(self) -> str:
        """The sentence."""
        return "".join(map(text_of, self.parts))


def line(*parts: Cell, depth: int = 0) -> Line:
    """Return a line of these parts."""
    return Line(parts, depth)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Lines(Block):
    """Sentences under each other; the terminal lists ``most`` of them unless all are asked for."""

    lines: tuple[Line, ...]
    most: int | None = None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Findings(Block):
    """What was found; ``label`` stands before those that do not count."""

    findings: tuple[Finding, ...]
    label: str = ""
    most: int | None = None


class Document(NamedTuple):
    """A result as people read it.

    ``kind`` is what it is, ``title`` what it is of, ``subtitle`` what is known of that; ``head`` begins with the
    verdict and its reasons, ``tone`` is that of the verdict. ``day`` is when it was computed, which stands at the end
    with what computed it. ``names`` are files and sheets, in which no line is broken.
    """

    kind: str
    title: str
    subtitle: tuple[str, ...] = ()
    head: tuple[Line, ...] = ()
    tone: Tone | None = None
    blocks: tuple[Block, ...] = ()
    day: date | None = None
    names: tuple[str, ...] = ()

    @property
    def foot(self) -> tuple[Line, ...]:
        """What stands at the end."""
        if self.day is None:
            return ()
        return (line(_("Computed on {day} by zi_score {version}.").format(day=dated(self.day), version=__version__)),)

    def in_format(self, form: Format) -> Iterator[Block]:
        """Yield the blocks that a format has, without those that are empty."""
        for block in self.blocks:
            if not block.only or form in block.only:
                made = block.in_format(form) if isinstance(block, Table) else block
                if not is_empty(made):
                    yield made


def is_empty(block: Block) -> bool:
    """Whether there is nothing in a block."""
    return not any(getattr(block, name, None) for name in ("rows", "lines", "findings", "chapters"))


def joined(parts: Iterable[object], between: str = " | ") -> str:
    """Return what is known of several texts in one."""
    return between.join(str(part) for part in parts if part)
