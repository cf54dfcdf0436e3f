"""Codes that follow: the code of a row without one, and those of the rows that it moves on."""

from __future__ import annotations

from collections.abc import Sequence

from zi_score.law.sheets.form import INDICATOR, QUESTION, SECTION

_MOST = 200
_TENS, _ONES = ("", "x", "xx", "xxx"), ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_NUMBERS = tuple(map(str, range(1, _MOST)))
_ROMAN = tuple(ten + one for ten in _TENS for one in _ONES)[1:]
_LETTERS = tuple("abcdefghijklmnopqrstuvwxyz")
_STYLES = (_NUMBERS, _ROMAN, _LETTERS, tuple(map(str.upper, _ROMAN)), tuple(map(str.upper, _LETTERS)))


def followed(rows: Sequence[tuple[str, str | None]]) -> list[str]:
    """Return the codes of the rows of a tree, those that follow included.

    A row without a code takes the place after the row above it; rows after it under the same heading
    move on as far as they must, so that a gap that was there stays one. A section has its code typed.

    Args:
        rows: kind and typed code of sections, indicators and questions, from top to bottom.

    >>> followed([("indikator", "A.i"), ("pertanyaan", "A.i.a"), ("pertanyaan", None), ("pertanyaan", "A.i.b")])
    ['A.i', 'A.i.a', 'A.i.b', 'A.i.c']
    """
    codes = [code or "" for _kind, code in rows]
    indicators: dict[str, list[int]] = {}
    questions: dict[int, list[int]] = {}
    above, indicator = "", -1
    for number, (kind, code) in enumerate(rows):
        if kind == SECTION:
            above, indicator = code or "", -1
        elif kind == INDICATOR:
            above, indicator = above if code is None else code.rpartition(".")[0], number
            indicators.setdefault(above, []).append(number)
        elif kind == QUESTION and indicator >= 0:
            questions.setdefault(indicator, []).append(number)
    for parent, siblings in indicators.items():
        _number(codes, rows, siblings, (parent, parent), _NUMBERS)
    for heading, siblings in questions.items():
        _number(codes, rows, siblings, (rows[heading][1] or "", codes[heading]), _LETTERS)
    return codes


def _number(
    codes: list[str],
    rows: Sequence[tuple[str, str | None]],
    siblings: Sequence[int],
    parent: tuple[str, str],
    usual: Sequence[str],
) -> None:
    """Write the codes of the rows under one heading, of which parent says the typed code and the one it now has."""
    typed, now = parent
    under = [n for n in siblings if (code := rows[n][1]) is None or code.rpartition(".")[0] == typed]
    parts = [None if (code := rows[n][1]) is None else code.rpartition(".")[2] for n in under]
    for number, part in zip(under, numbered(parts, usual), strict=True):
        codes[number] = f"{now}.{part}" if now else part
    for number in siblings:
        if rows[number][1] == typed != "" and rows[number][0] == QUESTION:
            codes[number] = now  # the only question of an indicator may have its code


def beginning(part: str) -> str:
    """Return the first place of the list in which a place stands: ``1`` for numbers, ``i`` for Roman ones.

    >>> beginning("3"), beginning("ii"), beginning("b")
    ('1', 'i', 'a')
    """
    return next((style[0] for style in _STYLES if part in style), _LETTERS[0])


def numbered(parts: Sequence[str | None], usual: Sequence[str]) -> list[str]:
    """Return the last parts of the codes under one heading, those that follow included, written as their siblings.

    Where the siblings are in no order, none of them moves: who comes in gets the place after the last.

    >>> numbered(["i", None, "ii", "v"], ["1", "2"]), numbered(["a", None, "c", "b"], ["1", "2"])
    (['i', 'ii', 'iii', 'v'], ['a', 'd', 'c', 'b'])
    """
    typed = {part for part in parts if part is not None}
    style = next((style for style in _STYLES if typed <= {*style}), usual) if typed else usual
    places = [style.index(part) for part in parts if part is not None and part in style]
    is_ordered = places == sorted(places)
    found: list[str] = []
    last, is_moved = -1 if is_ordered else max(places), False
    for part in parts:
        place = style.index(part) if part in style else None
        is_moved |= part is None and is_ordered
        if part is None or (is_moved and place is not None and place <= last):
            place = last + 1
        last = last if place is None else max(last, place)
        found.append(part or "" if place is None or place >= len(style) else style[place])
    return found
