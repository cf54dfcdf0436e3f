"""Results and refusals travel between processes: what a process pool returns is what the work gave."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, is_dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from conftest import VALID, worksheets

import zi_score
from zi_score import ComparisonError, Selection, Unreadable
from zi_score.improve.errors import RequestError
from zi_score.improve.request import Request
from zi_score.law.facts import FactError
from zi_score.model.selection import UnknownFinding

WBK, MANY = VALID / "wbk.xlsx", VALID / "three-assessors.xlsx"


def own(folder: Path) -> Path:
    """Return a folder that is no ruleset."""
    (folder / "rules.toml").write_text("x = 1\n", encoding="utf-8")
    return folder


RESULTS: dict[str, Callable[[], Any]] = {
    "Evaluation": lambda: zi_score.evaluate(MANY),
    "Worksheet": lambda: zi_score.read_workbook(MANY),
    "AnswerSheet": lambda: zi_score.read_workbook(WBK).sheets[0],
    "Answer": lambda: next(iter(zi_score.read_workbook(WBK).sheets[-1].answers.values())),
    "Assessment": lambda: zi_score.evaluate(WBK).assessments[0],
    "Assessor": lambda: zi_score.evaluate(WBK).assessments[0].assessor,
    "Unit": lambda: zi_score.evaluate(WBK).unit,
    "Finding": lambda: zi_score.check(WBK).findings[0],
    "Severity": lambda: zi_score.check(WBK).findings[0].severity,
    "CheckedWorkbook": lambda: zi_score.check_workbook(WBK),
    "CheckResult": lambda: zi_score.CheckResult(workbooks=(zi_score.check_workbook("missing.xlsx"),)),
    "Comparison": lambda: zi_score.compare(MANY),
    "Improvement": lambda: zi_score.plan_improvement(WBK, request=Request(target="WBBM", alternatives=1)),
    "Ruleset": zi_score.load_ruleset,
    "Selection": lambda: Selection.parsed(["near-minimum:area-3"]),
}
REFUSALS: dict[str, tuple[type[Exception], Callable[[Path], object]]] = {
    "Unreadable": (Unreadable, lambda _: zi_score.evaluate("missing.xlsx")),
    "RulesetError": (zi_score.RulesetError, lambda folder: zi_score.load_ruleset(own(folder))),
    "ComparisonError": (ComparisonError, lambda _: zi_score.compare(WBK, assessors=("unit", "tpi"))),
    "FactError": (FactError, lambda _: zi_score.evaluate(WBK, facts={"agency-sakip": "ZZ"})),
    "RequestError": (RequestError, lambda _: zi_score.plan_improvement(WBK, request=Request(target="X"))),
    "UnknownFinding": (UnknownFinding, lambda _: Selection.parsed(["nope"])),
}
OTHERS = {"__version__", "check", "check_workbook", "compare", "evaluate", "load_ruleset", "plan_improvement"}
OTHERS |= {"annotate", "batch", "export", "report", "template"}
OTHERS |= {"read_workbook", "use_language", "use_rulesets", "what_if"}


def test_everything_that_is_public_is_looked_at() -> None:
    """A new result or refusal needs its line here."""
    assert set(zi_score.__all__) - OTHERS == set(RESULTS) | set(REFUSALS)


@pytest.mark.parametrize("name", RESULTS)
def test_a_result_is_the_same_behind_a_pickle(name: str) -> None:
    """As a real run gave it."""
    found = RESULTS[name]()
    assert type(found).__name__ == name
    back = pickle.loads(pickle.dumps(found))  # noqa: S301 - ours
    if is_dataclass(found) and not isinstance(found, Selection):
        assert all(getattr(back, each.name) == getattr(found, each.name) for each in fields(found))
    else:
        assert back == found


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_the_same_behind_a_pickle(name: str, tmp_path: Path) -> None:
    """With its sentence and all that it carries."""
    kind, refused = REFUSALS[name]
    with pytest.raises(kind) as raised:
        refused(tmp_path)
    back = pickle.loads(pickle.dumps(raised.value))  # noqa: S301 - ours
    assert (type(back), str(back), vars(back)) == (type(raised.value), str(raised.value), vars(raised.value))


def test_a_bad_workbook_does_not_break_a_pool() -> None:
    """The others are evaluated, and its own refusal arrives."""
    paths = [str(worksheets()[0]), "missing.xlsx", str(WBK)]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        first, bad, last = (pool.submit(zi_score.evaluate, path) for path in paths)
        assert isinstance(bad.exception(), Unreadable)
        assert (first.result().verdict, last.result().verdict) == (zi_score.evaluate(paths[0]).verdict, "WBK")
