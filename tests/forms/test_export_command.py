"""``zi-score export``: folders and lists of units, and what it refuses to write."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest
from conftest import BLANK, ROOT, RULESET, VALID, run
from exported import FORM, changed_form, in_form, parts_of, proposed, submission_of
from openpyxl import Workbook, load_workbook

from worksheets.drafts import SOUND
from worksheets.portalrb import document
from zi_score.api.one import evaluate
from zi_score.cli import files as folders
from zi_score.forms.portalrb import derived_id, is_safe, unit_lists
from zi_score.model.findings import Unreadable
from zi_score.reading.workbook import read_submission

NOT_REACHED, USAGE, UNREADABLE = 1, 2, 3


# Names of files -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "id_"),
    [
        ("Balai Contoh", "balai-contoh"),
        ("  BALAI  (Contoh)/II ", "balai-contoh-ii"),
        ("../../etc/passwd", "etc-passwd"),
        ("Satker <b>[1]</b>", "satker-b-1-b"),
        ("Café Düsseldorf", "cafe-dusseldorf"),
        ("日本", None),
        ("", None),
        ("CON", None),
        ("x" * 200, "x" * 80),
    ],
)
def test_ids_made_of_names(name: str, id_: str | None) -> None:
    """The same name gives the same id, which is a safe name of a file; where none can be made, none is."""
    assert derived_id(name) == id_


@pytest.mark.parametrize(
    "id_", ["", ".", "..", "a/b", "a\\b", "a b", "-a", ".a", "a.", "nul", "COM1.x", "a\n", "é", "x" * 101]
)
def test_ids_that_are_no_names(id_: str) -> None:
    """What would lead elsewhere, or what some system cannot store, is no id."""
    assert not is_safe(id_)


def test_lists_of_units() -> None:
    """Each unit in its list, in the order of the ids; an empty list is there, too."""
    units = [
        proposed(30, "WBK"),
        proposed("bkk", "WBK", is_affirmative=True),
        proposed(17, "WBBM", is_affirmative=True),
    ]
    lists = {name: json.loads(text) for name, text in unit_lists(units, 2026).items()}
    assert [(u["id"], u["kategori"], u["afirmasi"]) for u in lists["unit-wbk.json"]["units"]] == [
        (30, "WBK", False),
        ("bkk", "WBK-AFIRMASI", True),
    ]
    assert [(u["id"], u["kategori"]) for u in lists["unit-wbbm.json"]["units"]] == [(17, "WBBM")]
    assert json.loads(unit_lists(units[:1], 2026)["unit-wbbm.json"]) == {"tahun": 2026, "units": []}


# Commands -----------------------------------------------------------------------------------------


def files_in(folder: Path) -> set[str]:
    """Return the files of a folder, with the hidden ones."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_of_workbooks(tmp_path: Path) -> None:
    """Lists and answers; exported again from there, everything is the same; nothing is left lying about."""
    source, first, second = tmp_path / "lke", tmp_path / "a", tmp_path / "b"
    source.mkdir()
    for name in ("wbk", "wbbm", "three-assessors"):
        shutil.copy(VALID / f"{name}.xlsx", source)
    done = run("export", "portalrb", source, "-o", first)
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"Written: " in done.stderr
    assert b"(units: 3)" in done.stderr
    assert b"three-assessors.xlsx: not in the export: answers of TPN: 126; the agency" in done.stderr
    names = (
        "balai-kekarantinaan-kesehatan-kelas-ii-contoh",
        "kantor-imigrasi-kelas-i-contoh",
        "kantor-pertanahan-kota-contoh",
    )
    assert files_in(first) == {"unit-wbk.json", "unit-wbbm.json", *(f"jawaban-unit/{name}.json" for name in names)}
    assert run("export", "portalrb", first, "-o", second).returncode == 0
    assert {name: (first / name).read_bytes() for name in files_in(first)} == {
        name: (second / name).read_bytes() for name in files_in(second)
    }
    assert files_in(tmp_path) == {f"{each}/{name}" for each in ("a", "b") for name in files_in(first)} | {
        f"lke/{name}.xlsx" for name in ("wbk", "wbbm", "three-assessors")
    }


