"""What people do with a folder as it arrives: whom to propose, who is missing, letters and copies for all."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from arrivals import ARRIVALS, FACTS, HONEST, MISSING, NAMELESS, OTHERS, READABLE, UNREADABLE, arrived
from conftest import VALID, run
from marked import Page
from openpyxl import load_workbook

from zi_score.cli.pages import INDEX


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the 34 files, the list of units, and what batch says of them."""
    made = tmp_path_factory.mktemp("tiba")
    arrived(made)
    reports = [part for form in ("csv", "html", "xlsx") for part in ("--report", f"{form}:rekap.{form}")]
    done = run("batch", "kiriman", "unit.csv", "--format", "json", *reports, "--kawasan", "Kawasan Contoh", cwd=made)
    assert (done.returncode, done.stderr) == (3, b"")
    (made / "rekap.json").write_bytes(done.stdout)
    return made


@pytest.fixture(scope="module")
def rekap(folder: Path) -> dict[str, Any]:
    """Return what batch gives to programs."""
    found: dict[str, Any] = json.loads((folder / "rekap.json").read_bytes())
    return found


@pytest.fixture(scope="module")
def few(folder: Path) -> Path:
    """Return a smaller folder of the same kind: letters and copies take their time."""
    made = folder / "sedikit"
    (made / "kiriman").mkdir(parents=True)
    for name in (ARRIVALS[0].file, NAMELESS, *UNREADABLE, *OTHERS):
        shutil.copy(folder / "kiriman" / name, made / "kiriman")
    (made / "kiriman" / "lagi").mkdir()
    shutil.copy(folder / "kiriman" / ARRIVALS[1].file, made / "kiriman" / "lagi" / ARRIVALS[0].file.upper())
    return made


# whom to propose -----------------------------------------------------------------------------------


def test_the_three_groups_are_right(rekap: dict[str, Any]) -> None:
    """By scores and requirements, each by score; an honest 98 % above all that are silent; each unit once."""
    groups: dict[str, list[str]] = {}
    for unit in rekap["units"]:
        group = "repeated" if unit["superseded_by"] else unit["proposal"]["group"]
        groups.setdefault(group, []).append(Path(unit["path"]).name)
    latest = [each for each in ARRIVALS if (each.unit, each.year) != ("Balai Dua Putaran Contoh", 2025)]
    short = {"survey-below", "half-empty", "second-tpi"}
    ready = {each.file for each in latest if each.base not in short and each.facts == FACTS}
    open_ = {each.file for each in latest if each.base not in short and each.facts != FACTS} | {NAMELESS}
    assert set(groups["may-be-proposed"]) == ready
    assert set(groups["requirements-open"]) == open_
    assert set(groups["scores-insufficient"]) == {each.file for each in latest if each.base in short}
    assert set(groups["repeated"]) == {"salinan balai karantina.xlsx", "Balai Dua Putaran 2025.xlsx"}
    assert list(groups) == ["may-be-proposed", "requirements-open", "scores-insufficient", "repeated"]
    assert [len(each) for each in groups.values()] == [*rekap["tally"]["proposals"].values(), 2]
    (honest,) = (each.file for each in ARRIVALS if each.facts == HONEST)
    assert groups["requirements-open"][0] == honest
    for names in groups.values():
        scores = [float(unit["total"]["score"]) for unit in rekap["units"] if Path(unit["path"]).name in names]
        assert scores == sorted(scores, reverse=True)


def test_every_file_is_accounted_for(folder: Path, rekap: dict[str, Any]) -> None:
    """In JSON once, and by its name in all that people read."""
    files = sorted(path for path in (folder / "kiriman").rglob("*") if path.is_file())
    told = [
        *(unit["path"] for unit in rekap["units"]),
        *(failed["source"]["path"] for failed in rekap["failures"]),
        *(other["path"] for other in rekap["other_files"]),
    ]
    assert len(files) == 34
    assert sorted(told) == sorted(str(path.relative_to(folder)) for path in files)
    assert {Path(unit["path"]).name for unit in rekap["units"]} == set(READABLE)
    assert {Path(failed["source"]["path"]).name for failed in rekap["failures"]} == set(UNREADABLE)
    kinds = ("no-workbook", "no-workbook", "archive", "lock-file")
    assert {Path(other["path"]).name: other["kind"] for other in rekap["other_files"]} == dict(
        zip(OTHERS, kinds, strict=True)
    )
    lines = list(csv.DictReader(io.StringIO((folder / "rekap.csv").read_text(encoding="utf-8-sig"))))
    assert {line["path"] for line in lines if line["path"]} == set(told)
    page = Page((folder / "rekap.html").read_text(encoding="utf-8"))
    book = load_workbook(folder / "rekap.xlsx", read_only=True)
    cells = {cell for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row}
    shown = {cell for rows in page.tables.values() for row in rows for cell in row}
    assert set(told) <= cells
    assert set(told) <= shown


