"""What the engine does, in a process that may be lost: it can hang, or end its process, on a single formula."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping
from typing import ParamSpec, TypeVar

from zi_score.formulas.result import Proof
from zi_score.formulas.values import Cell, Value
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Unreadable
from zi_score.model.language import translate as _
from zi_score.model.submission import Submission
from zi_score.reading.apart import NoProcessError, apart_for, in_use

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

MOST_FORMULAS = 20_000
MOST_READ = 2_000_000
"""Cells of a range; whole columns have half as many."""

MOST_MEMORY = 500 * 2**20
MOST_SECONDS = 20


def proven(path: str, content: bytes, submission: Submission, ruleset: Ruleset, *, more: bool = False) -> Proof | None:
    """Return the proof of a workbook's formulas, None where it has none, or what lies behind its values is not known.

    What cannot be proven is a proof too, with the problem; arguments are those of ``proof_of``.
    """
    formulas = sum(len(sheet.behind.formulas) for sheet in submission.sheets.values())
    if not formulas or submission.problem is not None:
        return None
    law = ruleset.id if ruleset.id in built_in_rulesets() else ruleset
    found = _in_room(path, submission, _proof, content, submission, law, more=more)
    return Proof(formulas, 0, problem=found) if isinstance(found, str) else found


def answered(path: str, content: bytes, submission: Submission) -> Mapping[Cell, Value]:
    """Return what formulas give in place of answers whose results nobody saved, where that is certain."""
    if submission.problem is not None:  # nobody knows all formulas that these may read
        return {}
    found = _in_room(path, submission, _answers, content, submission)
    return {} if isinstance(found, str) else found


def _in_room(
    path: str,
    submission: Submission,
    work: Callable[Arguments, Result],
    *arguments: Arguments.args,
    **options: Arguments.kwargs,
) -> Result | str:
    """Return what a function gives in the process that may be lost, or what keeps it from giving anything."""
    if problem := _too_much(submission) or _alike(submission):
        return problem
    try:
        return apart_for(MOST_SECONDS, path, work, *arguments, **options)
    except Unreadable as lost:
        is_late = lost.finding.name == "reading-took-too-long"
        return f"> {MOST_SECONDS} s" if is_late else f"> {MOST_MEMORY // 2**20} MB"
    except ImportError as missing:
        return f"{missing.name}"
    except NoProcessError:
        return _("no other process can be started here, as in a browser")
    except ValueError as other:
        return str(other) or type(other).__name__


def _too_much(submission: Submission) -> str | None:
    formulas = sum(len(sheet.behind.formulas) for sheet in submission.sheets.values())
    if formulas > MOST_FORMULAS:
        return f"{formulas:,} > {MOST_FORMULAS:,}"
    for sheet in submission.sheets.values():
        for cell, text in sheet.behind.formulas.items():
            if ":" in text and _widest(text) > MOST_READ:
                return f"{sheet.grid.sheet}!{cell}: {text[:60]}"
    return None


def _alike(submission: Submission) -> str | None:
    """Return the sheets whose names differ in capitals alone: formulas make no difference between them."""
    names: dict[str, list[str]] = {}
    for name in submission.sheets:
        names.setdefault(name.casefold(), []).append(name)
    return next((" = ".join(alike) for alike in names.values() if len(alike) > 1), None)


def _widest(text: str) -> int:
    """Return how many cells the largest range of a formula has."""
    from zi_score.model.formula import taken_apart  # noqa: PLC0415 - few workbooks get this far

    ranges = taken_apart(text).cells
    return max(((each.bottom - each.top + 1) * (each.right - each.left + 1) for each in ranges), default=0)


def _proof(content: bytes, submission: Submission, law: Ruleset | str, *, more: bool) -> Proof:
    from zi_score.formulas.proof import proof_of  # noqa: PLC0415 - the engine is this process' alone

    ruleset = law if isinstance(law, Ruleset) else load_ruleset(law)
    with _held_to(MOST_MEMORY):
        return proof_of(content, submission, ruleset, more=more)


def _answers(content: bytes, submission: Submission) -> Mapping[Cell, Value]:
    from zi_score.formulas.answers import answers_of  # noqa: PLC0415 - as above

    with _held_to(MOST_MEMORY):
        return answers_of(content, submission)


@contextlib.contextmanager
def _held_to(memory: int) -> Iterator[None]:
    """Hold this process to some memory for a while, where the system does, and leave what it makes uncounted."""
    gc.disable()  # it makes many small things, and no circles
    try:
        with _limit(memory):
            yield
    finally:
        gc.enable()


@contextlib.contextmanager
def _limit(memory: int) -> Iterator[None]:
    try:
        import resource  # noqa: PLC0415 - not every system has it
    except ImportError:
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (min(in_use() + memory, most), most))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (before, most))