def test_the_sound_folder_is_exported_as_it_is(tmp_path: Path) -> None:
    """What the ministry gives and what the program writes are the same documents; ids keep their type."""
    sound = ROOT / "worksheets" / "portalrb"
    assert run("export", "portalrb", sound, "-o", tmp_path / "out").returncode == 0
    for name in files_in(tmp_path / "out"):
        assert json.loads((tmp_path / "out" / name).read_bytes()) == json.loads((sound / name).read_bytes()), name


def test_a_list_names_the_units(tmp_path: Path) -> None:
    """Id, name, target and afirmasi of a list go before what the workbook says."""
    table = tmp_path / "daftar.csv"
    table.write_text(
        f"path;unit-id;unit;target;afirmasi\n{VALID / 'wbk.xlsx'};0017;Balai Lain;WBK;ya\n", encoding="utf-8"
    )
    assert run("export", "portalrb", table, "-o", tmp_path / "out").returncode == 0
    listed = json.loads((tmp_path / "out" / "unit-wbk.json").read_text(encoding="utf-8"))
    assert listed["units"] == [{"id": "0017", "nama": "Balai Lain", "kategori": "WBK-AFIRMASI", "afirmasi": True}]
    assert json.loads((tmp_path / "out" / "jawaban-unit" / "0017.json").read_bytes())["unit_id"] == "0017"


@pytest.mark.parametrize(
    ("cells", "code", "said"),
    [
        ("path,unit-id\nwbk.xlsx,../x\n", USAGE, b'the id "../x" cannot be the name of a file'),
        ("path,unit-id\nwbk.xlsx,a\nwbbm.xlsx,A\n", USAGE, b'another unit has the id "a", too'),
        ("path,unit\nwbk.xlsx,\xe6\x97\xa5\n".encode("latin-1").decode(), USAGE, b"no id can be made of the name"),
        ("path\nmissing.xlsx\n", UNREADABLE, b"there is no such file"),
    ],
)
def test_units_that_are_left_out(tmp_path: Path, cells: str, code: int, said: bytes) -> None:
    """Each is told why; where no unit is left, nothing is written."""
    for name in ("wbk", "wbbm"):
        shutil.copy(VALID / f"{name}.xlsx", tmp_path)
    (tmp_path / "daftar.csv").write_text(cells, encoding="utf-8")
    done = run("export", "portalrb", tmp_path / "daftar.csv", "-o", tmp_path / "out")
    assert (done.returncode, said in done.stderr) == (code, True)
    assert b"nothing was written" in done.stderr
    assert not (tmp_path / "out").exists()


def test_what_a_bare_workbook_does_not_say(tmp_path: Path) -> None:
    """Year and target are asked for, and taken from the command line."""
    done = run("export", "portalrb", VALID / "lke-zi.xlsx", "-o", tmp_path / "out")
    assert (done.returncode, b"--year" in done.stderr) == (USAGE, True)
    done = run("export", "portalrb", VALID / "lke-zi.xlsx", "-o", tmp_path / "out", "--year", "2026")
    assert (done.returncode, b"--target" in done.stderr) == (USAGE, True)
    third = run(
        "export", "portalrb", VALID / "lke-zi.xlsx", "-o", tmp_path / "out", "--year", "2026", "--target", "wbbm"
    )
    assert third.returncode == 0
    assert json.loads((tmp_path / "out" / "unit-wbbm.json").read_bytes())["units"][0]["id"] == "lke-zi"


