"""A check as a document: the sum, the workbooks with the worst first, and what was found in each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from zi_score.evaluation.checked import CheckedWorkbook, CheckResult
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Severity, named, shown
from zi_score.model.language import translate as _
from zi_score.model.written import Number, points
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Block,
    Cell,
    Column,
    Document,
    Findings,
    Format,
    Lines,
    Link,
    Table,
    Word,
    joined,
    line,
    number_column,
)
from zi_score.reports.documents import proof as proofs
from zi_score.reports.documents import unproven
from zi_score.reports.figures import total_of
from zi_score.reports.findings import divided, finding_cells, finding_columns
from zi_score.reports.words import (
    about_rules,
    counts,
    ranked,
    recognised,
    severity_word,
    short_verdict,
    summary,
    verdict_cell,
    worst_first,
)

Laws = Mapping[str, Ruleset]
"""The regulations of the workbooks, by their ids."""


def document(result: CheckResult, laws: Laws, form: Format, *, for_tpi: bool = False, verbosity: int = 0) -> Document:
    """Return a check as a document.

    Args:
        result: the workbooks and what was found in them.
        laws: the regulations that they follow, by id.
        form: the format; a workbook lists all findings on one sheet.
        for_tpi: whether it is for those who assess it, who are told what nothing proves, not for those who mend it.
        verbosity: below 0 a workbook takes one line of the terminal.

    """
    books = worst_first(result.workbooks)
    kind = _("Check of worksheets")
    blocks: list[Block] = [_in_lines(books, laws) if form == "text" else _workbooks(books, laws, form)]
    if for_tpi:
        blocks += unproven.tables(books, {book.path: joined(_heading(book, laws)) for book in books}, form)
    elif form == "xlsx":
        blocks += [_all_findings(books), *proofs.sheets(books)]
    elif form != "text" or verbosity >= 0:
        told = (block for number, book in enumerate(books, start=1) for block in _of(f"found-{number}", book, laws))
        blocks = [*(blocks if form != "text" else []), *told]
    return Document(
        kind=kind,
        title=kind,
        head=(line(summary(result)), *about_rules(*(book.ruleset for book in books))),
        blocks=tuple(blocks),
        names=tuple(name for book in books for name in (book.path, book.source.get("sheet", "")) if name),
    )


def _workbooks(books: list[CheckedWorkbook], laws: Laws, form: Format) -> Table:
    """List the workbooks; on a page each leads to what was found in it."""
    columns = columns_of(
        "path",
        "unit",
        "verdict",
        "total",
        *(number_column(severity.value, severity_word(severity)) for severity in Severity),
        "ignored",
        Column("proof", _("Formulas"), "name", only=("xlsx",)),
    )
    rows = [
        (
            Link(named(book.path), f"#found-{number}") if form == "html" else named(book.path),
            shown(book.unit.name or "") if book.unit else "",
            _verdict(book),
            _total(book, laws),
            *(book.count(severity) for severity in Severity),
            len(book.ignored),
            proofs.told(book.proof) if book.proof else "",
        )
        for number, book in enumerate(books, start=1)
    ]
    return Table(key="workbooks", title=_("Workbooks"), columns=columns, rows=rows, searched=len(rows) > 1, sheet=True)


def _verdict(book: CheckedWorkbook) -> Cell:
    if book.error is not None:
        return Word(_("UNREADABLE"), "bad")
    return verdict_cell(book.verdict) if book.verdict else None


def _total(book: CheckedWorkbook, laws: Laws) -> Number | None:
    if book.total is None:
        return None
    law = laws.get(book.ruleset.id) if book.ruleset else None
    return total_of(law, book.total) if law else points(book.total)


def _in_lines(books: list[CheckedWorkbook], laws: Laws) -> Lines:
    told = (line(joined([*_heading(book, laws), _nothing(book) or counts(book.findings)])) for book in books)
    return Lines(key="workbooks", title="", lines=tuple(told), detail=-1)


def _nothing(book: CheckedWorkbook) -> str:
    """Return that nothing was found, where that is so."""
    if book.findings:
        return ""
    ignored = f", {len(book.ignored)} {_('ignored')}" if book.ignored else ""
    return f"{_('nothing found')}{ignored}"


def _of(key: str, book: CheckedWorkbook, laws: Laws) -> Iterator[Block]:
    """Yield what was found in a workbook, under a line of what it is."""
    title = joined(_heading(book, laws))
    proven = proofs.told(book.proof) if book.proof else ""
    if nothing := _nothing(book):
        yield Lines(key=key, title=title, lines=tuple(line(each, depth=1) for each in (nothing, proven) if each))
    else:
        yield from divided(Findings(key=key, title=title, findings=book.findings, about=proven))
    if book.proof:
        yield from proofs.blocks(f"{key}-proof", book.proof)
    if book.recognition:
        told = (line(recognised(book.recognition), depth=1),)
        yield Lines(key=f"{key}-recognition", title="", lines=told, detail=1, only=("text",))
    if book.ignored:
        label = f"{_('ignored')} "
        yield Findings(key=f"{key}-ignored", title="", findings=book.ignored, label=label, detail=1, only=("text",))


def _heading(book: CheckedWorkbook, laws: Laws) -> Iterator[str]:
    yield named(book.path)
    if book.error is not None:
        yield _("UNREADABLE")
    if book.unit and book.unit.name:
        yield shown(book.unit.name)
    if book.verdict:
        yield short_verdict(book.verdict)
    if total := _total(book, laws):
        yield f"{_('total')} {total}"


def _all_findings(books: list[CheckedWorkbook]) -> Table:
    columns = columns_of("path", "unit", Column("about", _("about")), *finding_columns())
    rows = [
        (
            named(book.path),
            shown(book.unit.name or "") if book.unit else "",
            _("the form") if found.of_form else _("what was filled in"),
            *finding_cells(found),
        )
        for book in books
        for found in ranked(book.findings)
    ]
    return Table(key="findings", title=_("Findings"), columns=columns, rows=rows, sheet=True)
