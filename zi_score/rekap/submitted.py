"""A list of workbooks with what is known of them: a table, one line a workbook, or a unit that has to hand in one."""

from __future__ import annotations

import codecs
import csv
import io
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from zi_score.law.facts import FactValue, expected, fact_value, one_of
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.trouble import trouble
from zi_score.reading.rulesets import known_rulesets

SUFFIXES = (".csv", ".tsv")

_COLUMNS = {
    "path": ("path", "file", "berkas"),
    "unit": ("unit", "name", "nama", "nama unit", "unit kerja"),
    "agency": ("agency", "instansi"),
    "target": ("target", "target predikat", "kategori"),
    "ruleset": ("ruleset", "aturan", "peraturan"),
    "unit-id": ("unit-id", "unit_id", "id", "id unit"),
}
_SEPARATOR = pattern(r"\s*sep=(.)[ \t]*(?:\r\n?|\n)", re.IGNORECASE)
"""A first line by which a list tells Excel what separates its columns."""

_HOLDS_WBK = ("holds-wbk", "sudah wbk", "sudah berpredikat wbk")


class ManifestError(Exception):
    """A list that cannot be used; the message names file, line, found and expected."""


@dataclass(frozen=True)
class Submitted:
    """A workbook to evaluate, and what goes before what it says of itself; ``unit_id`` is the unit's in PortalRB.

    ``ruleset`` is the id of the one that it follows, where it does not name one itself.

    ``is_listed`` says that a list names it, ``line`` on which of its lines; one without ``path`` is of a unit alone.
    """

    path: str
    unit: str | None = None
    agency: str | None = None
    target: str | None = None
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    unit_id: str | None = None
    ruleset: str | None = None
    is_listed: bool = field(default=False, compare=False)
    line: int = field(default=0, compare=False)


def read_manifest(path: str | Path, ruleset: Ruleset) -> list[Submitted]:
    """Read a list of workbooks; their paths are relative to the folder of the list.

    Columns: ``path``, ``unit``, ``agency``, ``target``, ``ruleset``, ``unit-id``, ``holds-wbk`` and any key of the
    ruleset's facts. A line without a path names a unit, whose workbook is looked for among others or has not been
    handed in.

    Raises:
        ManifestError: it cannot be read, a column is unknown or missing, or a value is not understood.

    """
    file = Path(path)
    try:
        lines = list(_lines(_text(file), is_tsv=file.suffix.lower() == ".tsv"))
    except csv.Error as problem:
        message = _("{path}: no table, or a quotation mark is not closed ({problem}).")
        raise ManifestError(message.format(path=path, problem=problem)) from problem
    except (OSError, ValueError) as problem:
        told = trouble(problem) if isinstance(problem, OSError) else str(problem)
        raise ManifestError(f"{path}: {told}") from problem
    if not lines:
        raise ManifestError(_("{path}: the list is empty; expected a header with the column path.").format(path=path))
    names = [_column(path, header, ruleset) for header in lines[0][1]]
    for name in {name for name in names if names.count(name) > 1}:
        raise ManifestError(_("{path}: the column {column} stands there twice.").format(path=path, column=name))
    if not {"path", "unit"} & set(names):
        raise ManifestError(_("{path}: the header has neither a column path nor a column unit.").format(path=path))
    if not lines[1:]:
        raise ManifestError(_("{path}: the list names no workbook.").format(path=path))
    return [_submitted(file, number, _named(file, number, names, cells), ruleset) for number, cells in lines[1:]]


def named_once(lists: Mapping[str, Sequence[Submitted]]) -> None:
    """Refuse lists of which two lines say different things of one workbook.

    Args:
        lists: what was read from them, by their paths.

    Raises:
        ManifestError: of two such lines only one could count.

    """
    known: dict[str, tuple[Submitted, str]] = {}
    for path, submitted in lists.items():
        for each in (each for each in submitted if each.path):
            place = _("{path}, line {line}").format(path=path, line=each.line)
            before, there = known.setdefault(os.path.realpath(each.path), (each, place))
            if replace(before, path=each.path) != each:
                message = _("{place}: {file} stands in {there} already, with other values; leave one of them.")
                raise ManifestError(message.format(place=place, file=each.path, there=there))


def _text(file: Path) -> str:
    """Return what stands in a list.

    Raises:
        OSError: it cannot be opened.
        ManifestError: it is not in UTF-8, or holds a zero byte, which no name can have.

    """
    content = file.read_bytes().removeprefix(codecs.BOM_UTF8)
    wrong = content.find(b"\0")
    try:
        text = content.decode()
    except UnicodeDecodeError as problem:
        text, wrong = "", problem.start
    if wrong < 0:
        return text
    message = _('{path}, line {line}: found the byte {byte}, expected text in UTF-8; save the list as "CSV UTF-8".')
    line, byte = content.count(b"\n", 0, wrong) + 1, content[wrong : wrong + 1].hex().upper()
    raise ManifestError(message.format(path=file, line=line, byte=byte))


def _lines(text: str, *, is_tsv: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that hold something, each with its number in the file."""
    said = _SEPARATOR.match(text)
    before, text = (1, text[said.end() :]) if said else (0, text)
    delimiter = said[1] if said else "\t" if is_tsv else _delimiter(text)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    first = before
    for row in rows:
        cells = [cell.strip() for cell in row]
        if any(cells):
            yield before + 1, cells
        before = first + rows.line_num


def _delimiter(text: str) -> str:
    """Return what separates the columns: Excel writes a semicolon where the comma is decimal."""
    header = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t", key=header.count)


def _named(file: Path, line: int, names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return cells by their columns; a cell without a column would be lost without anybody seeing it."""
    if any(cells[len(names) :]):
        message = _("{path}, line {line}: found {found} cells, expected at most {expected}.")
        raise ManifestError(message.format(path=file, line=line, found=len(cells), expected=len(names)))
    return dict(zip(names, cells, strict=False))


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
    unit = " ".join(row.get("unit", "").split()) or None
    if not row.get("path") and unit is None:
        message = _("{path}, line {line}: the columns path and unit are empty.")
        raise ManifestError(message.format(path=file, line=line))
    known = {each.casefold(): each for each in ruleset.predicates}
    target = known.get(row.get("target", "").casefold())
    if row.get("target") and target is None:
        raise _refused(file, line, "target", row["target"], one_of(ruleset.predicates))
    ids = [each.id for each in known_rulesets()] if row.get("ruleset") else []
    if row.get("ruleset") and row["ruleset"] not in ids:
        raise _refused(file, line, "ruleset", row["ruleset"], one_of(ids))
    return Submitted(
        path=str(file.parent / row["path"]) if row.get("path") else "",
        unit=unit,
        agency=" ".join(row.get("agency", "").split()) or None,
        target=target,
        facts=dict(_facts(file, line, row, ruleset)),
        unit_id=row.get("unit-id") or None,
        ruleset=row.get("ruleset") or None,
        is_listed=True,
        line=line,
    )


def _facts(file: Path, line: int, row: Mapping[str, str], ruleset: Ruleset) -> Iterator[tuple[str, FactValue]]:
    for key, fact in ruleset.facts.items():
        if text := row.get(key, ""):
            value = fact_value(fact, text)
            if value is None:
                raise _refused(file, line, key, text, expected(fact))
            yield key, value


def _refused(file: Path, line: int, column: str, found: str, expected: str) -> ManifestError:
    message = _('{path}, line {line}, column {column}: found "{found}", expected {expected}.')
    return ManifestError(message.format(path=file, line=line, column=column, found=found, expected=expected))
