"""From a workbook to a result: the only place where reading meets the core."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar, Unpack

from zi_score.evaluation.assessment import Assessment, assess
from zi_score.evaluation.checks.answers import check_answers, check_unit, without_vain_advice
from zi_score.evaluation.checks.citations import cited
from zi_score.evaluation.checks.consequence import weighed
from zi_score.evaluation.checks.facts import check_facts
from zi_score.evaluation.checks.regulation import check_regulation
from zi_score.evaluation.checks.scores import check_scores
from zi_score.evaluation.result import Evaluation, Failure, RulesetReference
from zi_score.evaluation.verdict import HOLDS_WBK
from zi_score.law.facts import FactValue, understood, written
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, Unreadable, finding
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Unit, Worksheet
from zi_score.reading.request import PartOptions, Readable, ReadingOptions, as_text, named_content
from zi_score.reading.rulesets import load_ruleset
from zi_score.reading.workbook import read_submission, read_workbook

if TYPE_CHECKING:
    from zi_score.evaluation.checked import CheckedWorkbook, SheetProof
    from zi_score.evaluation.unproven import Unproven

Read = TypeVar("Read", Worksheet, Submission)
OneLaw = Ruleset | str | Path
"""A regulation, its id, or the folder or workbook of one."""
Law = OneLaw | Sequence[OneLaw] | None
"""A regulation; several for the one of them or of the program that is recognised; None for one of the program."""


class Examination(NamedTuple):
    """A workbook as it was submitted, the regulation it follows, and what came of checking it."""

    submission: Submission
    ruleset: Ruleset
    evaluation: Evaluation
    unproven: tuple[Unproven, ...]
    claims: int | None
    proof: SheetProof | None


def examined(  # noqa: PLR0913 - a workbook, what is known of it, and how deep to look
    content: bytes,
    submission: Submission,
    rules: Ruleset,
    known: dict[str, FactValue],
    require: str | None = None,
    *,
    proof: bool = False,
) -> Examination:
    """Check a workbook that was read by its ruleset, with all that is known from outside it.

    Args:
        content: the workbook, whose formulas are proven.
        submission: what was read from it.
        rules: the regulation.
        known: facts from outside the LKE.
        require: the predicate to judge by.
        proof: whether to prove on more sets of answers, and to list every formula.

    """
    from zi_score.evaluation.checks.all import check_all  # noqa: PLC0415 - evaluate does without it
    from zi_score.evaluation.checks.evidence import claims_of, unproven  # noqa: PLC0415 - as above
    from zi_score.evaluation.checks.subject import Subject  # noqa: PLC0415 - as above
    from zi_score.formulas.findings import proof_findings, summary_of  # noqa: PLC0415 - as above
    from zi_score.formulas.room import proven  # noqa: PLC0415 - as above

    worksheet = submission.worksheet
    evaluation = evaluated(worksheet, rules, known)
    subject = Subject(
        ruleset=rules,
        submission=submission,
        assessments=evaluation.assessments,
        figures={
            answers.assessor: assess(rules, answers, known, worksheet.unit.year)
            for answers in worksheet.sheets
            if not answers.is_used
        }
        | {assessment.assessor: assessment for assessment in evaluation.assessments},
        facts=known,
        aim=next(each for each in (require, worksheet.unit.target, *rules.predicates) if each in rules.predicates),
    )
    formulas = proven(worksheet.source.path, content, submission, rules, more=proof)
    found = check_all(subject, evaluation.findings, proof_findings(subject, formulas) if formulas else ())
    if formulas and formulas.problem is None:  # they were computed here
        found = tuple(each.lowered() if each.name == "formulas-without-values" else each for each in found)
    return Examination(
        submission,
        rules,
        evaluation.model_copy(update={"findings": cited(rules, found)}),
        unproven(subject) if subject.has(Assessor.UNIT) else (),
        claims_of(subject) if subject.has(Assessor.UNIT) else None,
        summary_of(formulas, submission, whole=proof) if formulas else None,
    )


def narrowed(evaluation: Evaluation, assessor: Assessor) -> Evaluation:
    """Return what follows from one assessor's answers alone.

    Raises:
        Unreadable: there are no answers of this assessor.

    """
    present = [each.assessor for each in evaluation.assessments]
    if assessor not in present:
        told = finding(
            "assessor-without-answers", path=evaluation.source.path, asked=assessor.value, present=", ".join(present)
        )
        raise Unreadable(told)
    return evaluation.model_copy(
        update={
            "assessments": tuple(each for each in evaluation.assessments if each.assessor is assessor),
            "findings": tuple(each for each in evaluation.findings if each.assessor in (None, assessor)),
        }
    )


def nothing_found(path: str) -> CheckedWorkbook:
    """Return as the result of a check that there is no workbook under a path."""
    return unchecked(no_workbook(path))


def identified(submission: Submission, said: Mapping[str, object]) -> Submission:
    """Return a workbook with what is said of its unit where it does not say it; the name of a file is none of a unit.

    Args:
        submission: the workbook.
        said: ``name``, ``agency``, ``year`` and ``target`` of the unit, as far as they are known.

    """
    unit = submission.worksheet.unit
    known = unit.model_copy(update={"name": None} if unit.named_by_file else {})
    added = {key: value for key, value in said.items() if value is not None and getattr(known, key) is None}
    named = {"named_by_file": False} if "name" in added else {}
    return of_unit(submission, unit.model_copy(update={**added, **named}))


def of_unit(submission: Submission, unit: Unit) -> Submission:
    """Return a workbook as that of a unit."""
    return submission._replace(worksheet=submission.worksheet.model_copy(update={"unit": unit}))


def no_workbook(path: str) -> Failure:
    """Return as a result that there is no workbook under a path."""
    return failure(Unreadable(finding("no-workbook-found", path=path)), path)


def unchecked(failed: Failure) -> CheckedWorkbook:
    """Return as the result of a check what could not be read."""
    from zi_score.evaluation.checked import CheckedWorkbook  # noqa: PLC0415 - as above

    return CheckedWorkbook(source=failed.source, error=failed.error, findings=failed.findings)


def fault(problem: Exception, path: str | Path) -> Failure:
    """Return as a result that the program itself failed at a workbook."""
    told = finding("program-fault", path=path, problem=f"{type(problem).__name__}: {problem}")
    return failure(Unreadable(told), path)


def failure(problem: Unreadable, path: str | Path) -> Failure:
    """Return what could not be evaluated as a result; the finding names the path too, but cut for a sentence."""
    return Failure(source={"path": as_text(path)}, error=problem.finding.message, findings=(problem.finding,))


def laws_of(ruleset: Law) -> tuple[OneLaw, ...]:
    """Return all regulations that were named; a text is the id of one.

    >>> laws_of("permenpanrb-52-2014"), laws_of(None)
    (('permenpanrb-52-2014',), ())
    """
    if ruleset is None:
        return ()
    return (ruleset,) if isinstance(ruleset, Ruleset | str | Path) else tuple(ruleset)


def named_ruleset(ruleset: Law) -> Ruleset | None:
    """Return the regulation that was named, loaded; none was if it is to be recognised, of several too."""
    named = laws_of(ruleset)
    if len(named) != 1:
        return None
    return named[0] if isinstance(named[0], Ruleset) else load_ruleset(named[0])


class HowOptions(PartOptions, total=False):
    """Which part of a workbook is read, and by ``compute`` whether answers without a saved result are computed."""

    compute: bool


class WorkbookOptions(ReadingOptions, HowOptions, total=False):
    """All that says how a workbook is read."""


def worksheet_of(
    source: Readable | Worksheet, ruleset: Law, **options: Unpack[WorkbookOptions]
) -> tuple[Ruleset, Worksheet]:
    """Return a workbook read, and its regulation; arguments and errors are those of ``zi_score.evaluate``."""
    named = named_ruleset(ruleset)
    worksheet = source if isinstance(source, Worksheet) else _read(read_workbook, source, named, options)
    rules = named or load_ruleset(worksheet.ruleset)
    if worksheet.ruleset != rules.id:
        raise ValueError(f"the worksheet was read by {worksheet.ruleset}, not by {rules.id}")
    return rules, worksheet


def submission_of(source: Readable, ruleset: Ruleset | None, **options: Unpack[WorkbookOptions]) -> Submission:
    """Return a workbook read, with what lies behind its values; arguments and errors are those of ``worksheet_of``."""
    return _read(read_submission, source, ruleset, options)


def _read(read: Callable[..., Read], source: Readable, named: Ruleset | None, options: WorkbookOptions) -> Read:
    """Return what a function reads, once more with their results where answers are formulas without one."""
    path, content = named_content(source, options.get("path"))
    asked: ReadingOptions = {key: value for key, value in options.items() if key != "compute"}  # type: ignore[assignment]  # the others are these
    asked["path"] = path
    found = read(content, named, **asked)
    worksheet = found if isinstance(found, Worksheet) else found.worksheet
    answers = (answer for sheet in worksheet.sheets for answer in sheet.answers.values())
    if not options.get("compute", True) or not any(answer.is_uncomputed for answer in answers):
        return found
    from zi_score.formulas.room import answered  # noqa: PLC0415 - few workbooks need it

    submission = found if isinstance(found, Submission) else read_submission(content, named, **asked)
    computed = answered(path, content, submission)
    return read(content, named, **asked, computed=computed) if computed else found


def evaluated(worksheet: Worksheet, rules: Ruleset, known: dict[str, FactValue]) -> Evaluation:
    """Evaluate a worksheet with all that is known from outside it."""
    return _evaluation(worksheet, rules, known, tuple(_overridden(worksheet, known)))


def known_facts(
    worksheet: Worksheet, ruleset: Ruleset, facts: Mapping[str, object] | None, *, holds_wbk: bool | None = None
) -> dict[str, FactValue]:
    """Return what is known from outside the LKE: what the caller says goes before the workbook.

    Raises:
        FactError: as in ``evaluate``.

    """
    given = {**(facts or {}), **({} if holds_wbk is None else {HOLDS_WBK: holds_wbk})}
    return {**_facts(worksheet.facts), **understood(ruleset, given)}


def facts_for(ruleset: Ruleset, facts: Mapping[str, object]) -> dict[str, object]:
    """Return those of many workbooks' facts that the regulation of one of them asks for."""
    return {key: value for key, value in facts.items() if key in ruleset.facts}


