"""What stands beside each other in a comparison: names of sides, and what became of answers."""

from __future__ import annotations

from zi_score.comparison.model import Change, ComparedQuestion, Comparison, SideStep
from zi_score.model.findings import shown
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.written import Tone, margin
from zi_score.reports.answers import said
from zi_score.reports.document import Word

_LONGEST_HEADING = 10
_CHANGE_WORDS: dict[Change, str] = {
    "same": marked("same"),
    "raised": marked("raised"),
    "lowered": marked("lowered"),
    "answered": marked("newly answered"),
    "unanswered": marked("no answer any more"),
}
_TONES: dict[Change, Tone | None] = {
    "same": None,
    "raised": "good",
    "lowered": "bad",
    "answered": "good",
    "unanswered": "open",
}


def headings(result: Comparison) -> dict[str, str]:
    """Return what stands above the column of each side: its name where all are short, else its letter."""
    labels = {key: shown(side.label) for key, side in result.sides.items()}
    if max(map(len, labels.values())) <= _LONGEST_HEADING:
        return labels
    return {key: key.upper() for key in labels}


def title(result: Comparison) -> str:
    """Return what the comparison is about."""
    if result.kind == "over-time":
        return _("Progress, by working group")
    return _("Comparison of assessments")


def unit_line(result: Comparison) -> str:
    """Return the unit of the last side, and its agency; of different units nothing."""
    if any(notice.name == "units-differ" for notice in result.notices):
        return ""
    unit = list(result.sides.values())[-1].unit
    return " | ".join(shown(word) for word in (unit.name, unit.agency) if word)


def answers_line(question: ComparedQuestion) -> str:
    """Return the answers from side to side, with the points of every change."""
    first, *later = map(said, question.sides.values())
    told = zip(later, question.steps, strict=True)
    return " -> ".join(
        [first, *(answer if step.change == "same" else f"{answer} ({margin(step.score)})" for answer, step in told)]
    )


def change_cell(change: Change) -> Word:
    """Return what became of an answer."""
    word = _CHANGE_WORDS[change]
    return Word(_(word), _TONES[change])


def step_name(result: Comparison, step: SideStep) -> str:
    """Return from where to where a step leads."""
    names = headings(result)
    return f"{names[step.from_]} -> {names[step.to]}"
