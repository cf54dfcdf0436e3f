"""A workbook's LKE, read into a worksheet: every assessor's answers, the unit, and the findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Unpack

from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import WEIGHT, Ruleset, sheet_name_of
from zi_score.model.findings import Finding, Unreadable, finding
from zi_score.model.submission import AnswerColumns, Form, Grid, Sheet, Submission
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Fit, Source, Worksheet
from zi_score.reading.cells.answers import as_typed
from zi_score.reading.cells.entries import read_entries, read_scores, typed_codes
from zi_score.reading.cells.identity import read_facts, read_unit, read_year
from zi_score.reading.cells.uncomputed import Uncomputed
from zi_score.reading.file.behind import Package
from zi_score.reading.file.document import is_json
from zi_score.reading.file.grid import read_grids
from zi_score.reading.file.guard import read
from zi_score.reading.file.look import File
from zi_score.reading.layout.columns import find_columns
from zi_score.reading.layout.form import form_findings
from zi_score.reading.layout.headers import Wanted, named_assessor
from zi_score.reading.layout.instruments import known_instrument, named_pmprb
from zi_score.reading.layout.joining import Joined, joined, with_continued
from zi_score.reading.layout.mismatch import mismatch, mixture
from zi_score.reading.layout.origin import Named, other_rules, written_ids
from zi_score.reading.layout.recognition import Candidate, candidates_of, every_candidate
from zi_score.reading.layout.unread import unread_columns
from zi_score.reading.request import Readable, ReadingOptions, Which, named_content
from zi_score.reading.rulesets import known_rulesets, own_rulesets

_BARE_WEIGHTS = "lke-2014"


def read_workbook(source: Readable, ruleset: Ruleset | None = None, **options: Unpack[ReadingOptions]) -> Worksheet:
    """Read the LKE of a workbook (.xlsx, .xlsm, .xlsb, .xls or .ods), or an answers file of PortalRB (JSON).

    Args:
        source: path of the file, its content, or an open file.
        ruleset: the regulation the LKE follows; by default the one that is recognised.
        options: those of ``ReadingOptions``.

    Raises:
        Unreadable: the file cannot be read, or holds no LKE of the ruleset.

    """
    name, content, which = _asked(source, options)
    with _called(ruleset):
        if is_json(content):
            return _answers(content, ruleset, which, name).worksheet
        return read(name, content, _worksheet_of, ruleset, which)


def read_submission(source: Readable, ruleset: Ruleset | None = None, **options: Unpack[ReadingOptions]) -> Submission:
    """Read a workbook as ``read_workbook`` does, and what lies behind its values."""
    name, content, which = _asked(source, options)
    with _called(ruleset):
        if is_json(content):
            return _answers(content, ruleset, which, name)
        return read(name, content, _submission_of, ruleset, which)


@contextmanager
def _called(ruleset: Ruleset | None) -> Iterator[None]:
    """Let what cannot be read speak of the worksheet as the ruleset does, or as all do that it may be of."""
    try:
        yield
    except Unreadable as problem:
        sheet = sheet_name_of([ruleset] if ruleset else known_rulesets())
        raise Unreadable(problem.finding.calling(sheet)) from problem


def _asked(source: Readable, options: ReadingOptions) -> tuple[str, bytes, Which]:
    name, content = named_content(source, options.get("path"))
    which = Which(options.get("sheet"), options.get("column"), options.get("year"), dict(options.get("computed", {})))
    return name, content, which


def _worksheet_of(file: File, ruleset: Ruleset | None, which: Which) -> Worksheet:
    return _worksheet(_opened(file, ruleset, which))


def _submission_of(file: File, ruleset: Ruleset | None, which: Which) -> Submission:
    book = _opened(file, ruleset, which)
    columns, placement, package = book.chosen.columns, book.chosen.placement, book.package
    joint = (book.chosen.grid,) if isinstance(book.chosen.grid, Joined) else ()
    present = {answers.assessor for answers in columns.answers}
    return Submission(
        worksheet=_worksheet(book),
        form=Form(
            header=columns.first_row - 1,
            rows={code: row.index for code, row in placement.rows.items()},
            totals={code: row.index for code, row in placement.totals.items()},
            unplaced=frozenset(row.index for row in placement.unplaced),
            weight=columns.weight,
            choices=columns.scale,
            assessors=columns.answers,
        ),
        sheets={
            grid.sheet: Sheet(
                grid, package.behind(grid.sheet), named_assessor(grid.sheet, present), package.part(grid.sheet)
            )
            for grid in (*book.grids, *joint)
        },
        external=package.external,
        macros=package.macros,
        problem=package.problem or (book.chosen.grid.sheet if joint else None),
        hides_formulas=package.hides_formulas
        or any(package.behind(part.grid.sheet).formulas for each in joint for part in each.parts),
    )


def _answers(content: bytes, ruleset: Ruleset | None, which: Which, name: str) -> Submission:
    """Return the answers of a unit as PortalRB gives them."""
    from zi_score.reading.portalrb.reader import read_answers  # noqa: PLC0415 - workbooks do without it

    if which.sheet is not None:
        raise Unreadable(finding("sheet-not-found", path=name, sheet=which.sheet, sheets="-"))
    if which.column is not None:
        raise Unreadable(finding("column-not-found", path=name, sheet="-", column=which.column, columns="-"))
    return read_answers(content, ruleset or load_ruleset(), name)


@dataclass(frozen=True, eq=False)
class _Book:
    """A workbook with the sheet that was chosen in it."""

    path: str
    sha256: str
    chosen: Candidate
    fits: tuple[Fit, ...]
    grids: list[Grid]
    package: Package
    uncomputed: Uncomputed
    findings: list[Finding]
    other_rules: str | None

    @property
    def ruleset(self) -> Ruleset:
        """The regulation that the sheet follows."""
        return self.chosen.ruleset


def _opened(file: File, ruleset: Ruleset | None, which: Which) -> _Book:
    grids = list(read_grids(file))
    package = Package(file)
    uncomputed = Uncomputed(package, grids, which.computed)
    ruleset = ruleset or _written_ruleset(grids, file)
    tried, findings = _chosen(grids, uncomputed, ruleset, file.path, which)
    fits = () if ruleset else tuple(candidate.fit for candidate in tried)
    named = other_rules(tried[0].ruleset, grids, _heads(tried[0]), file)
    if named:
        findings = [*findings, _held(named, tried[0], file.path, is_asked=ruleset is not None)]
    return _Book(
        file.path,
        file.sha256,
        tried[0],
        fits,
        grids,
        package,
        uncomputed,
        findings,
        named.text if named else None,
    )


def _written_ruleset(grids: list[Grid], file: File) -> Ruleset | None:
    """Return the ruleset whose id the template wrote into a workbook, where somebody named rulesets of their own."""
    known = {each.id.casefold(): each for each in known_rulesets()} if own_rulesets() else {}
    return next((known[id_] for id_ in map(str.casefold, written_ids(grids, file)) if id_ in known), None)


def _parts_of(chosen: Candidate) -> list[Candidate]:
    """Return each sheet that holds a part of the LKE, of which there is nearly always one."""
    return [part.candidate for part in chosen.grid.parts] if isinstance(chosen.grid, Joined) else [chosen]


def _heads(chosen: Candidate) -> list[tuple[Grid, int]]:
    """Return the sheets that hold the LKE, and how many rows their title and header have."""
    if isinstance(chosen.grid, Joined):
        return [(part.grid, part.header + 1) for part in chosen.grid.parts]
    return [(chosen.grid, chosen.columns.first_row)]


def _held(named: Named, chosen: Candidate, path: str, *, is_asked: bool) -> Finding:
    """Refuse a form that names other rules than those it was recognised by; where these were asked for, say so."""
    rules = chosen.ruleset
    told = finding(
        "form-names-other-rules", cell=named.place, path=path, named=named.text, ruleset=rules.title, id=rules.id
    )
    if not is_asked:
        raise Unreadable(told)
    return told.lowered()


def _worksheet(book: _Book) -> Worksheet:
    grid, columns, placement = book.chosen.grid, book.chosen.columns, book.chosen.placement
    ruleset = book.ruleset
    by_authority = sorted(columns.answers, key=lambda columns: list(Assessor).index(columns.assessor))
    entries = [_entries(book, each) for each in by_authority]
    facts, fact_findings = read_facts([other for other in book.grids if other is not grid], ruleset, book.package)
    titled, header = _heads(book.chosen)[0]
    unit, unit_findings = read_unit(book.grids, titled, header, ruleset.predicates, book.path)
    return Worksheet(
        source=Source(path=book.path, sheet=grid.sheet, layout=_layout(book.chosen), sha256=book.sha256),
        unit=unit,
        ruleset=ruleset.id,
        recognition=book.fits,
        sheets=tuple(
            AnswerSheet(
                assessor=each.assessor,
                answers=answers,
                scores=read_scores(grid, placement, each, ruleset, book.package) if answers else {},
            )
            for each, (answers, _) in zip(by_authority, entries, strict=True)
        ),
        facts=facts,
        findings=(
            *book.findings,
            *book.chosen.findings,
            *form_findings(grid, columns, placement, ruleset, book.other_rules),
            *(told for each in _parts_of(book.chosen) for told in unread_columns(each)),
            *(fault for _, faults in entries for fault in faults),
            *fact_findings,
            *unit_findings,
        ),
    )


def _layout(chosen: Candidate) -> str:
    """Name the layout: weights without a header, in a column or in the titles, are the mark of the form of 52/2014."""
    columns, weights = chosen.columns, chosen.placement.weights
    is_bare = weights.rows and not (columns.weight and chosen.grid.text(columns.first_row - 1, columns.weight))
    return _BARE_WEIGHTS if is_bare and WEIGHT in chosen.ruleset.unnamed_columns else columns.layout


def _entries(book: _Book, columns: AnswerColumns) -> tuple[dict[str, Answer], list[Finding]]:
    """Return what an assessor entered; of one who entered nothing only the unit's cells matter."""
    is_one_of_several = columns.assessor is not Assessor.UNIT and len(book.chosen.columns.answers) > 1
    if is_one_of_several and _is_blank(book, columns):
        return {}, []
    grid, rows = book.chosen.grid, book.chosen.placement.rows
    return read_entries(grid, rows, columns, book.ruleset, book.package, book.uncomputed)


