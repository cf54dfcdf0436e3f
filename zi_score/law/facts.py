"""Facts from outside the LKE, understood in one way wherever they are said: a sheet, a list, an option, the library."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction

from zi_score.law.ruleset import Fact, Ruleset
from zi_score.model.exact import exact, plain
from zi_score.model.findings import single_spaced, typed
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.spelling import NO_WORDS, YES_WORDS

FactValue = str | Fraction

YES, NO = "Ya", "Tidak"

_YES, _NO = YES_WORDS | {"true", "1", "sudah"}, NO_WORDS | {"n", "false", "0", "belum"}
_AROUND = pattern(
    r"(?:(?:opini|predikat|nilai|indeks|kategori|(?:maturitas )?level|tingkat|(?:setingkat )?eselon)[: ]+)?"
    r"(?P<choice>.+?)(?: ?\(.*\))?\.?"
)
"""What people write around a choice: ``predikat BB``, ``Level 3``, ``WTP (Wajar Tanpa Pengecualian)``."""

_BRACKETED = pattern(r" ?\((?![^()]*\b(?:belum|tidak|bukan|kecuali)\b)[^()]*\)|\.$")
"""What people add: ``1 (satu) tahun``, ``Ya (2023)``; not what takes back a part."""

_UNIT = pattern(r"\s*(%|persen|percent|tahun|thn?|years?)$")
_OF = pattern(r"\s*(?:dari|of|/)\s*(\d+(?:[.,]\d+)?)$")
"""How people say on which scale an index is: ``4,0 dari 5``."""

_NAMED = pattern(r"^(?:indeks|nilai)[: ]+")
_MONTHS = pattern(r"\s*(bulan|bln|months?)$")
_YEAR = 12
_LONGEST = 100
"""Years above which a number is one of the calendar, ``2023``, not how long something has taken."""

_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5"}
_WHOLE = 100


class FactError(ValueError):
    """A fact that is unknown or not understood; the message names it, what was found and what was expected."""


def understood(ruleset: Ruleset, facts: Mapping[str, object]) -> dict[str, FactValue]:
    """Return facts as a ruleset knows them: a choice as it writes it, or a number; percentages 0 to 100.

    Args:
        ruleset: the regulation that asks for the facts.
        facts: what was said, by key: texts as people type them, numbers, or truth for Ya and Tidak.

    Raises:
        FactError: a key is unknown, or what was said of it is not understood.

    >>> from zi_score.law.load import load_ruleset
    >>> understood(load_ruleset(), {"holds-wbk": True, "agency-sakip": "bb", "unit-follow-up": "97,5 %"})
    {'holds-wbk': 'Ya', 'agency-sakip': 'BB', 'unit-follow-up': Fraction(195, 2)}
    """
    return {key: _understood(ruleset, key, said) for key, said in facts.items()}


def _understood(ruleset: Ruleset, key: str, said: object) -> FactValue:
    if key not in ruleset.facts:
        near = get_close_matches(key, ruleset.facts, n=3, cutoff=0.5) or ruleset.facts
        message = _("{key}: {ruleset} has no such fact; near: {near}.")
        raise FactError(message.format(key=typed(key), ruleset=ruleset.id, near=", ".join(near)))
    value = fact_value(ruleset.facts[key], said)
    if value is None:
        message = _('{key}: found "{found}", expected {expected}.')
        raise FactError(message.format(key=key, found=typed(said), expected=expected(ruleset.facts[key])))
    return value


def fact_value(fact: Fact, said: object) -> FactValue | None:
    """Return what was said of a fact; None where it is not understood, as a percentage that may be a share is not."""
    if not isinstance(said, bool | str | int | float | Decimal | Fraction):
        return None
    text = _written(said)
    if set(fact.choices) == {YES, NO}:
        text = _BRACKETED.sub("", text)
        return YES if text in _YES else NO if text in _NO else None
    if fact.choices:
        return _choice(fact, text)
    return None if isinstance(said, bool) else _limited(fact, _BRACKETED.sub("", text))


def _limited(fact: Fact, text: str) -> Fraction | None:
    """Return the number that a text says, if it is one that the fact can be."""
    if fact.unit == "index":
        text = _NAMED.sub("", text)
        if (of := _OF.search(text)) and _number(of[1]) == fact.highest:
            text = text[: of.start()]
    number = _number(text, fact.unit)
    if number is None or number < 0:
        return None
    if fact.unit == "percent":
        return None if number > _WHOLE or (0 < number <= 1 and not _UNIT.search(text)) else number
    return None if number > (fact.highest or _LONGEST) else number


def _choice(fact: Fact, text: str) -> str | None:
    """Return the choice that a text names, in the ruleset's words or in those of people."""
    known = {choice.casefold(): choice for choice in fact.choices} | fact.words
    around = _AROUND.fullmatch(text)
    named = around["choice"] if around else text
    found = known.get(text) or known.get(named)
    if found or not all(choice.isdigit() for choice in fact.choices):
        return found
    number = _number(_ROMAN.get(named, named))  # a level is published with decimals: 3.12 is level 3
    return None if number is None or number > max(map(int, fact.choices)) else known.get(str(int(number)))


def written(value: FactValue) -> str:
    """Return a fact as people write it."""
    return plain(value) if isinstance(value, Fraction) else value


def expected(fact: Fact) -> str:
    """Return what may be said of a fact, for people."""
    if fact.choices:
        return one_of(fact.choices)
    if fact.unit == "index":
        return _("an index from 0 to {highest}").format(highest=plain(fact.highest or Fraction()))
    return _("a percentage from 0% to 100%") if fact.unit == "percent" else _("a number of years, 0 or more")


def one_of(choices: Iterable[str]) -> str:
    """Return a choice, for people."""
    return _("one of {choices}").format(choices=", ".join(choices))


def _written(said: bool | str | float | Decimal | Fraction) -> str:  # noqa: FBT001 - as it comes from a cell
    """Return what was said as a person would type it."""
    if isinstance(said, float):
        said = exact(said) if math.isfinite(said) else str(said)
    text = plain(Fraction(said)) if isinstance(said, int | Fraction) and not isinstance(said, bool) else str(said)
    return single_spaced(text).casefold()


def _number(text: str, unit: str | None = None) -> Fraction | None:
    if unit == "years" and (months := _MONTHS.search(text)):
        number = _number(text[: months.start()])
        return None if number is None else number / _YEAR
    try:
        return exact(_UNIT.sub("", text).replace(",", "."))
    except ValueError:
        return None
