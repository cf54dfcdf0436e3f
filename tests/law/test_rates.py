"""Ratios with rates of their own: what earns full marks and what nothing, from the rules to a plan.

Worked on paper. Full marks at 2 changes per agent: 6 by 4 agents are a rate of 1.5 and worth 3/4. Nothing at 5
complaints in 100 services, full marks at none: 3 of 100 are worth 2/5. Full marks at a decrease by half: from 20 to 14
is a rate of 0.3 and worth 3/5.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import instrument
import pytest
from conftest import run
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from recalculate import NO_SOFFICE, SOFFICE, Recalculated

from zi_score import Ruleset, RulesetError, evaluate, load_ruleset, plan_improvement, what_if
from zi_score.evaluation.scoring import QuestionNode, score
from zi_score.forms.rules.workbook import render
from zi_score.forms.template.answers import rubric_text
from zi_score.formulas.expected import law_of
from zi_score.formulas.proof import proof_of
from zi_score.improve.monitoring.entries import entry_of, values
from zi_score.improve.request import Request
from zi_score.law.amendment import amendments
from zi_score.law.folder import fingerprint, folder_of
from zi_score.law.ratio import Ratio, ZeroWhole
from zi_score.model.worksheet import Answer, Place
from zi_score.reading.workbook import read_submission

F = Fraction
CODE, WHOLE, PART = "P.2.a.1", "P.2.a.1.masuk", "P.2.a.1.selesai"
RATES: dict[str, dict[str, object]] = {
    "changes": {"full_at": 2},
    "complaints": {"full_at": 0, "zero_at": "0.05"},
    "decrease": {"kind": "decrease", "full_at": "0.5"},
    "growth": {"kind": "decrease", "full_at": "-0.5", "zero_at": "-0.1"},
    "between": {"full_at": "0.9", "zero_at": "0.4"},
}
ANSWERS: dict[str, object] = {"P.1.a.1": "Baik", "P.1.a.2": "C", "P.1.b.1": "B", "H.a": 4}
VECTORS = [
    ("changes", 4, 6, F(3, 4)),
    ("changes", 4, 8, F(1)),
    ("changes", 4, 9, F(1)),
    ("changes", 3, 0, F(0)),
    ("complaints", 100, 3, F(2, 5)),
    ("complaints", 100, 5, F(0)),
    ("complaints", 100, 70, F(0)),
    ("complaints", 250, 0, F(1)),
    ("decrease", 20, 14, F(3, 5)),
    ("decrease", 20, 10, F(1)),
    ("decrease", 20, 3, F(1)),
    ("decrease", 20, 24, F(0)),
    ("growth", 20, 26, F(1, 2)),
    ("growth", 20, 30, F(1)),
    ("growth", 20, 22, F(0)),
    ("between", 20, 13, F(1, 2)),
    ("between", 20, 8, F(0)),
    ("between", 20, 19, F(1)),
    *((name, 0, 0, F(1)) for name in RATES),
    *((name, 0, 3, F(1, 4)) for name in RATES),
]
"""Kind, whole, part, value."""


def tree(name: str, **more: object) -> dict[str, Any]:
    """Return the tree of the instrument with a ratio of one of these kinds."""
    content = instrument.tree()
    ratio = content["indicators"][2]["questions"][0]["ratio"]
    ratio |= RATES[name] | more
    ratio["zero_whole"] = {"zero_part": 1, "some_part": "0.25", "source": "sk"}
    return content


@pytest.fixture(scope="module")
def rulesets(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ruleset]:
    """Return a ruleset for each kind."""
    folder = tmp_path_factory.mktemp("rates")
    return {name: load_ruleset(instrument.written(folder / name, content=tree(name))) for name in RATES}


def answered(answers: Mapping[str, object]) -> dict[str, Answer]:
    """Return numbers as answers."""
    place = Place("LKE", "K1")
    return {code: Answer(place=place, typed=str(value), value=F(str(value))) for code, value in answers.items()}


@pytest.mark.parametrize(("name", "whole", "part", "value"), VECTORS)
def test_the_value(name: str, whole: int, part: int, value: Fraction, rulesets: Mapping[str, Ruleset]) -> None:
    """As on paper: by the score, and by the arithmetic of the proof."""
    ruleset = rulesets[name]
    assert score(ruleset, answered({WHOLE: whole, PART: part}))[CODE].score == value * 40
    assert law_of(ruleset).value(CODE, {WHOLE: float(whole), PART: float(part)}) == pytest.approx(float(value))


def ratio(kind: str, full: Fraction, zero: Fraction) -> Ratio:
    """Return a ratio of two counts."""
    none = ZeroWhole(zero_part=F(1), some_part=F(0), source="sk")
    return Ratio.model_validate(
        {"kind": kind, "part": "part", "whole": "whole", "full_at": full, "zero_at": zero}
        | {"zero_whole": none, "source": "sk"}
    )


RATE = st.fractions(-3, 3, max_denominator=40)


@given(st.sampled_from(["share", "decrease"]), RATE, RATE, st.integers(1, 40), st.integers(0, 99), st.integers(0, 99))
def test_a_better_rate_is_never_worth_less(  # noqa: PLR0913, PLR0917 - a ratio and its counts
    kind: str, full: Fraction, zero: Fraction, whole: int, part: int, other: int
) -> None:
    """Between 0 and 1, 0 and 1 at its ends, towards full marks never less; rates of 0 and 1 change nothing."""
    if full == zero:
        return
    own, plain = ratio(kind, full, zero), ratio(kind, F(1), F(0))
    low, high = sorted((part, other))
    values = [own.value(own.rate(F(each), F(whole))) for each in (low, high)]
    assert all(0 <= value <= 1 for value in values)
    assert values == sorted(values, reverse=not own.wants_more)
    assert (own.value(zero), own.value(full)) == (0, 1)
    assert all(own.value(own.rate_worth(value)) == value for value in values)
    share = F(part, whole) if kind == "share" else F(whole - part, whole)
    assert plain.value(plain.rate(F(part), F(whole))) == min(F(1), max(F(0), share))
    assert own.rate(float(part), float(whole)) == pytest.approx(float(own.rate(F(part), F(whole))))


@pytest.mark.parametrize(
    ("name", "typed", "value", "told"),
    [
        ("changes", "150%", F(3, 4), ["percent-without-counts"]),
        ("changes", 1.5, F(3, 4), ["percent-without-counts"]),
        ("changes", "350%", F(1), ["percent-without-counts"]),
        ("changes", "85", None, ["answer-not-understood"]),
        ("complaints", "3%", F(2, 5), ["percent-without-counts"]),
        ("complaints", "120%", F(0), ["percent-above-100", "percent-without-counts"]),
        ("decrease", "30%", F(3, 5), ["percent-without-counts"]),
        ("growth", "-30%", F(1, 2), ["percent-without-counts"]),
        ("decrease", "-30%", None, ["answer-not-understood"]),
    ],
)
def test_a_percentage_that_is_typed_is_the_rate(
    name: str, typed: object, value: Fraction | None, told: list[str], rulesets: Mapping[str, Ruleset]
) -> None:
    """What the cell would show is worth what the counts would be; nothing that is possible is refused."""
    found = evaluate(instrument.filled(rulesets[name], ANSWERS | {CODE: typed}, {}), rulesets[name])
    node = found.assessments[0].nodes[CODE]
    assert getattr(node, "value", 0) == value
    names = sorted(each.name for each in found.findings if each.code == CODE)
    assert [name for name in names if name != "number-as-text"] == told


def test_a_cell_in_percent_shows_what_is_meant(rulesets: Mapping[str, Ruleset]) -> None:
    """6 in such a cell is 600 %, which is possible where 200 % give full marks."""
    content = instrument.filled(rulesets["changes"], ANSWERS | {CODE: 6}, {})
    assert evaluate(content, rulesets["changes"]).assessments[0].nodes[CODE].score == 40


@pytest.mark.parametrize(
    ("more", "told"),
    [({}, []), ({"full_at": 1}, ["part-exceeds-whole"]), ({"full_at": 1, "part_of_whole": False}, [])],
)
def test_a_part_above_the_whole(more: dict[str, object], told: list[str], tmp_path: Path) -> None:
    """Nothing contradicts it where rates above 1 are told apart, or the rules say so."""
    ruleset = load_ruleset(instrument.written(tmp_path / "own", content=tree("changes", **more)))
    found = evaluate(instrument.filled(ruleset, ANSWERS | {WHOLE: 4, PART: 6}, {}), ruleset)
    assert [each.name for each in found.findings] == told


# The template ------------------------------------------------------------------------------------


def written(folder: Path) -> list[Path]:
    """Write the template of every kind, filled in with every vector; nothing is computed yet."""
    paths = []
    for number, (name, whole, part, _value) in enumerate(VECTORS):
        own = load_ruleset(instrument.written(folder / f"{number}-{name}", content=tree(name)))
        paths.append(folder / f"{number}.xlsx")
        paths[-1].write_bytes(instrument.filled(own, ANSWERS | {WHOLE: whole, PART: part}, {}))
    return paths


@pytest.mark.skipif(SOFFICE is None, reason=NO_SOFFICE)
@pytest.mark.libreoffice.with_args(written)
def test_the_template_computes_it(recalculated: Recalculated, rulesets: Mapping[str, Ruleset]) -> None:
    """A spreadsheet program finds the same points; the answer cell shows the rate within its ends."""
    for (name, whole, part, value), path in zip(VECTORS, recalculated(written), strict=True):
        found = evaluate(path, rulesets[name])
        assert found.assessments[0].nodes[CODE].score == value * 40
        assert not (whole and any(each.code for each in found.findings)), (name, whole, part)
        book = load_workbook(path, data_only=True)["Jawaban"]
        submission = read_submission(path.read_bytes(), rulesets[name])
        row = submission.form.rows[CODE] + 1
        own = rulesets[name].questions[CODE].ratio
        assert own is not None
        rate = own.rate(F(part), F(whole)) if whole else own.rate_worth(value)
        assert book[f"K{row}"].value == pytest.approx(float(rate))
        assert book[f"R{row}"].value == pytest.approx(float(value))


@pytest.mark.parametrize("name", RATES)
def test_the_template_is_proven(name: str, rulesets: Mapping[str, Ruleset]) -> None:
    """Every formula; a formula that divides as ever, without the rates, is found."""
    ruleset = rulesets[name]
    content = instrument.filled(ruleset, ANSWERS | {WHOLE: 20, PART: 6}, {})
    submission = read_submission(content, ruleset)
    proof = proof_of(content, submission, ruleset)
    assert (proof.problem, proof.faults) == (None, ())
    row = submission.form.rows[CODE] + 1
    book = load_workbook(io.BytesIO(content))
    book["Jawaban"][f"R{row}"] = f"=MAX(0,MIN(1,K{row}))"
    bent = io.BytesIO()
    book.save(bent)
    content = bent.getvalue()
    faults = proof_of(content, read_submission(content, ruleset), ruleset).faults
    assert ("Jawaban", row - 1, 17) in {fault.judged.cell for fault in faults}


# What is made of it ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "whole", "part", "to", "effort"),
    [
        ("changes", 4, 3, 8, 5),
        ("complaints", 100, 3, 0, 3),
        ("decrease", 21, 14, 10, 4),
        ("growth", 21, 20, 32, 12),
        ("between", 21, 8, 19, 11),
    ],
)
def test_a_plan_ends_at_full_marks(  # noqa: PLR0913, PLR0917 - counts, and what is planned
    name: str, whole: int, part: int, to: int, effort: int, rulesets: Mapping[str, Ruleset]
) -> None:
    """The last unit is taken whole where only a part of it is needed, and no unit more."""
    ruleset = rulesets[name]
    facts = {"usia": 3, "sudah-layak": "Ya"}
    best = {"P.1.a.1": "Sangat Baik", "P.1.a.2": "A", "P.1.b.1": "A", "H.a": 5}
    content = instrument.filled(ruleset, best | {WHOLE: whole, PART: part}, facts)
    plan = plan_improvement(content, ruleset, Request(target="ISTIMEWA", margin=F(5)))
    (action,) = plan.actions
    assert isinstance(action.to, dict)
    assert (action.to["selesai"], action.effort) == (to, effort)
    reached = score(ruleset, answered({WHOLE: whole, PART: to}))[CODE].score
    assert (reached, action.gain.score) == (40, 40 - score(ruleset, answered({WHOLE: whole, PART: part}))[CODE].score)


def test_other_answers(rulesets: Mapping[str, Ruleset]) -> None:
    """A count or a rate that is tried out."""
    ruleset = rulesets["changes"]
    content = instrument.filled(ruleset, ANSWERS | {WHOLE: 4, PART: 6}, {})
    assert what_if(content, {PART: "7"}, ruleset)[0].assessments[0].nodes[CODE].score == 35


@pytest.mark.parametrize("name", RATES)
def test_out_and_back(name: str, rulesets: Mapping[str, Ruleset], tmp_path: Path) -> None:
    """As a workbook and as a folder it says the same; a ratio without rates of its own says nothing of them."""
    ruleset = rulesets[name]
    (tmp_path / "aturan.xlsx").write_bytes(render(ruleset))
    assert load_ruleset(tmp_path / "aturan.xlsx") == ruleset
    for file, text in folder_of(ruleset).items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    assert fingerprint(load_ruleset(tmp_path)) == fingerprint(ruleset)
    assert "full_at" not in folder_of(load_ruleset())["lke.json"]


def cells_of(path: Path) -> list[Any]:
    """Return the paragraphs and cells of a letter."""
    letter = Document(str(path))
    return [*letter.paragraphs, *(cell for table in letter.tables for row in table.rows for cell in row.cells)]


def test_it_is_said(rulesets: Mapping[str, Ruleset], tmp_path: Path) -> None:
    """On the question's page, among the rules, in the way to a score, and beside other rules."""
    folder = instrument.written(tmp_path / "changes", content=tree("changes"))
    path = tmp_path / "lke.xlsx"
    path.write_bytes(instrument.filled(rulesets["changes"], ANSWERS | {WHOLE: 4, PART: 6}, {}))
    told = "full marks at 200%, nothing at 0%, in proportion between them"
    for arguments in (("rules", CODE), ("rules", "show")):
        shown = run(*arguments, "--ruleset", folder, "--lang", "en").stdout.decode()
        assert f"selesai / masuk: {told}" in " ".join(shown.replace("[1]", "").split())
        assert "limited to 0..1" not in shown
        assert "ratio of counts, by rates of its own" in " ".join(shown.split())
    traced = run("evaluate", path, "--ruleset", folder, "--trace", CODE, "--lang", "en").stdout.decode()
    assert f"selesai / masuk = 3/2 -> 0.75 ({told})" in " ".join(traced.split())
    own = rulesets["changes"]
    question = own.questions[CODE]
    assert "nilai penuh pada 200%, nilai 0 pada 0%" in rubric_text(question, own.scales[question.scale])
    assert run("report", path, "--ruleset", folder, "-o", tmp_path / "surat.docx").returncode == 0
    letter = "\n".join(cell.text for cell in cells_of(tmp_path / "surat.docx"))
    assert '"Jumlah permohonan selesai" at least 200% of "Jumlah permohonan masuk"' in letter
    found = [(each.field, each.before, each.after) for each in amendments(rulesets["between"], own)]
    assert found == [("ratio.full_at", F("0.9"), F(2)), ("ratio.zero_at", F("0.4"), F(0))]