def _is_blank(book: _Book, columns: AnswerColumns) -> bool:
    grid, beside = book.chosen.grid, (*columns.notes, *columns.evidence)
    return not any(
        as_typed(grid.at(row.index, columns.answer)) or any(grid.at(row.index, column) != "" for column in beside)
        for row in book.chosen.placement.rows.values()
    ) and not _is_computed(book.chosen, columns, book.uncomputed)


def _is_computed(candidate: Candidate, columns: AnswerColumns, uncomputed: Uncomputed) -> bool:
    """Whether formulas stand in an assessor's cells, apart from those of the form itself, and none has a result."""
    rows = candidate.placement.rows
    return any(
        uncomputed.at(candidate.grid, rows[code].index, columns.answer)
        for question in candidate.ruleset.questions.values()
        for code in typed_codes(question)
        if code in rows
    )


def _chosen(
    grids: list[Grid], uncomputed: Uncomputed, ruleset: Ruleset | None, path: str, which: Which
) -> tuple[list[Candidate], list[Finding]]:
    """Return the sheet that holds the LKE beside the regulations tried; refuse to choose between equals."""
    if which.sheet is not None and which.sheet not in (names := [grid.sheet for grid in grids]):
        raise Unreadable(finding("sheet-not-found", path=path, sheet=which.sheet, sheets=", ".join(names)))
    looked_at = [grid for grid in grids if which.sheet in (None, grid.sheet)]
    tried = [
        candidates_of(grid, *found, ruleset)
        for grid in looked_at
        if (found := find_columns(grid, _wanted(grids, grid, path, which, uncomputed)))
    ]
    if which.sheet is None:
        tried = with_continued(tried, grids, ruleset)
    if together := _together(tried, uncomputed, ruleset, path):
        parts = {part.grid.sheet: part for part in _parts_of(together)}
        if refused := next(filter(None, (part.columns.refusal for part in parts.values())), None):
            raise Unreadable(refused)
        blank = [each.grid for each, *_ in tried if each.questions and each.grid.sheet not in parts]
        return [together], [_ignored(grid) for grid in blank]
    whole = [candidates for candidates in tried if candidates[0].is_lke]
    if not whole:
        raise Unreadable(_refusal(tried, grids, path))
    answered = [candidates for candidates in whole if _is_answered(candidates[0], uncomputed)] or whole
    if len(answered) > 1:
        equals = ", ".join(candidates[0].grid.sheet for candidates in answered)
        raise Unreadable(finding("several-lke-sheets", path=path, sheets=equals))
    if refused := _equals(answered[0], path) or _foreign_rows(answered[0], path) or answered[0][0].columns.refusal:
        raise Unreadable(refused)
    ignored = [candidates[0].grid for candidates in whole if candidates is not answered[0]]
    return answered[0], [_ignored(grid) for grid in ignored]


