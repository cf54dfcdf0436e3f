"""From a path to a result: the only place where reading meets the core."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from zi_score.assessment import Assessment, assess
from zi_score.checks import check, check_facts
from zi_score.findings import Finding, Unreadable, finding
from zi_score.model import Answer, Assessor, Worksheet
from zi_score.reading.workbook import read_workbook
from zi_score.result import Evaluation, Failure, RulesetReference
from zi_score.ruleset import DEFAULT_RULESET, Ruleset, load_ruleset
from zi_score.verdict import HOLDS_WBK, FactValue


def evaluate(
    source: str | Path | bytes | Worksheet,
    ruleset: Ruleset | str | Path | None = None,
    *,
    holds_wbk: bool | None = None,
    sheet: str | None = None,
    path: str | None = None,
) -> Evaluation:
    """Evaluate a workbook: scores, predicates and verdict for every assessor who answered.

    Args:
        source: path or content of a workbook, or a worksheet that was read from one.
        ruleset: the regulation, its id, or the folder of one; by default the current one.
        holds_wbk: whether the unit already holds WBK, where the workbook does not say it.
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
    facts = _facts(worksheet.facts)
    if holds_wbk is None:
        return _evaluation(worksheet, rules, facts)
    given = facts | {HOLDS_WBK: "Ya" if holds_wbk else "Tidak"}
    return _evaluation(worksheet, rules, given, tuple(_overridden(worksheet, facts, given)))


def failure(problem: Unreadable) -> Failure:
    """Return what could not be evaluated as a result."""
    path = problem.finding.details.get("path", "")
    return Failure(source={"path": path}, error=problem.finding.message, findings=(problem.finding,))


def _facts(stated: dict[str, Answer]) -> dict[str, FactValue]:
    return {key: answer.value for key, answer in stated.items() if isinstance(answer.value, str | Fraction)}


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
        findings += check(ruleset, sheet, assessments[-1])
    findings += check_facts(ruleset, facts, assessments[0])
    return Evaluation(
        source=worksheet.source,
        unit=worksheet.unit,
        ruleset=RulesetReference(id=ruleset.id, title=ruleset.title),
        assessments=tuple(assessments),
        findings=tuple(findings),
    )
