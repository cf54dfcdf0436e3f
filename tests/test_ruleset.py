"""The regulation as data: whole, cited, equal to the facts; and a ruleset that is not whole is refused."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, RULESET, RULESET_FOLDER, run
from pydantic import ValidationError

from zi_score.ruleset import Cited, Indicator, PortalRB, Question, RulesetError, load_ruleset

FACTS = ROOT.parent / "shared" / "regulation" / "permenpanrb-90-2021.json"
KINDS = {"law", "official-form", "practice"}


# Wholeness ---------------------------------------------------------------------------------------


def test_weights_add_up_at_every_node() -> None:
    """A section weighs what stands directly under it; the components weigh 100."""
    for code in (section.code for section in RULESET.sections):
        level = code.count(".") + 1
        under = [
            n.weight for n in RULESET.nodes.values() if n.code.startswith(f"{code}.") and n.code.count(".") == level
        ]
        assert under, code
        assert sum(under) == RULESET.nodes[code].weight, code
    assert sum(RULESET.nodes[code].weight for code in RULESET.roots) == 100
    assert sum(indicator.weight for indicator in RULESET.indicators) == 100


def test_numbers_of_the_instrument() -> None:
    """Two components, six areas, 46 indicators, 113 questions."""
    assert RULESET.roots == ("A", "B")
    assert [area.number for area in RULESET.areas] == [1, 2, 3, 4, 5, 6]
    assert len(RULESET.indicators) == len({indicator.code for indicator in RULESET.indicators}) == 46
    questions = [question for indicator in RULESET.indicators for question in indicator.questions]
    assert len(questions) == len({question.code for question in questions}) == len(RULESET.questions) == 113


def portalrb() -> list[PortalRB]:
    """Return the PortalRB places of all questions and counts."""
    questions = RULESET.questions.values()
    places = [place for q in questions for place in (q.portalrb, *(row.portalrb for row in q.inputs))]
    return [place for place in places if place]


def test_portalrb_places() -> None:
    """PortalRB asks 127 things, numbered 1 to 127, each on a row of its own."""
    places = portalrb()
    assert sorted(place.soal_id for place in places) == list(range(1, 128))
    assert len({place.row for place in places}) == 127


def test_percent_rows_are_no_portalrb_questions() -> None:
    """In PortalRB a ratio has no answer of its own, only its counts have; sums are computed there."""
    for question in RULESET.questions.values():
        assert (question.portalrb is None) == (question.ratio is not None), question.code
        for row in question.inputs:
            assert (row.portalrb is None) == bool(row.sum_of), row.key


def cited(part: object, path: str = "") -> Iterator[tuple[str, Cited]]:
    """Yield everything in a ruleset that names a source, however deep."""
    if isinstance(part, Cited):
        yield path, part
    if hasattr(part, "__pydantic_fields__"):
        for name in type(part).__pydantic_fields__:
            yield from cited(getattr(part, name), f"{path}.{name}")
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from cited(value, f"{path}.{key}")
    elif isinstance(part, tuple):
        for number, value in enumerate(part):
            yield from cited(value, f"{path}[{number}]")


def test_every_part_cites_an_existing_source_with_a_kind() -> None:
    """A user can see of every figure whether it is law, official form or practice."""
    parts = dict(cited(RULESET))
    assert len(parts) > 250
    for path, part in parts.items():
        citation = RULESET.citation(part)
        assert citation.kind in KINDS, path
        assert citation.text.strip(), path
    used = {part.source for part in parts.values()}
    assert {RULESET.sources[key].kind for key in used} == KINDS


def test_the_right_kind_of_authority() -> None:
    """Minimums and requirements are law, answer values the official form, zero conventions practice but one."""
    for criterion in (*RULESET.criteria, *RULESET.requirements):
        assert RULESET.citation(criterion).kind == "law"
    for name in ("ya_tidak", "abc", "abcd", "abcde"):
        assert RULESET.citation(RULESET.scales[name]).kind == "official-form"
    assert RULESET.citation(RULESET.scales["nilai_0_4"]).kind == "law"
    ratios = {code: question.ratio for code, question in RULESET.questions.items() if question.ratio}
    kinds = {code: RULESET.citation(ratio.zero_whole).kind for code, ratio in ratios.items()}
    assert kinds.pop("A.II.3.iii.a") == "official-form"
    assert set(kinds.values()) == {"practice"}
    sums = [row for question in RULESET.questions.values() for row in question.inputs if row.sum_of]
    assert [RULESET.citation(row).kind for row in sums] == ["practice", "practice"]
    assert "5/2024" in RULESET.citation(RULESET.requirements[0]).text


def test_a_ruleset_cannot_be_changed() -> None:
    """It is frozen, down to its parts."""
    for part, field in ((RULESET, "title"), (RULESET.indicators[0], "weight"), (RULESET.scales["abc"], "kind")):
        with pytest.raises(ValidationError):
            setattr(part, field, "x")


# The same as the facts ---------------------------------------------------------------------------

beside_facts = pytest.mark.skipif(not FACTS.exists(), reason="the facts of the regulation are not beside the project")


@pytest.fixture(scope="module")
def facts() -> dict[str, Any]:
    """Return the facts of the regulation."""
    content: dict[str, Any] = json.loads(FACTS.read_text(encoding="utf-8"))
    return content


@beside_facts
def test_sections_and_indicators_are_the_facts(facts: dict[str, Any]) -> None:
    """Codes, names and weights, in the same order."""
    for key, parts in (("sections", RULESET.sections), ("indicators", RULESET.indicators)):
        expected = [(fact["code"], fact["name"], Fraction(fact["weight"])) for fact in facts[key]]
        assert [(part.code, part.name, part.weight) for part in parts] == expected


def pairs(facts: dict[str, Any]) -> list[tuple[dict[str, Any], Question]]:
    """Return every question beside its fact; the order within each indicator is the same."""
    expected = [question for indicator in facts["indicators"] for question in indicator["questions"]]
    assert [question["code"] for question in expected] == list(RULESET.questions)
    by_indicator = {i["code"]: [q["code"] for q in i["questions"]] for i in facts["indicators"]}
    assert by_indicator == {i.code: [q.code for q in i.questions] for i in RULESET.indicators}
    return list(zip(expected, RULESET.questions.values(), strict=True))


@beside_facts
def test_questions_are_the_facts(facts: dict[str, Any]) -> None:
    """Labels, markers, scales, rubrics, points, PortalRB places and inputs."""
    for fact, question in pairs(facts):
        for name in ("label", "scale"):
            assert getattr(question, name) == fact[name], question.code
        assert question.marker == fact["printed_marker"], question.code
        assert question.rubric == fact.get("rubric", {}), question.code
        assert list(question.points) == fact.get("points", []), question.code
        place = question.portalrb
        assert (place.model_dump() if place else None) == fact.get("portalrb"), question.code
        inputs = [
            {"key": row.key, "label": row.label}
            | ({"sum_of": list(row.sum_of)} if row.sum_of else {})
            | ({"portalrb": row.portalrb.model_dump()} if row.portalrb else {})
            for row in question.inputs
        ]
        assert inputs == fact.get("inputs", []), question.code


SHARE = re.compile(r"min\(1, (\w+) / (\w+)\)")
DECREASE = re.compile(r"max\(0, \((\w+) - (\w+)\) / (\w+)\)")


def formula_of(text: str) -> tuple[str, str, str]:
    """Read the text of a formula: kind, part, whole."""
    if match := SHARE.fullmatch(text):
        return "share", match[1], match[2]
    match = DECREASE.fullmatch(text)
    assert match, text
    assert match[1] == match[3], text
    return "decrease", match[2], match[1]


ZERO = {"0": [0, 0], "1": [1, 1], "1 when both years are 0; 0 when only last year is 0": [1, 0]}


@beside_facts
def test_formulas_are_the_facts(facts: dict[str, Any]) -> None:
    """Kind, part and whole of every ratio, and what a whole of 0 gives."""
    found = 0
    for fact, question in pairs(facts):
        if "formula" not in fact:
            assert question.ratio is None, question.code
            continue
        assert question.ratio, question.code
        ratio = question.ratio
        assert (ratio.kind, ratio.part, ratio.whole) == formula_of(fact["formula"]), question.code
        zero = [int(ratio.zero_whole.zero_part), int(ratio.zero_whole.some_part)]
        assert zero == ZERO[fact["when_denominator_is_zero"]], question.code
        found += 1
    assert found == 8


def test_scales_are_those_of_the_official_form() -> None:
    """Rules.md section 2; 0.67 is the value, not two thirds."""
    values = {name: {k: str(v) for k, v in scale.values.items()} for name, scale in RULESET.scales.items()}
    assert values == {
        "ya_tidak": {"Ya": "1", "Tidak": "0"},
        "abc": {"A": "1", "B": "1/2", "C": "0"},
        "abcd": {"A": "1", "B": "67/100", "C": "33/100", "D": "0"},
        "abcde": {"A": "1", "B": "3/4", "C": "1/2", "D": "1/4", "E": "0"},
        "persen": {},
        "nilai_0_4": {},
    }
    assert RULESET.scales["nilai_0_4"].highest == 4


def test_minimums_are_those_of_the_law() -> None:
    """Rules.md section 4, both predicates."""
    found = {c.id: tuple(str(c.minimum.get(p, "-")) for p in ("WBK", "WBBM")) for c in RULESET.criteria}
    assert found == {
        "total": ("75", "85"),
        "pengungkit": ("40", "48"),
        **{f"area-{number}": ("3/5", "3/4") for number in range(1, 7)},
        "hasil-1": ("73/4", "39/2"),
        "hasil-1-survey": ("63/4", "63/4"),
        "hasil-1-performance": ("5/2", "15/4"),
        "hasil-2": ("14", "63/4"),
        "holds-wbk": ("-", "Ya"),
    }
    nodes = {c.id: RULESET.nodes_of(c) for c in RULESET.criteria}
    assert nodes == {
        "total": ("A", "B"),
        "pengungkit": ("A",),
        **{f"area-{number}": (f"A.I.{number}", f"A.II.{number}") for number in range(1, 7)},
        "hasil-1": ("B.I",),
        "hasil-1-survey": ("B.I.a",),
        "hasil-1-performance": ("B.I.b",),
        "hasil-2": ("B.II",),
        "holds-wbk": (),
    }


def test_kawasan_is_that_of_the_law() -> None:
    """Rules.md section 6: 6.5 and 7.5 for integrated business processes; WBBM asks for kawasan WBK."""
    assert RULESET.kawasan
    assert RULESET.kawasan.integration_score == {"WBK": Fraction("6.5"), "WBBM": Fraction("7.5")}
    assert RULESET.kawasan.holds_kawasan_wbk == ("WBBM",)
    assert RULESET.in_force_from.isoformat() == "2021-12-31"


# A ruleset that is not whole ---------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the ruleset to break."""
    return Path(shutil.copytree(RULESET_FOLDER, tmp_path / "own"))


