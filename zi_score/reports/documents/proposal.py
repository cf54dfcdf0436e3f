"""Whether units may be proposed, in words: the groups of a ranking, and what is still open beside the scores."""

from __future__ import annotations

from collections.abc import Iterator

from zi_score.law.ruleset import Ruleset
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.worksheet import Assessor
from zi_score.model.written import Tone
from zi_score.rekap.proposal import Group, Proposal
from zi_score.rekap.ranking import BatchResult
from zi_score.rekap.unit_line import UnitLine
from zi_score.reports.document import Line, Word, line
from zi_score.reports.figures import reason
from zi_score.reports.words import sentence

_GROUPS = {
    Group.PROPOSABLE: marked("may be proposed"),
    Group.OPEN: marked("scores suffice, requirements open"),
    Group.SHORT: marked("scores do not suffice"),
}
_ABOUT = {
    Group.PROPOSABLE: marked("The scores suffice and all requirements for being proposed are met."),
    Group.OPEN: marked(
        "The scores suffice; what is asked beside them is not checked, or stated and not met. The higher score first."
    ),
    Group.SHORT: marked(
        "A minimum is missed, or left open by unanswered questions; margins are points above or below the minimum that "
        "decides."
    ),
}
_NAMED = 3
"""Requirements not checked that are named; the sheet of all criteria, JSON and CSV have every one."""

_TONES: dict[Group, Tone] = {Group.PROPOSABLE: "good", Group.OPEN: "open", Group.SHORT: "bad"}


def group_title(group: Group | None) -> str:
    """Return what the units of a group are called; those without one are replaced by another workbook."""
    word = _GROUPS[group] if group else marked("handed in more than once: another workbook counts")
    told = _(word)
    return told[:1].upper() + told[1:]


def group_about(group: Group | None) -> str:
    """Return what the units of a group have in common."""
    word = _ABOUT[group] if group else marked("Of a unit the latest round counts, of equal contents the first.")
    return _(word)


def group_cell(standing: UnitLine) -> Word:
    """Return in which group a unit is."""
    if standing.superseded_by is not None:
        return Word(_("another workbook counts"))
    word, group = _GROUPS[standing.proposal.group], standing.proposal.group
    return Word(_(word), _TONES[group])


def requirements_cell(proposal: Proposal) -> Word:
    """Return how many requirements are met, else how many are not, or how many were looked at.

    >>> requirements_cell(Proposal(predicate="WBK", group=Group.OPEN, requirements=9, met=0, unchecked=("x",) * 9)).tone
    'open'
    """
    told = ", ".join(_counts(proposal))
    tone = _TONES[Group.OPEN if proposal.missed or proposal.unchecked else Group.PROPOSABLE]
    return Word(_("afirmasi: {told}").format(told=told) if proposal.waived else told, tone)


def _counts(proposal: Proposal) -> Iterator[str]:
    unchecked = proposal.requirements - proposal.met - _requirements(proposal.missed)
    if missed := len(proposal.missed):
        yield _("{count} not met").format(count=missed)
        if unchecked > 0:
            yield _("{count} not checked").format(count=unchecked)
    elif unchecked > 0:
        checked = {"count": proposal.requirements - unchecked, "all": proposal.requirements}
        yield _("{count}/{all} checked").format(**checked)
    elif proposal.requirements:
        yield _("{count}/{all} met").format(count=proposal.met, all=proposal.requirements)


def _requirements(ids: tuple[str, ...]) -> int:
    return sum(id_.startswith("req-") for id_ in ids)


def open_cell(standing: UnitLine, ruleset: Ruleset) -> str:
    """Return what is asked beside the scores and not met, with what was stated, and what is not checked."""
    return sentence("; ".join(_open(standing, ruleset)))


def _open(standing: UnitLine, ruleset: Ruleset) -> Iterator[str]:
    proposal = standing.proposal
    if proposal.replaced:
        yield _("the regulation was replaced: nobody is proposed by it")
        return
    predicate = next(each for each in standing.predicates if each.id == proposal.predicate)
    asked = {criterion.id: criterion for criterion in predicate.criteria}
    yield from (reason(ruleset, asked[id_]) for id_ in proposal.missed)
    if proposal.is_unchecked:
        yield _("all of them")
        beside = [id_ for id_ in proposal.unchecked if not _requirements((id_,))]
    else:
        beside = list(proposal.unchecked)
    if beside:
        labels = [asked[id_].label for id_ in beside[:_NAMED]]
        more = [_("and {count} more").format(count=len(beside) - _NAMED)] if len(beside) > _NAMED else []
        yield _("not checked: {labels}").format(labels=", ".join([*labels, *more]))


def summary_lines(result: BatchResult) -> Iterator[Line]:
    """Yield how many units may be proposed and how many not, and what is to be known before they are."""
    counted = result.tally.proposals
    parts = [f"{_(_GROUPS[group])}: {count}" for group, count in counted.items()]
    told = "; ".join(parts)
    yield line(f"{told[:1].upper()}{told[1:]}.")
    alone = [
        unit
        for unit in result.units
        if unit.superseded_by is None and unit.proposal.group is Group.PROPOSABLE and unit.assessor is Assessor.UNIT
    ]
    if alone:
        message = _(
            "Of those listed that may be proposed, {count} are assessed by themselves alone; TPI evaluates before it "
            "proposes."
        )
        yield line(message.format(count=len(alone)), depth=1)
