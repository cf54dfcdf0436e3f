"""Which column holds what: found by the header texts, never by letter."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from zi_score.findings import Finding, finding
from zi_score.model import Assessor
from zi_score.reading.answers import parsed
from zi_score.submission import AnswerColumns, Grid

_HEADER_ROWS = 40

_ROLES = (
    ("scale", re.compile(r"pilihan")),
    ("note", re.compile(r"catatan|keterangan")),
    ("evidence", re.compile(r"evid|bukti|data dukung|dokumen|tautan|link")),
    ("answer", re.compile(r"jawaban|jwa?b")),
    ("weight", re.compile(r"^bobot")),
    ("rubric", re.compile(r"kriteria|penjelasan|rubrik")),
    ("score", re.compile(r"^(nilai|skor)\b")),
    ("percent", re.compile(r"^(%|persen)")),
    ("id", re.compile(r"^(id|no\.?)$")),
    ("outline", re.compile(r"^penilaian$")),
    ("answer", re.compile(r"\btp[in]")),
    ("outline", re.compile(r"^(penilaian|komponen|uraian|pertanyaan)")),
)
_ASSESSORS = (
    (Assessor.TPN, re.compile(r"tpn|nasional|panrb")),
    (Assessor.TPI_2, re.compile(r"tpi\W*(level|tingkat)?\W*(2|ii)\b")),
    (Assessor.TPI, re.compile(r"tpi|itjen|inspektorat|penilai internal")),
    (Assessor.UNIT, re.compile(r"unit|satker|satuan kerja|mandiri")),
)
_SECOND_LEVEL = re.compile(r"itjen|inspektorat")

_FEWEST_WEIGHTS = 5
"""Numbers under each other that make a column without a header one of weights."""

_ROLE_WORDS = re.compile(
    r"jawaban|jwa?b\w*|catatan|keterangan|penjelasan|daftar|evid\w*|bukti|data|dukung|nilai|skor|%|\W"
)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an LKE sheet; ``first_row`` is the row under the header."""

    first_row: int
    outline: range
    weight: int | None
    scale: int | None
    answers: tuple[AnswerColumns, ...]
    layout: str


@dataclass(frozen=True, slots=True)
class _Header:
    """A header cell: its column, role and text."""

    column: int
    role: str
    text: str

    @property
    def assessor(self) -> Assessor | None:
        return _named(self.text)

    @property
    def label(self) -> str:
        return _ROLE_WORDS.sub("", self.text)


def named_assessor(title: str, present: Container[Assessor]) -> Assessor | None:
    """Return the assessor that a sheet is named after.

    >>> named_assessor("TPI Itjen", {Assessor.TPI, Assessor.TPI_2})
    <Assessor.TPI_2: 'tpi-2'>
    """
    text = title.casefold()
    assessor = _named(text)
    if assessor is Assessor.TPI and _SECOND_LEVEL.search(text) and Assessor.TPI_2 in present:
        return Assessor.TPI_2
    return assessor


def _named(text: str) -> Assessor | None:
    return next((assessor for assessor, words in _ASSESSORS if words.search(text)), None)


def find_columns(grid: Grid) -> tuple[Columns, list[Finding]] | None:
    """Return the columns of a sheet and what is doubtful about them; None if it has no LKE header."""
    best: tuple[int, list[_Header]] = (0, [])
    for row in range(min(_HEADER_ROWS, len(grid.rows))):
        headers = _headers(grid, row)
        roles = {header.role for header in headers}
        if "answer" in roles and roles & {"outline", "weight", "scale"} and len(roles) > len(_roles(best[1])):
            best = (row, headers)
    row, headers = best
    if not headers:
        return None
    if sub := _sub_headers(grid, row, headers):
        row, headers = row + 1, sub
    return _columns(grid, row, headers)


def _roles(headers: list[_Header]) -> set[str]:
    return {header.role for header in headers}


def _headers(grid: Grid, row: int) -> list[_Header]:
    roles = ((column, _role(cell)) for column, cell in enumerate(grid.rows[row]) if isinstance(cell, str) and cell)
    return [_Header(column, role, grid.text(row, column).casefold()) for column, role in roles if role]


@lru_cache(maxsize=4096)
def _role(cell: str) -> str | None:
    text = " ".join(cell.casefold().split())
    return next((role for role, words in _ROLES if words.search(text)), None)


def _sub_headers(grid: Grid, row: int, headers: list[_Header]) -> list[_Header]:
    """Join a header of two rows: ``Jawaban`` over ``Unit`` and ``TPI``."""
    names: dict[int, str] = {}
    answers = [header for header in headers if header.role == "answer"]
    for header in answers:
        following = min((other.column for other in headers if other.column > header.column), default=header.column + 8)
        for column in range(header.column, following):
            text = grid.text(row + 1, column).casefold()
            if text and _Header(column, "answer", text).assessor:
                names[column] = f"{header.text} {text}"
    if len(names) < len(answers) or not names:
        return []
    rest = [header for header in headers if header.role != "answer"]
    return sorted([*rest, *(_Header(c, "answer", t) for c, t in names.items())], key=lambda header: header.column)


