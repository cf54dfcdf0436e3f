"""What is said of an instrument of somebody's own has no word of the ministry's that it does not use itself."""

from __future__ import annotations

import io
import json
import re
import zipfile
from fractions import Fraction
from pathlib import Path

import instrument
import internal
import pytest
from conftest import RULESET, run
from openpyxl import Workbook

from zi_score import load_ruleset
from zi_score.forms.rules.workbook import render
from zi_score.law.amendment import amendments
from zi_score.law.load import built_in_rulesets
from zi_score.model.exact import plain
from zi_score.model.findings import catalogue

WORDS = re.compile(
    r"zona integritas|\bZI\b|survei|survey|afirmasi|\bWBK\b|\bWBBM\b|\bLKE\b|kementerian panrb", re.IGNORECASE
)
PROGRAM = re.compile(r"zi\\*[-_]score|survey-out-of-range", re.IGNORECASE)
"""The program's own name, and its name of a finding, which is a contract with other programs."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the ruleset and worksheets: lacking, with a fault, good, and blank."""
    place = tmp_path_factory.mktemp("kantor")
    rules = instrument.written(place / "aturan", internal.RULES, internal.tree())
    law = load_ruleset(rules)
    low = dict.fromkeys(internal.QUESTIONS, 1) | {"K.1.a.1": 3, "K.3.a.1": None}
    wrong = low | {"K.2.a.2": 7}
    high = dict.fromkeys(internal.QUESTIONS, 3) | {"K.4.a.2": 2}
    fields = {"C4": "Bagian Umum", "C6": 2026, "C7": "TELADAN"}
    (place / "awal.xlsx").write_bytes(instrument.filled(law, low, {**fields, "pengaduan": "Tidak"}))
    (place / "salah.xlsx").write_bytes(instrument.filled(law, wrong, fields))
    (place / "akhir.xlsx").write_bytes(instrument.filled(law, high, {**fields, "pengaduan": "Ya"}))
    (place / "kosong.xlsx").write_bytes(instrument.filled(law, {}, {}))
    return place


def told(content: bytes) -> str:
    """Return the text of an output; of a document of Office that of all its parts, without its markup."""
    if content[:2] != b"PK":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode(errors="replace") for name in archive.namelist() if name.endswith("xml")]
    return "\n".join(re.sub(r"<[^>]*>", " ", part) for part in parts)


def strange(text: str) -> set[str]:
    """Return the lines that have a word of the ministry's."""
    lines = re.sub(r"<style.*?</style>|<script.*?</script>", "", text, flags=re.DOTALL).splitlines()
    plain = (PROGRAM.sub("", re.sub(r"[\w./\\-]*\.(xlsx|json|toml)", "", line)) for line in lines)
    return {line[max(0, found.start() - 60) : found.end() + 60] for line in plain for found in WORDS.finditer(line)}


COMMANDS = {
    "evaluate": ("salah.xlsx", "markdown html json xlsx chat"),
    "evaluate --trace K.1.a.1": ("awal.xlsx", ""),
    "check": ("awal.xlsx salah.xlsx kosong.xlsx", "markdown html json xlsx github junit"),
    "batch --no-progress": ("awal.xlsx salah.xlsx akhir.xlsx kosong.xlsx", "markdown html json xlsx csv"),
    "improve": ("awal.xlsx", "markdown html json xlsx"),
    "whatif --set K.1.a.2=3": ("awal.xlsx", "markdown html json xlsx"),
    "compare": ("awal.xlsx akhir.xlsx", "markdown html json xlsx"),
    "compare --over-time": ("awal.xlsx akhir.xlsx", "markdown html json xlsx"),
    "rules show": ("", "markdown html json xlsx"),
}
"""Commands that print a text, and give reports in these formats beside it."""

FILES = {
    "report": ("salah.xlsx", "html md csv xlsx docx"),
    "report --one-page": ("salah.xlsx", "html docx"),
    "template": ("", "xlsx"),
}
"""Commands that write a file, by its ending."""

languages = pytest.mark.parametrize("language", ["id", "en"])


def assert_own_words(*arguments: str, folder: Path, into: Path, language: str) -> None:
    """Neither what a command says nor what it writes into a folder has a word of the ministry's."""
    done = run(*arguments, "--ruleset", folder / "aturan", "--lang", language, cwd=folder)
    assert done.returncode in (0, 1), (arguments, done.stderr)
    texts = {"": done.stdout, "stderr": done.stderr} | {path.name: path.read_bytes() for path in into.iterdir()}
    assert {name: lines for name, content in texts.items() if (lines := strange(told(content)))} == {}


@languages
@pytest.mark.parametrize("command", COMMANDS)
def test_no_word_of_the_ministry(folder: Path, tmp_path: Path, command: str, language: str) -> None:
    """In every format of every command."""
    files, forms = COMMANDS[command]
    reports = [f"--report={form}:{tmp_path / form}" for form in forms.split()]
    assert_own_words(*command.split(), *files.split(), *reports, folder=folder, into=tmp_path, language=language)
    assert {path.name for path in tmp_path.iterdir()} == set(forms.split())


