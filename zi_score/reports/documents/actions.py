"""What is said of a plan in sentences: what can be reached and how, on what conditions, and what an action asks."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from zi_score.improve.monitoring.form import changed, written
from zi_score.improve.monitoring.outcome import ActionProgress
from zi_score.improve.plan import Action, Entry, External, Improvement
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import added
from zi_score.model.findings import shown
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.written import Number, as_ruled, localised, margin, share_as_ruled
from zi_score.reports.answers import tried
from zi_score.reports.documents.law_ratio import worth
from zi_score.reports.figures import total_of
from zi_score.reports.words import assessor_word, sentence, short_verdict

_HEADLINES = {
    "optimal": marked("{target} can be reached. Actions: {count}, effort: {effort}; no plan costs less."),
    "reached": marked(
        "{target} can be reached. Actions: {count}, effort: {effort}; whether a plan costs less is not proven, none "
        "costs less than {bound}."
    ),
    "already-met": marked("{target} is met already: nothing has to be done."),
    "external": marked("{target} depends on results from outside: {results}. The unit's own answers need no change."),
    "unreachable": marked(
        "{target} cannot be reached. The plan is that for the criteria that can be met. "
        "Actions: {count}, effort: {effort}."
    ),
    "unreachable-reserve": marked(
        "{target} cannot be reached with so much kept in hand. The plan is that for the criteria that can be met. "
        "Actions: {count}, effort: {effort}."
    ),
    "unreachable-external": marked(
        "{target} cannot be reached. The criteria that can be met depend on results from outside: {results}. "
        "The unit's own answers need no change."
    ),
    "unreachable-external-reserve": marked(
        "{target} cannot be reached with so much kept in hand. The criteria that can be met depend on results from "
        "outside: {results}. The unit's own answers need no change."
    ),
}
_SCORES_ALONE = {
    "optimal": marked(
        "The scores that {target} asks can be reached. Actions: {count}, effort: {effort}; no plan costs less."
    ),
    "reached": marked(
        "The scores that {target} asks can be reached. Actions: {count}, effort: {effort}; whether a plan costs less "
        "is not proven, none costs less than {bound}."
    ),
    "already-met": marked("The scores suffice for {target}: nothing has to be done for them."),
    "external": marked(
        "The scores that {target} asks depend on results from outside: {results}. "
        "The unit's own answers need no change."
    ),
}
"""What is said where facts that nobody stated decide too."""

_OUTSIDE = {"optimal": "external", "reached": "external", "unreachable": "unreachable-external"}
"""What is said where all that can be mended is measured by others."""


@dataclass(frozen=True)
class ActionGroup:
    """The actions of one working group (an area of change), or of a component outside the areas."""

    key: str
    name: str
    actions: tuple[Action, ...]

    @property
    def effort(self) -> Fraction:
        """Effort of the actions together."""
        return added(action.effort for action in self.actions)

    @property
    def gain(self) -> Fraction:
        """Points of the actions together."""
        return added(action.gain.score for action in self.actions)

    @property
    def summary(self) -> str:
        """How much work this is, and what it brings."""
        return _("actions: {count}, effort: {effort}, {points} points").format(
            count=len(self.actions), effort=as_ruled(self.effort), points=margin(self.gain)
        )


def groups(actions: Sequence[Action], ruleset: Ruleset) -> Iterator[ActionGroup]:
    """Yield the actions area by area, then those of the components outside the areas."""
    by_key: dict[str, list[Action]] = {str(area.number): [] for area in ruleset.areas}
    by_key |= {root: [] for root in ruleset.roots}
    for action in actions:
        by_key[group_key(action)].append(action)
    for key, own in by_key.items():
        if own:
            yield ActionGroup(key, group_name(ruleset, key), tuple(own))


def group_key(action: Action) -> str:
    """Return to which group an action belongs: the number of its area, else the code of its component."""
    return action.area or action.code.partition(".")[0]


def group_name(ruleset: Ruleset, key: str) -> str:
    """Return what a group is called: an area of change has a working group of its own."""
    if key in ruleset.roots:
        return ruleset.nodes[key].name
    name = ruleset.nodes[ruleset.area(int(key)).sections[0]].name
    return _("Working group {number}: {name}").format(number=key, name=name)


def unit_line(improvement: Improvement) -> str:
    """Return whose plan it is, and for what."""
    unit = improvement.unit
    words = [unit.name, unit.agency, unit.year, f"{_('target')} {improvement.target}"]
    return " | ".join(shown(word) for word in words if word)


def headline(improvement: Improvement, ruleset: Ruleset) -> str:
    """Return what can be reached, at what effort, and what nobody stated that decides it too."""
    case: str = improvement.status
    if _is_external_alone(improvement):
        case = _OUTSIDE[improvement.status]
    if improvement.is_short_of_reserve:
        case += "-reserve"
    unknown = _unknown(improvement, ruleset)
    message = _SCORES_ALONE.get(case, _HEADLINES[case]) if unknown else _HEADLINES[case]
    told = [
        *_unmeasured(improvement, ruleset),
        _(message).format(
            target=improvement.target,
            count=len(improvement.actions),
            effort=as_ruled(improvement.effort),
            bound=as_ruled(improvement.bound),
            results=needed(improvement, ruleset),
        ),
        *([_("Not known: {facts}.").format(facts=unknown)] if unknown else []),
    ]
    return " ".join(told)


def _unmeasured(improvement: Improvement, ruleset: Ruleset) -> Iterator[str]:
    """Yield the results of others that nobody stated, and what the plan takes in their place."""
    counted = {each.code: str(result_of(ruleset, each.code, each.to)) for each in improvement.required_external}
    if improvement.unmeasured:
        listed = "; ".join(
            f"{code} {ruleset.questions[code].label}: {counted.get(code, '0')}" for code in improvement.unmeasured
        )
        yield _("Not measured yet, and counted as the least that is needed: {results}.").format(results=listed)


def _is_external_alone(improvement: Improvement) -> bool:
    """Whether all that can be mended is measured by others."""
    return improvement.status in _OUTSIDE and not improvement.actions and bool(improvement.required_external)


def _unknown(improvement: Improvement, ruleset: Ruleset) -> str:
    """Return the criteria that nobody stated by their labels, and how many requirements."""
    requirements = {each.id for each in ruleset.requirements}
    told = [criterion_label(ruleset, each) for each in improvement.assumed if each not in requirements]
    if count := len(requirements.intersection(improvement.assumed)):
        told.append(_("{count} requirements for being proposed").format(count=count))
    return "; ".join(told)


def result_of(ruleset: Ruleset, code: str, number: Fraction) -> Number:
    """Return a result that others measure as it is read: an index, or a percentage in percent."""
    is_percentage = ruleset.scales[ruleset.questions[code].scale].unit == "percent"
    return share_as_ruled(number) if is_percentage else as_ruled(number)


def before_result(ruleset: Ruleset, external: External) -> Number | str:
    """Return what others measured until now; a dash while nobody did."""
    return "-" if external.from_ is None else result_of(ruleset, external.code, external.from_)


def needed(improvement: Improvement, ruleset: Ruleset, named: Collection[str] = ()) -> str:
    """Return the results that others have to reach, without those that are named already."""
    return "; ".join(
        _reached(ruleset, each, is_named=each.code in improvement.unmeasured)
        for each in improvement.required_external
        if each.code not in named
    )


def _reached(ruleset: Ruleset, external: External, *, is_named: bool) -> str:
    """Return a result that is needed, and from where; of one that nobody measured yet ``_unmeasured`` says the rest."""
    to = str(result_of(ruleset, external.code, external.to))
    if is_named:
        return f"{external.code} {to}"
    before = "" if external.from_ is None else f"{before_result(ruleset, external)} -> "
    return f"{external.code} {ruleset.questions[external.code].label}: {before}{to}"


def basis(improvement: Improvement, ruleset: Ruleset) -> str:
    """Return whose answers the plan starts from, and the totals before and after it."""
    return _("total {before} -> {after}, verdict {was} -> {will}, from the answers of {assessor}").format(
        before=total_of(ruleset, improvement.before.total.score),
        after=total_of(ruleset, improvement.after.total.score),
        was=short_verdict(improvement.before.verdict),
        will=short_verdict(improvement.after.verdict),
        assessor=assessor_word(improvement.assessor),
    )


def conditions(improvement: Improvement, ruleset: Ruleset) -> Iterator[str]:
    """Yield what was set for the plan, and what it needs from outside."""
    if improvement.changes:
        entered = "; ".join(
            f"{each.code} {each.label}: {' -> '.join(tried(each, ruleset))}" for each in improvement.changes
        )
        yield _("Answers set for this plan, in place of the workbook's: {answers}.").format(answers=shown(entered))
    short = needed(improvement, ruleset, named=improvement.unmeasured)
    if short and not _is_external_alone(improvement):
        yield _("Needed besides, from outside: {results}.").format(results=short)
    yield from tenths(improvement, ruleset)


def tenths(improvement: Improvement, ruleset: Ruleset) -> Iterator[str]:
    """Yield what a tenth more of each result from outside would save the unit."""
    for each in improvement.required_external:
        if each.tenth is not None and each.saves is not None:
            message = _("{code} at {tenth} instead of {needed} would save effort: {saves}.")
            tenth, least = (result_of(ruleset, each.code, number) for number in (each.tenth, each.to))
            yield message.format(code=each.code, tenth=tenth, needed=least, saves=as_ruled(each.saves))


def assumptions(improvement: Improvement, ruleset: Ruleset) -> Iterator[str]:
    """Yield what the plan takes as met without knowing it."""
    if improvement.assumed:
        yield _("Assumed to be met, as nobody stated it: {criteria}.").format(
            criteria="; ".join(criterion_label(ruleset, each) for each in improvement.assumed)
        )


def proof(improvement: Improvement) -> Iterator[str]:
    """Yield why the plan can be believed."""
    if improvement.solver:
        yield _(
            "Every plan costs at least {bound}: all combinations that may cost less were looked at or ruled out by a "
            "bound, in whole numbers; this one costs {effort}."
        ).format(bound=as_ruled(improvement.bound), effort=as_ruled(improvement.effort))
    yield _(
        "The planned answers were scored and judged again by the exact rules of the ruleset, without rounding: the "
        "figures with the plan are the result."
    )


def entry(ruleset: Ruleset, code: str, value: Entry) -> str:
    """Write an answer on one line."""
    return localised(sentence(written(ruleset.questions[code], value).replace("\n", "; ")))


def change(ruleset: Ruleset, action: Action | ActionProgress) -> str:
    """Write what changes: the choice, or each count that does."""
    question, before, after = ruleset.questions[action.code], action.from_, changed(action.from_, action.to)
    if not isinstance(after, dict):
        return f"{entry(ruleset, action.code, before)} -> {entry(ruleset, action.code, after)}"
    had = before if isinstance(before, dict) else {}
    return "; ".join(
        f"{question.input(key).label}: {_count(had.get(key))} -> {_count(number)}" for key, number in after.items()
    )


def _count(number: Fraction | None) -> str:
    return "-" if number is None else str(as_ruled(number))


def asked(ruleset: Ruleset, action: Action) -> str:
    """Return what the regulation asks at the target."""
    ratio = ruleset.questions[action.code].ratio
    texts = [action.rubric] if action.rubric else []
    if ratio and not texts:
        part, whole = (ruleset.questions[action.code].input(key).label for key in (ratio.part, ratio.whole))
        told = f"({part}) / ({whole})" if ratio.kind == "share" else f"(({whole}) - ({part})) / ({whole})"
        texts = [f"{told}: {worth(ratio)}" if worth(ratio) else told]
    texts += [f"{_('What counts')}: {'; '.join(action.points)}"] if action.points else []
    return " ".join(f"{text.rstrip('.')}." for text in texts)


def evidence(action: Action) -> str:
    """Return the evidence that the workbook names already, on one line."""
    return sentence("; ".join(remark.text for remark in action.evidence if not remark.is_dash))


def criterion_label(ruleset: Ruleset, criterion: str) -> str:
    """Return what a criterion or requirement is called."""
    labels = {each.id: each.label for each in ruleset.criteria}
    labels |= {each.id: ruleset.facts[each.fact].label for each in ruleset.requirements}
    return labels.get(criterion, criterion)


def served(ruleset: Ruleset, criteria: Sequence[str]) -> str:
    """Return the criteria that a change helps, by their labels."""
    return ", ".join(criterion_label(ruleset, criterion) for criterion in criteria)


def method() -> str:
    """Return how a plan comes about."""
    return _(
        "Effort: by default each level of an answer, and each unit of a count, costs 1; costs may be set by question. "
        "The plan is the choice of answers with the least total effort by which every minimum of the target is met."
    )


def uncounted_reason() -> str:
    """Return why a question that is answered by counts could not be planned."""
    return _(
        "counts not stated, typed as a percentage, or not the same in two places; mend them, and it can be planned"
    )


def citations(improvement: Improvement) -> Iterator[tuple[str, str]]:
    """Yield the sources of the target's minimums and requirements with their kind, each once."""
    criteria = (
        criterion
        for predicate in improvement.after.predicates
        if predicate.id == improvement.target
        for criterion in predicate.criteria
    )
    yield from dict.fromkeys((criterion.citation, criterion.kind) for criterion in criteria)
