"""Numbers in words, as Indonesian documents write them behind the figures: ``7 (tujuh) orang``."""

from __future__ import annotations

import re

from zi_score.model.pattern import pattern

_ONES = ("", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
_STEPS = ((1_000_000, "juta"), (1_000, "ribu"), (100, "ratus"), (10, "puluh"))
_MOST = 10**9
_WITH_WORDS = pattern(r"(\d{1,3}(?:\.\d{3})+|\d+) ?\(([a-z ]+)\)(?=\s|$)", re.IGNORECASE)


def in_words(number: int) -> str:
    """Return a number from 0 to below a billion in words.

    >>> in_words(7), in_words(15), in_words(121), in_words(1_200), in_words(0)
    ('tujuh', 'lima belas', 'seratus dua puluh satu', 'seribu dua ratus', 'nol')
    """
    if not 0 <= number < _MOST:
        raise ValueError(f"{number}: outside 0 to {_MOST - 1}")
    return " ".join(_words(number)) or "nol"


def _words(number: int) -> list[str]:
    if number < len(_ONES):
        return [_ONES[number]] if number else []
    if 10 < number < 20:  # noqa: PLR2004 - they have words of their own
        return ["sebelas"] if number == 11 else [_ONES[number - 10], "belas"]  # noqa: PLR2004 - as above
    value, name = next(step for step in _STEPS if number >= step[0])
    many, rest = divmod(number, value)
    is_one = many == 1 and name != "juta"  # sepuluh, seratus, seribu, but satu juta
    return [*([f"se{name}"] if is_one else [*_words(many), name]), *_words(rest)]


def without_words(text: str) -> str:
    """Return a text without the words in brackets that repeat the number before them; others stay, and are not read.

    >>> without_words("7 (tujuh) orang"), without_words("7 (ASN)"), without_words("7 (delapan)")
    ('7 orang', '7 (ASN)', '7 (delapan)')
    >>> without_words("1.00 (seratus)"), without_words("7 (tujuh)8")
    ('1.00 (seratus)', '7 (tujuh)8')
    """
    found = _WITH_WORDS.match(text)
    if found is None:
        return text
    digits = found[1].replace(".", "")
    is_same = len(digits) < len(str(_MOST)) and in_words(int(digits)) == " ".join(found[2].casefold().split())
    return found[1] + text[found.end() :] if is_same else text
