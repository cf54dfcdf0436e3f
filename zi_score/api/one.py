"""One workbook: evaluated, or checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from zi_score.api.options import Options, among_candidates, held, known_of, reading_of
from zi_score.evaluation.result import Evaluation
from zi_score.model.findings import Unreadable
from zi_score.model.worksheet import Assessor, Worksheet
from zi_score.pipeline import (
    Examination,
    Law,
    evaluated,
    examined,
    facts_for,
    failure,
    fault,
    identified,
    known_facts,
    named_ruleset,
    narrowed,
    submission_of,
    unchecked,
    worksheet_of,
)
from zi_score.reading.request import STDIN, Readable, as_text
from zi_score.reading.rulesets import load_ruleset

if TYPE_CHECKING:
    from zi_score.evaluation.checked import CheckedWorkbook
    from zi_score.model.selection import Selection


@among_candidates
def evaluate(source: Readable | Worksheet, ruleset: Law = None, **options: Unpack[Options]) -> Evaluation:
    """Evaluate a workbook: scores, predicates and verdict for every assessor who answered.

    Args:
        source: path or content of a workbook, an open file, or a worksheet that was read from one.
        ruleset: the regulation, its id, or the folder or workbook of one; by default the one of the program that is
            recognised; a sequence of them lets the one that is recognised be among these too.
        options: those of ``Options``.

    Raises:
        ValueError: the worksheet was read by another ruleset.

    >>> evaluate("worksheets/valid/wbbm.xlsx").verdict
    'WBBM'
    """
    rules, worksheet = worksheet_of(source, ruleset, **reading_of(options))
    return evaluated(worksheet, rules, known_of(worksheet, rules, options))


@among_candidates
def check(
    source: Readable, ruleset: Law = None, *, require: str | None = None, **options: Unpack[Options]
) -> Evaluation:
    """Evaluate a workbook and look behind its values: formulas, evidence, assessors, summaries, minimums.

    Args:
        source: path or content of a workbook, or an open file.
        ruleset: as in ``evaluate``.
        require: the predicate to judge by; by default the unit's target, else the lowest.
        options: those of ``Options``.

    >>> {finding.severity.value for finding in check("worksheets/valid/wbbm.xlsx").findings} - {"notice"}
    set()
    """
    return examine(source, ruleset, require=require, **options).evaluation


@among_candidates
def examine(
    source: Readable,
    ruleset: Law = None,
    *,
    require: str | None = None,
    unit: Mapping[str, object] | None = None,
    **options: Unpack[Options],
) -> Examination:
    """Check a workbook, and keep what was read; arguments and errors are those of ``check``.

    ``unit`` says ``name``, ``agency``, ``year`` and ``target`` of the unit where the workbook does not.
    """
    named = named_ruleset(ruleset)
    content, reading = held(source, options)
    submission = identified(submission_of(content, named, **reading), unit or {})
    rules = named or load_ruleset(submission.worksheet.ruleset)
    return examined(content, submission, rules, known_of(submission.worksheet, rules, options), require)


@among_candidates
def check_workbook(  # noqa: PLR0913 - what a check may be told
    source: Readable,
    ruleset: Law = None,
    *,
    selection: Selection | None = None,
    require: str | None = None,
    assessor: Assessor | None = None,
    proof: bool = False,
    **options: Unpack[Options],
) -> CheckedWorkbook:
    """Check a workbook as one of many: one that cannot be read is a result too.

    Args:
        source: as in ``check``.
        ruleset: as in ``check``.
        selection: which findings count; the others are kept as ignored.
        require: as in ``check``.
        assessor: whose answers alone are checked; a workbook without them cannot be.
        proof: whether to prove formulas on more sets of answers, and to list every one.
        options: those of ``Options``; facts that the workbook's regulation does not ask for are passed over.

    >>> check_workbook("missing.xlsx").findings[0].name
    'file-not-found'
    """
    from zi_score.model.selection import Selection  # noqa: PLC0415 - evaluate does without it

    chosen = selection or Selection()
    rules = named_ruleset(ruleset)
    path = options.get("path") or (str(source) if isinstance(source, str | Path) else STDIN)
    try:
        content, reading = held(source, options)
        submission = submission_of(content, rules, **reading)
        follows = rules or load_ruleset(submission.worksheet.ruleset)
        given = facts_for(follows, options.get("facts") or {})
        known = known_facts(submission.worksheet, follows, given, holds_wbk=options.get("holds_wbk"))
        examination = examined(content, submission, follows, known, require, proof=proof)
        found = examination.evaluation
        found = found if assessor is None else narrowed(found, assessor)
    except Unreadable as problem:
        return unchecked(failure(problem, as_text(path)))
    except Exception as problem:  # noqa: BLE001 - one workbook must not end the check of the others
        return unchecked(fault(problem, as_text(path)))
    from zi_score.evaluation.checked import CheckedWorkbook  # noqa: PLC0415 - evaluate does without it

    first, of_unit = found.assessments[0], assessor in (None, Assessor.UNIT)
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
        unproven=examination.unproven if of_unit else (),
        claims=examination.claims if of_unit else None,
        proof=examination.proof,
    )