def test_who_is_missing_is_named(folder: Path, rekap: dict[str, Any]) -> None:
    """The units of the list without a workbook, and the workbook of no unit of the list."""
    assert [each["unit"] for each in rekap["not_received"]] == [name.upper() for name in MISSING]
    assert [Path(path).name for path in rekap["unlisted"]] == [NAMELESS]
    page = Page((folder / "rekap.html").read_text(encoding="utf-8"))
    assert [row[0] for row in page.tables["not-received"][1:]] == [name.upper() for name in MISSING]
    alone = run("batch", "unit.csv", "--format", "json", cwd=folder)
    assert alone.returncode == 3
    assert len(json.loads(alone.stdout)["not_received"]) == len({each.unit for each in ARRIVALS}) + len(MISSING)


def test_an_area_has_each_unit_once(rekap: dict[str, Any]) -> None:
    """Also those that have not handed in, by the list; no duplicate, and nothing that could not be read."""
    assert rekap["kawasan"]["units"] == len({each.unit for each in ARRIVALS}) + 1 + len(MISSING)


def test_by_the_answers_of_one_assessor(folder: Path) -> None:
    """Who has none of them is listed as not assessed, apart from what cannot be read."""
    done = run("batch", "kiriman", "--assessor", "tpi", "-q", cwd=folder)
    text = " ".join(done.stdout.decode().split())
    assert done.returncode == 3
    assert "Units: 3 (" in text
    assert "Unreadable: 2." in text
    assert f"Not assessed yet: {len(READABLE) - 3} workbooks." in text
    found = json.loads(run("batch", "kiriman", "--assessor", "tpi", "--format", "json", cwd=folder).stdout)
    assert {unit["assessor"] for unit in found["units"]} == {"tpi"}


# letters and copies --------------------------------------------------------------------------------


def letters(folder: Path) -> dict[str, str]:
    """Return the text of each letter of a folder, by its name."""
    found = {}
    for path in sorted(folder.iterdir()):
        with zipfile.ZipFile(path) as archive:
            found[path.name] = archive.read("word/document.xml").decode()
    return found


def test_letters_with_one_command(few: Path) -> None:
    """One for each workbook, none over another; a name from a file is a blank; what cannot be read is told."""
    done = run("report", "kiriman", "-o", "surat/", "--format", "docx", cwd=few)
    said = done.stderr.decode()
    assert done.returncode == 3
    assert all(name in said for name in UNREADABLE)
    found = letters(few / "surat")
    stem = ARRIVALS[0].file.removesuffix(".xlsx")
    assert set(found) == {f"kiriman {stem}-lhe.docx", f"lagi {stem.upper()}-lhe.docx", "lke-zi-lhe.docx"}
    assert ARRIVALS[0].unit in found[f"kiriman {stem}-lhe.docx"]
    assert ARRIVALS[1].unit in found[f"lagi {stem.upper()}-lhe.docx"]
    assert found["lke-zi-lhe.docx"].count("lke-zi") == found["lke-zi-lhe.docx"].count("lke-zi.xlsx") == 1
    before = {path.name: path.read_bytes() for path in (few / "surat").iterdir()}
    again = run("report", "kiriman", "-o", "surat", "--format", "docx", cwd=few)
    assert (again.returncode, b"--force" in again.stderr) == (2, True)
    forced = ("--force", "--agency", "Badan Lain", "--year", "2025", "--target", "wbbm")
    assert run("report", "kiriman", "-o", "surat", "--format", "docx", *forced, cwd=few).returncode == 3
    after = {path.name: path.read_bytes() for path in (few / "surat").iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"lke-zi-lhe.docx"}
    completed = letters(few / "surat")["lke-zi-lhe.docx"]
    assert all(text in completed for text in ("Badan Lain", "2025", "WBBM"))


