"""What the letter notes at a question that leaves points, and at a finding, and what it recommends."""

from __future__ import annotations

from fractions import Fraction

from zi_score.evaluation.scoring import Basis
from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Question, Ruleset
from zi_score.model.findings import Finding, shown
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.written import as_ruled, points, share, share_as_ruled
from zi_score.reports.documents.questions import answer
from zi_score.reports.figures import points_of
from zi_score.reports.letter.model import FindingNote, Note
from zi_score.reports.unit import Asked, GivenAnswer
from zi_score.reports.words import assessor_word, place, sentence, severity_word

_BASES: dict[Basis | None, str] = {
    "counts": marked("from the counts"),
    "typed-percent": marked("typed, without the counts"),
    "convention": marked("by convention, as the denominator is 0"),
}


def note_of(ruleset: Ruleset, asked: Asked) -> Note:
    """Return what is noted at a question, by the answer of the highest authority."""
    given = asked.first
    return Note(
        code=asked.question.code,
        question=sentence(asked.question.label),
        answer=_answer(ruleset, given),
        score=str(points_of(ruleset, (asked.question.code,), given.node.score)),
        weight=str(points(given.node.weight)),
        lost=str(points(given.lost)),
        note=_note(ruleset, asked),
        recommendation=_recommendation(ruleset, asked),
    )


def remark_of(finding: Finding) -> FindingNote:
    """Return a finding as the letter tells it."""
    return FindingNote(
        severity=severity_word(finding.severity),
        place=place(finding),
        message=sentence(finding.message),
        tip=sentence(finding.tip),
    )


def _answer(ruleset: Ruleset, given: GivenAnswer) -> str:
    """Return an answer as it counts; what was not understood stays as typed."""
    if given.node.value is not None and ruleset.scales[given.node.scale].unit == "percent":
        return str(share(given.node.value))
    return answer(given)


def _note(ruleset: Ruleset, asked: Asked) -> str:
    """Return what was answered, what the rubric says of it, and what the assessor noted."""
    given = asked.first
    parts = [_ended(_state(ruleset, asked, given))]
    if notes := " / ".join(dict.fromkeys(line for text in given.notes for line in text.lines)):
        parts.append(_("Note of {assessor}: {note}").format(assessor=assessor_word(given.assessor), note=notes))
    return sentence(" ".join(parts))


def _state(ruleset: Ruleset, asked: Asked, given: GivenAnswer) -> str:
    if given.node.value is None:
        if not given.node.answer:
            return _("Not answered; counts 0.")
        if given.node.basis == "formula":
            return _("A formula that nobody calculated; counts 0.")
        return _('"{typed}" was not understood; counts 0.').format(typed=shown(given.node.answer))
    if given.choice is None:
        word = _BASES.get(given.node.basis, "")
        return f"{_answer(ruleset, given)} ({_(word)})" if word else _answer(ruleset, given)
    rubric = next((level.text for level in asked.levels if level.choice == given.choice), "")
    return f'"{given.choice}": {rubric}' if rubric else f'"{given.choice}"'


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _recommendation(ruleset: Ruleset, asked: Asked) -> str:
    """Return what full marks ask."""
    if asked.levels:
        best = asked.levels[0]
        message = _('For full marks ("{choice}"): {text}') if best.text else _('For full marks: "{choice}".')
        return sentence(_ended(message.format(choice=best.choice, text=best.text)))
    ratio = asked.question.ratio
    if ratio is None:
        scale = ruleset.scales[asked.question.scale]
        highest = share_as_ruled(Fraction(1)) if scale.unit == "percent" else as_ruled(scale.highest or Fraction(1))
        return _("For full marks: {highest}.").format(highest=highest)
    return _of_counts(asked.question, ratio)


def _of_counts(question: Question, ratio: Ratio) -> str:
    part, whole = (question.input(key).label for key in (ratio.part, ratio.whole))
    share_of_whole = ratio.part_at(ratio.full_at, Fraction(1))
    if share_of_whole == 0:
        message = _('For full marks: bring "{part}" down to 0.')
    elif ratio.wants_more and share_of_whole == 1:
        message = _('For full marks: "{part}" reaches "{whole}".')
    elif ratio.wants_more:
        message = _('For full marks: "{part}" at least {share} of "{whole}".')
    else:
        message = _('For full marks: "{part}" at most {share} of "{whole}".')
    return sentence(message.format(part=part, whole=whole, share=share_as_ruled(share_of_whole)))
