"""Values of an Office sheet in one piece: the reader of values takes no more of one than what stands before a comment.

Of ``3<!-- x -->.61`` and ``3<![CDATA[.61]]>``, which both say 3.61, it makes 3, and of ``<![CDATA[3.61]]>`` a blank.
"""

from __future__ import annotations

from zi_score.reading.file.markup import read, reader_of
from zi_score.reading.file.texts import LIKE_TAGS

_DECLARATION = len("<?xml")
_INSTRUCTION = b"<?"
_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def in_one_piece(part: bytes) -> bytes:
    """Return a sheet whose values are plain text, as nearly every one is already.

    Raises:
        MarkupError: it has to be read as XML and is none.

    """
    if not any(mark in part for mark in LIKE_TAGS) and part.find(_INSTRUCTION, _DECLARATION) < 0:
        return part
    pieces: list[bytes] = []
    text: list[str] = []
    begun, done = -1, 0

    def start(name: str, _attributes: dict[str, str]) -> None:
        nonlocal begun
        text.clear()
        if name == "v":
            begun = reader.CurrentByteIndex
        reader.CharacterDataHandler = text.append if name == "v" else None

    def end(name: str) -> None:
        nonlocal begun, done
        reader.CharacterDataHandler = None
        if name != "v" or begun < 0:
            return
        inside, closed = part.find(b">", begun) + 1, reader.CurrentByteIndex
        begun = -1  # values within each other would be looked at again and again
        if b"<" in part[inside:closed]:
            pieces.extend((part[done:inside], "".join(text).translate(_ESCAPED).encode()))
            done = closed

    reader = reader_of(start, end)
    read(reader, part)
    return b"".join((*pieces, part[done:]))
