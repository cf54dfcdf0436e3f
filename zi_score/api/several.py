"""Several workbooks: compared, or ranked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

from zi_score.api.options import Options, among_candidates, reading_of
from zi_score.evaluation.verdict import HOLDS_WBK
from zi_score.model.worksheet import Assessor, Worksheet
from zi_score.pipeline import Law, evaluated, facts_for, known_facts, laws_of, named_ruleset, worksheet_of
from zi_score.reading.request import Readable
from zi_score.reading.rulesets import load_ruleset

if TYPE_CHECKING:
    from zi_score.comparison.choice import Workbook
    from zi_score.comparison.model import Comparison
    from zi_score.rekap.ranking import BatchResult


@among_candidates
def opened(source: Readable | Worksheet, ruleset: Law = None, **options: Unpack[Options]) -> Workbook:
    """Read and evaluate a workbook for a comparison.

    Args:
        source: as in ``evaluate``.
        ruleset: as in ``evaluate``.
        options: those of ``Options``; facts that the workbook's regulation does not ask for are passed over.

    """
    from zi_score.comparison.choice import Workbook  # noqa: PLC0415 - other functions do without it

    rules, worksheet = worksheet_of(source, ruleset, **reading_of(options))
    given = facts_for(rules, options.get("facts") or {})
    known = known_facts(worksheet, rules, given, holds_wbk=options.get("holds_wbk"))
    return Workbook(worksheet, evaluated(worksheet, rules, known), rules, known)


@among_candidates
def compare(
    *sources: Readable | Workbook,
    ruleset: Law = None,
    assessors: Sequence[Assessor | str] = (),
    over_time: bool = False,
    **options: Unpack[Options],
) -> Comparison:
    """Compare the assessors of one workbook, or several workbooks.

    Args:
        sources: paths, contents, open files, or workbooks that were opened.
        ruleset: as in ``opened``.
        assessors: whose answers: in one workbook, those to compare, in this order (by default all that
            answered, the lowest authority first); of several workbooks one (by default the highest
            authority that answered in each).
        over_time: whether the workbooks are rounds of one unit, whose progress is to be told.
        options: those of ``Options``, for every workbook that is not open yet.

    Raises:
        ComparisonError: there is nothing to compare; the message says what there is.

    >>> compared = compare("worksheets/valid/three-assessors.xlsx", assessors=("unit", "tpi"))
    >>> str(compared.total.difference.score)
    '-59/16'
    """
    from zi_score.comparison.choice import Workbook, between, rounds, within  # noqa: PLC0415 - as above
    from zi_score.comparison.compare import compared  # noqa: PLC0415 - as above

    workbooks = [each if isinstance(each, Workbook) else opened(each, ruleset, **options) for each in sources]
    wanted = tuple(map(Assessor, assessors))
    if len(workbooks) == 1 and not over_time:
        return compared(within(workbooks[0], wanted))
    return compared((rounds if over_time else between)(workbooks, wanted))


@among_candidates
def batch(
    *paths: str, ruleset: Law = None, assessor: Assessor | str | None = None, jobs: int = 1, **options: Unpack[Options]
) -> BatchResult:
    """Evaluate many workbooks and rank the units; one that cannot be read is a failure among the results.

    Args:
        paths: workbooks.
        ruleset: the regulation, by default the one of each workbook; of a sequence too, as in ``evaluate``.
        assessor: whose answers alone count; a workbook without them is a failure.
        jobs: number of processes.
        options: those of ``Options``, without ``path``; facts that a regulation does not ask for are passed over.

    >>> [unit.verdict for unit in batch("worksheets/valid/wbk.xlsx", "worksheets/valid/wbbm.xlsx").units]
    ['WBBM', 'WBK']
    """
    from zi_score.rekap.ranking import rekap  # noqa: PLC0415 - as above
    from zi_score.rekap.run import Settings, evaluate_all  # noqa: PLC0415 - as above
    from zi_score.rekap.submitted import Submitted  # noqa: PLC0415 - as above

    rules, laws = named_ruleset(ruleset), laws_of(ruleset)
    facts: dict[str, Any] = dict(options.get("facts") or {})
    if (holds := options.get("holds_wbk")) is not None:
        facts[HOLDS_WBK] = holds
    settings = Settings(
        ruleset=laws[0] if len(laws) == 1 else None,
        candidates=laws if len(laws) > 1 else (),
        sheet=options.get("sheet"),
        column=options.get("column"),
        year=options.get("year"),
        compute=options.get("compute", True),
        assessor=Assessor(assessor) if assessor else None,
    )
    done = evaluate_all([Submitted(path, facts=facts) for path in paths], settings, jobs=jobs)
    return rekap(rules or load_ruleset(), [each.outcome for each in done])
