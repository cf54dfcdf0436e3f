"""What people type into an answer cell, and what it means.

Nothing is guessed: what is not understood stays None and comes with the name of a finding.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Scale
from zi_score.model.exact import exact, plain
from zi_score.model.findings import single_spaced
from zi_score.model.language import translate as _
from zi_score.model.number_words import without_words
from zi_score.model.pattern import pattern
from zi_score.model.spelling import NO_WORDS, TICKED, UNTICKED, YES_WORDS, says_none

_NOT_FILLED = pattern(
    r"[-–—_.?\s]*|bl?m\.?( di ?isi)?|belum( di ?(isi|jawab))?|n\s?[/.]?\s?a\.?|x{2,}|#[a-z0-9/]+[!?]?"
    r"|[-–—<\[( ]*((silakan |mohon )?pilih( (salah satu|jawaban))?|(di)?isi( di ?sini)?)[-–—>\]). ]*",
    re.IGNORECASE,
)
_RAISED = pattern("[²³¹⁰⁴-⁹₀-₉]")
"""Digits of footnotes: ``3,6¹`` is not 3.61, nor is it for certain 3.6."""

_LETTER = pattern(r"\(?\s*([a-z])\s*[.):;,!]*", re.IGNORECASE)
_STOPS = ".:;,!"
_PERCENT = pattern(r" ?(persen|prosen)$", re.IGNORECASE)
_NUMBER = pattern(r"[+-]?[0-9][0-9.,]{0,30}")
_THOUSANDS = pattern(r"\d{1,3}(\.\d{3})+")
_GROUP = 3
"""Digits between separators of thousands."""

_QUOTES = "\"'“”‘’ "
_INDEX = pattern(r"^(?:(?:nilai|skor|hasil) )?(?:indeks|nilai|skor)(?: ?[:=] ?| )", re.IGNORECASE)
_QUALITY = pattern(
    r" ?[-–,]? ?(?:\((?:mutu )?(?:[a-d]|(?:sangat |kurang )?baik)\)|(?:sangat |kurang )?baik|mutu [a-d])$",
    re.IGNORECASE,
)
_OF = pattern(r"(?: dari |(?<=[.,]\d) ?/ ?|(?<=[.,]\d\d) ?/ ?)(\d(?:[.,]0+)?)$", re.IGNORECASE)
"""What people write around an index: its name, what it is called, and the highest there is."""

_MORE = pattern(
    r"\b(belas|(puluh|ratus|ribu)(an)?|rb|k|juta|jt|miliar|milyar|triliun|lusin|kodi|gros|pasang|persen|koma|setengah"
    r"|lebih|kurang|sampai|hingga|sd|atau|dan|tambah|minus|kali|tanpa|kecuali|bukan|belum|blm|tidak|tdk)\b",
    re.IGNORECASE,
)
"""Words behind a number that make it another one, or say that it counts what is asked for the other way round."""

_COUNT = pattern(r"([+-]?[0-9][0-9.,]{0,30})\s*([^\W\d_]+\.?(\s+[^\W\d_]+)?)?")
_YES, _NO = "ya", "tidak"
_ALL_YES, _ALL_NO = TICKED | YES_WORDS, UNTICKED | NO_WORDS
_MOMENTS = (date, time, timedelta)
_FIRST_DAY = datetime(1899, 12, 31)  # noqa: DTZ001 - a date of a sheet has no zone
"""The day 0 of spreadsheets, whose number a cell formatted as a date shows as one."""

_FIRST_YEAR, _CENTURY = 1900, 100

_DIGITS = 9
"""Digits of a count that are read as they stand."""

_HIGHEST_RATIO_READ = 2
"""A typed rate without a sign is read up to so many times the highest; above, a figure on 0-100 is likelier."""

_WHOLE = 100


class Meaning(NamedTuple):
    """The value of what was typed; ``fault`` names the finding when it has none, or a remark."""

    value: str | Fraction | None = None
    fault: str | None = None
    details: Mapping[str, str] = {}


def as_typed(raw: object) -> str:
    """Return a cell's content as the text a person sees; blank when it is not filled in.

    >>> as_typed(7.0), as_typed(" b "), as_typed("Blm Diisi")
    ('7', 'b', '')
    """
    return _short(raw) if not isinstance(raw, str) or len(raw) <= _SHORT else _typed(raw)


def _typed(raw: object) -> str:
    if isinstance(raw, float):
        return plain(exact(raw))
    text = str(raw).upper() if isinstance(raw, bool) else str(raw)
    if not text.isascii():
        text = _RAISED.sub(r"^\g<0>", "".join(char for char in text if unicodedata.category(char) != "Cf"))
        text = unicodedata.normalize("NFKC", text)
    text = single_spaced(text)
    return "" if _NOT_FILLED.fullmatch(text) else text


_SHORT = 40
_short = lru_cache(maxsize=4096, typed=True)(_typed)
"""The same few answers stand in every workbook."""


def choice(scale: Scale, raw: object) -> Meaning:
    """Read an answer that is one of the scale's choices, in any case, with a dot or bracket, or as a checkbox."""
    text = as_typed(raw)
    if not text:
        return Meaning()
    bare = text.strip(_QUOTES).rstrip(_STOPS).strip().casefold()
    if letter := _LETTER.fullmatch(text):
        bare = letter[1].casefold()
    if bare in scale.spellings:
        return Meaning(scale.spellings[bare])
    if letter:
        return Meaning(fault="answer-not-on-scale", details={"typed": text, "accepted": accepted(scale)})
    if {_YES, _NO} <= scale.spellings.keys():
        if bare in _ALL_YES:
            return Meaning(scale.spellings[_YES])
        if bare in _ALL_NO:
            return Meaning(scale.spellings[_NO])
    return _written_out(scale, text) or _not_understood(scale, raw)


