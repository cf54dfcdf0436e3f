"""What lies behind a cell's value: a formula, a number format. Opened only when a value is doubtful."""

from __future__ import annotations

import contextlib
import io
from functools import cached_property
from pathlib import Path

from zi_score.reading.grid import ROWS_READ


class Inspector:
    """Looks behind the values of one sheet, through openpyxl, on first use.

    Only .xlsx and .xlsm can be looked into; of other files it knows nothing.
    """

    def __init__(self, source: Path | bytes, sheet: str) -> None:
        """Remember where to look."""
        self._source = source
        self._sheet = sheet

    def is_formula(self, cell: str) -> bool:
        """Whether the cell holds a formula, not a typed value."""
        return self._cells.get(cell, (False, False))[0]

    def is_percent(self, cell: str) -> bool | None:
        """Whether the cell shows its number as a percentage; None where that cannot be known."""
        return self._cells[cell][1] if cell in self._cells else None

    @property
    def is_blind(self) -> bool:
        """Whether nothing can be known of this file."""
        return not self._cells

    @cached_property
    def _cells(self) -> dict[str, tuple[bool, bool]]:
        import openpyxl  # noqa: PLC0415 - heavy, and most workbooks leave no doubt

        source = io.BytesIO(self._source) if isinstance(self._source, bytes) else self._source
        try:
            with contextlib.closing(openpyxl.load_workbook(source, read_only=True)) as workbook:
                return {
                    cell.coordinate: (cell.data_type == "f", "%" in (cell.number_format or ""))
                    for row in workbook[self._sheet].iter_rows(max_row=ROWS_READ)
                    for cell in row
                    if cell.value is not None
                }
        except Exception:  # noqa: BLE001 - openpyxl raises anything on odd files; then nothing is known
            return {}
