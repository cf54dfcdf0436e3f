"""Indonesian by default, English on request: the catalogue is whole, and the program speaks from it."""

import gettext
import io
import json
import re
import string
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import conftest
import messages as texts
import pytest
from babel.messages.catalog import Catalog
from conftest import FIELD, ROOT, SORTS, VALID, worksheets

from zi_score.api.one import check_workbook, examine
from zi_score.evaluation.checked import CheckResult
from zi_score.law.load import load_ruleset
from zi_score.model import language
from zi_score.model.findings import catalogue
from zi_score.reports.document import Format
from zi_score.reports.documents import catalogue as findings
from zi_score.reports.documents import check as checks
from zi_score.reports.documents import law, law_part, trace, unit
from zi_score.reports.render import render
from zi_score.reports.unit import unit_report

FAULTY = FIELD / "field-div-zero.xlsx"
COMMANDS = (
    "annotate",
    "batch",
    "check",
    "compare",
    "evaluate",
    "explain",
    "export",
    "improve",
    "report",
    "rules",
    "schema",
    "template",
    "whatif",
)
FORMS: tuple[Format, ...] = ("text", "markdown", "html", "xlsx")
UPDATE = "run: python tests/script.py messages"

MESSAGES = texts.messages()
CATALOGUE = texts.read_catalogue()


