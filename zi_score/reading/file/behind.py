"""What lies behind a workbook's values: formulas, error values, number formats, links, what is hidden.

A full load of the workbook would know it too, but takes five times as long. One pass over a
sheet's XML is enough; formulas that share their text are written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from zi_score.model.formula import position
from zi_score.model.moved import moved
from zi_score.model.pattern import pattern
from zi_score.model.submission import Behind
from zi_score.model.trouble import damage
from zi_score.model.worksheet import Place, column_letters
from zi_score.reading.file.archive import Archive
from zi_score.reading.file.look import File
from zi_score.reading.file.markup import attribute, read, reader_of
from zi_score.reading.file.office import Relation, relations
from zi_score.reading.file.percents import percent_styles
from zi_score.reading.file.refusal import megabytes
from zi_score.reading.file.texts import LIKE_TAGS

LARGEST_LOOKED_AT = 64 * 2**20
"""Bytes of all sheets of a workbook together."""

MOST_SHARED = 1_000_000
"""Characters of formulas that are written out for the cells of a workbook that share them; a form has some hundreds."""

_EXTERNAL = pattern(r"xl/externalLinks/_rels/[^/]+\.rels", re.IGNORECASE)
_RELATIONS = pattern(r"_rels/([^/]+)\.rels", re.IGNORECASE)
_MACROS = pattern(r"xl/(vbaProject\.bin|macrosheets/.+)", re.IGNORECASE)
_TRUE = ("1", "true")
_FORMULA = pattern(rb"<(?:[a-zA-Z][\w.-]{0,40}:)?f[\s/>]|<\0f\0|\0<\0f")
_FORMULAS = (b"<f", b":f")
_HIDDEN = b"hidden"
_STYLE = pattern(rb' s="(\d{1,9})"')
_NOUGHT = pattern(r"0+(\.0*)?")
_WHOLE = pattern(r"[0-9]{1,7}")
_LINKED = 10_000
"""Cells of a sheet that are known by the range of their link."""


class Package:
    """The parts of an .xlsx or .xlsm, each read on first use; of other files only what the look into them tells."""

    def __init__(self, file: File) -> None:
        """Remember where to look."""
        self._archive, self._book = file.archive, file.book
        self._kind, self._percents, self._uncomputed = file.kind, file.percents, file.uncomputed
        self._is_ordinary = file.is_ordinary
        self._behind: dict[str, Behind] = {}
        self._faults: list[str] = []
        self._shared_left = MOST_SHARED

    def behind(self, sheet: str) -> Behind:
        """Return what lies behind a sheet's values; nothing where it cannot be known."""
        if sheet not in self._behind:
            archive, part = self._archive, self.part(sheet)
            if archive is None or part is None or self._size:
                formulas = self._uncomputed.get(sheet, {})
                percents = self._percents.get(sheet, frozenset())
                self._behind[sheet] = Behind(formulas=formulas, uncomputed=frozenset(formulas), percents=percents)
            else:
                self._behind[sheet] = self._looked_behind(archive, part)
        return self._behind[sheet]

    def part(self, sheet: str) -> str | None:
        """Return the name of the part that holds a sheet, if it can be known."""
        return self._book.part(sheet) if self._book else None

    def formula(self, place: Place) -> str:
        """Return the text of the formula in a cell, ``=`` where it is not known."""
        return self.behind(place.sheet).formulas.get(place.cell, "=")

    def rows_with_formulas(self, sheet: str, column: int) -> frozenset[int] | None:
        """Return the rows in which a column has formulas, None where it takes the whole look to know: this is a glance.

        It sees what is written as spreadsheet programs do, in a fraction of the time.
        """
        part = self.part(sheet)
        if self._archive is None or part is None:
            return None if self._uncomputed.get(sheet) else frozenset()
        content = self._archive.markup(part)
        if not any(mark in content for mark in _FORMULAS):
            return frozenset()
        if not self._is_ordinary:
            return None
        pattern = rb'r="%b(\d{1,7})"[^<>]{0,99}>\s{0,9}<f' % column_letters(column).encode()
        return frozenset(int(row) - 1 for row in re.findall(pattern, content))

    def shows_percent(self, place: Place) -> bool:
        """Whether a cell with a number shows it as a percentage: a glance, as for formulas, where it tells for sure."""
        part = self.part(place.sheet)
        if place.sheet in self._behind or self._archive is None or part is None or not self._is_ordinary:
            return place.cell in self.behind(place.sheet).percents
        content = self._archive.markup(part)
        if any(mark in content for mark in LIKE_TAGS):
            return place.cell in self.behind(place.sheet).percents
        pattern = rb'<c r="%b"[^<>]{0,99}(?<!/)>(?!\s{0,99}</)' % place.cell.encode()
        styles = (_STYLE.search(cell) for cell in re.findall(pattern, content))
        return any(style[1].decode() in self._percent_styles for style in styles if style)

    def hides(self, sheet: str, row: int, column: int) -> bool:
        """Whether the row or the column of a cell is hidden: a glance tells of most sheets that none is."""
        archive, part = self._archive, self.part(sheet)
        if archive is not None and part is not None and _HIDDEN not in archive.markup(part):
            return False
        behind = self.behind(sheet)
        return row in behind.hidden_rows or any(column in hidden for hidden in behind.hidden_columns)

    @cached_property
    def was_calculated(self) -> bool:
        """Whether a formula has a saved value that somebody calculated: no words, with which blank forms are saved."""
        looked = [self.behind(sheet.name) for sheet in (self._book.sheets if self._book else ())]
        blank = [each.noughts | each.worded if self.is_to_be_calculated else each.noughts for each in looked]
        return any(each.formulas.keys() - each.uncomputed - none for each, none in zip(looked, blank, strict=True))

    @property
    def is_to_be_calculated(self) -> bool:
        """Whether the workbook asks to be calculated when it is opened."""
        return self._book is not None and self._book.calculation.get("fullCalcOnLoad") in _TRUE

    @property
    def problem(self) -> str | None:
        """Why nothing is known, or not of every sheet that was asked for."""
        if self._archive is None:
            return self._kind
        return self._size or next(iter(self._faults), None)

    @property
    def hides_formulas(self) -> bool:
        """Whether formulas are among what is not known; of other files than .xlsx and .xlsm not even that is."""
        if self.problem is None or self._archive is None or self._book is None:
            return False
        return any(_FORMULA.search(self._archive.part(sheet.part)) for sheet in self._book.sheets if sheet.part)

    @cached_property
    def external(self) -> tuple[str, ...]:
        """The other files that the workbook reads."""
        if self._archive is None:
            return ()
        parts = [name for name in self._archive.names if _EXTERNAL.fullmatch(name)]
        owners = [_RELATIONS.sub(r"\1", part) for part in parts]
        try:
            return tuple(each.target for part in owners for each in relations(self._archive, part).values())
        except ValueError:
            return tuple(parts)

    @cached_property
    def macros(self) -> str | None:
        """The part that holds macros, if there is one."""
        names = self._archive.names if self._archive else []
        return next((name for name in names if _MACROS.fullmatch(name)), None)

    @cached_property
    def _size(self) -> str | None:
        """Why the sheets are too large to be looked behind, if they are."""
        if self._archive is None or self._book is None:
            return None
        size = sum(self._archive.size(part) for part in {sheet.part for sheet in self._book.sheets} if part)
        return f"{megabytes(size)} > {megabytes(LARGEST_LOOKED_AT)}" if size > LARGEST_LOOKED_AT else None

    @cached_property
    def _percent_styles(self) -> frozenset[str]:
        """Return the indexes of cell styles that show a percentage."""
        if self._archive is None or self._book is None or self._book.styles is None:
            return frozenset()
        try:
            return percent_styles(self._archive.markup(self._book.styles))
        except ValueError:
            return frozenset()

    def _looked_behind(self, archive: Archive, part: str) -> Behind:
        cells = _Cells(self._percent_styles)
        fault = None
        try:
            cells.read(archive.markup(part), relations(archive, part))
        except ValueError as problem:
            cells, fault = _Cells(self._percent_styles), damage(problem)
        shared, untold = self._written_out(cells)
        if fault := fault or untold:
            self._faults.append(f"{part}: {fault}")
        return cells.behind(shared)

    def _written_out(self, cells: _Cells) -> tuple[dict[str, str], str | None]:
        """Return the formulas of cells that share another cell's text, and why some are left out."""
        followers = {cell: cells.shared[group] for cell, group in cells.followers.items() if group in cells.shared}
        lost = next((cell for cell, group in cells.followers.items() if group not in cells.shared), None)
        if not followers:
            return {}, lost
        self._shared_left -= (size := sum(len(text) for _, text in followers.values()))
        if self._shared_left < 0:
            return {}, f"{size:,} > {MOST_SHARED:,}"
        found: dict[str, str] = {}
        fault = lost
        for cell, (origin, text) in followers.items():
            try:
                found[cell] = moved(text, origin, cell)
            except ValueError as problem:
                fault = f"{cell}: {damage(problem)}"
        return found, fault


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
    """Gathers what a sheet says beside its values."""

    def __init__(self, percent_styles: frozenset[str]) -> None:
        self.shared: dict[str, tuple[str, str]] = {}
        self.followers: dict[str, str] = {}
        self._formulas: dict[str, str] = {}
        self._uncomputed: set[str] = set()
        self._noughts: set[str] = set()
        self._worded: set[str] = set()
        self._errors: dict[str, str] = {}
        self._percents: set[str] = set()
        self._links: dict[str, str] = {}
        self._hidden_rows: set[int] = set()
        self._hidden_columns: list[range] = []
        self._percent_styles = percent_styles
        self._relations: Mapping[str, Relation] = {}
        self._row = 0
        self._cell = self._value = self._text = ""
        self._type: str | None = None
        self._style: str | None = None
        self._formula: dict[str, str] | None = None
        self._is_cell = self._is_filled = False
        self._pieces: list[str] = []

    def behind(self, shared: Mapping[str, str]) -> Behind:
        """Return what was gathered, with the formulas that were written out."""
        return Behind(
            formulas={**self._formulas, **shared},
            uncomputed=frozenset(self._uncomputed),
            noughts=frozenset(self._noughts),
            worded=frozenset(self._worded),
            errors=self._errors,
            percents=frozenset(self._percents),
            links=self._links,
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=tuple(self._hidden_columns),
        )

    def read(self, part: bytes, related: Mapping[str, Relation]) -> None:
        """Read a sheet; errors are those of ``scan``."""
        self._relations = related
        self._reader = reader_of(self._start, self._end)
        read(self._reader, part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif self._is_cell:
            self._is_filled = True
            if name in ("v", "f"):
                self._pieces = []
                self._reader.CharacterDataHandler = self._pieces.append
                self._formula = attributes if name == "f" else self._formula
        elif name == "row":
            self._cell = ""
            self._add_row(attributes)
        elif name == "col":
            self._add_columns(attributes)
        elif name == "hyperlink":
            self._add_link(attributes)

    def _end(self, name: str) -> None:
        if name in ("v", "f"):
            self._reader.CharacterDataHandler = None
            text = "".join(self._pieces)
            if name == "v":
                self._value = text
            else:
                self._text = text
        elif name == "c":
            self._is_cell = False
            if self._is_filled:
                self._add()

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes.get("r", "").upper() or self._following(self._cell)
        self._type, self._style = attributes.get("t"), attributes.get("s")
        self._value = self._text = ""
        self._formula = None
        self._is_cell, self._is_filled = True, False

    def _following(self, cell: str) -> str:
        """Return the name of a cell that does not say it: the one after the last."""
        _, column = position(cell) or (0, -1)
        return f"{column_letters(column + 1)}{self._row}"

    def _add_row(self, attributes: Mapping[str, str]) -> None:
        self._row = _number(attributes.get("r"), self._row + 1)
        if attributes.get("hidden") in _TRUE or _NOUGHT.fullmatch(attributes.get("ht", "")):
            self._hidden_rows.add(self._row - 1)

    def _add_columns(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("hidden") in _TRUE or _NOUGHT.fullmatch(attributes.get("width", "")):
            self._hidden_columns.append(range(_number(attributes.get("min"), 1) - 1, _number(attributes.get("max"), 0)))

    def _add_link(self, attributes: dict[str, str]) -> None:
        related = self._relations.get(attribute(attributes, "id"))
        target = related.target if related else f"#{attributes.get('location', '')}"
        linked = _cells_of(attributes.get("ref", "").upper(), _LINKED - len(self._links))
        self._links |= dict.fromkeys(linked, target)

    def _add(self) -> None:
        """Add what the cell that ends here says."""
        if self._style in self._percent_styles:
            self._percents.add(self._cell)
        if self._type == "e":
            self._errors[self._cell] = self._value or "#?"
        if self._formula is not None:
            self._add_formula(self._cell, self._formula, self._text)
            if not self._value and self._type != "str":
                self._uncomputed.add(self._cell)
            elif not self._value or (self._type != "b" and _NOUGHT.fullmatch(self._value)):
                self._noughts.add(self._cell)
            elif self._type == "str":
                self._worded.add(self._cell)

    def _add_formula(self, cell: str, attributes: Mapping[str, str], text: str) -> None:
        group = attributes.get("si")
        if text:
            self._formulas[cell] = f"={text}"
        if attributes.get("t") == "shared" and group is not None:
            if text:
                self.shared[group] = (cell, f"={text}")
            else:
                self.followers[cell] = group
