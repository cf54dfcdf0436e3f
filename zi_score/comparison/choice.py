"""What is compared: whose answers of which workbooks, in which order, under which names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from zi_score.comparison.model import Kind
from zi_score.comparison.notices import Notice, notice
from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.result import Evaluation
from zi_score.law.facts import FactValue
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import typed
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.worksheet import AnswerSheet, Assessor, Unit, Worksheet

MOST = 12
"""Sides at most: more cannot be read beside each other."""

_WORD = pattern(r"\w+")


class ComparisonError(ValueError):
    """What cannot be compared, and what could be; the message is for people."""


@dataclass(frozen=True)
class Workbook:
    """A workbook that was read and evaluated; ``facts`` are those its predicates were judged by."""

    worksheet: Worksheet
    evaluation: Evaluation
    ruleset: Ruleset
    facts: Mapping[str, FactValue]

    @property
    def path(self) -> str:
        """The file, as it was named."""
        return self.worksheet.source.path

    @property
    def unit(self) -> Unit:
        """The unit, as far as the workbook or its name tells."""
        return self.worksheet.unit

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return PurePath(self.path.replace("\\", "/")).stem

    @property
    def stated_unit(self) -> str | None:
        """The unit's name where the workbook states it; the reader falls back on the file's name."""
        name = self.unit.name
        return None if name is None or _same(name) == _same(self.stem) else name


@dataclass(frozen=True)
class Chosen:
    """An assessor's answers in a workbook."""

    workbook: Workbook
    assessment: Assessment

    @property
    def answers(self) -> AnswerSheet:
        """What the assessor entered."""
        return next(s for s in self.workbook.worksheet.sheets if s.assessor is self.assessment.assessor)


@dataclass(frozen=True)
class Choice:
    """The sides of a comparison by key, each with its name, and what to know about the choice."""

    kind: Kind
    sides: Mapping[str, Chosen]
    labels: Mapping[str, str]
    notices: tuple[Notice, ...]


def within(workbook: Workbook, assessors: Sequence[Assessor] = ()) -> Choice:
    """Choose assessors of one workbook: these, else all that answered, the lowest authority first.

    Raises:
        ComparisonError: there are not two of them, or one that was asked for did not answer.

    """
    present = answered(workbook)
    wanted = tuple(assessors) or present
    if missing := [assessor for assessor in wanted if assessor not in present]:
        raise ComparisonError(_lacking(workbook, missing[0]))
    if len(set(wanted)) < len(wanted):
        raise ComparisonError(_("An assessor is named twice: {assessors}.").format(assessors=", ".join(wanted)))
    if len(present) == 1:
        message = _(
            "{path}: only {assessor} answered in this workbook, and a comparison needs two. Name a second workbook, "
            "such as that of the TPI or of last year."
        )
        raise ComparisonError(message.format(path=typed(workbook.path), assessor=present[0].label))
    if len(wanted) == 1:
        message = _("{path}: name at least two assessors; the workbook has answers of: {present}.")
        raise ComparisonError(message.format(path=typed(workbook.path), present=_listed(present)))
    return _choice("assessors", [_of(workbook, assessor) for assessor in wanted])


def between(workbooks: Sequence[Workbook], assessors: Sequence[Assessor] = ()) -> Choice:
    """Choose one assessor of each workbook: the one that is named, else the highest authority that answered.

    Raises:
        ComparisonError: there are too many workbooks or assessors, or one has no answers of the assessor.

    """
    taken = _one_each(workbooks, assessors)
    return _choice("workbooks", taken, *_said_by(taken, assessors), *_units(workbooks))


def rounds(workbooks: Sequence[Workbook], assessors: Sequence[Assessor] = ()) -> Choice:
    """Choose as ``between`` does, the rounds of one unit in the order of their years.

    Where a year is missing, or all are of one year, the order is the one given; rounds of the same
    year keep it.

    Raises:
        ComparisonError: there are less than two rounds, or too many, or of more than one unit.

    """
    if len(workbooks) < 2:  # noqa: PLR2004 - one round has no trend
        raise ComparisonError(_("Progress over time needs at least two workbooks of the unit."))
    ordered, said = _ordered(workbooks)
    _require_one_unit(ordered)
    unstated = [typed(workbook.path) for workbook in ordered if workbook.stated_unit is None]
    agencies = {_same(w.unit.agency): typed(w.unit.agency) for w in ordered if w.unit.agency}
    taken = _one_each(ordered, assessors)
    return _choice(
        "over-time",
        taken,
        said,
        *_said_by(taken, assessors),
        *([notice("unit-not-stated", paths=", ".join(unstated))] if unstated else []),
        *([notice("agencies-differ", agencies="; ".join(agencies.values()))] if len(agencies) > 1 else []),
    )


