"""Choices that are typed with their text behind them, as dropdown lists and questionnaires on the web offer them."""

from __future__ import annotations

import re

from zi_score.model.pattern import pattern

_WRITTEN_OUT = pattern(r"\(?\s*([a-z])\s*(?:[.):=,]|\s[-–—]|[-–—](?=[^\W\d])|\s\()\s*(\S.*)", re.IGNORECASE | re.DOTALL)
_OTHER_LETTER = pattern(r"(?<![\w.])[a-f](?!\w|-\w)|^[a-z](?!\w)|_[a-f]\b", re.IGNORECASE)
"""A letter by itself behind the first one: a list, two answers, or an abbreviation; no e-SAKIP."""

_BETTER = pattern(
    r"^(?:jika |apabila |bila )?(?:syarat|kriteria|huruf|butir|poin) [b-f] (?:telah |sudah )?(?:ter|di)penuhi\b",
    re.IGNORECASE,
)
"""How the text of a better choice speaks of the next one."""

_ABBREVIATION = pattern(r"[A-Za-z]\.(?:[A-Z]{2,}|\w{1,2}\b)")
_WORD_WRITTEN_OUT = pattern(r"(ya|tidak)\s*(?:[.):=]|\s[-–—])\s*(\S.*)", re.IGNORECASE | re.DOTALL)
_BUT = "ya|iya|yes|tapi|tetapi|namun|kecuali|sebagian|hanya"
_NOT = "tidak|tdk|tak|bukan|belum|belom|blm|tanpa|nihil|gak|nggak|enggak|not?|akan|proses|rencana"
_AGAINST = {
    "ya": pattern(rf"\b({_NOT}|{_BUT})\b(?! kerja| kinerja| bisnis)", re.IGNORECASE),
    "tidak": pattern(rf"\b(sudah|sdh|telah|(?<!belum )(?<!tidak )(?<!tak )ada|{_BUT})\b", re.IGNORECASE),
}
"""Words behind a yes or no that take some of it back: then nobody knows which it is."""

_WORD = pattern(r"[^\W\d_]{3}")


def written_out(text: str) -> str | None:
    """Return the choice that a text begins with, in small letters, if the rest is no more than its text.

    A list of things is none, nor an abbreviation, nor what the rest takes back.

    >>> written_out("A. Jika seluruhnya"), written_out("Ya. Ada tim"), written_out("Ya. Belum ada"), written_out("A. B")
    ('a', 'ya', None, None)
    """
    found = _WRITTEN_OUT.fullmatch(text) or _WORD_WRITTEN_OUT.fullmatch(text)
    if not found or not _WORD.search(found[2]) or _ABBREVIATION.match(text):
        return None
    choice = found[1].casefold()
    return None if _AGAINST.get(choice, _OTHER_LETTER).search(_BETTER.sub("", found[2])) else choice
