"""Rulesets as people name them: an id, a folder of their own, or a workbook of rules."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zi_score.law import load
from zi_score.law.fault import Fault, RulesetError
from zi_score.law.files import RULES, TREE
from zi_score.law.frame import Replacement
from zi_score.law.load import DEFAULT_RULESET
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Unreadable
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from zi_score.law.sheets.content import Reading
    from zi_score.law.sheets.printed_form import PrintedForm
    from zi_score.model.submission import Grid
    from zi_score.reading.file.look import File


VARIABLE = "ZI_SCORE_RULESETS"
"""What names rulesets of one's own by which workbooks may be recognised: folders of rulesets, rulesets, workbooks."""

_CANDIDATES: ContextVar[Mapping[str, Ruleset] | None] = ContextVar("candidates", default=None)
"""Rulesets that one call of the library is about, in place of those that the environment names."""


def use_rulesets(rulesets: Iterable[str | Path]) -> None:
    """Let workbooks be recognised by rulesets of your own, too, in this process and those that it starts.

    Args:
        rulesets: folders and workbooks of rulesets, or folders that hold several; nothing for those of the program.

    Raises:
        RulesetError: one of them cannot be used, or two have one id.

    """
    os.environ[VARIABLE] = os.pathsep.join(["", *map(str, rulesets)])
    own_rulesets()


@contextmanager
def candidates(rulesets: Sequence[Ruleset | str | Path]) -> Iterator[None]:
    """Let workbooks be recognised by these rulesets for a while, in this thread; of none, everything stays as it is.

    >>> with candidates(["permenpanrb-90-2021", "permenpanrb-52-2014"]):
    ...     [each.id for each in known_rulesets()]
    ['permenpanrb-90-2021', 'permenpanrb-52-2014']

    Raises:
        RulesetError: as ``use_rulesets``.

    """
    before = _CANDIDATES.set(_own_rulesets(tuple(rulesets)) if rulesets else _CANDIDATES.get())
    try:
        yield
    finally:
        _CANDIDATES.reset(before)


def is_from_environment(id_: str) -> bool:
    """Whether a ruleset is one that the environment named, not an option or a program: few people know of it."""
    named = "" if _CANDIDATES.get() is not None else os.environ.get(VARIABLE, "")
    if not named:
        return False
    return not named.startswith(os.pathsep) and id_ in own_rulesets()


def own_rulesets() -> Mapping[str, Ruleset]:
    """Return the rulesets of somebody's own that workbooks may follow, by their ids; raises as ``use_rulesets``."""
    if (meant := _CANDIDATES.get()) is not None:
        return meant
    named = os.environ.get(VARIABLE, "")
    return _own_rulesets(tuple(path for path in named.split(os.pathsep) if path)) if named else {}


@cache
def _own_rulesets(named: tuple[Ruleset | str | Path, ...]) -> Mapping[str, Ruleset]:
    found: dict[str, tuple[Path | str, Ruleset]] = {}
    for place, loaded in (each for ruleset in named for each in _loaded(ruleset)):
        if loaded.id in found:
            told = _("{first} and {second} have the same id, {id}; give one of them another.")
            raise RulesetError(told.format(first=found[loaded.id][0], second=place, id=loaded.id))
        found[loaded.id] = place, loaded
    return {id_: loaded for id_, (_place, loaded) in found.items() if id_ not in load.built_in_rulesets()}


def _loaded(named: Ruleset | str | Path) -> Iterator[tuple[Path | str, Ruleset]]:
    """Yield the rulesets of somebody's own that were named, and where they stand; not an id of the program's."""
    if isinstance(named, Ruleset):
        yield named.title, named
    elif named not in load.built_in_rulesets():
        yield from ((place, _load(place)) for place in _places(Path(named)))


def _places(path: Path) -> list[Path]:
    """Return the rulesets that a path names: itself, or those in it."""
    if path.is_file() or (path / RULES).is_file():
        return [path]
    try:
        inside = sorted(path.iterdir())
    except OSError as problem:
        told = _("{variable}: {path}: {problem}").format(variable=VARIABLE, path=path, problem=trouble(problem))
        raise RulesetError(told) from problem
    return [
        each for each in inside if (each / RULES).is_file() or (each.suffix == ".xlsx" and each.name[0] not in "~.")
    ]


def known_rulesets() -> Iterator[Ruleset]:
    """Yield the regulations by which workbooks may be recognised: the current one first, one's own last."""
    yield load_ruleset()
    yield from (load_ruleset(id_) for id_ in load.built_in_rulesets() if id_ != DEFAULT_RULESET)
    yield from own_rulesets().values()


def load_ruleset(ruleset: str | Path = DEFAULT_RULESET) -> Ruleset:
    """Load a ruleset by its id, from a folder of your own, or from a workbook of rules; it is proved to be whole.

    An id may be that of a ruleset which ``use_rulesets`` named.

    >>> load_ruleset("permenpanrb-90-2021").nodes["A.I.1"].weight
    Fraction(4, 1)

    Raises:
        RulesetError: there is no such ruleset, or it is not whole.

    """
    own = own_rulesets() if isinstance(ruleset, str) else {}
    loaded = own[str(ruleset)] if ruleset in own else _load(ruleset)
    return _ended(loaded, own) if own else loaded


