"""What the page asks of the library, without a browser: the same figures, files and sentences as the commands'."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import BROKEN, FIELD, ROOT, VALID, run
from reports import hostile

from page import desk as module
from page.desk import Desk
from page.told import framed
from zi_score import annotate, batch, check, evaluate, template, use_language, what_if
from zi_score.reports.document import text_of
from zi_score.reports.documents import evaluation as documents
from zi_score.reports.figures import total_of

Json = dict[str, Any]

DAY = "2024-07-15"


class Asked:
    """A desk as the page sees it: JSON in, JSON out, and the stages that it told."""

    def __init__(self, language: str = "id") -> None:
        """Begin with an empty desk."""
        self.desk = Desk()
        self.language = language
        self.stages: list[str] = []
        self.file: bytes | None = None

    def __call__(self, do: str, content: bytes | None = None, **given: object) -> Json:
        """Ask for something."""
        asked = json.dumps({"do": do, "language": self.language, "day": DAY, **given})
        text, self.file = self.desk.answer(asked, content, self.stages.append)
        found: Json = json.loads(text)
        return found

    def saved(self, kind: str, **given: str) -> tuple[str, bytes]:
        """Return a file of the open workbook."""
        name = self("made", kind=kind, **given)["name"]
        assert self.file is not None
        return name, self.file

    def opened(self, path: Path, **facts: str) -> Json:
        """Open a workbook."""
        return self("opened", path.read_bytes(), name=path.name, facts=facts)


@pytest.fixture
def asked() -> Asked:
    """Return an empty desk."""
    return Asked()


CHOSEN = [VALID / f"{name}.xlsx" for name in ("wbk", "half-empty", "three-assessors", "52-2014-parts")]


@pytest.mark.parametrize("path", [*CHOSEN, FIELD / "field-lke-zi.xlsx"], ids=lambda path: path.stem)
def test_a_verdict_is_the_command_s(asked: Asked, path: Path) -> None:
    """Total to the last fraction, verdict, and the reasons word for word."""
    judged = asked("judge", path.read_bytes(), name=path.name, facts={})
    found = evaluate(path)
    first = found.assessments[0]
    assert judged["line"]["exact"] == str(first.total.score)
    rules = module.load_ruleset(found.ruleset.id)
    said = ["".join(text_of(part) for part in line.parts) for line in documents.head(found, rules)]
    assert ["".join(part["text"] for part in line["parts"]) for line in judged["head"]] == said
    assert asked.stages == ["reading", "scoring"]


def test_what_is_opened_is_not_read_twice(asked: Asked) -> None:
    """The page judges first and then opens; between, the workbook stays as it was read."""
    path = VALID / "wbk.xlsx"
    asked("judge", path.read_bytes(), name=path.name, facts={})
    asked.opened(path)
    assert asked.stages == ["reading", "scoring", "scoring", "checking", "writing"]
    asked.opened(VALID / "wbbm.xlsx")
    assert asked.stages[5:] == ["reading", "scoring", "checking", "writing"]


def test_findings_are_those_of_check(asked: Asked) -> None:
    """Each with its cell, the worst first."""
    path = BROKEN / "wrong-range.xlsx"
    told = asked.opened(path)["findings"]
    found = check(path).findings
    assert sorted(each["message"] for each in told) == sorted(each.message for each in found)
    assert {each["cell"] for each in told} == {each.cell or "" for each in found}
    assert told[0]["tone"] == "bad"


def printed(*arguments: str | Path, made: Path | None = None, cwd: Path = ROOT) -> str:
    """Return what a command prints, or writes into a file."""
    done = run(*arguments, "--date", DAY, "--lang", "id", cwd=cwd)
    assert done.returncode in (0, 1, 3), done.stderr.decode()
    return (done.stdout if made is None else made.read_bytes()).decode().replace("\r\n", "\n")


def test_a_report_is_the_command_s(asked: Asked, tmp_path: Path) -> None:
    """In the frame it is the same but for where its links lead."""
    path = VALID / "three-assessors.xlsx"
    shown = asked.opened(path)["report"]
    made = tmp_path / "lke.html"
    _name, content = asked.saved("html")
    assert content.decode() == printed("report", path.name, "-o", made, made=made, cwd=VALID)
    assert shown == framed(content.decode())
    assert '<a href="#' not in shown
    assert shown.count('<a target="_blank" rel="noopener noreferrer" href="http') == content.count(b'<a href="http')


def test_files_are_the_commands_own(asked: Asked, tmp_path: Path) -> None:
    """Whoever saves one has what the command would have written."""
    path = tmp_path / "LKE Balai.xlsx"
    path.write_bytes((VALID / "area-below.xlsx").read_bytes())
    asked.opened(path)
    made = dict(asked.saved(kind) for kind in ("html", "xlsx", "md", "copy", "json", "chat"))
    made |= dict([asked.saved("plan", of="WBK")])
    files = [f"{path.stem}-laporan.{ending}" for ending in ("html", "xlsx", "md")]
    written = [part for name in files for part in ("-o", f"oleh {name}")]
    printed("report", path.name, *written, cwd=tmp_path)
    assert [made.pop(name) for name in files] == [(tmp_path / f"oleh {name}").read_bytes() for name in files]
    printed("improve", path.name, "--target", "wbk", "--report", "xlsx:oleh.xlsx", cwd=tmp_path)
    assert made.pop("LKE Balai-rencana.xlsx") == (tmp_path / "oleh.xlsx").read_bytes()
    assert made.pop("LKE Balai-nilai.json").decode() == printed("evaluate", path.name, "--format", "json", cwd=tmp_path)
    assert made.pop("LKE Balai-pesan.txt").decode() == printed("evaluate", path.name, "--format", "chat", cwd=tmp_path)
    assert parts(made.pop("LKE Balai-temuan.xlsx")) == parts(annotate(path, path=path.name))
    assert made == {}


def parts(workbook: bytes) -> dict[str, bytes]:
    """Return what a workbook consists of, but for the part that says when it was written."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist() if name != "docProps/core.xml"}


