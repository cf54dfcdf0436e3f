"""Markdown and HTML taken apart again, as those do who show them."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

INERT = {"heading", "table", "thead", "tbody", "tr", "th", "td", "paragraph", "inline", "bullet_list", "list_item"}
INNER = {"text", "text_special", "strong_open", "strong_close"}
"""Tokens of blocks and within lines that a document may have in Markdown."""

LINKING = re.compile(r"https?://|www\.|@\w|mailto:\w|#\d")
"""What a forge makes a link of, or a notice to somebody."""

VOID = {"meta", "rect", "line", "polygon", "polyline", "circle", "br"}
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "script", "header", "main", "nav", "section", "div", "span"),
    *("h1", "h2", "h3", "h4", "h5", "p", "a", "b", "em", "br", "ul", "li", "footer"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary"),
    *("svg", "desc", "rect", "line", "polygon", "polyline", "circle", "text", "tspan"),
}
"""Elements that a page may have."""


def tokens(text: str) -> list[Token]:
    """Parse Markdown as a forge does: tables, struck text, and HTML where it is let through."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)


def kind(token: Token) -> str:
    """Return a token's type without its side."""
    return token.type.removesuffix("_open").removesuffix("_close")


def inner(text: str) -> list[Token]:
    """Return what stands within the lines of Markdown."""
    return [child for token in tokens(text) if token.type == "inline" for child in token.children or ()]


def plain(token: Token) -> str:
    """Return the text of a cell as it is seen, without what cannot be seen."""
    return "".join(child.content for child in token.children or ()).replace("\u200b", "")


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of every table of Markdown."""
    found: list[list[str]] = []
    for token in tokens(text):
        if token.type == "tr_open":
            found.append([])
        elif token.type == "inline" and token.level > 2 and found and "list_item" not in token.type:
            found[-1].append(plain(token))
    return found


def tables(text: str) -> dict[str, list[list[str]]]:
    """Return the tables of Markdown by the headings above them: heads and rows."""
    parts = re.split(r"^### ", text, flags=re.MULTILINE)[1:]
    found = {part.partition("\n")[0]: rows(f"### {part}") for part in parts}
    return {plain(tokens(f"### {title}")[1]): table for title, table in found.items() if table}


def assert_inert(text: str) -> None:
    """Assert that Markdown is text alone: no HTML, no link, no picture, nobody mentioned."""
    assert {kind(token) for token in tokens(text)} <= INERT
    assert {child.type for child in inner(text)} <= INNER
    assert not LINKING.search("\n".join(child.content for child in inner(text)))


class Page(HTMLParser):
    """A page, parsed: elements with their attributes, tables by section, texts of questions, style and script."""

    def __init__(self, text: str) -> None:
        """Parse a page, in which every element must be closed."""
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.tables: dict[str, list[list[str]]] = {}
        self.questions: dict[str, str] = {}
        self.sections: dict[str, str] = {}
        self.assets: dict[str, str] = {}
        self.comments = 0
        self._section = self._question = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; one that is never closed stays open only if it may."""
        attributes = {name: value or "" for name, value in attrs}
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append(tag)
        if tag == "section":
            self._section = attributes["id"]
            self.sections[self._section] = ""
        if tag == "details":
            self._question = attributes["id"].removeprefix("q-")
            self.questions[self._question] = ""
        if tag == "tr":
            self.tables.setdefault(self._section, []).append([])
        if tag in {"td", "th"}:
            self.tables[self._section][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note the text of cells, sections and questions, style and script."""
        if {"td", "th"} & set(self.open):
            self.tables[self._section][-1][-1] += data
        if "details" in self.open:
            self.questions[self._question] += data
        if self._section:
            self.sections[self._section] += data
        if self.open and self.open[-1] in {"style", "script"}:
            self.assets[self.open[-1]] = data

    def handle_comment(self, data: str) -> None:
        """Count comments; a hostile text must not begin one."""
        self.comments += len(data)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of all elements of a kind."""
        return [attributes for each, attributes in self.elements if each == tag]


def assert_own(page: Page) -> None:
    """Assert that nothing in a page comes from a workbook but its texts and addresses of the web."""
    assert {tag for tag, _attributes in page.elements} <= ELEMENTS
    assert len(page.all("script")) <= 1
    assert page.comments == 0
    names = {name for _tag, attributes in page.elements for name in attributes}
    assert not {name for name in names if name.startswith("on") or name in {"style", "src", "action", "srcset"}}
    (policy,) = [each["content"] for each in page.all("meta") if "http-equiv" in each]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for text in page.assets.values():
        assert not re.search(r"https?:|//[a-z]|url\(|@import|fetch|XMLHttp|innerHTML|eval|</", text)


def assert_for_everyone(page: Page, language: str) -> None:
    """Assert what readers of a screen need: language, headings in order, captions, scopes, names, unlike ids."""
    assert page.all("html") == [{"lang": language}]
    levels = [int(tag[1]) for tag, _attributes in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert len(page.all("caption")) == len(page.all("table"))
    assert {each.get("scope") for each in page.all("th")} <= {"row", "col"}
    ids = [attributes["id"] for _tag, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert not [each for each in ids if re.search(r"\s", each)]
    inside = {each["href"] for each in page.all("a") if each["href"].startswith("#")}
    assert inside <= {f"#{each}" for each in ids}
    named = [a[name] for _tag, a in page.elements for name in ("aria-labelledby", "aria-describedby") if name in a]
    assert set(" ".join(named).split()) <= set(ids)
    assert all(each["role"] == "img" and "aria-labelledby" in each for each in page.all("svg"))
    assert (len(page.all("title")), len(page.all("desc"))) == (1 + len(page.all("svg")), len(page.all("svg")))
    scrolled = [each for each in page.all("div") if each.get("class") == "scroll"]
    assert all((each["tabindex"], each["role"]) == ("0", "region") for each in scrolled)
    assert not {tag for tag, _attributes in page.elements} & {"button", "input", "select", "form"}
    assert not [attributes for _tag, attributes in page.elements if "hidden" in attributes]


def without_assets(page: str) -> str:
    """Return a page without style, script and their hashes, which stand in files of their own."""
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", page, flags=re.DOTALL)
    return re.sub(r"sha256-[\w+/=]+", "sha256-", page)
