"""Score Zona Integritas worksheets (LKE) by the regulation, and say why.

>>> from zi_score import evaluate
>>> evaluate("worksheets/valid/wbk.xlsx").verdict
'WBK'

Everything here is imported on first use, so that ``import zi_score`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zi_score.api.files import annotate, export, report, template
    from zi_score.api.one import check, check_workbook, evaluate
    from zi_score.api.plans import plan_improvement, what_if
    from zi_score.api.several import batch, compare
    from zi_score.comparison.choice import ComparisonError
    from zi_score.comparison.model import Comparison
    from zi_score.evaluation.assessment import Assessment
    from zi_score.evaluation.checked import CheckedWorkbook, CheckResult
    from zi_score.evaluation.result import Evaluation
    from zi_score.improve.errors import RequestError
    from zi_score.improve.plan import Improvement
    from zi_score.law.facts import FactError
    from zi_score.law.fault import RulesetError
    from zi_score.law.ruleset import Ruleset
    from zi_score.model.findings import Finding, Severity, Unreadable
    from zi_score.model.language import use_language
    from zi_score.model.selection import Selection, UnknownFinding
    from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Unit, Worksheet
    from zi_score.reading.rulesets import load_ruleset, use_rulesets
    from zi_score.reading.workbook import read_workbook

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "AnswerSheet",
    "Assessment",
    "Assessor",
    "CheckResult",
    "CheckedWorkbook",
    "Comparison",
    "ComparisonError",
    "Evaluation",
    "FactError",
    "Finding",
    "Improvement",
    "RequestError",
    "Ruleset",
    "RulesetError",
    "Selection",
    "Severity",
    "Unit",
    "UnknownFinding",
    "Unreadable",
    "Worksheet",
    "__version__",
    "annotate",
    "batch",
    "check",
    "check_workbook",
    "compare",
    "evaluate",
    "export",
    "load_ruleset",
    "plan_improvement",
    "read_workbook",
    "report",
    "template",
    "use_language",
    "use_rulesets",
    "what_if",
]

_HOMES = {
    "zi_score.api.files": ("annotate", "export", "report", "template"),
    "zi_score.api.one": ("check", "check_workbook", "evaluate"),
    "zi_score.api.plans": ("plan_improvement", "what_if"),
    "zi_score.api.several": ("batch", "compare"),
    "zi_score.evaluation.assessment": ("Assessment",),
    "zi_score.comparison.choice": ("ComparisonError",),
    "zi_score.comparison.model": ("Comparison",),
    "zi_score.law.facts": ("FactError",),
    "zi_score.model.findings": ("Finding", "Severity", "Unreadable"),
    "zi_score.improve.plan": ("Improvement",),
    "zi_score.improve.errors": ("RequestError",),
    "zi_score.model.language": ("use_language",),
    "zi_score.model.worksheet": ("Answer", "AnswerSheet", "Assessor", "Unit", "Worksheet"),
    "zi_score.reading.workbook": ("read_workbook",),
    "zi_score.evaluation.checked": ("CheckResult", "CheckedWorkbook"),
    "zi_score.evaluation.result": ("Evaluation",),
    "zi_score.law.fault": ("RulesetError",),
    "zi_score.reading.rulesets": ("load_ruleset", "use_rulesets"),
    "zi_score.law.ruleset": ("Ruleset",),
    "zi_score.model.selection": ("Selection", "UnknownFinding"),
}


def __getattr__(name: str) -> object:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
