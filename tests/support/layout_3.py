"""Workbooks of layout 3, in which forms of 52/2014 were sent: title rows, PENILAIAN over five columns, one weight."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from workbooks import LKE_2014, PRINTED_2014, Form, Line, book


def titled(rows: list[Line]) -> list[Line]:
    """Write weights into the titles, with a decimal comma: ``Tim Kerja (1)``, ``(1,5)``."""
    return [
        row if row.weight is None else replace(row, text=f"{row.text} ({f'{row.weight:g}'.replace('.', ',')})")
        for row in rows
    ]


def layout_3(rows: list[Line], *, weights: bool = True, **changes: Any) -> tuple[Workbook, dict[str, str]]:  # noqa: ANN401 - of Form
    """Return a workbook of layout 3 and its answer cells by code."""
    title = (
        ("LEMBAR KERJA EVALUASI ZONA INTEGRITAS MENUJU WBK",),
        ("INSTANSI :", None, "Badan Contoh"),
        ("TAHUN : 2017",),
    )
    form = Form(**{"header": LKE_2014, "title": title, "name": "LKE", "weight": 6 if weights else 12} | changes)
    workbook, cells = book(rows, replace(form, printed=PRINTED_2014))
    if not weights:
        workbook.worksheets[0].delete_cols(12)
    return workbook, cells