def run(*arguments: str | Path, lang: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does; ``lang`` is the environment's ZI_SCORE_LANG."""
    result = conftest.run(*arguments, language=lang)
    out, err = (stream.decode().replace("\r\n", "\n") for stream in (result.stdout, result.stderr))
    return subprocess.CompletedProcess(result.args, result.returncode, out, err)


def one_line(text: str) -> str:
    """Undo the wrapping of a help page."""
    return " ".join(text.split())


def indonesian(text: str) -> str:
    """Return the translation of a text, or the text if there is none, as gettext does."""
    entry = CATALOGUE.get(text)
    return str(entry.string) if entry and entry.string else text


def placeholders(text: str) -> set[tuple[str, str]]:
    """Return the names in braces, with their conversion."""
    return {(name, conversion or "") for _, name, _, conversion in string.Formatter().parse(text) if name}


# --- the catalogue ---


def test_every_text_has_an_entry_and_every_entry_a_text() -> None:
    """The catalogue holds exactly what the program says."""
    assert {entry.id for entry in CATALOGUE if entry.id} == set(MESSAGES), UPDATE


def test_translations_are_complete() -> None:
    """Each is filled in, certain, and has the places for the same details."""
    assert [text for text in MESSAGES if not is_translated(text)] == []


def is_translated(text: str) -> bool:
    """Whether the catalogue has a translation of a text that a person has seen, with its places and its last sign."""
    entry = CATALOGUE.get(text)
    assert entry, UPDATE
    translated = indonesian(text)
    return (
        bool(entry.string)
        and not entry.fuzzy
        and placeholders(translated) == placeholders(text)
        and text[:1].isspace() == translated[:1].isspace()
        and (text.endswith((".", ":")) == translated.endswith((".", ":")) or text in texts.TYPER + ABBREVIATED)
    )


def test_a_verdict_has_one_word() -> None:
    """Indonesian says simpulan of it everywhere, in help, findings and reports: not kesimpulan, nor putusan."""
    of_verdicts = [text for text in MESSAGES if re.search(r"\bverdict\b", text, re.IGNORECASE)]
    assert len(of_verdicts) > 20
    assert [text for text in of_verdicts if not re.search(r"\bsimpulan", indonesian(text), re.IGNORECASE)] == []
    others = re.compile(r"\b(kesimpulan|putusan)", re.IGNORECASE)
    assert [text for text in of_verdicts if others.search(indonesian(text))] == []


ABBREVIATED = ("at most",)
"""Texts whose translation ends in the dot of an abbreviation."""


def test_what_is_translated_by_a_variable_is_known() -> None:
    """A call that translates a variable is listed, so that each of its values is in the catalogue."""
    assert set(texts.variables()) == set(texts.VARIABLES), "list it in VARIABLES of tests/messages.py"


class Recorder(gettext.NullTranslations):
    """A catalogue that notes what it is asked for."""

    def __init__(self) -> None:
        """Begin with nothing noted."""
        super().__init__()
        self.asked: set[str] = set()

    def gettext(self, message: str) -> str:
        """Note the message and return it."""
        self.asked.add(message)
        return message


def test_nothing_is_said_that_is_not_in_the_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the outputs look up while they show worksheets of every sort and the whole law, is collected."""
    recorder = Recorder()
    monkeypatch.setattr(language, "_catalogue", lambda _language: recorder)
    for path in (each for each in worksheets() if each.stem in SORTS):
        found = examine(path)
        ruleset, first = found.ruleset, found.evaluation.assessments[0]
        found.evaluation.to_json()
        report = unit_report(found.evaluation, found.submission, ruleset)
        checked = CheckResult(workbooks=(check_workbook(path),))
        for form in FORMS:
            render(unit.document(report, form), form, verbosity=1)
            render(checks.document(checked, {ruleset.id: ruleset}, form), form, verbosity=1)
        for code in trace.traceable(ruleset, first):
            trace.document(ruleset, first, code)
    ruleset = load_ruleset()
    law.overview(ruleset)
    for code in law.codes(ruleset):
        law_part.part(ruleset, code)
    findings.overview()
    for name in catalogue():
        findings.page(name, ruleset)
    assert recorder.asked
    assert recorder.asked <= set(MESSAGES)


def test_catalogue_compiles() -> None:
    """The catalogue compiles, and what gettext reads from it are its translations."""
    compiled = gettext.GNUTranslations(io.BytesIO(texts.compiled(CATALOGUE)))
    assert {text: compiled.gettext(text) for text in MESSAGES} == {text: indonesian(text) for text in MESSAGES}


def test_compiled_catalogue_is_up_to_date() -> None:
    """The program reads the catalogue of today, not one of an earlier install."""
    with texts.CATALOGUE.with_suffix(".mo").open("rb") as file:
        in_use = gettext.GNUTranslations(file)
    stale = [text for text in MESSAGES if in_use.gettext(text) != indonesian(text)]
    assert not stale, f"install again, or {UPDATE}"


def test_update_keeps_translations_adds_new_texts_and_drops_unused_ones() -> None:
    """Bringing the catalogue in line loses no translation that is still needed."""
    kept = Catalog(locale="id")
    kept.add("Sources", "Sumber")
    kept.add("no longer said", "tidak lagi")
    text = texts.updated(kept).decode()
    assert 'msgid "Sources"\nmsgstr "Sumber"\n' in text
    assert 'msgid "Findings"\nmsgstr ""\n' in text
    assert "no longer said" not in text


# --- the choice of the language ---


@pytest.mark.parametrize(
    ("arguments", "lang", "expected"),
    [
        ((), None, "id"),
        ((), "", "id"),
        ((), "xx", "id"),
        ((), "en", "en"),
        (("--lang", "en"), None, "en"),
        (("--lang=en",), None, "en"),
        (("--lang", "id"), "en", "id"),
        (("--lang", "en"), "id", "en"),
    ],
)
def test_language_is_chosen(arguments: tuple[str, ...], lang: str | None, expected: str) -> None:
    """Indonesian without either; the option wins over the environment."""
    result = run("evaluate", FAULTY, "--quiet", *arguments, lang=lang)
    says = {"id": indonesian("Requirements for being proposed"), "en": "Requirements for being proposed"}
    assert {lang for lang, words in says.items() if f"{words} WBK: " in result.stdout} == {expected}
    assert result.returncode == 0


def test_language_before_the_command_counts_too() -> None:
    """``zi-score --lang en evaluate`` and ``zi-score evaluate --lang en`` say the same."""
    before = run("--lang", "en", "evaluate", FAULTY)
    assert before.stdout == run("evaluate", FAULTY, "--lang", "en").stdout
    assert before.stdout


@pytest.mark.parametrize("arguments", [("--lang", "fr", "rules"), ("rules", "--lang", "fr"), ("rules", "--lang")])
def test_wrong_language_is_wrong_use(arguments: tuple[str, ...]) -> None:
    """A language that does not exist ends with exit code 2 and names the option."""
    result = run(*arguments)
    assert result.returncode == 2
    assert "--lang" in result.stderr
    assert not result.stdout


# --- what comes out ---


def own_help_texts() -> Iterator[str]:
    """Yield the help texts of the program's own options and commands that differ between the languages."""
    for text, places in MESSAGES.items():
        if any(place.startswith("zi_score/cli/") for place in places) and " " in text and text != indonesian(text):
            yield text


@pytest.mark.parametrize("arguments", [("--help",), *((command, "--help") for command in COMMANDS)])
def test_help_is_in_the_language(arguments: tuple[str, ...]) -> None:
    """A help page has all of its own texts in one language, and those headings that Typer looks up."""
    pages = {lang: one_line(run(*arguments, lang=lang).stdout) for lang in language.LANGUAGES}
    for text in own_help_texts():
        assert text not in pages["id"]
        assert indonesian(text) not in pages["en"]
    assert "Opsi: " in pages["id"]
    assert "Contoh: zi-score" in pages["id"]
    assert "Options: " in pages["en"]
    assert "Example: zi-score" in pages["en"]


def test_help_marks_are_in_the_language() -> None:
    """What is required, what applies without an option, and the commands, are named in Indonesian."""
    page = one_line(run("evaluate", "--help").stdout)
    assert "Argumen: BERKAS" in page
    assert "[wajib]" in page
    assert "[bawaan: text]" in page
    assert "Perintah: judge " in one_line(run("--help").stdout)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("evaluat", "lke.xlsx"), "Perintah 'evaluat' tidak dikenal."),
        (("--lang", "id"), "Perintah belum disebutkan."),
        (("template", "-o", "README.md"), "README.md sudah ada; pilih nama lain, atau pakai --force"),
        (("rules", "X"), "X: kode tidak ditemukan dalam permenpanrb-90-2021."),
        pytest.param(("rules", "--nope"), "Penggunaan: "),
        pytest.param(("rules", "--nope"), "Kesalahan: Opsi --nope tidak dikenal."),
        pytest.param(("rules", "--nope"), "rules show --help' untuk melihat bantuan."),
        pytest.param(("evaluate",), "Argumen 'BERKAS' belum diisi."),
        pytest.param(("evaluate", "a", "b"), "Ada argumen berlebih (b)."),
        pytest.param(("rules", "--lang"), "Opsi '--lang' memerlukan nilai."),
        pytest.param(("rules", "--lang", "fr"), "'fr' bukan salah satu dari 'id', 'en'."),
    ],
)
def test_wrong_use_is_explained_in_indonesian(arguments: tuple[str, ...], sentence: str) -> None:
    """Wrong use of the command line ends with exit code 2 and a sentence in the language in use."""
    result = run(*arguments)
    assert result.returncode == 2
    assert sentence in one_line(result.stderr)


