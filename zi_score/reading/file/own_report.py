"""Workbooks that this program wrote for people to read: they show answers, and are nobody's worksheet."""

from __future__ import annotations

from collections.abc import Container

PROPERTIES = "docProps/core.xml"
"""The part of a workbook that says what made it."""

_MADE_BY = b"<dc:creator>zi_score</dc:creator>"
NAMED_RULES = "docProps/custom.xml"
"""The part in which templates of this program, which are for answers, name their ruleset."""


def is_own_report(properties: bytes, parts: Container[str]) -> bool:
    """Whether a workbook is a report or a plan of this program.

    Args:
        properties: the part ``PROPERTIES``.
        parts: the names of all its parts.

    """
    return _MADE_BY in properties and NAMED_RULES not in parts
