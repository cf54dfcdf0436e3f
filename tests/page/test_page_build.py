"""How the page is built: what is pinned, what stands in it, and that nothing else can be let in."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT
from judging_page import page_file

from page import build, fetch, pack
from page.compiled import cached, compiled
from zi_score.reports.render.page import asset

HERE = ROOT / "page"
SOURCES = sorted(path for path in HERE.iterdir() if path.is_file())
WORDS = json.loads((HERE / "words.json").read_text(encoding="utf-8"))
STYLE, SCRIPT = asset("page.css"), asset("page.js")
LEFT_OUT = {"docxtpl", "formualizer", "lxml", "pebble", "python-docx", "rich", "typer", "watchfiles"}
"""Libraries of the program for what no page does: letters, formulas, processes, a terminal."""


class Elements(HTMLParser):
    """The elements of a page, with what stands in its scripts and styles."""

    def __init__(self, text: str) -> None:
        """Read a page."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        self._open = tag
        if tag in self.inside:
            self.inside[tag].append("")

    def handle_data(self, data: str) -> None:
        """Keep a text."""
        if self._open in self.inside:
            self.inside[self._open][-1] += data

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's
        """Leave an element."""
        self._open = ""


def small() -> Elements:
    """Return a page with one part."""
    return Elements(pack.page([pack.Part("eins", b"<1>", is_packed=True)], report_style=STYLE, report_script=SCRIPT))


