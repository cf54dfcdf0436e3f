"""What there is beside the units that were ranked: units that have not handed in or been assessed, and other files."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.evaluation.result import Failure
from zi_score.model.findings import named, shown
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.rekap.ranking import BatchResult
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Column, Line, Table, Word, code_column, file_column, line, name_column
from zi_score.reports.words import sentence

_LISTED = 20
_UNASSESSED = "assessor-without-answers"
_KINDS = {
    "no-workbook": marked("no workbook"),
    "lock-file": marked("lock file of Excel: somebody has the workbook open"),
    "archive": marked("archive: unpack it; workbooks in it were not read"),
}


def accounted(result: BatchResult) -> set[str]:
    """Return the paths of failures that are told here: workbooks that are not there, or not assessed by whom it was."""
    return {each.path for each in result.not_received if each.path} | {
        each.source["path"] for each in _unassessed(result)
    }


def _unassessed(result: BatchResult) -> list[Failure]:
    return [each for each in result.failures if any(found.name == _UNASSESSED for found in each.findings)]


def lines(result: BatchResult) -> Iterator[Line]:
    """Yield how much there is beside what was ranked, where there is anything."""
    if result.not_received:
        yield line(Word(_("Not yet received: {count} units.").format(count=len(result.not_received)), "bad"), depth=1)
    if unassessed := _unassessed(result):
        yield line(_("Not assessed yet: {count} workbooks.").format(count=len(unassessed)), depth=1)
    if result.unlisted:
        yield line(_("Of no unit of the list: {count} workbooks.").format(count=len(result.unlisted)), depth=1)
    if result.other_files:
        yield line(_("Files that are no workbooks: {count}.").format(count=len(result.other_files)), depth=1)


def blocks(result: BatchResult) -> Iterator[Table]:
    """Yield the units that have not handed in, the workbooks that nobody asked for, and the other files."""
    yield Table(
        key="not-received",
        title=_("Not yet received"),
        about=_("Units of the list of which there is no workbook."),
        columns=columns_of(
            "unit", "agency", code_column("target", _("target")), file_column("path", _("where listed"))
        ),
        rows=[
            (shown(each.unit or ""), shown(each.agency or ""), shown(each.target or ""), named(each.path or ""))
            for each in result.not_received
        ],
        sheet=True,
    )
    yield Table(
        key="unassessed",
        title=_("Not assessed yet"),
        about=_("Workbooks without answers of the assessor that was asked for."),
        columns=columns_of("path", name_column("error", _("reason"))),
        rows=[
            (named(each.source["path"]), " ".join(sentence(found.message) for found in each.findings))
            for each in _unassessed(result)
        ],
        most=_LISTED,
        sheet=True,
    )
    yield Table(
        key="unlisted",
        title=_("Not on the list"),
        about=_("Workbooks whose unit is on no list, or is written there in another way."),
        columns=columns_of("unit", "path"),
        rows=[(shown(unit.unit.name or ""), named(unit.path)) for unit in result.units if unit.path in result.unlisted],
        most=_LISTED,
        sheet=True,
    )
    yield Table(
        key="other-files",
        title=_("Files that are no workbooks"),
        columns=columns_of(file_column("path", _("file")), Column("kind", _("what it is"))),
        rows=[(named(each.path), _(_KINDS[each.kind])) for each in result.other_files],
        most=_LISTED,
        sheet=True,
    )


def names(result: BatchResult) -> Iterator[str]:
    """Yield the names of files, in which no line is broken."""
    yield from (each.path for each in result.not_received if each.path)
    yield from result.unlisted
    yield from (each.path for each in result.other_files)
