"""A sound workbook of layout 2 with other formulas in some cells, and what a check says of it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from xml.sax.saxutils import escape

from spreadsheet import Book

from worksheets import field
from worksheets.cases import Case, rounds_to_75, wbk
from zi_score import check
from zi_score.evaluation.result import Evaluation
from zi_score.model.findings import Finding

LKE = field.SHEET


@cache
def base(made: str = "wbk") -> Book:
    """Return a sound workbook of layout 2."""
    case: Case = replace(wbk() if made == "wbk" else rounds_to_75(), layout="lke-zi")
    return Book.of(field.compose(case, list(field.outline(case))))


@cache
def sound() -> bytes:
    """Return it as a file, with its values."""
    return base().content()


def rewritten(formulas: Mapping[str, str]) -> bytes:
    """Return the sound workbook with other formulas in some cells that give the same values."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound())) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name).decode()
            if name == "xl/worksheets/sheet1.xml":
                for cell, formula in formulas.items():
                    pattern = re.compile(rf'(<c r="{cell}"[^>]*><f>)[^<]*(</f>)')
                    text = escape(formula.removeprefix("="))
                    part, found = pattern.subn(lambda match, text=text: match[1] + text + match[2], part)
                    assert found == 1, cell
            target.writestr(name, part)
    return copy.getvalue()


def bent(*changes: tuple[str, object], made: str = "wbk") -> Evaluation:
    """Return what a check says of the workbook with other contents in some cells, computed anew."""
    book = base(made).copy()
    for cell, value in changes:
        book.put(cell if "!" in cell else f"{LKE}!{cell}", value)
    return check(book.content())


def told(found: Evaluation) -> set[tuple[str, str | None, str | None]]:
    """Return name, code and cell of every finding."""
    return {(finding.name, finding.code, finding.cell) for finding in found.findings}


def named(found: Evaluation, name: str) -> list[Finding]:
    """Return the findings of a name."""
    return [finding for finding in found.findings if finding.name == name]


@cache
def base_told() -> frozenset[tuple[str, str | None, str | None]]:
    """Return what is told of the sound workbook."""
    return frozenset(told(check(sound())))
