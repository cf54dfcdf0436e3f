"""Worksheets that look like an LKE and are known by name, but follow rules that are not built in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

from zi_score.model.findings import Finding, finding
from zi_score.model.pattern import pattern
from zi_score.model.submission import Grid
from zi_score.reading.layout.origin import Regulation, head_of, regulations_in
from zi_score.reading.layout.recognition import Candidate
from zi_score.reading.layout.rows import Row

_PMPRB = pattern(r"\bPMPRB\b|penilaian mandiri (pelaksanaan )?reformasi birokrasi", re.IGNORECASE)
_ORDERING = r"(penataan|penguatan|penyederhanaan|harmonisasi)"
_AREAS_OF_PMPRB = tuple(
    rf"((area|program|bidang)( perubahan)? )?({area})"
    for area in (
        rf"({_ORDERING} )?(peraturan )?perundang(an|[- ]?undangan)( ?/ ?deregulasi.*)?|deregulasi( \w+)?",
        rf"{_ORDERING}( dan {_ORDERING})? (organisasi|kelembagaan)( ?/ ?(organisasi|kelembagaan))?",
    )
)
"""Two of the eight areas, which no LKE of a Zona Integritas has."""

_TEN_2019 = Regulation(10, 2019)
_PROCESS = pattern(r"((komponen|aspek|unsur) )?(proses|pengungkit)\b")
_FIRST_AREA, _FIRST_WEIGHT = pattern(r"manajemen perubahan"), Fraction(8)
_PLAN, _PLAN_WEIGHT = pattern(r"(dokumen )?rencana pembangunan zona integritas"), Fraction(2)
"""What is known of PermenPANRB 10/2019: one column of 60 points, of which area 1 has 8, and its plan 2."""

_COMPONENT_WEIGHT = Fraction(60)


def known_instrument(candidate: Candidate, path: str) -> Finding | None:
    """Say which other worksheet a sheet is, where its name or its headings tell."""
    headings = [row for row in candidate.placement.headings if _may_tell(row.text)]
    if areas := _areas_of_pmprb(candidate, headings):
        return finding(
            "worksheet-of-pmprb", cell=areas[0], path=path, sheet=candidate.grid.sheet, areas=", ".join(areas)
        )
    if row := _is_of_10_2019(candidate, headings):
        return finding(
            "regulation-not-built-in",
            cell=candidate.grid.place(row.index, candidate.columns.outline[0]),
            path=path,
            sheet=candidate.grid.sheet,
            regulation=f"PermenPANRB {_TEN_2019}",
        )
    return None


def named_pmprb(grids: list[Grid], path: str) -> Finding | None:
    """Say that a workbook without an LKE is one of PMPRB, where a sheet's name or first rows do."""
    for grid in grids:
        for row in range(-1, min(len(grid.rows), _ROWS_OF_TITLE)):
            texts = [grid.sheet] if row < 0 else [str(cell) for cell in grid.rows[row] if isinstance(cell, str)]
            if any(_PMPRB.search(text) for text in texts):
                return finding(
                    "worksheet-of-pmprb", cell=grid.place(max(row, 0), 0), path=path, sheet=grid.sheet, areas="-"
                )
    return None


_ROWS_OF_TITLE = 5


@lru_cache(maxsize=4096)
def _may_tell(text: str) -> bool:
    """Whether a heading is one of those that are looked for; the same stand in every workbook."""
    said = text.casefold()
    is_area = any(re.fullmatch(area, _plain(text)) for area in _AREAS_OF_PMPRB)
    return is_area or any(heading.match(said) for heading in (_PROCESS, _FIRST_AREA, _PLAN))


def _areas_of_pmprb(candidate: Candidate, headings: Sequence[Row]) -> list[str]:
    """Return the cells of both areas, if they are there."""
    found: list[str] = []
    for area in _AREAS_OF_PMPRB:
        row = next((row for row in headings if re.fullmatch(area, _plain(row.text))), None)
        if row is None:
            return []
        column = max(candidate.columns.outline, key=lambda column: len(candidate.grid.text(row.index, column)))
        found.append(str(candidate.grid.place(row.index, column)))
    return found


def _plain(text: str) -> str:
    """Return a heading in small letters, joined by words and hyphens in one way."""
    return re.sub(r"\s*[-\u2010-\u2015]\s*", "-", text.casefold().replace("&", "dan").strip(" :."))


def _is_of_10_2019(candidate: Candidate, headings: Sequence[Row]) -> Row | None:
    """Return the heading that tells: area 1 with 8 of 60 points, where fulfilment and reform are not told apart."""
    component = next((row for row in headings if _PROCESS.match(row.text.casefold())), None)
    areas = [row for row in headings if _FIRST_AREA.match(row.text.casefold())]
    plan = next((row for row in headings if _PLAN.match(row.text.casefold()) and row.weight == _PLAN_WEIGHT), None)
    is_one_column = component is not None and component.weight in (None, _COMPONENT_WEIGHT) and len(areas) == 1
    tells = (is_one_column and areas[0].weight == _FIRST_WEIGHT) + (is_one_column and plan is not None)
    if tells > candidate.is_lke:  # of a form that follows another regulation one weight may be a slip
        return areas[0]
    named = set(regulations_in(head_of(candidate.grid, candidate.columns.first_row)))
    is_of_another = candidate.is_lke and candidate.placement.weights.rows
    return component or (areas[0] if areas else None) if named == {_TEN_2019} and not is_of_another else None