def test_unread_answers_keep_a_unit_out_unless_told(tmp_path: Path) -> None:
    """The others are written; with --allow-unread the unit is, too, with null in their places, and they are listed."""
    workbook = load_workbook(VALID / "wbk.xlsx")
    workbook["Jawaban"]["K6"] = "sudah ada [bold]"
    workbook.save(tmp_path / "lke.xlsx")
    shutil.copy(VALID / "wbbm.xlsx", tmp_path)
    done = run("export", "portalrb", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == NOT_REACHED
    assert b'A.I.1.i.a Jawaban!K6: "sudah ada [bold]" was not understood' in done.stderr
    assert files_in(tmp_path / "out") >= {"jawaban-unit/kantor-pertanahan-kota-contoh.json"}
    assert len(files_in(tmp_path / "out")) == 3
    told = run("export", "portalrb", tmp_path / "lke.xlsx", "-o", tmp_path / "told", "--allow-unread")
    assert (told.returncode, b"left blank" in told.stderr) == (0, True)
    (path,) = (tmp_path / "told" / "jawaban-unit").iterdir()
    assert json.loads(path.read_bytes())["answers"][0]["jawaban_unit"] is None


def test_units_of_several_years(tmp_path: Path) -> None:
    """A list is of one year."""
    workbook = load_workbook(VALID / "wbbm.xlsx")
    year = next(c for sheet in workbook.worksheets for row in sheet.iter_rows() for c in row if c.value == 2026)
    year.value = 2025
    workbook.save(tmp_path / "b.xlsx")
    done = run("export", "portalrb", VALID / "wbk.xlsx", tmp_path / "b.xlsx", "-o", tmp_path / "out")
    assert (done.returncode, b"several years (2025, 2026)" in done.stderr) == (USAGE, True)
    assert not (tmp_path / "out").exists()


def test_nothing_is_overwritten_unless_told(tmp_path: Path) -> None:
    """A folder with an earlier export is left alone; --force renews it, and names what is of the earlier one."""
    out = tmp_path / "out"
    assert run("export", "portalrb", VALID / "wbbm.xlsx", "-o", out).returncode == 0
    before = {name: (out / name).read_bytes() for name in files_in(out)}
    done = run("export", "portalrb", VALID / "wbk.xlsx", "-o", out)
    assert (done.returncode, b"exists" in done.stderr) == (USAGE, True)
    assert {name: (out / name).read_bytes() for name in files_in(out)} == before
    done = run("export", "portalrb", VALID / "wbk.xlsx", "-o", out, "--force")
    assert done.returncode == 0
    assert b"kantor-pertanahan-kota-contoh.json: of an earlier export" in done.stderr
    assert len(files_in(out)) == 4


def test_answers_are_never_written_over_themselves(tmp_path: Path) -> None:
    """The folder that is read is not the one that is written, --force or not."""
    source = shutil.copytree(ROOT / "worksheets" / "portalrb", tmp_path / "api")
    done = run("export", "portalrb", source, "-o", source, "--force")
    assert (done.returncode, b"that is read as an input" in done.stderr) == (USAGE, True)


def test_a_fault_in_the_middle_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All files are written aside before the first one is moved."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_bytes(b"old")
    write = Path.write_bytes

    def full(path: Path, text: bytes) -> int:
        if path.name == "b":
            raise OSError(28, "No space left on device", str(path))
        return write(path, text)

    monkeypatch.setattr(Path, "write_bytes", full)
    for folder in ("out", "new"):
        with pytest.raises(OSError, match="No space"):
            folders.write_folder(tmp_path / folder, {"a": b"new", "b": b"new"})
    assert files_in(tmp_path) == {"out/a"}
    assert (tmp_path / "out" / "a").read_bytes() == b"old"


@pytest.mark.parametrize("arguments", [("portalrb", "x", "-o"), ("workbook", "x", "--form", str(BLANK), "-o")])
def test_places_that_cannot_be_written(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """A sentence, no traceback, nothing left behind."""
    command, _, *rest = arguments
    target = tmp_path / "missing" / "out.xlsx"
    done = run("export", command, VALID / "wbk.xlsx", *rest, target)
    assert (done.returncode, b"Traceback" in done.stderr) == (USAGE, False)
    assert b"there is no such file or folder" in done.stderr
    assert b".zi-score." not in done.stderr


def test_the_form_is_filled_by_the_command(tmp_path: Path) -> None:
    """From a workbook and from answers; what the form does not take is named; the form itself is not touched."""
    form = tmp_path / "formulir.xlsx"
    form.write_bytes(FORM)
    for source, name in (
        (VALID / "three-assessors.xlsx", "a"),
        (ROOT / "worksheets/portalrb/jawaban-unit/bkk-02.json", "b"),
    ):
        done = run("export", "workbook", source, "--form", form, "-o", tmp_path / f"{name}.xlsx")
        assert done.returncode == 0, done.stderr
        assert (b"answers of TPN: 126" in done.stderr) == (name == "a")
        assert b"fill in name and target" in done.stderr
    assert form.read_bytes() == FORM
    verdicts = [evaluate(tmp_path / f"{name}.xlsx").assessments for name in "ab"]
    assert [[(a.assessor.value, str(a.total.score)) for a in each] for each in verdicts] == [
        [("tpi", "743/8"), ("unit", "1545/16")],
    ] * 2


def test_what_the_form_command_refuses(tmp_path: Path) -> None:
    """Each with its exit code; the output is not there afterwards."""
    form, out = tmp_path / "formulir.xlsx", tmp_path / "out.xlsx"
    form.write_bytes(changed_form(lambda sheet: sheet.insert_rows(60)))
    wbk, old = VALID / "wbk.xlsx", VALID / "52-2014-wbk.xlsx"
    for arguments, code in (
        ((wbk, "--form", form, "-o", out), USAGE),
        ((wbk, "--form", form, "-o", tmp_path / "out.xls"), USAGE),
        ((wbk, "--form", form, "-o", form, "--force"), USAGE),
        ((old, "--form", BLANK, "-o", out), USAGE),
        ((wbk, "--form", tmp_path / "missing.xlsx", "-o", out), UNREADABLE),
    ):
        done = run("export", "workbook", *arguments)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False), done.stderr
    assert not out.exists()


def test_a_regulation_without_numbers(tmp_path: Path) -> None:
    """52/2014 is not asked by PortalRB: a sentence, and exit code 2."""
    done = run("export", "portalrb", VALID / "52-2014-wbk.xlsx", "-o", tmp_path / "out")
    assert (done.returncode, b"has no numbers in PortalRB" in done.stderr) == (USAGE, True)


def test_a_form_in_another_format(tmp_path: Path) -> None:
    """An .xls has no XML to write into."""
    done = run(
        "export",
        "workbook",
        VALID / "wbk.xlsx",
        "--form",
        ROOT / "worksheets/broken/formulas-not-audited.xls",
        "-o",
        tmp_path / "out.xls",
    )
    assert (done.returncode, b"must be an .xlsx or .xlsm" in done.stderr) == (USAGE, True)


def test_the_form_need_not_be_saved_by_us() -> None:
    """A workbook with macros stays one: its other parts are copied as they are."""
    parts = parts_of(FORM) | {"xl/vbaProject.bin": b"\x00macro"}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    copy = parts_of(in_form(submission_of(document(17, "Balai Contoh", SOUND)), stream.getvalue()))
    assert copy["xl/vbaProject.bin"] == b"\x00macro"
    assert isinstance(load_workbook(io.BytesIO(FORM)), Workbook)


def test_damaged_sources_are_told(tmp_path: Path) -> None:
    """One unreadable workbook among others does not end the export."""
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04rusak")
    shutil.copy(VALID / "wbk.xlsx", tmp_path)
    done = run("export", "portalrb", tmp_path, "-o", tmp_path / "out")
    assert done.returncode == UNREADABLE
    assert len(files_in(tmp_path / "out")) == 3
    with pytest.raises(Unreadable):
        read_submission(tmp_path / "a.xlsx", RULESET)