def _written_out(scale: Scale, text: str) -> Meaning | None:
    """Read a choice with its text behind it, where nothing in that takes it back."""
    from zi_score.reading.cells.written_out import written_out  # noqa: PLC0415 - few answers are

    chosen = scale.spellings.get(written_out(text) or "")
    return Meaning(chosen, "option-written-out", {"typed": text, "value": chosen}) if chosen else None


def number(scale: Scale, raw: object) -> Meaning:
    """Read an index between 0 and the scale's highest; ``3,60`` and ``3.60`` are the same."""
    text = as_typed(raw)
    if not text:
        return Meaning()
    found = _figure(raw, _bare_index(scale, text))
    if found is None:
        return _not_understood(scale, raw)
    if text.endswith("%") or not 0 <= found <= (scale.highest or 0):
        return Meaning(fault="survey-out-of-range", details={"typed": text, "highest": plain(scale.highest or found)})
    return Meaning(found)


def _figure(raw: object, text: str) -> Fraction | None:
    """Return the number that a text writes, with a percent sign or without; a checkbox writes none."""
    return None if isinstance(raw, bool) else parsed(text.removesuffix("%").strip(_QUOTES))


def _bare_index(scale: Scale, text: str) -> str:
    """Return an index without what people write around it: ``indeks 3,60``, ``3,60 (Sangat Baik)``, ``3,60 dari 4``."""
    bare = _QUALITY.sub("", _INDEX.sub("", text.strip(_QUOTES)))
    of = _OF.search(bare)
    return bare[: of.start()] if of and parsed(of[1]) == scale.highest else bare


def rate(scale: Scale, raw: object, ratio: Ratio | None = None) -> Meaning:
    """Read a typed rate: ``0.85``, ``85%`` and ``85,5 %``; above 1 only where the ratio tells such rates apart."""
    text = as_typed(raw)
    if not text:
        return Meaning()
    lowest, highest = (ratio.lowest, ratio.highest) if ratio else (0, 1)
    text = _with_sign(text)
    found = _figure(raw, text)
    if found is not None and text.endswith("%"):
        found /= 100
    if found is None or (found < 0 and lowest == 0):
        return _not_understood(scale, raw, ratio)
    if found > _HIGHEST_RATIO_READ * highest and not text.endswith("%"):
        return _not_understood(scale, raw, ratio)
    if found > 1 and highest == 1:
        return Meaning(Fraction(1), "percent-above-100", {"typed": text})
    return Meaning(found)


def percentage(scale: Scale, raw: object) -> Meaning:
    """Read a percentage that is the answer itself: ``85%``; ``85`` and ``0.85`` mean the same, and are told.

    1 has two readings, a number between 1 and 2 none; more than 100 % is no share.
    """
    text = as_typed(raw)
    if not text:
        return Meaning()
    text = _with_sign(text)
    found = _figure(raw, text)
    if found is None or found < 0:
        return _not_understood(scale, raw)
    if found > _WHOLE:
        return Meaning(fault="share-above-100", details={"typed": text})
    if text.endswith("%") or not found:
        return Meaning(found / _WHOLE)
    return _not_understood(scale, raw) if 1 < found < _HIGHEST_RATIO_READ else _without_sign(found, text)


def _with_sign(text: str) -> str:
    """Return a percentage with its sign in place of the word for it: ``85 persen``."""
    return _PERCENT.sub("%", text.strip(_QUOTES))


def _without_sign(found: Fraction, text: str) -> Meaning:
    if found == 1:
        return Meaning(fault="share-of-two-readings", details={"typed": text, "low": "1%", "high": "100%"})
    share = found if found < 1 else found / _WHOLE
    return Meaning(share, "percent-without-sign", {"typed": text, "value": f"{plain(share * _WHOLE)} %"})


def counted(*, decimals: bool = False) -> str:
    """Return what a count may be, as examples."""
    return "0; 1; 2.5; ..." if decimals else "0, 1, 2, ..."


