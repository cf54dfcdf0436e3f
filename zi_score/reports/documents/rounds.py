"""Progress over time: the trend of every area, and what became of its questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction

from zi_score.comparison.figures import ComparedPart
from zi_score.comparison.model import AreaProgress, Comparison
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import translate as _
from zi_score.model.written import margin, share, share_as_ruled, share_difference
from zi_score.reports.answers import said
from zi_score.reports.columns import columns_of
from zi_score.reports.document import (
    Cell,
    Chart,
    Column,
    Format,
    Lines,
    Table,
    Word,
    code_column,
    law_column,
    line,
    number_column,
)
from zi_score.reports.documents.sides import headings
from zi_score.reports.figures import area_minimums, minimums
from zi_score.reports.words import sentence

_ROWS_SHOWN = 8
_COUNTED: tuple[Format, ...] = ("html", "xlsx", "markdown")
TOTAL = "total"
_LEVELS = "▁▂▃▄▅▆▇█"


def trends(result: Comparison) -> dict[str, ComparedPart]:
    """Return what has a trend: areas of change, parts of hasil, the total."""
    return {**result.areas, **result.results, TOTAL: result.total}


def name_of(result: Comparison, key: str) -> str:
    """Return what a trend is called: an area by its number, a part of hasil by its code."""
    return _("total") if key == TOTAL else sentence(f"{key} {trends(result)[key].name}")


def group_name(result: Comparison, key: str) -> str:
    """Return what a group is called: an area of change has a working group of its own."""
    if key not in result.areas:
        return name_of(result, key)
    return _("Working group {number}: {name}").format(number=key, name=sentence(result.areas[key].name))


def least(ruleset: Ruleset, key: str) -> dict[str, Fraction]:
    """Return the share that each predicate asks of an area, a part of hasil or the total."""
    areas = area_minimums(ruleset)
    if key in areas:
        return areas[key]
    codes = ruleset.roots if key == TOTAL else (key,)
    weight = sum((ruleset.nodes[code].weight for code in codes), Fraction())
    return {predicate: points / weight for predicate, points in minimums(ruleset, codes).items()}


def trend(result: Comparison, ruleset: Ruleset) -> Table:
    """Return the share of its weight that every area reached in each round, and what changed since the last one."""
    names, keys = headings(result), list(result.sides)
    columns = columns_of(
        "part",
        *(
            number_column(f"side-{key}", names[key], priority=len(keys) - place if 0 < place < len(keys) - 1 else 0)
            for place, key in enumerate(keys)
        ),
        code_column("trend", _("trend"), only=("text", "markdown")),
        number_column("difference", _("since {round} (percentage points)").format(round=names[keys[-2]])),
        *(number_column(f"min-{name}", f"min {name}", only=("xlsx",)) for name in ruleset.predicates),
        number_column("realised", _("realised"), only=_COUNTED),
        number_column("slipped", _("slipped back"), only=_COUNTED),
        number_column("not-started", _("not started"), only=_COUNTED),
    )
    lines = sparklines(result)
    rows = [
        (
            group_name(result, key),
            *(share(part.sides[side].share, least(ruleset, key).values()) for side in keys),
            lines[key],
            share_difference(part.steps[-1].share),
            *(_least(ruleset, key, name) for name in ruleset.predicates),
            *_counts(result, key),
        )
        for key, part in trends(result).items()
    ]
    chart = Chart(
        kind="lines",
        key="trend-chart",
        title=_("Trend"),
        by="part",
        series=tuple(f"side-{key}" for key in keys),
        minimums=tuple(f"min-{name}" for name in ruleset.predicates),
    )
    return Table(
        key="trend",
        title=_("Trend"),
        about=_("Percent of the weight; the trend is drawn from the lowest of all these shares to the highest."),
        columns=columns,
        rows=rows,
        charts=(chart,),
        detail=-1,
        sheet=True,
    )


def _least(ruleset: Ruleset, key: str, predicate: str) -> Cell:
    asked = least(ruleset, key)
    return share_as_ruled(asked[predicate]) if predicate in asked else None


def _counts(result: Comparison, key: str) -> tuple[Cell, Cell, Cell]:
    """Return how many questions of a group, or of all, were realised, slipped back and were not started."""
    progress = result.progress
    if progress is None:
        return None, None, None
    own = list(progress.areas.values()) if key == TOTAL else [progress.areas[key]]
    realised = sum(len(group.realised) for group in own)
    slipped = sum(len(group.slipped) for group in own)
    not_started = sum(len(group.not_started) for group in own)
    return (realised, slipped, not_started) if progress.since else ("-", "-", not_started)


def sparklines(result: Comparison) -> dict[str, str]:
    """Draw every trend with a sign a round, all on one scale, so that areas can be compared.

    The scale reaches from the lowest share of all to the highest; if they are all one, it stays low.
    """
    shares = {key: [side.share for side in part.sides.values()] for key, part in trends(result).items()}
    every = [share for own in shares.values() for share in own]
    low, high = min(every), max(every)
    span = high - low or Fraction(1)
    top = len(_LEVELS) - 1
    return {key: "".join(_LEVELS[round((share - low) / span * top)] for share in own) for key, own in shares.items()}


def group_line(result: Comparison, key: str) -> str:
    """Return in a sentence what became of a group's questions since the last round."""
    progress, part = result.progress, trends(result)[key]
    if progress is None:
        return ""
    group = progress.areas[key]
    after = share(list(part.sides.values())[-1].share)
    told = ", ".join(_told(group)) or _("nothing changed")
    if progress.since is None:
        message = _("{after} of the weight: {told}; questions: {questions}.")
        return message.format(after=after, told=told, questions=group.questions)
    return _("{before} -> {after} since {since}: {told}; questions: {questions}.").format(
        before=share(part.sides[progress.since].share),
        after=after,
        since=headings(result)[progress.since],
        told=told,
        questions=group.questions,
    )