Tree = dict[str, Any]


def change_tree(folder: Path, change: Callable[[Tree], object]) -> None:
    """Change ``lke.json`` of a ruleset."""
    path = folder / "lke.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def change_law(folder: Path, old: str, new: str) -> None:
    """Change a text of ``rules.toml`` that stands there."""
    path = folder / "rules.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> str:
    """Return why a ruleset is refused."""
    with pytest.raises(RulesetError) as caught:
        load_ruleset(folder)
    return str(caught.value)


def indicator(tree: Tree, code: str) -> dict[str, Any]:
    """Return an indicator of ``lke.json``."""
    found: dict[str, Any] = next(part for part in tree["indicators"] if part["code"] == code)
    return found


def question(tree: Tree, code: str) -> dict[str, Any]:
    """Return a question of ``lke.json``."""
    questions = (q for part in tree["indicators"] for q in part["questions"])
    found: dict[str, Any] = next(q for q in questions if q["code"] == code)
    return found


def test_an_own_ruleset_is_read(folder: Path) -> None:
    """A folder with the same content is the same ruleset, and may have another id."""
    change_law(folder, 'id = "permenpanrb-90-2021"', 'id = "own"')
    own = load_ruleset(folder)
    assert own.id == "own"
    for name in type(own).__pydantic_fields__:
        assert name == "id" or getattr(own, name) == getattr(RULESET, name), name


