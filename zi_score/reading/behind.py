"""What lies behind a workbook's values: formulas, error values, number formats, links, what is hidden.

A full load of the workbook would know it too, but takes five times as long. One pass over a
sheet's XML is enough; only formulas that share their text are left to openpyxl.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
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

_WORKBOOK = "/officeDocument"
_EXTERNAL = re.compile(r"xl/externalLinks/_rels/[^/]+\.rels", re.IGNORECASE)
_MACROS = re.compile(r"xl/(vbaProject\.bin|macrosheets/.+)", re.IGNORECASE)
_OTHER_FORMATS = {"mimetype": ".ods", "xl/workbook.bin": ".xlsb"}
_PERCENT_FORMATS = frozenset({9, 10})
_TRUE = ("1", "true")


class Package:
    """The parts of an .xlsx or .xlsm, each read on first use; of other files nothing is known."""

    def __init__(self, source: Path | bytes) -> None:
        """Remember where to look."""
        self._source = source
        self._behind: dict[str, Behind] = {}

    def behind(self, sheet: str) -> Behind:
        """Return what lies behind a sheet's values; nothing where it cannot be known."""
        if sheet not in self._behind:
            part = self._parts.get(sheet)
            self._behind[sheet] = self._looked_behind(part) if part else Behind()
        return self._behind[sheet]

    @property
    def problem(self) -> str | None:
        """Why nothing is known, if nothing is."""
        return self._opened[1]

    @cached_property
    def external(self) -> tuple[str, ...]:
        """The other files that the workbook reads."""
        if self._zip is None:
            return ()
        parts = [name for name in self._zip.namelist() if _EXTERNAL.fullmatch(name)]
        return tuple(target for part in parts for target in self._relations(part).values())

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
        except (KeyError, OSError, ValueError, SyntaxError, zipfile.BadZipFile):
            return {}

    def _looked_behind(self, part: str) -> Behind:
        try:
            relations = self._relations(_relations_of(part))
            with self._stream(part) as stream:
                return _read_sheet(stream, self._percent_styles, relations)
        except (KeyError, OSError, ValueError, SyntaxError, zipfile.BadZipFile):
            return Behind()

    @cached_property
    def _percent_styles(self) -> frozenset[str]:
        """Return the indexes of cell styles that show a percentage."""
        try:
            styles = self._tree("xl/styles.xml")
        except (KeyError, OSError, ValueError, SyntaxError, zipfile.BadZipFile):
            return frozenset()
        formats = {int(e.get("numFmtId", "-1")) for e in styles.iter() if "%" in e.get("formatCode", "")}
        shown = next((e for e in styles if _local(e) == "cellXfs"), ())
        return frozenset(
            str(n) for n, e in enumerate(shown) if int(e.get("numFmtId", "-1")) in formats | _PERCENT_FORMATS
        )

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


def _read_sheet(stream: IO[bytes], percents: frozenset[str], relations: Mapping[str, str]) -> Behind:
    cells = _Cells(percents)
    links: dict[str, str] = {}
    hidden_rows: set[int] = set()
    hidden_columns: list[range] = []
    for _, element in iterparse(stream):  # noqa: S314 - without a document type, see Package._stream
        name = _local(element)
        if name == "c":
            cells.add(element)
        elif name == "row":
            if element.get("hidden") in _TRUE or element.get("ht") == "0":
                hidden_rows.add(int(element.get("r") or cells.row + 1) - 1)
            cells.end_row(element)
            element.clear()
        elif name == "col" and (element.get("hidden") in _TRUE or element.get("width") == "0"):
            hidden_columns.append(range(int(element.get("min", "1")) - 1, int(element.get("max", "0"))))
        elif name == "hyperlink":
            target = relations.get(_attribute(element, "id")) or f"#{element.get('location', '')}"
            links[element.get("ref", "").partition(":")[0]] = target
    return Behind(
        formulas=cells.formulas | dict(_shared(cells)),
        uncomputed=frozenset(cells.uncomputed),
        errors=cells.errors,
        percents=frozenset(cells.percents),
        links=links,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=tuple(hidden_columns),
    )


class _Cells:
    """Gathers what the cells of a sheet say beside their values."""

    def __init__(self, percent_styles: frozenset[str]) -> None:
        self.row = 0
        self._last = ""
        self.formulas: dict[str, str] = {}
        self.uncomputed: set[str] = set()
        self.errors: dict[str, str] = {}
        self.percents: set[str] = set()
        self.shared: dict[str, tuple[str, str]] = {}
        self.followers: dict[str, str] = {}
        self._percent_styles = percent_styles

    def end_row(self, element: Element) -> None:
        self.row, self._last = int(element.get("r") or self.row + 1), ""

    def add(self, element: Element) -> None:
        cell = self._last = element.get("r") or self._unnamed()
        if len(element) == 0:
            return
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

    def _unnamed(self) -> str:
        """Return the name of a cell that does not say it: the one after the last, in the row after the last."""
        _, column = position(self._last) or (0, -1)
        return f"{column_letters(column + 1)}{self.row + 1}"

    def _add_formula(self, cell: str, formula: Element) -> None:
        text, group = formula.text, formula.get("si")
        if text:
            self.formulas[cell] = f"={text}"
        if formula.get("t") == "shared" and group is not None:
            if text:
                self.shared[group] = (cell, f"={text}")
            else:
                self.followers[cell] = group


def _shared(cells: _Cells) -> Iterator[tuple[str, str]]:
    """Yield the formulas of cells that share another cell's text."""
    if not cells.followers:
        return
    from openpyxl.formula.translate import Translator  # noqa: PLC0415 - heavy, and only some workbooks share

    for cell, group in cells.followers.items():
        if group in cells.shared:
            origin, text = cells.shared[group]
            yield cell, Translator(text, origin=origin).translate_formula(cell)
