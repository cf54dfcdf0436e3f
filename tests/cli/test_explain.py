"""The catalogue as pages: every finding has one, whole in both languages, and ``zi-score explain`` shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from conftest import RULESET, run

from zi_score.law.cited import Citation
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.law.ruleset import Ruleset
from zi_score.model import findings
from zi_score.model.findings import CataloguePage, Severity, catalogue
from zi_score.model.language import LANGUAGES, translate, use_language
from zi_score.reports.document import Document, Lines, Table, text_of
from zi_score.reports.documents import catalogue as pages_of
from zi_score.reports.documents import law
from zi_score.reports.render.text import render

SOURCE = Path(findings.__file__).parents[1] / "catalogue.toml"
TEXTS = ("title", "message", "tip", "why", "example")
KEYS = ("severity", "lowest", "of_form", "title", "message", "tip", "why", "example", "source", "citation", "kind")
AUTHORITIES = {
    "Peraturan": "law",
    "PermenPANRB": "law",
    "Formulir": "official-form",
    "Lembar kerja": "official-form",
    "PortalRB": "official-form",
    "Konvensi": "practice",
    "Praktik": "practice",
}
HEADINGS = {
    "en": ["What is said", "Why it matters", "What to do", "Example", "Source"],
    "id": ["Bunyi temuan", "Mengapa penting", "Yang perlu dilakukan", "Contoh", "Sumber"],
}
CELL = re.compile(r"\b([A-Z]{1,3}[1-9]\d*|[AB]\.[IVX]+\.\w+)\b")
FILE = re.compile(r"\b[\w-]+\.(?:xls[xm]?|json)\b")
PLACEHOLDER = re.compile(r"{\w*}")
WIDTH = 80

languages = pytest.mark.parametrize("language", LANGUAGES)


def texts(name: str, language: str) -> dict[str, str]:
    """Return the texts of a page in one language."""
    use_language(language)
    page = catalogue()[name].told()
    return {key: getattr(page, key) for key in TEXTS}


def one_line(text: str) -> str:
    """Undo the wrapping of a page."""
    return " ".join(text.split())


def parts(name: str, ruleset: Ruleset = RULESET) -> dict[str, str]:
    """Return what the page of a finding says, by its headings."""
    blocks = pages_of.page(name, ruleset).blocks
    return {block.title: line.text for block in blocks if isinstance(block, Lines) for line in block.lines}


def assert_none(wrong: Callable[[str], object]) -> None:
    """No page of the catalogue is wrong; the failure says each that is, with what is wrong about it."""
    assert {name: found for name in catalogue() if (found := wrong(name))} == {}


def groups(overview: Document) -> list[Table]:
    """Return the findings in their groups."""
    return [block for block in overview.blocks if isinstance(block, Table)]


# --- the catalogue ---


def test_pages_are_whole_in_both_languages() -> None:
    """Each text is there in each language, and is a translation."""

    def missing(name: str) -> set[str]:
        english, indonesian = texts(name, "en"), texts(name, "id")
        return {key for key in TEXTS if not english[key] or not indonesian[key] or english[key] == indonesian[key]}

    assert_none(missing)


def test_no_detail_is_lost_between_the_languages() -> None:
    """Message and tip name the same details in both languages; the other texts name none, but for the worksheet."""

    def lost(name: str) -> list[str]:
        named, other = (
            {key: set(PLACEHOLDER.findall(text)) for key, text in texts(name, language).items()}
            for language in LANGUAGES
        )
        return [
            key
            for key in TEXTS
            if named[key] != other[key] or "{}" in named[key] or (key not in {"message", "tip"} and named[key])
        ]

    assert_none(lost)


def test_examples_are_concrete() -> None:
    """An example names a cell or a file, the same ones in both languages."""

    def vague(name: str) -> list[str]:
        english, indonesian = (texts(name, language)["example"] for language in ("en", "id"))
        named, other = ({*CELL.findall(text), *FILE.findall(text)} for text in (english, indonesian))
        return [] if named and named == other else [english, indonesian]

    assert_none(vague)


def test_citations_are_of_their_kind() -> None:
    """The citation says by its first word what authority it has, and the kind says the same."""
    assert set(AUTHORITIES.values()) == set(get_args(CataloguePage.model_fields["kind"].annotation))

    def foreign(name: str) -> tuple[str, ...]:
        cited = catalogue()[name]
        kinds = [kind for start, kind in AUTHORITIES.items() if cited.citation.startswith(start)]
        return () if kinds == [cited.kind] else (cited.citation, cited.kind)

    assert_none(foreign)


def test_what_the_ruleset_cites_the_catalogue_does_not() -> None:
    """A page that rests on a source of the ruleset names no regulation of its own."""
    sources = {source for id_ in built_in_rulesets() for source in load_ruleset(id_).sources}

    def cited_twice(name: str) -> str | None:
        cited = catalogue()[name]
        is_sound = cited.source in sources and "PermenPANRB" not in cited.citation
        return None if is_sound else cited.source

    assert_none(cited_twice)


def test_sentences_are_sentences() -> None:
    """Titles are headings without an end; everything else ends like a sentence, in what is not always said too."""

    def unended(name: str) -> list[str]:
        said = [(key, text) for language in LANGUAGES for key, text in texts(name, language).items()]
        return [text for key, text in said if text.rstrip("]").endswith(".") is (key == "title")]

    assert_none(unended)


def test_pages_have_their_keys_in_one_order() -> None:
    """Whoever reads the file finds the same things in the same place."""
    blocks = re.split(r"^\[(.+)\]$", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    named = dict(zip(blocks[::2], blocks[1::2], strict=True))
    assert list(named) == list(catalogue())
    for block in named.values():
        found = tuple(re.findall(r"^(\w+) = ", block, flags=re.MULTILINE))
        assert found == tuple(key for key in KEYS if key in found or key not in ("lowest", "of_form", "source"))


def test_another_regulation_shows_no_cells_of_the_official_form() -> None:
    """Its form has other cells, and it need not ask for the counts that an example names."""

    def of_the_form(name: str) -> dict[str, str]:
        told = parts(name, load_ruleset("permenpanrb-52-2014"))
        example = told.get(HEADINGS["id"][3])
        is_left_out = bool(CELL.search(catalogue()[name].example))
        return {} if (example is None) is is_left_out and not CELL.search(example or "") else told

    assert_none(of_the_form)


def test_no_finding_is_called_like_a_code() -> None:
    """A name means one thing, whether it is looked up among the findings or in the ruleset."""
    assert not set(catalogue()) & set(law.codes(RULESET))


# --- the pages ---


@languages
def test_pages_have_one_shape(language: str) -> None:
    """Name, severity and title, then the same headings with a text each; nothing is left of the details."""

    def bent(name: str) -> list[object]:
        text, cited = texts(name, language), catalogue()[name].told()
        page = pages_of.page(name, RULESET)
        citation = RULESET.sources.get(cited.source or "", Citation(kind=cited.kind, text=cited.citation))
        said = [text[key].replace("{", "<").replace("}", ">") for key in ("message", "why", "tip", "example")]
        source = f"{citation.text} ({translate(citation.kind)})"
        shape = (page.title, [line.text for line in page.head], parts(name))
        right = (
            f"{name} ({'/'.join(map(translate, cited.severities))})",
            [text["title"]],
            dict(zip(HEADINGS[language], [*said, source], strict=True)),
        )
        wide = [line for line in render(page).splitlines() if len(line) > WIDTH]
        return [*wide, *(found for found, wanted in zip(shape, right, strict=True) if found != wanted)]

    assert_none(bent)


def test_page_of_no_finding_is_refused() -> None:
    """There is no page of a name that the catalogue does not have."""
    with pytest.raises(KeyError):
        pages_of.page("no-such-finding", RULESET)


@languages
def test_overview_lists_every_page_once(language: str) -> None:
    """All names with severity and title, in the catalogue's order, and how many there are."""
    use_language(language)
    made = pages_of.overview()
    rows = [tuple(map(text_of, row)) for table in groups(made) for row in table.rows]
    assert rows == [(name, translate(each.severity), each.told().title) for name, each in catalogue().items()]
    assert max(map(len, render(made).splitlines())) <= WIDTH
    counts = Counter(cited.severity for cited in catalogue().values())
    words = ", ".join(f"{counts[severity]} {translate(severity)}" for severity in Severity)
    noun = {"en": "findings", "id": "temuan"}[language]
    assert made.head[0].text.startswith(f"{len(catalogue())} {noun}: {words}.")


