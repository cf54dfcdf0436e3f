"""One broken workbook for each finding: each gives its finding, at its cell, and nothing unexpected."""

from __future__ import annotations

import ast
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import BROKEN, ROOT, VALID, run
from openpyxl import Workbook

from worksheets.broken import faults, write_temporary
from worksheets.drafts import Fault, drafted, packed, parts_of
from zi_score.api.one import check, check_workbook
from zi_score.model.findings import Finding, Severity, Unreadable, catalogue

FAULTS = {fault.name: fault for fault in faults()}
KEPT = [fault for fault in FAULTS.values() if not fault.temporary]
BUILT = [fault for fault in FAULTS.values() if fault.temporary and fault.suffix]
NAMED = ("finding", "refuse", "_changed", "_failed")
UNREADABLE = 3
LARGEST = 70_000
"""Most have 25 kB; one has more text in it than the program reads, however small it is packed."""


def named(fault: Fault) -> str:
    """Name a test after its finding."""
    return fault.name


def expected(fault: Fault) -> dict[str, Any]:
    """Return what is kept beside a workbook."""
    found: dict[str, Any] = json.loads((BROKEN / f"{fault.name}.expected.json").read_text(encoding="utf-8"))
    return found


def checked(fault: Fault, path: Path) -> list[Finding]:
    """Check a workbook; one that cannot be read has one finding."""
    try:
        return list(check(path, **fault.arguments).findings)
    except Unreadable as problem:
        return [problem.finding]


def told(found: list[Finding], name: str) -> list[list[str | None]]:
    """Return name, code and cell of errors, warnings and the named finding."""
    return [[f.name, f.code, f.cell] for f in found if f.name == name or f.severity is not Severity.NOTICE]


# The names ----------------------------------------------------------------------------------------


def texts(node: ast.AST | None) -> Iterator[str]:
    """Yield the texts that an argument may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*texts(node.body), *texts(node.orelse))


def given(tree: ast.AST) -> Iterator[str]:
    """Yield the names that calls give to findings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in NAMED and node.args:
                yield from texts(node.args[0])
            if node.func.id == "Meaning":
                faults = [keyword.value for keyword in node.keywords if keyword.arg == "fault"]
                yield from (name for argument in (*node.args[1:2], *faults) for name in texts(argument))


def test_catalogue_code_and_folder_hold_the_same_names() -> None:
    """No finding without its page, no page without code, neither without a workbook that shows it."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "zi_score").rglob("*.py")]
    in_code = {name for tree in trees for name in given(tree)}
    texts_in_code = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert in_code - catalogue().keys() == set()
    assert catalogue().keys() - texts_in_code == set()
    assert len(in_code) > len(catalogue()) * 0.9
    assert [fault.name for fault in faults()] == list(FAULTS)
    assert FAULTS.keys() == catalogue().keys()


def test_the_folder_is_whole() -> None:
    """A workbook and its expectation for each finding, nothing else, nothing large."""
    files = {name for fault in KEPT for name in (fault.file, f"{fault.name}.expected.json")}
    assert {path.name for path in BROKEN.iterdir()} == files
    assert [path.name for path in BROKEN.iterdir() if path.stat().st_size > LARGEST] == []


def test_what_is_not_kept_has_a_reason() -> None:
    """Few findings need a place, or a size, that a repository cannot keep."""
    kept_elsewhere = {name for name in FAULTS if name.startswith("plan-")}
    kept_elsewhere |= {name for name, fault in FAULTS.items() if "worksheets/portalrb-broken" in fault.temporary}
    assert {fault.name for fault in FAULTS.values() if fault.temporary} - kept_elsewhere == {
        "assessor-without-answers",
        "fits-several-rulesets",
        "file-not-found",
        "file-is-folder",
        "no-workbook-found",
        "file-not-readable",
        "file-too-large",
        "file-too-many-entries",
        "process-lost",
        "reading-ended",
        "reading-took-too-long",
        "program-fault",
    }


# The findings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", KEPT, ids=named)
def test_a_broken_workbook_gives_its_finding_and_nothing_unexpected(fault: Fault) -> None:
    """Its own finding at its cell; every other error or warning is one that was put down as following from it."""
    wanted = expected(fault)["findings"]
    found = checked(fault, BROKEN / fault.file)
    assert wanted[0][0] == fault.name
    assert sorted(told(found, fault.name), key=str) == sorted(wanted, key=str)
    assert all(finding.message.strip() and "{" not in finding.message for finding in found)


@pytest.mark.parametrize("fault", BUILT, ids=named)
def test_a_workbook_that_is_not_kept_gives_its_finding_too(fault: Fault, tmp_path: Path) -> None:
    """It is built where it is needed, and is one of the results, not an exception."""
    book = check_workbook(write_temporary(fault, tmp_path))
    assert [finding.name for finding in book.findings] == [fault.name]
    assert book.error == book.findings[0].message


def test_a_place_without_a_workbook(tmp_path: Path) -> None:
    """A folder without workbooks is a finding, not a success."""
    folder = write_temporary(FAULTS["no-workbook-found"], tmp_path)
    done = run("check", folder, "--format", "json")
    assert done.returncode == UNREADABLE
    (book,) = json.loads(done.stdout)["workbooks"]
    assert [finding["name"] for finding in book["findings"]] == ["no-workbook-found"]


@pytest.mark.parametrize("name", ["file-damaged", "lke-not-found", "file-protected"])
def test_one_broken_file_among_many(tmp_path: Path, name: str) -> None:
    """It is reported, the others are checked as if it were not there."""
    sound = [VALID / f"{case}.xlsx" for case in ("lke-zi", "wbk", "zero-counts")]
    paths = [Path(shutil.copy(path, tmp_path)) for path in (*sound[:1], BROKEN / FAULTS[name].file, *sound[1:])]
    done = run("check", tmp_path, "--format", "json")
    assert done.returncode == UNREADABLE
    result = json.loads(done.stdout)
    books = {Path(book["source"]["path"]).name: book for book in result["workbooks"]}
    assert books.keys() == {path.name for path in paths}
    assert (result["summary"]["workbooks"], result["summary"]["unreadable"]) == (4, 1)
    broken = books.pop(FAULTS[name].file)
    assert [finding["name"] for finding in broken["findings"]] == [name]
    for path in sound:
        alone = check_workbook(path)
        assert books[path.name]["total"] == str(json.loads(alone.model_dump_json())["total"])
        assert [f["name"] for f in books[path.name]["findings"]] == [f.name for f in alone.findings]


# The script ---------------------------------------------------------------------------------------


def without_values(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a workbook without the values that its formulas gave."""
    bare = {name: re.sub(rb"</f><v>[^<]*</v>|</f><v ?/>|</f><v></v>", b"</f>", part) for name, part in parts.items()}
    return {name: re.sub(rb'( t="\w+")(?=><f>)', b"", part) for name, part in bare.items()}


def saved(book: Workbook) -> dict[str, bytes]:
    """Return the parts of a workbook as it is written."""
    stream = io.BytesIO()
    book.save(stream)
    return parts_of(packed(parts_of(stream.getvalue())))


@pytest.mark.parametrize("fault", [fault for fault in KEPT if not fault.make], ids=named)
def test_the_script_writes_what_is_in_the_folder(fault: Fault) -> None:
    """Each workbook that is kept is the script's, but for the values that LibreOffice computed."""
    draft = drafted(fault)
    parts = saved(draft.book)
    parts = fault.pack(parts) if fault.pack else parts
    assert without_values(parts) == without_values(parts_of((BROKEN / fault.file).read_bytes()))
