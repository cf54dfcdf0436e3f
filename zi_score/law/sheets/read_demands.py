"""Areas, minimums, facts, requirements and conventions of a ruleset, read of their sheets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import get_args

from zi_score.law.ruleset import Criterion
from zi_score.law.sheets import form
from zi_score.law.sheets.content import Content, Reading, compact
from zi_score.law.sheets.form import MINIMUM
from zi_score.law.sheets.read_head import needed
from zi_score.law.sheets.table import RuleLine, as_number, as_text, whole
from zi_score.law.whole.words import quoted
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

MEASURES = get_args(Criterion.model_fields["measure"].annotation)
UNITS = ("percent", "years", "index")
_INDEX = pattern(r"indeks\s+(\d+(?:[.,]\d+)?)", re.IGNORECASE)


def read_demands(reading: Reading, lines: Mapping[str, Sequence[RuleLine]]) -> None:
    """Read what ``rules.toml`` says from its areas on; the tree and the scales are read before."""
    content = reading.content
    content["areas"] = [_area(reading, line) for line in lines[form.AREAS.name]]
    _facts(reading, lines[form.FACTS.name])
    content["criteria"] = [_criterion(reading, line) for line in lines[form.CRITERIA.name]]
    _requirements(reading, lines[form.REQUIREMENTS.name])
    content["conventions"] = [_convention(reading, line) for line in lines[form.CONVENTIONS.name]]
    for name in ("areas", "criteria", "requirements"):
        sheet = {"areas": form.AREAS, "criteria": form.CRITERIA, "requirements": form.REQUIREMENTS}[name]
        reading.place(name, sheet.name)


def _codes(reading: Reading, line: RuleLine, key: str) -> list[str]:
    """Return codes of the tree as they are now, where rows that were put in moved them."""
    return [reading.moved.get(code, code) for code in line.texts(key)]


def _area(reading: Reading, line: RuleLine) -> Content:
    number = whole(line.number("number"))
    reading.places_of(f"areas.{number}", line, {"number": "number", "sections": "sections"})
    return compact(number=number) | {"sections": _codes(reading, line, "sections")}


def _convention(reading: Reading, line: RuleLine) -> Content:
    id_ = line.text("id")
    reading.places_of(f"conventions.{id_}", line, {"text": "text", "source": "source"})
    reading.places[f"conventions.{id_}.id"] = line.cell("id")
    return compact(id=id_, text=line.text("text"), source=line.text("source"))


def _facts(reading: Reading, lines: Sequence[RuleLine]) -> None:
    facts: Content = {}
    reading.content["facts"] = facts
    key, choices, words = "", list[str](), dict[str, str]()
    for line in lines:
        if line.value("key") is not None:
            key, choices, words = line.text("key") or "", [], {}
            if reading.keys(line, "key", facts, key):
                told = compact(
                    label=line.text("label"),
                    unit=reading.word(line, "unit", UNITS),
                    highest=line.number("highest"),
                    source=line.text("source"),
                )
                facts[key] = told | {"choices": choices, "words": words}
                reading.places_of(f"facts.{key}", line, {name: name for name in ("label", "unit", "highest", "source")})
                reading.place(f"facts.{key}.choices", line.cell("choice"))
        elif not key:
            reading.refuse(line, "key", _("nothing"), _("the key of a fact above its choices"))
        if choice := line.text("choice"):
            choices.append(choice)
            for word in line.texts("words"):
                if reading.keys(line, "words", words, word):
                    words[word] = choice
        elif line.value("words") is not None:
            reading.refuse(line, "choice", _("nothing"), _("the choice that these words mean"))


def _criterion(reading: Reading, line: RuleLine) -> Content:
    id_ = line.text("id")
    where = f"criteria.{id_}"
    measure = reading.word(line, "measure", MEASURES)
    of = {"score": "nodes", "share": "area", "fact": "fact"}.get(measure or "", "nodes")
    reading.places_of(where, line, {"measure": "measure", "of": of, "label": "label", "source": "source"})
    reading.places[f"{where}.id"] = line.cell("id")
    nodes = _codes(reading, line, "of") if measure == "score" else []
    fact = line.text("of") if measure == "fact" else None
    minimum: Content = {}
    for column, predicate in line.named(MINIMUM):
        reading.place(f"{where}.minimum.{predicate}", line.cell(column))
        if (value := _minimum(reading, line, column, fact, nodes)) is not None:
            minimum[predicate] = value
    area = whole(line.number("of")) if measure == "share" else None
    told = compact(id=id_, label=line.text("label"), measure=measure, area=area, fact=fact, source=line.text("source"))
    return told | {"nodes": nodes, "minimum": minimum}


def _minimum(reading: Reading, line: RuleLine, column: str, fact: str | None, nodes: Sequence[str] = ()) -> object:
    """Return a minimum as the files have it: an answer to a fact as its text, a survey's index in points."""
    value = line.value(column)
    if fact is not None:
        known = reading.content["facts"].get(fact, {})
        return as_text(value) if known.get("choices") else as_number(value)
    if isinstance(value, str) and (match := _INDEX.fullmatch(value)):
        return _points(reading, line, column, exact_of(match[1]), nodes)
    return line.number(column)


