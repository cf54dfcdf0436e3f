"""The header of an LKE sheet: what each column is called, what that makes it, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from zi_score.model.formula import column_number
from zi_score.model.pattern import pattern
from zi_score.model.submission import Grid
from zi_score.model.worksheet import Assessor, column_letters

_ROLES = (
    ("scale", pattern(r"pilihan")),
    ("note", pattern(r"catatan|keterangan")),
    ("evidence", pattern(r"evid|bukti|data dukung|dokumen|tautan|link")),
    ("answer", pattern(r"jawaban|jwa?b|^jawab$")),
    ("weight", pattern(r"^bobot|^(nilai|skor) (maks|tertinggi)")),
    ("rubric", pattern(r"kriteria|penjelasan|rubrik")),
    ("score", pattern(r"^(nilai|skor)\b")),
    ("percent", pattern(r"^(%|persen)")),
    ("id", pattern(r"^(id|no\.?)$")),
    ("outline", pattern(r"^penilaian$")),
    ("answer", pattern(r"\btp[in]")),
    (
        "assessed",
        pattern(
            r"\b(mandiri|self[- ]?ass?es\w*|itjen|irjen|inspektorat|apip|bawas)\b|^(isian|respons?)\b"
            r"|^penilaian (unit( kerja)?|satker|satuan kerja)$"
        ),
    ),
    ("unit", pattern(r"^(unit( kerja)?|satker|satuan kerja)$")),
    ("outline", pattern(r"^(penilaian|komponen|uraian|pertanyaan)")),
)
"""Where several fit the first one counts. What is called an assessment holds answers if it stands behind the form.

So does what is called after the unit alone, where no other column holds its answers: it may say who is in charge.
"""

_FORM = ("weight", "scale", "rubric")
_BESIDE = ("answer", "note", "evidence", "score", "percent")
_ASSESSORS = (
    (Assessor.TPN, pattern(r"tpn|nasional|pan[- ]?rb|menpan")),
    (Assessor.TPI_2, pattern(r"tpi\W*(level|tingkat)?\W*(2|ii)\b")),
    (
        Assessor.TPI,
        pattern(
            r"tpi|inspektorat|inspektur|penilai internal|\b(apip|spi|bawas(da)?|jamwas)\b|badan pengawas"
            r"|\b(it|ir)(jen|tama|da|wil|ban|wasum|wasda|kab|kot|prov)\b|evaluator|verifikator|auditor"
        ),
    ),
    (Assessor.UNIT, pattern(r"unit|satker|satuan kerja|mandiri|self|\b(opd|skpd|upt)\b|perangkat daerah")),
)
_SECOND_LEVEL = pattern(
    r"inspektorat|inspektur|\bbawas|badan pengawas|jamwas|\b(it|ir)(jen|tama|da|wil|wasum|wasda|kab|kot|prov)\b"
)

_ROLE_WORDS = pattern(
    r"jawaban|jwa?b\w*|catatan|keterangan|penjelasan|daftar|evid\w*|bukti|data|dukung|nilai|skor|%|\W"
)


_LOWER = 2
"""Rows of a header below that with the form's own."""

_YEAR = pattern(r"(?<!\d)20[0-4]\d(?!\d)")
_LETTERS = pattern(r"[A-Za-z]{1,3}")


class Wanted(NamedTuple):
    """Which of several columns of an assessor is wanted: the one named by letter or header, or the one of a year.

    ``year`` gives the year by the header's row; it is asked for only where several columns are of different years.
    ``is_uncomputed`` says of a cell, by row and column, whether a formula stands there whose result nobody saved.
    """

    path: str
    column: str | None = None
    year: Callable[[int], int | None] = lambda _row: None
    is_uncomputed: Callable[[int, int], bool] = lambda _row, _column: False

    def names(self, column: int, text: str) -> bool:
        """Whether a column with this header was named."""
        if self.column is None:
            return False
        name = " ".join(self.column.casefold().split())
        return name == text or (_LETTERS.fullmatch(name) is not None and column_number(name) == column)


class Header(NamedTuple):
    """A header cell: its column, role and text."""

    column: int
    role: str
    text: str

    @property
    def assessor(self) -> Assessor | None:
        """Whose column it says to be."""
        return _named(self.text)

    @property
    def label(self) -> str:
        """What it says beside its role: whose it is, or of which round."""
        return _ROLE_WORDS.sub("", self.text)

    @property
    def year(self) -> int | None:
        """The year that it names."""
        match = _YEAR.search(self.text)
        return int(match[0]) if match else None

    @property
    def undated(self) -> str:
        """What it says without the year."""
        return _YEAR.sub("", self.label)

    @property
    def is_second_level(self) -> bool:
        """Whether a TPI's column is named after the ministry's inspectors, who judge after those of the unit."""
        return self.assessor is Assessor.TPI and bool(_SECOND_LEVEL.search(self.text))

    def called(self, grid: Grid, row: int) -> str:
        """Return what people call the column."""
        text = grid.text(row, self.column)
        letters = column_letters(self.column)
        return f'"{text if text.casefold() == self.text else self.text}" ({letters})' if self.text else letters


