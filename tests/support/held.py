"""Tables and sentences of an output held against the truth: each fault as a sentence, none where all is right.

Every column over a row of a criterion is known here; one that is not is a fault, so that whoever adds a column has to
say what must stand in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from said import Said, Table
from truth import SEVERITIES, STATUSES, VERDICTS, Figure, Truth, as_ruled, captured, localised, marked, shown, signed

_INDONESIAN = {
    "kriteria": "criterion", "capaian": "reached", "selisih": "margin", "selisih (nilai)": "margin",
    "sumber": "source", "% dari bobot": "% of the weight", "sekarang": "now", "rencana": "with plan",
    "dengan rencana": "with plan", "minimum": "min", "predikat": "predicate", "unit": "unit", "tepatnya": "exact",
    "berkas": "workbook", "belum terpenuhi": "missed", "belum pasti": "open", "nilai": "score", "bobot": "weight",
    "persentase": "share", "maks.": "at most", "kode": "code", "komponen": "component", "bagian": "part",
    "dari": "of", "sekarang, persentase": "now, share", "rencana, persentase": "with plan, share",
    "sekarang (%)": "now, share", "dengan rencana (%)": "with plan, share", "poin persen": "percentage points",
    "rata-rata": "mean", "simpulan": "verdict", "area terendah": "lowest area", "penentu": "decided by",
    "kosong": "blank", "temuan": "findings", "penilai": "assessor", "instansi": "agency", "sisi": "side",
    "terjawab": "answered", "kesalahan": "error", "peringatan": "warning", "informasi": "notice",
    "diabaikan": "ignored", "cara menghitung": "how", "nama": "name", "tingkat": "severity", "keterangan": "message",
}  # fmt: skip
_ENGLISH = {
    "minimum": "min", "margin (points)": "margin", "with the plan": "with plan", "criteria": "criterion",
    "now, share": "now, share", "with the plan, share": "with plan, share", "difference": "margin",
}  # fmt: skip
_UNCHECKED = {"", "source", "code", "of", "criterion", "workbook", "unit", "predicate"}
"""Columns that say what a row is about, or where that is from."""


_Cell = tuple[str, str, str | None]
_Rows = Callable[["Held", Sequence[str], Mapping[str, str], Sequence[str]], Iterator[_Cell]]


def _titled(*titles: str) -> list[Callable[[str], object]]:
    """Return what tells a table: a title each, by a pattern."""
    return [re.compile(each).fullmatch for each in titles]


_WITHIN = {
    "total": ("pengungkit", "hasil-1", "hasil-2"),
    "hasil-1": ("hasil-1-survey", "hasil-1-performance", "hasil-1-tlhp"),
}
_WITHIN["pengungkit"] = tuple(f"area-{number}" for number in range(1, 7))
"""Criteria whose points are part of those of another: what lacks there, lacks in that too."""


def _together(lacking: Mapping[str, Fraction], criterion: str = "total") -> Fraction:
    """Return what is missing in a criterion and all within it, none of it twice."""
    parts = sum((_together(lacking, each) for each in _WITHIN.get(criterion, ())), Fraction(0))
    return min(lacking.get(criterion, Fraction(0)), parts)


@dataclass(frozen=True)
class Held:
    """What is held against each other: the units that an output is of, in their order, and a plan where there is one.

    ``counted`` are the findings of each unit by severity, as this command counts them.
    """

    truths: Sequence[Truth]
    language: str
    plan: Truth | None = None
    counted: Sequence[Mapping[str, int]] = ()

    def faults(self, said: Said) -> Iterator[str]:
        """Yield what is not so."""
        for table in said.tables:
            titles = [self.title(each) for each in table.titles]
            for cells in table.rows:
                yield from self._row(titles, cells, table)
        yield from self._sentences(said.text)

    def title(self, title: str) -> str:
        """Return a title in English, in small letters."""
        whose, apart, known = title.casefold().rpartition(": ")
        return whose + apart + (_INDONESIAN if self.language == "id" else _ENGLISH).get(known, known)

    def _row(self, titles: Sequence[str], cells: Sequence[str], table: Table) -> Iterator[str]:
        row = dict(zip(reversed(titles), reversed(cells), strict=True))
        rule = next((rule for subject, rule in self._rules if all(any(map(each, titles)) for each in subject)), None)
        if rule is not None:
            expected = rule(self, titles, row, cells)
        else:
            told = [cell for cell in cells if cell.partition(": ")[0] in self.measured]
            if told:
                yield f"a table that is not known says something of {told[0]}: {table.titles}"
            return
        for title, cell, right in expected:
            if title in _UNCHECKED:
                continue
            if right is None:
                yield f"a column that is not known, over {cell!r}: {title!r} of {table.titles}"
            elif cell.casefold() != localised(right, self.language).casefold():
                yield f"{' | '.join(cells)[:160]}: {title} is {cell!r}, must be {localised(right, self.language)!r}"

    @property
    def _labels(self) -> Mapping[str, str]:
        return self.truths[0].labels

    @property
    def measured(self) -> set[str]:
        """The labels of criteria with points or a share; facts have tables of their own."""
        return {label for label, key in self._labels.items() if self.truths[0].criteria[key].value is not None}

    def _of(self, unit: str) -> Truth:
        return next(each for each in self.truths if each.name in unit)

    def untold(self, said: Said) -> Iterator[str]:
        """Yield the criteria of which no table says anything."""
        told = {cell.partition(": ")[0] for table in said.tables for row in table.rows for cell in row}
        yield from (f"no table says anything of {label}" for label in sorted(self.measured - told))

    # rules of tables: each yields titles with the cell below, and what it must be ------------------

    def _criterion(self, titles: Sequence[str], _row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a table of criteria: what is asked by a predicate stands before the margin to that, and its status."""
        truth = self.truths[0]
        key = self._labels.get(cells[titles.index("criterion")].partition(": ")[0])
        if key is None:
            return
        figure = truth.criteria[key]
        planned = self.plan.criteria.get(key) if self.plan else None
        predicate = next((title[4:].upper() for title in titles if re.fullmatch(r"min \w+", title)), truth.target)
        if "min" in titles:
            predicate = self._fitting(figure, dict(zip(titles, cells, strict=True)))
        for title, cell in zip(titles, cells, strict=True):
            if found := re.fullmatch(r"min (\w+)", title):
                predicate = found[1].upper()
            if (mark := marked(cell)) and mark[1]:
                judged = planned if title == "with plan" and planned else figure
                yield f"mark of {title}", mark[1], judged.status[predicate]
            yield title, mark[0], self._of_criterion(title, predicate, figure, planned)

    def _fitting(self, figure: Figure, row: Mapping[str, str]) -> str:
        """Return the predicate whose minimum a row tells, where no title says which: of alike ones the target."""
        told = row["min"]
        fits = [key for key in figure.asked if localised(figure.minimum(key), self.language) == told]
        return next((key for key in (self.truths[0].target, *fits) if key in fits), self.truths[0].target)

    def _of_criterion(self, title: str, predicate: str, figure: Figure, planned: Figure | None) -> str | None:
        last = planned or figure
        known = {
            "reached": figure.reached,
            "now": figure.reached,
            "with plan": last.reached,
            "min": figure.minimum(predicate),
            "margin": last.margin(predicate),
            "status": self._status(last, predicate),
            "% of the weight": figure.share,
        }
        if found := re.fullmatch(r"min (\w+)(, %)?", title):
            name = found[1].upper()
            return figure.least_share(name) if found[2] else figure.minimum(name)
        if title.upper() in figure.status or title.upper() in ("WBK", "WBBM"):
            return self._status(figure, title.upper())
        return known.get(title)

    def _status(self, figure: Figure, predicate: str) -> str:
        status = figure.status.get(predicate)
        return STATUSES[self.language][status] if status else ""

    def _missed(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold how many units miss a criterion, and for how many it is open."""
        key = self._labels.get(row["criterion"])
        found = [each.criteria[key].status.get(row["predicate"]) for each in self.truths if key in each.criteria]
        counted = {"missed": str(found.count("not-met")), "open": str(found.count("undetermined"))}
        for title, cell in zip(titles, cells, strict=True):
            if key and title not in ("law", "regulation", "peraturan"):
                yield title, cell, counted.get(title)

    def _of_a_unit(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a criterion of one of many units."""
        figure = self._of(row["unit"]).criteria[self._labels[row["criterion"].partition("; ")[0]]]
        predicate = row["predicate"]
        lacking = {self._labels[each]: self._lacking(row, each) for each in row["criterion"].split("; ")}
        known = {
            "reached": figure.reached,
            "exact": localised(str(figure.value), "en"),
            "min": figure.minimum(predicate),
            "margin": signed(_together(lacking)),
        }
        for title, cell in zip(titles, cells, strict=True):
            yield title, cell, known.get(title)

    def _lacking(self, row: Mapping[str, str], label: str) -> Fraction:
        figure, predicate = self._of(row["unit"]).criteria[self._labels[label]], row["predicate"]
        asked = figure.asked[predicate]
        if figure.value is None or isinstance(asked, str):
            return Fraction(0)
        return (figure.value - asked) * (figure.weight if figure.is_share else 1)

    def _of_sides(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a criterion on each side of a comparison."""
        key = self._labels[row["criterion"]]
        sides = dict(zip("abcdefgh", self.truths, strict=False))
        figure = self.truths[0].criteria[key]
        for title, cell in zip(titles, cells, strict=True):
            if title in sides:
                figure = sides[title].criteria[key]
                yield title, cell, figure.reached
            elif title == "status":
                yield title, cell, self._status(figure, row["predicate"])
            else:
                yield title, cell, figure.minimum(row["predicate"]) if title == "min" else None

    def _ruled(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold the minimums of the regulation."""
        figure = self.truths[0].criteria[self._labels[row["criterion"]]]
        for title, cell in zip(titles, cells, strict=True):
            found = re.fullmatch(r"min (\w+)", title)
            yield title, cell, figure.minimum(found[1].upper()) if found else None

    def _area(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold an area: its points, weight and share, and what is asked of it."""
        number = re.match(r"\d", row["area"])
        if number is None:
            return
        figure = self.truths[0].areas[number[0]]
        for title, cell in zip(titles, cells, strict=True):
            if title in ("score", "weight", "at most", "share", "%"):
                yield title, cell, self._of_part(title, figure)
            elif found := re.fullmatch(r"min (\w+)", title):
                yield title, cell, self._area_minimum(row["area"][0], found[1].upper())

    def _mean(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold the mean of an area over units of one regulation."""
        figures = [each.areas[row["area"][0]] for each in self.truths]
        mean = sum((each.value or Fraction(0) for each in figures), Fraction(0)) / len(figures)
        for title, cell in zip(titles, cells, strict=True):
            if found := re.fullmatch(r"min (\w+)", title):
                yield title, cell, self._area_minimum(row["area"][0], found[1].upper())
            elif title == "mean" and cell:
                leasts = [100 * least / figures[0].weight for least in figures[0].leasts]
                yield title, cell, f"{shown(100 * mean / figures[0].weight, leasts)}%"

    def _area_minimum(self, number: str, predicate: str) -> str:
        criterion = self.truths[0].criteria.get(f"area-{number}")
        return criterion.minimum(predicate) if criterion else ""

    def _component(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a component or section."""
        truth = self.truths[0]
        figure = self._summed(row) if "+" in row["code"] else truth.nodes.get(row["code"], truth.total)
        for title, cell in zip(titles, cells, strict=True):
            if title not in ("code", "component", "name", "source", "how", "exact", ""):
                yield title, cell, self._of_part(title, figure)

    def _summed(self, row: Mapping[str, str]) -> Figure:
        """Return an area of several sections, whose name says its number; else the total."""
        area = re.match(r"Area (\d)", row.get("name", ""))
        return self.truths[0].areas[area[1]] if area else self.truths[0].total

    def _tree(self, _titles: Sequence[str], row: Mapping[str, str], _cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold the weight of a section or indicator."""
        if row["code"] in self.truths[0].nodes and row["weight"]:
            yield "weight", row["weight"], as_ruled(self.truths[0].nodes[row["code"]].weight)

    def _question(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold the points of a question, what it could give, and what it loses."""
        figure = self.truths[0].nodes.get(row["code"])
        if figure is None or figure.value is None:
            return
        lost = shown(figure.weight - figure.value)
        for title, cell in zip(titles, cells, strict=True):
            if title in ("points lost", "nilai hilang"):
                yield title, marked(cell)[0], lost
            elif title.rpartition(": ")[2] in ("score", "weight"):
                yield title, cell, figure.points if title.endswith("score") else shown(figure.weight)

    def _serving(self, *_row: object) -> Iterator[_Cell]:
        """Hold nothing: a criterion is named that an action serves, and no figure of it."""
        yield from ()

    def _of_part(self, title: str, figure: Figure) -> str | None:
        known = {
            "score": figure.points,
            "weight": shown(figure.weight),
            "share": figure.share,
            "%": figure.share,
            "at most": shown(figure.highest, figure.leasts),
        }
        return known.get(title)

    def _planned(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a part now and with a plan."""
        plan = self.plan
        name = row.get("part", cells[0])
        now, then = self._part(self.truths[0], name), self._part(plan, name) if plan else None
        if now is None or then is None:
            return
        known = {
            "now": now.points,
            "with plan": then.points,
            "of": shown(now.weight),
            "now, share": now.share,
            "with plan, share": then.share,
        }
        for title, cell in zip(titles, cells, strict=True):
            if title not in ("part", ""):
                yield title, cell, known.get(title)

    def _compared(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a part on each side of a comparison, and what has become more or less."""
        figures = [self._part(truth, row["part"]) for truth in self.truths]
        known = [each for each in figures if each is not None]
        first, last = known[0], known[-1]
        if first.value is None or last.value is None:
            return
        more = last.value - first.value
        told = {
            **{side: each.points for side, each in zip("abcdefgh", known, strict=False)},
            "margin": signed(more),
            "weight": shown(first.weight),
            "percentage points": signed(100 * more / first.weight),
        }
        for title, cell in zip(titles, cells, strict=True):
            if title not in ("part", ""):
                yield title, cell, told.get(title)

    def _part(self, truth: Truth, name: str) -> Figure | None:
        code = name.partition(" ")[0]
        if name.casefold() == "total":
            return truth.total
        named = {"pengungkit": "A", "hasil": "B", "pengungkit (proses)": "A"}
        return truth.areas.get(code) or truth.nodes.get(code) or truth.nodes.get(named.get(name.casefold(), ""))

    def _unit(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a line of a ranking, of a check or of the sides: what the unit reached, and the margin that decides."""
        place = next(n for n, each in enumerate(self.truths) if each.name in (row.get("unit") or row["side"]))
        truth = self.truths[place]
        counted = self.counted[place] if self.counted else {}
        severities = zip(("error", "warning", "notice"), SEVERITIES["en"], strict=True)
        known = {
            "verdict": VERDICTS[self.language].get(truth.verdict, truth.verdict),
            "total": truth.total.points,
            "pengungkit": truth.nodes["A"].points,
            "hasil": truth.nodes["B"].points,
            **{title: str(counted[severity]) for title, severity in severities if counted},
            "findings": "/".join(str(counted[severity]) for severity in SEVERITIES["en"]) if counted else None,
            "lowest area": self._lowest(truth, row),
            "share": self._share(truth, row),
            "margin": self._deciding(truth, row),
            "decided by": self._deciding(truth, row, is_label=True),
        }
        for title, cell in zip(titles, cells, strict=True):
            if title in known:
                yield title, cell, known[title]

    def _share(self, truth: Truth, row: Mapping[str, str]) -> str:
        return truth.areas[row["lowest area"][0]].share if row.get("lowest area") else row.get("share", "")

    def _lowest(self, truth: Truth, row: Mapping[str, str]) -> str:
        told = row.get("lowest area", "")
        lowest = min((each.value or Fraction(0)) / each.weight for each in truth.areas.values())
        area = truth.areas[told[0]] if told else None
        if area is None or (area.value or Fraction(0)) / area.weight != lowest:
            return "the lowest area"
        return told if not told.endswith("%") else f"{told.rpartition(' ')[0]} {area.share}"

    def _deciding(self, truth: Truth, row: Mapping[str, str], *, is_label: bool = False) -> str:
        """Return the least margin to the predicate that a line names, relative to nothing: points are points."""
        predicate = row.get("predicate", "")
        decided = truth.decided(predicate)
        told = truth.labels.get(row.get("decided by", ""), "")
        if told not in decided or not predicate:
            return row.get("decided by" if is_label else "margin", "")
        missing = {key: each for key, each in decided.items() if each.status[predicate] != "met"} or decided
        if is_label:
            return row["decided by"] if told in missing else "a criterion that decides"
        return decided[told].margin(predicate)

    def _matrix(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a line of all criteria of a unit, whose titles say what is asked."""
        truth = self._of(row["unit"])
        for title, cell in zip(titles, cells, strict=True):
            found = re.fullmatch(r"(.*) \((\w+) ≥ (.*)\)", title)
            key = next((key for label, key in truth.labels.items() if found and label.casefold() == found[1]), None)
            if found and key and truth.criteria[key].value is not None:
                figure, predicate = truth.criteria[key], found[2].upper()
                figure_said, mark = marked(cell)
                yield title, figure_said, figure.reached
                yield title, str(mark), figure.status[predicate]

    def _areas_of_units(self, titles: Sequence[str], row: Mapping[str, str], cells: Sequence[str]) -> Iterator[_Cell]:
        """Hold a line of all areas of a unit: points, share, and the predicate whose minimum is met."""
        truth = self._of(row["unit"])
        for title, cell in zip(titles, cells, strict=True):
            if found := re.fullmatch(r"area (\d), (?:nilai|points)", title):
                yield title, cell, truth.areas[found[1]].points
            elif (found := re.match(r"(\d) \w", title)) and cell:
                yield title, cell, truth.areas[found[1]].share

    # sentences ---------------------------------------------------------------------------------------

    def _sentences(self, text: str) -> Iterator[str]:
        """Yield totals, margins to minimums and indices in sentences that are those of no unit here."""
        plans = [self.plan] if self.plan else []
        known = [*self.truths, *plans]
        totals = {localised(each.total.points, self.language) for each in known}
        yield from (
            f"a total of {told}"
            for (told,) in captured(r"(?<!Nilai )\btotal (\d[\d.,]*)(?![\d.,]| units?\b)", text)
            if told not in totals
        )
        for label, key in self._labels.items():
            figures = [each.criteria[key] for each in known if key in each.criteria]
            if not figures or figures[0].value is None:
                continue
            reached = {localised(each.reached, self.language) for each in figures}
            asked = {localised(each.minimum(name), self.language) for each in figures for name in each.asked}
            for told, least in captured(rf"{re.escape(label)} (\d\S*) < (\d[^\s;]*)", text):
                if told not in reached or least not in asked:
                    yield f"{label} {told} < {least}"
            margins = {
                localised(each.margin(name), self.language).lstrip("+-") for each in figures for name in each.asked
            }
            for told, gap in captured(rf"{re.escape(label)} (\d\S*), min\w* \d[^;\n]*;\D*(\d[\d.,]*)", text):
                if told not in reached or gap not in margins:
                    yield f"{label} {told}, a margin of {gap}"
            pattern = rf"{re.escape(label)}: (\d\S*) -> (\d[^\s,;]*(?:,\d+%?)?), min\w* (\d[^\s:]*)"
            for before, after, least in captured(pattern, text):
                if not {before, after} <= reached or least not in asked:
                    yield f"{label}: {before} -> {after}, {least}"

    _rules: ClassVar[Sequence[tuple[list[Callable[[str], object]], _Rows]]] = (
        (_titled("unit", ".* ≥ .*"), _matrix),
        (_titled("unit", r"area \d, .*"), _areas_of_units),
        (_titled("predicate", "criterion", "missed"), _missed),
        (_titled("unit", "predicate", "criterion"), _of_a_unit),
        (_titled("predicate", "criterion", "a"), _of_sides),
        (_titled("code", "criterion", "of"), _ruled),
        (_titled("code", "now", "needed|diperlukan"), _serving),
        (_titled("criterion", "min|reached|now"), _criterion),
        (_titled("area", "mean"), _mean),
        (_titled("area", "score", "weight", "share|%"), _area),
        (_titled("code", "component"), _component),
        (_titled("code", "name", "how"), _component),
        (_titled("code", "weight", "name|nama"), _tree),
        (_titled("code", "question|pertanyaan", "points lost|nilai hilang"), _question),
        (_titled("serves|untuk kriteria|criteria served"), _serving),
        (_titled("part", "a", "weight"), _compared),
        (_titled("now", "with plan", "of"), _planned),
        (_titled("unit|side", "verdict", "total"), _unit),
    )
    """What tables there are, each by the titles that tell it, with the rule of its rows."""