def _told(group: AreaProgress) -> Iterator[str]:
    if group.realised:
        yield _("{count} realised ({points})").format(count=len(group.realised), points=margin(group.gained.score))
    if group.slipped:
        yield _("{count} slipped back ({points})").format(count=len(group.slipped), points=margin(group.lost.score))
    if group.not_started:
        yield _("{count} not started").format(count=len(group.not_started))


def groups(result: Comparison) -> Iterator[Table | Lines]:
    """Yield what became of each group's questions since the last round; of one without changes, that it has none."""
    if result.progress:
        for key, group in result.progress.areas.items():
            table = _group(result, key, group)
            yield table if table.rows else Lines(key=table.key, title=table.title, lines=(line(table.about),))


def all_groups(result: Comparison) -> Iterator[Table]:
    """Yield what became of the questions of all groups in one table, so that it can be filtered."""
    found = [table for table in groups(result) if isinstance(table, Table)]
    if found:
        yield Table(
            key="groups",
            title=_("Progress by working group"),
            columns=columns_of(law_column("group", _("group")), *found[0].columns),
            rows=[(table.title, *row) for table in found for row in table.rows],
            sheet=True,
        )


def _group(result: Comparison, key: str, group: AreaProgress) -> Table:
    progress, names = result.progress, headings(result)
    rounds = progress.rounds[-2:] if progress else ()
    columns = columns_of(
        Column("state", _("state")),
        "code",
        *(code_column(f"answer-{side}", names[side]) for side in rounds),
        "points",
        "label",
    )
    return Table(
        key=f"group-{key.lower().replace('.', '-')}",
        title=group_name(result, key),
        about=group_line(result, key),
        columns=columns,
        rows=[(word, *_row(result, code, rounds)) for word, codes in _states(group) for code in codes],
        most=_ROWS_SHOWN,
    )


def _states(group: AreaProgress) -> Iterator[tuple[Word, Collection[str]]]:
    yield Word(_("realised"), "good"), group.realised
    yield Word(_("slipped back"), "bad"), group.slipped
    yield Word(_("not started"), "open"), group.not_started


def _row(result: Comparison, code: str, rounds: Sequence[str]) -> tuple[Cell, ...]:
    question = result.questions[code]
    points = margin(question.steps[-1].score) if question.steps else None
    return code, *(said(question.sides[side]) for side in rounds), points, sentence(question.label)
