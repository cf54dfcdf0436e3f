"""XML of strangers as a stream of elements: linear in its size, however it is written, and nothing is built of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.parsers import expat

from zi_score.model.pattern import pattern

_WIDE = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
_DECLARATION = pattern(
    rb"""(?:\xef\xbb\xbf)?<\?xml\s[^<>]{0,200}?encoding\s{0,9}=\s{0,9}["'](?!utf-8["'])([\w.:-]{1,40})["'][^<>]{0,80}>""",
    re.IGNORECASE,
)
"""A declaration of another encoding than UTF-8."""

_KNOWN = pattern(
    r"(iso-8859|windows-125|cp-?125)[-\d]{1,3}|latin-?1|shift_jis|gbk|gb\d{4,5}|big5|euc-..|koi8-.", re.IGNORECASE
)
"""Other encodings that programs write. What declares one that nobody knows is in UTF-8, or no XML."""

_BLOCK = 2**20
_MOST_NAMES = 20_000
"""Different names of elements and attributes, all of which a parser remembers; workbooks have some hundred."""

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]


class MarkupError(ValueError):
    """A part that is no XML, or none that a spreadsheet program writes; the text says what and where."""


class IntricateError(MarkupError):
    """Parts that are made of more elements than are read."""

    def __init__(self, found: int) -> None:
        """Carry how many there are."""
        super().__init__(f"{found:,} XML")
        self.found = found


def plain(part: bytes) -> bytes:
    """Return a part in UTF-8; nearly every part is so already.

    Raises:
        MarkupError: its encoding is not known, or it is not in it.

    """
    encoding = next((name for mark, name in _WIDE if part.startswith(mark)), "")
    declared = _DECLARATION.match(part)
    if not encoding and declared is None:
        return part
    stated = declared[1].decode() if declared else ""
    if not encoding and _KNOWN.fullmatch(stated):
        encoding = stated
    try:
        text = part.decode(encoding or "utf-8").removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as problem:
        raise MarkupError(str(problem)) from problem
    return re.sub(r"\A<\?xml\s[^<>]{0,300}>", "", text).encode()


def scan(part: bytes, start: Start, end: End | None = None) -> expat.XMLParserType:
    """Read a part to its end, telling of every element by its name without a prefix.

    Args:
        part: in UTF-8, see ``plain``.
        start: is told of the begin of each element and its attributes.
        end: is told of the end of each.

    Raises:
        MarkupError: it is not well-formed, or declares a document type.

    """
    reader = reader_of(start, end)
    read(reader, part)
    return reader


def reader_of(start: Start, end: End | None = None) -> expat.XMLParserType:
    """Return a reader that tells of elements; its ``CharacterDataHandler`` can be set for texts.

    A prefix tells nothing that matters here: the reader of values, too, goes by the name behind it.
    """
    reader = expat.ParserCreate(encoding="utf-8")
    reader.buffer_text = True

    def started(name: str, attributes: dict[str, str]) -> None:
        start(name.rpartition(":")[2] if ":" in name else name, attributes)

    def ended(name: str) -> None:
        end(name.rpartition(":")[2] if ":" in name else name)  # type: ignore[misc]  # only where there is one

    reader.StartElementHandler = started
    reader.EndElementHandler = ended if end else None
    reader.StartDoctypeDeclHandler = _refuse_document_type
    return reader


def read(reader: expat.XMLParserType, part: bytes) -> None:
    """Feed a part to a reader; errors are those of ``scan``."""
    try:
        for at in range(0, len(part), _BLOCK):
            reader.Parse(part[at : at + _BLOCK], False)  # noqa: FBT003 - whether this is all
            if at > reader.CurrentByteIndex:  # every block would be looked at again until the tag or comment ends
                raise MarkupError(f"> {_BLOCK:,} bytes: {part[reader.CurrentByteIndex :][:20]!r}")
            if len(reader.intern) > _MOST_NAMES:
                raise MarkupError(f"> {_MOST_NAMES:,} names")
        reader.Parse(b"", True)  # noqa: FBT003 - as above
    except expat.ExpatError as problem:
        raise MarkupError(str(problem)) from problem


def _refuse_document_type(*_declared: object) -> None:
    raise MarkupError("DOCTYPE")


def attribute(attributes: dict[str, str], name: str) -> str:
    """Return an attribute by its name without its prefix, which it must have: of the prefix there are many."""
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name and ":" in key), "")
