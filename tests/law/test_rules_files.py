"""Files of a ruleset that are none: where they break off, and what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken_rules import copied, faults, refusal
from conftest import RULESET

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


FILES: dict[str, tuple[str, bytes | None, str]] = {
    "no rules": ("rules.toml", None, "rules.toml: found no file, expected a file of this name in the folder."),
    "no tree": ("lke.json", None, "lke.json: found no file, expected a file of this name in the folder."),
    "no TOML": (
        "rules.toml",
        b'id = "own"\ntitle = \nabout = "x"\n',
        "rules.toml: line 2, column 9: found 'title =', expected TOML (Invalid value).",
    ),
    "TOML that ends too early": (
        "rules.toml",
        b'id = "own"\ntitle = "',
        'rules.toml: line 2, column 10: found the end of the file, expected a closing quote (").',
    ),
    "a day that is none": (
        "rules.toml",
        b'id = "own"\r\nin_force_from = 2026-02-30\r\n',
        "rules.toml: line 2, column 17: found 'in_force_from = 2026-02-30', expected TOML (Invalid date or datetime).",
    ),
    "a key twice in TOML": (
        "rules.toml",
        b'id = "own"\nid = "own"\n',
        "rules.toml: line 2, column 11: found 'id = \"own\"', expected TOML (Cannot overwrite a value).",
    ),
    "no JSON": (
        "lke.json",
        b'{"sections": [],\n "indicators": [}\n',
        "lke.json: line 2, column 17: found '\"indicators\": [}', expected JSON (Expecting value).",
    ),
    "JSON that ends too early": (
        "lke.json",
        b'{"sections": [],\n',
        (
            "lke.json: line 2, column 1: found the end of the file, expected JSON (Expecting property name enclosed in "
            "double quotes)."
        ),
    ),
    "a key twice in JSON": (
        "lke.json",
        b'{"sections": [{"code": "A", "weight": "60", "weight": "59"}], "indicators": []}',
        "lke.json: A.weight: found twice, expected once.",
    ),
    "an empty tree": (
        "lke.json",
        b"",
        "lke.json: line 1, column 1: found the end of the file, expected JSON (Expecting value).",
    ),
    "a list": (
        "lke.json",
        b"[]",
        "lke.json: found something else, expected an object with 'sections' and 'indicators'.",
    ),
    "brackets without end": (
        "lke.json",
        b"[" * 100_000,
        "lke.json: found brackets in brackets without end, expected an object with 'sections' and 'indicators'.",
    ),
    "bytes that are no text": (
        "lke.json",
        b'{"sections":\n "\xe9"}',
        "lke.json: line 2, column 3: found the byte E9, expected text in UTF-8.",
    ),
    "a code page of Windows": (
        "rules.toml",
        'id = "own"\ntitle = "–"'.encode("cp1252"),
        "rules.toml: line 2, column 10: found the byte 96, expected text in UTF-8.",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read(folder: Path, name: str) -> None:
    """Where it breaks off, by line and column, and what stands there; the other file is not to blame."""
    file, content, expected = FILES[name]
    if content is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(content)
    assert faults(folder) == [expected]


def test_a_file_that_is_a_folder(folder: Path) -> None:
    """What the system says of it."""
    (folder / "lke.json").unlink()
    (folder / "lke.json").mkdir()
    (fault,) = refusal(folder).faults
    assert (fault.file, fault.key, fault.expected) == ("lke.json", "", "a file that can be read")


def test_empty_rules_lack_everything(folder: Path) -> None:
    """Each key that must be there is named; that sources of the tree are unknown then is no news."""
    (folder / "rules.toml").write_text("", encoding="utf-8")
    found = refusal(folder).faults
    assert {fault.file for fault in found} == {"rules.toml"}
    assert [fault.key for fault in found][:4] == ["source", "id", "title", "about"]
    assert {fault.found for fault in found} == {"nothing"}


def test_the_mark_of_windows_editors_does_not_matter(folder: Path) -> None:
    """Files that begin with a byte order mark and end their lines as Windows does are read."""
    for file in ("rules.toml", "lke.json"):
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_ruleset(folder).model_copy(update={"id": RULESET.id}) == RULESET
