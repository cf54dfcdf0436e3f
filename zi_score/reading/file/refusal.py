"""Saying no to a file that cannot or must not be read."""

from __future__ import annotations

from typing import NoReturn

from zi_score.model.findings import Unreadable, finding


def refuse(name: str, path: object, **details: object) -> NoReturn:
    """Refuse a file with a finding of the catalogue."""
    raise Unreadable(finding(name, code=None, cell=None, assessor=None, path=path, **details))


def megabytes(size: int) -> str:
    """Write a number of bytes for people."""
    return f"{size / 2**20:.0f} MB"
