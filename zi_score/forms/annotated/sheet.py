"""The sheet of findings in an annotated copy: one row each, worst first."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from zi_score.forms.template.style import cell_at, dress, fit_height, print_on_a4, put_text, set_widths, write_table
from zi_score.model.findings import Finding, Severity
from zi_score.model.language import translate as _
from zi_score.reports.render.inert import legible
from zi_score.reports.words import assessor_word, counts, severity_word

_FILLS = {Severity.ERROR: "E59A7E", Severity.WARNING: "F6DDB5", Severity.NOTICE: "F4F4F4"}
"""From dark to light, so that the order also shows in grey."""

_WIDTHS = {"A": 12.0, "B": 14.0, "C": 19.0, "D": 15.0, "E": 54.0, "F": 46.0, "G": 25.0, "H": 40.0}
_HEADER_ROW = 3
_SEVERITY_COLUMN, _CELL_COLUMN = 1, 3
Placed = tuple[Finding, Cell | None]


def write_findings(book: Workbook, findings: Sequence[Placed]) -> Worksheet:
    """Put a sheet with these findings in front of the others; its name is one that is not taken."""
    sheet: Worksheet = book.create_sheet(_("Findings"), 0)
    sheet.sheet_view.showGridLines = False
    set_widths(sheet, _WIDTHS)
    _write_top(sheet, [finding for finding, _cell in findings])
    rows = [_header(), *(_row(finding) for finding, _cell in findings)]
    last = write_table(sheet, _HEADER_ROW, rows, tuple(_WIDTHS.values())) - 1
    for row, (finding, target) in enumerate(findings, _HEADER_ROW + 1):
        severity = cell_at(sheet, row, _SEVERITY_COLUMN)
        severity.fill = PatternFill("solid", fgColor=_FILLS[finding.severity])
        severity.font = Font(name="Calibri", size=10, bold=finding.severity is Severity.ERROR)
        _link(cell_at(sheet, row, _CELL_COLUMN), target)
        for blank in (cell for cell in sheet[row] if cell.value == ""):
            blank.value = None  # openpyxl would write a text without its text
    sheet.auto_filter.ref = f"A{_HEADER_ROW}:{list(_WIDTHS)[-1]}{last}"
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    print_on_a4(sheet, repeat_row=_HEADER_ROW)
    return sheet


def _write_top(sheet: Worksheet, findings: Sequence[Finding]) -> None:
    title, note = cell_at(sheet, 1, 1), cell_at(sheet, 2, 1)
    put_text(title, f"{_('Findings')}: {counts(findings)}")
    dress(title, "title", wrap=False)
    sheet.row_dimensions[1].height = 24
    text = _(
        "This is a copy; the submitted workbook is unchanged. Mend it there: drawings, buttons and some dropdown lists "
        "can be missing here. The findings also stand as comments on their cells."
    )
    put_text(note, text)
    dress(note, "plain")
    sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=len(_WIDTHS))
    fit_height(sheet, 2, [(text, sum(_WIDTHS.values()))])


def _header() -> tuple[str, ...]:
    return (
        _("Severity"),
        _("Code"),
        _("Cell"),
        _("Assessor"),
        _("What was found"),
        _("What to do"),
        _("Name of the finding"),
        _("Source"),
    )


def _row(finding: Finding) -> tuple[str, ...]:
    texts = (
        severity_word(finding.severity),
        finding.code or "",
        finding.cell or "",
        assessor_word(finding.assessor) if finding.assessor else "",
        finding.message,
        finding.tip,
        finding.name,
        finding.citation,
    )
    return tuple(map(legible, texts))


def _link(cell: Cell, target: Cell | None) -> None:
    """Let a click lead to the target; a hidden sheet cannot be shown by one."""
    sheet = target.parent if target else None
    if target is None or not isinstance(sheet, Worksheet) or sheet.sheet_state != "visible":
        return
    place = f"{quote_sheetname(sheet.title)}!{target.coordinate}"
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
    cell.font = Font(name="Calibri", size=10, underline="single", color="1F4E5F")
