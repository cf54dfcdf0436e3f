"""What keeps the files of a ruleset from being taken as they are: format, keys, kinds of values."""

from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zi_score.law.fault import Fault
from zi_score.law.files import RULES, TREE, TREE_KEYS, parsed, printable, text_of
from zi_score.law.ruleset import Ruleset
from zi_score.law.whole import faults_of
from zi_score.law.whole.format import broken
from zi_score.law.whole.kinds import Loc, misfit, order_of, place_of
from zi_score.law.whole.words import one_of
from zi_score.model.language import translate as _

Content = dict[str, Any]


def faults_of_files(folder: Path) -> tuple[Fault, ...]:
    """Return all that can be said of a ruleset whose files cannot be taken as they are.

    What the values mean together is proved only where every value is of its kind; unknown keys and
    missing sources do not hinder that.
    """
    faults: list[Fault] = []
    contents: dict[str, Content] = {}
    for file in (RULES, TREE):
        try:
            contents[file] = parsed(file, text_of(folder / file))
        except (OSError, ValueError, RecursionError) as problem:
            faults.append(broken(folder / file, problem))
        else:
            faults += _in_wrong_file(file, contents[file])
            faults += unprintable(file, contents[file])
    faults += faults_of_values(contents)
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: fault.file != RULES))


def _in_wrong_file(file: str, content: Content) -> Iterator[Fault]:
    for key in content:
        if file == RULES and key in TREE_KEYS:
            yield Fault(file, key, _("the question tree"), _("it in {file}").format(file=TREE))
        if file == TREE and key not in TREE_KEYS:
            yield Fault(file, key, _("an unknown key"), one_of(sorted(TREE_KEYS)))


def unprintable(file: str, content: Content) -> Iterator[Fault]:
    """Yield texts of a file that hold what cannot be printed."""
    for loc, text in _texts(content, ()):
        if not text.isprintable() and (wrong := [char for char in text if not printable(char)]):
            key = place_of(content, loc)
            yield Fault(file, key, f"U+{ord(wrong[0]):04X}", _("text without control characters"))


def _texts(part: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    if isinstance(part, str):
        yield loc, part
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield loc, key
            yield from _texts(value, (*loc, key))
    elif isinstance(part, Sequence):
        for number, value in enumerate(part):
            yield from _texts(value, (*loc, number))


def faults_of_values(contents: Mapping[str, Content]) -> Iterator[Fault]:
    """Yield what is wrong with the values of the files that could be read, by the names of the files."""
    rules = {key: value for key, value in contents.get(RULES, {}).items() if key not in TREE_KEYS}
    tree = {key: value for key, value in contents.get(TREE, {}).items() if key in TREE_KEYS}
    whole = rules | tree
    try:
        yield from faults_of(Ruleset.model_validate(whole))
    except ValidationError as problem:
        errors = sorted(problem.errors(), key=lambda error: order_of(whole, error["loc"]))
        for error in errors:
            file = TREE if error["loc"][0] in TREE_KEYS else RULES
            if file in contents:
                yield Fault(file, *misfit(whole, error))
        if len(contents) == len((RULES, TREE)) and _mend(whole := deepcopy(whole), errors):
            yield from faults_of_values({RULES: whole, TREE: whole})


def _mend(content: Content, errors: Sequence[Any]) -> bool:
    """Take out what does not hinder a proof: unknown keys, missing sources. Say whether that is all."""
    for error in errors:
        *above, key = error["loc"]
        part: Any = content
        for step in above:
            part = part[step]
        if error["type"] == "extra_forbidden":
            del part[key]
        elif error["type"] == "missing" and key == "source" and isinstance(content.get("source"), str):
            part["source"] = content["source"]
        else:
            return False
    return True
