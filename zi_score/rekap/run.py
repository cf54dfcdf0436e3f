"""Many workbooks, evaluated one by one in processes of their own; each gives a standing or a failure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from zi_score.evaluation.result import Failure
from zi_score.law.folder import fingerprint
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Unreadable, finding
from zi_score.model.language import current_language, use_language
from zi_score.model.worksheet import Assessor, Unit, Worksheet
from zi_score.pipeline import (
    OneLaw,
    evaluated,
    facts_for,
    failure,
    fault,
    known_facts,
    named_ruleset,
    narrowed,
    worksheet_of,
)
from zi_score.reading.apart import MOST_SECONDS, hold_to_limits
from zi_score.reading.file.guard import file_content
from zi_score.reading.portalrb.lists import lists_digest
from zi_score.reading.rulesets import candidates, own_rulesets
from zi_score.rekap.cache import Cache, digest_of, key_of
from zi_score.rekap.received import completed
from zi_score.rekap.submitted import Submitted
from zi_score.rekap.unit_line import UnitLine, line_of
from zi_score.rekap.workers import Lost, worked

_RECOGNISED = "recognised"
_OTHER_RULES = "form-names-other-rules"
"""Stands for all built-in regulations in the key of a result that was asked for without naming one."""

_COMPUTED = {"findings": {"__all__": {"message", "tip", "citation"}}}
"""What a finding says follows from its details, and is said anew in the language of the reader."""


@dataclass(frozen=True)
class Settings:
    """What holds for every workbook of a batch.

    Without a ``ruleset`` that of each workbook is recognised, of ``candidates`` too; ``as_json`` asks for the
    evaluation contract of every workbook too; ``cache`` is the folder in which results are kept; ``sheet`` the
    name of the sheet to read, where workbooks hold several LKE; ``column`` and ``year`` say which column,
    where an assessor has several, and ``compute`` whether answers that are formulas without result are computed.
    With an ``assessor`` these answers alone count. ``expected`` are lines of lists that name no workbook: they say of
    the workbook of their unit what other lines say of theirs.
    """

    ruleset: OneLaw | None = None
    candidates: tuple[OneLaw, ...] = ()
    as_json: bool = False
    cache: str | None = None
    language: str | None = None
    sheet: str | None = None
    column: str | None = None
    year: int | None = None
    compute: bool = True
    assessor: Assessor | None = None
    expected: tuple[Submitted, ...] = ()


@dataclass(frozen=True)
class Done:
    """What became of a workbook; ``json`` is its evaluation (or failure) in one line, if asked for."""

    outcome: UnitLine | Failure
    json: str | None = None


def evaluate_all(submitted: Sequence[Submitted], settings: Settings | None = None, *, jobs: int = 1) -> Iterator[Done]:
    """Yield what becomes of each workbook, in the order given, as soon as it is known.

    Args:
        submitted: the workbooks.
        settings: what holds for all of them.
        jobs: number of processes.

    >>> [done.outcome.verdict for done in evaluate_all([Submitted("worksheets/valid/wbk.xlsx")])]
    ['WBK']
    """
    chosen = settings or Settings()
    spoken = replace(chosen, language=chosen.language or current_language())
    work = partial(evaluate_one, spoken)
    for done in worked(work, submitted, jobs, seconds=MOST_SECONDS, prepared=hold_to_limits):
        yield _done(lost(done.thing.path, done), spoken) if isinstance(done, Lost) else done


def evaluate_one(settings: Settings, submitted: Submitted) -> Done:
    """Evaluate one workbook; whatever happens is a result."""
    use_language(settings.language or current_language())
    try:
        content = file_content(submitted.path)
        with candidates(settings.candidates):
            return _known(settings, submitted, content) or _evaluated(settings, submitted, content)
    except Unreadable as problem:
        return _done(failure(problem, submitted.path), settings)
    except Exception as problem:  # noqa: BLE001 - one workbook must not end the batch
        return _done(fault(problem, submitted.path), settings)


def _evaluated(settings: Settings, submitted: Submitted, content: bytes) -> Done:
    rules, worksheet = _by_its_rules(settings, submitted, content)
    said = completed(submitted, worksheet.unit, settings.expected)
    found = evaluated(worksheet, rules, known_facts(worksheet, rules, facts_for(rules, said.facts)))
    found = narrowed(found, settings.assessor) if settings.assessor else found
    evaluation = found.model_copy(update={"unit": unit_of(found.unit, said)})
    standing = line_of(evaluation, hashlib.sha256(content).hexdigest())
    text = evaluation.model_dump_json() if settings.as_json else None
    if settings.cache:
        cache, key = Cache(settings.cache), _key(settings, submitted, content)
        cache.put(key, standing.model_dump_json(exclude=_COMPUTED).encode())
        if text is not None:
            cache.put(_spoken(key, settings), text.encode())
    return Done(standing, text)


def _by_its_rules(settings: Settings, submitted: Submitted, content: bytes) -> tuple[Ruleset, Worksheet]:
    """Read a workbook by the ruleset asked for, else by the one that it names itself, else by that of the list."""
    if settings.ruleset or submitted.ruleset is None:
        return _read(settings, submitted, content, settings.ruleset)
    try:
        found = _read(settings, submitted, content, submitted.ruleset)
    except Unreadable:
        return _read(settings, submitted, content, None)
    names_another = any(each.name == _OTHER_RULES for each in found[1].findings)
    return _read(settings, submitted, content, None) if names_another else found


def _read(
    settings: Settings, submitted: Submitted, content: bytes, ruleset: OneLaw | None
) -> tuple[Ruleset, Worksheet]:
    return worksheet_of(
        content,
        ruleset,
        sheet=settings.sheet,
        column=settings.column,
        year=settings.year,
        compute=settings.compute,
        path=submitted.path,
    )


def _known(settings: Settings, submitted: Submitted, content: bytes) -> Done | None:
    """Return what a cache holds of exactly this."""
    if not settings.cache:
        return None
    cache, key = Cache(settings.cache), _key(settings, submitted, content)
    kept = cache.get(key)
    text = cache.get(_spoken(key, settings)) if settings.as_json else b""
    if kept is None or text is None:
        return None
    try:
        return Done(UnitLine.model_validate_json(kept), text.decode() or None)
    except ValueError:  # somebody wrote into the cache
        return None


def _key(settings: Settings, submitted: Submitted, content: bytes) -> str:
    said = [submitted.unit, submitted.agency, submitted.target, submitted.ruleset]
    how = [settings.sheet, settings.column, settings.year, settings.compute, settings.assessor]
    facts = {key: str(value) for key, value in sorted(submitted.facts.items())}
    lists = [repr(each) for each in settings.expected]
    return key_of_workbook(submitted.path, content, settings.ruleset, json.dumps([*said, *how, facts, lists]))


def key_of_workbook(path: str, content: bytes, ruleset: OneLaw | None, *asked: str) -> str:
    """Return the key of what follows from a workbook, its name, a regulation (None: that of the workbook), and this."""
    rules = named_ruleset(ruleset)
    return key_of(
        hashlib.sha256(content).hexdigest(),
        rules.id if rules else _RECOGNISED,
        digest_of(Path(ruleset)) if isinstance(ruleset, str | Path) else fingerprint(ruleset) if ruleset else "",
        path,
        lists_digest(path),
        *(fingerprint(each) for each in own_rulesets().values()),
        *asked,
    )


def _spoken(key: str, settings: Settings) -> str:
    return f"{key}.{settings.language}.json"


def unit_of(unit: Unit, submitted: Submitted) -> Unit:
    """Return the unit with what the list of workbooks says of it."""
    given = {"name": submitted.unit, "agency": submitted.agency, "target": submitted.target}
    named = {} if submitted.unit is None else {"named_by_file": False}
    return unit.model_copy(update=named | {key: value for key, value in given.items() if value is not None})


def lost(path: str, what: Lost[Any]) -> Failure:
    """Return as a result that a workbook's process died, or did not come to an end in time."""
    told = (
        finding("reading-took-too-long", path=path, seconds=MOST_SECONDS)
        if what.is_late
        else finding("process-lost", path=path)
    )
    return failure(Unreadable(told), path)


def _done(failed: Failure, settings: Settings) -> Done:
    return Done(failed, failed.model_dump_json() if settings.as_json else None)