def count(raw: object, *, decimals: bool = False) -> Meaning:
    """Read a whole number that is not negative; ``7``, ``7.0``, ``"7"`` and ``7 orang`` are the same.

    With ``decimals`` it need not be whole: ``12,5``. A comma before three digits could mean either, and is not read.
    """
    text = as_typed(raw)
    if not text:
        return Meaning()
    if isinstance(raw, _MOMENTS):
        return _moment(raw, counted(decimals=decimals).replace("...", "…"))
    if (bare := _bare(text)) is not None:
        return Meaning(bare)
    match = None if isinstance(raw, bool) else _COUNT.fullmatch(without_words(text.strip(_QUOTES)))
    digits = match[1] if match and not _MORE.search(match[2] or "") else ""
    if isinstance(raw, str) and _THOUSANDS.fullmatch(digits):
        return Meaning(exact(digits.replace(".", "")), "count-with-thousands", {"typed": text})
    if isinstance(raw, str) and re.fullmatch(r"\d{1,3}(,\d{3})+", digits):
        digits = ""
    found = parsed(digits) if digits else None
    if found is None or found < 0 or not (decimals or found.denominator == 1):
        kind = _("a number, such as 12.5,") if decimals else _("a whole number,")
        return Meaning(fault="count-not-valid", details={"typed": text, "kind": kind})
    return Meaning(found)


def _bare(text: str) -> Fraction | None:
    """Return the count that a text writes with nothing around it, or none where it says so."""
    if text.isascii() and text.isdecimal() and len(text) <= _DIGITS:
        return Fraction(int(text))
    return Fraction(0) if says_none(text) else None


def meaning(scale: Scale, raw: object, ratio: Ratio | None = None) -> Meaning:
    """Read an answer of this scale; where it is the rate of counts, ``ratio`` says which rates there are."""
    if isinstance(raw, _MOMENTS):
        return _moment(raw, _before_it_was_a_date(scale, raw) or accepted(scale, ratio))
    if scale.unit:
        return percentage(scale, raw)
    if scale.kind == "ratio":
        return rate(scale, raw, ratio)
    return {"choice": choice, "number": number}[scale.kind](scale, raw)


def _moment(raw: object, meant: str) -> Meaning:
    """Say that a cell holds a date: spreadsheet programs make one of 3.6, or of 7/9."""
    return Meaning(fault="answer-is-a-date", details={"typed": as_typed(raw), "meant": meant})


def _before_it_was_a_date(scale: Scale, raw: object) -> str:
    """Return the numbers of a scale that a program may have taken for this date: day and month, or month and year."""
    if not isinstance(raw, date) or scale.highest is None or scale.unit:
        return ""
    if raw.year <= _FIRST_YEAR:
        days = (datetime(raw.year, raw.month, raw.day) - _FIRST_DAY).days  # noqa: DTZ001 - as above
        hours = (raw.hour * 60 + raw.minute) * 60 + raw.second if isinstance(raw, datetime) else 0
        written = [plain(Fraction(days) + Fraction(round(Fraction(hours, 864)), 100))]
    else:
        written = [f"{raw.day}.{raw.month}"]
        written += [f"{raw.month}.{raw.year % _CENTURY:02}"] if raw.day == 1 else []
    fitting = [each for each in written if Fraction(each) <= scale.highest]
    return " / ".join(each.replace(".", ",") for each in fitting)


def accepted(scale: Scale, ratio: Ratio | None = None) -> str:
    """Return what may be typed for a scale, for people."""
    if scale.kind == "choice":
        return ", ".join(scale.values)
    if ratio:
        return " - ".join(f"{plain(end * _WHOLE)}%" for end in (ratio.lowest, ratio.highest))
    return f"0 - {plain(scale.highest)}" if scale.highest and not scale.unit else "0% - 100%"


@lru_cache(maxsize=4096)
def parsed(text: str) -> Fraction | None:
    """Return the number that a text writes, with a decimal comma or point; None if it is none.

    >>> parsed("3,60"), parsed("1.234,5"), parsed("tiga")
    (Fraction(18, 5), Fraction(2469, 2), None)
    >>> parsed("1.234.567"), parsed("3,6,0.1"), parsed("1.2.3")
    (Fraction(1234567, 1), None, None)
    """
    if not _NUMBER.fullmatch(text):
        return None
    comma, point = text.rfind(","), text.rfind(".")
    decimal, grouping = (",", ".") if comma > point else (".", ",")
    if text.count(decimal) > 1:
        if grouping in text:
            return None
        decimal, grouping = grouping, decimal
    _first, *thousands = text.partition(decimal)[0].split(grouping)
    if any(len(group) != _GROUP for group in thousands):
        return None
    try:
        return exact(text.replace(grouping, "").replace(decimal, "."))
    except ValueError:
        return None


def _not_understood(scale: Scale, raw: object, ratio: Ratio | None = None) -> Meaning:
    details = {"typed": as_typed(raw), "accepted": accepted(scale, ratio)}
    return Meaning(fault="answer-not-understood", details=details)
