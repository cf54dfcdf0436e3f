"""From a path to a result: the only place where reading meets the core."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from zi_score.assessment import Assessment, assess
from zi_score.checks.answers import check_answers, check_unit, without_vain_advice
from zi_score.checks.citations import cited
from zi_score.checks.consequence import weighed
from zi_score.checks.facts import check_facts
from zi_score.checks.regulation import check_regulation
from zi_score.checks.scores import check_scores
from zi_score.facts import FactValue, understood
from zi_score.findings import Finding, Unreadable, finding
from zi_score.model import Answer, AnswerSheet, Assessor, Worksheet
from zi_score.reading.workbook import STDIN, as_text, read_submission, read_workbook
from zi_score.result import CheckedWorkbook, Evaluation, Failure, RulesetReference
from zi_score.ruleset import Ruleset, load_ruleset
from zi_score.selection import Selection
from zi_score.submission import Submission
from zi_score.verdict import HOLDS_WBK

if TYPE_CHECKING:
    from zi_score.comparison.choice import Workbook
    from zi_score.comparison.model import Comparison


def evaluate(  # noqa: PLR0913 - one parameter an option of the command
    source: str | Path | bytes | Worksheet,
    ruleset: Ruleset | str | Path | None = None,
    *,
    holds_wbk: bool | None = None,
    facts: Mapping[str, object] | None = None,
    sheet: str | None = None,
    column: str | None = None,
    year: int | None = None,
    path: str | None = None,
) -> Evaluation:
    """Evaluate a workbook: scores, predicates and verdict for every assessor who answered.

    Args:
        source: path or content of a workbook, or a worksheet that was read from one.
        ruleset: the regulation, its id, or the folder of one; by default the one that is recognised.
        holds_wbk: whether the unit already holds WBK, where the workbook does not say it.
        facts: further facts from outside the LKE, by key of the ruleset (``zi_score.facts.understood``);
            they go before the workbook's.
        sheet: name of the sheet to read, where several hold an LKE.
        column: letter or header of the column to read, where an assessor has several.
        year: the year whose column is to be read; by default the workbook's.
        path: what to call content that has no path.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.
        RulesetError: there is no such ruleset, or it is not whole.
        FactError: the ruleset has no such fact, or what is said of it is not understood.
        ValueError: the worksheet was read by another ruleset.

    >>> evaluate("worksheets/valid/wbbm.xlsx").verdict
    'WBBM'
    """
    rules, worksheet = worksheet_of(source, ruleset, sheet=sheet, column=column, year=year, path=path)
    given = known_facts(worksheet, rules, facts, holds_wbk=holds_wbk)
    return _evaluation(worksheet, rules, given, tuple(_overridden(worksheet, given)))


def check(  # noqa: PLR0913 - one parameter an option of the command
    source: str | Path | bytes,
    ruleset: Ruleset | str | Path | None = None,
    *,
    holds_wbk: bool | None = None,
    facts: Mapping[str, object] | None = None,
    sheet: str | None = None,
    column: str | None = None,
    year: int | None = None,
    path: str | None = None,
    require: str | None = None,
) -> Evaluation:
    """Evaluate a workbook and look behind its values: formulas, evidence, assessors, summaries, minimums.

    Args:
        source: path or content of a workbook.
        ruleset: the regulation, its id, or the folder of one; by default the one that is recognised.
        holds_wbk: whether the unit already holds WBK, where the workbook does not say it.
        facts: as in ``evaluate``.
        sheet: name of the sheet to read, where several hold an LKE.
        column: letter or header of the column to read, where an assessor has several.
        year: the year whose column is to be read; by default the workbook's.
        path: what to call content that has no path.
        require: the predicate to judge by; by default the unit's target, else the lowest.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.
        RulesetError: there is no such ruleset, or it is not whole.

    >>> {finding.severity.value for finding in check("worksheets/valid/wbbm.xlsx").findings} - {"notice"}
    set()
    """
    found = examine(
        source,
        ruleset,
        holds_wbk=holds_wbk,
        facts=facts,
        sheet=sheet,
        column=column,
        year=year,
        path=path,
        require=require,
    )
    return found.evaluation


@dataclass(frozen=True, eq=False)
class Examination:
    """A workbook as it was submitted, the regulation it follows, and what came of checking it."""

    submission: Submission
    ruleset: Ruleset
    evaluation: Evaluation


def examine(  # noqa: PLR0913 - one parameter an option of the command
    source: str | Path | bytes,
    ruleset: Ruleset | str | Path | None = None,
    *,
    holds_wbk: bool | None = None,
    facts: Mapping[str, object] | None = None,
    sheet: str | None = None,
    column: str | None = None,
    year: int | None = None,
    path: str | None = None,
    require: str | None = None,
) -> Examination:
    """Check a workbook, and keep what was read: for a report, which shows notes and evidence too.

    Args:
        source: path or content of a workbook.
        ruleset: as in ``check``.
        holds_wbk: as in ``check``.
        facts: as in ``evaluate``.
        sheet: as in ``check``.
        column: as in ``check``.
        year: as in ``check``.
        path: as in ``check``.
        require: as in ``check``.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.
        RulesetError: there is no such ruleset, or it is not whole.
        FactError: as in ``evaluate``.

    """
    named = _named(ruleset)
    submission = read_submission(source, named, sheet=sheet, column=column, year=year, path=path)
    rules = named or load_ruleset(submission.worksheet.ruleset)
    return examined(submission, rules, known_facts(submission.worksheet, rules, facts, holds_wbk=holds_wbk), require)


def examined(
    submission: Submission, rules: Ruleset, known: dict[str, FactValue], require: str | None = None
) -> Examination:
    """Check a workbook that was read by its ruleset, with all that is known from outside it."""
    from zi_score.checks.all import check_all  # noqa: PLC0415 - evaluate does without it
    from zi_score.checks.subject import Subject  # noqa: PLC0415 - as above

    worksheet = submission.worksheet
    evaluation = _evaluation(worksheet, rules, known, tuple(_overridden(worksheet, known)))
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
        aim=require or worksheet.unit.target or rules.predicates[0],
    )
    found = check_all(subject, evaluation.findings)
    return Examination(submission, rules, evaluation.model_copy(update={"findings": cited(rules, found)}))


def check_workbook(  # noqa: PLR0913 - one parameter an option of the command
    source: str | Path | bytes,
    ruleset: Ruleset | str | Path | None = None,
    *,
    selection: Selection | None = None,
    require: str | None = None,
    facts: Mapping[str, object] | None = None,
    holds_wbk: bool | None = None,
    sheet: str | None = None,
    column: str | None = None,
    year: int | None = None,
    assessor: Assessor | None = None,
) -> CheckedWorkbook:
    """Check a workbook as one of many: one that cannot be read is a result too.

    Args:
        source: path or content of a workbook.
        ruleset: as in ``check``.
        selection: which findings count; the others are kept as ignored.
        require: as in ``check``.
        facts: as in ``check``; those that the workbook's regulation does not ask for are passed over.
        holds_wbk: as in ``check``.
        sheet: as in ``check``.
        column: as in ``check``.
        year: as in ``check``.
        assessor: whose answers alone are checked; a workbook without them cannot be.

    >>> check_workbook("missing.xlsx").findings[0].name
    'file-not-found'
    """
    chosen = selection or Selection()
    rules = _named(ruleset)
    path = STDIN if isinstance(source, bytes) else source
    try:
        submission = read_submission(source, rules, sheet=sheet, column=column, year=year)
        follows = rules or load_ruleset(submission.worksheet.ruleset)
        given = facts_for(follows, facts or {})
        known = known_facts(submission.worksheet, follows, given, holds_wbk=holds_wbk)
        found = examined(submission, follows, known, require).evaluation
        found = found if assessor is None else narrowed(found, assessor)
    except Unreadable as problem:
        return unchecked(failure(problem, path))
    except Exception as problem:  # noqa: BLE001 - one workbook must not end the check of the others
        return unchecked(fault(problem, path))
    first = found.assessments[0]
    return CheckedWorkbook(
        source=found.source.model_dump(exclude_none=True),
        unit=found.unit,
        ruleset=found.ruleset,
        recognition=found.recognition,
        total=first.total.score,
        verdict=first.verdict,
        predicates={predicate.id: predicate.status for predicate in first.predicates},
        findings=tuple(finding for finding in found.findings if chosen.counts(finding)),
        ignored=tuple(finding for finding in found.findings if not chosen.counts(finding)),
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


def opened(  # noqa: PLR0913 - one parameter an option of the command
    source: str | Path | bytes | Worksheet,
    ruleset: Ruleset | str | Path | None = None,
    *,
    facts: Mapping[str, object] | None = None,
    sheet: str | None = None,
    column: str | None = None,
    year: int | None = None,
    path: str | None = None,
) -> "Workbook":
    """Read and evaluate a workbook for a comparison.

    Args:
        source: path or content of a workbook, or a worksheet that was read from one.
        ruleset: the regulation, its id, or the folder of one; by default the workbook's own.
        facts: as in ``evaluate``; those that the workbook's regulation does not ask for are passed over.
        sheet: as in ``evaluate``.
        column: as in ``evaluate``.
        year: as in ``evaluate``.
        path: what to call content that has no path.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.
        RulesetError: there is no such ruleset, or it is not whole.
        FactError: what is said of a fact is not understood.

    """
    from zi_score.comparison.choice import Workbook  # noqa: PLC0415 - other commands do without it

    rules, worksheet = worksheet_of(source, ruleset, sheet=sheet, column=column, year=year, path=path)
    given = facts_for(rules, facts or {})
    known = known_facts(worksheet, rules, given)
    return Workbook(worksheet, evaluate(worksheet, rules, facts=given), rules, known)


def compare(
    *sources: "str | Path | bytes | Workbook",
    ruleset: Ruleset | str | Path | None = None,
    assessors: Sequence[Assessor | str] = (),
    over_time: bool = False,
) -> "Comparison":
    """Compare the assessors of one workbook, or several workbooks.

    Args:
        sources: paths, contents, or workbooks that were opened.
        ruleset: as in ``opened``.
        assessors: whose answers: in one workbook, those to compare, in this order (by default all that
            answered, the lowest authority first); of several workbooks one (by default the highest
            authority that answered in each).
        over_time: whether the workbooks are rounds of one unit, whose progress is to be told.

    Raises:
        ComparisonError: there is nothing to compare; the message says what there is.
        Unreadable: a file cannot be read.
        RulesetError: there is no such ruleset, or it is not whole.

    >>> compared = compare("worksheets/valid/three-assessors.xlsx", assessors=("unit", "tpi"))
    >>> str(compared.total.difference.score)
    '-59/16'
    """
    from zi_score.comparison.choice import Workbook, between, rounds, within  # noqa: PLC0415 - as above
    from zi_score.comparison.compare import compared  # noqa: PLC0415 - as above

    workbooks = [source if isinstance(source, Workbook) else opened(source, ruleset) for source in sources]
    wanted = tuple(map(Assessor, assessors))
    if len(workbooks) == 1 and not over_time:
        return compared(within(workbooks[0], wanted))
    return compared((rounds if over_time else between)(workbooks, wanted))


def nothing_found(path: str) -> CheckedWorkbook:
    """Return as the result of a check that there is no workbook under a path."""
    return unchecked(no_workbook(path))


def no_workbook(path: str) -> Failure:
    """Return as a result that there is no workbook under a path."""
    return failure(Unreadable(finding("no-workbook-found", path=path)), path)


def unchecked(failed: Failure) -> CheckedWorkbook:
    """Return as the result of a check what could not be read."""
    return CheckedWorkbook(source=failed.source, error=failed.error, findings=failed.findings)


def fault(problem: Exception, path: str | Path) -> Failure:
    """Return as a result that the program itself failed at a workbook."""
    told = finding("program-fault", path=path, problem=f"{type(problem).__name__}: {problem}")
    return failure(Unreadable(told), path)


def failure(problem: Unreadable, path: str | Path) -> Failure:
    """Return what could not be evaluated as a result; the finding names the path too, but cut for a sentence."""
    return Failure(source={"path": as_text(path)}, error=problem.finding.message, findings=(problem.finding,))


def _named(ruleset: Ruleset | str | Path | None) -> Ruleset | None:
    """Return the regulation that was named, loaded; none was if it is to be recognised."""
    return ruleset if ruleset is None or isinstance(ruleset, Ruleset) else load_ruleset(ruleset)


def worksheet_of(  # noqa: PLR0913 - as above
    source: str | Path | bytes | Worksheet,
    ruleset: Ruleset | str | Path | None,
    *,
    sheet: str | None = None,
    column: str | None = None,
    year: int | None = None,
    path: str | None = None,
) -> tuple[Ruleset, Worksheet]:
    """Return a workbook read, and its regulation; arguments and errors are those of ``evaluate``."""
    named = _named(ruleset)
    worksheet = (
        source
        if isinstance(source, Worksheet)
        else read_workbook(source, named, sheet=sheet, column=column, year=year, path=path)
    )
    rules = named or load_ruleset(worksheet.ruleset)
    if worksheet.ruleset != rules.id:
        raise ValueError(f"the worksheet was read by {worksheet.ruleset}, not by {rules.id}")
    return rules, worksheet


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
            place = worksheet.facts[key].place
            yield finding("fact-overridden", code=key, cell=place, stated=stated[key], given=value)


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
        ruleset=RulesetReference(id=ruleset.id, title=ruleset.title),
        recognition=worksheet.recognition,
        assessments=tuple(assessments),
        findings=cited(ruleset, weighed(ruleset, without_vain_advice(findings), assessments)),
    )
