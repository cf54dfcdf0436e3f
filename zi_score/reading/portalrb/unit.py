"""Whose answers a file of the ministry's PortalRB holds, and what the lists beside it say of the unit."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from zi_score.law.portalrb import CATEGORIES, ID, LISTS, NAME, YEAR
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Finding, finding, typed
from zi_score.model.worksheet import Answer, Unit
from zi_score.reading.file.document import JsonNumber, absent, wrong_type
from zi_score.reading.portalrb.lists import Listed, identifier, lists_beside, name_of, year_of

_UNNAMED = "-"
_TEXT, _WHOLE = "string", "integer"


def read_unit(
    document: Mapping[str, object], ruleset: Ruleset, path: str
) -> tuple[Unit, dict[str, Answer], list[Finding]]:
    """Return the unit, what the lists beside the file say of it as facts, and what is wrong with either."""
    file = "" if path == _UNNAMED else unicodedata.normalize("NFC", PurePath(path.replace("\\", "/")).stem)
    id_, name, year = identifier(document.get(ID)), name_of(document.get(NAME)), year_of(document.get(YEAR))
    findings = [*_field_faults(document, {ID: id_, NAME: name, YEAR: year})]
    if id_ and file and id_ != file:
        findings.append(finding("portalrb-unit-other", cell=ID, id=typed(id_), file=typed(file)))
    lists = None if path == _UNNAMED else lists_beside(path)
    listed = lists.units.get(id_ or file, ()) if lists else ()
    if lists:
        findings += lists.faults
    if lists and not listed and not lists.faults:
        names = ", ".join(LISTS.values())
        findings.append(finding("portalrb-not-listed", cell=ID, id=typed(id_ or file), lists=names))
    if not listed:
        return Unit(name=name or file or None, year=year, named_by_file=bool(file) and not name), {}, findings
    first = listed[0]
    findings += _differences(first, name, year)
    category = _agreed(listed, ruleset)
    if category is None:
        said = "; ".join(f"{each.place.sheet}: {each.said}" for each in listed)
        findings.append(finding("portalrb-category-unclear", cell=first.place, found=said, known=", ".join(CATEGORIES)))
    target, affirmative = category or (None, None)
    unit = Unit(
        name=name or first.name or file or None,
        year=year or first.year,
        target=target,
        named_by_file=bool(file) and not (name or first.name),
    )
    return unit, _facts(first, ruleset, affirmative=affirmative), findings


def _field_faults(document: Mapping[str, object], read: Mapping[str, object]) -> Iterator[Finding]:
    """Yield what is wrong with the fields about the unit that could not be read."""
    expected = {ID: f"{_TEXT} | {_WHOLE}", NAME: _TEXT, YEAR: _WHOLE}
    for field in (field for field, value in read.items() if value is None):
        stated = document.get(field)
        if field not in document:
            yield absent(field)
        elif isinstance(stated, JsonNumber) and stated.whole is not None and field == YEAR:
            yield finding("portalrb-year-odd", cell=field, found=stated.whole)
        else:
            yield wrong_type(field, stated, expected[field])


def _differences(listed: Listed, name: str | None, year: int | None) -> Iterator[Finding]:
    """Yield where list and file name the unit or its year differently."""
    for field, there, here in ((NAME, listed.name, name), (YEAR, listed.year, year)):
        if there is not None and here is not None and there != here:
            yield finding(
                "portalrb-list-differs", cell=listed.place, field=field, listed=typed(there), found=typed(here)
            )


def _agreed(listed: Sequence[Listed], ruleset: Ruleset) -> tuple[str, bool | None] | None:
    """Return predicate and afirmasi, if all entries mean the same."""
    meant = {each.category for each in listed}
    category = next(iter(meant)) if len(meant) == 1 else None
    return category if category and category[0] in ruleset.predicates else None


def _facts(listed: Listed, ruleset: Ruleset, *, affirmative: bool | None) -> dict[str, Answer]:
    """Return whether the unit is proposed under afirmasi, where the lists say so."""
    waiver = ruleset.waiver
    if waiver is None or affirmative is None:
        return {}
    others = (choice for choice in ruleset.facts[waiver.fact].choices if choice != waiver.value)
    value = waiver.value if affirmative else next(others, None)
    return {waiver.fact: Answer(place=listed.place, typed=value or "", value=value)}
