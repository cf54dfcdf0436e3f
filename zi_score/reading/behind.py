"""What lies behind a workbook's values: formulas, error values, number formats, links, what is hidden.

A full load of the workbook would know it too, but takes five times as long. One pass over a
sheet's XML is enough; only formulas that share their text are left to openpyxl.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element, fromstring, iterparse

from zi_score.formula import position
from zi_score.model import column_letters
from zi_score.reading.refusal import megabytes
from zi_score.submission import Behind

LARGEST_PART = 64 * 2**20
MOST_SHARED = 1_000_000
"""Characters of formulas that are written out for the cells that share them; a form has some hundreds."""

_WORKBOOK = "/officeDocument"
_UNREADABLE = (LookupError, OSError, ValueError, SyntaxError, zipfile.BadZipFile, zlib.error, NotImplementedError)
_EXTERNAL = re.compile(r"xl/externalLinks/_rels/[^/]+\.rels", re.IGNORECASE)
_MACROS = re.compile(r"xl/(vbaProject\.bin|macrosheets/.+)", re.IGNORECASE)
_OTHER_FORMATS = {"mimetype": ".ods", "xl/workbook.bin": ".xlsb"}
_PERCENT_FORMATS = frozenset({"9", "10"})
_TRUE = ("1", "true")
_QUOTED = re.compile(r'"[^"]*"|\\.')
"""What a number format shows as it stands: a percent sign there is no percentage."""

_NOUGHT = re.compile(r"0+(\.0*)?")
_WHOLE = re.compile(r"[0-9]{1,7}")
_LINKED = 10_000
"""Cells of a sheet that are known by the range of their link."""


class Package:
    """The parts of an .xlsx or .xlsm, each read on first use; of other files nothing is known."""

    def __init__(self, source: Path | bytes) -> None:
        """Remember where to look."""
        self._source = source
        self._behind: dict[str, Behind] = {}
        self._faults: list[str] = []

    def behind(self, sheet: str) -> Behind:
        """Return what lies behind a sheet's values; nothing where it cannot be known."""
        if sheet not in self._behind:
            part = self._parts.get(sheet)
            self._behind[sheet] = self._looked_behind(part) if part else Behind()
        return self._behind[sheet]

    def part(self, sheet: str) -> str | None:
        """Return the name of the part that holds a sheet, if it can be known."""
        return self._parts.get(sheet)

    @property
    def problem(self) -> str | None:
        """Why nothing is known, or not of every sheet that was asked for."""
        return self._opened[1] or next(iter(self._faults), None)

    @cached_property
    def external(self) -> tuple[str, ...]:
        """The other files that the workbook reads."""
        parts = [name for name in self._zip.namelist() if _EXTERNAL.fullmatch(name)] if self._zip else []
        try:
            return tuple(target for part in parts for target in self._relations(part).values())
        except _UNREADABLE:
            return tuple(parts)

    @cached_property
    def macros(self) -> str | None:
        """The part that holds macros, if there is one."""
        names = self._zip.namelist() if self._zip else []
        return next((name for name in names if _MACROS.fullmatch(name)), None)

    @cached_property
    def _opened(self) -> tuple[zipfile.ZipFile | None, str | None]:
        source = io.BytesIO(self._source) if isinstance(self._source, bytes) else self._source
        try:
            package = zipfile.ZipFile(source)
        except (OSError, ValueError, zipfile.BadZipFile):
            return None, ".xls"
        names = set(package.namelist())
        other = next((suffix for part, suffix in _OTHER_FORMATS.items() if part in names), None)
        large = max((entry.file_size for entry in package.infolist() if "worksheets/" in entry.filename), default=0)
        if large > LARGEST_PART:
            other = f"{megabytes(large)} > {megabytes(LARGEST_PART)}"
        return (None, other) if other else (package, None)

    @property
    def _zip(self) -> zipfile.ZipFile | None:
        return self._opened[0]

    @cached_property
    def _parts(self) -> dict[str, str]:
        """Return the part of each sheet by its name."""
        try:
            roots = self._relations("_rels/.rels", kind=_WORKBOOK).values()
            workbook = next(iter(roots), "xl/workbook.xml")
            parts = self._relations(_relations_of(workbook))
            return {
                sheet.get("name", ""): parts.get(_attribute(sheet, "id"), "")
                for sheet in self._tree(workbook).iter()
                if _local(sheet) == "sheet"
            }
        except _UNREADABLE:
            return {}

    def _looked_behind(self, part: str) -> Behind:
        try:
            relations = self._relations(_relations_of(part))
            with self._stream(part) as stream:
                behind, fault = _read_sheet(stream, self._percent_styles, relations)
        except _UNREADABLE as problem:
            behind, fault = Behind(), str(problem) or type(problem).__name__
        if fault:
            self._faults.append(f"{part}: {fault}")
        return behind

    @cached_property
    def _percent_styles(self) -> frozenset[str]:
        """Return the indexes of cell styles that show a percentage."""
        try:
            styles = self._tree("xl/styles.xml")
        except _UNREADABLE:
            return frozenset()
        formats = {e.get("numFmtId") for e in styles.iter() if "%" in _QUOTED.sub("", e.get("formatCode", ""))}
        formats |= _PERCENT_FORMATS
        shown = next((e for e in styles if _local(e) == "cellXfs"), ())
        return frozenset(str(n) for n, e in enumerate(shown) if e.get("numFmtId") in formats)

    def _relations(self, part: str, kind: str = "") -> dict[str, str]:
        """Return what a part refers to, by id; names of parts, or addresses outside the workbook."""
        if self._zip is None or part not in self._zip.namelist():
            return {}
        folder = posixpath.dirname(posixpath.dirname(part))
        return {
            e.get("Id", ""): _resolved(folder, e)
            for e in self._tree(part)
            if e.get("Target") and e.get("Type", "").endswith(kind)
        }

    def _tree(self, part: str) -> Element:
        with self._stream(part) as stream:
            return fromstring(stream.read())  # noqa: S314 - without a document type, see _stream

    def _stream(self, part: str) -> IO[bytes]:
        """Open a part; one with a document type is no part that a spreadsheet program writes."""
        if self._zip is None:
            raise KeyError(part)
        content = self._zip.read(part)
        if b"<!DOCTYPE" in content or b"\0" in content[:4]:
            raise ValueError(part)
        return io.BytesIO(content)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _resolved(folder: str, relation: Element) -> str:
    target = relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        return target
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """Return an attribute by its name without its namespace, of which there are two editions."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name and "}" in key), "")


def _read_sheet(stream: IO[bytes], percents: frozenset[str], relations: Mapping[str, str]) -> tuple[Behind, str | None]:
    """Return what lies behind a sheet, and what of it could not be looked at."""
    cells = _Cells(percents)
    links: dict[str, str] = {}
    hidden_columns: list[range] = []
    for _, element in iterparse(stream):  # noqa: S314 - without a document type, see Package._stream
        name = _local(element)
        if name == "row":
            cells.add_row(element)
            element.clear()
        elif name == "col" and (element.get("hidden") in _TRUE or _NOUGHT.fullmatch(element.get("width", ""))):
            hidden_columns.append(range(_number(element.get("min"), 1) - 1, _number(element.get("max"), 0)))
        elif name == "hyperlink":
            target = relations.get(_attribute(element, "id")) or f"#{element.get('location', '')}"
            linked = _cells_of(element.get("ref", ""), _LINKED - len(links))
            links |= dict.fromkeys(linked, target)
    shared, fault = _shared(cells)
    behind = Behind(
        formulas=cells.formulas | shared,
        uncomputed=frozenset(cells.uncomputed),
        errors=cells.errors,
        percents=frozenset(cells.percents),
        links=links,
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=tuple(hidden_columns),
    )
    return behind, fault


def _number(text: str | None, otherwise: int) -> int:
    """Return a whole number of an attribute; a number that no sheet has is none."""
    return int(text) if text and _WHOLE.fullmatch(text) else otherwise


def _cells_of(reference: str, most: int) -> Iterator[str]:
    """Yield the cells of a range, such as a link covers that was set for several cells at once."""
    first, _, last = reference.partition(":")
    start, end = position(first), position(last or first)
    if start is None or end is None or (end[0] - start[0] + 1) * (end[1] - start[1] + 1) > most:
        yield first
        return
    for row in range(start[0], end[0] + 1):
        yield from (f"{column_letters(column)}{row + 1}" for column in range(start[1], end[1] + 1))


class _Cells:
    """Gathers what the cells of a sheet say beside their values."""

    def __init__(self, percent_styles: frozenset[str]) -> None:
        self.formulas: dict[str, str] = {}
        self.uncomputed: set[str] = set()
        self.errors: dict[str, str] = {}
        self.percents: set[str] = set()
        self.hidden_rows: set[int] = set()
        self.shared: dict[str, tuple[str, str]] = {}
        self.followers: dict[str, str] = {}
        self._percent_styles = percent_styles
        self._row = 0

    def add_row(self, element: Element) -> None:
        self._row = _number(element.get("r"), self._row + 1)
        if element.get("hidden") in _TRUE or _NOUGHT.fullmatch(element.get("ht", "")):
            self.hidden_rows.add(self._row - 1)
        last = ""
        for cell in element:
            last = cell.get("r") or self._following(last)
            if len(cell):
                self._add(last, cell)

    def _following(self, cell: str) -> str:
        """Return the name of a cell that does not say it: the one after the last."""
        _, column = position(cell) or (0, -1)
        return f"{column_letters(column + 1)}{self._row}"

    def _add(self, cell: str, element: Element) -> None:
        parts = {_local(part): part for part in element}
        value = parts["v"].text if "v" in parts else None
        if element.get("s") in self._percent_styles:
            self.percents.add(cell)
        if element.get("t") == "e":
            self.errors[cell] = value or "#?"
        if (formula := parts.get("f")) is not None:
            self._add_formula(cell, formula)
            if not value and element.get("t") != "str":
                self.uncomputed.add(cell)

    def _add_formula(self, cell: str, formula: Element) -> None:
        text, group = formula.text, formula.get("si")
        if text:
            self.formulas[cell] = f"={text}"
        if formula.get("t") == "shared" and group is not None:
            if text:
                self.shared[group] = (cell, f"={text}")
            else:
                self.followers[cell] = group


def _shared(cells: _Cells) -> tuple[dict[str, str], str | None]:
    """Return the formulas of cells that share another cell's text, and why some are left out."""
    followers = {cell: cells.shared[group] for cell, group in cells.followers.items() if group in cells.shared}
    if not followers:
        return {}, None
    if (size := sum(len(text) for _, text in followers.values())) > MOST_SHARED:
        return {}, f"{size:,} > {MOST_SHARED:,}"
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 - heavy, and only some workbooks share

    found: dict[str, str] = {}
    fault = None
    for cell, (origin, text) in followers.items():
        try:
            found[cell] = Translator(text, origin=origin).translate_formula(cell)
        except Exception as problem:  # noqa: BLE001 - it raises anything on a broken text, or one that leaves the sheet
            fault = f"{cell}: {problem}"
    return found, fault
