"""A path in place of a command: which it is, and names with blanks that a shell has taken apart."""

import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from glob import has_magic
from itertools import takewhile
from pathlib import Path

from zi_score.cli.paths import WORKBOOKS
from zi_score.law.portalrb import SUFFIX

_MOST_WORDS = 12
"""Words of a name at most that are put together again."""

_LISTS = (".csv", ".tsv")


def with_command(arguments: Sequence[str], at: int, commands: Sequence[str], default: str) -> list[str]:
    """Return arguments with a command in front of the paths that stand in its place; others as they are.

    Args:
        arguments: those of the program.
        at: where the first of them stands that is no option.
        commands: all commands.
        default: the command that may be left out.

    >>> with_command(["lke.xlsx", "-q"], 0, ["check"], "judge")
    ['judge', 'lke.xlsx', '-q']
    >>> with_command(["chek", "lke.xlsx"], 0, ["check"], "judge")
    ['chek', 'lke.xlsx']
    """
    before, words = list(arguments[:at]), list(takewhile(lambda word: not word.startswith("-"), arguments[at:]))
    if words[0] in commands or not _are_paths(words, commands):
        return list(arguments)
    return [*before, default, *_joined(words), *arguments[at + len(words) :]]


def _are_paths(words: Sequence[str], commands: Sequence[str]) -> bool:
    """Whether words are paths: the first is one, or begins one; what is nearly a command is none."""
    first = words[0]
    if _is_path(first) or _length(words) > 1:
        return True
    return any(map(_looks_like_one, words[1:])) and not get_close_matches(first, commands)


def _is_path(word: str) -> bool:
    return os.path.lexists(word) or _looks_like_one(word)


def _looks_like_one(word: str) -> bool:
    named = Path(word).suffix.lower() in (*WORKBOOKS, SUFFIX, *_LISTS)
    return named or has_magic(word) or any(mark in word for mark in (os.sep, os.altsep, "/") if mark)


def _joined(words: Sequence[str]) -> Iterator[str]:
    """Yield paths; words that are a file's name only together, together."""
    left = list(words)
    while left:
        length = _length(left) or _to_ending(left)
        yield " ".join(left[:length])
        del left[:length]


def _length(words: Sequence[str]) -> int:
    """Return how many words are the name of what is there; 0 if none are."""
    if os.path.lexists(words[0]):
        return 1
    most = min(len(words), _MOST_WORDS)
    return next((n for n in range(most, 1, -1) if os.path.lexists(" ".join(words[:n]))), 0)


def _to_ending(words: Sequence[str]) -> int:
    """Return up to where words may have been one name: to the first that ends as a workbook does."""
    if _looks_like_one(words[0]):
        return 1
    return next((n for n, word in enumerate(words, start=1) if _looks_like_one(word)), 1)
