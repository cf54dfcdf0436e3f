"""Why a file of a ruleset cannot be read at all, and at which line and column it breaks off."""

import json
import re
import tomllib
from pathlib import Path

from zi_score.law.fault import Fault
from zi_score.law.files import DoubleKey, text_of
from zi_score.law.whole.slips import advice_on, another_kind, beside
from zi_score.law.whole.words import quoted
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.trouble import trouble

_PLACE = pattern(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def broken(path: Path, problem: Exception) -> Fault:
    """Return what is wrong with a file that could not be read."""
    if isinstance(problem, OSError):
        return _not_opened(path, problem)
    if isinstance(problem, DoubleKey):
        return Fault(path.name, str(problem), _("twice"), _("once"))
    if told := another_kind(path.read_bytes()):
        return Fault(path.name, "", *told)
    if isinstance(problem, UnicodeDecodeError):
        before = problem.object[: problem.start].decode(errors="replace")
        byte = problem.object[problem.start : problem.start + 1].hex().upper()
        return Fault(path.name, _at(before), _("the byte {byte}").format(byte=byte), _("text in UTF-8"))
    return _not_in_format(path, problem)


def _not_in_format(path: Path, problem: Exception) -> Fault:
    text = text_of(path)
    if isinstance(problem, json.JSONDecodeError):
        return _broken_off(path, text, problem.pos, _("JSON ({problem})").format(problem=problem.msg))
    if isinstance(problem, tomllib.TOMLDecodeError) and (match := _PLACE.fullmatch(str(problem))):
        position = _position(text, int(match[2]), int(match[3])) if match[2] else len(text)
        return _broken_off(path, text, position, _("TOML ({problem})").format(problem=match[1]))
    if isinstance(problem, RecursionError):
        is_toml = path.suffix == ".toml"
        found = _("tables in tables without end") if is_toml else _("brackets in brackets without end")
    else:
        found = _("something else")
    return Fault(path.name, "", found, _("an object with 'sections' and 'indicators'"))


def _not_opened(path: Path, problem: OSError) -> Fault:
    if isinstance(problem, FileNotFoundError) and (lying := next(beside(path), None)):
        found = _("no file, but {name}").format(name=lying)
        return Fault(path.name, "", found, _("this name, without what stands behind it"))
    if isinstance(problem, FileNotFoundError):
        return Fault(path.name, "", _("no file"), _("a file of this name in the folder"))
    return Fault(path.name, "", trouble(problem), _("a file that can be read"))


def _broken_off(path: Path, text: str, position: int, expected: str) -> Fault:
    before = text[:position]
    line = before.rpartition("\n")[2] + text[position:].partition("\n")[0]
    found = quoted(line.strip()) if position < len(text) else _("the end of the file")
    above = [each for each in before.split("\n")[:-1] if each.strip()]
    known = advice_on(line, above[-1] if above else "", is_toml=path.suffix == ".toml")
    return Fault(path.name, _at(before), found, known or expected)


def _at(before: str) -> str:
    """Name the place that follows a text."""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return _("line {line}, column {column}").format(line=line, column=column)


def _position(text: str, line: int, column: int) -> int:
    return sum(len(above) + 1 for above in text.split("\n")[: line - 1]) + column - 1
