"""Answers that slipped, went away or became formulas: a score that differs is told, and nothing else is."""

from __future__ import annotations

import pytest
from moved import CHANGES, faults

FEW, MANY = 20, 2_000


def test_harm_and_none_are_tried() -> None:
    """Kinds of both; the few come to each."""
    assert len(CHANGES) <= FEW
    assert {is_harmless for _change, is_harmless in CHANGES.values()} == {True, False}


def test_some_workbooks() -> None:
    """A hundredth of them."""
    assert list(faults(range(FEW))) == []


@pytest.mark.long
def test_many_workbooks() -> None:
    """All of them."""
    assert list(faults(range(FEW, MANY))) == []