def named_assessor(title: str, present: Container[Assessor]) -> Assessor | None:
    """Return the assessor that a sheet is named after.

    >>> named_assessor("TPI Itjen", {Assessor.TPI, Assessor.TPI_2})
    <Assessor.TPI_2: 'tpi-2'>
    """
    text = title.casefold()
    assessor = _named(text)
    if assessor is Assessor.TPI and _SECOND_LEVEL.search(text) and Assessor.TPI_2 in present:
        return Assessor.TPI_2
    return assessor


def _named(text: str) -> Assessor | None:
    return next((assessor for assessor, words in _ASSESSORS if words.search(text)), None)


def roles_of(headers: Iterable[Header]) -> set[str]:
    """Return the roles of headers."""
    return {header.role for header in headers}


def headers_of(grid: Grid, row: int, wanted: Wanted) -> list[Header]:
    """Return the headers in a row, of cells that are some."""
    cells = enumerate(grid.rows[row])
    roles = [(column, role) for column, cell in cells if cell and isinstance(cell, str) and (role := _role(cell))]
    if not roles:
        return []
    found = [Header(column, role, grid.text(row, column).casefold()) for column, role in roles]
    form = min((header.column for header in found if header.role in _FORM), default=None)
    found = [_settled(header, form) if header.role == "assessed" else header for header in found]
    found = _with_unit(found, form)
    return found if wanted.column is None else _with_wanted(grid, row, found, wanted)


def _settled(header: Header, form: int | None) -> Header:
    return header._replace(role="outline" if form is None or header.column < form else "answer")


def _with_unit(headers: list[Header], form: int | None) -> list[Header]:
    """Return the headers with a column named after the unit alone as the one of its answers, if there is no other."""
    named = [header for header in headers if header.role == "unit"]
    if not named:
        return headers
    others = [header for header in headers if header.role != "unit"]
    has_own = any(header.role == "answer" and header.assessor in (None, Assessor.UNIT) for header in others)
    if has_own or len(named) > 1 or form is None or named[0].column < form:
        return others
    return [header._replace(role="answer") if header is named[0] else header for header in headers]


def _with_wanted(grid: Grid, row: int, headers: list[Header], wanted: Wanted) -> list[Header]:
    """Return the headers with the named column as one of answers, whatever its header says."""
    texts = {column: grid.text(row, column).casefold() for column in range(len(grid.rows[row]))}
    named = [Header(column, "answer", text) for column, text in texts.items() if wanted.names(column, text)]
    if not headers or len(named) != 1:
        return headers
    return sorted(
        [*(header for header in headers if header.column != named[0].column), *named], key=lambda header: header.column
    )


@lru_cache(maxsize=4096)
def _role(cell: str) -> str | None:
    text = " ".join(cell.casefold().split())
    return next((role for role, words in _ROLES if words.search(text)), None)


def sub_headers(grid: Grid, row: int, headers: list[Header]) -> list[Header]:
    """Join a header of two rows: ``Jawaban`` over ``Unit`` and ``TPI``, ``Unit`` over ``Jawaban`` and ``Catatan``."""
    below: list[Header] = []
    answers = [header for header in headers if header.role == "answer"]
    for header in answers:
        following = min((other.column for other in headers if other.column > header.column), default=header.column + 8)
        for column in range(header.column, following):
            text = grid.text(row + 1, column).casefold()
            if role := _role_below(text):
                below.append(Header(column, role, f"{header.text} {text}"))
    if sum(header.role == "answer" for header in below) < max(len(answers), 1):
        return []
    rest = [header for header in headers if header.role != "answer"]
    return sorted([*rest, *below], key=lambda header: header.column)


def lower_headers(grid: Grid, row: int, headers: list[Header]) -> tuple[int, list[Header]]:
    """Join a header whose lowest row alone says what holds answers: ``Hasil Penilaian`` over ``Unit`` and ``TPI``.

    Returns its row too; a row of the form's own stands below it.
    """
    last = max((header.column for header in headers if header.role in _FORM), default=None)
    lowest = row
    while last is not None and lowest < row + _LOWER and _is_blank(grid, lowest + 1, last):
        lowest += 1
    form = [header for header in headers if last is not None and header.column <= last]
    while lowest > row:
        below = list(_named_below(grid, row, lowest, last or 0))
        if "answer" in roles_of(below):
            return lowest, [*form, *below]
        lowest -= 1
    return row, []


def _is_blank(grid: Grid, row: int, last: int) -> bool:
    return row < len(grid.rows) and not any(grid.text(row, column) for column in range(last + 1))


def _named_below(grid: Grid, row: int, lowest: int, last: int) -> Iterator[Header]:
    above = ""
    for column in range(last + 1, len(grid.rows[lowest])):
        above = grid.text(row, column).casefold() or above
        text = grid.text(lowest, column).casefold()
        if role := _role_below(text):
            yield Header(column, role, f"{above} {text}")


def _role_below(text: str) -> str | None:
    """Return what a text makes of a column that stands with others under a header of answers."""
    if not text:
        return None
    role = _role(text)
    if role in _BESIDE:
        return role
    return "answer" if _named(text) or _YEAR.search(text) else None
