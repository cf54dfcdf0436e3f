"""What every function of the library takes beside a workbook and its regulation."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar

from zi_score.law.facts import FactValue
from zi_score.law.ruleset import Ruleset
from zi_score.model.worksheet import Worksheet
from zi_score.pipeline import WorkbookOptions, known_facts, laws_of
from zi_score.reading.request import Readable, named_content
from zi_score.reading.rulesets import candidates

Given = ParamSpec("Given")
Result = TypeVar("Result")


def among_candidates(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Let a function's ``ruleset`` be several: workbooks are recognised by them while it runs."""
    signature = inspect.signature(function)

    @wraps(function)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        named = laws_of(signature.bind(*args, **kwargs).arguments.get("ruleset"))
        with candidates(named if len(named) > 1 else ()):
            return function(*args, **kwargs)

    return run


class Options(WorkbookOptions, total=False):
    """What every function takes beside the workbook and its regulation.

    ``holds_wbk`` says whether the unit already holds WBK, where the workbook does not; ``facts`` are further facts from
    outside the LKE, by key of the ruleset (``zi_score.law.facts.understood``), which go before the workbook's.
    """

    holds_wbk: bool | None
    facts: Mapping[str, object] | None


def reading_of(options: Options) -> WorkbookOptions:
    """Return what says how a workbook is read."""
    kept: WorkbookOptions = {}
    for key in ("sheet", "column", "year", "path", "compute"):
        if key in options:
            kept[key] = options[key]
    return kept


def held(source: Readable, options: Options) -> tuple[bytes, WorkbookOptions]:
    """Return the content of a workbook, which is looked at more than once, and how it is read."""
    path, content = named_content(source, options.get("path"))
    return content, {**reading_of(options), "path": path}


def known_of(worksheet: Worksheet, ruleset: Ruleset, options: Options) -> dict[str, FactValue]:
    """Return what is known of the unit from outside the LKE."""
    return known_facts(worksheet, ruleset, options.get("facts"), holds_wbk=options.get("holds_wbk"))
