"""``zi-score annotate``: what it writes, what it refuses, and that it never writes into the submitted file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlwt
from annotated_copies import parts, patched, replaced_part, small, table, with_macros
from conftest import FIELD, RULESET_FOLDER, VALID, run
from openpyxl import load_workbook
from workbooks import answered, book, lines

from zi_score.api.one import check
from zi_score.model.language import use_language

DONE, USAGE, UNREADABLE = 0, 2, 3


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, then the default again."""
    use_language("en")
    yield
    use_language("id")


def submitted(folder: Path, content: bytes, name: str = "lke.xlsx") -> Path:
    """Put a submitted workbook into a folder."""
    path = folder / name
    path.write_bytes(content)
    return path


def hash_of(path: Path) -> str:
    """Return what tells whether a file was touched."""
    return f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mtime_ns}"


def told(arguments: list[str | Path], code: int, *words: str) -> str:
    """Run a command line; its code, nothing on standard output, one line on standard error with these words."""
    done = run("annotate", *arguments)
    text = done.stderr.decode()
    assert done.returncode == code, text
    assert done.stdout == b""
    assert len(text.strip().splitlines()) == 1, text
    assert "Traceback" not in text
    for word in words:
        assert word in text
    return text


@pytest.mark.parametrize("source", [VALID / "wbk.xlsx", VALID / "as-typed.xlsx", FIELD / "field-lke-zi.xlsx"])
def test_annotate_writes_a_copy(tmp_path: Path, source: Path) -> None:
    """Findings or not, the exit code is 0; the submitted file is not touched."""
    path, copy = submitted(tmp_path, source.read_bytes()), tmp_path / "salinan.xlsx"
    before, count = hash_of(path), len(check(path).findings)
    told([path, "-o", copy], DONE, "Written", str(copy), f"findings: {count}")
    assert hash_of(path) == before
    assert len([row for row in table(load_workbook(copy)["Findings"]) if any(row)]) == count
    assert sorted(tmp_path.iterdir()) == sorted([path, copy])


def test_annotate_keeps_macros(tmp_path: Path) -> None:
    """An .xlsm becomes an .xlsm; any other ending is refused, since Excel would not open it."""
    path = submitted(tmp_path, with_macros((VALID / "wbk.xlsx").read_bytes()), "lke.xlsm")
    told([path, "-o", tmp_path / "b.xlsm"], DONE, "Written")
    assert "xl/vbaProject.bin" in parts((tmp_path / "b.xlsm").read_bytes())
    told([path, "-o", tmp_path / "b.xlsx"], USAGE, "b.xlsx", ".xlsm")
    told([VALID / "wbk.xlsx", "-o", tmp_path / "c.xlsm"], USAGE, "c.xlsm", ".xlsx")
    told([VALID / "wbk.xlsx", "-o", tmp_path / "c"], USAGE, ".xlsx")
    told([VALID / "wbk.xlsx", "-o", tmp_path / "D.XLSX"], DONE)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["D.XLSX", "b.xlsm", "lke.xlsm"]


@pytest.mark.parametrize("force", [[], ["--force"]])
@pytest.mark.parametrize("way", ["same", "dots", "symlink", "hardlink", "link to it"])
def test_annotate_never_writes_into_the_submitted_file(tmp_path: Path, way: str, force: list[str]) -> None:
    """However the two are spelt, with --force too."""
    path = submitted(tmp_path, (VALID / "wbk.xlsx").read_bytes())
    other = tmp_path / "lain.xlsx"
    if way == "hardlink":
        os.link(path, other)
    elif "link" in way:
        other.symlink_to(path)
    target = {"same": path, "dots": tmp_path / ".." / tmp_path.name / path.name}.get(way, other)
    source, target = (other, path) if way == "link to it" else (path, target)
    before = hash_of(path)
    told([source, "-o", target, *force], USAGE, "read as an input")
    assert hash_of(path) == before


