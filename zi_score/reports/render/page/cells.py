"""The cells of a page: a ranking has some hundred thousand, which are written here in one go and in no template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from markupsafe import Markup, escape

from zi_score.reports.document import Cell, Column, Link, Word, text_of

LAW = Markup(' lang="id"')
"""What is said of texts of the law on a page in another language."""


class Cells:
    """Writes cells: as a link where they lead somewhere, else with what they mean; their texts are escaped."""

    def __init__(self, targets: Mapping[str, str], law: Markup) -> None:
        """Remember where codes are on this page, and what is said of texts of the law."""
        self._targets, self._law = targets, law

    def linked(self, cell: Cell, *, is_code: bool = False) -> Markup:
        """Return a cell; a code that is somewhere on the page leads there."""
        said = text_of(cell)
        text = escape(said)
        if to := cell.target if isinstance(cell, Link) else self._targets.get(said) if is_code else None:
            return Markup(f'<a href="{escape(to)}">{text}</a>')  # noqa: S704 - both are escaped
        if text and isinstance(cell, Word) and cell.tone:
            return Markup(f'<span class="word {cell.tone}">{text}</span>')  # noqa: S704 - as above
        return text

    def row(self, columns: Sequence[Column]) -> Callable[[Sequence[Cell]], Markup]:
        """Return what writes a row of a table, whose first column that is no number says what a row is about."""
        head = next((column.key for column in columns if column.kind != "number"), columns[0].key)
        around = [(*self._around(column, is_head=column.key == head), column.kind == "code") for column in columns]

        def written(cells: Sequence[Cell]) -> Markup:
            parts = zip(around, cells, strict=True)
            made = [f"{begin}{self.linked(cell, is_code=is_code)}{end}" for (begin, end, is_code), cell in parts]
            return Markup("".join(made))  # noqa: S704 - as above

        return written

    def _around(self, column: Column, *, is_head: bool) -> tuple[str, str]:
        """Return what stands before and behind the cells of a column."""
        tag, scope = ("th", ' scope="row"') if is_head else ("td", "")
        law = self._law if column.kind == "law" else ""
        return f'<{tag}{scope} class="{column.kind}"{law}>', f"</{tag}>"