def _ended(ruleset: Ruleset, own: Mapping[str, Ruleset]) -> Ruleset:
    """Return a regulation of the program as one that a ruleset of somebody's own replaced, if one did."""
    new = next((each for each in own.values() if each.replaces == ruleset.id), None)
    if new is None or new.in_force_from is None:
        return ruleset
    by = Replacement(by=new.title, source=new.id)
    sources = ruleset.sources | {new.id: new.citation(new)}
    last = new.in_force_from - timedelta(days=1)
    return ruleset.model_copy(update={"replaced": by, "in_force_until": last, "sources": sources})


def _load(ruleset: str | Path) -> Ruleset:
    return read_rules(ruleset)[0] if is_rules_workbook(ruleset) else load.load_ruleset(ruleset)


def unusual_in(ruleset: str | Path) -> Iterator[Fault]:
    """Yield what is unusual in a ruleset that is whole, with the cells of a workbook; raises as ``load_ruleset``."""
    from zi_score.law.whole.unusual import warnings_of  # noqa: PLC0415 - only the check of rules needs it

    if is_rules_workbook(ruleset):
        loaded, reading = read_rules(ruleset)
        yield from map(reading.placed, warnings_of(loaded))
    else:
        yield from warnings_of(load.load_ruleset(ruleset))


def is_rules_workbook(ruleset: str | Path) -> bool:
    """Whether a ruleset is a file rather than an id or a folder."""
    try:
        return Path(ruleset).is_file()
    except (OSError, ValueError):
        return False


def head_part(path: str | Path) -> str | None:
    """Return the part of a workbook of rules that holds the sheet of single values, if it is an .xlsx."""
    from zi_score.law.sheets.form import RULES_SHEET  # noqa: PLC0415 - only such workbooks need it
    from zi_score.reading.file.behind import Package  # noqa: PLC0415 - as above
    from zi_score.reading.file.guard import file_content, safe  # noqa: PLC0415 - as above

    return Package(safe(file_content(path), str(path))).part(RULES_SHEET.name)


def printed_rules(path: str | Path, own: str) -> PrintedForm | None:
    """Return what an official form prints of its rules; None for a workbook of rules.

    Args:
        path: the workbook.
        own: id of the ruleset that is made of it.

    Raises:
        RulesetError: it is no workbook, or none with the headings of a form.

    """
    from zi_score.law.sheets.printed_form import read_printed_form  # noqa: PLC0415 - only official forms need it
    from zi_score.reading.layout.printed import printed_columns  # noqa: PLC0415 - as above

    grids = {grid.sheet: grid for grid in _grids(path)}
    if _missing(grids) != _needed():
        return None
    columns = printed_columns(str(path), tuple(grids.values()))
    return read_printed_form(grids[columns.sheet].rows, columns, own)


def _needed() -> list[str]:
    from zi_score.law.sheets.form import SHEETS  # noqa: PLC0415 - only workbooks need it

    return [each.name for each in SHEETS if each.needed]


def _missing(sheets: Iterable[str]) -> list[str]:
    named = {name.strip().casefold() for name in sheets}
    return [name for name in _needed() if name.casefold() not in named]


def _grids(path: str | Path, work: Callable[[File], list[Grid]] | None = None) -> list[Grid]:
    from zi_score.reading.file.grid import all_grids  # noqa: PLC0415 - only workbooks need it
    from zi_score.reading.file.guard import file_content, read  # noqa: PLC0415 - as above

    try:
        return read(str(path), file_content(path), work or all_grids)
    except Unreadable as problem:
        raise RulesetError(problem.finding.message) from problem


def _as_written(file: File) -> list[Grid]:
    """Return the sheets of a workbook, with the formula itself where nobody knows what it gives."""
    from zi_score.law.sheets.table import Uncalculated  # noqa: PLC0415 - only workbooks need it
    from zi_score.model.formula import position  # noqa: PLC0415 - as above
    from zi_score.reading.cells.uncomputed import Uncomputed  # noqa: PLC0415 - as above
    from zi_score.reading.file.behind import Package  # noqa: PLC0415 - as above
    from zi_score.reading.file.grid import all_grids  # noqa: PLC0415 - as above

    grids, package = all_grids(file), Package(file)
    uncomputed = Uncomputed(package, grids, {})
    unknown = [
        (grid, at, formula)
        for grid in grids
        for cell, formula in package.behind(grid.sheet).formulas.items()
        if (at := position(cell)) and uncomputed.at(grid, *at)
    ]
    for grid, at, formula in unknown:
        grid.put(*at, Uncalculated(formula))
    return grids


@cache
def read_rules(path: str | Path) -> tuple[Ruleset, Reading]:
    """Return the ruleset of a workbook, and how it was read: the cells of its values, the codes that moved on.

    Raises:
        RulesetError: it is no workbook, or the ruleset in it is not whole.

    """
    from zi_score.law.sheets.load import ruleset_of_sheets  # noqa: PLC0415 - only such workbooks need it

    name = Path(path).name
    if name in (RULES, TREE):
        told = _("{path}: that is a file of a ruleset; give the folder in which {rules} and {tree} stand.")
        raise RulesetError(told.format(path=path, rules=RULES, tree=TREE))
    sheets = {grid.sheet: grid.rows for grid in _grids(path, _as_written)}
    if (missing := _missing(sheets)) == _needed():
        told = _("{path}: no workbook of rules; it has none of the sheets {sheets}. zi-score rules init makes one.")
        raise RulesetError(told.format(path=path, sheets=", ".join(missing)))
    return ruleset_of_sheets(str(path), sheets)
