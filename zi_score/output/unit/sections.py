"""The parts of a unit's page: tables with their drawings, and questions by section and indicator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zi_score.output import trace
from zi_score.output.blocks import Block
from zi_score.output.unit import bars as unit_bars
from zi_score.output.unit import blocks as unit_blocks
from zi_score.output.unit import lists as unit_lists
from zi_score.output.unit.radar import Radar, radar
from zi_score.output.unit.report import Asked, Chapter, UnitReport
from zi_score.output.unit.words import source_number
from zi_score.ruleset import Indicator

_LOSSES = 10


@dataclass(frozen=True)
class Section:
    """A part of the page: a table, and the drawings before it."""

    block: Block
    charts: tuple[unit_bars.Bars | Radar, ...] = ()


def sections(report: UnitReport) -> Iterator[Section]:
    """Yield what stands before the questions; what is empty is left out."""
    listed = (
        Section(unit_blocks.criteria(report), _drawn(unit_bars.criteria(report), unit_bars.results(report))),
        Section(unit_blocks.areas(report), _drawn(radar(report), unit_bars.parts(report))),
        Section(unit_blocks.components(report)),
        *([Section(unit_blocks.assessors(report))] if len(report.evaluation.assessments) > 1 else []),
        Section(unit_blocks.requirements(report)),
        Section(unit_lists.losses(report, _LOSSES)),
        Section(unit_lists.unanswered(report)),
    )
    return (section for section in listed if section.block.rows)


def _drawn(*charts: unit_bars.Bars | Radar | None) -> tuple[unit_bars.Bars | Radar, ...]:
    return tuple(chart for chart in charts if chart)


@dataclass(frozen=True)
class Group:
    """The indicators of a chapter under one section, each with its questions."""

    code: str
    indicators: tuple[tuple[Indicator, tuple[Asked, ...]], ...]


def groups(chapter: Chapter) -> Iterator[Group]:
    """Yield the questions of a chapter by section and indicator."""
    by_section: dict[str, dict[str, list[Asked]]] = {}
    for asked in chapter.asked:
        code = asked.indicator.code
        section = next(
            (s for s in chapter.sections if chapter.area and code.startswith(f"{s}.")), code.rpartition(".")[0]
        )
        by_section.setdefault(section, {}).setdefault(code, []).append(asked)
    for section, indicators in by_section.items():
        yield Group(section, tuple((each[0].indicator, tuple(each)) for each in indicators.values()))


def sums(report: UnitReport) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield how each criterion's figure follows from its nodes: its name, the lines, the number of its source."""
    for criterion in report.ruleset.criteria:
        parts = [report.first.nodes[code] for code in report.ruleset.nodes_of(criterion)]
        if parts:
            number = source_number(report.ruleset, criterion)
            yield criterion.label, tuple(trace.added(parts)), number
