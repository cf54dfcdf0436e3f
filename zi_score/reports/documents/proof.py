"""The proof of a workbook's formulas: one line, and the cells that are not right, or all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zi_score.evaluation.checked import CheckedWorkbook, ProvenCell, SheetProof
from zi_score.model.findings import named, shown
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.written import Tone
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Block, Cell, Column, Table, Word

_NAMED = 8
"""Cells that a line names."""

_STATES: dict[str, tuple[str, Tone | None]] = {
    "right": (marked("right"), "good"),
    "wrong": (marked("wrong"), "bad"),
    "not-proven": (marked("not proven"), "open"),
    "not-judged": (marked("not judged"), None),
}
_FIGURES = {
    "sum": marked("sum of counts"),
    "ratio": marked("ratio"),
    "value": marked("value"),
    "score": marked("score"),
    "share": marked("share"),
    "percent": marked("share in percent"),
    "index": marked("index"),
    "weight": marked("weight"),
    "nothing": marked("nothing"),
    "minimum": marked("minimum"),
}


def told(proof: SheetProof) -> str:
    """Return a proof in one sentence."""
    if proof.problem:
        said = _("{formulas} formulas, none proven: {problem}.")
        return said.format(formulas=proof.formulas, problem=shown(proof.problem))
    if proof.judged == proof.formulas and not proof.wrong:
        said = _("{formulas} formulas, all computed as the regulation does on {sets} sets of answers.")
        return said.format(formulas=proof.formulas, sets=proof.sets)
    said = _(
        "{formulas} formulas on {sets} sets of answers: {judged} held against the regulation, {wrong} wrong{cells}"
    )
    parts = [
        said.format(
            formulas=proof.formulas,
            sets=proof.sets,
            judged=proof.judged,
            wrong=proof.wrong,
            cells=_cells(proof, "wrong"),
        )
    ]
    if proof.not_proven:
        parts.append(_("{count} not proven{cells}").format(count=proof.not_proven, cells=_cells(proof, "not-proven")))
    if proof.not_judged:
        parts.append(_("{count} not judged{cells}").format(count=proof.not_judged, cells=_cells(proof, "not-judged")))
    return f"{', '.join(parts)}."


def _cells(proof: SheetProof, state: str) -> str:
    """Return the cells of a state in brackets, the first few of many, each with why it is not proven or judged."""
    cells = [each for each in proof.cells if each.state == state]
    texts = [f"{each.cell}: {_reason(each)}" if each.reason else each.cell for each in cells[:_NAMED]]
    more = ", …" if len(cells) > _NAMED else ""
    return f" ({', '.join(texts)}{more})" if texts else ""


def _reason(cell: ProvenCell) -> str:
    return _("answer") if cell.state == "not-judged" else shown(cell.reason or "")


def blocks(key: str, proof: SheetProof) -> Iterator[Block]:
    """Yield the list of a proof's cells where all of them were asked for."""
    if any(each.state == "right" for each in proof.cells):
        yield Table(
            key=f"{key}-cells",
            title=_("Formulas"),
            columns=_columns(),
            rows=[_row(each) for each in proof.cells],
            searched=True,
        )


def sheets(books: Sequence[CheckedWorkbook]) -> Iterator[Block]:
    """Yield the cells of all workbooks as one table, for a sheet of its own."""
    rows = [(named(book.path), *_row(each)) for book in books if book.proof for each in book.proof.cells]
    if rows:
        yield Table(
            key="proof",
            title=_("Formulas"),
            columns=(*columns_of("path"), *_columns()),
            rows=rows,
            sheet=True,
        )


def _columns() -> tuple[Column, ...]:
    return columns_of(
        "cell",
        Column("state", _("is"), "name"),
        Column("figure", _("should say"), "text", priority=1),
        Column("code", _("code"), "code", priority=2),
        Column("formula", _("formula"), "code", priority=3),
        Column("reason", _("reason"), "name", priority=2),
    )


def _row(cell: ProvenCell) -> tuple[Cell, ...]:
    word, tone = _STATES[cell.state]
    return (
        shown(cell.cell),
        Word(_(word), tone),
        _(_FIGURES[cell.figure]) if cell.figure else "",
        shown(cell.code or ""),
        shown(cell.formula),
        _reason(cell) if cell.reason else "",
    )
