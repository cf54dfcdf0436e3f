"""A file of figures by code, in TOML: what a step costs, or what assessors take off."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path

from zi_score.improve.errors import RequestError
from zi_score.model.alike import alike
from zi_score.model.exact import exact
from zi_score.model.findings import typed
from zi_score.model.language import translate as _
from zi_score.model.toml import parsed_toml
from zi_score.model.trouble import trouble


def read_figures(option: str, path: str | Path, known: Collection[str], expected: str) -> dict[str, Fraction]:
    """Return the figures of a file by their keys.

    A key is a code, best in quotation marks (``"A.I.3" = 2``); without them TOML reads tables in
    tables, which mean the same.

    Args:
        option: what the file is for, for the message.
        path: the file.
        known: the keys that it may have.
        expected: which figures it may have, for people.

    Raises:
        RequestError: it cannot be read, a key is unknown, or a figure is none.

    """
    figures: dict[str, Fraction] = {}
    for key, value in _flat(_content(option, path)):
        if key not in known:
            near = alike(get_close_matches(key, known, n=4))
            found = _("{option} {path}: {key}: no such code.{near}")
            raise RequestError(found.format(option=option, path=path, key=typed(key), near=near))
        try:
            figures[key] = exact(value if isinstance(value, int | Decimal) else None)
        except ValueError:
            raise refused(
                option, path, key, repr(value) if isinstance(value, str) else str(value).lower(), expected
            ) from None
    return figures


def refused(option: str, path: str | Path, key: str, found: str, expected: str) -> RequestError:
    """Return the refusal of a figure."""
    return RequestError(
        _("{option} {path}: {key}: found {found}, expected {expected}.").format(
            option=option, path=path, key=key, found=typed(found), expected=expected
        )
    )


def _content(option: str, path: str | Path) -> Mapping[str, object]:
    try:
        return parsed_toml(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as problem:
        raise RequestError(f"{option} {path}: {trouble(problem)}") from problem
    except (ValueError, RecursionError) as problem:
        message = _("{option} {path}: not in the format TOML: {problem}.")
        said = _("tables in tables without end") if isinstance(problem, RecursionError) else typed(problem)
        raise RequestError(message.format(option=option, path=path, problem=said)) from problem


def _flat(content: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    """Yield the figures of a table and of the tables in it."""
    for key, value in content.items():
        if isinstance(value, dict) and value:
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
