"""Is an Office workbook small enough for the reader of values, which trusts what stands in it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from zi_score.reading.file.cells import Reach
from zi_score.reading.file.limits import LARGEST_TEXT, LARGEST_WORKBOOK, MOST_MERGES, Bounds, exceeds
from zi_score.reading.file.refusal import megabytes, refuse
from zi_score.reading.file.texts import SharedTexts, costs, formatting, overstates

_MOST_FORMATTING = 200_000_000
"""Characters of number formats, counted once for each style that uses them."""

_SHORTEST_MERGE = len("<mergeCell/>")


class OfficeParts(NamedTuple):
    """The parts that the reader of values gets, in UTF-8; ``sheets`` are the names of sheets' parts by their own."""

    sheets: Mapping[str, str]
    contents: Mapping[str, bytes]
    strings: bytes = b""
    styles: bytes = b""

    @property
    def read(self) -> list[tuple[bytes, int]]:
        """The contents of the sheets, and how often each is read: several sheets may name one part."""
        return [(self.contents[part], often) for part, often in Counter(self.sheets.values()).items()]


def check_office(parts: OfficeParts, path: str) -> bool:
    """Refuse a workbook that would fill the memory; return whether its sheets are plainly written.

    Raises:
        MarkupError: a part that has to be read as XML is none.
        Unreadable: a limit is exceeded.

    """
    _check_merges(parts, path)
    _check_texts(parts, path)
    if len(parts.styles) ** 2 > _MOST_FORMATTING and (found := formatting(parts.styles)) > _MOST_FORMATTING:
        refuse("file-too-intricate", path, kind="formatCode", found=f"{found:,}", limit=f"{_MOST_FORMATTING:,}")
    return _check_cells(parts, path)


def _check_merges(parts: OfficeParts, path: str) -> None:
    if exceeds([(_merges(part), often) for part, often in parts.read], MOST_MERGES):
        found = sum(_merges_in(part) * often for part, often in parts.read)
        refuse("file-too-intricate", path, kind="mergeCell", found=f"{found:,}", limit=f"{MOST_MERGES:,}")


def _merges(part: bytes) -> Bounds:
    yield len(part) // _SHORTEST_MERGE
    yield _merges_in(part)


def _merges_in(part: bytes) -> int:
    return part.count(b"mergeCell") - part.count(b"mergeCells")


def _check_texts(parts: OfficeParts, path: str) -> None:
    shared = SharedTexts(parts.strings)
    texts = [(costs(part), often) for part, often in (*parts.read, (parts.strings, 1))]
    copies = [(shared.copies(part), often) for part, often in parts.read]
    if exceeds(texts, LARGEST_TEXT) or overstates(parts.strings) or exceeds(copies, LARGEST_TEXT):
        refuse("workbook-text-too-large", path, limit=megabytes(LARGEST_TEXT))


def _check_cells(parts: OfficeParts, path: str) -> bool:
    reaches = {part: Reach(parts.contents[part]) for part in parts.sheets.values()}
    times = Counter(parts.sheets.values())
    if exceeds([(reaches[part].bounds(), often) for part, often in times.items()], LARGEST_WORKBOOK):
        sheet = max(parts.sheets, key=lambda name: reaches[parts.sheets[name]].cells)
        refuse("sheet-too-large", path, sheet=sheet, far=reaches[parts.sheets[sheet]].far)
    return all(reach.is_plain for reach in reaches.values())