def test_reports_without_a_name(few: Path) -> None:
    """Beside a workbook, or below a folder beside the folder; every format; pages have their list."""
    source = few / "kiriman" / NAMELESS
    done = run("report", source, "--format", "markdown", "--format", "csv", "--unit", "Balai Tanpa Nama", cwd=few)
    assert done.returncode == 0
    text = (few / "kiriman" / "lke-zi-laporan.md").read_text(encoding="utf-8")
    assert text.startswith("## Evaluation of the Zona Integritas: Balai Tanpa Nama")
    assert (few / "kiriman" / "lke-zi-laporan.csv").exists()
    assert run("report", source, "--format", "csv", cwd=few).returncode == 2
    forms = [part for form in ("html", "xlsx", "markdown", "csv") for part in ("--format", form)]
    assert run("report", "kiriman/lagi", *forms, cwd=few).returncode == 0
    endings = sorted(path.suffix for path in (few / "kiriman" / "lagi-laporan").iterdir())
    assert endings == [".csv", ".html", ".html", ".md", ".xlsx"]
    assert (few / "kiriman" / "lagi-laporan" / INDEX).exists()
    shutil.rmtree(few / "kiriman" / "lagi-laporan")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("kiriman", "-o", "x/", "--unit", "A"), "--unit"),
        (("kiriman", "-o", "x/", "--holds-wbk"), "--holds-wbk"),
        (("kiriman", "-o", "x/", "-o", "y.html"), "other output"),
        (("kiriman", "kiriman/lagi"), "-o FOLDER/"),
        (("kiriman/lke-zi.xlsx", "-o", "x.html", "--format", "docx"), "--format"),
        (("kiriman", "-o", "x/", "--format", "html", "--docx-template", "kiriman/undangan.docx"), "--docx-template"),
        (("kiriman/lagi", "-o", "x/", "--format", "docx", "--docx-template", "kiriman/undangan.docx"), "Word document"),
        (("-", "--format", "docx"), "standard input"),
        (("kiriman", "-", "-o", "x/"), "standard input"),
        (("kiriman", "-o", "x/", "--target", "hebat"), "--target"),
    ],
)
def test_wrong_use_of_report(few: Path, arguments: tuple[str, ...], said: str) -> None:
    """A sentence, exit code 2, and nothing is written."""
    done = run("report", *arguments, cwd=few, stdin=b"")
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in done.stderr.decode()
    assert not (few / "x").exists()


def test_copies_with_one_command(few: Path) -> None:
    """One for each workbook; what cannot be read is told, and nothing is written over."""
    done = run("annotate", "kiriman", "-o", "temuan/", cwd=few)
    said = done.stderr.decode()
    assert done.returncode == 3
    assert all(name in said for name in UNREADABLE)
    stem = ARRIVALS[0].file.removesuffix(".xlsx")
    names = {f"kiriman {stem}-temuan.xlsx", f"lagi {stem.upper()}-temuan.xlsx", "lke-zi-temuan.xlsx"}
    assert {path.name for path in (few / "temuan").iterdir()} == names
    book = load_workbook(few / "temuan" / f"lagi {stem.upper()}-temuan.xlsx", read_only=True)
    assert book.sheetnames[0] == "Findings"
    again = run("annotate", "kiriman", "-o", "temuan", cwd=few)
    assert (again.returncode, b"--force" in again.stderr) == (2, True)
    assert run("annotate", "kiriman", "kiriman/lagi", cwd=few).returncode == 2


def test_a_copy_without_a_name(tmp_path: Path) -> None:
    """Beside the workbook, or below a folder beside the folder; a workbook of an older format is told."""
    (tmp_path / "satu").mkdir()
    shutil.copy(VALID / "wbk.xlsx", tmp_path / "satu" / "lke.xlsx")
    assert run("annotate", "satu/lke.xlsx", cwd=tmp_path).returncode == 0
    assert (tmp_path / "satu" / "lke-temuan.xlsx").exists()
    assert run("annotate", "satu/lke.xlsx", cwd=tmp_path).returncode == 2
    (tmp_path / "satu" / "lke-temuan.xlsx").unlink()
    assert run("annotate", "satu", cwd=tmp_path).returncode == 0
    assert [path.name for path in (tmp_path / "satu-temuan").iterdir()] == ["lke-temuan.xlsx"]
    assert run("annotate", "tiada*.xlsx", "-o", "kosong/", cwd=tmp_path).returncode == 3
    assert not (tmp_path / "kosong").exists()


@pytest.mark.long
def test_all_of_them(folder: Path) -> None:
    """A letter and a copy for each of the 28."""
    assert run("report", "kiriman", "-o", "surat/", "--format", "docx", cwd=folder).returncode == 3
    assert run("annotate", "kiriman", "-o", "temuan/", cwd=folder).returncode == 3
    for there in ("surat", "temuan"):
        assert len(list((folder / there).iterdir())) == len(READABLE)


def test_what_was_said_of_a_unit_that_says_otherwise_is_told(tmp_path: Path) -> None:
    """The workbook stands, and nobody believes that the option was heeded; the same in other letters is no news."""
    out = tmp_path / "lke.md"
    said = ("--unit", "Balai Lain", "--agency", "kementerian contoh", "--target", "wbbm")
    done = run("report", VALID / "wbk.xlsx", "-o", out, *said)
    lines = done.stderr.decode().splitlines()
    assert (done.returncode, len(lines)) == (0, 3)
    assert "--unit Balai Lain: the workbook says Balai Kekarantinaan" in lines[0]
    assert "--target WBBM: the workbook says WBK, which stands." in lines[1]
    assert "Balai Lain" not in out.read_text(encoding="utf-8")