def test_findings_are_in_the_language() -> None:
    """Title, message and tip of a finding, and the texts around them, are in the language in use."""
    pages = {lang: one_line(run("evaluate", FAULTY, lang=lang).stdout) for lang in language.LANGUAGES}
    title, tip = "Questions are unanswered", "Answer every question; unanswered ones count 0."
    assert f"peringatan: {indonesian(title)} [questions-unanswered]" in pages["id"]
    assert indonesian(tip) in pages["id"]
    assert f"warning: {title} [questions-unanswered]" in pages["en"]
    assert tip in pages["en"]


def test_what_cannot_be_read_is_said_in_the_language() -> None:
    """The sentence about an unreadable file is in the language in use; the exit code is the same."""
    results = {lang: run("evaluate", "nowhere.xlsx", lang=lang) for lang in language.LANGUAGES}
    assert results["id"].stderr.startswith("zi-score: nowhere.xlsx: berkas tidak ditemukan. ")
    assert results["en"].stderr.startswith("zi-score: nowhere.xlsx: there is no such file. ")
    assert {result.returncode for result in results.values()} == {3}


def test_explanations_are_in_the_language() -> None:
    """``--trace`` and ``rules`` speak Indonesian too; citations and rubrics are the same in both languages."""
    assert "rata-rata semua pertanyaan x bobot" in run("evaluate", FAULTY, "--trace", "A.I.1.i").stdout
    pages = {lang: run("rules", "A.I.1.i.b", lang=lang).stdout for lang in language.LANGUAGES}
    assert "Sumber: PermenPANRB 90/2021" in pages["id"]
    assert "Source: PermenPANRB 90/2021" in pages["en"]
    assert all("A: Prosedur pemilihan jelas" in page for page in pages.values())


def without_sentences(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """Return JSON without what is said to people."""
    if isinstance(value, dict):
        said = ("message", "tip", "title", "error") if "name" in value and "severity" in value else ("error",)
        return {key: without_sentences(part) for key, part in value.items() if key not in said}
    return [without_sentences(part) for part in value] if isinstance(value, list) else value


@pytest.mark.parametrize("path", [FAULTY, VALID / "three-assessors.xlsx", ROOT / "nowhere.xlsx"])
def test_json_differs_only_in_what_is_said(path: Path) -> None:
    """Between the languages, an evaluation in JSON differs in the sentences of its findings only."""
    results = {
        lang: json.loads(run("evaluate", path, "--format", "json", lang=lang).stdout) for lang in language.LANGUAGES
    }
    assert without_sentences(results["id"]) == without_sentences(results["en"])
    for one, other in zip(results["id"]["findings"], results["en"]["findings"], strict=True):
        assert one["message"] != other["message"]
        assert one["tip"] != other["tip"]
