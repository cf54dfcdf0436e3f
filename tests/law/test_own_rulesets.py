"""Rulesets of one's own: begun from a built-in, changed, and used like one of the program's."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import instrument
import pytest
from conftest import BLANK, RULESET, VALID, run
from openpyxl import load_workbook

from worksheets.cases import full
from zi_score.api.one import check, evaluate
from zi_score.cli.files import write_folder
from zi_score.evaluation.checks.citations import citation_of
from zi_score.forms.template.outline import build_outline
from zi_score.law import scaffold
from zi_score.law.folder import fingerprint
from zi_score.law.load import built_in_folder, built_in_rulesets, load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import catalogue
from zi_score.model.language import LANGUAGES, use_language

CURRENT = re.compile(r"90/2021|5/2024")


@pytest.fixture(autouse=True)
def _default_language() -> Iterator[None]:
    """A test that changes the language gives it back."""
    yield
    use_language(LANGUAGES[0])


def err(done: Any) -> str:  # noqa: ANN401 - a finished process
    """Return what stands on standard error, on one line."""
    return " ".join(done.stderr.decode().split())


# Beginning one -----------------------------------------------------------------------------------

languages = pytest.mark.parametrize("language", LANGUAGES)
bases = pytest.mark.parametrize("base", built_in_rulesets())


@languages
@bases
def test_a_new_ruleset_says_what_the_old_one_says(base: str, language: str, tmp_path: Path) -> None:
    """All values are those of the built-in, to the digit; id and title are new, and a source to be filled in."""
    use_language(language)
    known = load_ruleset(base)
    files = scaffold.files(known, scaffold.begun(known, "own-2026"))
    new, old = (tomllib.loads(text) for text in (files["rules.toml"], text_of(base, "rules.toml")))
    assert (new.pop("id"), old.pop("id")) == ("own-2026", base)
    assert new.pop("title").startswith("own-2026 (")
    old.pop("title")
    assert new["sources"].pop("own")["kind"] == "practice"
    assert new.pop("base") == {"id": base, "hash": fingerprint(known)}
    assert new == old
    assert files["lke.json"] == text_of(base, "lke.json")
    folder = tmp_path / "own"
    write_folder(folder, {name: text.encode() for name, text in files.items()})
    own = load_ruleset(folder)
    assert (own.questions, own.criteria, own.areas) == (known.questions, known.criteria, known.areas)


def text_of(ruleset: str, file: str) -> str:
    """Return a file of a built-in ruleset."""
    return (built_in_folder(ruleset) / file).read_text(encoding="utf-8")


@languages
@bases
def test_every_part_is_explained_in_the_language(base: str, language: str) -> None:
    """A comment stands before the first table of each name, and none is left over from the built-in."""
    use_language(language)
    known = load_ruleset(base)
    lines = scaffold.files(known, scaffold.begun(known, "own"))["rules.toml"].splitlines()
    tables = dict.fromkeys(match[1] for line in lines if (match := re.match(r"\[+(\w+)", line)))
    for table in tables:
        first = next(number for number, line in enumerate(lines) if re.match(rf"\[+{table}\b", line))
        assert lines[first - 2].startswith("# "), table
    comments = [line for line in lines if line.startswith("#")]
    assert max(map(len, comments)) <= 112
    assert not [line for line in text_of(base, "rules.toml").splitlines() if line.startswith("#") and line in comments]
    assert ("# Aturan penilaian adalah" in comments[0]) == (language == "id")
    assert any("zi-score rules validate FOLDER" in line for line in comments)


def test_init_writes_a_folder_that_is_whole(tmp_path: Path) -> None:
    """The id is the folder's name, made of what an id can hold; the files are named on standard error."""
    done = run("rules", "init", "Instrumen Kanwil 2026", cwd=tmp_path)
    folder = tmp_path / "Instrumen Kanwil 2026"
    assert (done.returncode, done.stdout) == (0, b"")
    assert "Instrumen Kanwil 2026/rules.toml" in err(done).replace("\\", "/")
    assert sorted(path.name for path in folder.iterdir()) == ["lke.json", "rules.toml"]
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]
    own = load_ruleset(folder)
    assert own.id == "Instrumen-Kanwil-2026"
    assert own.questions == RULESET.questions


