"""The ruleset's tree as the rows of the sheet ``Jawaban``.

The order is that of the regulation. A question or count with a row in the ministry's PortalRB
form stands at that row; every other line follows the one above it. Where these rows leave no room for
what stands between them, the form is not that of PortalRB any more, and each line follows the one above it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from zi_score.law.ruleset import Indicator, Input, PortalRB, Question, Ruleset, Section

FIRST_ROW = 2
_NODE_DEPTH = 3  # sections and indicators deeper than this share the columns of this depth
_UPPERCASE_DEPTH = 2  # the form writes components, aspects and areas in capitals
_MARKER_COLUMN = 2
_QUESTION_COLUMN = 6


@dataclass(frozen=True)
class FormLine:
    """One row: its marker in ``column``, its text in the next, and the part of the ruleset it shows.

    ``code`` is the node's or the question's; a count row carries the code of its question.
    """

    code: str
    marker: str
    text: str
    column: int
    depth: int = 0
    node: Section | Indicator | None = None
    question: Question | None = None
    count: Input | None = None
    is_total: bool = False
    row: int = 0

    @property
    def fixed_row(self) -> int | None:
        """The row that the ministry's form gives this line, if any."""
        part = self.count or self.question
        place: PortalRB | None = part.portalrb if part else None
        return place.row if place else None


@dataclass(frozen=True)
class FormOutline:
    """All lines with their rows, and where each part of the ruleset stands."""

    ruleset: Ruleset
    lines: tuple[FormLine, ...] = field(repr=False)

    @cached_property
    def node_rows(self) -> dict[str, int]:
        """Rows of the sections and indicators by code."""
        return {line.code: line.row for line in self.lines if line.node}

    @cached_property
    def question_rows(self) -> dict[str, int]:
        """Rows of the questions by code."""
        return {line.code: line.row for line in self.lines if line.question and not line.count}

    @cached_property
    def count_rows(self) -> dict[tuple[str, str], int]:
        """Rows of the counts by question code and key."""
        return {(line.code, line.count.key): line.row for line in self.lines if line.count}

    @cached_property
    def total_rows(self) -> dict[str, int]:
        """Rows of the totals by component; the grand total under ``""``."""
        return {line.code: line.row for line in self.lines if line.is_total}

    @property
    def last_row(self) -> int:
        """The last row of the form."""
        return self.lines[-1].row


def build_outline(ruleset: Ruleset) -> FormOutline:
    """Lay the ruleset out in rows."""
    lines = list(_lines(ruleset))
    placed = _placed(lines) or [replace(line, row=row) for row, line in enumerate(lines, FIRST_ROW)]
    return FormOutline(ruleset, tuple(placed))


def _placed(lines: Sequence[FormLine]) -> list[FormLine] | None:
    """Return lines with the rows of PortalRB and what stands between them; None where there is no room for that."""
    placed = []
    row = FIRST_ROW - 1
    for line in lines:
        if line.fixed_row is not None and line.fixed_row <= row:
            return None
        row = line.fixed_row or row + 1
        placed.append(replace(line, row=row))
    return placed


def _lines(ruleset: Ruleset) -> Iterator[FormLine]:
    for number, root in enumerate(ruleset.roots):
        if number:
            yield FormLine(code="", marker="", text="", column=_MARKER_COLUMN)
        yield from _node_lines(ruleset, root, root)
        total = f"TOTAL {ruleset.nodes[root].name.upper()}"
        yield FormLine(code=root, marker=total, text="", column=_MARKER_COLUMN, is_total=True)
    total = f"NILAI HASIL EVALUASI {ruleset.called.upper()}"
    yield FormLine(code="", marker=total, text="", column=_MARKER_COLUMN, is_total=True)


def _node_lines(ruleset: Ruleset, code: str, marker: str) -> Iterator[FormLine]:
    node = ruleset.nodes[code]
    depth = code.count(".")
    line = FormLine(
        code=code,
        marker=f"{marker}.",
        text=node.name.upper() if depth <= _UPPERCASE_DEPTH and isinstance(node, Section) else node.name,
        column=_MARKER_COLUMN + min(depth, _NODE_DEPTH),
        depth=depth,
        node=node,
    )
    if isinstance(node, Section):
        yield line
        for child in ruleset.children[code]:
            yield from _node_lines(ruleset, child, child.rpartition(".")[2])
    elif is_leaf(node):
        alone = len(ruleset.children.get(code.rpartition(".")[0], ())) == 1
        yield replace(line, marker="-" if alone else marker, question=node.questions[0])
        yield from _count_lines(node.questions[0])
    else:
        yield line
        for question in node.questions:
            yield from _question_lines(question)


def is_leaf(node: Section | Indicator) -> bool:
    """Whether an indicator is its own only question, answered in the indicator's row."""
    return isinstance(node, Indicator) and node.questions[0].code == node.code


def _question_lines(question: Question) -> Iterator[FormLine]:
    marker = question.marker if question.marker in ("", "-") else f"{question.marker}."
    yield FormLine(question.code, marker, question.label, _QUESTION_COLUMN, question=question)
    yield from _count_lines(question)


def _count_lines(question: Question) -> Iterator[FormLine]:
    """Yield count rows; where there are sums, they and the counts beside their groups have a marker of their own."""
    groups = {key for count in question.inputs for key in count.sum_of}
    for count in question.inputs:
        heading = bool(groups) and count.key not in groups
        marker, text = ("-", count.label) if heading else ("", f"- {count.label}")
        yield FormLine(question.code, marker, text, _QUESTION_COLUMN, question=question, count=count)