def test_overview_has_the_groups_of_the_catalogue() -> None:
    """The headings are those of the file, each before the finding that it begins with there."""
    use_language("en")
    marks = re.findall(r"^# --- (.+) ---\n\n\[(.+)\]$", SOURCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    headed = [(table.title, table.rows[0][0]) for table in groups(pages_of.overview())]
    assert [(title[0].lower() + title[1:], name) for title, name in headed] == [
        (mark[0].lower() + mark[1:], name) for mark, name in marks
    ]


# --- the command ---


@languages
@pytest.mark.parametrize("name", [(), ("typed-total-differs",)], ids=["all", "one"])
def test_command_shows_the_pages(name: tuple[str, ...], language: str) -> None:
    """``zi-score explain`` is the overview, ``zi-score explain NAME`` the page of that finding."""
    result = run("explain", *name, language=language)
    use_language(language)
    page = pages_of.page(name[0], RULESET) if name else pages_of.overview()
    assert (result.returncode, result.stdout.decode(), result.stderr) == (0, render(page), b"")


@languages
@pytest.mark.parametrize("code", ["A.I.1", "A.I.1.i.b", "area-3", "req-follow-up"])
def test_command_with_a_code_says_what_rules_says(code: str, language: str) -> None:
    """A section, question, criterion or requirement is explained by the ruleset."""
    result = run("explain", code, language=language)
    assert result.returncode == 0
    assert result.stdout
    assert result.stdout == run("rules", code, language=language).stdout


@pytest.mark.parametrize(
    ("name", "near", "language", "sentence"),
    [
        ("typed-total-differ", "typed-total-differs", "en", "neither a finding nor a code of permenpanrb-90-2021."),
        ("typed-total-differ", "typed-total-differs", "id", "bukan temuan dan bukan kode dalam permenpanrb-90-2021."),
        ("A.I.1.i.z", "A.I.1.i.b", "en", "neither a finding nor a code of permenpanrb-90-2021."),
        ("???", "", "en", "neither a finding nor a code of permenpanrb-90-2021.\n"),
    ],
)
def test_command_with_an_unknown_name_names_near_ones(name: str, near: str, language: str, sentence: str) -> None:
    """What is neither finding nor code is wrong use of the command line; near names help."""
    result = run("explain", name, language=language)
    assert result.returncode == 2
    assert not result.stdout
    said = result.stderr.decode()
    assert said.startswith(f"zi-score: {name}: ")
    assert sentence in said
    assert near in said


def test_command_refuses_a_ruleset_that_is_not_there() -> None:
    """The option is checked, whatever is to be explained."""
    result = run("explain", "typed-total-differs", "--ruleset", "no-such-ruleset")
    assert result.returncode == 2
    assert b"no-such-ruleset" in result.stderr


@languages
def test_help_ends_with_an_example(language: str) -> None:
    """The example of the help page runs."""
    shown = one_line(run("explain", "--help", language=language).stdout.decode())
    assert shown.endswith("zi-score explain typed-total-differs")
