"""Whose workbook it is, and the facts that stand beside the LKE."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import PurePath

from zi_score.findings import Finding, finding, typed
from zi_score.model import Answer, Unit
from zi_score.reading.answers import as_typed, parsed
from zi_score.ruleset import Fact, Ruleset
from zi_score.submission import Grid

_ROWS = 25
"""Identity stands in the first rows of a sheet."""

_LABELS = {
    "name": re.compile(r"(nama )?(unit( kerja)?|satker|satuan kerja|unit/satuan kerja)", re.IGNORECASE),
    "agency": re.compile(r"(nama )?(instansi|kementerian( ?/ ?lembaga)?|k/l|k/l/d|pemerintah daerah)", re.IGNORECASE),
    "year": re.compile(r"tahun( (evaluasi|penilaian|anggaran))?", re.IGNORECASE),
    "target": re.compile(r"(target )?predikat( yang diusulkan)?|target|kategori( usulan)?", re.IGNORECASE),
}
_KEY, _VALUE = "kode", "isian"
"""Headers of the sheet with the facts."""

_WHOLE = 100
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_TITLE_YEAR = re.compile(r"tahun\s+(?:evaluasi\s+|penilaian\s+)?(20[0-4]\d)(?!\d)", re.IGNORECASE)
_REGULATION = re.compile(r"(nomor|no\.?|permenpan\w*|peraturan)[^,;]*?\d+\s*(tahun|[/_-])\s*20\d\d", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\[.*\]|<.*>|\.{2,}|_{2,}")


def read_unit(grids: Sequence[Grid], lke: Grid, header_row: int, predicates: Sequence[str], path: str) -> Unit:
    """Return name, agency, year and target from the workbook where it has them, else from the file name."""
    found: dict[str, str] = {}
    for grid in sorted(grids, key=lambda grid: grid is not lke):
        last = header_row if grid is lke else _ROWS
        for key, value in (*_labelled(grid, last), *_above_target(grid, predicates)):
            found.setdefault(key, value)
    stem = "" if path == "-" else unicodedata.normalize("NFC", PurePath(path.replace("\\", "/")).stem)
    year = _first_year(found.get("year", "")) or _title_year(lke, header_row) or _first_year(_REGULATION.sub("", stem))
    target = found.get("target", "").upper()
    return Unit(
        name=found.get("name") or stem or None,
        agency=found.get("agency"),
        year=year,
        target=next((p for p in sorted(predicates, key=len, reverse=True) if re.search(rf"\b{p}\b", target)), None),
    )


def read_facts(grids: Sequence[Grid], ruleset: Ruleset) -> tuple[dict[str, Answer], list[Finding]]:
    """Return the facts of a requirements sheet: rows that begin with a fact's key, under a column ``Isian``."""
    facts: dict[str, Answer] = {}
    findings: list[Finding] = []
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
            value = _fact_value(ruleset.facts[key], raw)
            if text and value is None:
                fact = ruleset.facts[key]
                choices = ", ".join(fact.choices) or "0 - 100" if fact.unit != "years" else "0, 1, 2, ..."
                findings.append(
                    finding("fact-not-understood", code=key, cell=place, typed=typed(text), accepted=choices)
                )
            facts.setdefault(key, Answer(place=place, typed=typed(text), value=value))
    return facts, findings


def _fact_value(fact: Fact, raw: object) -> object:
    text = as_typed(raw)
    if fact.choices:
        return next((choice for choice in fact.choices if choice.casefold() == text.casefold()), None)
    number = parsed(re.sub(r"\s*(%|tahun)$", "", text))
    if number is None or number < 0:
        return None
    # A bare 1 may be 1 % or 100 %.
    is_doubtful = fact.unit == "percent" and (number > _WHOLE or (isinstance(raw, float) and 0 < number <= 1))
    return None if is_doubtful else number


def _labelled(grid: Grid, rows: int) -> Iterator[tuple[str, str]]:
    """Yield what stands behind a label, in the same cell after a colon or in the next filled cell."""
    for row in range(min(rows, len(grid.rows))):
        filled = [column for column, cell in enumerate(grid.rows[row]) if cell != ""]
        texts = [text for column in filled if (text := grid.text(row, column))]
        for position, text in enumerate(texts):
            label, colon, value = text.partition(":")
            if not colon and position + 1 < len(texts):
                value = texts[position + 1].lstrip(":")
            if not value.strip() and position + 1 < len(texts):
                following = texts[position + 1 :]
                value = next((later for later in (t.lstrip(": ") for t in following) if later), "")
            if value.strip() and _is_filled(value):
                yield from ((key, value.strip()) for key in _labels(label.strip()))


@lru_cache(maxsize=1024)
def _labels(text: str) -> tuple[str, ...]:
    """Return what a label may announce; the same labels stand in every workbook."""
    return tuple(key for key, words in _LABELS.items() if words.fullmatch(text))


def _above_target(grid: Grid, predicates: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield name and target of a summary sheet: the name stands above ``WBK`` or ``WBBM``."""
    for row in range(1, min(4, len(grid.rows))):
        for column in range(len(grid.rows[row])):
            if grid.text(row, column).upper() in predicates:
                yield "target", grid.text(row, column)
                if _is_filled(name := grid.text(row - 1, column)):
                    yield "name", name


def _is_filled(value: str) -> bool:
    return bool(as_typed(value)) and not _PLACEHOLDER.fullmatch(value.strip())


def _first_year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _title_year(grid: Grid, rows: int) -> int | None:
    """Return the year of a title such as ``LKE ... TAHUN 2024``; the year of a regulation is none."""
    for row in range(min(rows, len(grid.rows))):
        for column in range(len(grid.rows[row])):
            if match := _TITLE_YEAR.search(_REGULATION.sub("", grid.text(row, column))):
                return int(match[1])
    return None
