"""The values of a workbook's sheets, as rows of cells; the only place that knows calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from math import isfinite
from typing import Any

import python_calamine

from zi_score.model.findings import Unreadable, finding
from zi_score.model.submission import Grid, Position
from zi_score.model.trouble import damage
from zi_score.reading.file.look import File

_BINARY = (".xls", ".xlsb")
"""Kinds of files in which some whole numbers are written as such; elsewhere a number is a ``float``."""

ROWS_READ = 20_000
_WIDE = 200


def read_grids(file: File) -> Iterator[Grid]:
    """Yield the sheets of a workbook in order, hidden ones included.

    Raises:
        Unreadable: the file is damaged, protected, or no workbook.

    """
    path = file.path
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(file.readable))
        for meta in workbook.sheets_metadata:
            if meta.typ is python_calamine.SheetTypeEnum.WorkSheet:
                sheet = workbook.get_sheet_by_name(meta.name)
                rows = _trimmed(sheet.to_python(skip_empty_area=False, nrows=ROWS_READ))
                if file.kind in _BINARY:
                    _make_float(rows)
                yield Grid(
                    sheet=meta.name,
                    rows=rows,
                    endless=tuple(_endless(rows)),
                    merges=tuple(sheet.merged_cell_ranges or ()),
                    is_hidden=meta.visible is not python_calamine.SheetVisibleEnum.Visible,
                )
    except python_calamine.PasswordError as problem:
        raise Unreadable(finding("file-protected", path=path)) from problem
    except (python_calamine.CalamineError, OSError, ValueError) as problem:
        raise Unreadable(finding("file-damaged", path=path, problem=damage(problem))) from problem
    except BaseException as problem:
        # A panic of the Rust reader does not derive from Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise Unreadable(finding("file-damaged", path=path, problem=damage(problem))) from problem


def all_grids(file: File) -> list[Grid]:
    """Return the sheets of a workbook together; raises as ``read_grids``."""
    return list(read_grids(file))


def _trimmed(rows: Sequence[list[Any]]) -> list[list[object]]:
    """Cut the blank ends off the rows of a sheet in which one value stands far away."""
    if rows and len(rows[0]) > _WIDE:
        for row in rows:
            while row and row[-1] == "":
                row.pop()
    return list(rows)


def _make_float(rows: list[list[object]]) -> None:
    for values in rows:
        if int in map(type, values):
            values[:] = [float(value) if type(value) is int else value for value in values]


def _endless(rows: list[list[object]]) -> Iterator[Position]:
    """Turn numbers that are none (infinite, or not a number) into texts; yield where they stand."""
    for row, values in enumerate(rows):
        if not isfinite(sum([value for value in values if type(value) is float])):  # or they are very large together
            for column, value in enumerate(values):
                if isinstance(value, float) and not isfinite(value):
                    values[column] = str(value)
                    yield row, column
