"""Folders of rulesets that are broken on purpose, and why they are refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import RULESET, RULESET_FOLDER

from zi_score.law.fault import RulesetError
from zi_score.law.load import load_ruleset

Tree = dict[str, Any]
Change = Callable[[Tree], object]


def copied(place: Path) -> Path:
    """Return a copy of the current ruleset to break, which has an id of its own."""
    copy = Path(shutil.copytree(RULESET_FOLDER, place / "own"))
    change_rules(copy, f'id = "{RULESET.id}"', 'id = "own"')
    return copy


def change_tree(folder: Path, change: Change) -> None:
    """Change ``lke.json`` of a ruleset."""
    path = folder / "lke.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content), encoding="utf-8")


def change_rules(folder: Path, old: str, new: str) -> None:
    """Change a text of ``rules.toml`` that stands there."""
    path = folder / "rules.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(folder: Path) -> RulesetError:
    """Return why a ruleset is refused."""
    with pytest.raises(RulesetError) as caught:
        load_ruleset(folder)
    return caught.value


def faults(folder: Path) -> list[str]:
    """Return the sentences of all faults."""
    return [fault.message for fault in refusal(folder).faults]


def part(tree: Tree, code: str) -> dict[str, Any]:
    """Return a section, an indicator or, where there is none of the code, a question of ``lke.json``."""
    questions = [question for indicator in tree["indicators"] for question in indicator["questions"]]
    found: dict[str, Any] = next(
        each for each in (*tree["sections"], *tree["indicators"], *questions) if each["code"] == code
    )
    return found