def sums(texts: list[str]) -> list[str]:
    """Return the sums by which a policy lets texts in."""
    return [f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" for text in texts]


# what is pinned --------------------------------------------------------------------------------


def test_libraries_are_those_of_the_tested_set() -> None:
    """The same releases, each by its sum; and all that the program needs for what a page does."""
    tested = (ROOT / "constraints.txt").read_text(encoding="utf-8").casefold().replace("_", "-").splitlines()
    assert {name for name in fetch.pinned() if name not in tested} == set()
    lines = [line for line in fetch.WHEELS.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert len(fetch.pinned()) == len(lines)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    needed = set(
        re.findall(r'^  "([a-z-]+)[=><]', project.partition("dependencies = [")[2].partition("]")[0], re.MULTILINE)
    )
    assert needed - {name.partition("==")[0] for name in fetch.pinned()} == LEFT_OUT


def test_the_runtime_is_pinned_by_its_sum() -> None:
    """A release and what npm says of its content."""
    lock = fetch.runtime_lock()
    assert re.fullmatch(r"\d+\.\d+\.\d+", lock["version"])
    assert len(base64.b64decode(lock["integrity"].removeprefix("sha512-"))) == 64


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_of_the_page_names_a_host(path: Path) -> None:
    """Nothing of it is brought from an address; the one that is named does not exist."""
    text = path.read_text(encoding="utf-8").replace("https://page.invalid/", "").replace('href="http', "")
    assert re.findall(r"https?://\w[^\s\"']*|registry\.|\.org/", text) == []


def test_what_was_bent_on_its_way_is_refused(tmp_path: Path) -> None:
    """A sentence says which file, and what to do."""
    lock = fetch.runtime_lock()
    (tmp_path / f"{lock['package']}-{lock['version']}.tgz").write_bytes(b"bent")
    with pytest.raises(fetch.FetchError, match=r"not what runtime\.toml pins; delete it"):
        fetch.runtime(tmp_path)
    (tmp_path / "bent-1-py3-none-any.whl").write_bytes(b"bent")
    assert fetch.missing(tmp_path) == set(fetch.pinned())


def test_what_cannot_be_brought_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a client, or where it fails; no page is written."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(fetch.FetchError, match="node is not installed"):
        build.compiled(tmp_path, [], tmp_path)
    with pytest.raises(fetch.FetchError, match=r"-m pip failed: (?s:.*)--no-such-option"):
        fetch.run(sys.executable, "-m", "pip", "--no-such-option")
    out = tmp_path / "out.html"
    assert build.main(["-o", str(out), "--wheel", str(tmp_path / "no.whl"), "--cache", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "page: npm is not installed; it brings the runtime\n"
    assert not out.exists()


# what stands in it -----------------------------------------------------------------------------


def test_a_policy_lets_in_what_stands_there_alone() -> None:
    """Every script and style by its sum, and the script of reports, which run in a frame; no handler, no address."""
    found = small()
    (policy,) = [each["content"] for _tag, each in found.found if each.get("http-equiv") == "Content-Security-Policy"]
    rules = dict(rule.partition(" ")[::2] for rule in policy.split("; "))
    (own,) = [text for text in found.inside["script"] if "use strict" in text]
    assert rules["default-src"] == "'none'"
    assert rules["script-src"].split() == [*sums([own, SCRIPT]), "'wasm-unsafe-eval'"]
    assert rules["style-src"].split() == sums(found.inside["style"])
    assert set(rules) == {"default-src", "script-src", "style-src", "worker-src", "base-uri", "form-action"}
    for _tag, attributes in found.found:
        assert not [name for name in attributes if name.startswith("on") or name in {"src", "href", "style"}]
    assert found.inside["style"][0] == STYLE


def test_a_part_is_what_it_was() -> None:
    """Byte for byte, packed or not; the same bytes make the same text."""
    content = bytes(range(256)) * 3
    for is_packed in (False, True):
        text = pack.Part("teil", content, is_packed=is_packed).text
        coded = re.fullmatch(
            r'<script type="application/octet-stream" data-name="teil"( data-packed)?>(.*)</script>\n', text
        )
        assert coded
        found = base64.b64decode(coded[2])
        assert (gzip.decompress(found) if coded[1] else found) == content
        assert bool(coded[1]) == is_packed
        assert pack.Part("teil", content, is_packed=is_packed).text == text


def test_the_worker_is_no_module() -> None:
    """What its parts export is taken over by name; parts that are made otherwise are refused."""
    runtime = "async function _createPyodideModule(){ return import.meta.url }export default _createPyodideModule;"
    made = pack.worker(runtime, "var a = 1; async function x(){}; export{x as loadPyodide,a as version};\n//# map")
    assert not re.search(r"\bexport\b|import\.meta", made)
    assert "const loadPyodide = (() => { var a = 1; async function x(){}; ; return x; })();" in made
    with pytest.raises(ValueError, match="expected once: export default"):
        pack.worker("", "export{x as loadPyodide};")
    with pytest.raises(ValueError, match="found 0 times"):
        pack.filled("", policy="x")


def test_what_is_compiled_is_taken_without_a_look_at_its_source() -> None:
    """Its mark says so; it is put where Python looks."""
    made = compiled(b"assert 1\n", "a.py", optimize=2)
    assert made[4:8] == b"\1\0\0\0"
    assert cached("paket/modul.py").startswith("paket/__pycache__/modul.")


def test_words_are_there_in_both_languages() -> None:
    """With the same places for names; each is used, and none is missing."""
    for key, said in WORDS.items():
        assert list(said) == ["id", "en"], key
        assert all(said.values()), key
        assert len({tuple(sorted(re.findall(r"\{(\w+)\}", text))) for text in said.values()}) == 1, key
    script = (HERE / "page.js").read_text(encoding="utf-8")
    used = set(re.findall(r'say\("([\w-]+)"', script))
    stages = {
        f"stage-{each}"
        for each in re.findall(r'tell\("(\w+)"', script + (HERE / "desk.py").read_text(encoding="utf-8"))
    }
    listed = {*re.findall(r'"(\w+)"', re.search(r"const TABS = (.*);", script)[1])}  # type: ignore[index]
    families = {f"tab-{each}" for each in listed} | {key for key in WORDS if key.startswith("save-")}
    families |= {"file", "unit", "verdict", "total", "severity", "cell", "question", "what", "percent", "years"}
    assert used | stages | families == set(WORDS)


# the page itself, where what it is built of is at hand -----------------------------------------


def test_the_wheel_is_in_it_byte_for_byte() -> None:
    """Whoever has the page has what the release holds; with licences, and small enough for a chat."""
    path, wheel = page_file()
    text = path.read_text(encoding="utf-8")
    assert len(text.encode()) <= build.LARGEST
    coded = re.search(rf'data-name="{re.escape(wheel.name)}">([^<]+)<', text)
    assert coded
    assert hashlib.sha256(base64.b64decode(coded[1])).digest() == hashlib.sha256(wheel.read_bytes()).digest()
    told = re.search(r'data-name="THIRD_PARTY.txt" data-packed>([^<]+)<', text)
    assert told
    licences = gzip.decompress(base64.b64decode(told[1])).decode()
    assert all(name.partition("==")[0].split("-")[0] in licences.casefold() for name in fetch.pinned())


@pytest.mark.long
def test_the_same_inputs_make_the_same_page() -> None:
    """To the last byte."""
    path, wheel = page_file()
    assert build.built(wheel) == path.read_bytes()