AGENTS = "A.II.1.i.a"
BROKEN_TREES: dict[str, tuple[Callable[[Tree], object], tuple[str, ...]]] = {
    "weight of an indicator": (
        lambda tree: indicator(tree, "A.I.1.i").update(weight="0.51"),
        ("A.I.1", "4.01", "weight 4"),
    ),
    "weight of a section": (lambda tree: tree["sections"][1].update(weight="30.01"), ("A.I", "30.01", "30")),
    "total": (
        lambda tree: (
            indicator(tree, "B.I.b").update(weight="5.01"),
            [s.update(weight="22.51") for s in tree["sections"] if s["code"] == "B.I"],
            [s.update(weight="40.01") for s in tree["sections"] if s["code"] == "B"],
        ),
        ("100.01", "expected 100"),
    ),
    "weight that is no number": (
        lambda tree: indicator(tree, "A.I.1.i").update(weight="setengah"),
        ("weight", "setengah", "not a number"),
    ),
    "indicator twice": (
        lambda tree: tree["indicators"].append(indicator(tree, "A.I.1.i")),
        ("A.I.1.i", "twice", "once"),
    ),
    "question twice": (
        lambda tree: indicator(tree, "A.I.1.ii")["questions"][0].update(code="A.I.1.i.a"),
        ("A.I.1.i.a", "twice", "once"),
    ),
    "section missing": (
        lambda tree: tree.update(sections=[s for s in tree["sections"] if s["code"] != "A.I.3"]),
        ("A.I.3", "expected a section", "found none"),
    ),
    "indicator without questions": (
        lambda tree: indicator(tree, "A.I.1.i").update(questions=[]),
        ("A.I.1.i", "at least one question", "found none"),
    ),
    "unknown key of a question": (
        lambda tree: question(tree, "A.I.1.i.a").update(colour="red"),
        ("colour", "red"),
    ),
    "unknown key of the tree": (lambda tree: tree.update(colour="red"), ("colour", "sections")),
    "unknown scale": (
        lambda tree: question(tree, "A.I.1.i.a").update(scale="abcdef"),
        ("A.I.1.i.a", "'abcdef'", "ya_tidak, abc"),
    ),
    "rubric for a choice that the scale lacks": (
        lambda tree: question(tree, "A.I.1.i.b")["rubric"].update(E="x"),
        ("A.I.1.i.b", "rubric", "E"),
    ),
    "formula without its input": (
        lambda tree: question(tree, AGENTS).update(inputs=question(tree, AGENTS)["inputs"][1:]),
        (AGENTS, "'jumlah_agen'", "perubahan_dibuat"),
    ),
    "sum of an input that is not there": (
        lambda tree: question(tree, "A.II.5.iii.a.a")["inputs"][0]["sum_of"].append("menteri"),
        ("A.II.5.iii.a.a", "'menteri'", "kepala_satker"),
    ),
    "input twice": (
        lambda tree: question(tree, AGENTS)["inputs"].append(question(tree, AGENTS)["inputs"][0]),
        (AGENTS, "jumlah_agen", "twice", "once"),
    ),
    "ratio without a formula": (
        lambda tree: question(tree, AGENTS).pop("ratio"),
        (AGENTS, "ratio"),
    ),
    "kind of ratio that is not declared": (
        lambda tree: question(tree, AGENTS)["ratio"].update(kind="part * whole"),
        ("ratio.kind", "part * whole", "share"),
    ),
    "question without a source": (
        lambda tree: question(tree, "A.I.1.i.a").pop("source"),
        ("source", "required"),
    ),
    "source that is not there": (
        lambda tree: question(tree, "A.I.1.i.a").update(source="hearsay"),
        ("A.I.1.i.a", "'hearsay'", "regulation"),
    ),
    "source of a convention that is not there": (
        lambda tree: question(tree, AGENTS)["ratio"]["zero_whole"].update(source="hearsay"),
        (AGENTS, "'hearsay'", "regulation"),
    ),
}


