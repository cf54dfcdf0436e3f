"""The rows of a ruleset's sheets, made of the ruleset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from zi_score.law.ratio import Ratio
from zi_score.law.ruleset import Criterion, Indicator, Input, PortalRB, Question, Ruleset, Scale, Section
from zi_score.law.sheets import form
from zi_score.law.sheets.form import INDICATOR, MINIMUM, NO, QUESTION, RUBRIC, SECTION, TEXTS, WITHOUT, YES, SheetForm
from zi_score.model.exact import plain


class Percent(NamedTuple):
    """A share that a cell shows as a percentage."""

    share: Fraction


Value = str | Fraction | Percent | date | None
Row = dict[str, Value]
"""What stands in a row, by the keys of its columns; columns that the ruleset names have their headings as keys."""


class RuleSheet(NamedTuple):
    """The rows of a sheet, and the headings of the columns that the ruleset names."""

    form: SheetForm
    rows: tuple[Row, ...]
    named: tuple[str, ...] = ()


def sheets_of(ruleset: Ruleset) -> tuple[RuleSheet, ...]:
    """Return a ruleset as the rows of its sheets.

    >>> from zi_score.law.load import load_ruleset
    >>> [sheet.form.name for sheet in sheets_of(load_ruleset())][:4]
    ['Peraturan', 'Sumber', 'Skala', 'Area']
    """
    rubric = {choice: None for scale in ruleset.scales.values() for choice in scale.values}
    rubric |= {choice: None for question in ruleset.questions.values() for choice in question.rubric}
    minimums = tuple(f"{MINIMUM}{predicate}" for predicate in ruleset.predicates)
    sources: list[Row] = [
        {"key": key, "kind": TEXTS[each.kind], "text": each.text} for key, each in ruleset.sources.items()
    ]
    areas: list[Row] = [{"number": Fraction(area.number), "sections": listed(area.sections)} for area in ruleset.areas]
    conventions: list[Row] = [{"id": each.id, "text": each.text, "source": each.source} for each in ruleset.conventions]
    synonyms: list[Row] = [{"typed": typed, "meant": meant} for typed, meant in ruleset.synonyms.items()]
    return (
        RuleSheet(form.RULES_SHEET, tuple(_head(ruleset))),
        RuleSheet(form.SOURCES, tuple(sources)),
        RuleSheet(form.SCALES, tuple(row for key, scale in ruleset.scales.items() for row in _scale(key, scale))),
        RuleSheet(form.AREAS, tuple(areas)),
        RuleSheet(form.TREE_SHEET, tuple(_tree(ruleset)), tuple(f"{RUBRIC}{choice}" for choice in rubric)),
        RuleSheet(form.CRITERIA, tuple(map(_criterion, ruleset.criteria)), minimums),
        RuleSheet(form.FACTS, tuple(_facts(ruleset))),
        RuleSheet(form.REQUIREMENTS, tuple(_requirements(ruleset)), minimums),
        RuleSheet(form.CONVENTIONS, tuple(conventions)),
        RuleSheet(form.SYNONYMS, tuple(synonyms)),
    )


def listed(parts: Iterable[str]) -> str | None:
    """Return several texts in one cell, with a semicolon between them; one inside of a text is doubled.

    >>> listed(["a", "b"]), listed(["a; b"]), listed([])
    ('a; b', 'a;; b', None)
    """
    return "; ".join(part.replace(";", ";;") for part in parts) or None


def _pairs(pairs: Mapping[str, str | Fraction]) -> str | None:
    return listed(f"{key} = {_figure(value)}" for key, value in pairs.items())


def _figure(value: str | Fraction) -> str:
    return plain(value).replace(".", ",") if isinstance(value, Fraction) else value


def _head(ruleset: Ruleset) -> Iterator[Row]:
    for field, way in form.head_ways():
        part: object = ruleset
        for step in way:
            part = getattr(part, step, None)
        yield {"name": field.heading, "value": _single(part), "about": field.about or None}


def _single(part: object) -> Value:
    if isinstance(part, tuple):
        return listed(part)
    if isinstance(part, dict):
        return _pairs(part)
    if isinstance(part, int):
        return Fraction(part)
    return part if isinstance(part, str | date) else None


def _scale(key: str, scale: Scale) -> Iterator[Row]:
    first: Row = {
        "key": key,
        "kind": TEXTS[scale.kind],
        "highest": scale.highest,
        "unit": TEXTS[scale.unit] if scale.unit else None,
        "external": YES if scale.external else None,
        "printed": listed(scale.printed),
        "source": scale.source,
    }
    choices: list[Row] = [
        {"choice": choice, "value": value, "aliases": listed(_words_for(choice, scale.aliases))}
        for choice, value in scale.values.items()
    ]
    yield from _with_choices(first, choices)


def _words_for(choice: str, words: Mapping[str, str]) -> Iterator[str]:
    return (word for word, meant in words.items() if meant == choice)


def _with_choices(first: Row, choices: list[Row]) -> Iterator[Row]:
    """Yield the row of what has choices, with the first of them, and a row for each of the others."""
    yield first | (choices[0] if choices else {})
    yield from choices[1:]


def _tree(ruleset: Ruleset) -> Iterator[Row]:
    """Yield sections, each before the first indicator under it, indicators and questions in their order."""
    sections = {section.code: section for section in ruleset.sections}
    for indicator in ruleset.indicators:
        parts = indicator.code.split(".")
        for end in range(1, len(parts)):
            if section := sections.pop(".".join(parts[:end]), None):
                yield _node(section, SECTION)
        yield _node(indicator, INDICATOR)
        for question in indicator.questions:
            yield _question(question, own_marker(question.code, indicator.code))
            yield from (_count(row) for row in question.inputs)
    yield from (_node(section, SECTION) for section in sections.values())


def own_marker(code: str, indicator: str) -> str:
    """Return the marker that a question has where none is typed: the last part of its code, if that is its own."""
    return "" if code == indicator else code.rpartition(".")[2]


def _node(node: Section | Indicator, kind: str) -> Row:
    return {
        "code": node.code,
        "kind": kind,
        "label": node.name,
        "weight": node.weight,
        "keywords": listed(node.keywords),
        "source": node.source,
    }


def _question(question: Question, marker: str) -> Row:
    return {
        "code": question.code,
        "kind": QUESTION,
        "marker": None if question.marker == marker else question.marker or WITHOUT,
        "label": question.label,
        "weight": question.weight,
        "scale": question.scale,
        "keywords": listed(question.keywords),
        "points": listed(question.points),
        "source": question.source,
        **(_ratio(question.ratio) if question.ratio else {}),
        **_portalrb(question.portalrb),
        **{f"{RUBRIC}{choice}": text for choice, text in question.rubric.items()},
    }


def _ratio(ratio: Ratio) -> Row:
    zero = ratio.zero_whole
    values = [zero.zero_part] if zero.zero_part == zero.some_part else [zero.zero_part, zero.some_part]
    text = f"{ratio.part} / {ratio.whole}"
    if ratio.kind == "decrease":
        text = f"({ratio.whole} - {ratio.part}) / {ratio.whole}"
    return {
        "ratio": text,
        "full_at": None if ratio.is_plain else ratio.full_at,
        "zero_at": None if ratio.is_plain else ratio.zero_at,
        "part_of_whole": None if ratio.part_of_whole else NO,
        "zero": values[0] if len(values) == 1 else listed(map(_figure, values)),
        "ratio_source": ratio.source,
        "zero_source": zero.source,
    }


def _portalrb(place: PortalRB | None) -> Row:
    return {key: Fraction(number) for key, number in (place or ()) if number is not None}


def _count(row: Input) -> Row:
    return {
        "code": row.key,
        "kind": form.COUNT,
        "label": row.label,
        "scale": form.DECIMALS if row.decimals else None,
        "keywords": listed(row.keywords),
        "sum_of": listed(row.sum_of),
        "splits_into": listed(row.splits_into),
        "same_as": row.same_as,
        "source": row.source,
        **_portalrb(row.portalrb),
    }


def _criterion(criterion: Criterion) -> Row:
    of = criterion.fact if criterion.area is None else Fraction(criterion.area)
    minimum: Row = {
        f"{MINIMUM}{predicate}": Percent(value)
        if criterion.measure == "share" and isinstance(value, Fraction)
        else value
        for predicate, value in criterion.minimum.items()
    }
    return {
        "id": criterion.id,
        "label": criterion.label,
        "measure": TEXTS[criterion.measure],
        "of": listed(criterion.nodes) if criterion.nodes else of,
        "source": criterion.source,
        **minimum,
    }


def _facts(ruleset: Ruleset) -> Iterator[Row]:
    for key, fact in ruleset.facts.items():
        first: Row = {
            "key": key,
            "label": fact.label,
            "unit": TEXTS[fact.unit] if fact.unit else None,
            "highest": fact.highest,
            "source": fact.source,
        }
        choices: list[Row] = [
            {"choice": choice, "words": listed(_words_for(choice, fact.words))} for choice in fact.choices
        ]
        yield from _with_choices(first, choices)


def _requirements(ruleset: Ruleset) -> Iterator[Row]:
    for each in ruleset.requirements:
        first: Row = {
            "id": each.id,
            "fact": each.fact,
            "depends_on": each.depends_on,
            "questions": listed(each.questions),
            "source": each.source,
        }
        cases = {case: None for value in each.minimum.values() if isinstance(value, dict) for case in value}
        rows: list[Row] = [_cases(each.minimum, case) for case in cases or ("",)]
        yield from _with_choices(first, rows)


def _cases(minimum: Mapping[str, object], case: str) -> Row:
    """Return the row of a requirement for an answer to the fact that it depends on."""
    found = {predicate: value.get(case) if isinstance(value, dict) else value for predicate, value in minimum.items()}
    row: Row = {
        f"{MINIMUM}{predicate}": value for predicate, value in found.items() if isinstance(value, str | Fraction)
    }
    return {"case": case or None, **row}
