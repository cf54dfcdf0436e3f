"""Progress over time as tables of plain texts: the trend of every area, and what became of its questions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction

from zi_score.comparison.figures import Part
from zi_score.comparison.model import AreaProgress, Comparison
from zi_score.language import translate as _
from zi_score.output.blocks import Block, Column, law_column, number_column
from zi_score.output.compare.words import headings, said, signed
from zi_score.output.figures import area_minimums, minimums, percent
from zi_score.report.words import sentence
from zi_score.ruleset import Ruleset

TOTAL = "total"
_LEVELS = "▁▂▃▄▅▆▇█"


def trends(result: Comparison) -> dict[str, Part]:
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


def trend(result: Comparison, ruleset: Ruleset, keys: Sequence[str]) -> Block:
    """Return the share of its weight that every area reached in these rounds, and what changed since the last one."""
    names, before = headings(result), list(result.sides)[-2]
    columns = (
        law_column("part", _("part")),
        *(number_column(f"side-{key}", names[key]) for key in keys),
        Column("trend", _("trend")),
        number_column("difference", _("since {round}").format(round=names[before])),
        number_column("realised", _("realised")),
        number_column("slipped", _("slipped back")),
        number_column("not-started", _("not started")),
    )
    lines = sparklines(result)
    rows = [
        (
            name_of(result, key),
            *(str(percent(part.sides[side].share, least(ruleset, key).values())) for side in keys),
            lines[key],
            signed(part.steps[-1].share * 100),
            *_counts(result, key),
        )
        for key, part in trends(result).items()
    ]
    return Block("trend", _("Trend"), columns, rows, _("Percent of the weight."))


def legend() -> str:
    """Return how the trends are drawn with signs."""
    return _("Percent of the weight; the trend is drawn from the lowest of all these shares to the highest.")


def _counts(result: Comparison, key: str) -> tuple[str, str, str]:
    """Return how many questions of a group, or of all, were realised, slipped back and were not started."""
    progress = result.progress
    if progress is None:
        return "", "", ""
    groups = list(progress.areas.values()) if key == TOTAL else [progress.areas[key]]
    realised = str(sum(len(group.realised) for group in groups))
    slipped = str(sum(len(group.slipped) for group in groups))
    not_started = str(sum(len(group.not_started) for group in groups))
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
    after = percent(list(part.sides.values())[-1].share)
    told = ", ".join(_told(group)) or _("nothing changed")
    if progress.since is None:
        message = _("{after} % of the weight: {told}; questions: {questions}.")
        return message.format(after=after, told=told, questions=group.questions)
    return _("{before} % -> {after} % since {since}: {told}; questions: {questions}.").format(
        before=percent(part.sides[progress.since].share),
        after=after,
        since=headings(result)[progress.since],
        told=told,
        questions=group.questions,
    )


def _told(group: AreaProgress) -> Iterator[str]:
    if group.realised:
        yield _("{count} realised ({points})").format(count=len(group.realised), points=signed(group.gained.score))
    if group.slipped:
        yield _("{count} slipped back ({points})").format(count=len(group.slipped), points=signed(group.lost.score))
    if group.not_started:
        yield _("{count} not started").format(count=len(group.not_started))


def groups(result: Comparison) -> Iterator[tuple[str, Block]]:
    """Yield what became of each group's questions since the last round, by the key of the group."""
    if result.progress:
        for key, group in result.progress.areas.items():
            yield key, _group(result, key, group)


def _group(result: Comparison, key: str, group: AreaProgress) -> Block:
    progress, names = result.progress, headings(result)
    rounds = progress.rounds[-2:] if progress else ()
    columns = (
        Column("state", _("state")),
        Column("code", _("code")),
        *(Column(f"answer-{side}", names[side]) for side in rounds),
        number_column("points", _("points")),
        law_column("label", _("question")),
    )
    rows = [(word, *_row(result, code, rounds)) for word, codes in _states(group) for code in codes]
    return Block(
        f"group-{key.lower().replace('.', '-')}", group_name(result, key), columns, rows, group_line(result, key)
    )


def _states(group: AreaProgress) -> Iterator[tuple[str, Collection[str]]]:
    yield _("realised"), group.realised
    yield _("slipped back"), group.slipped
    yield _("not started"), group.not_started


def _row(result: Comparison, code: str, rounds: Sequence[str]) -> tuple[str, ...]:
    question = result.questions[code]
    answers: Mapping[str, str] = {side: said(question.sides[side]) for side in rounds}
    points = question.steps[-1].score if question.steps else None
    return code, *answers.values(), signed(points), sentence(question.label)
