"""A list of workbooks with what is known of them: a CSV or TSV table, one line a workbook."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from zi_score.exact import exact
from zi_score.language import translate as _
from zi_score.ruleset import Fact, Ruleset
from zi_score.verdict import FactValue

SUFFIXES = (".csv", ".tsv")

_COLUMNS = {
    "path": ("path", "file", "berkas"),
    "unit": ("unit", "name", "nama", "nama unit", "unit kerja"),
    "agency": ("agency", "instansi"),
    "target": ("target", "target predikat", "kategori"),
}
_HOLDS_WBK = ("holds-wbk", "sudah wbk", "sudah berpredikat wbk")
_YES, _NO = ("ya", "y", "yes", "true", "1"), ("tidak", "t", "no", "n", "false", "0")


class ManifestError(Exception):
    """A list that cannot be used; the message names file, line, found and expected."""


@dataclass(frozen=True)
class Submitted:
    """A workbook to evaluate, and what goes before what it says of itself."""

    path: str
    unit: str | None = None
    agency: str | None = None
    target: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)


def read_manifest(path: str | Path, ruleset: Ruleset) -> list[Submitted]:
    """Read a list of workbooks; their paths are relative to the folder of the list.

    Columns: ``path``, ``unit``, ``agency``, ``target``, ``holds-wbk`` and any key of the ruleset's facts.

    Raises:
        ManifestError: it cannot be read, a column is unknown or missing, or a value is not understood.

    """
    file = Path(path)
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as problem:
        raise ManifestError(f"{path}: {problem}") from problem
    rows = list(csv.reader(lines, delimiter="\t" if file.suffix.lower() == ".tsv" else _delimiter(lines)))
    if not rows:
        raise ManifestError(_("{path}: the list is empty; expected a header with the column path.").format(path=path))
    names = [_column(path, header, ruleset) for header in rows[0]]
    if "path" not in names:
        raise ManifestError(_("{path}: the header has no column path.").format(path=path))
    return [
        _submitted(file, number, dict(zip(names, map(str.strip, row), strict=False)), ruleset)
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]


def _delimiter(lines: Sequence[str]) -> str:
    """Return what separates the columns: Excel writes a semicolon where the comma is decimal."""
    header = lines[0] if lines else ""
    return max(",;\t", key=header.count)


def _column(path: str | Path, header: str, ruleset: Ruleset) -> str:
    text = " ".join(header.casefold().split())
    if text in _HOLDS_WBK:
        return _HOLDS_WBK[0]
    if text in ruleset.facts:
        return text
    for name, words in _COLUMNS.items():
        if text in words:
            return name
    known = ", ".join([*_COLUMNS, *ruleset.facts])
    message = _('{path}: unknown column "{column}"; known are {known}.')
    raise ManifestError(message.format(path=path, column=header, known=known))


def _submitted(file: Path, line: int, row: Mapping[str, str], ruleset: Ruleset) -> Submitted:
    if not row.get("path"):
        raise ManifestError(_("{path}, line {line}: the column path is empty.").format(path=file, line=line))
    target = row.get("target", "").upper()
    if target and target not in ruleset.predicates:
        raise _refused(file, line, "target", row["target"], ruleset.predicates)
    return Submitted(
        path=str(file.parent / row["path"]),
        unit=row.get("unit") or None,
        agency=row.get("agency") or None,
        target=target or None,
        facts=dict(_facts(file, line, row, ruleset)),
    )


def _facts(file: Path, line: int, row: Mapping[str, str], ruleset: Ruleset) -> Iterator[tuple[str, FactValue]]:
    for key, fact in ruleset.facts.items():
        if text := row.get(key, ""):
            value = _value(fact, text)
            if value is None:
                raise _refused(file, line, key, text, fact.choices or (_("a number"),))
            yield key, value


def _value(fact: Fact, text: str) -> FactValue | None:
    plain = text.casefold()
    if set(fact.choices) == {"Ya", "Tidak"}:
        return "Ya" if plain in _YES else "Tidak" if plain in _NO else None
    if fact.choices:
        return next((choice for choice in fact.choices if choice.casefold() == plain), None)
    return _number(re.sub(r"\s*(%|tahun|years?)$", "", plain).replace(",", "."))


def _number(text: str) -> Fraction | None:
    try:
        number = exact(text)
    except ValueError:
        return None
    return number if number >= 0 else None


def _refused(file: Path, line: int, column: str, found: str, expected: Sequence[str]) -> ManifestError:
    message = _('{path}, line {line}, column {column}: found "{found}", expected one of {expected}.')
    return ManifestError(message.format(path=file, line=line, column=column, found=found, expected=", ".join(expected)))