def _equals(tried: list[Candidate], path: str) -> Finding | None:
    """Refuse a sheet that two rulesets explain equally well, if one of them is somebody's own."""
    best, *others = tried
    equals = [each for each in others if each.is_lke and each.fits_as == best.fits_as]
    if not equals or all(each.is_built_in for each in (best, *equals)):
        return None
    named = ", ".join(each.ruleset.id for each in (best, *equals))
    return finding("fits-several-rulesets", path=path, sheet=best.grid.sheet, rulesets=named)


def _ignored(grid: Grid) -> Finding:
    return finding("blank-lke-sheet-ignored", cell=grid.place(0, 0), sheet=grid.sheet)


def _together(
    tried: list[list[Candidate]], uncomputed: Uncomputed, ruleset: Ruleset | None, path: str
) -> Candidate | None:
    """Return the LKE that sheets hold together, if need be without those that nobody filled in.

    Raises:
        Unreadable: they cannot be joined.

    """
    filled = [candidates for candidates in tried if _is_answered(candidates[0], uncomputed)]
    refused: Finding | None = None
    for sheets in (tried, filled):
        if len(sheets) > 1 and sum(candidates[0].is_lke for candidates in sheets) <= 1:
            found = joined(sheets, ruleset, path)
            if not isinstance(found, Finding | None):
                return found
            refused = refused or found
    if refused:
        raise Unreadable(refused)
    return None


