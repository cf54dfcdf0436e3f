"""Every check of a submission, and what is said once only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from zi_score.evaluation.checks import assessors, evidence, form, minimums, values
from zi_score.evaluation.checks.subject import Subject
from zi_score.evaluation.checks.typed_totals import check_typed_totals
from zi_score.law.ruleset import is_under
from zi_score.model.findings import Finding

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    form.check_package,
    form.check_columns,
    form.check_order,
    form.check_hidden,
    form.check_saved_values,
    form.check_blank,
    evidence.check_claims,
    evidence.check_evidence,
    evidence.check_repeated,
    values.check_errors,
    check_typed_totals,
    assessors.check_changes,
    assessors.check_half_filled,
    minimums.check_minimums,
    minimums.check_requirements,
)

_EFFECTS = frozenset({"workbook-score-differs", "workbook-skips-unanswered", "workbook-total-differs"})
_OF_COUNTS = frozenset({"answer-not-understood", "percent-above-100", "percent-differs-from-counts"})
"""Findings about a share that are told of the count from which it is computed, where that is wrong."""

_FALLBACKS = frozenset({"answer-missing", "constant-over-formula"})
"""Findings that only say something where nothing more exact is said of the cell."""


def check_all(subject: Subject, known: Iterable[Finding], proof: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of an evaluation, of the proof of formulas and of every check.

    A cell's cause stands for its effect.
    """
    known = tuple(known)
    told = [finding for finding in known if finding.name not in _EFFECTS]
    cells = {place for finding in told for place in finding.places}
    proof = tuple(proof)
    found = [*proof, *(finding for check in CHECKS for finding in check(subject))]
    found = [finding for finding in found if finding.name not in _FALLBACKS or finding.cell not in cells]
    causes = [finding for finding in proof if finding.cell]
    caused = {finding.cell for finding in causes}
    codes = (code for finding in (*told, *causes) for code in (finding.code, *_codes(subject, finding)))
    questions = {code for code in codes if code in subject.ruleset.questions}
    found = [each for each in found if each.name not in _EFFECTS or each in causes or each.cell not in caused]
    kept = (
        finding
        for finding in known
        if not (finding.name in _EFFECTS and (finding.cell in caused or finding.code in questions))
        and not any(_follows(finding, cause) for cause in causes)
    )
    return (*kept, *found)


def _follows(finding: Finding, cause: Finding) -> bool:
    """Whether a finding only tells what follows from another's cell: a score above it, a share of its count."""
    if finding.assessor != cause.assessor or not finding.code or not cause.code:
        return False
    if finding.name == "workbook-score-differs":
        return is_under(cause.code, finding.code)
    return finding.name in _OF_COUNTS and is_under(cause.code, finding.code) and cause.code != finding.code


def _codes(subject: Subject, finding: Finding) -> Iterator[str]:
    """Yield the codes of the answers that a finding about several cells is about."""
    if finding.cells:
        cells = frozenset(finding.cells)
        answers = (
            (code, answer) for sheet in subject.submission.worksheet.sheets for code, answer in sheet.answers.items()
        )
        yield from (code for code, answer in answers if str(answer.place) in cells)
