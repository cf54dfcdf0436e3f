"""The questions of a unit one by one: what was answered, what it is worth, what the next level asks, what was found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from zi_score.evaluation.scoring import Node
from zi_score.law.ruleset import Indicator
from zi_score.model.findings import Finding
from zi_score.model.language import translate as _
from zi_score.model.written import Number, as_ruled, margin, points
from zi_score.reports.answers import said
from zi_score.reports.columns import columns_of
from zi_score.reports.document import Cell, Table, code_column, joined, law_column, name_column, number_column
from zi_score.reports.documents import trace
from zi_score.reports.documents.scores import area_name, source_of
from zi_score.reports.figures import area_points, area_share, part_names, points_of
from zi_score.reports.questions import (
    Beside,
    ChapterView,
    EntryView,
    IndicatorView,
    LevelView,
    Questions,
    QuestionView,
    SectionView,
)
from zi_score.reports.unit import Asked, Chapter, GivenAnswer, Level, UnitReport
from zi_score.reports.words import assessor_word, sentence, severity_word


def questions(report: UnitReport) -> Questions:
    """Return the questions for a page."""
    chapters = tuple(_chapter(report, chapter) for chapter in report.chapters)
    return Questions(key="questions", title=_("Questions"), chapters=chapters)


def _chapter(report: UnitReport, chapter: Chapter) -> ChapterView:
    if chapter.area:
        area = report.first.areas[chapter.area]
        told = _of(area_points(report.ruleset, chapter.area, area), area.weight)
        title = area_name(chapter.area, area)
        figure = f"{told} ({area_share(report.ruleset, chapter.area, area.ratio)})"
    else:
        title, figure = f"{chapter.key} {chapter.name}", _figure(report, report.first.nodes[chapter.key])
    by_section: dict[str, list[Asked]] = {}
    for asked in chapter.asked:
        by_section.setdefault(_section(chapter, asked.indicator), []).append(asked)
    names = part_names(report.ruleset) if chapter.area else []
    sections = []
    for place, (code, own) in enumerate(by_section.items()):
        node = report.first.nodes[code]
        name = names[place].capitalize() if place < len(names) else node.name
        heading = (f"{code} {name}", _figure(report, node)) if len(by_section) > 1 else ("", "")
        sections.append(SectionView(*heading, tuple(_indicators(report, own))))
    return ChapterView(chapter.key, title, figure, tuple(sections))


def _section(chapter: Chapter, indicator: Indicator) -> str:
    above = (section for section in chapter.sections if chapter.area and indicator.code.startswith(f"{section}."))
    return next(above, indicator.code.rpartition(".")[0])


def _of(score: object, weight: Fraction) -> str:
    return f"{score} {_('of')} {points(weight)}"


def _figure(report: UnitReport, node: Node) -> str:
    return _of(points_of(report.ruleset, (node.code,), node.score), node.weight)


def _indicators(report: UnitReport, asked: Sequence[Asked]) -> Iterator[IndicatorView]:
    by_code: dict[str, list[Asked]] = {}
    for each in asked:
        by_code.setdefault(each.indicator.code, []).append(each)
    for code, own in by_code.items():
        node, indicator = report.first.nodes[code], own[0].indicator
        yield IndicatorView(
            code=code,
            title=f"{code} {indicator.name}",
            figure=_figure(report, node),
            way=trace.summed(report.ruleset, node) if node.children else "",
            source=source_of(report.ruleset, indicator),
            questions=tuple(_question(report, each) for each in own),
        )


def _question(report: UnitReport, asked: Asked) -> QuestionView:
    first, found = asked.first, report.findings_of(asked)
    answers = dict.fromkeys(each.node.value for each in asked.given)
    given = answer(first) if first.node.value is not None or first.node.answer else _("unanswered")
    if len(answers) > 1:
        given = ", ".join(f"{assessor_word(each.assessor)} {answer(each)}" for each in asked.given)
    kinds = {"lost": first.lost, "open": first.node.value is None, "found": found, "differing": len(answers) > 1}
    return QuestionView(
        code=asked.question.code,
        label=asked.question.label,
        wording=asked.wording,
        said=given,
        points=f"{_points(report, asked, first)} / {points(first.node.weight)}",
        kinds=tuple(kind for kind, holds in kinds.items() if holds),
        entries=tuple(_entry(report, each) for each in asked.given),
        levels=tuple(_levels(asked)),
        asks=asked.question.points,
        findings=tuple(_found(each) for each in found),
        sources=(
            source_of(report.ruleset, asked.question),
            source_of(report.ruleset, report.ruleset.scales[asked.question.scale]),
        ),
    )


def _found(finding: Finding) -> str:
    return f"{severity_word(finding.severity).capitalize()}: {sentence(finding.message)} {sentence(finding.tip)}"


def _entry(report: UnitReport, given: GivenAnswer) -> EntryView:
    told = [
        *trace.valued(report.ruleset, given.node),
        f"{_('points')} {trace.figure(report.ruleset, given.node)}",
        *([f"{_('points lost')} {points(given.lost)}"] if given.lost else []),
    ]
    notes = (Beside(_("Note"), text) for text in given.notes)
    evidence = (Beside(_("Evidence"), text) for text in given.evidence)
    who = assessor_word(given.assessor) if len(report.evaluation.assessments) > 1 else ""
    return EntryView(who, "; ".join(told), (*notes, *evidence))


def _levels(asked: Asked) -> Iterator[LevelView]:
    first, above = asked.first, asked.next_level(asked.first)
    for level in asked.levels:
        is_now = level.choice == first.choice
        mark = _("now") if is_now else f"{_('next level')}: {_gain(first, level)}" if level is above else ""
        yield LevelView(level.choice, str(as_ruled(level.value)), level.text, mark, is_now)


def _gain(given: GivenAnswer, level: Level) -> Cell:
    return margin((level.value - (given.node.value or 0)) * given.node.weight)


def answer(given: GivenAnswer) -> str:
    """Return an answer as it counts: the choice, the figure, or the percentage; a dash while there is none."""
    return given.choice if given.choice is not None and given.node.value is not None else said(given.node)


def losses(report: UnitReport, most: int) -> Table:
    """Return the questions that leave the most points, and what the next level would bring.

    Args:
        report: the report.
        most: so many questions at most.

    """
    columns = columns_of("code", "label", code_column("answer", _("answer")), "lost", "next", "gain")
    rows = [
        (each.question.code, sentence(each.question.label), answer(each.first), points(each.first.lost), *_next(each))
        for each in report.losses[:most]
    ]
    about = _("Points are lost at {count} questions; the most are here, all of them among the questions.")
    about = about.format(count=len(report.losses)) if len(rows) < len(report.losses) else ""
    return Table(key="losses", title=_("Where most points are lost"), about=about, columns=columns, rows=rows)


def _next(asked: Asked) -> tuple[Cell, Cell]:
    above = asked.next_level(asked.first)
    return (above.choice, _gain(asked.first, above)) if above else (None, None)


def questions_table(report: UnitReport) -> Table:
    """Return a row a question: answers side by side, losses, rubrics, what stands beside them."""
    given = report.asked[0].given if report.asked else ()
    columns = columns_of(
        "code",
        "label",
        code_column("area", _("area")),
        law_column("indicator", _("indicator")),
        *(
            column(f"{kind}-{each.assessor}", f"{assessor_word(each.assessor)}: {title}")
            for each in given
            for column, kind, title in (
                (code_column, "answer", _("answer")),
                (number_column, "value", _("value")),
                (number_column, "score", _("score")),
            )
        ),
        "weight",
        "lost",
        "next",
        "gain",
        law_column("rubric", _("rubric of the answer")),
        law_column("next-rubric", _("rubric of the next level")),
        name_column("wording", _("wording of the sheet")),
        name_column("notes", _("notes")),
        name_column("evidence", _("evidence")),
        name_column("findings", _("findings")),
        "source",
    )
    chapters = {asked.question.code: chapter for chapter in report.chapters for asked in chapter.asked}
    rows = [_row(report, chapters[asked.question.code], asked) for asked in report.asked]
    return Table(key="question-list", title=_("Questions"), columns=columns, rows=rows, sheet=True)


def _row(report: UnitReport, chapter: Chapter, asked: Asked) -> tuple[Cell, ...]:
    first, above = asked.first, asked.next_level(asked.first)
    present = next((level for level in asked.levels if level.choice == first.choice), None)
    return (
        asked.question.code,
        asked.question.label,
        int(chapter.area) if chapter.area else chapter.key,
        asked.indicator.name,
        *(cell for given in asked.given for cell in _given(report, asked, given)),
        points(first.node.weight),
        points(first.lost).toned("open" if first.lost else None),
        *_next(asked),
        _rubric(present),
        _rubric(above),
        asked.wording,
        _beside(asked, "notes"),
        _beside(asked, "evidence"),
        joined(dict.fromkeys(finding.title for finding in report.findings_of(asked)), "; "),
        source_of(report.ruleset, asked.question),
    )


def _given(report: UnitReport, asked: Asked, given: GivenAnswer) -> Iterator[Cell]:
    yield answer(given)
    yield None if given.node.value is None else as_ruled(Fraction(given.node.value))
    yield _points(report, asked, given)


def _points(report: UnitReport, asked: Asked, given: GivenAnswer) -> Number:
    return points_of(report.ruleset, (asked.question.code,), given.node.score)


def _rubric(level: Level | None) -> str:
    return "" if level is None else f"{level.choice}: {level.text}" if level.text else level.choice


def _beside(asked: Asked, kind: str) -> str:
    """Return the texts beside all answers, each assessor's behind its name where there are several."""
    texts = []
    for given in asked.given:
        who = f"{assessor_word(given.assessor)}: " if len(asked.given) > 1 else ""
        texts += [f"{who}{line}" for text in getattr(given, kind) for line in text.lines]
    return "\n".join(texts)