def _wanted(grids: list[Grid], grid: Grid, path: str, which: Which, uncomputed: Uncomputed) -> Wanted:
    """Return which column of a sheet is wanted, where an assessor has several."""
    return Wanted(
        path,
        which.column,
        lambda row: which.year or read_year(grids, grid, row, path),
        lambda row, column: uncomputed.at(grid, row, column),
    )


def _is_answered(candidate: Candidate, uncomputed: Uncomputed) -> bool:
    return candidate.is_answered or any(
        _is_computed(candidate, columns, uncomputed) for columns in candidate.columns.answers
    )


def _foreign_rows(tried: list[Candidate], path: str) -> Finding | None:
    """Refuse a sheet of another instrument, or of two regulations; where one of these was named, its rows disagree."""
    if tried[0].is_doubtful and (known := known_instrument(tried[0], path)):
        return known
    if len(tried) > 1 or not tried[0].is_strange:
        return mixture(tried, path)
    return mismatch(tried[0], path) if mixture(every_candidate(tried[0]), path) else None


def _refusal(tried: list[list[Candidate]], grids: list[Grid], path: str) -> Finding:
    """Say why no sheet is an LKE of the regulation."""
    known = (known_instrument(candidates[0], path) for candidates in tried if candidates[0].is_built_in)
    if refused := next(filter(None, known), None) or named_pmprb(grids, path):
        return refused
    if not any(candidates[0].questions for candidates in tried):
        return finding("lke-not-found", path=path, sheets=", ".join(grid.sheet for grid in grids))
    nearest = max(tried, key=lambda candidates: candidates[0].questions)
    return mixture(nearest, path) or mismatch(nearest[0], path)
