"""What a step costs.

The model is simple, so that it can be argued about: a step is one level up on the scale of a
choice (``C`` to ``B``), or one unit of a count (one more complaint finished, one more official
reported, one violation less). Each costs the same wherever it begins, 1 unless a file says
otherwise, and the effort of a plan is the sum of its steps. A question that is not answered
stands at the lowest level. This is a practice of this program and of no regulation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from zi_score.improve.errors import RequestError
from zi_score.improve.figures import read_figures, refused
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import plain
from zi_score.model.language import translate as _

_DEFAULT = "default"
_LEAST, _MOST, _FINEST = Fraction(1, 1000), Fraction(1000), 1000


@dataclass(frozen=True)
class Effort:
    """Cost of a step by the code of a question, indicator or section; the longest code that fits counts.

    >>> Effort(costs={"A.I.3": Fraction(2), "A.I.3.i.b": Fraction(1, 2)}).of("A.I.3.i.b")
    Fraction(1, 2)
    """

    default: Fraction = Fraction(1)
    costs: Mapping[str, Fraction] = field(default_factory=dict)

    def of(self, question: str) -> Fraction:
        """Return what a step costs at a question."""
        code = question
        while code:
            if code in self.costs:
                return self.costs[code]
            code = code.rpartition(".")[0]
        return self.default

    @classmethod
    def read(cls, path: str | Path, ruleset: Ruleset) -> Effort:
        """Read the costs of a TOML file: codes of questions, indicators, sections, areas, and ``default``.

        An area (``3`` or ``area-3``) stands for its sections, where these have no cost of their own.

        Raises:
            RequestError: it cannot be read, a code is unknown, or a cost is none.

        """
        areas = {name for area in ruleset.areas for name in (str(area.number), f"area-{area.number}")}
        known = {_DEFAULT, *areas, *ruleset.nodes, *ruleset.questions}
        figures = read_figures("effort", path, known, _expected())
        for key, cost in figures.items():
            if not _LEAST <= cost <= _MOST or _FINEST % cost.denominator:
                raise refused("effort", path, key, plain(cost), _expected())
        costs = {code: cost for code, cost in figures.items() if code in ruleset.nodes or code in ruleset.questions}
        for area in ruleset.areas:
            named = [name for name in (str(area.number), f"area-{area.number}") if name in figures]
            if len(named) > 1:
                message = _("effort {path}: {key} and {other} are the same area; name it once.")
                raise RequestError(message.format(path=path, key=named[0], other=named[1]))
            for name in named:
                costs = dict.fromkeys(area.sections, figures[name]) | costs
        return cls(figures.get(_DEFAULT, Fraction(1)), costs)


def _expected() -> str:
    return _("a number from 0.001 to 1000 with at most three decimals")
