"""An evaluation as a document: the verdict and its reasons first, then what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from zi_score.evaluation.assessment import Assessment
from zi_score.evaluation.criterion import Status
from zi_score.evaluation.result import Evaluation
from zi_score.evaluation.scoring import QuestionNode, questions_of
from zi_score.evaluation.verdict import PredicateResult
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, named, shown
from zi_score.model.language import translate as _
from zi_score.model.written import dated, points
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Block, Document, Findings, Line, Lines, Table, Word, line, number_column
from zi_score.reports.documents.law import conventions, sources
from zi_score.reports.documents.scores import areas, assessors, components, criteria, nodes, requirements
from zi_score.reports.figures import reason, requirements_shown, total_of, wanted
from zi_score.reports.findings import divided
from zi_score.reports.words import (
    about_rules,
    assessor_word,
    placed,
    recognised,
    requirement_cell,
    sentence,
    status_cell,
    verdict_sentence,
    verdict_tone,
)

_REASONS_SHOWN = 5
_UNANSWERED_SHOWN = 4
_REASONS = (
    "answer-column-chosen",
    "answer-formula-not-calculated",
    "answers-on-another-sheet",
    "column-of-answers-not-read",
)
"""Findings about what was read at all, without which nobody understands a verdict."""


def document(evaluation: Evaluation, ruleset: Ruleset, *, every: bool = False, is_checked: bool = False) -> Document:
    """Return an evaluation as a document; its first assessment is the one that it speaks of.

    Args:
        evaluation: the result.
        ruleset: the regulation that was applied.
        every: whether the other assessments are told as fully.
        is_checked: whether formulas, evidence and assessors were looked at too.

    """
    first, *others = evaluation.assessments
    return Document(
        kind=kind(ruleset),
        title=unit_name(evaluation),
        subtitle=subtitle(evaluation),
        head=(*head(evaluation, ruleset), *about_rules(ruleset)),
        tone=verdict_tone(first.verdict),
        blocks=(
            criteria(first, ruleset, evaluation.unit.target),
            areas(evaluation, ruleset),
            components(first, ruleset),
            nodes(first, ruleset),
            requirements(first, ruleset, evaluation.unit.target),
            *([assessors(evaluation, ruleset)] if len(evaluation.assessments) > 1 else []),
            *unanswered(first),
            *(block for each in others if every for block in _besides(evaluation, each, ruleset)),
            *_found(own_findings(evaluation), is_checked=is_checked),
            *workbook(evaluation, ruleset),
            conventions(ruleset, detail=1),
            sources(ruleset),
        ),
        names=(evaluation.source.path, evaluation.source.sheet),
    )


def _besides(evaluation: Evaluation, assessment: Assessment, ruleset: Ruleset) -> Iterator[Block]:
    """Yield what another assessor's answers give: verdict and reasons, criteria, areas, components."""
    alone = evaluation.model_copy(update={"assessments": (assessment,)})
    who = assessor_word(assessment.assessor)
    yield Lines(key=f"verdict-{assessment.assessor}", title=who, lines=tuple(head(alone, ruleset)), detail=-1)
    tables = (
        criteria(assessment, ruleset, evaluation.unit.target),
        areas(alone, ruleset),
        components(assessment, ruleset),
    )
    for table in tables:
        yield replace(table, key=f"{table.key}-{assessment.assessor}", title=f"{table.title}: {who}")


def kind(ruleset: Ruleset) -> str:
    """Return what the document is called."""
    return _("Evaluation of the {instrument}").format(instrument=sentence(ruleset.called))


def unit_name(evaluation: Evaluation) -> str:
    """Return what the unit is called: its name, else its file."""
    return shown(evaluation.unit.name) if evaluation.unit.name else named(evaluation.source.path)


def subtitle(evaluation: Evaluation) -> tuple[str, ...]:
    """Return agency, year and target of the unit, as far as they are known."""
    unit = evaluation.unit
    parts = (unit.agency, unit.year, unit.target and f"{_('target')} {unit.target}")
    return tuple(shown(part) for part in parts if part)


def head(evaluation: Evaluation, ruleset: Ruleset) -> Iterator[Line]:
    """Yield the verdict, and for each predicate how the unit stands to it and why."""
    first = evaluation.assessments[0]
    told = _("total {score} of {weight}, by the answers of {assessor}").format(
        score=total_of(ruleset, first.total.score),
        weight=points(first.total.weight),
        assessor=assessor_word(first.assessor),
    )
    yield line(Word(verdict_sentence(first.verdict), verdict_tone(first.verdict)), f"; {told}")
    if replaced := replaced_line(ruleset):
        yield line(Word(replaced, "open"), depth=1)
    for predicate in wanted(first.predicates, evaluation.unit.target):
        yield _standing(predicate, ruleset)
    target, listed = requirements_shown(first.predicates, evaluation.unit.target, first.verdict)
    if listed:
        states = ", ".join(f"{sum(r.status is s for r in listed)} {requirement_cell(s).text.lower()}" for s in Status)
        yield line(f"{_('Requirements for being proposed')} {target}: {states}", depth=1)
    if first.answered < first.questions:
        yield line(_open_points(first), depth=1)
    yield from (line(placed(f), depth=1) for f in evaluation.findings if f.name in _REASONS)


