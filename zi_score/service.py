"""From a path to a result: the only place where reading meets the core."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

from zi_score.assessment import Assessment, assess
from zi_score.checks.answers import check_answers
from zi_score.checks.facts import check_facts
from zi_score.checks.scores import check_scores
from zi_score.findings import Finding, Unreadable, finding
from zi_score.model import Answer, Assessor, Worksheet
from zi_score.reading.workbook import STDIN, as_text, read_submission, read_workbook
from zi_score.result import CheckedWorkbook, Evaluation, Failure, RulesetReference
from zi_score.ruleset import DEFAULT_RULESET, Ruleset, load_ruleset
from zi_score.selection import Selection
from zi_score.verdict import HOLDS_WBK, FactValue


def evaluate(  # noqa: PLR0913 - one parameter an option of the command
    source: str | Path | bytes | Worksheet,
    ruleset: Ruleset | str | Path | None = None,
    *,
    holds_wbk: bool | None = None,
    facts: Mapping[str, FactValue] | None = None,
    sheet: str | None = None,
    path: str | None = None,
) -> Evaluation:
    """Evaluate a workbook: scores, predicates and verdict for every assessor who answered.

    Args:
        source: path or content of a workbook, or a worksheet that was read from one.
        ruleset: the regulation, its id, or the folder of one; by default the current one.
        holds_wbk: whether the unit already holds WBK, where the workbook does not say it.
        facts: further facts from outside the LKE, by key of the ruleset; they go before the workbook's.
        sheet: name of the sheet to read, where several hold an LKE.
        path: what to call content that has no path.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.
        RulesetError: there is no such ruleset, or it is not whole.
        ValueError: the worksheet was read by another ruleset.

    >>> evaluate("worksheets/valid/wbbm.xlsx").verdict
    'WBBM'
    """
    wanted = ruleset or (source.ruleset if isinstance(source, Worksheet) else DEFAULT_RULESET)
    rules = wanted if isinstance(wanted, Ruleset) else load_ruleset(wanted)
    if isinstance(source, Worksheet) and source.ruleset != rules.id:
        raise ValueError(f"the worksheet was read by {source.ruleset}, not by {rules.id}")
    worksheet = source if isinstance(source, Worksheet) else read_workbook(source, rules, sheet=sheet, path=path)
    stated = _facts(worksheet.facts)
    given = {**stated, **(facts or {}), **_given(holds_wbk)}
    return _evaluation(worksheet, rules, given, tuple(_overridden(worksheet, stated, given)))


def check(  # noqa: PLR0913 - one parameter an option of the command
    source: str | Path | bytes,
    ruleset: Ruleset | str | Path | None = None,
    *,
    holds_wbk: bool | None = None,
    sheet: str | None = None,
    path: str | None = None,
    require: str | None = None,
) -> Evaluation:
    """Evaluate a workbook and look behind its values: formulas, evidence, assessors, summaries, minimums.

    Args:
        source: path or content of a workbook.
        ruleset: the regulation, its id, or the folder of one; by default the current one.
        holds_wbk: whether the unit already holds WBK, where the workbook does not say it.
        sheet: name of the sheet to read, where several hold an LKE.
        path: what to call content that has no path.
        require: the predicate to judge by; by default the unit's target, else the lowest.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.
        RulesetError: there is no such ruleset, or it is not whole.

    >>> {finding.severity.value for finding in check("worksheets/valid/wbbm.xlsx").findings} - {"notice"}
    set()
    """
    from zi_score.checks.all import check_all  # noqa: PLC0415 - evaluate does without it
    from zi_score.checks.subject import Subject  # noqa: PLC0415 - as above

    rules = ruleset if isinstance(ruleset, Ruleset) else load_ruleset(ruleset or DEFAULT_RULESET)
    submission = read_submission(source, rules, sheet=sheet, path=path)
    worksheet = submission.worksheet
    evaluation = evaluate(worksheet, rules, holds_wbk=holds_wbk)
    facts = _facts(worksheet.facts) | _given(holds_wbk)
    subject = Subject(
        ruleset=rules,
        submission=submission,
        assessments=evaluation.assessments,
        figures={answers.assessor: assess(rules, answers, facts) for answers in worksheet.sheets if not answers.is_used}
        | {assessment.assessor: assessment for assessment in evaluation.assessments},
        facts=facts,
        aim=require or worksheet.unit.target or rules.predicates[0],
    )
    return evaluation.model_copy(update={"findings": check_all(subject, evaluation.findings)})


def check_workbook(
    source: str | Path | bytes,
    ruleset: Ruleset | str | Path | None = None,
    *,
    selection: Selection | None = None,
    require: str | None = None,
) -> CheckedWorkbook:
    """Check a workbook as one of many: one that cannot be read is a result too.

    Args:
        source: path or content of a workbook.
        ruleset: as in ``check``.
        selection: which findings count; the others are kept as ignored.
        require: as in ``check``.

    >>> check_workbook("missing.xlsx").findings[0].name
    'file-not-found'
    """
    chosen = selection or Selection()
    rules = ruleset if isinstance(ruleset, Ruleset) else load_ruleset(ruleset or DEFAULT_RULESET)
    path = STDIN if isinstance(source, bytes) else source
    try:
        found = check(source, rules, require=require)
    except Unreadable as problem:
        return _unchecked(failure(problem, path))
    except Exception as problem:  # noqa: BLE001 - one workbook must not end the check of the others
        return _unchecked(fault(problem, path))
    first = found.assessments[0]
    return CheckedWorkbook(
        source=found.source.model_dump(),
        unit=found.unit,
        ruleset=found.ruleset,
        total=first.total.score,
        verdict=first.verdict,
        predicates={predicate.id: predicate.status for predicate in first.predicates},
        findings=tuple(finding for finding in found.findings if chosen.counts(finding)),
        ignored=tuple(finding for finding in found.findings if not chosen.counts(finding)),
    )


def nothing_found(path: str) -> CheckedWorkbook:
    """Return as the result of a check that there is no workbook under a path."""
    return _unchecked(no_workbook(path))


def no_workbook(path: str) -> Failure:
    """Return as a result that there is no workbook under a path."""
    return failure(Unreadable(finding("no-workbook-found", path=path)), path)


def _unchecked(failed: Failure) -> CheckedWorkbook:
    return CheckedWorkbook(source=failed.source, error=failed.error, findings=failed.findings)


def fault(problem: Exception, path: str | Path) -> Failure:
    """Return as a result that the program itself failed at a workbook."""
    told = finding("program-fault", path=path, problem=f"{type(problem).__name__}: {problem}")
    return failure(Unreadable(told), path)


def failure(problem: Unreadable, path: str | Path) -> Failure:
    """Return what could not be evaluated as a result; the finding names the path too, but cut for a sentence."""
    return Failure(source={"path": as_text(path)}, error=problem.finding.message, findings=(problem.finding,))


def _facts(stated: dict[str, Answer]) -> dict[str, FactValue]:
    return {key: answer.value for key, answer in stated.items() if isinstance(answer.value, str | Fraction)}


def _given(holds_wbk: bool | None) -> dict[str, FactValue]:  # noqa: FBT001 - the fact itself
    return {} if holds_wbk is None else {HOLDS_WBK: "Ya" if holds_wbk else "Tidak"}


def _overridden(worksheet: Worksheet, stated: dict[str, FactValue], given: dict[str, FactValue]) -> Iterator[Finding]:
    for key, value in given.items():
        if stated.get(key, value) != value:
            place = worksheet.facts[key].place
            yield finding("fact-overridden", code=key, cell=place, stated=stated[key], given=value)


def _evaluation(
    worksheet: Worksheet, ruleset: Ruleset, facts: dict[str, FactValue], noticed: tuple[Finding, ...] = ()
) -> Evaluation:
    used = (
        [sheet for sheet in worksheet.sheets if sheet.is_used]
        or [sheet for sheet in worksheet.sheets if sheet.assessor is Assessor.UNIT]
        or list(worksheet.sheets[-1:])
    )
    assessments: list[Assessment] = []
    findings: list[Finding] = [*worksheet.findings, *noticed]
    for sheet in used:
        assessments.append(assess(ruleset, sheet, facts))
        findings += check_answers(ruleset, sheet, assessments[-1])
        findings += check_scores(ruleset, sheet, assessments[-1])
    findings += check_facts(ruleset, facts, assessments[0])
    return Evaluation(
        source=worksheet.source,
        unit=worksheet.unit,
        ruleset=RulesetReference(id=ruleset.id, title=ruleset.title),
        assessments=tuple(assessments),
        findings=tuple(findings),
    )
