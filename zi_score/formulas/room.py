"""The proof in a process that may be lost: the engine can hang, or end its process, on a single formula."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

from zi_score.formulas.result import Proof
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Unreadable
from zi_score.model.submission import Submission
from zi_score.reading.apart import NoProcessError, apart_for

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
    if problem := _too_much(submission, formulas):
        return Proof(formulas, 0, problem=problem)
    law = ruleset.id if ruleset.id in built_in_rulesets() else ruleset
    try:
        return apart_for(MOST_SECONDS, path, _proof, content, submission, law, more=more)
    except NoProcessError as problem:
        return Proof(formulas, 0, problem=str(problem) or "process")
    except ImportError as problem:
        return Proof(formulas, 0, problem=f"{problem.name}")
    except Unreadable as problem:
        is_late = problem.finding.name == "reading-took-too-long"
        return Proof(formulas, 0, problem=f"> {MOST_SECONDS} s" if is_late else f"> {MOST_MEMORY // 2**20} MB")
    except ValueError as problem:
        return Proof(formulas, 0, problem=str(problem))


def _too_much(submission: Submission, formulas: int) -> str | None:
    if formulas > MOST_FORMULAS:
        return f"{formulas:,} > {MOST_FORMULAS:,}"
    for sheet in submission.sheets.values():
        for cell, text in sheet.behind.formulas.items():
            if ":" in text and _widest(text) > MOST_READ:
                return f"{sheet.grid.sheet}!{cell}: {text[:60]}"
    return None


def _widest(text: str) -> int:
    """Return how many cells the largest range of a formula has."""
    from zi_score.model.formula import taken_apart  # noqa: PLC0415 - few workbooks get this far

    ranges = taken_apart(text).cells
    return max(((each.bottom - each.top + 1) * (each.right - each.left + 1) for each in ranges), default=0)


def _proof(content: bytes, submission: Submission, law: Ruleset | str, *, more: bool) -> Proof:
    from zi_score.formulas.proof import proof_of  # noqa: PLC0415 - the engine is this process' alone

    ruleset = law if isinstance(law, Ruleset) else load_ruleset(law)
    gc.disable()  # it makes many small things, and no circles
    try:
        with _held_to(MOST_MEMORY):
            return proof_of(content, submission, ruleset, more=more)
    finally:
        gc.enable()


@contextlib.contextmanager
def _held_to(memory: int) -> Iterator[None]:
    """Hold this process to some memory for a while, where the system does."""
    try:
        import resource  # noqa: PLC0415 - not every system has it
    except ImportError:
        yield
        return
    before, most = resource.getrlimit(resource.RLIMIT_AS)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, most))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (before, most))
