"""Plans of random workbooks over every option, each stage of their search held against HiGHS."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from unittest.mock import patch

from conftest import RULESET, random_sheet
from milp import InexactError, least_cost

import zi_score.improve.program.search as search_module
from worksheets.cases import Sheet
from zi_score.improve.discount import Discount
from zi_score.improve.effort import Effort
from zi_score.improve.planning import Start, planned
from zi_score.improve.program.least import Budget, Given, Optimum, OutOfTimeError, cheapest, plans
from zi_score.improve.program.model import Kind
from zi_score.improve.program.tree import Condition, Figure
from zi_score.improve.request import Request

COSTS = {
    "one": lambda _rnd: Fraction(1),
    "whole": lambda rnd: Fraction(rnd.randint(1, 5)),
    "halves": lambda rnd: Fraction(rnd.randint(1, 6), 2),
    "fine": lambda rnd: Fraction(rnd.randint(200, 5000), 1000),
}


def instance(seed: int) -> tuple[Sheet, Request]:
    """Return a random workbook, some with counts of up to 300,000, and what is asked of it."""
    rnd = random.Random(seed)
    sheet = random_sheet(seed, goodness=rnd.choice([0.1, 0.3, 0.5, 0.7]), blank=rnd.choice([0.02, 0.08, 0.2]))
    if most := rnd.choice([None, None, 60, 5000, 300_000]):
        longer = {code: rnd.randint(0, most) for code, count in sheet.counts.items() if count is not None}
        sheet = Sheet(sheet.answers, {**sheet.counts, **longer})
    cost = COSTS[rnd.choice(list(COSTS))]
    return sheet, Request(
        target=rnd.choice(["WBK", "WBBM"]),
        effort=Effort(costs={code: cost(rnd) for code in RULESET.questions if rnd.random() < 0.8}),
        fix=tuple(rnd.sample(sorted(RULESET.questions), rnd.choice([0, 0, 10, 40]))),
        only=tuple(rnd.choice([(), (), (), ("1", "2", "5"), ("A.II",)])),
        max_steps=rnd.choice([None, None, None, 3, 9, 25]),
        alternatives=rnd.choice([0, 0, 2, 4]),
        margin=Fraction(rnd.choice([0, 0, 1, 50]), 50),
        discount=Discount({"3": Fraction(1)} if rnd.random() < 0.2 else {}),
    )


@dataclass
class Held:
    """What was held against HiGHS: how many searches, what differs, what is not proven, what HiGHS could not say."""

    searches: int = 0
    differ: list[str] = field(default_factory=list)
    unproven: list[str] = field(default_factory=list)
    unsaid: int = 0

    def plan(self, begun: Start, request: Request, name: str) -> None:
        """Plan from some answers, and hold every search on the way against HiGHS."""

        def held_plans(  # noqa: PLR0913 - as ``plans``
            kinds: Sequence[Kind],
            cost: Figure,
            given: Iterable[Given],
            conditions: Sequence[Condition] = (),
            changed: Mapping[int, int] | None = None,
            *,
            budget: Budget,
        ) -> Iterator[Optimum]:
            before = [] if changed is None else [changed]
            listed = list(given)
            found = plans(kinds, cost, listed, conditions, changed, budget=budget)
            while True:
                try:
                    best = next(found, None)
                except OutOfTimeError:
                    self.unproven.append(name)
                    raise
                wanted = [each.wanted for each in listed]
                self._hold(best, kinds, cost, wanted, conditions, before, name)
                if best is None:
                    return
                yield best
                own = (pick.kind for pick in best.picks if not kinds[pick.kind].is_external)
                before = [*before, Counter(own)]

        def held_cheapest(
            kinds: Sequence[Kind], cost: Figure, wanted: Mapping[int, int], conditions: Sequence[Condition] = ()
        ) -> Optimum | None:
            best = cheapest(kinds, cost, wanted, conditions)
            self._hold(best, kinds, cost, [wanted], conditions, [], name)
            return best

        with (
            patch.object(search_module, "plans", held_plans),
            patch.object(search_module, "cheapest", held_cheapest),
        ):
            planned(begun, request)

    def _hold(  # noqa: PLR0913, PLR0917 - a search, and its name
        self,
        best: Optimum | None,
        kinds: Sequence[Kind],
        cost: Figure,
        wanted: Sequence[Mapping[int, int]],
        conditions: Sequence[Condition],
        before: Sequence[Mapping[int, int]],
        name: str,
    ) -> None:
        self.searches += 1
        if best is not None and best.bound != best.cost:
            self.unproven.append(f"{name}: {best.cost}, bound {best.bound}")
        try:
            costs = [least_cost(kinds, cost, each, conditions, before) for each in wanted]
        except InexactError:
            self.unsaid += 1
            return
        least = min((each for each in costs if each is not None), default=None)
        found = None if best is None else best.cost
        is_right = (
            found == least if best is None or best.bound == best.cost else best.bound <= (least or 0) <= best.cost
        )
        if not is_right:
            self.differ.append(f"{name}: {found}, by HiGHS {least}")