def _standing(predicate: PredicateResult, ruleset: Ruleset) -> Line:
    decisive = predicate.decisive
    reasons = [reason(ruleset, criterion) for criterion in decisive[:_REASONS_SHOWN]]
    if len(decisive) > _REASONS_SHOWN:
        reasons.append(_("and {count} more").format(count=len(decisive) - _REASONS_SHOWN))
    told = f": {'; '.join(reasons)}" if reasons else ""
    return line(f"{predicate.id} ", status_cell(predicate.status), told, depth=1)


def _open_points(assessment: Assessment) -> str:
    told = _("{answered} of {questions} questions are answered; the others could still bring {points} points")
    left = assessment.total.highest - assessment.total.score
    return told.format(answered=assessment.answered, questions=assessment.questions, points=points(left)) + "."


def replaced_line(ruleset: Ruleset) -> str:
    """Return that the regulation has been replaced, where it has."""
    if not ruleset.replaced or not ruleset.replaced_since:
        return ""
    message = _("by {ruleset}, replaced by {by} since {since}")
    return message.format(ruleset=ruleset.title, by=ruleset.replaced.by, since=dated(ruleset.replaced_since))


def unanswered(assessment: Assessment) -> Iterator[Block]:
    """Yield the questions without an answer: section by section for a terminal, else each with its cell."""
    open_ = [node for node in questions_of(assessment.nodes) if node.value is None]
    formulas = [node for node in open_ if node.basis == "formula"]
    blank = [node for node in open_ if node.basis != "formula"]
    titled = (
        ("uncalculated", _("Formulas that nobody calculated: {count} of {questions} questions"), formulas),
        ("unanswered", _("Unanswered: {count} of {questions} questions"), blank),
    )
    for key, title, found in titled:
        told = title.format(count=len(found), questions=assessment.questions)
        yield Lines(key=key, title=told, lines=tuple(_by_section(found, _UNANSWERED_SHOWN)), only=("text",))
        yield _questions(f"{key}-list", told, found)


def _by_section(nodes: Iterable[QuestionNode], most: int) -> Iterator[Line]:
    for section, group in groupby(nodes, key=lambda node: ".".join(node.code.split(".")[:3])):
        own = list(group)
        places = [f"{n.code.removeprefix(f'{section}.')} ({n.cell.cell if n.cell else '-'})" for n in own[:most]]
        more = f" +{len(own) - most}" if len(own) > most else ""
        yield line(f"{section}: {len(own)}  {', '.join(places)}{more}", depth=1)


def _questions(key: str, title: str, nodes: Iterable[QuestionNode]) -> Table:
    columns = columns_of("code", "label", "cell", number_column("lost", _("points")))
    rows = [(node.code, shown(node.name), shown(node.cell or ""), points(node.weight)) for node in nodes]
    return Table(key=key, title=title, columns=columns, rows=rows, only=("markdown", "html", "xlsx"))


def _found(findings: tuple[Finding, ...], *, is_checked: bool) -> Iterator[Block]:
    """Yield what was noticed, and where more is looked at, also where nothing was noticed here."""
    about, title = "" if is_checked else deeper(), _("Findings")
    if not findings and about:
        yield Lines(key="findings", title=title, lines=(line(about),))
    else:
        yield from divided(Findings(key="findings", title=title, about=about, findings=findings, sheet=True))


def deeper() -> str:
    """Return where more is looked at than here."""
    return _("zi-score check looks deeper: formulas, evidence, assessors.")


def own_findings(evaluation: Evaluation) -> tuple[Finding, ...]:
    """Return what was noticed about the workbook, or about an assessor whose answers are shown."""
    assessors_shown = {None, *(assessment.assessor for assessment in evaluation.assessments)}
    return tuple(finding for finding in evaluation.findings if finding.assessor in assessors_shown)


def workbook(evaluation: Evaluation, ruleset: Ruleset) -> Iterator[Lines]:
    """Yield what was read, and by which regulation; what told it is for those who ask."""
    source, first = evaluation.source, evaluation.assessments[0]
    lines = [
        f"{_('workbook')}: {named(source.path)}, {_('sheet')} {shown(source.sheet)}",
        f"{_('assessor')}: {assessor_word(first.assessor)}; {_('ruleset')}: {ruleset.title}",
    ]
    if total := first.workbook_total:
        lines.append(f"{_('total shown by the workbook')}: {points(total.score)} ({shown(total.cell)})")
    yield Lines(key="workbook", title=_("The workbook"), lines=tuple(line(text, depth=1) for text in lines))
    if evaluation.recognition:
        told = (line(recognised(evaluation.recognition), depth=1),)
        yield Lines(key="recognition", title="", lines=told, detail=1, only=("text",))
