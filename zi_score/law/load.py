"""Rulesets by id, or from a folder of somebody's own.

Loading a folder proves that it is whole: weights add up at every node, codes are unique, scales,
inputs, facts and sources exist. Those of the program are proved by its tests.
"""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from zi_score.law import ratio
from zi_score.law import ruleset as models
from zi_score.law.cited import Law
from zi_score.law.fault import Fault, RulesetError
from zi_score.law.files import RULES, TREE, content_of
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _
from zi_score.model.ready import SUFFIX, prepared, ready

DEFAULT_RULESET = "permenpanrb-90-2021"
MODELS = tuple(
    each for each in (vars(ratio) | vars(models)).values() if isinstance(each, type) and issubclass(each, Law)
)
"""All that a ruleset is made of."""

RULESETS = Path(__file__).parents[1] / "rulesets"
"""Folder of what the program knows of regulations."""


@cache
def built_in_rulesets() -> tuple[str, ...]:
    """Ids of the rulesets that come with the program."""
    return tuple(sorted(folder.name for folder in RULESETS.iterdir() if (folder / "rules.toml").is_file()))


def built_in_folder(id_: str) -> Path:
    """Return the folder of a ruleset that comes with the program."""
    return RULESETS / id_


def load_ruleset(ruleset: str | Path = DEFAULT_RULESET) -> Ruleset:
    """Load a ruleset by its id, or from a folder of your own, which is proved to be whole.

    >>> load_ruleset("permenpanrb-90-2021").nodes["A.I.1"].weight
    Fraction(4, 1)

    Raises:
        RulesetError: there is no such ruleset, or it is not whole.

    """
    return _loaded(ruleset)


@cache
def _loaded(ruleset: str | Path) -> Ruleset:
    is_built_in = ruleset in built_in_rulesets()
    folder = built_in_folder(str(ruleset)) if is_built_in else Path(ruleset)
    if not any(os.path.exists(folder / file) for file in (RULES, TREE)):  # noqa: PTH110 - it never fails
        raise RulesetError(
            _(
                "{ruleset}: no such ruleset; built in are {built_in}, or give a folder with rules.toml and lke.json, "
                "or a workbook of rules."
            ).format(ruleset=ruleset, built_in=", ".join(built_in_rulesets()))
        )
    if is_built_in and isinstance(found := ready(*_prepared(folder)), Ruleset):
        return found
    try:
        loaded = Ruleset.model_validate(content_of(folder))
    except (OSError, ValueError, RecursionError) as problem:
        from zi_score.law.whole.files import faults_of_files  # noqa: PLC0415 - only a broken ruleset needs it

        raise RulesetError.of(folder, faults_of_files(folder)) from problem
    if not is_built_in and (faults := own_faults(loaded)):
        raise RulesetError.of(folder, faults)
    return loaded


def _prepared(folder: Path) -> tuple[Path, tuple[Path, ...], tuple[type[Law], ...]]:
    """Return where a built-in ruleset is ready to load, and what it was made of."""
    return folder / f"lke{SUFFIX}", (folder / RULES, folder / TREE), MODELS


def prepared_rulesets() -> Iterator[tuple[Path, str]]:
    """Yield what a build writes, and where: each built-in ruleset, validated."""
    for id_ in built_in_rulesets():
        path, sources, kinds = _prepared(built_in_folder(id_))
        yield path, prepared(Ruleset.model_validate(content_of(built_in_folder(id_))), sources, kinds)


def own_faults(ruleset: Ruleset) -> list[Fault]:
    """Return all that keeps a ruleset of somebody's own from being used."""
    from zi_score.law.whole import faults_of  # noqa: PLC0415 - the rulesets of the program do without it

    faults = list(faults_of(ruleset))
    if ruleset.id in built_in_rulesets() and ruleset != load_ruleset(ruleset.id):
        expected = _("an id of its own, as it is not the built-in ruleset of this id")
        faults.insert(0, Fault(RULES, "id", ruleset.id, expected))
    return faults