def test_a_figure_of_a_ratio_rests_on_its_source(rulesets: Mapping[str, Ruleset], tmp_path: Path) -> None:
    """That of the ratio, not that of the question: who names another one there has named it."""
    content = tree("changes", source="baru")
    rules = f'{instrument.RULES}\n[sources.baru]\nkind = "practice"\ntext = "Keputusan baru"\n'
    own = load_ruleset(instrument.written(tmp_path / "own", rules, content))
    for mine, is_same in ((own, False), (rulesets["changes"], True)):
        found = [each for each in amendments(rulesets["between"], mine) if each.field.startswith("ratio.full_at")]
        assert [each.same_source for each in found] == [is_same]


def test_a_plan_with_percentages_is_followed(rulesets: Mapping[str, Ruleset]) -> None:
    """A rate that stands in a plan is worth there what it is worth in the form."""
    assert values(rulesets["changes"], {CODE: "150 %"}) == {CODE: F(3, 4)}
    node = score(rulesets["changes"], answered({CODE: "1.5"}))[CODE]
    assert isinstance(node, QuestionNode)
    assert entry_of(rulesets["changes"], node) == "150 %"


@pytest.mark.parametrize(
    ("more", "key", "told"),
    [
        ({"full_at": "0.4", "zero_at": "0.4"}, "full_at", "another rate than 0.4, which earns nothing"),
        ({"full_at": 0}, "full_at", "another rate than 0, which earns nothing"),
        ({"full_at": "dua"}, "full_at", "a number"),
        ({"zero_at": -1}, "zero_at", "0 or more"),
        ({"kind": "decrease", "full_at": 2}, "full_at", "1 or less, as nothing falls by more than all of it"),
        ({"full_at": 2, "part_of_whole": True}, "full_at", "1 or less, as selesai is a part of masuk"),
    ],
)
def test_rates_that_contradict_themselves_are_refused(
    more: dict[str, object], key: str, told: str, tmp_path: Path
) -> None:
    """In a sentence, with the place."""
    content = instrument.tree()
    content["indicators"][2]["questions"][0]["ratio"] |= more
    folder = instrument.written(tmp_path / "own", content=content)
    with pytest.raises(RulesetError):
        load_ruleset(folder)
    done = run("rules", "validate", folder, "--lang", "en")
    assert f"{CODE}.ratio.{key}: " in done.stdout.decode()
    assert told in " ".join(done.stdout.decode().split())