def _columns(grid: Grid, row: int, headers: list[_Header]) -> tuple[Columns, list[Finding]] | None:
    first = {role: next((h.column for h in headers if h.role == role), None) for role in ("outline", "weight", "scale")}
    start = first["outline"]
    if start is None:
        start = max((h.column + 1 for h in headers if h.role == "id"), default=0)
    end = min((h.column for h in headers if h.column > start and h.role not in ("id", "outline")), default=start)
    weight = first["weight"]
    if weight is None and (unnamed := _unnamed_weight(grid, row, range(start + 1, end))):
        weight = end = unnamed
    answers, findings = _answer_columns(grid, row, headers)
    if end <= start or not answers:
        return None
    bare = all(h.assessor is None for h in headers if h.role == "answer")
    return (
        Columns(
            first_row=row + 1,
            outline=range(start, end),
            weight=weight,
            scale=first["scale"],
            answers=answers,
            layout="lke-zi" if bare or answers[0].answer == _bare_answer(headers) else "jawaban",
        ),
        findings,
    )


def _unnamed_weight(grid: Grid, row: int, columns: range) -> int | None:
    """Return the column that holds nothing but numbers between the outline and what follows it."""
    for column in reversed(columns):
        if texts := [text for below in range(row + 1, len(grid.rows)) if (text := grid.text(below, column))]:
            is_weight = len(texts) >= _FEWEST_WEIGHTS and all(weight_in(text) is not None for text in texts)
            return column if is_weight and not grid.text(row, column) else None
    return None


def weight_in(text: str) -> Fraction | None:
    """Return a weight as people write it: ``1.5``, ``1,5``, ``(1,5)``."""
    return parsed(text.strip("() "))


def _bare_answer(headers: list[_Header]) -> int | None:
    return next((h.column for h in headers if h.role == "answer" and not h.label), None)


def _answer_columns(grid: Grid, row: int, headers: list[_Header]) -> tuple[tuple[AnswerColumns, ...], list[Finding]]:
    found: dict[Assessor, AnswerColumns] = {}
    labels: dict[str, Assessor] = {}
    findings = []
    for header in sorted((h for h in headers if h.role == "answer"), key=_is_second_level):
        assessor = header.assessor or Assessor.UNIT
        if assessor is Assessor.TPI and assessor in found:
            assessor = Assessor.TPI_2
        if assessor in found:
            findings.append(
                finding(
                    "column-not-read",
                    cell=grid.place(row, header.column),
                    header=header.text,
                    assessor_name=assessor.label,
                )
            )
            continue
        found[assessor] = AnswerColumns(assessor, header.column)
        labels[header.label] = assessor
    for header in headers:
        if header.role in ("score", "note", "evidence") and (owner := _owner(header, found, labels)):
            found[owner] = _with(found[owner], header)
    return tuple(_with_unnamed_evidence(grid, row, headers, columns) for columns in found.values()), findings


def _is_second_level(header: _Header) -> bool:
    """Whether a TPI's column is named after the ministry's inspectors, who judge after those of the unit."""
    return header.assessor is Assessor.TPI and bool(_SECOND_LEVEL.search(header.label))


def _owner(header: _Header, found: dict[Assessor, AnswerColumns], labels: dict[str, Assessor]) -> Assessor | None:
    """Return whose column it is: by the same label, by the assessor's name, by the answer at its left."""
    if header.label and header.label in labels:
        return labels[header.label]
    named = header.assessor
    family = {Assessor.TPI, Assessor.TPI_2} if named is Assessor.TPI else {named}
    candidates = [c for c in found.values() if named is None or c.assessor in family]
    left = [c for c in candidates if c.answer < header.column]
    if left:
        return max(left, key=lambda c: c.answer).assessor
    return candidates[0].assessor if candidates else None


def _with(columns: AnswerColumns, header: _Header) -> AnswerColumns:
    if header.role == "score":
        return replace(columns, score=header.column) if columns.score is None else columns
    if header.role == "note":
        return replace(columns, notes=(*columns.notes, header.column))
    return replace(columns, evidence=(*columns.evidence, header.column))


def _with_unnamed_evidence(grid: Grid, row: int, headers: list[_Header], columns: AnswerColumns) -> AnswerColumns:
    """Add the columns without a header that stand right of a note: people put links there."""
    last = max((*columns.notes, *columns.evidence), default=None)
    if last is None:
        return columns
    width = max((len(cells) for cells in grid.rows), default=0)
    following = min((h.column for h in headers if h.column > last), default=width)
    unnamed = tuple(column for column in range(last + 1, following) if not grid.text(row, column))
    return replace(columns, evidence=(*columns.evidence, *unnamed))
