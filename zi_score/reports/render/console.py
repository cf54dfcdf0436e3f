"""What the texts for the terminal share: the console, indented lines, and a group of findings."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.segment import Segment, Segments
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text

from zi_score.model.findings import blunted, named
from zi_score.model.pattern import pattern

WIDTH = 80

_WORD = pattern(r"\S+")
_WHOLE = pattern(r"[^\W\d].*[\d./\\!:@_\ud800]|[./\\!:@_\ud800].*[^\W\d]")
"""What makes a word one that is never broken: a code, a cell, an address, the name of a file."""

_FIGURE = pattern(r"\d")

ROOM = 24
"""Columns that a table has at most for such a word; a longer one runs over them, on its line alone."""

_PLAIN_ROOM = (4, 8)
"""Columns that a table has for other words: before others have theirs, and after."""

_REST = "rest"
"""The key under which the last character of a word that is too wide carries what follows."""

_NO_BREAK = "\ud800"
"""What a blank in a name is while lines are broken; half of a pair, which no text that is ``shown`` holds."""

_NEVER = "(?!)"


def printed(parts: Iterable[RenderableType], *, width: int, color: bool, names: Iterable[object] = ()) -> str:
    """Return what rich makes of the parts, each on lines of its own; nothing in them is markup or a command.

    Args:
        parts: what to print.
        width: columns of the terminal.
        color: whether to write ANSI colours.
        names: files and sheets; a line is broken at no blank of them.

    """
    console = _Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
        names=names,
    )
    for part in parts:
        console.print(Segments(map(_whole, console.render(part))), crop=False)
    text = console.file.getvalue().replace(_NO_BREAK, " ")  # type: ignore[attr-defined]  # the StringIO from above
    return blunted("\n".join(line.rstrip() for line in text.splitlines()) + "\n")


class _Console(Console):
    """A console that breaks no name: of one that is too wide only the beginning is laid out, the rest runs on."""

    def __init__(self, names: Iterable[object], **options: Any) -> None:  # noqa: ANN401 - rich has two dozen of them
        super().__init__(**options)
        known = {text for text in map(named, names) if " " in text}
        self._names = pattern("|".join(map(re.escape, sorted(known, key=len, reverse=True))) or _NEVER)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Lay out a part; in texts, names and codes stay whole."""
        text = Text(renderable) if isinstance(renderable, str) else renderable
        if not isinstance(text, Text):
            return super().render(renderable, options)
        return super().render(_fitted(self.kept(text), (options or self.options).max_width), options)

    def kept(self, text: Text) -> Text:
        """Return a text in which no line ends within a name."""
        plain = self._names.sub(lambda found: found[0].replace(" ", _NO_BREAK), text.plain)
        if plain == text.plain:
            return text
        text = text.copy()
        text.plain = plain
        return text