def _facts(stated: dict[str, Answer]) -> dict[str, FactValue]:
    return {key: answer.value for key, answer in stated.items() if isinstance(answer.value, str | Fraction)}


def _overridden(worksheet: Worksheet, given: dict[str, FactValue]) -> Iterator[Finding]:
    stated = _facts(worksheet.facts)
    for key, value in given.items():
        if stated.get(key, value) != value:
            there = worksheet.facts[key]
            yield finding("fact-overridden", code=key, cell=there.place, stated=there.typed, given=written(value))


def used_sheets(worksheet: Worksheet) -> list[AnswerSheet]:
    """Return the answers that count: of all who answered, else the unit's empty ones, else any."""
    return (
        [sheet for sheet in worksheet.sheets if sheet.is_used]
        or [sheet for sheet in worksheet.sheets if sheet.assessor is Assessor.UNIT]
        or list(worksheet.sheets[-1:])
    )


def _evaluation(
    worksheet: Worksheet, ruleset: Ruleset, facts: dict[str, FactValue], noticed: tuple[Finding, ...] = ()
) -> Evaluation:
    assessments: list[Assessment] = []
    findings: list[Finding] = [*check_regulation(ruleset, worksheet.unit.year), *worksheet.findings, *noticed]
    for sheet in used_sheets(worksheet):
        assessments.append(assess(ruleset, sheet, facts, worksheet.unit.year))
        findings += check_answers(ruleset, sheet, assessments[-1])
        findings += check_scores(ruleset, sheet, assessments[-1])
    findings += check_unit(worksheet.sheets)
    findings += check_facts(ruleset, worksheet, facts, assessments[0])
    return Evaluation(
        source=worksheet.source,
        unit=worksheet.unit,
        ruleset=RulesetReference.of(ruleset),
        recognition=worksheet.recognition,
        assessments=tuple(assessments),
        findings=cited(ruleset, weighed(ruleset, without_vain_advice(findings), assessments)),
    )
