"""Whose workbook it is, and the facts that stand beside the LKE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath
from typing import NamedTuple

from zi_score.law.facts import expected, fact_value
from zi_score.law.ruleset import Fact, Ruleset
from zi_score.model.exact import exact, plain
from zi_score.model.findings import Finding, finding, typed
from zi_score.model.formula import position, taken_apart
from zi_score.model.pattern import pattern
from zi_score.model.submission import Grid
from zi_score.model.worksheet import Answer, Place, Unit, column_letters
from zi_score.reading.cells.answers import as_typed
from zi_score.reading.file.behind import Package

_ROWS = 25
"""Identity stands in the first rows of a sheet."""

_LABELS = {
    "name": pattern(r"(nama )?(unit( kerja)?|satker|satuan kerja|unit/satuan kerja)", re.IGNORECASE),
    "agency": pattern(r"(nama )?(instansi|kementerian( ?/ ?lembaga)?|k/l|k/l/d|pemerintah daerah)", re.IGNORECASE),
    "year": pattern(r"tahun( (evaluasi|penilaian|anggaran))?", re.IGNORECASE),
    "target": pattern(r"(target )?predikat( yang diusulkan)?|target|kategori( usulan)?", re.IGNORECASE),
}
_COPIES = 4
"""Cells through which a copy is followed."""

_IDENTITY = ("name", "target")
"""What no two places of a workbook may say differently."""

_KEY, _VALUE = "kode", "isian"
"""Headers of the sheet with the facts."""

_YEAR = pattern(r"(?<!\d)(20[0-4]\d)(?!\d)")
_TITLE_YEAR = pattern(
    r"(?:\btahun(?:\s+(?:evaluasi|penilaian|anggaran))?|\bt\.?\s?a\.?|\bperiode)\s*:?\s*"
    r"(20[0-4]\d(?:\s*(?:[-–/&]|s\.?/?d\.?|dan|sampai)\s*20[0-4]\d)?)(?!\d)",
    re.IGNORECASE,
)
_REGULATION = pattern(r"(nomor|no\.?|permenpan\w*|peraturan)[^,;]*?\d+\s*(tahun|[/_-])\s*20\d\d", re.IGNORECASE)
_PLACEHOLDER = pattern(r"\[.*\]|<.*>|\.{2,}|_{2,}")


class _Said(NamedTuple):
    """What a sheet says of a unit: under which label, where this stands, and in which cell what it says."""

    key: str
    value: str
    place: Place
    cell: Place


def read_unit(  # noqa: PLR0913, PLR0917 - where to look
    grids: Sequence[Grid], lke: Grid, header_row: int, predicates: Sequence[str], path: str, package: Package
) -> tuple[Unit, list[Finding]]:
    """Return name, agency, year and target from the workbook where it has them, else from the file name.

    The LKE's own sheet goes first, what is hidden last; another that does not agree is named. What a formula works
    out is a verdict of the workbook's own, and no target.
    """
    found: dict[str, tuple[str, Place]] = {}
    findings: list[Finding] = []
    for grid in sorted(grids, key=lambda grid: (grid.is_hidden, grid is not lke)):
        last = header_row if grid is lke else _ROWS
        told: set[str] = set()
        for key, value, place, cell in (*_labelled(grid, last), *_above_target(grid, predicates)):
            if key == "target" and _is_worked_out(package, cell, predicates):
                continue
            used, there = found.setdefault(key, (value, place))
            if key in _IDENTITY and key not in told and there.sheet != grid.sheet and not _agree(used, value):
                told.add(key)
                findings.append(finding("identity-stated-twice", cell=place, stated=value, used=used, place=there))
    said = {key: value for key, (value, _place) in found.items()}
    stem = _stem(path)
    year = _year(said.get("year", ""), lke, header_row, stem)
    target = said.get("target", "").casefold()
    unit = Unit(
        name=said.get("name") or stem or None,
        named_by_file=bool(stem) and not said.get("name"),
        agency=said.get("agency"),
        year=year,
        target=next(
            (
                p
                for p in sorted(predicates, key=len, reverse=True)
                if re.search(rf"\b{re.escape(p.casefold())}\b", target)
            ),
            None,
        ),
    )
    return unit, findings


def read_year(grids: Sequence[Grid], lke: Grid, header_row: int, path: str) -> int | None:
    """Return the year of a workbook as ``read_unit`` does."""
    ordered = sorted(grids, key=lambda grid: (grid.is_hidden, grid is not lke))
    labelled = (each for grid in ordered for each in _labelled(grid, header_row if grid is lke else _ROWS))
    return _year(next((each.value for each in labelled if each.key == "year"), ""), lke, header_row, _stem(path))


def _year(stated: str, lke: Grid, header_row: int, stem: str) -> int | None:
    return _only_year(stated) or _title_year(lke, header_row) or _only_year(_REGULATION.sub("", stem))


def _stem(path: str) -> str:
    return "" if path == "-" else unicodedata.normalize("NFC", PurePath(path.replace("\\", "/")).stem)


def _agree(one: str, other: str) -> bool:
    """Whether two texts name the same: apart from case and marks, one may say more than the other."""
    first, second = ("".join(filter(str.isalnum, text.casefold())) for text in (one, other))
    return first in second or second in first


class _Stated(NamedTuple):
    """What one row of a sheet says of a fact."""

    answer: Answer
    is_hidden: bool

    @property
    def said(self) -> object:
        """What was said, as it was understood or else as it was typed."""
        return self.answer.typed.casefold() if self.answer.value is None else self.answer.value


def read_facts(grids: Sequence[Grid], ruleset: Ruleset, package: Package) -> tuple[dict[str, Answer], list[Finding]]:
    """Return the facts of a requirements sheet: rows that begin with a fact's key, under a column ``Isian``.

    What nobody sees decides nothing: a hidden sheet, row or column is named where it says something else. Two
    places that both are seen and do not agree leave the fact unknown.
    """
    facts: dict[str, Answer] = {}
    findings: list[Finding] = []
    for key, rows in _stated(grids, ruleset, package).items():
        said = [row for row in rows if row.answer.typed]
        seen = [row for row in said if not row.is_hidden]
        first = (seen or rows)[0].answer
        others = [row for row in seen[1:] if row.said != seen[0].said]
        facts[key] = first if seen else first.model_copy(update={"typed": "", "value": None})
        for row in others:
            findings.append(_twice(key, first, row.answer))
            facts[key] = first.model_copy(update={"value": None})
        findings += [
            _hidden(key, row, seen) for row in said if row.is_hidden and row.said not in [r.said for r in seen]
        ]
        findings += [_unread(ruleset.facts[key], key, row.answer) for row in seen if row.answer.value is None]
    return facts, findings


def _stated(grids: Sequence[Grid], ruleset: Ruleset, package: Package) -> dict[str, list[_Stated]]:
    """Return all that the sheets say of each fact, blanks included, in their order."""
    stated: dict[str, list[_Stated]] = {}
    for grid in grids:
        column = None
        for row, cells in enumerate(grid.rows):
            first = next((n for n, cell in enumerate(cells) if cell != ""), 0)
            key = grid.text(row, first).casefold()
            if key == _KEY:
                texts = [grid.text(row, n).casefold() for n in range(len(cells))]
                column = texts.index(_VALUE) if _VALUE in texts else column
            if column is None or key not in ruleset.facts:
                continue
            raw, place = grid.at(row, column), grid.place(row, column)
            text = as_typed(raw)
            if isinstance(raw, float) and ruleset.facts[key].unit == "percent" and package.shows_percent(place):
                raw = text = f"{plain(exact(raw) * 100)} %"  # 100 % is stored as 1
            value = fact_value(ruleset.facts[key], raw if isinstance(raw, float) else text) if text else None
            answer = Answer(place=place, typed=typed(text), value=value)
            is_hidden = grid.is_hidden or package.hides(grid.sheet, row, column)
            stated.setdefault(key, []).append(_Stated(answer, is_hidden))
    return stated


def _twice(key: str, one: Answer, other: Answer) -> Finding:
    return finding("fact-stated-twice", code=key, cell=one.place, here=one.typed, other=other.typed, place=other.place)


def _hidden(key: str, row: _Stated, seen: Sequence[_Stated]) -> Finding:
    used = f"{seen[0].answer.typed} ({seen[0].answer.place})" if seen else "-"
    return finding("fact-not-seen", code=key, cell=row.answer.place, stated=row.answer.typed, used=used)


def _unread(fact: Fact, key: str, answer: Answer) -> Finding:
    return finding("fact-not-understood", code=key, cell=answer.place, typed=answer.typed, accepted=expected(fact))


def _is_worked_out(package: Package, cell: Place, predicates: Sequence[str]) -> bool:
    """Whether a formula that names predicates gives what a cell shows, or it is copied from where one does."""
    names = {each.casefold() for each in predicates}
    for _step in range(_COPIES):
        row, column = position(cell.cell) or (0, 0)
        rows = package.rows_with_formulas(cell.sheet, column)
        text = "" if rows is not None and row not in rows else package.behind(cell.sheet).formulas.get(cell.cell, "")
        if not text:
            return False
        formula = taken_apart(text)
        if any(token.kind == "text" and str(token.value).casefold() in names for token in formula.tokens):
            return True
        if formula.functions or len(formula.cells) != 1:
            return False
        (read,) = formula.cells
        cell = Place(read.sheet or cell.sheet, f"{column_letters(read.left)}{read.top + 1}")
    return False


def _labelled(grid: Grid, rows: int) -> Iterator[_Said]:
    """Yield what stands behind a label, in the same cell after a colon or in the next filled cell."""
    for row in range(min(rows, len(grid.rows))):
        said = [(column, grid.text(row, column)) for column, cell in enumerate(grid.rows[row]) if cell != ""]
        filled = [(column, text) for column, text in said if text]
        for number, (column, text) in enumerate(filled):
            label, colon, value = text.partition(":")
            if not (keys := _labels(label.strip())):
                continue
            at, following = column, filled[number + 1 :]
            if not colon and following:
                at, value = following[0][0], following[0][1].lstrip(":")
            if not value.strip():
                later = ((other, text.lstrip(": ")) for other, text in following)
                at, value = next((each for each in later if each[1]), (at, ""))
            if value.strip() and _is_filled(value):
                place, cell = grid.place(row, column), grid.place(row, at)
                yield from (_Said(key, value.strip(), place, cell) for key in keys)


@lru_cache(maxsize=1024)
def _labels(text: str) -> tuple[str, ...]:
    """Return what a label may announce; the same labels stand in every workbook."""
    return tuple(key for key, words in _LABELS.items() if words.fullmatch(text))


def _above_target(grid: Grid, predicates: Sequence[str]) -> Iterator[_Said]:
    """Yield name and target of a summary sheet: the name stands above ``WBK`` or ``WBBM``."""
    names = {each.casefold() for each in predicates}
    for row in range(1, min(4, len(grid.rows))):
        for column in range(len(grid.rows[row])):
            if grid.text(row, column).casefold() in names:
                below, above = grid.place(row, column), grid.place(row - 1, column)
                yield _Said("target", grid.text(row, column), below, below)
                if _is_filled(name := grid.text(row - 1, column)):
                    yield _Said("name", name, above, above)


def _is_filled(value: str) -> bool:
    return bool(as_typed(value)) and not _PLACEHOLDER.fullmatch(value.strip())


def _only_year(text: str) -> int | None:
    """Return the year that a text names; one that names several, such as ``2025/2026``, names none."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def _title_year(grid: Grid, rows: int) -> int | None:
    """Return the year of a title such as ``LKE ... TAHUN 2024``; the year of a regulation is none."""
    for row in range(min(rows, len(grid.rows))):
        for column in range(len(grid.rows[row])):
            if match := _TITLE_YEAR.search(_REGULATION.sub("", grid.text(row, column))):
                return _only_year(match[1])
    return None
