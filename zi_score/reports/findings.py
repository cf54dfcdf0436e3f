"""Findings as rows of a table: the same columns wherever they are listed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zi_score.model.findings import Finding, shown
from zi_score.model.language import translate as _
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Cell, Column, Findings, Table, Word, name_column
from zi_score.reports.words import assessor_word, ranked, sentence, severity_cell


def finding_columns() -> tuple[Column, ...]:
    """Return the columns of a finding."""
    source = name_column("source", _("Source"), only=("xlsx",))
    assessor = Column("assessor", _("assessor"), only=("xlsx",))
    return columns_of("severity", "title", "finding", "code", "cell", "message", "tip", assessor, source)


def finding_cells(finding: Finding, label: str = "") -> tuple[Cell, ...]:
    """Return a finding in these columns; ``label`` stands before the severity of one that does not count."""
    severity = severity_cell(finding.severity)
    return (
        Word(label + severity.text, severity.tone),
        finding.title,
        finding.name,
        shown(finding.code or ""),
        shown(finding.cell or ""),
        sentence(finding.message),
        sentence(finding.tip),
        assessor_word(finding.assessor) if finding.assessor else None,
        sentence(finding.citation),
    )


def divided(block: Findings) -> Iterator[Findings]:
    """Yield findings about what was filled in, then those about how the form was made.

    A unit must not be told as its own what came with the form.
    """
    of_form = tuple(finding for finding in block.findings if finding.of_form)
    own = tuple(finding for finding in block.findings if not finding.of_form)
    yield replace(block, findings=own)
    if of_form:
        yield replace(
            block,
            key=f"{block.key}-form",
            title=_("Of the form itself"),
            about=_("Not of what was filled in: the form was made so, and whoever made it mends it."),
            findings=of_form,
        )


def as_table(block: Findings) -> Table:
    """Return findings as a table, the worst first."""
    rows = [finding_cells(each, block.label) for each in ranked(block.findings)]
    return Table(
        key=block.key, title=block.title, about=block.about, sheet=block.sheet, columns=finding_columns(), rows=rows
    )
