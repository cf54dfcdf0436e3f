"""What keeps the rates of a ratio from being whole: those of full marks and of nothing are two, and can be reached."""

from collections.abc import Iterator
from functools import partial

from zi_score.law.fault import Fault
from zi_score.law.files import TREE
from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Question
from zi_score.model.exact import plain
from zi_score.model.language import translate as _

_fault = partial(Fault, TREE)


def rate_faults(question: Question, ratio: Ratio) -> Iterator[Fault]:
    """Yield what contradicts itself in the rates from which a ratio becomes a value."""
    where = f"{question.code}.ratio"
    if ratio.full_at == ratio.zero_at:
        expected = _("another rate than {rate}, which earns nothing")
        yield _fault(f"{where}.full_at", plain(ratio.full_at), expected.format(rate=plain(ratio.zero_at)))
    holding = [row for row in question.inputs if row.key == ratio.whole and ratio.part in row.splits_into + row.sum_of]
    for name, rate in (("full_at", ratio.full_at), ("zero_at", ratio.zero_at)):
        if ratio.kind == "share" and rate < 0:
            yield _fault(f"{where}.{name}", plain(rate), _("0 or more"))
        elif ratio.kind == "decrease" and rate > 1:
            yield _fault(f"{where}.{name}", plain(rate), _("1 or less, as nothing falls by more than all of it"))
        elif rate > 1 and (holding or (ratio.part_of_whole and "part_of_whole" in ratio.model_fields_set)):
            expected = _("1 or less, as {part} is a part of {whole}")
            yield _fault(f"{where}.{name}", plain(rate), expected.format(part=ratio.part, whole=ratio.whole))
