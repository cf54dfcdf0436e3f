"""Formulas bent or rewritten in sound workbooks, LibreOffice to say which matter, and what a check makes of them.

A bent formula counts where LibreOffice shows another figure or text than the sound one for one of the sets of answers;
a rewritten one counts where it shows the same for all. All of them stand in free columns of one copy of the
workbook, so that a set is typed once for all. ``python tests/script.py proof_judge 500 200`` prints a table.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest
from pathlib import Path

import bent_formulas
import same_formulas
from cellwise import Cell, Sheets, Target
from figure_sets import sets_of
from office import NO_UNO, Office, is_there, office
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.workbook.defined_name import DefinedName

from zi_score.api.one import check
from zi_score.model.findings import Finding

VALID = Path(__file__).parents[2] / "worksheets" / "valid"
BASES = ("wbk", "lke-zi", "three-assessors", "52-2014-wbk")
SCRATCH, HELPER = 60, 40
"""Columns that no sheet uses: for the formulas that are compared, and for what a rewriting moves away."""

EACH = 40
"""Cells that are tried with a kind in a workbook; of two sorts of formulas both are."""

TOLERANCE = 1e-9
BLANKS = ("", "Blm Diisi", "-")
FOUND = ("wrong-range", "constant-over-formula", "weight-differs", "error-value", "formulas-circular")
FOUND_LIKE = ("summary-", "workbook-")
FOLLOWS = (
    "workbook-total-differs",
    "workbook-score-differs",
    "percent-above-100",
    "percent-differs-from-counts",
    "answer-not-understood",
)
"""What rules say of the values that a bent formula made, beside its cell: true, and no news about another formula."""


@dataclass(frozen=True)
class Planted:
    """A formula in place of another: of which kind, and the set of answers that tells them apart."""

    kind: str
    target: Target
    bent: bent_formulas.Bent
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    is_helped: bool = False
    told_by: int | None = field(default=None, compare=False)

    def __str__(self) -> str:
        """Say it whole."""
        where = f"{self.target.base} {self.target.sheet}!{self.target.name}"
        return f"{self.kind}: {where} {self.target.formula} -> {self.bent} (set {self.told_by})"

    def put(self, book: Workbook) -> None:
        """Put it into its workbook."""
        sheet, (_, row, column) = book[self.target.sheet], self.target.cell
        for name, place in self.names.items():
            book.defined_names[name] = DefinedName(name, attr_text=place)
        if self.is_helped:
            helper = f"{get_column_letter(HELPER)}{row}"
            sheet[helper] = self.bent
            sheet.cell(row, column).value = f"={helper}"
        else:
            sheet.cell(row, column).value = self.bent


@dataclass(frozen=True)
class Judged:
    """What a check made of a planted formula."""

    planted: Planted
    is_saved: bool
    found: tuple[str, ...]
    false: tuple[str, ...]


@cache
def base_of(name: str) -> Sheets:
    """Return a sound workbook."""
    return Sheets(VALID / f"{name}.xlsx")


def bent(base: Sheets, rnd: random.Random) -> list[Planted]:
    """Return formulas bent in every way that fits, spread over sheets and sorts of formulas."""
    found = []
    for kind, bend in bent_formulas.KINDS.items():
        fitting = [
            Planted(kind, target, new)
            for target in _spread(base.targets, rnd)
            if (new := bend(target, rnd)) != bent_formulas.SAME and new != target.formula
        ]
        found += [each for each in fitting[: 2 * EACH] if not _is_circle(base, each)][:EACH]
    return found


def _is_circle(base: Sheets, planted: Planted) -> bool:
    return isinstance(planted.bent, str) and base.is_circle(planted.target, planted.bent)


def rewritten(base: Sheets, rnd: random.Random) -> list[Planted]:
    """Return formulas rewritten in every way that fits."""
    found = []
    for kind, rewrite in same_formulas.KINDS.items():
        fitting = [
            Planted(kind, target, new.formula, new.names, new.is_helped)
            for target in _spread(base.targets, rnd)
            if (new := rewrite(target, rnd)) is not None
        ]
        found += fitting[:EACH]
    return found


def _spread(targets: Sequence[Target], rnd: random.Random) -> list[Target]:
    """Return cells in random order, but of every sheet and sort of formula one before the second of any."""
    sorts: dict[tuple[str, str], list[Target]] = defaultdict(list)
    for target in targets:
        sorts[target.shape].append(target)
    groups = list(sorts.values())
    rnd.shuffle(groups)
    for group in groups:
        rnd.shuffle(group)
    return [target for row in zip_longest(*groups) for target in row if target is not None]


def told_apart(base: Sheets, planted: Sequence[Planted], session: Office, folder: Path) -> list[Planted]:
    """Return all with the first set of answers for which they show something else; None where there is none."""
    book, columns, places = base.book(), [], {}
    rows: Counter[str] = Counter()
    for target, content in _compared(planted):
        rows[target.sheet] += 1
        places[target.cell, _key(content)] = (target.sheet, rows[target.sheet] - 1)
        book[target.sheet].cell(rows[target.sheet], SCRATCH).value = content
    for each in planted:
        for name, place in each.names.items():
            book.defined_names[name] = DefinedName(name, attr_text=place)
    path = folder / f"{base.name}-scratch.xlsx"
    book.save(path)
    session.open(path)
    columns = [[sheet, 0, SCRATCH - 1, count] for sheet, count in rows.items()]
    shown = [dict(zip(rows, values, strict=True)) for values in session.sets(sets_of(base), columns)]
    return [_told(each, places, shown) for each in planted]


def _compared(planted: Sequence[Planted]) -> dict[tuple[Target, bent_formulas.Bent], None] | list:
    pairs = [(each.target, content) for each in planted for content in (each.target.formula, each.bent)]
    return list({(target.cell, _key(content)): (target, content) for target, content in pairs}.values())


def _key(content: bent_formulas.Bent) -> str:
    return repr(content)


def _told(
    planted: Planted, places: Mapping[tuple[Cell, str], tuple[str, int]], shown: Sequence[Mapping[str, list[object]]]
) -> Planted:
    sheet, own = places[planted.target.cell, _key(planted.target.formula)]
    _, other = places[planted.target.cell, _key(planted.bent)]
    for number, values in enumerate(shown):
        pair = values[sheet][own], values[sheet][other]
        if not _is_same(*pair) and not (planted.kind in bent_formulas.KINDS and _is_no_figure(*pair)):
            return Planted(**{**vars(planted), "told_by": number})
    return planted


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= TOLERANCE
    return type(one) is type(other) and one == other


def _is_no_figure(one: object, other: object) -> bool:
    """Whether the sound formula shows an error, or a word for nothing where the bent one shows an error."""
    return one is None or (other is None and one in BLANKS)


def chosen(planted: Sequence[Planted], count: int) -> list[Planted]:
    """Return so many of them, the kinds and workbooks in turn, and in these the sheets."""
    kinds: dict[tuple[str, str], list[Planted]] = defaultdict(list)
    for each in planted:
        kinds[each.kind, each.target.base].append(each)
    return [each for row in zip_longest(*kinds.values()) for each in row if each is not None][:count]


def findings_of(content: bytes, name: str) -> list[Finding]:
    """Check a workbook."""
    return list(check(content, path=f"{name}.xlsx").findings)


def content_of(base: Sheets, planted: Planted | None) -> bytes:
    """Return a workbook with a formula planted, without what its cells showed."""
    book = base.book()
    if planted is not None:
        planted.put(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


class Judge:
    """Has workbooks checked with a formula planted, and compares with what is found of the sound ones."""

    def __init__(self, session: Office | None, folder: Path) -> None:
        """Recalculate half of the workbooks in a session, and none without one."""
        self._session, self._folder = session, folder
        self._sound: dict[tuple[str, bool], set[tuple[str, ...]]] = {}

    def judged(self, planted: Planted, *, is_saved: bool) -> Judged:
        """Check a workbook with a formula planted, recalculated and saved if asked for."""
        base = base_of(planted.target.base)
        if (base.name, is_saved) not in self._sound:
            self._sound[base.name, is_saved] = {_what(each) for each in self._findings(base, None, is_saved)}
        sound = self._sound[base.name, is_saved]
        found, false = [], []
        try:
            findings = self._findings(base, planted, is_saved)
        except Exception as problem:  # noqa: BLE001 - whatever it is, it is told with the formula that brought it
            return Judged(planted, is_saved, (), (f"raises {problem!r}",))
        for each in findings:
            if any(_is_within(planted.target, place, base.form) for place in (each.cell, *each.cells) if place):
                found += [each.name] if each.name in FOUND or each.name.startswith(FOUND_LIKE) else []
            elif _what(each) not in sound and not (is_saved and _follows(each)):
                false.append(f"{each.severity.value} {each.name} {each.cell} {each.cells} {each.message}")
        return Judged(planted, is_saved, tuple(found), tuple(false))

    def _findings(self, base: Sheets, planted: Planted | None, is_saved: bool) -> list[Finding]:  # noqa: FBT001 - as above
        content = content_of(base, planted)
        if is_saved and self._session is not None:
            source, target = self._folder / "typed.xlsx", self._folder / "saved.xlsx"
            source.write_bytes(content)
            self._session.convert(source, target)
            content = target.read_bytes()
        return findings_of(content, base.name)


def _follows(found: Finding) -> bool:
    """Whether a finding is one of values; those of the proof name a formula."""
    return found.name == "error-value" or (found.name in FOLLOWS and "formula" not in found.details)


def _what(found: Finding) -> tuple[str, ...]:
    return (found.name, found.cell or "", found.code or "", found.assessor or "", *found.cells)


def _is_within(target: Target, place: str, form: str) -> bool:
    """Whether a cell or range that a finding names holds the bent cell; without a sheet it is on that of the form."""
    sheet, _, cells = place.rpartition("!")
    if (sheet.strip("'") or form) != target.sheet:
        return False
    if ":" not in cells:
        return coordinate_to_tuple(cells) == target.cell[1:]
    left, top, right, bottom = range_boundaries(cells)
    return top <= target.cell[1] <= bottom and left <= target.cell[2] <= right


def judged(mutants: int, rewritings: int, seed: int = 7) -> Iterator[Judged]:
    """Plant so many mutants and rewritings, and check each; half of them as LibreOffice saves them."""
    with tempfile.TemporaryDirectory() as name, office(Path(name)) as session:
        folder = Path(name)
        differ, same = planted_in(BASES, session, folder, seed)
        judge = Judge(session, folder)
        for number, each in enumerate([*chosen(differ, mutants), *chosen(same, rewritings)]):
            yield judge.judged(each, is_saved=number % 2 == 1)


def planted_in(
    bases: Iterable[str], session: Office, folder: Path, seed: int = 7
) -> tuple[list[Planted], list[Planted]]:
    """Return what was bent and shows something else in LibreOffice, and what was rewritten and does not."""
    differ: list[Planted] = []
    same: list[Planted] = []
    for name in bases:
        base, rnd = base_of(name), random.Random(f"{name} {seed}")
        candidates, others = bent(base, rnd), rewritten(base, rnd)
        told = told_apart(base, [*candidates, *others], session, folder)
        differ += [each for each in told[: len(candidates)] if each.told_by is not None]
        same += [each for each in told[len(candidates) :] if each.told_by is None]
    return differ, same


def main() -> None:
    """Print a table, and all that was missed or false."""
    mutants, rewritings = (int(each) for each in (*sys.argv[1:3], "500", "200")[:2])
    if not is_there():
        sys.exit(NO_UNO)
    start = time.perf_counter()
    outcomes = []
    for each in judged(mutants, rewritings):
        outcomes.append(each)
        sys.stderr.write("".join(f"{len(outcomes)} {text}\n" for text in wrong(each)))
    sys.stdout.write(report(outcomes) + f"{time.perf_counter() - start:.0f} s\n")


def report(outcomes: Sequence[Judged]) -> str:
    """Return a table: of each kind how many, how many of these were found; then all that was missed or false."""
    lines = [f"{'kind':<28} {'count':>5} {'found':>5} {'false':>5}"]
    for kinds in (bent_formulas.KINDS, same_formulas.KINDS):
        own = [each for each in outcomes if each.planted.kind in kinds]
        lines += [_line(kind, [each for each in own if each.planted.kind == kind]) for kind in kinds]
        lines += [_line("all", own)]
    lines += [text for each in outcomes for text in wrong(each)]
    return "\n".join(lines) + "\n"


def wrong(outcome: Judged) -> list[str]:
    """Tell of a mutant that was not found, and of findings that should not be."""
    is_bent = outcome.planted.kind in bent_formulas.KINDS
    told = outcome.false if is_bent else (*outcome.found, *outcome.false)
    missed = [f"MISSED {outcome.planted} saved={outcome.is_saved}"] if is_bent and not outcome.found else []
    return [*missed, *(f"FALSE {outcome.planted} saved={outcome.is_saved}: {text}" for text in told)]


def _line(kind: str, outcomes: Sequence[Judged]) -> str:
    found, false = sum(bool(each.found) for each in outcomes), sum(bool(each.false) for each in outcomes)
    return f"{kind:<28} {len(outcomes):>5} {found:>5} {false:>5}"


if __name__ == "__main__":
    main()
