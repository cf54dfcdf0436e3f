"""A ruleset that is not whole is refused with all of its faults at once, by every command."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import instrument
import pytest
from broken_rules import Tree, change_rules, change_tree, copied, faults, part, refusal
from conftest import RULESET, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zi_score.api.one import check, evaluate
from zi_score.forms.template.outline import build_outline
from zi_score.forms.template.workbook import render
from zi_score.law.fault import RulesetError
from zi_score.law.load import load_ruleset
from zi_score.model.language import use_language


@pytest.fixture(autouse=True)
def _english() -> None:
    """Faults are compared in English; the default language is given back."""
    use_language("en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the ruleset to break."""
    return copied(tmp_path)


# Many faults -------------------------------------------------------------------------------------


def test_all_faults_are_told_at_once_and_in_order(folder: Path) -> None:
    """The rules before the tree, both from top to bottom, whatever kinds of fault they are."""
    change_rules(folder, "in_force_from = 2021-12-31", "in_force_from = 2021-12-31\nin_force_until = 2020-01-01")
    change_rules(folder, "WBK = 40", "WBK = 61")
    change_rules(folder, 'nodes = ["B.I"]', 'nodes = ["B.9"]')
    change_tree(folder, lambda tree: part(tree, "A.I.1.i").update(weight="0.49"))
    change_tree(folder, lambda tree: part(tree, "A.I.1.i.a").update(scale="abx"))
    change_tree(folder, lambda tree: part(tree, "B.II.a")["questions"][0].update(source="sk"))
    keys = [(fault.file, fault.key) for fault in refusal(folder).faults]
    assert keys == [
        ("rules.toml", "in_force_until"),
        ("rules.toml", "criteria.pengungkit.minimum.WBK"),
        ("rules.toml", "criteria.hasil-1.nodes"),
        ("lke.json", "A.I.1.weight"),
        ("lke.json", "A.I.1.i.a.scale"),
        ("lke.json", "B.II.a.source"),
    ]


def test_unknown_keys_and_missing_sources_do_not_hide_the_rest(folder: Path) -> None:
    """A value of another kind does: what it should have been, nobody knows."""
    change_rules(folder, 'title = "', 'titel = "x"\ntitle = "')
    change_tree(folder, lambda tree: part(tree, "A.I.1.i.a").pop("source"))
    change_tree(folder, lambda tree: part(tree, "A.I.1.i").update(weight="0.51"))
    assert [fault.key for fault in refusal(folder).faults] == ["titel", "A.I.1.i.a.source", "A.I.1.weight"]
    change_rules(folder, "in_force_from = 2021-12-31", 'in_force_from = "x"')
    again = folder.rename(folder.with_name("again"))
    assert [fault.key for fault in refusal(again).faults] == ["titel", "in_force_from", "A.I.1.i.a.source"]


def test_both_files_can_be_broken(folder: Path) -> None:
    """Neither hides the other."""
    (folder / "rules.toml").write_text("= 1", encoding="utf-8")
    (folder / "lke.json").write_text("{", encoding="utf-8")
    assert [(fault.file, fault.key) for fault in refusal(folder).faults] == [
        ("rules.toml", "line 1, column 1"),
        ("lke.json", "line 1, column 2"),
    ]


def test_a_broken_file_does_not_hide_the_values_of_the_other(folder: Path) -> None:
    """What can be said without it is said."""
    (folder / "rules.toml").write_text("= 1", encoding="utf-8")
    change_tree(folder, lambda tree: part(tree, "A.I.1.i").update(weight="x"))
    assert [fault.key for fault in refusal(folder).faults] == ["line 1, column 1", "A.I.1.i.weight"]


def test_a_copy_must_not_pass_for_the_regulation(folder: Path) -> None:
    """The id of a built-in ruleset is its own: a copy may have it as long as nothing is changed."""
    change_rules(folder, 'id = "own"', f'id = "{RULESET.id}"')
    assert load_ruleset(folder) == RULESET
    again = folder.rename(folder.with_name("again"))
    change_rules(again, "WBK = 75", "WBK = 70")
    assert faults(again) == [
        (
            "rules.toml: id: found permenpanrb-90-2021, expected an id of its own, as it is not the built-in ruleset "
            "of this id."
        )
    ]


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_weight_that_is_off_is_found_where_it_is(tmp_path: Path, data: st.DataObject) -> None:
    """One hundredth more or less at a node: its parent no longer adds up, nor does it with what is under it."""
    tree = instrument.tree()
    nodes = [*tree["sections"], *tree["indicators"]]
    node = data.draw(st.sampled_from(nodes))
    cents = data.draw(st.integers(-500, 500).filter(bool))
    node["weight"] = f"{int(node['weight']) + cents / 100:.2f}"
    folder = instrument.written(tmp_path / str(abs(hash((node["code"], cents)))), content=tree)
    code = node["code"]
    above = f"{code.rpartition('.')[0]}.weight" if "." in code else "sections"
    own = {f"{code}.weight"} if node in tree["sections"] else set()
    weights = {fault.key for fault in refusal(folder).faults if fault.file == "lke.json"}
    assert weights == {above, *own}


# Anything ----------------------------------------------------------------------------------------

VALUES = (
    None,
    [],
    {},
    "",
    "x",
    "P",
    "sk",
    -1,
    0,
    1.5,
    True,
    "0.5",
    "-3",
    "1e999",
    10**40,
    [[]],
    {"x": 1},
    "\x1b",
    "=1+1",
)


