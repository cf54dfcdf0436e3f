"""Sections, indicators, questions and counts of a ruleset, read of their sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zi_score.law.sheets.codes import followed
from zi_score.law.sheets.content import Content, Reading, compact
from zi_score.law.sheets.form import COUNT, DECIMALS, INDICATOR, QUESTION, RUBRIC, SECTION, WITHOUT
from zi_score.law.sheets.read_head import needed
from zi_score.law.sheets.table import RuleLine, as_number, whole
from zi_score.law.sheets.write import own_marker
from zi_score.law.whole.words import one_of, quoted
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

_KINDS = (SECTION, INDICATOR, QUESTION, COUNT)
_SHARE = pattern(r"(?P<part>[^\s/()]+)\s*/\s*(?P<whole>[^\s/()]+)")
_DECREASE = pattern(
    r"\(\s*(?P<whole>[^\s/()]+)\s+[-\u2013\u2212]\s+(?P<part>[^\s/()]+)\s*\)\s*/\s*(?P<again>[^\s/()]+)"
)
_NODE = {"code": "code", "label": "name", "weight": "weight", "source": "source", "keywords": "keywords"}
_ASKED = {
    "code": "code", "label": "label", "weight": "weight", "scale": "scale", "source": "source",
    "ratio": "ratio", "full_at": "ratio.full_at", "zero_at": "ratio.zero_at", "zero": "ratio.zero_whole",
    "ratio_source": "ratio.source", "zero_source": "ratio.zero_whole.source", "marker": "marker",
    "soal_id": "portalrb.soal_id", "row": "portalrb.row", "points": "points", "keywords": "keywords",
}  # fmt: skip
_COUNTED = {
    "code": "key", "label": "label", "scale": "decimals", "source": "source", "sum_of": "sum_of",
    "splits_into": "splits_into", "same_as": "same_as", "soal_id": "portalrb.soal_id", "row": "portalrb.row",
    "keywords": "keywords",
}  # fmt: skip
"""Keys of the files by those of the columns."""


def read_tree(reading: Reading, lines: Sequence[RuleLine]) -> None:
    """Read what ``lke.json`` says."""
    kinds = [_kind(reading, line) for line in lines]
    rows = [(line, kind) for line, kind in zip(lines, kinds, strict=True) if kind]
    codes = followed([(kind, line.text("code")) for line, kind in rows])
    for (line, kind), code in zip(rows, codes, strict=True):
        if kind != COUNT and (typed := line.text("code")) and typed != code:
            reading.moved[typed] = code
    sections: list[Content] = []
    indicators: list[Content] = []
    reading.content |= {"sections": sections, "indicators": indicators}
    questions: list[Content] | None = None
    counts: list[Content] | None = None
    for (line, kind), code in zip(rows, codes, strict=True):
        if kind in (SECTION, INDICATOR):
            node = _node(reading, line, code)
            counts, questions = None, [] if kind == INDICATOR else None
            (sections if questions is None else indicators).append(node)
            if questions is not None:
                node["questions"] = questions
        elif kind == QUESTION and questions is not None:
            questions.append(question := _question(reading, line, code, indicators[-1]["code"]))
            counts = question["inputs"]
        elif kind == COUNT and counts is not None:
            counts.append(_count(reading, line, questions[-1]["code"] if questions else ""))
        else:
            above = INDICATOR if kind == QUESTION else QUESTION
            reading.refuse(line, "kind", quoted(kind), _("a row {above} above it").format(above=quoted(above)))


def _kind(reading: Reading, line: RuleLine) -> str | None:
    text = line.text("kind")
    if text is not None and text.casefold() in _KINDS:
        return text.casefold()
    reading.refuse(line, "kind", _("nothing") if text is None else quoted(text), one_of(_KINDS))
    return None


def _node(reading: Reading, line: RuleLine, code: str) -> Content:
    if not code:
        needed(reading, line, "code")
    _only(reading, line, ("scale", "ratio", "soal_id"), _("nothing, as only a question has this"))
    reading.places_of(code, line, _NODE)
    reading.places[f"{code}.code"] = line.cell("code")  # of two rows with one code, it is the second that is wrong
    return {
        "code": code,
        **compact(
            name=line.text("label"),
            weight=line.number("weight"),
            keywords=line.texts("keywords"),
            source=line.text("source"),
        ),
    }


def _only(reading: Reading, line: RuleLine, columns: Sequence[str], expected: str) -> None:
    """Note what stands where a row of its kind has nothing."""
    for column in columns:
        if (text := line.text(column)) is not None:
            reading.refuse(line, column, quoted(text), expected)


def _question(reading: Reading, line: RuleLine, code: str, indicator: str) -> Content:
    reading.places_of(code, line, _ASKED)
    reading.places[f"{code}.code"] = line.cell("code")
    marker = line.text("marker")
    rubric: dict[str, str] = {}
    for column, choice in line.named(RUBRIC):
        reading.place(f"{code}.rubric.{choice}", line.cell(column))
        if text := line.text(column):
            rubric[choice] = text
            reading.place(f"{code}.rubric", line.cell(column))
    question = compact(
        label=line.text("label"),
        weight=line.number("weight"),
        scale=line.text("scale"),
        source=line.text("source"),
        keywords=line.texts("keywords"),
        rubric=rubric,
        points=line.texts("points"),
        ratio=_ratio(reading, line),
        portalrb=_portalrb(reading, line),
    )
    own = own_marker(code, indicator)
    moved = line.text("code") not in (None, code) and marker == (line.text("code") or "").rpartition(".")[2]
    marker = own if marker is None or moved else "" if marker == WITHOUT else marker
    return {"code": code, "marker": marker, "inputs": [], **question}


def _ratio(reading: Reading, line: RuleLine) -> Content | None:
    text = line.text("ratio")
    if text is None:
        columns = ("full_at", "zero_at", "part_of_whole", "zero", "zero_source", "ratio_source")
        _only(reading, line, columns, _("nothing, as Rasio is empty"))
        return None
    share, decrease = _SHARE.fullmatch(text), _DECREASE.fullmatch(text)
    match = share or decrease
    if match is None or (decrease and decrease["whole"] != decrease["again"]):
        reading.refuse(
            line, "ratio", quoted(text), _("such as done / all, or (before - now) / before, by the keys of counts")
        )
        return None
    values = [as_number(part) for part in line.texts("zero")] or [None]
    return {
        "kind": "share" if share else "decrease",
        "part": match["part"],
        "whole": match["whole"],
        "zero_whole": compact(
            zero_part=values[0], some_part=values[-1], source=line.text("zero_source") or line.text("source")
        ),
        **compact(
            full_at=line.number("full_at"),
            zero_at=line.number("zero_at"),
            part_of_whole=reading.flag(line, "part_of_whole"),
            source=line.text("ratio_source") or line.text("source"),
        ),
    }


def _portalrb(reading: Reading, line: RuleLine) -> Mapping[str, object] | None:
    place = compact(soal_id=whole(line.number("soal_id")), row=whole(line.number("row")))
    if place and "soal_id" not in place:
        reading.refuse(line, "soal_id", _("nothing"), _("the number of PortalRB to this row, or no row"))
    return place or None


def _count(reading: Reading, line: RuleLine, question: str) -> Content:
    key = line.text("code") or ""
    needed(reading, line, "code")
    _only(
        reading,
        line,
        ("weight", "ratio", "full_at", "zero_at", "points", "marker"),
        _("nothing, as this row is a count"),
    )
    scale = line.text("scale")
    if scale is not None and scale.casefold() != DECIMALS:
        expected = _("nothing, as this row is a count; or {word} where it may have decimals")
        reading.refuse(line, "scale", quoted(scale), expected.format(word=quoted(DECIMALS)))
    reading.places_of(f"{question}.inputs.{key}", line, _COUNTED)
    same_as = line.text("same_as")
    above, _dot, own = (same_as or "").rpartition(".")
    return {
        "key": key,
        **compact(
            label=line.text("label"),
            keywords=line.texts("keywords"),
            sum_of=line.texts("sum_of"),
            splits_into=line.texts("splits_into"),
            same_as=f"{reading.moved[above]}.{own}" if above in reading.moved else same_as,
            decimals=True if scale else None,
            portalrb=_portalrb(reading, line),
            source=line.text("source"),
        ),
    }