@pytest.mark.parametrize("fault", BROKEN_TREES)
def test_a_broken_tree_is_refused(folder: Path, fault: str) -> None:
    """The message names the file, the key, what was found and what was expected."""
    change, words = BROKEN_TREES[fault]
    change_tree(folder, change)
    message = refusal(folder)
    for word in ("lke.json", *words):
        assert word in message


BROKEN_LAWS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "unknown key": ('title = "', 'colour = "red"\ntitle = "', ("colour", "red")),
    "unknown key of a criterion": (
        'label = "Nilai total"',
        'label = "x"\ncolour = "red"',
        ("criteria.0.colour", "red"),
    ),
    "source that is not there": ('source = "minimum"', 'source = "hearsay"', ("total", "'hearsay'", "regulation")),
    "source without a kind": ('kind = "law"\ntext', "text", ("sources.regulation.kind", "required")),
    "kind of source that is none": (
        'kind = "law"',
        'kind = "rumour"',
        ("sources.regulation.kind", "rumour", "practice"),
    ),
    "node that is not there": ('nodes = ["A", "B"]', 'nodes = ["A", "C"]', ("'C'", "lke.json")),
    "area that is not there": ("area = 6", "area = 7", ("area-6", "area 7", "6")),
    "predicate that is not there": ("WBK = 75", "WBS = 75", ("criteria.total", "WBS")),
    "fact that is not there": ('fact = "holds-wbk"', 'fact = "holds"', ("criteria.holds-wbk", "'holds'", "afirmasi")),
    "fact of a requirement that is not there": (
        'fact = "unit-sakip"',
        'fact = "sakip"',
        ("requirements.req-unit-sakip", "'sakip'", "agency-sakip"),
    ),
    "choice of a requirement that is not there": (
        'minimum = { WBK = "WTP"',
        'minimum = { WBK = "WTS"',
        ("req-bpk-opinion", "'WTS'", "WTP"),
    ),
    "waiver of a fact that is not there": ('fact = "afirmasi"', 'fact = "luck"', ("waiver", "'luck'", "afirmasi")),
    "value above 1": (
        "values = { A = 1, B = 0.5, C = 0 }",
        "values = { A = 1.5, B = 0.5, C = 0 }",
        ("scales.abc", "A"),
    ),
    "scale without highest": ("highest = 4\n", "", ("scales.nilai_0_4", "highest")),
    "minimum that is no number": (
        "minimum = { WBK = 40, WBBM = 48 }",
        'minimum = { WBK = "empat puluh", WBBM = 48 }',
        ("pengungkit", "empat puluh"),
    ),
    "minimum in quotes": (
        "minimum = { WBK = 75, WBBM = 85 }",
        'minimum = { WBK = "75", WBBM = "85" }',
        ("total", "75"),
    ),
    "score of no node": ('measure = "score"\nnodes = ["A"]', 'measure = "score"', ("pengungkit", "nodes")),
    "share of no area": ('measure = "share"\narea = 1', 'measure = "share"', ("area-1", "area")),
    "area of sections that are not there": (
        'sections = ["A.I.1", "A.II.1"]',
        'sections = ["A.I.1", "A.III.1"]',
        ("'A.III.1'",),
    ),
    "requirement that depends on an unknown choice": (
        '"Pemerintah Daerah" = "CC"',
        '"Pemda" = "CC"',
        ("req-agency-rb-index", "Pemda"),
    ),
}


