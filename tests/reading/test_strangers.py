"""Mutants of every format: a result or a refusal, in bounded memory, and no process that ends by a signal."""

from __future__ import annotations

import pytest

pytest.importorskip("resource")  # which limits the memory of a process; not on Windows

from formats import values_of
from strangers import faults, sample

from zi_score import evaluate

KINDS = ("xlsx", "xls", "xlsb", "ods")
FEW, MANY = 20, 2_000


@pytest.mark.parametrize("kind", KINDS)
def test_the_samples_are_sound(kind: str) -> None:
    """What is mutated is read whole."""
    assert evaluate(sample(kind)).assessments[0].answered == 113
    assert any(len(rows) > 200 for rows in values_of(sample(kind)).values())


@pytest.mark.parametrize("kind", KINDS)
def test_some_mutants(kind: str) -> None:
    """Some mutants of each kind."""
    assert list(faults(kind, range(FEW))) == []


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_many_mutants(kind: str) -> None:
    """Thousands of each."""
    assert list(faults(kind, range(FEW, MANY + FEW))) == []
