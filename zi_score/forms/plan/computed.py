"""The sheet behind a plan: what it was made from, how, by which sources, and the plan as it was computed.

``zi_score.improve.monitoring.agreed`` finds here what it needs to read the plan back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from openpyxl import Workbook

from zi_score.forms.sheet import CODE, FormCell, FormSheet
from zi_score.improve.monitoring.form import HEADINGS, IDENTITY, MARK, VERSION, written
from zi_score.improve.plan import Improvement
from zi_score.law.ruleset import Ruleset
from zi_score.model.exact import plain
from zi_score.model.language import translate as _
from zi_score.reports.documents import actions as words

_WIDTHS = (26.0, 44, 44, 12, 16)
_WIDE = len(_WIDTHS)
_RECORD = ("code", "present", "target", "effort", "points")


def write_computed(book: Workbook, improvement: Improvement, ruleset: Ruleset) -> None:
    """Write identity, method, sources, what is left out, and the record of the plan."""
    sheet = FormSheet(book, _("How it was computed"), _WIDTHS)
    sheet.title(_("How it was computed"))
    sheet.note(_("zi-score --against reads this sheet; leave it as it is."))
    _write_texts(sheet, _("The plan"), (_("What"), _("Which")), _identity(improvement))
    sheet.add([])
    for sentence in (words.headline(improvement, ruleset), *words.proof(improvement), words.method()):
        sheet.note(sentence)
    left_out = ((f"{code} {ruleset.questions[code].label}", words.uncounted_reason()) for code in improvement.uncounted)
    _write_texts(sheet, _("Questions that could not be planned"), (_("Question"), _("Reason")), left_out)
    sources = ((_(kind), text) for text, kind in words.citations(improvement))
    _write_texts(sheet, _("Sources of the minimums"), (_("Kind"), _("Source")), sources)
    _write_record(sheet, improvement, ruleset)


def _write_texts(sheet: FormSheet, title: str, headers: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    sheet.table(title, headers, (tuple(map(FormCell, row)) for row in rows), spread=_WIDE)


def _identity(improvement: Improvement) -> Iterator[tuple[str, str]]:
    unit = improvement.unit
    stated = {
        "unit": unit.name,
        "agency": unit.agency,
        "year": unit.year,
        "target": improvement.target,
        "ruleset": improvement.ruleset.id,
        "assessor": improvement.assessor,
        "workbook": improvement.source.path,
    }
    yield MARK, str(VERSION)
    yield from ((_(word), str(stated[key] or "")) for key, word in IDENTITY.items())


def _write_record(sheet: FormSheet, improvement: Improvement, ruleset: Ruleset) -> None:
    """Write the plan as it was computed, every count and fraction."""
    headers = {key: _(word) for key, word in HEADINGS.items() if key in _RECORD}
    rows = (
        (
            FormCell(action.code, CODE),
            FormCell(written(ruleset.questions[action.code], action.from_), CODE),
            FormCell(written(ruleset.questions[action.code], action.to), CODE),
            FormCell(plain(action.effort), CODE),
            FormCell(action.gain.exact, CODE),
        )
        for action in improvement.actions
    )
    sheet.table(_("The plan as it was computed"), [headers[key] for key in _RECORD], rows)