@pytest.mark.parametrize("fault", BROKEN_LAWS)
def test_a_broken_law_is_refused(folder: Path, fault: str) -> None:
    """The message names the file, the key, what was found and what was expected."""
    old, new, words = BROKEN_LAWS[fault]
    change_law(folder, old, new)
    message = refusal(folder)
    for word in ("rules.toml", *words):
        assert word in message


@pytest.mark.parametrize("file", ["rules.toml", "lke.json"])
class TestFiles:
    """Files that are not there, or not what their name says."""

    def test_missing(self, folder: Path, file: str) -> None:
        """The path of the file stands in the message."""
        (folder / file).unlink()
        assert str(folder / file) in refusal(folder)

    def test_not_in_its_format(self, folder: Path, file: str) -> None:
        """Where it breaks off stands in the message."""
        (folder / file).write_text('{"a" = [', encoding="utf-8")
        message = refusal(folder)
        assert str(folder / file) in message
        assert "line 1" in message

    def test_not_text(self, folder: Path, file: str) -> None:
        """Bytes that are no UTF-8 are refused the same way."""
        (folder / file).write_bytes(b"\xff\xfe\x00")
        assert str(folder / file) in refusal(folder)

    def test_empty(self, folder: Path, file: str) -> None:
        """An empty file lacks everything, and says so of itself."""
        (folder / file).write_text("", encoding="utf-8")
        assert str(folder / file) in refusal(folder)


def test_a_list_is_no_tree(folder: Path) -> None:
    """A tree is an object with sections and indicators."""
    (folder / "lke.json").write_text("[]", encoding="utf-8")
    message = refusal(folder)
    assert "lke.json" in message
    assert "'sections' and 'indicators'" in message


def test_the_tree_cannot_overrule_the_law(folder: Path) -> None:
    """``lke.json`` holds the tree and nothing else: a minimum there would hide the one in ``rules.toml``."""
    change_tree(folder, lambda tree: tree.update(criteria=[]))
    message = refusal(folder)
    assert "lke.json" in message
    assert "criteria" in message


def test_not_a_folder(tmp_path: Path) -> None:
    """A name that is neither a ruleset nor a folder: the built-in ones are named."""
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    for wrong in ("permenpanrb-10-2019", str(file), file, str(tmp_path / "none")):
        with pytest.raises(RulesetError, match=r"no such ruleset.*permenpanrb-90-2021") as caught:
            load_ruleset(wrong)
        assert str(wrong) in str(caught.value)


def test_the_command_line_refuses_with_the_same_sentence(folder: Path) -> None:
    """Exit 2, the sentence on standard error, no traceback."""
    change_tree(folder, BROKEN_TREES["weight of an indicator"][0])
    done = run("rules", "--ruleset", folder)
    assert (done.returncode, done.stdout) == (2, b"")
    assert refusal(folder) in done.stderr.decode()


def test_children_are_in_order() -> None:
    """Every node but the components is the child of exactly one section."""
    counts = Counter(child for children in RULESET.children.values() for child in children)
    assert set(counts.values()) == {1}
    assert set(counts) == set(RULESET.nodes) - set(RULESET.roots)
    indicators = [code for code in counts if isinstance(RULESET.nodes[code], Indicator)]
    assert len(indicators) == 46