def places(content: object, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the ways to everything in a tree of JSON."""
    if way:
        yield way
    steps = content.items() if isinstance(content, dict) else enumerate(content) if isinstance(content, list) else ()
    for step, value in steps:
        yield from places(value, (*way, step))


def bent(tree: Tree, random: Random) -> Tree:
    """Change a place of the tree to anything, or take it out."""
    *above, last = random.choice(list(places(tree)))
    target: Any = tree
    for step in above:
        target = target[step]
    if random.random() < 0.3:
        del target[last]
    else:
        target[last] = random.choice(VALUES)
    return tree


@pytest.mark.parametrize("seed", range(50))
def test_whatever_a_tree_says_it_is_refused_with_reasons_or_works(tmp_path: Path, seed: int) -> None:
    """Never a traceback: neither on loading, nor in the template, the evaluation and the check."""
    folder = instrument.written(tmp_path / "own", content=bent(instrument.tree(), Random(seed)))
    ruleset, refused = None, None
    try:
        ruleset = load_ruleset(folder)
    except RulesetError as problem:
        refused = problem
    if ruleset is None:
        assert refused
        assert refused.faults
        assert all(fault.key and fault.found and fault.expected for fault in refused.faults)
    else:
        blank = render(ruleset)
        assert evaluate(blank, ruleset).assessments[0].answered == 0
        assert check(blank, ruleset).findings


# Languages and the command -----------------------------------------------------------------------


def test_faults_are_told_in_indonesian(folder: Path) -> None:
    """The same keys and values, other words."""
    change_tree(folder, lambda tree: part(tree, "B.II.a").update(weight="17.51"))
    change_rules(folder, "in_force_from = 2021-12-31", "in_force_from = 2021-12-31\nin_force_until = 2020-01-01")
    use_language("id")
    assert faults(folder) == [
        "rules.toml: in_force_until: ditemukan 2020-01-01, seharusnya 2021-12-31 (in_force_from) atau sesudahnya.",
        "lke.json: B.II.weight: ditemukan 17.5, seharusnya 17.51, yaitu jumlah B.II.a 17.51.",
    ]


def test_not_a_folder(tmp_path: Path) -> None:
    """A name that is neither a ruleset nor a folder: the built-in ones are named."""
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    for wrong in ("permenpanrb-10-2019", str(file), file, str(tmp_path / "none"), str(tmp_path), "x" * 9999, "\0"):
        with pytest.raises(RulesetError, match=r"no such ruleset.*permenpanrb-90-2021") as caught:
            load_ruleset(wrong)
        assert str(wrong) in str(caught.value)
        assert caught.value.faults == ()


def validated(folder: Path, *options: str, language: str = "en") -> subprocess.CompletedProcess[bytes]:
    """Run ``zi-score rules validate``."""
    return run("rules", "validate", folder, *options, language=language)


def test_validate_says_that_a_ruleset_is_whole(folder: Path) -> None:
    """Exit 0, a sentence with what there is of it; as JSON an empty list."""
    done = validated(folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (
        b" own is whole: 113 questions in 46 indicators, weights that add up to 100, 6 areas, "
        b"13 minimums and 11 requirements for WBK, WBBM. "
    ) in b" ".join(done.stdout.split())
    assert b"lengkap: 113 pertanyaan" in validated(folder, language="id").stdout
    done = validated(folder, "--format", "json")
    assert (done.returncode, json.loads(done.stdout), done.stderr) == (0, [], b"")


def test_validate_lists_all_faults(folder: Path) -> None:
    """Exit 1, how many there are and a line a fault, none broken; as JSON an object each, with the same sentences."""
    change_tree(folder, lambda tree: part(tree, "A.I.1.i").update(weight="0.51"))
    change_rules(folder, "area = 6", "area = 7")
    messages = faults(folder)
    done = validated(folder)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode().splitlines() == [str(folder), "Faults: 2.", "", *messages]
    done = validated(folder, "--format", "json")
    assert (done.returncode, done.stderr) == (1, b"")
    listed = json.loads(done.stdout)
    assert [list(fault) for fault in listed] == [["file", "key", "found", "expected", "message", "severity"]] * 2
    assert [fault["message"] for fault in listed] == messages
    assert (listed[0]["file"], listed[0]["key"], listed[0]["found"]) == ("rules.toml", "criteria.area-6.area", "7")


def test_rows_of_portalrb_move_nothing(folder: Path) -> None:
    """Where they leave no room for what stands between them, each row of the template follows the one above it."""
    change_tree(folder, lambda tree: part(tree, "A.I.1.ii.a").update(portalrb={"soal_id": 3, "row": 8}))
    assert validated(folder).returncode == 0
    rows = [line.row for line in build_outline(load_ruleset(folder)).lines]
    assert rows == [*range(2, 2 + len(rows))]


def test_validate_of_no_folder_is_wrong_use(tmp_path: Path) -> None:
    """Exit 2: a file, another id, a folder without either file; and no argument at all."""
    (tmp_path / "own").mkdir()
    file = tmp_path / "rules.toml"
    file.write_text("", encoding="utf-8")
    for wrong, language in ((file, "en"), (Path("permenpanrb-10-2019"), "id"), (tmp_path / "own", "en")):
        done = validated(wrong, language=language)
        assert (done.returncode, done.stdout) == (2, b"")
        assert str(wrong) in done.stderr.decode()
        assert "lke.json" in done.stderr.decode()
    assert run("rules", "validate").returncode == 2


@pytest.mark.parametrize("command", [("rules",), ("template", "-o", "x.xlsx")])
def test_commands_refuse_with_the_same_sentences(folder: Path, command: tuple[str, ...]) -> None:
    """Exit 2, a line a fault on standard error, no traceback, nothing written."""
    change_tree(folder, lambda tree: part(tree, "A.I.1.i").update(weight="0.51"))
    done = run(*command, "--ruleset", folder, cwd=folder.parent)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().strip() == f"zi-score: {refusal(folder)}"
    assert [path.name for path in folder.parent.iterdir()] == ["own"]
