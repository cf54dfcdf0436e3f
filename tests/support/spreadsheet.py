"""A small spreadsheet: cells and formulas in memory, computed and written as a spreadsheet program does.

It knows what the worksheets of the project need, so that hundreds of bent workbooks can be computed
without LibreOffice; a test compares the two on every worksheet.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, replace
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, get_column_letter

from zi_score.model.exact import exact

Value = float | str | bool | None
Position = tuple[int, int]

_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"]|"")*")|(?P<error>#[A-Z0-9/]+[!?]?)|(?P<function>[A-Z.]+)\('
    r"|(?P<cells>(?:(?:'[^']+'|\w+)!)?\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<operator><=|>=|<>|[-+*/&<>=(),%]))"
)
_CELLS = re.compile(r"(?:('[^']+'|\w+)!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?(?![\w(])")
_COMPARISONS = ("=", "<>", "<", ">", "<=", ">=")
_RANK = {**dict.fromkeys(_COMPARISONS, 0), "&": 1, "+": 2, "-": 2, "*": 3, "/": 3}


class Error(str):
    """An error value, such as ``#DIV/0!``."""

    __slots__ = ()


class Failure(Exception):  # noqa: N818 - not a fault of the program: an error value that a formula comes to
    """A formula that comes to an error value."""

    def __init__(self, error: str) -> None:
        """Carry the error value."""
        super().__init__(error)
        self.error = Error(error)


@dataclass
class Sheet:
    """Cells by row and column, counted from 1; formulas are texts that begin with ``=``."""

    cells: dict[Position, Value] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[str] = field(default_factory=list)
    percents: set[Position] = field(default_factory=set)
    is_hidden: bool = False

    def copy(self) -> Sheet:
        """Return a sheet that can be bent without bending this one."""
        copied = {each.name: copy(getattr(self, each.name)) for each in fields(self)}
        return Sheet(**copied)


@dataclass
class Book:
    """A workbook; ``extra`` are further parts of its package, by name."""

    sheets: dict[str, Sheet]
    extra: dict[str, bytes] = field(default_factory=dict)
    is_computed: bool = True

    @classmethod
    def of(cls, workbook: Workbook) -> Book:
        """Take over what stands in the cells of a workbook."""
        sheets = {}
        for source in workbook.worksheets:
            sheets[source.title] = Sheet(is_hidden=source.sheet_state != "visible")
            for row in source.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        value = cell.value if isinstance(cell.value, str | bool) else float(str(cell.value))
                        sheets[source.title].cells[cell.row, cell.column] = value
        return cls(sheets)

    def copy(self) -> Book:
        """Return a workbook that can be bent without bending this one."""
        return replace(self, sheets={name: sheet.copy() for name, sheet in self.sheets.items()}, extra={**self.extra})

    def get(self, cell: str) -> Value:
        """Return what was typed into ``sheet!cell``."""
        sheet, at = _place(cell)
        return self.sheets[sheet].cells.get(at)

    def put(self, cell: str, value: object) -> None:
        """Type something into ``sheet!cell``; None clears it."""
        sheet, at = _place(cell)
        if value is None:
            self.sheets[sheet].cells.pop(at, None)
        else:
            self.sheets[sheet].cells[at] = value if isinstance(value, str | bool) else float(str(value))

    def delete_row(self, sheet: str, row: int) -> None:
        """Delete a row; formulas follow, as they do in every spreadsheet program."""
        self._move(sheet, lambda number: None if number == row else number - (number > row))

    def insert_row(self, sheet: str, row: int) -> None:
        """Insert a blank row above this one."""
        self._move(sheet, lambda number: number + (number >= row))

    def _move(self, sheet: str, moved: Callable[[int], int | None]) -> None:
        own = self.sheets[sheet]
        own.cells = {(now, column): v for (row, column), v in own.cells.items() if (now := moved(row))}
        own.hidden_rows = {now for row in own.hidden_rows if (now := moved(row))}
        for name, other in self.sheets.items():
            for at, value in other.cells.items():
                if isinstance(value, str) and value.startswith("="):
                    other.cells[at] = _followed(value, sheet, moved, is_own=name == sheet)

    def computed(self) -> dict[str, dict[Position, Value]]:
        """Return what every cell shows."""
        run = _Run(self)
        return {name: {at: run.value(name, at) for at in sheet.cells} for name, sheet in self.sheets.items()}

    def content(self) -> bytes:
        """Return the workbook as a file."""
        shown = self.computed() if self.is_computed else {}
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
            for number, (name, sheet) in enumerate(self.sheets.items(), start=1):
                package.writestr(f"xl/worksheets/sheet{number}.xml", _sheet_part(sheet, shown.get(name, {})))
            for part, text in (*_package(self.sheets), *self.extra.items()):
                package.writestr(part, text)
        return stream.getvalue()


