"""What the texts of an Office workbook cost the reader of values, which holds them several times."""

from __future__ import annotations

from collections import Counter

from zi_score.model.pattern import pattern
from zi_score.reading.file.limits import LARGEST_TEXT, VALUE_COST, Bounds
from zi_score.reading.file.markup import read, reader_of, scan

_DEAREST = 1 + VALUE_COST // len("<v>")
"""Bytes of text that a byte of a part can cost at most."""

_COSTLY = (b"<v", b":v", b"<is", b":is", b"<si", b":si")
_TAG = pattern(rb"<[^<>]*>")
LIKE_TAGS = (b"<![CDATA[", b"<!--")
"""Where text may look like tags."""

_SHORTEST_SHARED = len('<c t="s"><v>0</v>')
_DECLARED = pattern(rb"""uniqueCount\s{0,9}=\s{0,9}["']\s{0,9}(\d{1,20})""")


def costs(part: bytes) -> Bounds:
    """Yield what the texts of a part cost: at most, then by its values, then by what stands between tags."""
    yield _DEAREST * len(part)
    values = VALUE_COST * sum(part.count(mark) for mark in _COSTLY)
    yield len(part) + values
    if not any(mark in part for mark in LIKE_TAGS):
        yield len(_TAG.sub(b"", part)) + values


def overstates(strings: bytes) -> bool:
    """Whether shared strings say to be more than fit: the reader asks for their memory before it looks."""
    return any(int(count) * VALUE_COST > LARGEST_TEXT for count in _DECLARED.findall(strings))


class SharedTexts:
    """The strings that cells share; every cell gets a copy."""

    def __init__(self, strings: bytes) -> None:
        """Look how long the longest is at most."""
        self._strings = strings
        self._longest = max(map(len, strings.split(b"si>")))

    def copies(self, sheet: bytes) -> Bounds:
        """Yield what the copies in a sheet's cells cost: as if all were the longest, then one by one.

        Raises:
            MarkupError: they have to be looked at one by one, and are no XML.

        """
        yield len(sheet) // _SHORTEST_SHARED * self._longest
        yield (sheet.count(b'"s"') + sheet.count(b"'s'")) * self._longest
        yield _used(sheet, _lengths(self._strings), self._longest)


def _used(sheet: bytes, lengths: list[int], longest: int) -> int:
    total = 0
    is_shared = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal is_shared
        if name == "c":
            is_shared = attributes.get("t") == "s"
        reader.CharacterDataHandler = add if name == "v" and is_shared else None

    def end(_name: str) -> None:
        reader.CharacterDataHandler = None

    def add(text: str) -> None:
        nonlocal total
        index = int(text) if text.isdecimal() and len(text) <= len(str(len(lengths))) else len(lengths)
        total += lengths[index] if index < len(lengths) else longest

    reader = reader_of(start, end)
    read(reader, sheet)
    return total


def _lengths(strings: bytes) -> list[int]:
    """Return how many bytes each shared string takes, its markup included."""
    begun = 0
    lengths: list[int] = []

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal begun
        if name == "si":
            begun = reader.CurrentByteIndex

    def end(name: str) -> None:
        if name == "si":
            lengths.append(reader.CurrentByteIndex - begun)

    reader = reader_of(start, end)
    read(reader, strings)
    return lengths


def formatting(styles: bytes) -> int:
    """Return how many characters of number formats all cell styles have together: the reader looks at each."""
    formats: dict[str, int] = {}
    used: Counter[str] = Counter()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            formats[attributes.get("numFmtId", "")] = len(attributes.get("formatCode", ""))
        elif name == "xf":
            used[attributes.get("numFmtId", "")] += 1

    scan(styles, start)
    return sum(formats.get(number, 0) * often for number, often in used.items())
