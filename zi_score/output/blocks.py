"""Tables of plain texts: what text, Markdown and HTML say in the same words.

Every cell is one line without control characters; each format escapes it in its own way.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import partial


@dataclass(frozen=True)
class Column:
    """A column of a block; ``is_law`` where the texts are the ruleset's, which are Indonesian in both languages."""

    key: str
    title: str
    is_number: bool = False
    is_law: bool = False


@dataclass(frozen=True)
class Block:
    """A table with its heading, and a sentence on what it shows."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[str, ...]]
    about: str = ""


number_column = partial(Column, is_number=True)
law_column = partial(Column, is_law=True)


def without(block: Block, left_out: Collection[str]) -> Block:
    """Return a block without some of its columns."""
    kept = [place for place, column in enumerate(block.columns) if column.key not in left_out]
    rows = [tuple(cells[place] for place in kept) for cells in block.rows]
    return replace(block, columns=tuple(block.columns[place] for place in kept), rows=rows)
