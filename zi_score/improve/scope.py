"""Which questions a name stands for: an area, a criterion, a section, an indicator, or a question itself."""

from __future__ import annotations

from functools import lru_cache

from zi_score.law.ruleset import Ruleset, is_under


@lru_cache(maxsize=8)
def questions_under(ruleset: Ruleset) -> dict[str, frozenset[str]]:
    """Return the codes of the questions under every name.

    Names are numbers of areas (``3``), ids of criteria that ask for points (``area-3``,
    ``hasil-1``), and codes of nodes and questions.

    >>> from zi_score.law.load import load_ruleset
    >>> sorted(questions_under(load_ruleset())["hasil-1"])
    ['B.I.a', 'B.I.b']
    """
    nodes = {code: _under(ruleset, (code,)) for code in (*ruleset.nodes, *ruleset.questions)}
    criteria = {each.id: _under(ruleset, ruleset.nodes_of(each)) for each in ruleset.criteria if each.fact is None}
    areas = {str(area.number): _under(ruleset, area.sections) for area in ruleset.areas}
    return areas | criteria | nodes


def _under(ruleset: Ruleset, nodes: tuple[str, ...]) -> frozenset[str]:
    return frozenset(code for code in ruleset.questions if any(is_under(code, node) for node in nodes))
