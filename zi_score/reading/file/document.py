"""A JSON document that strangers sent: is it one, is it safe, and what exactly does it hold?"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from zi_score.model.findings import Finding, finding, shown
from zi_score.reading.file.refusal import megabytes, refuse

LARGEST = 20 * 2**20
MOST_PARTS = 100_000
"""Objects and arrays; a unit's answers are some hundred."""

_HEAD, _LOOKED_AT = 1024, 8192
_BEFORE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""What can stand before the first bracket: blanks, and the marks and zeros of UTF-16."""

_NO_JSON = (b"{\\rtf", b"[InternetShortcut]", b"[Desktop Entry]")
_PARTS, _DEEP = "object/array", "[[[[..."
_DIGITS = 18


class JsonNumber(NamedTuple):
    """A number as it is written: ``7``, ``3.60``, or a ``NaN``, which no JSON should have."""

    text: str

    @property
    def whole(self) -> int | None:
        """The number, if it is a whole one of a size that anything here can have."""
        digits = self.text.removeprefix("-")
        return int(self.text) if digits.isdecimal() and len(digits) <= _DIGITS else None


class _KeyTwiceError(ValueError):
    pass


def is_json(content: bytes) -> bool:
    """Whether a content begins like JSON, whatever its file is called."""
    return _begins_like_json(content[:_HEAD]) and not content.startswith(_NO_JSON)


def seems_answers(path: Path) -> bool:
    """Whether a file of a folder seems to hold answers of PortalRB; other JSON is none of our business."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            head = stream.read(_LOOKED_AT).replace(b"\0", b"")
    except OSError:
        return False
    return _begins_like_json(head) and b'"answers"' in head and b'"soal_id"' in head


def _begins_like_json(head: bytes) -> bool:
    return head.lstrip(_BEFORE)[:1] in (b"{", b"[")


def parsed(content: bytes, path: str) -> object:
    """Return what a JSON document holds: dict, list, str, bool, None, or ``Number``.

    Raises:
        Unreadable: it is no JSON, too large, too deep, or an object has a key twice.

    """
    if len(content) > LARGEST:
        refuse("portalrb-too-large", path, found=megabytes(len(content)), limit=megabytes(LARGEST))
    if (parts := content.count(b"{") + content.count(b"[")) > MOST_PARTS:
        refuse("portalrb-too-large", path, found=f"{parts} {_PARTS}", limit=f"{MOST_PARTS} {_PARTS}")
    try:
        text = content.decode(json.detect_encoding(content))
        return json.loads(
            text, object_pairs_hook=_object, parse_int=JsonNumber, parse_float=JsonNumber, parse_constant=JsonNumber
        )
    except _KeyTwiceError as problem:
        refuse("portalrb-key-twice", path, key=problem)
    except RecursionError:
        refuse("portalrb-too-large", path, found=_DEEP, limit=_DEEP[:3])
    except json.JSONDecodeError as problem:
        refuse("portalrb-not-json", path, line=problem.lineno, column=problem.colno)
    except UnicodeDecodeError as problem:
        before = content[: problem.start]
        refuse("portalrb-not-json", path, line=before.count(b"\n") + 1, column=problem.start - before.rfind(b"\n"))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _KeyTwiceError(next(key for n, key in enumerate(keys) if key in keys[:n]))
    return found


def described(value: object) -> str:
    """Return a value for a message, as JSON writes it; of objects and arrays only what they are.

    >>> described(JsonNumber("7")), described(None), described({"a": 1})
    ('7', 'null', 'object')
    """
    if isinstance(value, JsonNumber):
        return shown(value.text)
    if isinstance(value, dict | list):
        return "object" if isinstance(value, dict) else "array"
    return shown(json.dumps(value, ensure_ascii=False))


def legible(text: str) -> str:
    r"""Return a text that can be written anywhere: JSON can hold halves of characters, files cannot.

    >>> legible("a\ud800b")
    'a?b'
    """
    return text.encode(errors="replace").decode()


def wrong_type(cell: object, found: object, expected: str, code: str | None = None) -> Finding:
    """Return that a field holds something of another type."""
    return finding("portalrb-field-type", code=code, cell=cell, found=described(found), expected=expected)


def absent(cell: object) -> Finding:
    """Return that a field is not there."""
    return finding("portalrb-field-missing", cell=cell)


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers in ascending order; those that follow one another as a range.

    >>> ranges([1, 2, 3, 7])
    '1-3, 7'
    """
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