def test_blank_worksheets(asked: Asked) -> None:
    """One of each regulation, the current one first."""
    hello = asked("hello")
    assert [each["id"] for each in hello["rulesets"]] == ["permenpanrb-90-2021", "permenpanrb-52-2014"]
    for each in hello["rulesets"]:
        assert asked("made", kind="template", of=each["id"])["name"] == f"lke-{each['id']}.xlsx"
        assert asked.file == template(each["id"])


def test_facts_are_those_of_the_option(asked: Asked) -> None:
    """Each fact of the regulation is asked for, with its choices; what is said of it counts at once."""
    path = VALID / "wbbm.xlsx"
    told = asked.opened(path)
    rules = module.load_ruleset()
    assert [each["key"] for each in told["facts"]] == list(rules.facts)
    again = asked.opened(path, **{"agency-bpk-opinion": "WDP"})
    found = evaluate(path, facts={"agency-bpk-opinion": "WDP"}).assessments[0]
    assert again["line"]["exact"] == str(found.total.score)
    assert again["head"] != told["head"]
    refused = asked.opened(path, **{"unit-follow-up": "banyak"})["refused"]
    assert "unit-follow-up" in refused
    assert "banyak" in refused


def test_what_if_is_the_library_s(asked: Asked) -> None:
    """Other answers, and what follows; what is no answer is a sentence."""
    path = VALID / "wbk.xlsx"
    told = asked.opened(path)
    tried = asked("tried", answers={"B.I.a": "3,5"})
    found, changes = what_if(path, {"B.I.a": "3,5"})
    assert tried["total"] == str(total_of(module.load_ruleset(), found.assessments[0].total.score))
    assert tried["changes"] == [[each.code, each.before, each.after] for each in changes]
    assert tried["before"] == told["total"]
    assert "lima" in asked("tried", answers={"B.I.a": "lima"})["refused"]


