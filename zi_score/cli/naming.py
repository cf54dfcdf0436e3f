"""What files are called that nobody named: after the workbook, beside it or below a folder, each name once."""

import os
import unicodedata
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from zi_score.reading.request import as_text

LETTER, REPORT, BRIEF, COPY = "lhe", "laporan", "ringkas", "temuan"
"""What stands behind the name of a workbook; the same in every language, as programs look for it."""

_LONGEST = 160
"""Bytes of a name at most, so that there is room for what stands behind it."""


def word_of(suffix: str, *, one_page: bool = False) -> str:
    """Return what a report in the format of an ending is, or one of one page in any.

    >>> word_of(".docx"), word_of(".html")
    ('lhe', 'laporan')
    """
    if one_page:
        return BRIEF
    return LETTER if suffix in (".docx", ".pdf") else REPORT


def derived(path: str, word: str, suffix: str = "") -> Path:
    """Return what is written beside a workbook or folder if no name is given.

    >>> derived("kiriman/lke.xlsx", "lhe", ".docx").as_posix(), derived("kiriman/", "temuan").as_posix()
    ('kiriman/lke-lhe.docx', 'kiriman-temuan')
    """
    plain = Path(os.path.normpath(path))
    if plain.name in {"", os.pardir}:  # a folder by another name than its own
        plain = Path(os.path.abspath(plain))  # noqa: PTH100 - without following links
    stem = plain.name if os.path.isdir(plain) else plain.stem  # noqa: PTH112 - unlike Path, it never fails
    return plain.parent / (f"{cut(stem)}-{word}{suffix}" if stem else f"{word}{suffix}")


def distinct(paths: Iterable[str]) -> dict[str, str]:
    """Return a name for each workbook: its own, with the folder in front where two are the same, else with a number.

    Some systems do not tell A from a in names of files, nor ways to write an accent.

    >>> distinct(["a/LKE.xlsx", "b/lke.xlsx", "b/lke.xls", "b/balai.xlsx"])
    {'a/LKE.xlsx': 'a LKE', 'b/lke.xlsx': 'b lke', 'b/lke.xls': 'b lke 2', 'b/balai.xlsx': 'balai'}
    """
    plain = {as_text(path): _plain(Path(path).stem) for path in paths}
    times = Counter(_key(name) for name in plain.values())
    found: dict[str, str] = {}
    taken: set[str] = set()
    for path, name in plain.items():
        folder = _plain(Path(os.path.realpath(path)).parent.name)
        wanted = name if times[_key(name)] == 1 else f"{folder} {name}".strip()
        found[path] = _free(cut(wanted) or "lke", taken)
        taken.add(_key(found[path]))
    return found


def _free(name: str, taken: set[str]) -> str:
    """Return a name with the first number behind it that makes it one that is not taken."""
    number = 1
    while _key(told := name if number == 1 else f"{name} {number}") in taken:
        number += 1
    return told


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _plain(name: str) -> str:
    """Return a name without signs that nobody sees."""
    return "".join(char if char.isprintable() else "_" for char in as_text(name)).strip()


def cut(name: str) -> str:
    """Return a name that leaves room for what stands behind it; one that is short enough as it is.

    >>> cut("lke zi"), len(cut("l" * 250))
    ('lke zi', 160)
    """
    if len(os.fsencode(name)) <= _LONGEST:
        return name
    return os.fsencode(name)[:_LONGEST].decode(errors="ignore").strip()
