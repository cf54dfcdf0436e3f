"""What an assessor has to see with one's own eyes: answers that nothing beside them proves, by the points at stake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from zi_score.evaluation.checked import CheckedWorkbook
from zi_score.evaluation.unproven import Unproven
from zi_score.model.findings import catalogue, named, shown
from zi_score.model.language import translate as _
from zi_score.model.written import points
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Block,
    Cell,
    Column,
    Format,
    Lines,
    Table,
    joined,
    line,
    name_column,
    number_column,
)


def tables(books: Sequence[CheckedWorkbook], titles: Mapping[str, str], form: Format) -> Iterator[Block]:
    """Yield what is to be seen of each workbook, or in a workbook of all of them on one sheet.

    Args:
        books: the workbooks, checked.
        titles: what each is called, by its path.
        form: the format.

    """
    if form == "xlsx":
        columns = columns_of("path", "unit", *_columns())
        rows = [
            (named(book.path), shown(book.unit.name or "") if book.unit else "", *_cells(each))
            for book in books
            for each in book.unproven
        ]
        yield Table(key="unproven", title=_("To be seen"), columns=columns, rows=rows, searched=True, sheet=True)
        return
    for number, book in enumerate(books, start=1):
        key, title = f"unproven-{number}", titles[book.path]
        if book.unproven:
            total = points(sum((each.points for each in book.unproven), Fraction()))
            about = _("Answers that nothing beside them proves: {count}; points at stake: {points}.")
            told = about.format(count=len(book.unproven), points=total)
            yield Table(
                key=key, title=title, about=told, columns=_columns(), rows=[_cells(each) for each in book.unproven]
            )
        else:
            yield Lines(key=key, title=title, lines=(line(book.error or _nothing(book)),))


def _nothing(book: CheckedWorkbook) -> str:
    """Return why nothing is to be seen: of answers that nobody looked at it is not known."""
    if book.claims is None:
        return _("What is to be seen is not known: the unit's answers were not looked at.")
    if not book.claims:
        return _("Nothing to be seen: no answer of the unit gives points and has a place for evidence beside it.")
    return _("Nothing to be seen: evidence stands beside all answers that give points.")


def _columns() -> tuple[Column, ...]:
    why = name_column("why", _("why"))
    beside = name_column("beside", _("what stands beside it"), priority=1)
    return columns_of(number_column("points", _("points at stake")), "code", "label", "cell", why, beside)


def _cells(each: Unproven) -> tuple[Cell, ...]:
    return (
        points(each.points),
        each.code,
        shown(each.label),
        shown(each.cell or ""),
        joined([catalogue()[name].told().title for name in each.findings]),
        joined(each.beside),
    )
