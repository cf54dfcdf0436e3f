"""What is to be planned, within which limits; and how a request that cannot be planned is refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fractions import Fraction

from zi_score.evaluation.criterion import Status
from zi_score.evaluation.verdict import PredicateResult
from zi_score.improve.discount import Discount
from zi_score.improve.effort import Effort
from zi_score.improve.errors import RequestError
from zi_score.improve.scope import questions_under
from zi_score.law.meant import codes_meant
from zi_score.law.ruleset import Ruleset
from zi_score.model.alike import alike
from zi_score.model.exact import plain
from zi_score.model.language import translate as _


@dataclass(frozen=True)
class Request:
    """What is to be planned.

    Args:
        target: the predicate to reach; by default the unit's own, else the lowest that is not met.
        effort: what a step costs.
        fix: areas, criteria, sections, indicators or questions that cannot change: codes, cells or words, as
            ``codes_meant`` understands them.
        only: those that alone may change; results that the unit does not set are no part of this.
        max_steps: how many questions may change.
        alternatives: how many further plans to look for.
        margin: points by which to exceed every minimum that the unit's own answers can move.
        discount: points that assessors are expected to take off.

    """

    target: str | None = None
    effort: Effort = field(default_factory=Effort)
    fix: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    max_steps: int | None = None
    alternatives: int = 0
    margin: Fraction = Fraction()
    discount: Discount = field(default_factory=Discount)

    def __post_init__(self) -> None:
        """Refuse numbers below their range."""
        if self.margin < 0:
            raise RequestError(_("margin {found}: expected 0 or more points.").format(found=plain(self.margin)))
        if self.max_steps is not None and self.max_steps < 1:
            raise RequestError(_("max-steps {found}: expected 1 or more.").format(found=self.max_steps))
        if self.alternatives < 0:
            raise RequestError(_("alternatives {found}: expected 0 or more.").format(found=self.alternatives))

    def fixed(self, ruleset: Ruleset, cells: Mapping[str, str] | None = None) -> frozenset[str]:
        """Return the questions that cannot change.

        Args:
            ruleset: the regulation.
            cells: the codes of answers by their cells.

        Raises:
            RequestError: a code is unknown, or nothing is left that may change.

        """
        fixed = _questions(ruleset, "fix", self.fix, cells)
        own = {code for code, question in ruleset.questions.items() if not ruleset.scales[question.scale].external}
        if self.only:
            fixed |= own - _questions(ruleset, "only", self.only, cells)
        if own <= fixed:
            raise RequestError(
                _("fix/only: no question is left that may change; drop one of {codes}.").format(
                    codes=", ".join((*self.fix, *self.only))
                )
            )
        return fixed

    def aim(self, ruleset: Ruleset, own: str | None, present: Iterable[PredicateResult]) -> str:
        """Return the predicate to reach.

        Args:
            ruleset: the regulation.
            own: the target that the workbook names.
            present: the predicates as they stand.

        Raises:
            RequestError: the ruleset has no predicate of that name.

        """
        if self.target is None:
            missed = [predicate.id for predicate in present if predicate.status is not Status.MET]
            return own if own in ruleset.predicates else (missed or list(ruleset.predicates[-1:]))[0]
        for predicate in ruleset.predicates:
            if predicate.casefold() == self.target.casefold():
                return predicate
        raise RequestError(
            _("target {found}: {ruleset} has no such predicate; expected one of {expected}.").format(
                found=self.target, ruleset=ruleset.id, expected=", ".join(ruleset.predicates)
            )
        )


def _questions(ruleset: Ruleset, option: str, names: Iterable[str], cells: Mapping[str, str] | None) -> frozenset[str]:
    under, found = questions_under(ruleset), frozenset[str]()
    for name in names:
        codes = codes_meant(ruleset, name, under, cells)
        if len(codes) != 1:
            near = alike(codes or get_close_matches(name, under, n=4))
            raise RequestError(
                _("{option} {code}: no such area, criterion, section, indicator or question.{near}").format(
                    option=option, code=name, near=near
                )
            )
        found |= under[codes[0]]
    return found
