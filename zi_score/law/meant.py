"""What of a regulation people mean: by its code, a cell, the number of a working group, or words of its label."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from zi_score.law.ruleset import Criterion, Ruleset, is_under
from zi_score.model.pattern import pattern

_CELL = pattern(r"(?:.*!)?\$?([A-Z]{1,3})\$?([1-9]\d*)", re.IGNORECASE)
_AREA = pattern(r"(?:pokja|area|kelompok kerja|working group)[\s-]*([1-9]\d*)", re.IGNORECASE)


def codes_meant(
    ruleset: Ruleset, text: str, among: Collection[str], cells: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return the codes that somebody may mean: one where it is certain, else several, or none where nothing fits.

    Args:
        ruleset: the regulation.
        text: a code, in small letters too; a cell (``K202``, or another of its row); ``pokja 3``; or words of a label.
        among: the codes that may be meant.
        cells: the codes by their cells; without them the cells are those of the official form.

    >>> from zi_score.law.load import load_ruleset
    >>> law = load_ruleset()
    >>> codes_meant(law, "IPAK", law.questions), codes_meant(law, "k202", law.questions)
    (('B.I.a',), ('B.II.a',))
    >>> codes_meant(law, "pokja 3", law.demands), codes_meant(law, "SAKIP", law.demands)
    (('area-3',), ('req-agency-sakip', 'req-unit-sakip'))
    """
    typed = text.strip()
    exact = next((code for code in among if code.casefold() == typed.casefold()), None)
    if exact is not None:
        return (exact,)
    if cell := _CELL.fullmatch(typed):
        found = _in_row(typed.replace("$", ""), int(cell[2]), _official(ruleset) if cells is None else cells)
        return tuple(dict.fromkeys(code for each in found if (code := _nearest(each, among))))
    if area := _AREA.fullmatch(typed):
        return tuple(code for code in (f"area-{area[1]}", area[1]) if code in among)[:1]
    words = _words(typed)
    return _told_apart(ruleset, [code for code in among if words and words <= _label(ruleset, code)])


def _in_row(cell: str, row: int, cells: Mapping[str, str]) -> list[str]:
    """Return the codes of a cell, else of its row."""
    named = [code for place, code in cells.items() if cell.casefold() in (place.casefold(), _alone(place).casefold())]
    return named or [code for place, code in cells.items() if re.fullmatch(rf"[A-Z]+{row}", _alone(place))]


def _alone(place: str) -> str:
    return place.rpartition("!")[2]


def _official(ruleset: Ruleset) -> dict[str, str]:
    """Return the codes by the cells of the unit's answers in the official form, where the regulation names its rows."""
    rows = [(question.portalrb, question.code) for question in ruleset.questions.values()]
    rows += [
        (row.portalrb, f"{question.code}.{row.key}")
        for question in ruleset.questions.values()
        for row in question.inputs
    ]
    return {f"K{place.row}": code for place, code in rows if place and place.row}


def _nearest(code: str, among: Collection[str]) -> str | None:
    """Return a code, or that of the question that it counts for."""
    return next((each for each in (code, code.rpartition(".")[0]) if each in among), None)


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


@lru_cache(maxsize=1024)
def _label(ruleset: Ruleset, code: str) -> frozenset[str]:
    """Return the words by which something is called."""
    question, key = ruleset.questions.get(code.rpartition(".")[0]), code.rpartition(".")[2]
    if own := ruleset.questions.get(code):
        return _words(" ".join((own.label, *own.keywords, *_of_node(ruleset, code))))
    if question and key in {row.key for row in question.inputs}:
        return _words(" ".join((question.input(key).label, *question.input(key).keywords)))
    if demand := ruleset.demands.get(code):
        return _words(demand.label if isinstance(demand, Criterion) else ruleset.facts[demand.fact].label)
    return _words(" ".join(_of_node(ruleset, code)))


def _of_node(ruleset: Ruleset, code: str) -> tuple[str, ...]:
    node = ruleset.nodes.get(code)
    return (node.name, *node.keywords) if node else ()


def _told_apart(ruleset: Ruleset, codes: list[str]) -> tuple[str, ...]:
    """Leave what the others stand under; of a criterion and what it adds up, the latter where it is one thing."""
    nodes = [code for code in codes if code in ruleset.nodes or code in ruleset.questions]
    parts = {
        code: ruleset.nodes_of(demand)
        for code in codes
        if isinstance(demand := ruleset.demands.get(code), Criterion) and demand.fact is None
    }
    summed = {
        code: [node for node in nodes if any(is_under(node, part) for part in own)] for code, own in parts.items()
    }
    kept = [code for code in codes if not summed.get(code)]
    top = next((code for code in kept if all(is_under(each, code) for each in kept)), None)
    whole = next((code for code, found in summed.items() if found == kept), None)
    found = top or whole
    return (found,) if found else tuple(kept)
