"""Templates that were compiled when the wheel was built are those that are written, and are taken only as long."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from zi_score.reports.document import Document, Lines, Table, line, name_column
from zi_score.reports.render import html
from zi_score.reports.render.page import FOLDER, templates

SAID = Document(
    kind="Laporan",
    title="Unit <b>",
    blocks=(
        Table(key="t", title="Tabel", columns=(name_column("n", "Nama"),), rows=[("a & b",)]),
        Lines(key="l", title="Baris", lines=(line("satu"), line("dua", depth=1))),
    ),
)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Return where the templates lie as a build writes them, and let them be loaded anew."""
    path = tmp_path / "page.ready.json"
    path.write_text(templates.prepared_templates()[1], encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(templates, "_READY", path)
        _forget()
        yield path
    _forget()


def _forget() -> None:
    templates._environment.cache_clear()  # noqa: SLF001 - what is kept is what is tested
    templates._programs.cache_clear()  # noqa: SLF001 - as above


def test_what_is_built_gives_the_same_page(built: Path) -> None:
    """With the programs that a build writes, and without any."""
    page = html.render(SAID)
    assert len(templates._programs()) == 2  # noqa: SLF001 - as above
    assert "Unit &lt;b&gt;" in page
    built.unlink()
    _forget()
    assert html.render(SAID) == page
    assert not templates._programs()  # noqa: SLF001 - as above


@pytest.mark.parametrize(("name", "value"), [("__version__", "2.0"), ("_SOURCES", (Path(__file__),))])
def test_what_was_built_for_another_release_is_left(
    built: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    """Of Jinja, or of the templates: these are compiled when they are used."""
    monkeypatch.setattr(templates, name, value)
    assert not templates._programs()  # noqa: SLF001 - as above
    assert built.exists()


def test_a_page_writes_nothing() -> None:
    """What the program compiles itself is kept nowhere."""
    before = sorted(FOLDER.iterdir())
    html.render(SAID)
    assert sorted(FOLDER.iterdir()) == before
