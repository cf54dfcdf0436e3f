"""The recommendation that ends the letter: what the regulation asks of a TPI, or of the TPN.

PermenPANRB 90/2021, Lampiran II: Bab I.A.3 knows two conclusions of a TPI, Bab III.C.5 two of the TPN.
"""

from __future__ import annotations

from zi_score.evaluation.criterion import Status
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Assessor
from zi_score.reports.figures import requirements_shown
from zi_score.reports.unit import UnitReport

_TPI = {
    Status.MET: marked(
        "The criteria are met: we recommend to the head of the agency to propose the evaluation of {unit} towards "
        "{predicate} to KemenPANRB as TPN."
    ),
    Status.NOT_MET: marked(
        "The criteria are not met: {unit} is not yet to be proposed to KemenPANRB as TPN for {predicate}; it needs "
        "repair and guidance, which we recommend to the head of the agency."
    ),
    Status.UNDETERMINED: marked(
        "As long as it is open whether the criteria are met, {unit} is not yet to be proposed to KemenPANRB as TPN for "
        "{predicate}; we recommend to the head of the agency to have first answered and stated what is missing."
    ),
}
_TPN = {
    Status.MET: marked("The criteria are met: we recommend to the Minister that {predicate} be conferred on {unit}."),
    Status.NOT_MET: marked(
        "The criteria are not met: we recommend to the head of the agency that {unit} be guided further towards "
        "{predicate}."
    ),
    Status.UNDETERMINED: marked(
        "As long as it is open whether the criteria are met, nothing is recommended to the Minister for {unit}; we "
        "recommend to the head of the agency that it be guided further towards {predicate}."
    ),
}
_UNCHECKED = marked(
    "The minimums are met, but {count} requirements for being proposed for {predicate} are not checked: once all of "
    "them are met, we recommend to the head of the agency to propose the evaluation of {unit} to KemenPANRB as TPN."
)


def recommendation(report: UnitReport, unit: str) -> str:
    """Return what the assessor whose answers count recommends of a unit of this name, and to whom."""
    first, ruleset = report.first, report.ruleset
    if ruleset.replaced:
        message = _("By {ruleset} no unit is proposed any more, as {by} replaced it: nothing is recommended.")
        return message.format(ruleset=ruleset.title, by=ruleset.replaced.by)
    if first.assessor is Assessor.UNIT:
        return _(
            "These are answers of the unit itself: whether it is proposed to the head of the agency is for the TPI to "
            "recommend, after its own evaluation."
        )
    name, requirements = requirements_shown(first.predicates, report.evaluation.unit.target, first.verdict)
    predicate = next(each for each in first.predicates if each.id == name)
    unchecked = 0 if predicate.waived else sum(each.status is Status.UNDETERMINED for each in requirements)
    texts = _TPN if first.assessor is Assessor.TPN else _TPI
    is_conditional = texts is _TPI and predicate.status is Status.MET and unchecked > 0
    message = _UNCHECKED if is_conditional else texts[predicate.status]
    return _(message).format(unit=unit, predicate=name, count=unchecked)
