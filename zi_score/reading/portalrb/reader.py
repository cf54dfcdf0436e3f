"""The answers of a unit as the ministry's PortalRB gives them, read into a worksheet.

Places are written ``answers!soal_id 88.jawaban_unit``. Nothing is fetched: the files are there already.
"""

from __future__ import annotations

import hashlib
from typing import NoReturn

from zi_score.law.portalrb import ANSWERS, EVIDENCE, FIELDS, ID, NOTES, NUMBER, SHEET, UNITS, numbered
from zi_score.law.ruleset import Ruleset
from zi_score.model.submission import AnswerColumns, Behind, Form, Grid, Sheet, Submission
from zi_score.model.worksheet import AnswerSheet, Assessor, Place, Source, Worksheet
from zi_score.reading.file.document import JsonNumber, described, legible, parsed
from zi_score.reading.file.refusal import refuse
from zi_score.reading.portalrb.answers import AnswersReader
from zi_score.reading.portalrb.lists import identifier
from zi_score.reading.portalrb.unit import read_unit

LAYOUT = "portalrb"
MOST_ANSWERS = 1_000
"""Answers that are looked at; the ministry asks for 127."""

_KEYS_SHOWN = 6
_COLUMNS = (NUMBER, *FIELDS)


def read_answers(content: bytes, ruleset: Ruleset, path: str) -> Submission:
    """Read an answers file of the interface.

    Target and afirmasi come from the lists beside the file's folder; name and year do so where the file lacks them.

    Args:
        content: what was found in the file.
        ruleset: the regulation; it must say which question has which number in PortalRB.
        path: where the file is, or ``-``; lists are looked for beside it.

    Raises:
        Unreadable: it is no answers file, or the ruleset has no numbers.

    """
    document = parsed(content, path)
    entries = document.get(SHEET) if isinstance(document, dict) else None
    if not isinstance(document, dict) or not isinstance(entries, list):
        _refuse(document, path)
    if not numbered(ruleset):
        refuse("portalrb-without-numbers", path, ruleset=ruleset.title)
    if len(entries) > MOST_ANSWERS:
        refuse("portalrb-too-large", path, found=f"{len(entries)} {SHEET}", limit=f"{MOST_ANSWERS} {SHEET}")
    reader = AnswersReader(ruleset)
    answers = reader.entries(entries)
    sheets = tuple(
        AnswerSheet(assessor=assessor, answers=reader.answers(assessor, answers))
        for assessor in Assessor
        if assessor in ANSWERS
    )
    unit, facts, noticed = read_unit(document, ruleset, path)
    worksheet = Worksheet(
        source=Source(path=path, sheet=SHEET, layout=LAYOUT, sha256=hashlib.sha256(content).hexdigest()),
        unit=unit,
        ruleset=ruleset.id,
        sheets=sheets,
        facts=facts,
        findings=(*noticed, *reader.findings),
    )
    return Submission(
        worksheet=worksheet,
        form=_NO_FORM,
        sheets={SHEET: Sheet(_Fields(SHEET, []), Behind())},
        unit_id=_unit_id(document.get(ID)),
    )


def _unit_id(stated: object) -> str | int | None:
    """Return the id as it was stated: a text stays a text."""
    return stated.whole if isinstance(stated, JsonNumber) else identifier(stated)


def _refuse(document: object, path: str) -> NoReturn:
    """Refuse what is no answers file, and say what it is."""
    if isinstance(document, dict) and document.get("error"):
        code, message = (
            legible(said) if isinstance(said := document.get(key), str) else described(said)
            for key in ("code", "message")
        )
        refuse("portalrb-error-reply", path, reply_code=code, reply=message)
    if isinstance(document, dict) and ("doc_id" in document or "docs.google.com" in str(document.get("url"))):
        refuse("file-is-shortcut", path, kind="Google Sheets")
    if isinstance(document, dict) and isinstance(document.get(UNITS), list):
        refuse("portalrb-unit-list", path)
    refuse("portalrb-not-answers", path, found=_outlined(document))


def _outlined(document: object) -> str:
    """Return what a document is, and of an object what stands in it."""
    if isinstance(document, dict) and SHEET in document:
        return f"{SHEET}: {described(document[SHEET])}"
    keys = f" ({', '.join(list(document)[:_KEYS_SHOWN])})" if isinstance(document, dict) else ""
    return described(document) + keys


class _Fields(Grid):
    """A sheet without rows, whose columns are the fields of an answer."""

    def place(self, row: int, column: int) -> Place:  # noqa: ARG002 - there are no rows
        """Return the name of a field."""
        return Place(self.sheet, _COLUMNS[column])


def _columns(assessor: Assessor) -> AnswerColumns:
    return AnswerColumns(
        assessor,
        _COLUMNS.index(ANSWERS[assessor]),
        notes=(_COLUMNS.index(NOTES[assessor]),),
        evidence=(_COLUMNS.index(EVIDENCE[assessor]),) if assessor in EVIDENCE else (),
    )


_NO_FORM = Form(
    header=0,
    rows={},
    totals={},
    unplaced=frozenset(),
    weight=None,
    is_bare=True,
    choices=None,
    assessors=tuple(_columns(assessor) for assessor in ANSWERS),
)
