"""Pieces of a Word document: runs, paragraphs and tables, with the tags that docxtpl fills in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

WIDTH = 9070
"""Between the margins of an A4 page, 16 cm, in twentieths of a point."""

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_GREY, _SHADE = "808080", "E7E6E6"

Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Column:
    """A column of a table: its title, its share of the width, and what stands in a row of it.

    With ``each`` it stands for several: what there is one for, among the titles and in a row.
    """

    title: str
    width: int
    cell: str
    align: Align = "left"
    each: tuple[str, str] | None = None


def run(text: str, *, bold: bool = False) -> str:
    """Return text in a paragraph."""
    return f'<w:r>{"<w:rPr><w:b/></w:rPr>" if bold else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(code: str) -> str:
    """Return what the word processor fills in itself, such as the number of the page."""
    return f"<w:fldSimple w:instr={quoteattr(f' {code} ')}>{run('1')}</w:fldSimple>"


def paragraph(*runs: str, style: str = "Normal", align: Align = "left") -> str:
    """Return a paragraph; each run is a text, or XML of ``run`` and ``field``."""
    aligned = "" if align == "left" else f'<w:jc w:val="{align}"/>'
    content = "".join(each if each.startswith("<w:") else run(each) for each in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{aligned}</w:pPr>{content}</w:p>'


def repeated(tag: str, *parts: str) -> str:
    """Return parts that stand there for each of something (``for ...``), or where something holds (``if ...``)."""
    return "".join([paragraph(f"{{%p {tag} %}}"), *parts, paragraph(f"{{%p end{tag.partition(' ')[0]} %}}")])


def items(name: str, of: str, style: str, text: str = "") -> str:
    """Return a paragraph for each of something."""
    return repeated(f"for {name} in {of}", paragraph(text or f"{{{{ {name} }}}}", style=style))


def table(columns: Sequence[Column], rows: str, last: Sequence[str] = ()) -> str:
    """Return a table whose titles are repeated on every page.

    Args:
        columns: what stands in it.
        rows: what there is a row for: ``row in rows``.
        last: what stands in a row below, a text a column.

    """
    made = [
        _row(_cells(columns, [column.title for column in columns], "TitleRow"), is_head=True),
        _row([_cell(paragraph(f"{{%tr for {rows} %}}", style="Cell"), WIDTH)]),
        _row(_cells(columns, [column.cell for column in columns], "Cell")),
        _row([_cell(paragraph("{%tr endfor %}", style="Cell"), WIDTH)]),
    ]
    if last:
        made.append(_row(_cells(columns, last, "TotalRow")))
    return _table([width for column, width in zip(columns, _widths(columns), strict=True) if not column.each], made)


def facts(rows: Sequence[tuple[str, str]], *, name_width: int = 28, is_ruled: bool = True) -> str:
    """Return a table of names and values."""
    columns = [Column("", name_width, ""), Column("", 100 - name_width, "")]
    style = "Cell" if is_ruled else "Line"
    return _table(_widths(columns), [_row(_cells(columns, row, style)) for row in rows], is_ruled=is_ruled)


def _widths(columns: Sequence[Column]) -> list[int]:
    whole = sum(column.width for column in columns)
    return [WIDTH * column.width // whole for column in columns]


def _cells(columns: Sequence[Column], texts: Sequence[str], style: str) -> Iterable[str]:
    for column, width, text in zip(columns, _widths(columns), texts, strict=True):
        cell = _cell(paragraph(text, style=style, align=column.align), width, is_shaded=style == "TitleRow")
        if column.each:
            of = column.each[style != "TitleRow"]
            start, end = (_cell(paragraph(f"{{%tc {tag} %}}", style=style), width) for tag in (f"for {of}", "endfor"))
            yield from (start, cell, end)
        else:
            yield cell


def _table(widths: Sequence[int], rows: Iterable[str], *, is_ruled: bool = True) -> str:
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_GREY}"/>' for side in _SIDES)
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if is_ruled else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{WIDTH}" w:type="dxa"/>{borders}<w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], *, is_head: bool = False) -> str:
    head = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{''.join(cells)}</w:tr>"


def _cell(content: str, width: int, *, is_shaded: bool = False) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if is_shaded else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{shade}</w:tcPr>{content}</w:tc>'