def _place(cell: str) -> tuple[str, Position]:
    sheet, _, where = cell.rpartition("!")
    letters = where.rstrip("0123456789")
    return sheet, (int(where[len(letters) :]), column_index_from_string(letters))


def _followed(formula: str, sheet: str, moved: Callable[[int], int | None], *, is_own: bool) -> str:
    def follow(found: re.Match[str]) -> str:
        named, first, top, last, bottom = found.groups()
        if (named.strip("'") != sheet) if named else not is_own:
            return found[0]
        prefix = f"{named}!" if named else ""
        if last is None:
            row = moved(int(top))
            return f"{prefix}{first}{row}" if row else f"{prefix}#REF!"
        rows = [row for number in range(int(top), int(bottom) + 1) if (row := moved(number))]
        return f"{prefix}{first}{rows[0]}:{last}{rows[-1]}" if rows else f"{prefix}#REF!"

    pieces = formula.split('"')
    return '"'.join(piece if n % 2 else _CELLS.sub(follow, piece) for n, piece in enumerate(pieces))


# Computing ----------------------------------------------------------------------------------------


class _Run:
    """Computes cells, each once."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._known: dict[tuple[str, Position], Value] = {}

    def value(self, sheet: str, at: Position) -> Value:
        if (sheet, at) not in self._known:
            typed = self._book.sheets[sheet].cells.get(at)
            if isinstance(typed, str) and typed.startswith("="):
                try:
                    typed = _parsed(typed[1:])(self, sheet)
                except Failure as failure:
                    typed = failure.error
            self._known[sheet, at] = typed
        return self._known[sheet, at]


Compute = Callable[[_Run, str], object]
"""Gives what a formula comes to, in a run and on a sheet."""


@cache
def _parsed(text: str) -> Compute:
    return _Parser(text).formula()


class _Parser:
    """Reads a formula from left to right, once, however often it is computed."""

    def __init__(self, text: str) -> None:
        found = list(_TOKEN.finditer(text))
        if "".join(match[0] for match in found) != text.rstrip():
            raise ValueError(text)
        self._tokens = [(match.lastgroup, match[match.lastgroup or 0]) for match in found]
        self._at = 0

    def formula(self) -> Compute:
        expression = self._expression(0)

        def formula(run: _Run, sheet: str) -> Value:
            value = _one(expression(run, sheet))
            return 0.0 if value is None else value

        return formula

    def _peek(self) -> tuple[str | None, str]:
        return self._tokens[self._at] if self._at < len(self._tokens) else (None, "")

    def _next(self) -> tuple[str | None, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _expression(self, least: int) -> Compute:
        left = self._unary()
        while self._peek()[0] == "operator" and (rank := _RANK.get(self._peek()[1], -1)) >= least:
            operator = self._next()[1]
            left = _operation(operator, left, self._expression(rank + 1))
        return left

    def _unary(self) -> Compute:
        if self._peek() == ("operator", "-"):
            self._next()
            return _operation("-", _constant(0.0), self._unary())
        value = self._primary()
        while self._peek() == ("operator", "%"):
            self._next()
            value = _operation("/", value, _constant(100.0))
        return value

    def _primary(self) -> Compute:
        kind, piece = self._next()
        if kind == "number":
            return _constant(float(piece))
        if kind == "text":
            return _constant(piece[1:-1].replace('""', '"'))
        if kind == "error":
            return _constant(Error(piece))
        if kind == "cells":
            return _reference(piece)
        if kind == "function":
            return self._call(piece)
        value = self._expression(0)  # after an opening bracket
        self._next()
        return value

    def _call(self, name: str) -> Compute:
        arguments: list[Compute] = []
        while self._peek()[1] != ")":
            arguments.append(_argument(self._expression(0)))
            if self._peek()[1] == ",":
                self._next()
        self._next()
        return lambda run, sheet: _FUNCTIONS[name]([argument(run, sheet) for argument in arguments])


def _constant(value: Value) -> Compute:
    return lambda _run, _sheet: value


def _operation(operator: str, left: Compute, right: Compute) -> Compute:
    return lambda run, sheet: _operated(operator, left(run, sheet), right(run, sheet))


def _argument(expression: Compute) -> Compute:
    """Return an argument; an error in it is a value, which only some functions pass on."""

    def argument(run: _Run, sheet: str) -> object:
        try:
            return expression(run, sheet)
        except Failure as failure:
            return failure.error

    return argument


def _reference(piece: str) -> Compute:
    match = _CELLS.fullmatch(piece)
    if match is None:
        raise ValueError(piece)
    quoted, first, top, last, bottom = match.groups()
    named = quoted.strip("'") if quoted else None
    columns = range(column_index_from_string(first), column_index_from_string(last or first) + 1)
    places = [(row, column) for row in range(int(top), int(bottom or top) + 1) for column in columns]
    if not last:
        return lambda run, sheet: run.value(named or sheet, places[0])
    return lambda run, sheet: [run.value(named or sheet, at) for at in places]


def _one(value: object) -> Value:
    if isinstance(value, Error):
        raise Failure(value)
    return value[0] if isinstance(value, list) else value


def _number(value: object) -> float:
    value = _one(value)
    if isinstance(value, str):
        try:
            return float(value)
        except ValueError:
            raise Failure("#VALUE!") from None
    return float(value or 0)


def _operated(operator: str, left: object, right: object) -> Value:
    if operator == "&":
        return "".join(str(_one(v) or "") for v in (left, right))
    if operator in _COMPARISONS:
        return _compared(operator, _one(left), _one(right))
    a, b = _number(left), _number(right)
    if operator == "/" and b == 0:
        raise Failure("#DIV/0!")
    return {"+": a + b, "-": a - b, "*": a * b, "/": a / (b or 1)}[operator]


def _compared(operator: str, left: Value, right: Value) -> bool:
    blank = {str: "", float: 0.0, bool: False}
    left = blank.get(type(right), "") if left is None else left
    right = blank.get(type(left), "") if right is None else right
    a, b = ((isinstance(v, str), v.casefold() if isinstance(v, str) else v) for v in (left, right))
    return {"=": a == b, "<>": a != b, "<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b}[operator]


def _numbers(arguments: Sequence[object]) -> list[float]:
    """Return the numbers among arguments; texts and blanks in cells are left out, errors passed on."""
    values = [v for argument in arguments for v in (argument if isinstance(argument, list) else [argument])]
    for value in values:
        _one(value)
    return [float(v) for v in values if isinstance(v, float)]


def _if(arguments: Sequence[object]) -> object:
    chosen = arguments[1] if _one(arguments[0]) else arguments[2] if len(arguments) > 2 else False
    return _one(chosen)


def _mean(arguments: Sequence[object]) -> float:
    if not (numbers := _numbers(arguments)):
        raise Failure("#DIV/0!")
    return sum(numbers) / len(numbers)


@cache
def _criterion(text: str) -> Callable[[object], bool]:
    """Return what a criterion with an operator asks of a cell: numbers compare with numbers, texts with texts."""
    operator = next(each for each in sorted(_COMPARISONS, key=len, reverse=True) if text.startswith(each))
    operand = text.removeprefix(operator)
    if operator == "<>":
        return lambda v: v is not None and not (isinstance(v, str) and v.casefold() == operand.casefold())
    try:
        number = float(operand)
    except ValueError:
        return lambda v: isinstance(v, str) and not isinstance(v, Error) and _compared(operator, v, operand)
    return lambda v: isinstance(v, float) and _compared(operator, v, number)


def _count_where(arguments: Sequence[object]) -> float:
    """Count the cells that meet every criterion."""
    found = [
        [_criterion(str(criterion))(v) for v in (cells if isinstance(cells, list) else [cells])]
        for cells, criterion in zip(arguments[::2], arguments[1::2], strict=True)
    ]
    return float(sum(map(all, zip(*found, strict=True))))


_FUNCTIONS: dict[str, Callable[[Sequence[object]], object]] = {
    "SUM": lambda a: float(sum(_numbers(a))),
    "AVERAGE": _mean,
    "COUNT": lambda a: float(
        sum(isinstance(v, float) for each in a for v in (each if isinstance(each, list) else [each]))
    ),
    "COUNTIF": lambda a: float(sum(v == a[1] for v in (a[0] if isinstance(a[0], list) else [a[0]]))),
    "COUNTIFS": _count_where,
    "IF": _if,
    "IFERROR": lambda a: a[1] if isinstance(a[0], Error) else a[0],
    "AND": lambda a: all(_one(v) for v in a),
    "MAX": lambda a: max(_numbers(a), default=0.0),
    "MIN": lambda a: min(_numbers(a), default=0.0),
    "ROUND": lambda a: float(round(exact(_number(a[0])), int(_number(a[1])))),
    "HYPERLINK": lambda a: a[1],
    "LEN": lambda a: float(len(str(_one(a[0]) or ""))),
    "UPPER": lambda a: str("" if _one(a[0]) is None else _one(a[0])).upper(),
    "TRIM": lambda a: " ".join(str("" if _one(a[0]) is None else _one(a[0])).split(" ")).strip(),
    "ISERROR": lambda a: isinstance(a[0], Error),
    "ISNUMBER": lambda a: isinstance(a[0], float),
}


# Writing ------------------------------------------------------------------------------------------

_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HIDDEN, _AS_PERCENT = ' hidden="1"', ' s="1"'
_STATE = ' state="hidden"'
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_STYLES = (
    f'<styleSheet {_MAIN}><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="10" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def _sheet_part(sheet: Sheet, shown: dict[Position, Value]) -> str:
    rows: dict[int, list[str]] = {row: [] for row in sheet.hidden_rows}
    for at in sorted(sheet.cells):
        rows.setdefault(at[0], []).append(_cell(at, sheet.cells[at], shown.get(at), is_percent=at in sheet.percents))
    lines = (
        f'<row r="{row}"{_HIDDEN if row in sheet.hidden_rows else ""}>{"".join(rows[row])}</row>'
        for row in sorted(rows)
    )
    hidden = "".join(f'<col min="{n}" max="{n}" width="9" hidden="1"/>' for n in sorted(sheet.hidden_columns))
    columns = f"<cols>{hidden}</cols>" if hidden else ""
    ranges = "".join(f'<mergeCell ref="{cells}"/>' for cells in sheet.merged)
    merged = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
    return f"{_HEAD}<worksheet {_MAIN}>{columns}<sheetData>{''.join(lines)}</sheetData>{merged}</worksheet>"


def _cell(at: Position, typed: Value, shown: Value, *, is_percent: bool) -> str:
    head = f'<c r="{get_column_letter(at[1])}{at[0]}"{_AS_PERCENT if is_percent else ""}'
    formula = f"<f>{escape(typed[1:])}</f>" if isinstance(typed, str) and typed.startswith("=") else ""
    value = shown if formula else typed
    if isinstance(value, bool):
        return f'{head} t="b">{formula}<v>{int(value)}</v></c>'
    if isinstance(value, float):
        return f"{head}>{formula}<v>{value:.15g}</v></c>"
    if value is None:
        return f"{head}>{formula}</c>"
    if isinstance(value, Error):
        return f'{head} t="e">{formula}<v>{value}</v></c>'
    text = escape(value)
    return (
        f'{head} t="str">{formula}<v>{text}</v></c>'
        if formula
        else (f'{head} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')
    )


def _package(sheets: dict[str, Sheet]) -> Iterator[tuple[str, str]]:
    names = [
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"{_STATE if sheet.is_hidden else ""}/>'
        for n, (name, sheet) in enumerate(sheets.items(), start=1)
    ]
    workbook = f'<workbook {_MAIN} xmlns:r="{_OFFICE}"><sheets>{"".join(names)}</sheets></workbook>'
    targets = {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)}
    targets["rId900"] = ("styles", "styles.xml")
    kinds = "".join(
        f'<Override PartName="/xl/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
        f'spreadsheetml.{kind}+xml"/>'
        for kind, part in (("sheet.main", "workbook.xml"), *targets.values())
    )
    yield "xl/workbook.xml", _HEAD + workbook
    yield "xl/styles.xml", _HEAD + _STYLES
    yield "xl/_rels/workbook.xml.rels", _HEAD + _relations(targets)
    yield "_rels/.rels", _HEAD + _relations({"rId1": ("officeDocument", "xl/workbook.xml")})
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
    )
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    yield "[Content_Types].xml", f'{_HEAD}<Types xmlns="{types}">{defaults}{kinds}</Types>'


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    lines = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_OFFICE.replace("officeDocument", "package")}">{lines}</Relationships>'