def test_annotate_overwrites_only_when_forced(tmp_path: Path) -> None:
    """Somebody's file of that name is not lost."""
    copy = submitted(tmp_path, b"somebody's", "salinan.xlsx")
    told([VALID / "wbk.xlsx", "-o", copy], USAGE, "salinan.xlsx", "--force")
    assert copy.read_bytes() == b"somebody's"
    told([VALID / "wbk.xlsx", "-o", copy, "--force"], DONE)
    assert load_workbook(copy).sheetnames[0] == "Findings"


def test_annotate_refuses_what_openpyxl_cannot_write(tmp_path: Path) -> None:
    """An old workbook that is read well is refused with what to do about it."""
    old = xlwt.Workbook()
    sheet = old.add_sheet("Jawaban")
    for row in book(answered(lines()))[0].worksheets[0].iter_rows():
        for cell in row:
            if cell.value is not None:
                sheet.write(cell.row - 1, cell.column - 1, cell.value)
    path = tmp_path / "lke.xls"
    old.save(str(path))
    assert check(path).assessments
    told([path, "-o", tmp_path / "b.xlsx"], USAGE, "lke.xls", "save it as .xlsx")
    assert list(tmp_path.iterdir()) == [path]


def test_annotate_of_what_cannot_be_read(tmp_path: Path) -> None:
    """Exit 3 with the sentence of the finding, and no copy."""
    broken = submitted(tmp_path, b"PK\x03\x04rusak")
    copy = tmp_path / "b.xlsx"
    told([broken, "-o", copy], UNREADABLE, "lke.xlsx")
    told([tmp_path / "tiada.xlsx", "-o", copy], UNREADABLE, "tiada.xlsx")
    told([tmp_path, "-o", copy], UNREADABLE, str(tmp_path))
    told([VALID / "wbk.xlsx", "--sheet", "Lembar", "-o", copy], UNREADABLE, "Lembar")
    no_lke = submitted(tmp_path, small(), "tanpa.xlsx")
    told([no_lke, "-o", copy], UNREADABLE, "tanpa.xlsx")
    odd = replaced_part((VALID / "wbk.xlsx").read_bytes(), "docProps/core.xml", b"<kosong")
    told([submitted(tmp_path, odd, "aneh.xlsx"), "-o", copy], UNREADABLE, "aneh.xlsx", "cannot be copied")
    assert not copy.exists()


def test_annotate_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that is not there, a ruleset that is none, a name too long."""
    told([VALID / "wbk.xlsx", "-o", tmp_path / "tiada" / "b.xlsx"], USAGE, "b.xlsx")
    told([VALID / "wbk.xlsx", "-o", tmp_path / "b.xlsx", "--ruleset", "none"], USAGE, "none")
    told([VALID / "wbk.xlsx", "-o", tmp_path / f"{'b' * 300}.xlsx"], USAGE, "bbb")
    assert list(tmp_path.iterdir()) == []


def test_annotate_says_what_is_lost(tmp_path: Path) -> None:
    """A second line names what the copy lacks."""
    path = submitted(tmp_path, patched((VALID / "wbk.xlsx").read_bytes(), {"customXml/item1.xml": b"<a/>"}))
    done = run("annotate", path, "-o", tmp_path / "b.xlsx")
    first, second = done.stderr.decode().strip().splitlines()
    assert done.returncode == DONE
    assert first.startswith("Written")
    assert "custom XML data" in second


def test_annotate_takes_a_ruleset_and_a_sheet(tmp_path: Path) -> None:
    """As evaluate does."""
    told([VALID / "wbk.xlsx", "-o", tmp_path / "b.xlsx", "--sheet", "Jawaban", "--ruleset", RULESET_FOLDER], DONE)
    done = run("annotate", VALID / "wbk.xlsx", "-o", tmp_path / "c.xlsx", "--lang", "id", language=None)
    assert done.returncode == DONE
    assert load_workbook(tmp_path / "c.xlsx").sheetnames[0] == "Temuan"
