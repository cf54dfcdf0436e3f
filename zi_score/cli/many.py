"""What the commands that take many workbooks share: facts and regulations of a mixed round, processes, outcomes."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.endings import INTERRUPTED
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from zi_score.cli.paths import Meant
    from zi_score.law.ruleset import Ruleset
    from zi_score.rekap.ranking import NotRanked
    from zi_score.rekap.received import OtherFile
    from zi_score.rekap.unit_line import Outcome


Done = TypeVar("Done")


def with_all_facts(current: "Ruleset") -> "Ruleset":
    """Return the current regulation with facts and predicates of all others: a list may name units of any."""
    from zi_score.reading.rulesets import known_rulesets

    facts = {key: fact for each in known_rulesets() for key, fact in each.facts.items()}
    predicates = dict.fromkeys((*current.predicates, *(name for each in known_rulesets() for name in each.predicates)))
    return current.model_copy(update={"facts": facts | current.facts, "predicates": tuple(predicates)})


def crew_of(jobs: int | None, count: int, worthwhile: int) -> int:
    """Return the number of processes for so many workbooks.

    Args:
        jobs: what was asked for; by default one a core.
        count: the number of workbooks.
        worthwhile: workbooks that a process should have to itself, for starting one costs as much as some.

    """
    usable = getattr(os, "sched_getaffinity", None)
    cores = len(usable(0)) if usable else os.cpu_count() or 1
    return jobs or max(1, min(cores, count // worthwhile))


def followed(
    done: Iterator[Done], total: int, failed: Callable[[Done], bool], *, shows_progress: bool
) -> Iterator[Done]:
    """Return what is done, under a progress bar where one is wanted and somebody sees it."""
    if not shows_progress or not sys.stderr.isatty():
        return done
    from zi_score.cli.progress import watched

    return watched(done, total, failed)


def make_cache(folder: str) -> None:
    """Make the folder of ``--cache``; where there can be none, a sentence says so."""
    from zi_score.rekap.cache import Cache

    try:
        Cache(folder).make()
    except OSError as problem:
        fail(Exit.USAGE, f"--cache {folder}: {trouble(problem)}")


def gathered(outcomes: "Iterator[Outcome]", total: int, *, keeps: bool) -> "tuple[list[Outcome], Exit]":
    """Return the outcomes, if they are to be kept, and the exit code that they ask for."""
    from zi_score.evaluation.result import Failure

    found: list[Outcome] = []
    worst, count = Exit.DONE, 0
    try:
        for outcome in outcomes:
            count += 1
            if isinstance(outcome, Failure):
                worst = max(worst, Exit.FAULT if outcome.findings[0].name == "program-fault" else Exit.UNREADABLE)
            if keeps:
                found.append(outcome)
    except KeyboardInterrupt:
        message = _("stopped: {count} of {total} workbooks were done; no report was written.")
        typer.echo(f"zi-score: {message.format(count=count, total=total)}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    except OSError as problem:
        fail(
            Exit.USAGE,
            f"{f'--report {problem.filename}' if problem.filename else _('standard output')}: {trouble(problem)}",
        )
    return found, worst


def not_ranked(found: "Sequence[Outcome]", meant: "Meant", others: "tuple[OtherFile, ...]") -> "NotRanked":
    """Return what there is beside the workbooks that were ranked."""
    from zi_score.rekap.ranking import NotRanked
    from zi_score.rekap.received import awaited, unlisted

    missing = awaited(found, meant.submitted, meant.expected)
    return NotRanked(tuple(missing), tuple(unlisted(found, meant.submitted, meant.expected)), others)
