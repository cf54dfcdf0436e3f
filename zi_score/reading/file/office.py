"""The inner order of an Office workbook: its sheets and their parts, what it refers to, how it is computed."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from zi_score.reading.file.archive import Archive
from zi_score.reading.file.markup import MarkupError, attribute, scan

_ROOT = "_rels/.rels"
_TRUE = ("1", "true")
_WORKSHEET, _STRINGS, _STYLES = "/worksheet", "/sharedStrings", "/styles"
_WORKBOOK = "/officeDocument"


class Relation(NamedTuple):
    """What a part refers to: the name of a part, or (``is_outside``) an address outside the workbook."""

    kind: str
    target: str
    is_outside: bool = False


class SheetPart(NamedTuple):
    """A sheet as the workbook names it; ``part`` is None where it is no worksheet, but a chart."""

    name: str
    state: str
    part: str | None


class OfficeBook(NamedTuple):
    """The order of an .xlsx or .xlsm.

    ``calculation`` are the attributes of ``calcPr`` (``calcId``, ``fullCalcOnLoad``), by their names.
    """

    sheets: tuple[SheetPart, ...]
    strings: str | None
    styles: str | None
    calculation: Mapping[str, str]
    is_1904: bool = False

    def part(self, sheet: str) -> str | None:
        """Return the part of the first sheet of this name, which is the one that is read."""
        return next((each.part for each in self.sheets if each.name == sheet), None)


def workbook_part(archive: Archive) -> str | None:
    """Return the name of the part that holds the workbook; None where none is named.

    Raises:
        MarkupError: what should name it is no XML.
        KeyError: there is no such part.

    """
    found = [each.target for each in relations(archive, "").values() if each.kind.endswith(_WORKBOOK)]
    if found and found[-1] not in archive:
        raise KeyError(found[-1])
    return found[-1] if found else None


def office_book(archive: Archive, workbook: str) -> OfficeBook:
    """Return the order of a workbook.

    Raises:
        MarkupError: the workbook or its relations are no XML, or a sheet has no part.

    """
    related = relations(archive, workbook)
    sheets: list[SheetPart] = []
    calculation: dict[str, str] = {}
    is_1904 = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_1904
        if name == "sheet":
            sheets.append(_sheet(archive, attributes, related))
        elif name == "calcPr":
            calculation.update(attributes)
        elif name == "workbookPr":
            is_1904 = attributes.get("date1904") in _TRUE

    scan(archive.markup(workbook), start)
    return OfficeBook(
        sheets=tuple(sheets),
        strings=_one(archive, workbook, related, _STRINGS),
        styles=_one(archive, workbook, related, _STYLES),
        calculation=calculation,
        is_1904=is_1904,
    )


def relations(archive: Archive, part: str) -> dict[str, Relation]:
    """Return what a part refers to, by id; the empty name stands for the package itself.

    Raises:
        MarkupError: what should say so is no XML.

    """
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels") if part else _ROOT
    found: dict[str, Relation] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and (target := attributes.get("Target")):
            is_outside = attributes.get("TargetMode") == "External"
            found[attributes.get("Id", "")] = Relation(
                attributes.get("Type", ""), target if is_outside else _resolved(folder, target), is_outside
            )

    if source in archive:
        scan(archive.markup(source), start)
    return found


def _resolved(folder: str, target: str) -> str:
    plain_target = target.replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, plain_target)).lstrip("/")


def _sheet(archive: Archive, attributes: dict[str, str], related: Mapping[str, Relation]) -> SheetPart:
    name = attributes.get("name", "")
    relation = related.get(attribute(attributes, "id"))
    if relation is None or relation.target not in archive:
        raise MarkupError(f"{name}: {relation.target if relation else '-'}")
    part = relation.target if relation.kind.endswith(_WORKSHEET) else None
    return SheetPart(name, attributes.get("state", "visible"), part)


def _one(archive: Archive, workbook: str, related: Mapping[str, Relation], kind: str) -> str | None:
    """Return the part of a kind; some programs write it and do not refer to it."""
    usual = posixpath.join(posixpath.dirname(workbook), f"{kind[1:]}.xml")
    found = next((each.target for each in related.values() if each.kind.endswith(kind)), usual)
    return found if found in archive else None
