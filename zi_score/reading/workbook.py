"""A workbook's LKE, read into a worksheet: every assessor's answers, the unit, and the findings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, Unpack

from zi_score.law.load import load_ruleset
from zi_score.law.ruleset import WEIGHT, Ruleset, sheet_name_of
from zi_score.model.findings import Finding, Unreadable, finding
from zi_score.model.submission import AnswerColumns, Form, Grid, Sheet, Submission
from zi_score.model.worksheet import Answer, AnswerSheet, Assessor, Fit, Source, Worksheet
from zi_score.reading.cells.answers import as_typed
from zi_score.reading.cells.entries import read_entries, read_scores
from zi_score.reading.cells.identity import read_facts, read_unit
from zi_score.reading.cells.uncomputed import Uncomputed
from zi_score.reading.file.behind import Package
from zi_score.reading.file.document import is_json
from zi_score.reading.file.grid import read_grids
from zi_score.reading.file.guard import read
from zi_score.reading.file.look import File
from zi_score.reading.file.own_report import PROPERTIES, is_own_report
from zi_score.reading.layout.form import form_findings
from zi_score.reading.layout.headers import named_assessor
from zi_score.reading.layout.joining import Joined
from zi_score.reading.layout.origin import Named, other_rules, written_ids
from zi_score.reading.layout.recognition import Candidate
from zi_score.reading.layout.unread import unread_columns
from zi_score.reading.request import Readable, ReadingOptions, Which, named_content
from zi_score.reading.rulesets import known_rulesets, own_rulesets
from zi_score.reading.which_sheet import chosen_sheet, is_computed, parts_of

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
            is_bare=columns.is_bare,
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


class _Book(NamedTuple):
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
    try:
        tried, findings = chosen_sheet(grids, uncomputed, ruleset, file.path, which)
    except Unreadable as problem:
        if _is_own_report(file):
            raise Unreadable(finding("report-of-this-program", path=file.path)) from problem
        raise
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


def _is_own_report(file: File) -> bool:
    archive = file.archive
    return archive is not None and PROPERTIES in archive and is_own_report(archive.part(PROPERTIES), archive.names)


def _written_ruleset(grids: list[Grid], file: File) -> Ruleset | None:
    """Return the ruleset whose id the template wrote into a workbook, where somebody named rulesets of their own."""
    known = {each.id.casefold(): each for each in known_rulesets()} if own_rulesets() else {}
    return next((known[id_] for id_ in map(str.casefold, written_ids(grids, file)) if id_ in known), None)


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
    unit, unit_findings = read_unit(book.grids, titled, header, ruleset.predicates, book.path, book.package)
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
            *(told for each in parts_of(book.chosen) for told in unread_columns(each)),
            *(fault for _, faults in entries for fault in faults),
            *fact_findings,
            *unit_findings,
        ),
    )


def _layout(chosen: Candidate) -> str:
    """Name the layout: weights without a header, in a column or in the titles, are the mark of the form of 52/2014."""
    columns, weights = chosen.columns, chosen.placement.weights
    is_bare = weights.rows and columns.is_bare
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
    ) and not is_computed(book.chosen, columns, book.uncomputed)
