"""A document as a page: what it says for everyone, nothing from elsewhere, and nothing that a workbook brings."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from harm import HOSTILE
from kinds import HARMFUL, cells, charted, kinds
from marked import Page, assert_for_everyone, assert_own

from zi_score.model.findings import shown
from zi_score.model.language import LANGUAGES, use_language
from zi_score.reports.document import Document, Link, Table, Word, law_column, name_column, text_of
from zi_score.reports.render.html import render


@pytest.fixture(scope="module")
def page() -> Page:
    """Return the page of a document that means harm."""
    use_language("id")
    return Page(render(HARMFUL))


def table(**changes: object) -> Table:
    """Return a table of two units."""
    columns = name_column("unit", "unit"), law_column("label", "hal")
    rows = [(Link("A", "a.html"), Word("x", "good")), ("B", "y")]
    return Table(key="t", title="T", columns=columns, rows=rows, **changes)  # type: ignore[arg-type]  # as they come


def test_only_elements_of_its_own(page: Page) -> None:
    """Nothing in a text becomes an element, an attribute, a comment or a link."""
    assert_own(page)
    assert {each["href"] for each in page.all("a")} == {
        "#main",
        *(f"#{key}" for key in page.sections if key != "verdict"),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_structured_for_everyone(language: str) -> None:
    """Language, headings, captions, scopes, names for regions and drawings; controls are the script's alone."""
    use_language(language)
    assert_for_everyone(Page(render(HARMFUL)), language)
    assert_for_everyone(Page(render(Document("Uji", "Contoh", blocks=(table(searched=True),)))), language)


def test_texts_are_shown_as_they_are(page: Page) -> None:
    """Cell by cell, what the document says."""
    for block in HARMFUL.in_format("html"):
        if isinstance(block, Table):
            head, *rows = page.tables[block.key]
            assert head == [column.title for column in block.columns]
            assert rows == [[text_of(cell) for cell in row] for row in block.rows]
    assert {shown(text, 2_000) for text in HOSTILE} <= {row[0] for row in page.tables["jahat"]}
    text = render(HARMFUL)
    assert {char for char in text if not char.isprintable()} == {"\n"}


def test_the_policy_names_what_stands_in_the_page() -> None:
    """Its style, and its script where there is something to search; nothing else is let through."""
    for searched in (False, True):
        page = Page(render(Document("Uji", "Contoh", blocks=(table(searched=searched),))))
        digests = {
            name: f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for name, text in page.assets.items()
        }
        assert set(digests) == {"style", *(["script"] if searched else [])}
        script = f"script-src {digests['script']}; " if searched else ""
        (policy,) = [each["content"] for each in page.all("meta") if "http-equiv" in each]
        assert (
            policy == f"default-src 'none'; style-src {digests['style']}; {script}base-uri 'none'; form-action 'none'"
        )


def test_what_is_indonesian_says_so_in_an_english_page() -> None:
    """Texts of the law, in an English page alone."""
    made = Document("Uji", "Contoh", blocks=(table(),))
    assert 'lang="id">y</td>' not in render(made)
    use_language("en")
    assert 'class="law" lang="id">y</td>' in render(made)


def test_tones_and_links_stand_beside_words() -> None:
    """A colour says nothing that a word does not; a link leads to its target, and the index back."""
    text = render(Document("Uji", "Contoh", blocks=(table(),)), index="index.html")
    assert '<span class="word good">x</span>' in text
    assert '<a href="a.html">A</a>' in text
    assert '<p class="back"><a href="index.html">Semua unit</a></p>' in text


def test_what_other_formats_have_is_left_out() -> None:
    """The page has its own columns and blocks."""
    page = Page(render(kinds()))
    assert page.tables["sel"][0] == ["kode", "nama", "angka", "kata", "hukum", "berkas"]
    assert "hanya di halaman" in page.sections["halaman"]
    assert len(page.tables["sel"]) == 1 + len(cells().rows)
    empty = Document("Uji", "Contoh", blocks=(charted().without([]), Table(key="e", title="E", columns=(), rows=[])))
    assert "e" not in Page(render(empty)).sections


def luminance(color: str) -> float:
    """Return the relative luminance of a colour as WCAG defines it."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_colours_have_contrast(page: Page) -> None:
    """4.5 for texts, 3 for what is drawn, by day and by night."""
    schemes = re.findall(r":root \{(.*?)\n *\}", page.assets["style"].partition("@media print")[0], re.DOTALL)
    assert len(schemes) == 2
    for scheme in schemes:
        colors = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", scheme))
        for text in ("text", "quiet", "link", "minimum"):
            assert contrast(colors[text], colors["ground"]) >= 4.5
        assert contrast(colors["text"], colors["soft"]) >= 4.5
        for verdict in ("good", "bad", "open"):
            assert contrast(colors[verdict], colors[f"{verdict}-ground"]) >= 4.5
        assert contrast(colors["bar"], colors["ground"]) >= 3
