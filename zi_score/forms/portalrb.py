"""Units and answers as the ministry's PortalRB gives them: two lists, and one file of answers a unit."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from zi_score.forms.carried import Carried, Room, carried
from zi_score.forms.lost import withheld
from zi_score.law.portalrb import (
    AFFIRMATIVE,
    ANSWERS,
    CATEGORIES,
    CATEGORY,
    EVIDENCE,
    FOLDER,
    ID,
    IS_AFFIRMATIVE,
    LISTS,
    NAME,
    NOTES,
    NUMBER,
    SHEET,
    SUFFIX,
    UNIT_ID,
    UNIT_NAME,
    UNITS,
    YEAR,
    numbered,
)
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import plain
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern
from zi_score.model.submission import Submission
from zi_score.model.worksheet import Assessor

ROOM: Room = {assessor: (assessor in NOTES, assessor in EVIDENCE) for assessor in ANSWERS}
"""Whose answers the interface knows."""

_SAFE = pattern(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")
_DEVICE = pattern(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their ending."""

_LONGEST_DERIVED = 80


@dataclass(frozen=True)
class Proposed:
    """A unit as the lists name it; ``target`` is the predicate that it is proposed for."""

    id: str | int
    name: str
    year: int
    target: str
    is_affirmative: bool

    @property
    def file(self) -> str:
        """Name of the answers file, in the folder of the export."""
        return f"{FOLDER}/{self.id}{SUFFIX}"


def derived_id(name: str) -> str | None:
    """Return an id made from a unit's name, the same for the same name; None if nothing is left of it.

    >>> derived_id("Balai Diklat (BDK) Café")
    'balai-diklat-bdk-cafe'
    """
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    slug = re.sub(r"[^a-z0-9]+", "-", letters)[:_LONGEST_DERIVED].strip("-")
    return slug if is_safe(slug) else None


def is_safe(id_: str) -> bool:
    """Whether an id can be the name of a file on every system."""
    return bool(_SAFE.fullmatch(id_)) and not _DEVICE.fullmatch(id_)


def answers_file(unit: Proposed, submission: Submission, ruleset: Ruleset) -> bytes:
    """Return the answers file of a unit: every question and count once, null where nothing was entered."""
    entered = {assessor: carried(submission, ruleset, assessor) for assessor in ROOM}
    answers = [
        _entry(place.soal_id, {assessor: entered[assessor][code] for assessor in ROOM})
        for code, place in numbered(ruleset).items()
    ]
    return _rendered({ID: unit.id, NAME: unit.name, YEAR: unit.year, SHEET: answers})


def exported(
    submission: Submission, ruleset: Ruleset, unit_id: str | int, *, year: int | None, allow_unread: bool
) -> bytes:
    """Return the answers file of a unit that no list names.

    Raises:
        ValueError: the regulation has no numbers, the year is not known, or answers would be lost.

    """
    unit = submission.worksheet.unit
    if not numbered(ruleset):
        raise ValueError(_("{ruleset} has no numbers in PortalRB.").format(ruleset=ruleset.title))
    if (known := unit.year or year) is None:
        raise ValueError(_("its year is not known; state it with --year."))
    lost = [] if allow_unread else list(withheld(submission, ruleset, ROOM))
    if lost:
        raise ValueError("; ".join(f"{each.where}: {each.reason}" for each in lost))
    proposed = Proposed(unit_id, unit.name or "", known, unit.target or "", is_affirmative=False)
    return answers_file(proposed, submission, ruleset)


def unit_lists(units: Iterable[Proposed], year: int) -> dict[str, bytes]:
    """Return the lists of units by their file names, in the order of the ids; one without units is there too."""
    proposed = sorted(units, key=lambda unit: str(unit.id))
    return {
        name: _rendered({YEAR: year, UNITS: [_listed(unit) for unit in proposed if unit.target == predicate]})
        for predicate, name in LISTS.items()
    }


def _entry(number: int, entered: dict[Assessor, Carried]) -> dict[str, object]:
    unit, tpi = entered[Assessor.UNIT], entered[Assessor.TPI]
    return {
        NUMBER: number,
        ANSWERS[Assessor.UNIT]: _text(unit.value),
        ANSWERS[Assessor.TPI]: _text(tpi.value),
        NOTES[Assessor.UNIT]: unit.note or None,
        EVIDENCE[Assessor.UNIT]: unit.evidence or None,
        NOTES[Assessor.TPI]: tpi.note or None,
    }


def _text(value: str | Fraction | None) -> str | None:
    return plain(value) if isinstance(value, Fraction) else value


def _listed(unit: Proposed) -> dict[str, object]:
    is_category = unit.is_affirmative and unit.target == CATEGORIES[AFFIRMATIVE][0]
    return {
        UNIT_ID: unit.id,
        UNIT_NAME: unit.name,
        CATEGORY: AFFIRMATIVE if is_category else unit.target,
        IS_AFFIRMATIVE: unit.is_affirmative,
    }


def _rendered(document: dict[str, object]) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
