"""A fact that is an index with its scale: 4.0 of 5, wherever it is said."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import instrument
import pytest
from conftest import run

from zi_score import RulesetError, evaluate, load_ruleset
from zi_score.forms.rules.workbook import render
from zi_score.law.facts import expected, fact_value
from zi_score.law.ruleset import Fact

INDEX = Fact(source="sk", label="Indeks layanan", unit="index", highest=Fraction(5))
RULES = instrument.RULES.replace(
    "[facts.usia]",
    '[facts.indeks]\nlabel = "Indeks layanan daring"\nunit = "index"\nhighest = 5\nsource = "sk"\n\n[facts.usia]',
).replace(
    "[[conventions]]",
    '[[requirements]]\nid = "req-indeks"\nfact = "indeks"\nminimum = { LAYAK = 4, UNGGUL = 4.5 }\n'
    'source = "sk"\n\n[[conventions]]',
)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("4,0 dari 5", Fraction(4)),
        ("4.25/5", Fraction("4.25")),
        (3.6, Fraction("3.6")),
        ("Indeks 4,0", Fraction(4)),
        ("5", Fraction(5)),
        ("5,01", None),
        ("4 dari 4", None),
        (-1, None),
        (True, None),
        ("baik", None),
    ],
)
def test_what_is_said_of_an_index(said: object, value: Fraction | None) -> None:
    """Up to its highest, on its own scale."""
    assert fact_value(INDEX, said) == value
    assert "5" in expected(INDEX)


def test_a_requirement_on_an_index(tmp_path: Path) -> None:
    """Judged exactly, stated on the command line or in the template; out to a workbook and back."""
    folder = instrument.written(tmp_path / "instrumen", RULES)
    ruleset = load_ruleset(folder)
    path = tmp_path / "lke.xlsx"
    path.write_bytes(instrument.filled(ruleset, {"P.1.a.1": "Baik"}, {"indeks": 4.2}))
    statuses = {
        predicate.id: {each.id: each.status for each in predicate.criteria}["req-indeks"]
        for predicate in evaluate(path, ruleset).assessments[0].predicates
        if predicate.id in ("LAYAK", "UNGGUL")
    }
    assert statuses == {"LAYAK": "met", "UNGGUL": "not-met"}
    done = run("evaluate", path, "--ruleset", folder, "--fact", "indeks=6")
    assert (done.returncode, b"an index from 0 to 5" in done.stderr) == (2, True)
    (tmp_path / "aturan.xlsx").write_bytes(render(ruleset))
    assert load_ruleset(tmp_path / "aturan.xlsx") == ruleset


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("highest = 5\nsource", "source"),
        ("LAYAK = 4, UNGGUL", "LAYAK = 5.5, UNGGUL"),
        ('unit = "index"', 'unit = "years"'),
    ],
)
def test_an_index_without_a_scale_is_refused(tmp_path: Path, old: str, new: str) -> None:
    """A scale that is missing or of another unit, a minimum above it."""
    assert old in RULES
    with pytest.raises(RulesetError):
        load_ruleset(instrument.written(tmp_path / "own", RULES.replace(old, new, 1)))