@languages
@pytest.mark.parametrize("command", FILES)
def test_no_word_of_the_ministry_in_files(folder: Path, tmp_path: Path, command: str, language: str) -> None:
    """In every format that a command writes."""
    files, endings = FILES[command]
    for ending in endings.split():
        out = tmp_path / f"hasil.{ending}"
        assert_own_words(
            *command.split(), *files.split(), "-o", str(out), folder=folder, into=tmp_path, language=language
        )
        out.unlink()


def test_the_names_come_from_the_ruleset(folder: Path, tmp_path: Path) -> None:
    """From its head, in a folder as in a workbook of rules; without them from what else it says of itself."""
    law = load_ruleset(folder / "aturan")
    assert (law.called, law.sheet_name) == ("Kantor Rapi", "formulir")
    done = run("evaluate", folder / "awal.xlsx", "--ruleset", folder / "aturan", "--format", "markdown", language="id")
    assert b"Evaluasi Kantor Rapi" in done.stdout
    (tmp_path / "aturan.xlsx").write_bytes(render(law))
    assert load_ruleset(tmp_path / "aturan.xlsx") == law
    nameless = law.model_copy(update={"instrument": None, "sheet": None})
    assert (nameless.called, nameless.sheet_name) == ("Penilaian Kantor Rapi", "lembar kerja")
    for id_ in built_in_rulesets():
        assert (load_ruleset(id_).called, load_ruleset(id_).sheet_name) == ("Zona Integritas", "LKE")
    (tmp_path / "tanpa.xlsx").write_bytes(render(nameless))
    assert load_ruleset(tmp_path / "tanpa.xlsx") == nameless
    (changed,) = amendments(law, law.model_copy(update={"instrument": "Kantor Resik"}))
    assert (changed.field or changed.place, changed.before, changed.after) == (
        "instrument",
        "Kantor Rapi",
        "Kantor Resik",
    )


@pytest.mark.parametrize("language", ["id", "en"])
def test_what_cannot_be_read_is_called_as_the_ruleset_does(folder: Path, language: str, tmp_path: Path) -> None:
    """A workbook without such a sheet: by its own word where one ruleset is given, by the common one beside others."""
    path = tmp_path / "lain.xlsx"
    book = Workbook()
    book.active["A1"] = "Daftar hadir"
    book.save(path)
    own, beside = ("--ruleset", folder / "aturan"), {"ZI_SCORE_RULESETS": str(folder / "aturan")}
    for given, environment, word in ((own, {}, "formulir"), ((), beside, "lembar kerja"), ((), {}, "LKE")):
        told = run("evaluate", path, *given, "--lang", language, environment=environment).stderr.decode()
        assert (word in told, "LKE" in told) == (True, word == "LKE"), told


@pytest.mark.parametrize("language", ["id", "en"])
def test_explanations_call_it_so(folder: Path, language: str) -> None:
    """Each page by itself, the list, and the rules of SARIF, whose tags are the ruleset's own."""
    given = ("--ruleset", folder / "aturan", "--lang", language)
    for name in ("lke-not-found", "several-lke-sheets", "macros-present", "requirements-not-stated", "file-is-folder"):
        assert not re.search(r"\bLKE\b", run("explain", name, *given).stdout.decode()), name
    told = run("explain", *given).stdout.decode()
    assert ("formulir" in told, "LKE" in told) == (True, False)
    log = json.loads(run("check", folder / "awal.xlsx", "--format", "sarif", *given).stdout)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert {tuple(rule["properties"]["tags"]) for rule in rules} == {("formulir", "kantor-rapi")}
    assert not [rule["id"] for rule in rules if re.search(r"\bLKE\b|Zona Integritas", json.dumps(rule))]


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("id", "Laporan Hasil Evaluasi Kantor Rapi untuk Predikat TERTIB/TELADAN pada "),
        ("en", "Evaluation report on Kantor Rapi for TERTIB/TELADAN: "),
    ],
)
def test_the_letter_speaks_of_no_building(folder: Path, language: str, subject: str, tmp_path: Path) -> None:
    """Only a Zona Integritas is built; any other instrument is evaluated."""
    path = tmp_path / "surat.docx"
    given = ("--ruleset", folder / "aturan", "-o", path, "--lang", language)
    assert run("report", folder / "akhir.xlsx", *given).returncode == 0
    letter = told(path.read_bytes())
    assert subject in " ".join(letter.split())
    assert not re.search(r"pembangunan|building|menuju", letter, re.IGNORECASE)


def test_explanations_have_no_figure_of_one_regulation() -> None:
    """Title, message, tip and reason of a finding hold for every ruleset; only examples are of one form."""
    minimums = {value for each in RULESET.criteria for value in each.minimum.values() if isinstance(value, Fraction)}
    told = {plain(value) if value > 1 else f"{plain(value * 100)}%" for value in minimums}
    told |= {plain(node.weight) for node in RULESET.nodes.values() if node.weight.denominator > 1}
    told |= {f"0-{plain(scale.highest)}" for scale in RULESET.scales.values() if scale.highest}
    told = {each for each in told if not each.isdigit()}  # 85 may be a figure of anything
    assert {"15.75", "60%", "0-4"} <= told
    figures = re.compile("|".join(rf"(?<![\\d.,]){re.escape(each)}(?![\\d])" for each in sorted(told)))
    found = {
        (name, part): figures.findall(getattr(page, part))
        for name, page in catalogue().items()
        for part in ("title", "message", "tip", "why")
    }
    assert {key: figures for key, figures in found.items() if figures} == {}