def _whole_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text that are never broken."""
    return (found for found in _WORD.finditer(text) if _WHOLE.search(found[0]))


def _fitted(text: Text, width: int) -> Text:
    """Return a text that no unbreakable word is too wide for; the last character of a cut one carries the rest."""
    for found in reversed([each for each in _whole_words(text.plain) if cell_len(each[0]) > width]):
        cut = found.start() + max(1, len(set_cell_size(found[0], width).rstrip()))
        end = text[cut - 1 : cut]
        end.stylize(Style(meta={_REST: text.plain[cut : found.end()]}))
        text = text.blank_copy().append(text[: cut - 1]).append(end).append(text[found.end() :])
    return text


def _whole(segment: Segment) -> Segment:
    """Return a segment with the rest of the word that it carries."""
    rest = segment.style.meta.get(_REST, "") if segment.style else ""
    return Segment(segment.text + rest, segment.style, segment.control)


def hanging(text: Text | str, indent: int = 2) -> Padding:
    """Indent a text, further lines included."""
    return Padding(text if isinstance(text, Text) else Text(text), (0, 0, 0, indent), expand=False)


class _Table(Table):
    """A table in which codes, figures and names have the room that they need, as far as others can spare it.

    It has no lines around it, and texts in its cells. So it is measured and laid out here, as rich does it, but
    without looking at each cell five times.
    """

    def _calculate_column_widths(self, console: Console, options: ConsoleOptions) -> list[int]:
        widths = super()._calculate_column_widths(console, options)
        for plain in _PLAIN_ROOM:
            rooms = [column.min_width or _room(column, plain) for column in self.columns]
            least = [room + self._get_padding_width(place) for place, room in enumerate(rooms)]
            _even_out(widths, least, options.max_width)
        return widths

    def _measure_column(self, _console: Console, options: ConsoleOptions, column: Column) -> Measurement:
        padding, most = self._get_padding_width(column._index), options.max_width  # noqa: SLF001 - as rich does
        if most - padding < 1:
            return Measurement(most, most)
        texts = [_plain(cell) for cell in (column.header, *column.cells)]
        longest = max(cell_len(line) for text in texts for line in text.splitlines() or [""])
        word = max(cell_len(word) for text in texts for word in text.split() or [""])
        found = Measurement(min(word, longest) + padding, longest + padding).with_maximum(most)
        return found.clamp(None if column.min_width is None else column.min_width + padding)

    def _render(self, console: Console, options: ConsoleOptions, widths: list[int]) -> RenderResult:
        if console.color_system is not None or not isinstance(console, _Console):
            yield from super()._render(console, options, widths)  # colours reach into what fills a cell
            return
        rows = zip(*((column.header, *column.cells) for column in self.columns), strict=True)
        for number, row in enumerate(rows):
            cells = [
                self._lines(console, options, column, cell, width)
                for column, cell, width in zip(self.columns, row, widths, strict=True)
            ]
            height = max(map(len, cells))
            for lines, width in zip(cells, widths, strict=True):
                blank = [[Segment(" " * width)]] * (height - len(lines))
                lines[:] = [*lines, *blank] if number else [*blank, *lines]
            for line in zip(*cells, strict=True):
                yield from (segment for cell in line for segment in cell)
                yield Segment.line()

    def _lines(
        self, console: _Console, options: ConsoleOptions, column: Column, cell: RenderableType, width: int
    ) -> list[list[Segment]]:
        """Return the lines of a cell, as wide as its column."""
        text, padding = _plain(cell), self._get_padding_width(column._index)  # noqa: SLF001 - as above
        room, lines = width - padding, [text]
        if cell_len(text) > room or not text.isprintable():
            kept = console.kept(Text(text))
            if any(cell_len(word) > room for word in kept.plain.split()):
                options = options.update(width=width, justify=column.justify, overflow=column.overflow, height=None)
                return console.render_lines(Padding(cell, (0, padding, 0, 0)), options)
            lines = [line.plain for line in kept.wrap(console, room, overflow=column.overflow)]
        return [[Segment(_aligned(line.rstrip(), room, column) + " " * padding)] for line in lines]


def _plain(cell: RenderableType) -> str:
    return cell.plain if isinstance(cell, Text) else str(cell)


def _aligned(line: str, width: int, column: Column) -> str:
    blank = " " * (width - cell_len(line))
    return blank + line if column.justify == "right" else line + blank


def _even_out(widths: list[int], least: Sequence[int], width: int) -> None:
    """Take from columns with most to spare what is beyond the width, then what others lack, as long as any has."""
    lacking = [place for place, wanted in enumerate(least) for _ in range(wanted - widths[place])]
    for place in (*[None] * (sum(widths) - width), *lacking):
        spare, other = max((own - floor, n) for n, (own, floor) in enumerate(zip(widths, least, strict=True)))
        if spare <= 0:
            return
        widths[other] -= 1
        if place is not None:
            widths[place] += 1


def _room(column: Column, plain: int) -> int:
    """Return the width that the words of a column take; plain ones are content with this much."""
    words = {word for cell in (column.header, *column.cells) for word in _WORD.findall(_plain(cell))}
    widths = ((cell_len(word), _FIGURE.search(word) or _WHOLE.search(word)) for word in words)
    return max((width if whole else min(width, plain) for width, whole in widths if width <= ROOM), default=1)


def plain_table(*columns: tuple[str, str]) -> Table:
    """Return a table without lines around it; each column has a name and ``left`` or ``right``."""
    made = _Table(box=None, padding=(0, 1), pad_edge=False)
    for name, justify in columns:
        made.add_column(name, justify="right" if justify == "right" else "left", header_style="none", overflow="fold")
    return made


def cell_width(cell: str) -> int:
    """Return how many columns of a terminal a cell takes."""
    return max(map(cell_len, cell.split("\n")), default=0)