def answered(workbook: Workbook) -> tuple[Assessor, ...]:
    """Return the assessors who answered, the lowest authority first."""
    present = {assessment.assessor for assessment in workbook.evaluation.assessments}
    return tuple(assessor for assessor in reversed(Assessor) if assessor in present)


def _one_each(workbooks: Sequence[Workbook], assessors: Sequence[Assessor]) -> list[Chosen]:
    if len(assessors) > 1:
        message = _("Of several workbooks, the answers of one assessor can be compared, not of {assessors}.")
        raise ComparisonError(message.format(assessors=", ".join(assessors)))
    if len(workbooks) > MOST:
        message = _("{count} workbooks: at most {most} can be compared at once.")
        raise ComparisonError(message.format(count=len(workbooks), most=MOST))
    return [_of(workbook, *(assessors or answered(workbook)[-1:])) for workbook in workbooks]


def _of(workbook: Workbook, assessor: Assessor) -> Chosen:
    for assessment in workbook.evaluation.assessments:
        if assessment.assessor is assessor:
            return Chosen(workbook, assessment)
    raise ComparisonError(_lacking(workbook, assessor))


def _lacking(workbook: Workbook, assessor: Assessor) -> str:
    message = _("{path}: no answers of {assessor}; the workbook has answers of: {present}.")
    return message.format(path=typed(workbook.path), assessor=assessor.label, present=_listed(answered(workbook)))


def _listed(assessors: Sequence[Assessor]) -> str:
    return ", ".join(assessor.value for assessor in assessors)


def _ordered(workbooks: Sequence[Workbook]) -> tuple[list[Workbook], Notice]:
    years = [workbook.unit.year for workbook in workbooks]
    if None in years:
        return list(workbooks), notice("order-as-given", reason="no-year")
    if len(set(years)) == 1:
        return list(workbooks), notice("order-as-given", reason="same-year")
    return sorted(workbooks, key=lambda workbook: workbook.unit.year or 0), notice("order-by-year")


def _require_one_unit(workbooks: Sequence[Workbook]) -> None:
    stated = {_same(name): (name, workbook.path) for workbook in workbooks if (name := workbook.stated_unit)}
    if len(stated) > 1:
        (one, path), (other, other_path), *_more = stated.values()
        message = _(
            'Progress over time is that of one unit, but {path} is of "{one}" and {other_path} of "{other}". '
            "Without --over-time different units can be compared."
        )
        told = message.format(path=typed(path), one=typed(one), other_path=typed(other_path), other=typed(other))
        raise ComparisonError(told)


def _said_by(taken: Sequence[Chosen], assessors: Sequence[Assessor]) -> list[Notice]:
    """Say whose answers are taken, where nobody said it and it matters."""
    if assessors:
        return []
    told = ", ".join(f"{typed(side.workbook.path)}: {side.assessment.assessor.label}" for side in taken)
    found = [notice("highest-authority", assessors=told)]
    if len({side.assessment.assessor for side in taken}) > 1:
        return [*found, notice("assessors-differ")]
    return found if any(len(answered(side.workbook)) > 1 for side in taken) else []


def _units(workbooks: Sequence[Workbook]) -> list[Notice]:
    stated = {_same(name): typed(name) for workbook in workbooks if (name := workbook.stated_unit)}
    return [notice("units-differ", units="; ".join(stated.values()))] if len(stated) > 1 else []


def _choice(kind: Kind, chosen: Sequence[Chosen], *notices: Notice) -> Choice:
    keys = [chr(ord("a") + number) for number in range(len(chosen))]
    labels = dict(zip(keys, _labels(kind, chosen), strict=True))
    sides = dict(zip(keys, chosen, strict=True))
    regulations = {side.workbook.ruleset.id: side.workbook.ruleset.title for side in chosen}
    differ = [notice("regulations-differ", regulations="; ".join(regulations.values()))] if len(regulations) > 1 else []
    return Choice(kind, sides, labels, (*notices, *differ))


def _labels(kind: Kind, chosen: Sequence[Chosen]) -> list[str]:
    """Return the first kind of name that tells all sides apart."""
    if kind == "assessors":
        return [side.assessment.assessor.label for side in chosen]
    kinds: tuple[Callable[[Chosen], object], ...] = (
        lambda side: side.workbook.stated_unit,
        lambda side: side.workbook.unit.year,
        lambda side: side.assessment.assessor.label,
        lambda side: side.workbook.stem,
    )
    for named in kinds[1:] if kind == "over-time" else kinds:
        labels = [named(side) for side in chosen]
        if None not in labels and len(set(map(_same, labels))) == len(labels):
            return [str(label) for label in labels]
    return [side.workbook.path for side in chosen]


def _same(text: object) -> str:
    """Return a name so that spellings of it are equal.

    >>> _same(" Balai  CONTOH, Kelas II") == _same("balai contoh kelas ii")
    True
    """
    return " ".join(_WORD.findall(str(text).casefold()))
