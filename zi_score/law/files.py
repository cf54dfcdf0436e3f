"""The two files of a ruleset as text and as data."""

import json
from decimal import Decimal
from pathlib import Path

from zi_score.model.toml import parsed_toml

RULES, TREE = "rules.toml", "lke.json"
TREE_KEYS = frozenset({"sections", "indicators"})


def content_of(folder: Path) -> dict[str, object]:
    """Return what the two files of a ruleset say together.

    Raises:
        OSError: a file cannot be opened.
        ValueError: a file is not in its format, says what belongs into the other, or holds what cannot be printed.
        RecursionError: a file is nested beyond all measure.

    """
    contents: list[dict[str, object]] = []
    for file in (RULES, TREE):
        text = text_of(folder / file)
        contents.append(parsed(file, text))
        is_doubtful = "\\" in text or not text.replace("\n", "").replace("\t", "").isprintable()
        if is_doubtful and not _is_printable(contents[-1]):
            raise ValueError
    rules, tree = contents
    if TREE_KEYS & rules.keys() or tree.keys() - TREE_KEYS:
        raise ValueError
    return rules | tree


def text_of(path: Path) -> str:
    """Return what stands in a file, without the mark with which editors of Windows begin it."""
    return path.read_text(encoding="utf-8").removeprefix("\ufeff")


def parsed(file: str, text: str) -> dict[str, object]:
    """Return what the text of one file says; raises as ``content_of``."""
    if file == RULES:
        return parsed_toml(text)
    content = json.loads(text, parse_float=Decimal, object_pairs_hook=_object)
    if not isinstance(content, dict):
        raise ValueError  # noqa: TRY004 - the file is at fault, not the program
    return content


class DoubleKey(ValueError):  # noqa: N818 - the name says what was found
    """A key that stands twice in an object; nobody knows which of the two is meant."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) != len(pairs):
        keys = [key for key, _value in pairs]
        double = next(key for key in keys if keys.count(key) > 1)
        raise DoubleKey(".".join(str(part) for part in (content.get("code"), double) if part))
    return content


def _is_printable(part: object) -> bool:
    """Whether all texts can be shown anywhere: no control characters, no marks that turn the direction of writing."""
    if isinstance(part, str):
        return part.isprintable() or printable(part) == part
    if isinstance(part, dict):
        return all(map(_is_printable, part)) and all(map(_is_printable, part.values()))
    return all(map(_is_printable, part)) if isinstance(part, list) else True


def printable(text: str) -> str:
    """Return a text without what cannot be printed; lines may end and be indented."""
    return "".join(char for char in text if char.isprintable() or char in "\n\t")