def test_init_takes_another_base_and_another_id(tmp_path: Path) -> None:
    """``--from`` and ``--id``; an empty folder that is there is filled."""
    done = run("rules", "init", ".", "--from", "permenpanrb-52-2014", "--id", "kami.1", cwd=tmp_path, language="id")
    assert done.returncode == 0, err(done)
    own = load_ruleset(tmp_path)
    assert own.id == "kami.1"
    assert len(own.questions) == len(load_ruleset("permenpanrb-52-2014").questions)
    assert "disusun dari permenpanrb-52-2014" in own.title


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["taken"], "taken exists and is not an empty folder; choose another name, or --force"),
        (["file"], "file exists and is not an empty folder; choose another name, or --force"),
        (["none/own"], "none/own: there is no such file or folder"),
        (
            ["own", "--from", "permenpanrb-10-2019"],
            "--from permenpanrb-10-2019: too little is known of it for a ruleset; name a workbook to fill in: own.xlsx",
        ),
        (["own", "--from", "permenpanrb-11-2019"], "--from permenpanrb-11-2019: no such ruleset; built in are permen"),
        (["own", "--id", "a b"], "--id a b: expected letters, digits, '.', '-' and '_', without blanks."),
        (["***"], "--id : expected letters"),
        (
            ["own", "--id", "permenpanrb-90-2021"],
            "permenpanrb-90-2021 is a built-in ruleset; give another id with --id.",
        ),
        ([], "Missing argument 'NAME'."),
    ],
)
def test_init_refuses(tmp_path: Path, arguments: list[str], sentence: str) -> None:
    """Exit 2, a sentence, and nothing is changed."""
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    done = run("rules", "init", *arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert sentence in err(done).replace("\\", "/")
    assert sorted(tmp_path.rglob("*")) == before


def test_init_leaves_no_half_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full at the second file: there is no folder, and nothing beside it."""
    written: list[str] = []

    def write(path: Path, content: bytes) -> int:
        written.append(path.name)
        if len(written) > 1:
            raise OSError(28, "No space left on device")
        with path.open("wb") as file:
            return file.write(content)

    monkeypatch.setattr(Path, "write_bytes", write)
    with pytest.raises(OSError, match="No space"):
        write_folder(tmp_path / "own", {"rules.toml": b"x", "lke.json": b"y"})
    assert len(written) == 2
    assert list(tmp_path.iterdir()) == []


# ``zi-score rules`` as before --------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("--ruleset", "permenpanrb-52-2014", "A.I.1"),
        ("A.I.1", "--lang", "en", "--ruleset=permenpanrb-52-2014"),
    ],
)
def test_show_need_not_be_named(arguments: tuple[str, ...]) -> None:
    """A code and options alone show the law, as the word does."""
    plain, named = run("rules", *arguments), run("rules", "show", *arguments)
    assert (plain.returncode, plain.stdout, plain.stderr) == (0, named.stdout, named.stderr)
    assert b"A.I.1" in plain.stdout


def test_options_may_stand_before_the_command(tmp_path: Path) -> None:
    """``--lang`` before ``validate``; a ruleset may be called like a command."""
    instrument.written(tmp_path / "init")
    done = run("rules", "--lang", "id", "validate", tmp_path / "init")
    assert b"\ninstrumen lengkap: 5 pertanyaan dalam 4 indikator" in done.stdout
    assert run("rules", "--ruleset", "init", "P.1", cwd=tmp_path).stdout.startswith(b"P.1  Perencanaan Layanan")


# One weight pair changed -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a ruleset begun by ``rules init``, with 0.10 points moved from A.I.1.ii to A.I.1.i."""
    folder = tmp_path_factory.mktemp("own") / "kanwil-2026"
    assert run("rules", "init", folder).returncode == 0
    path = folder / "lke.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    weights = {"A.I.1.i": ("0.50", "0.60"), "A.I.1.ii": ("1.00", "0.90")}
    for indicator in content["indicators"]:
        if indicator["code"] in weights:
            before, after = weights[indicator["code"]]
            assert indicator["weight"] == before
            indicator.update(weight=after, source="own")
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    assert run("rules", "validate", folder).returncode == 0
    return folder


LOSSES: Mapping[str, object] = {"A.I.1.i.b": "C", "A.I.1.ii.c": "B"}
"""A.I.1.i.b: 0 of its half of 0.60, so -0.30; A.I.1.ii.c: 0.5 of its third of 0.90, so -0.15."""

HAND = Fraction(100) - Fraction("0.30") - Fraction("0.15")
"""By 90/2021 the same answers lose 0.25 and a sixth of a point."""


def answers() -> dict[str, object]:
    """Return full marks but for the two losses, as they are typed."""
    sheet = full()
    typed = {**sheet.answers, **sheet.counts, **LOSSES}
    return {code: float(value) if value == "4" else value for code, value in typed.items() if value is not None}


@pytest.fixture(scope="module")
def workbook(changed: Path) -> Path:
    """Return the template of the changed ruleset, written by the command and filled in."""
    path = changed.with_name("lke.xlsx")
    assert run("template", "-o", path, "--ruleset", changed).returncode == 0
    facts = {"B3": "Kanwil Contoh", "B6": "WBK"}
    path.write_bytes(instrument.filled(load_ruleset(changed), answers(), facts, path.read_bytes()))
    return path


def test_the_template_has_the_weights(changed: Path, workbook: Path) -> None:
    """The form shows 0.60 and 0.90 where the regulation has 0.50 and 1.00, and the title of the ruleset."""
    book = load_workbook(workbook)
    rows = build_outline(load_ruleset(changed)).node_rows
    assert [book["Jawaban"][f"H{rows[code]}"].value for code in ("A.I.1.i", "A.I.1.ii", "A.I.1")] == [0.6, 0.9, 4]
    assert "kanwil-2026" in str(book["Petunjuk"]["A2"].value)


def test_evaluate_scores_by_them(changed: Path, workbook: Path) -> None:
    """The total by hand, exact; the predicate; the result names the ruleset."""
    done = run("evaluate", workbook, "--ruleset", changed, "--format", "json", "--require", "WBK")
    assert done.returncode == 0, err(done)
    result = json.loads(done.stdout)
    first = result["assessments"][0]
    assert (Fraction(first["total"]["exact"]), first["total"]["score"], first["verdict"]) == (HAND, "99.55", "WBK")
    assert [first["nodes"][code]["score"] for code in ("A.I.1.i", "A.I.1.ii", "A.I.1")] == ["0.30", "0.75", "3.55"]
    assert result["ruleset"]["id"] == "kanwil-2026"
    assert [finding["name"] for finding in result["findings"]] == []
    by_law = evaluate(workbook, RULESET)
    assert by_law.assessments[0].total.score == Fraction(100) - Fraction("0.25") - Fraction(1, 6)


def test_check_looks_by_them(changed: Path, workbook: Path) -> None:
    """Nothing is wrong with the form; by the regulation two weights are, and each finding cites its own law."""
    own = check(workbook, load_ruleset(changed))
    assert not [finding for finding in own.findings if finding.name.startswith("weight-")]
    by_law = {f.code: f for f in check(workbook, RULESET).findings if f.name == "weight-of-other-rules"}
    assert {code: (f.details["found"], f.details["right"]) for code, f in by_law.items()} == {
        "A.I.1.i": ("0.6", "0.5"),
        "A.I.1.ii": ("0.9", "1"),
    }
    assert {f.citation for f in by_law.values()} == {RULESET.sources["lke"].text}
    ours = instrument.filled(RULESET, answers(), {}, BLANK.read_bytes())
    differing = [f for f in check(ours, load_ruleset(changed)).findings if f.name == "weight-of-other-rules"]
    assert [f.code for f in differing] == ["A.I.1.i", "A.I.1.ii"]
    assert {f.citation for f in differing} == {load_ruleset(changed).sources["own"].text}
    done = run("check", workbook, "--ruleset", changed, "--require", "wbk", "--format", "json")
    assert done.returncode == 0, err(done)
    assert json.loads(done.stdout)["workbooks"][0]["total"] == "99.55"


def test_batch_ranks_by_them(changed: Path, workbook: Path, tmp_path: Path) -> None:
    """Exact total in the standing; with a cache a change of the ruleset is another answer."""
    options = ("--ruleset", changed, "--cache", tmp_path / "cache", "--format", "json")
    for _again in range(2):
        unit = json.loads(run("batch", workbook, *options).stdout)["units"][0]
        assert (Fraction(unit["total"]["exact"]), unit["verdict"], unit["unit"]["name"]) == (
            HAND,
            "WBK",
            "Kanwil Contoh",
        )


def test_the_other_commands_take_it(changed: Path, workbook: Path, tmp_path: Path) -> None:
    """annotate, explain, and the trace of a number."""
    done = run("annotate", workbook, "-o", tmp_path / "copy.xlsx", "--ruleset", changed)
    assert done.returncode == 0, err(done)
    own = load_ruleset(changed).sources["own"].text
    shown = " ".join(run("explain", "A.I.1.i", "--ruleset", changed).stdout.decode().split())
    assert "weight: 0.6" in shown
    assert own in shown
    traced = run("evaluate", workbook, "--ruleset", changed, "--trace", "A.I.1.i").stdout.decode()
    assert "= (1 + 0) / 2 x 0.6" in traced
    assert own in " ".join(traced.split())


def test_plans_and_comparisons_are_made_by_them(changed: Path, workbook: Path, tmp_path: Path) -> None:
    """What if the first loss were made good: 0.30 more. The least work for a unit without any reform in area 1."""
    done = run("whatif", workbook, "--set", "A.I.1.i.b=A", "--ruleset", changed, "--format", "json")
    total = json.loads(done.stdout)["assessments"][0]["total"]["exact"]
    assert (done.returncode, Fraction(total)) == (0, HAND + Fraction("0.30")), err(done)
    missing = {"A.II.1.i.a.perubahan_dibuat": 0, "A.II.1.ii.a": "E", "A.II.1.iii.a": "D"}
    low = tmp_path / "low.xlsx"
    low.write_bytes(instrument.filled(load_ruleset(changed), missing, {}, workbook.read_bytes()))
    done = run("improve", low, "--ruleset", changed, "--format", "json")
    plan = json.loads(done.stdout)
    assert (plan["status"], plan["target"], plan["ruleset"]["id"]) == ("optimal", "WBK", "kanwil-2026"), err(done)
    assert {action["code"].rpartition(".")[0][:6] for action in plan["actions"]} <= {"A.I.1.", "A.II.1"}
    done = run("compare", low, workbook, "--ruleset", changed, "--format", "json")
    assert done.returncode == 0, err(done)


# An instrument unlike the regulation -------------------------------------------------------------

ANSWERS: Mapping[str, object] = {
    "P.1.a.1": "Baik",
    "P.1.a.2": "b",
    "P.1.b.1": "C",
    "P.2.a.1.masuk": 4,
    "P.2.a.1.selesai": 3,
    "H.a": 4.5,
}
"""P.1.a (0.75 + 0.8) / 2 x 10 = 7.75; P.1.b 0.6 x 20 = 12; P.2.a 3/4 x 40 = 30; H.a 4.5/5 x 30 = 27: 76.75.
The share of area 1 is 19.75 / 30 = 0.6583..., which is below 0.66 and above 0.50."""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the instrument."""
    return instrument.written(tmp_path_factory.mktemp("instrument") / "instrumen")


@pytest.fixture(scope="module")
def filled(ours: Path) -> Path:
    """Return its template, filled in."""
    path = ours.with_name("loket.xlsx")
    facts = {"B3": "Loket Contoh", "B6": "UNGGUL", "sudah-layak": "Tidak", "usia": 3}
    path.write_bytes(instrument.filled(load_ruleset(ours), ANSWERS, facts))
    return path


def test_an_instrument_of_its_own_is_evaluated(ours: Path, filled: Path) -> None:
    """Other codes, choices, scales, facts and predicates: the figures by hand."""
    result = evaluate(filled, ours)
    first = result.assessments[0]
    assert (first.total.score, first.verdict, result.unit.target) == (Fraction("76.75"), "LAYAK", "UNGGUL")
    assert {code: str(first.nodes[code].score) for code in ("P.1.a", "P.1.b", "P.2", "H")} == {
        "P.1.a": "31/4",
        "P.1.b": "12",
        "P.2": "30",
        "H": "27",
    }
    statuses = {p.id: {c.id: c.status.value for c in p.criteria} for p in first.predicates}
    assert statuses == {
        "LAYAK": {"total": "met", "area-1": "met", "req-usia": "met"},
        "UNGGUL": {"total": "not-met", "area-1": "not-met", "sudah-layak": "not-met"},
        "ISTIMEWA": {"total": "not-met"},
    }
    assert result.findings == ()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("evaluate", "--require", "layak"), 0),
        (("evaluate", "--require", "unggul"), 1),
        (("check", "--require", "Layak"), 0),
        (("batch", "--only", "layak", "--target", "unggul"), 0),
    ],
)
def test_its_predicates_can_be_asked_for(ours: Path, filled: Path, arguments: tuple[str, ...], code: int) -> None:
    """By their names, in capitals or not."""
    command, *options = arguments
    done = run(command, filled, *options, "--ruleset", ours)
    assert (done.returncode, done.stderr) == (code, b"")
    assert b"LAYAK" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("evaluate", "--require"), ("check", "--require"), ("batch", "--only"), ("batch", "--target")]
)
def test_predicates_of_others_cannot(ours: Path, filled: Path, arguments: tuple[str, str]) -> None:
    """Exit 2, and what there is."""
    command, option = arguments
    done = run(command, filled, option, "wbk", "--ruleset", ours)
    assert (done.returncode, done.stdout) == (2, b"")
    assert err(done) == (f"zi-score: {option} wbk: instrumen has no such predicate; it has: LAYAK, UNGGUL, ISTIMEWA.")


def test_its_predicates_mean_nothing_to_the_regulation() -> None:
    """The same the other way round, in the other language."""
    done = run("evaluate", VALID / "wbk.xlsx", "--require", "layak", language="id")
    assert done.returncode == 2
    assert "--require layak: permenpanrb-90-2021 tidak memuat predikat itu; yang ada: WBK, WBBM." in err(done)


def test_a_fact_that_it_does_not_have_cannot_be_given(ours: Path, filled: Path) -> None:
    """``--holds-wbk`` would have no effect: exit 2."""
    done = run("evaluate", filled, "--holds-wbk", "--ruleset", ours)
    assert (done.returncode, "--fact holds-wbk: instrumen has no such fact" in err(done)) == (2, True)


def test_its_predicates_stand_below_the_target(ours: Path, filled: Path) -> None:
    """Whatever they are called: the one that the unit aims at first, then the others, the highest last."""
    shown = run("evaluate", filled, "-q", "--ruleset", ours).stdout.decode()
    assert re.findall(r"^  ([A-Z]+) (NOT MET|met)", shown, re.MULTILINE) == [
        ("UNGGUL", "NOT MET"),
        ("LAYAK", "met"),
        ("ISTIMEWA", "NOT MET"),
    ]
    assert "ISTIMEWA NOT MET: Nilai total 76.75 < 95.00" in shown


def test_all_outputs_take_it(ours: Path, filled: Path, tmp_path: Path) -> None:
    """Three predicates, two areas, no PortalRB, no kawasan: each format is written."""
    checks = [f"{form}:{tmp_path / form}.check" for form in ("json", "sarif", "github", "junit", "markdown")]
    rekap = [f"{form}:{tmp_path / form}.batch" for form in ("json", "jsonl", "csv", "xlsx", "markdown", "html")]
    for command, reports in (("check", checks), ("batch", rekap)):
        options = [option for report in reports for option in ("--report", report)]
        done = run(command, filled, *options, "--ruleset", ours)
        assert (done.returncode, done.stderr) == (0, b"")
    assert len(list(tmp_path.iterdir())) == len(checks) + len(rekap)
    for path in tmp_path.iterdir():
        assert path.suffix == ".check" or path.name == "xlsx.batch" or "LAYAK" in path.read_text(encoding="utf-8")
    assert run("batch", filled, "--kawasan", "X", "--ruleset", ours).returncode == 2


def test_it_is_not_taken_for_a_regulation(filled: Path) -> None:
    """Without its folder the workbook follows no ruleset that the program knows, and is not scored."""
    done = run("evaluate", filled)
    assert done.returncode == 3
    assert "--ruleset" in err(done)


# Citations ---------------------------------------------------------------------------------------


def others() -> list[Ruleset]:
    """Return the rulesets to which 90/2021 is no authority."""
    return [load_ruleset(id_) for id_ in built_in_rulesets() if id_ != RULESET.id]


ABOUT_OTHERS = ("ruleset-replaced",)
"""Findings that are about another regulation than the one in use."""


@pytest.mark.parametrize("name", [name for name in catalogue() if name not in ABOUT_OTHERS])
def test_no_finding_cites_a_regulation_that_is_not_in_use(ours: Path, name: str) -> None:
    """Whatever is found in a workbook of another ruleset, it is not held against 90/2021 or 5/2024."""
    for ruleset in (*others(), load_ruleset(ours)):
        assert not CURRENT.search(citation_of(ruleset, name).text)
    assert not CURRENT.search(catalogue()[name].citation)


def test_findings_cite_the_ruleset_in_use(ours: Path) -> None:
    """A bent workbook of the instrument: each finding rests on the decision that made it, or on a convention."""
    ruleset = load_ruleset(ours)
    content = instrument.filled(
        ruleset, {**ANSWERS, "P.1.b.1": "Z", "H.a": 9, "P.2.a.1.selesai": 0}, {"sudah-layak": "Mungkin"}
    )
    found = {finding.name: finding.citation for finding in check(content, ruleset).findings}
    assert {"answer-not-on-scale", "survey-out-of-range", "fact-not-understood", "minimum-not-met"} <= set(found)
    assert {found[name] for name in ("minimum-not-met", "fact-not-understood", "answer-not-on-scale")} == {
        instrument.SOURCE
    }
    assert not [name for name, citation in found.items() if CURRENT.search(citation)]


def test_explain_cites_the_ruleset_in_use(ours: Path) -> None:
    """The page of a finding names the source of the ruleset asked for; without one of its own, none."""
    shown = " ".join(run("explain", "minimum-not-met", "--ruleset", "permenpanrb-52-2014").stdout.decode().split())
    assert shown.endswith(f"Source {load_ruleset('permenpanrb-52-2014').sources['minimum'].text} (law)")
    shown = " ".join(run("explain", "minimum-not-met", "--ruleset", ours, language="id").stdout.decode().split())
    assert shown.endswith("Sumber Peraturan yang dipakai, nilai minimum predikat (peraturan)")