def exact_of(text: str) -> Fraction:
    """Return the number that a text says."""
    return Fraction(text.replace(",", "."))


def _points(reading: Reading, line: RuleLine, column: str, index: Fraction, nodes: Sequence[str]) -> object:
    """Return how many points an index is; only an indicator of one question on a scale of numbers has one."""
    found = [each for each in reading.content["indicators"] if [each["code"]] == list(nodes)]
    questions = [question for each in found for question in each["questions"]]
    scales = [reading.content["scales"].get(each.get("scale"), {}) for each in questions]
    highest, weight = (
        (scales[0].get("highest") if len(scales) == 1 else None),
        (found[0].get("weight") if found else None),
    )
    if isinstance(highest, Fraction) and highest and isinstance(weight, Fraction):
        return index / highest * weight
    reading.refuse(line, column, quoted(line.value(column)), _("points; only an indicator of one survey has an index"))
    return None


def _requirements(reading: Reading, lines: Sequence[RuleLine]) -> None:
    reading.content["requirements"] = requirements = list[Content]()
    depends_on = None
    for line in lines:
        if line.value("id") is not None:
            requirements.append(_requirement(reading, line))
            depends_on = requirements[-1].get("depends_on")
        elif not requirements:
            needed(reading, line, "id")
            continue
        _cases(reading, line, requirements[-1], depends_on)


def _requirement(reading: Reading, line: RuleLine) -> Content:
    where = f"requirements.{line.text('id')}"
    columns = {key: key for key in ("fact", "depends_on", "questions", "source")}
    reading.places_of(where, line, columns)
    reading.places[f"{where}.id"] = line.cell("id")
    told = compact(
        id=line.text("id"), fact=line.text("fact"), depends_on=line.text("depends_on"), source=line.text("source")
    )
    return told | {"questions": _codes(reading, line, "questions"), "minimum": {}}


def _cases(reading: Reading, line: RuleLine, requirement: Content, depends_on: object) -> None:
    """Read the minimums in a row of a requirement, which may be those for one answer to another fact."""
    case, minimum = line.text("case"), requirement["minimum"]
    where = f"requirements.{requirement.get('id')}.minimum"
    if line.value("id") is None and case is None:
        reading.refuse(line, "case", _("nothing"), _("an answer to the fact on which the requirement depends"))
        return
    if case and depends_on is None:
        reading.refuse(line, "case", quoted(case), _("nothing, as 'Menurut fakta' is empty"))
        return
    for column, predicate in line.named(MINIMUM):
        value = _minimum(reading, line, column, requirement.get("fact", ""))
        reading.place(f"{where}.{predicate}", line.cell(column))
        if case:
            reading.place(f"{where}.{predicate}.{case}", line.cell(column))
        if value is not None and case:
            minimum.setdefault(predicate, {})[case] = value
        elif value is not None:
            minimum[predicate] = value