def test_what_may_be_answered_is_what_the_program_reads(asked: Asked) -> None:
    """Every question is there once, with its choices, and what stands there now changes nothing."""
    path = VALID / "three-assessors.xlsx"
    chapters = asked.opened(path)["chapters"]
    rules = module.load_ruleset()
    questions = [each for chapter in chapters for each in chapter["asked"]]
    assert sorted(each["code"] for each in questions) == sorted(rules.questions)
    same = {field["code"]: field["now"] for each in questions for field in each["fields"] if field["now"]}
    tried = asked("tried", answers=same)
    assert tried["total"] == tried["before"]


def test_a_plan_is_the_command_s(asked: Asked) -> None:
    """Its page, word for word; where there can be none, a sentence."""
    path = VALID / "area-below.xlsx"
    asked.opened(path)
    told = printed("improve", path.name, "--target", "wbbm", "--format", "html", cwd=VALID)
    assert asked("planned", target="WBBM")["report"] == framed(told)
    assert asked.stages[-1] == "proving"
    assert "WBX" in asked("planned", target="WBX")["refused"]


def test_what_cannot_be_read_is_a_sentence_and_a_line(asked: Asked) -> None:
    """With what to do, and no fault of the page."""
    path = BROKEN / "file-damaged.xlsx"
    told = asked.opened(path)
    (failure,) = batch(str(path)).failures
    assert told["failed"] == failure.error.replace(str(path), path.name)
    assert told["tip"]
    assert told["line"] == {"name": path.name, "failed": True}
    assert "report" not in told


def test_a_fault_of_the_program_costs_one_workbook(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told as one, and the next is judged."""

    def broken(*_given: object, **_options: object) -> None:
        raise ZeroDivisionError("bagi nol")

    with monkeypatch.context() as patched:
        patched.setattr(module, "submission_of", broken)
        assert asked.opened(VALID / "wbk.xlsx")["finding"] == "program-fault"
    assert asked.opened(VALID / "wbbm.xlsx")["line"]["exact"]
    monkeypatch.setattr(module, "what_if", broken)
    refused = asked("tried", answers={"B.I.a": "4"})["refused"]
    assert "ZeroDivisionError" in refused
    assert "Traceback" not in refused


def test_a_ranking_is_that_of_batch(asked: Asked, tmp_path: Path) -> None:
    """In every format, with what could not be read; and after a desk was lost and its lines were kept."""
    for path in (*CHOSEN, BROKEN / "file-damaged.xlsx"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    kept = {
        path.name: asked("judge", path.read_bytes(), name=path.name, facts={})["kept"]
        for path in sorted(tmp_path.iterdir())
    }
    names = sorted(kept)
    told = printed("batch", *names, "--format", "html", "--no-progress", cwd=tmp_path)
    assert asked("ranking")["report"] == framed(told)
    again = Asked()
    again("restored", lines=kept)
    assert again("ranking") == asked("ranking")
    assert asked("made", kind="ranking-xlsx")["name"] == "peringkat.xlsx"
    again("made", kind="ranking-xlsx")
    assert again.file == asked.file


def test_the_language_is_that_of_each_question(asked: Asked) -> None:
    """What is listed is said anew in another language; totals are written as in it."""
    asked.opened(VALID / "half-empty.xlsx")
    (indonesian,) = asked("listed")["lines"]
    asked.language = "en"
    (english,) = asked("listed")["lines"]
    assert indonesian["word"] != english["word"]
    assert indonesian["total"].replace(",", ".") == english["total"]
    use_language("id")


def test_a_hostile_workbook_has_no_say_in_a_page(asked: Asked, tmp_path: Path) -> None:
    """What it says is text for the page, and is escaped in the report; no link of its becomes another."""
    path = hostile(tmp_path / "jahat.xlsx")
    told = asked.opened(path)
    assert "<script>alert(1)</script>" in told["title"]
    assert "<script>alert(1)</script>" not in told["report"]
    links = [part.partition('"')[0] for part in told["report"].split('href="')[1:]]
    assert links
    assert {link.partition(":")[0] for link in links} <= {"about", "http", "https"}
