"""What people mistype in the files of a ruleset, known by the line that breaks off, and what to type instead."""

from collections.abc import Iterator
from pathlib import Path

from zi_score.law.whole.words import quoted
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

_QUOTED = pattern(r'"(?:[^"\\]|\\.)*"')
_CURLY = pattern("[\u201c\u201d\u201e\u2018\u2019]")
_COMMA = pattern(r"(?<![\d\w.-])(\d+),(\d+)(?![\d\w-])")
_PERCENT = pattern(r"(\d+(?:[.,]\d+)?) ?%")
_DATE = pattern(r"(?<!\d)(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?!\d)")
_VALUE = pattern(r"(?P<key>[\w.-]+)\s*=\s*(?P<value>[^\W\d][^#]*?)\s*(?:#.*)?")


def advice_on(line: str, before: str, *, is_toml: bool) -> str | None:
    """Return what to type in place of a line at which a file breaks off; None where that is not known.

    Args:
        line: the line.
        before: the one before it that is not blank.
        is_toml: whether the file is TOML, else JSON.

    """
    bare = _QUOTED.sub("", line)
    found = (_curly(line), _date(bare), _percent(bare), _comma(bare), _open_quote(bare))
    known = next((each for each in found if each), None)
    if known:
        return known
    return _bare_text(line) if is_toml else _missing_comma(line, before)


def _curly(line: str) -> str | None:
    match = _CURLY.search(line)
    return _('straight quotes (") in place of {found}').format(found=match[0]) if match else None


def _date(bare: str) -> str | None:
    if not (match := _DATE.search(bare)):
        return None
    day, month, year = match.groups()
    return _("{date}: year, month, day").format(date=f"{year}-{int(month):02}-{int(day):02}")


def _percent(bare: str) -> str | None:
    if not (match := _PERCENT.search(bare)):
        return None
    share = float(match[1].replace(",", ".")) / 100
    return _("{share} for {found}").format(share=f"{share:g}", found=match[0])


def _comma(bare: str) -> str | None:
    match = _COMMA.search(bare)
    return _("{number}, with a point").format(number=f"{match[1]}.{match[2]}") if match else None


def _open_quote(bare: str) -> str | None:
    return _('a closing quote (")') if bare.count('"') % 2 else None


def _bare_text(line: str) -> str | None:
    match = _VALUE.fullmatch(line.strip())
    return f'{match["key"]} = "{match["value"]}"' if match else None


def _missing_comma(line: str, before: str) -> str | None:
    """Return that a comma is missing behind the line before, or is too many there."""
    ends, begins = before.rstrip()[-1:], line.strip()[:1]
    if begins in ('"', "{", "[") and ends not in (",", "{", "[", ":", ""):
        return _("a comma behind {text}").format(text=quoted(before.strip()))
    if begins in ("}", "]") and ends == ",":
        return _("no comma behind {text}").format(text=quoted(before.strip()))
    return None


def another_kind(content: bytes) -> tuple[str, str] | None:
    """Return what a file is in place of a text in UTF-8, and what to do about it; None if that is not known."""
    if content.startswith(b"PK"):
        return _("a workbook"), _("a text; a workbook of rules is named itself: --ruleset RULES.xlsx")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("a text in UTF-16"), _("a text in UTF-8 (in Notepad: Save as, Encoding: UTF-8)")
    return None


def beside(path: Path) -> Iterator[str]:
    """Yield the names of files that lie where one is missing, and were meant to be it."""
    for ending in (".txt", ".toml", ".json", ".xlsx"):
        if path.with_name(path.name + ending).is_file():
            yield path.name + ending
