"""What was read from a workbook: answers with their cells, the unit, and the sheet's own figures."""

from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import Annotated, NamedTuple

from pydantic import (
    AliasChoices,
    BaseModel,
    ConfigDict,
    Field,
    GetPydanticSchema,
    PlainSerializer,
    computed_field,
)
from pydantic_core import CoreSchema, core_schema

from zi_score.model.exact import plain, rounded
from zi_score.model.findings import Finding


class Frozen(BaseModel):
    """Base of all models: frozen, unknown keys refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", defer_build=True, json_schema_serialization_defaults_required=True
    )


COMPUTED = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})
"""Of models with figures that are computed: these come back from JSON, and newer programs may have more of them."""

LEAN = COMPUTED | ConfigDict(defer_build=True, json_schema_serialization_defaults_required=True)
"""Of what thousands are kept of, as dataclasses with slots: they take a tenth of the memory of a model."""


class Assessor(StrEnum):
    """Who answers. The order is that of authority, highest first."""

    TPN = "tpn"
    TPI_2 = "tpi-2"
    TPI = "tpi"
    UNIT = "unit"

    @property
    def label(self) -> str:
        """The assessor as people write it, in both languages."""
        return self.value if self is Assessor.UNIT else self.value.replace("-", " ").upper()


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Place(NamedTuple):
    """A cell of a sheet.

    >>> str(Place("LKE ZI", "K8"))
    'LKE ZI!K8'
    """

    sheet: str
    cell: str

    def __str__(self) -> str:
        """Write the place as spreadsheets do."""
        return f"{self.sheet}!{self.cell}"


def _place(value: object) -> Place:
    """Return the place that JSON names."""
    if not isinstance(value, str):
        raise ValueError("no place")  # noqa: TRY004 - pydantic makes a fault of the value of it
    return Place(*value.rpartition("!")[::2])


def _place_or_text(*_type: object) -> CoreSchema:
    """Take a place as it is, which nearly all are: that is a third faster for a whole answer."""
    read = core_schema.no_info_plain_validator_function(_place)
    either: list[CoreSchema | tuple[CoreSchema, str]] = [core_schema.is_instance_schema(Place), read]
    return core_schema.union_schema(either, mode="left_to_right", ref="Place")


Cell = Annotated[Place, GetPydanticSchema(_place_or_text), PlainSerializer(str, return_type=str)]
"""A place, written ``sheet!cell`` in JSON."""

Value = Annotated[Fraction, PlainSerializer(plain, return_type=str)]
"""An exact number, written as a decimal where it ends, else as a fraction."""


class Remark(Frozen):
    """A text beside an answer: a note, or evidence.

    ``text`` stands on one line; ``typed`` is what was typed, where that is more: line breaks, blanks.
    """

    place: Cell
    text: str
    typed: str | None = None

    @property
    def whole(self) -> str:
        """The text as it was typed."""
        return self.text if self.typed is None else self.typed

    @property
    def is_dash(self) -> bool:
        """Whether it only says that there is nothing to say."""
        return not any(char.isalnum() for char in self.text)


class Answer(Frozen):
    """One answer cell: what was typed there, and what it means.

    ``value`` is the choice (``"Ya"``, ``"B"``) or the number; None when the cell is empty or
    was not understood, which then is a finding. ``is_uncomputed`` says that it is a formula whose
    result nobody saved.
    """

    place: Cell
    typed: str = ""
    value: str | Value | None = None
    is_uncomputed: bool = False
    notes: tuple[Remark, ...] = ()
    evidence: tuple[Remark, ...] = ()


Score = Annotated[Fraction, PlainSerializer(lambda score: str(rounded(score)), return_type=str)]
"""Points, exact; two decimals, half up, in JSON."""

TOTAL = ""
"""Key of the workbook's own total among the scores of an answer sheet."""


class SheetScore(Frozen):
    """A score that the workbook itself shows for a node."""

    model_config = COMPUTED

    score: Score = Field(validation_alias=AliasChoices("exact", "score"))
    cell: Cell

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def exact(self) -> str:
        """The score as a fraction in lowest terms."""
        return str(self.score)


class AnswerSheet(Frozen):
    """All that one assessor entered.

    ``answers`` are by question code, counts by ``question code.key``
    (``A.II.1.i.a.jumlah_agen``); ``scores`` are the sheet's own figures by node code, the
    total under ``TOTAL``.
    """

    assessor: Assessor
    answers: dict[str, Answer]
    scores: dict[str, SheetScore] = {}

    @property
    def by_cell(self) -> dict[str, str]:
        """The codes of answers and counts by their cells."""
        return {str(answer.place): code for code, answer in self.answers.items()}

    @property
    def is_used(self) -> bool:
        """Whether the assessor typed anything in an answer cell."""
        return any(answer.typed for answer in self.answers.values())


class Unit(Frozen):
    """The unit that is evaluated, as far as the workbook or the file name tells.

    ``named_by_file`` says that no cell names it: its name is that of the file, which tells workbooks apart and no more.
    """

    name: str | None = None
    agency: str | None = None
    year: int | None = None
    target: str | None = None
    named_by_file: bool = False


class Source(Frozen):
    """Where a worksheet was read: file, sheet and layout; ``sha256`` tells the content of the file."""

    path: str
    sheet: str
    layout: str
    sha256: str | None = None


class Fit(Frozen):
    """How much of a regulation a sheet holds: its questions, and the rows that say its weights."""

    ruleset: str
    questions: int
    found: int
    weights: int
    agreeing: int


class Worksheet(Frozen):
    """A workbook's LKE, read: one answer sheet per assessor, facts, and what was noticed.

    ``recognition`` is what the sheet holds of the regulations that were tried, the one it follows
    first; it is empty where the regulation was named.
    """

    source: Source
    unit: Unit
    ruleset: str
    recognition: tuple[Fit, ...] = ()
    sheets: tuple[AnswerSheet, ...]
    facts: dict[str, Answer] = {}
    findings: tuple[Finding, ...] = ()
