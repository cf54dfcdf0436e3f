"""Findings: one object for everything that a person should look at, and their catalogue."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, computed_field

from zi_score.model.language import translate
from zi_score.model.pattern import pattern
from zi_score.model.ready import SUFFIX, prepared, ready
from zi_score.model.written import dated, localised

LKE, _SHEET = "LKE", "{lke}"
"""What a worksheet is called where nothing else is said, and what stands for that in the catalogue."""

_CATALOGUE = Path(__file__).parents[1] / "catalogue.toml"
_SHOWN = 60
_LISTED = 8
"""Cells, or ranges of them, that a message names; all of them stand in ``cells``."""

_LONGEST_NAME = 8192
_WHOLE = frozenset({"path", "requirements"})  # never cut: names of files, and all that people have to state
_DATE = pattern(r"\d{4}-(?:0[1-9]|1[0-2])-\d\d")

COMMAND = pattern(r"##(?=\[|vso\[|teamcity\[)", re.IGNORECASE)
_WORKFLOW_COMMAND = pattern(r"^(\s*):(?=:)", re.MULTILINE)
"""What GitHub, Azure Pipelines and TeamCity take for the beginning of a command to themselves in a log."""


class Severity(StrEnum):
    """How much a finding matters, worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class CataloguePage(BaseModel):
    """The catalogue's page of a finding; ``{name}`` in message and tip are the finding's details.

    What stands in square brackets there is said only of a finding that has the details it names. ``{lke}`` is what the
    worksheet is called, in every text.

    ``of_form`` says that it is about how the form was made: whoever made it has to mend it, not who filled it in.
    ``severity`` is the highest that it has; where there is a ``lowest`` too, the check says which of them, by what
    follows from it. ``kind`` is the authority of the citation, as in a ruleset; ``source`` the key of the ruleset's
    own source, which then stands in place of both (see ``zi_score.evaluation.checks.citations``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    severity: Severity
    lowest: Severity | None = None
    of_form: bool = False
    title: str
    message: str
    tip: str
    why: str
    example: str
    source: str | None = None
    citation: str
    kind: Literal["law", "official-form", "practice"]

    def told(self, sheet: str = LKE) -> "CataloguePage":
        """Return the page in the language in use, for those who call their worksheet so."""
        keys = ("title", "message", "tip", "why", "example")
        texts = {key: translate(getattr(self, key)).replace(_SHEET, sheet) for key in keys}
        return self.model_copy(update={**texts, "citation": self.citation.replace(_SHEET, sheet)})

    @property
    def severities(self) -> tuple[Severity, ...]:
        """The severities that the finding can have, the highest first."""
        order = list(Severity)
        return tuple(order[order.index(self.severity) : order.index(self.lowest or self.severity) + 1])


_OF_FORM = pattern(r"\b([A-Z]{1,3}[1-9]\d*|[AB]\.[IVX]+\.\w+)\b")


def example_of(page: CataloguePage, *, is_of_form: bool) -> str:
    """Return the example of a page as it is told; of another form than the official one none with cells or codes.

    Examples name cells and codes of the official form, and counts that another regulation does not ask for.
    """
    return page.example if is_of_form or not _OF_FORM.search(page.example) else ""


_OPTIONAL, _DETAIL = pattern(r"\[([^\[\]]*\{[^\[\]]*)\]"), pattern(r"\{(\w+)\}")
"""Parts of messages in square brackets, and the details that they name."""

_AS_TYPED = frozenset(
    {"path", "typed", "formula", "citation", "sheet", "sheets", "text", "answer", "column", "columns", "lke"}
)
"""Details that say what stands in a workbook, word for word."""


class Finding(BaseModel):
    """Something to look at, in one place of a workbook, or in several for the same reason.

    ``name`` is its identity and its page in the catalogue; ``code`` the question or node,
    ``cell`` the place in the workbook, ``assessor`` whose column it concerns. Where it is about
    several cells, ``cells`` are all of them, and ``cell`` is the first.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="ignore",
        defer_build=True,
        json_schema_serialization_defaults_required=True,
        json_schema_extra={"additionalProperties": False},
    )

    name: str
    severity: Severity
    code: str | None = None
    cell: str | None = None
    cells: tuple[str, ...] = ()
    assessor: str | None = None
    details: dict[str, str] = {}

    @computed_field  # type: ignore[prop-decorator]  # pydantic documents it so; mypy does not know
    @property
    def message(self) -> str:
        """What was found and what was expected, in the language in use."""
        said = self._told(catalogue()[self.name].message)
        if not self.cells:
            return said
        everywhere = translate("{message} Cells: {count} ({cells}).")
        return everywhere.format(message=said, count=len(self.cells), cells=_listed(self.cells))

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def of_form(self) -> bool:
        """Whether it is about how the form was made, not about what was filled in."""
        return catalogue()[self.name].of_form

    @property
    def title(self) -> str:
        """What its page is called, in the language in use."""
        return self._told(catalogue()[self.name].title)

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def tip(self) -> str:
        """What to do about it, in the language in use."""
        return self._told(catalogue()[self.name].tip)

    def _told(self, message: str) -> str:
        """Return a message with its details: figures as the language in use writes them, but nothing that is quoted."""
        said = _OPTIONAL.sub(self._known, translate(message))
        details = {"lke": LKE, **self.details}
        kept = {key for key in details if key in _AS_TYPED or f'"{{{key}}}"' in said}
        return said.format_map({key: text if key in kept else _readable(text) for key, text in details.items()})

    def _known(self, part: re.Match[str]) -> str:
        """Return a part of a message that is said where its details are known, else nothing."""
        return part[1] if set(_DETAIL.findall(part[1])) <= self.details.keys() else ""

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def citation(self) -> str:
        """The rule that the finding rests on."""
        page = catalogue()[self.name]
        return self.details.get("citation") or page.citation.replace(_SHEET, self.details.get("lke", LKE))

    def calling(self, sheet: str) -> "Finding":
        """Return the finding for those who call their worksheet so, where it speaks of that."""
        page = catalogue()[self.name]
        if sheet == LKE or _SHEET not in f"{page.title}{page.message}{page.tip}{page.citation}":
            return self
        return self.model_copy(update={"details": {**self.details, "lke": sheet}})

    def lowered(self) -> "Finding":
        """Return the finding with the lowest severity that it can have, for less follows from it."""
        return self.weighing(catalogue()[self.name].severities[-1])

    def weighing(self, severity: Severity) -> "Finding":
        """Return the finding with the severity that follows from its consequence."""
        return self.model_copy(update={"severity": severity})

    @property
    def places(self) -> tuple[str, ...]:
        """All the cells that it is about."""
        return self.cells or ((self.cell,) if self.cell else ())

    def at(self, places: Iterable[object]) -> "Finding":
        """Return the finding as one about these cells."""
        cells = tuple(map(str, places))
        return self.model_copy(update={"cell": cells[0], "cells": cells if len(cells) > 1 else ()})


class Unreadable(Exception):  # noqa: N818 - the name says what the workbook is
    """A workbook that cannot be evaluated; ``finding`` says why and what to do."""

    def __init__(self, finding: Finding) -> None:
        """Carry the finding."""
        super().__init__(finding)
        self.finding = finding

    def __str__(self) -> str:
        """Say what was found and what to do, in the language in use."""
        return f"{self.finding.message} {self.finding.tip}"


def finding(
    name: str, *, code: str | None = None, cell: object = None, assessor: str | None = None, **details: object
) -> Finding:
    """Make a finding of the catalogue; its severity is the highest that stands there.

    >>> finding("file-empty", path="lke.xlsx").severity
    <Severity.ERROR: 'error'>
    """
    return Finding(
        name=name,
        severity=catalogue()[name].severity,
        code=code,
        cell=None if cell is None else str(cell),
        assessor=assessor,
        details={key: named(value) if key in _WHOLE else shown(value) for key, value in details.items()},
    )


def shown(value: object, longest: int = _SHOWN * 4) -> str:
    r"""Return a value as one line: what is not printable becomes a blank, long texts are cut.

    Not printable are control characters, line ends of any kind, marks that turn the direction
    of writing, invisible characters, and halves of surrogate pairs, which no file could hold.

    >>> shown("a\n::error::b\u202e\x1b[31mc\ud800")
    'a ::error::b [31mc'
    """
    text = str(value)
    line = single_spaced(text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def together(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings, notices of one name and assessor as one that names all their cells.

    >>> notices = [finding("number-as-text", code=c, cell=f"L!{c}", typed="7 orang", value=7) for c in ("K1", "K2")]
    >>> [(each.code, each.cells) for each in together(notices)]
    [(None, ('L!K1', 'L!K2'))]
    """
    kept: dict[object, Finding] = {}
    for each in findings:
        key = (each.name, each.assessor) if each.severity is Severity.NOTICE and each.cell else len(kept)
        first = kept.setdefault(key, each)
        if first is not each:
            kept[key] = first.model_copy(update={"code": None, "cells": first.places + each.places})
    return list(kept.values())


def _readable(detail: str) -> str:
    """Return a detail of a message as people read it: a date in words, figures as the language in use writes them."""
    if _DATE.fullmatch(detail):
        with suppress(ValueError):  # a day that no month has is no date
            return dated(date.fromisoformat(detail))
    return localised(detail)


def _listed(places: Sequence[str]) -> str:
    """Return the names of cells as people write them, neighbours in a column as a range; the first few of many.

    >>> _listed(["LKE!K7", "LKE!K8", "LKE!K9", "LKE!M3"])
    'K7:K9, M3'
    >>> _listed(["REFORM!K7", "REFORM!K8", "HASIL!K9"])
    'REFORM!K7:K8, HASIL!K9'
    """
    runs: list[list[str]] = []
    is_one_sheet = len({place.rpartition("!")[0] for place in places}) == 1
    for cell in (place.rpartition("!")[2] if is_one_sheet else place for place in places):
        column, row = _divided(cell)
        if runs and _divided(runs[-1][-1]) == (column, row - 1):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    texts = [run[0] if len(run) == 1 else f"{run[0]}:{run[-1].rpartition('!')[2]}" for run in runs]
    return ", ".join(texts[:_LISTED]) + (", …" if len(texts) > _LISTED else "")


def _divided(cell: str) -> tuple[str, int]:
    column = cell.rstrip("0123456789")
    return column, int(cell[len(column) :] or -1)


def named(path: object) -> str:
    """Return the name of a file as one line; it is never cut, for systems set a limit to it.

    >>> len(named("a" * 1_000 + ".xlsx"))
    1005
    """
    return shown(path, _LONGEST_NAME)


def single_spaced(text: str) -> str:
    r"""Return a text with one blank wherever it has blanks or line ends, and none around it.

    >>> single_spaced(" a \n b")
    'a b'
    """
    # Most texts are so already, and a look is several times faster than taking them apart; the
    # only blank that counts as printable is the plain one.
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.split())


def blunted(text: str) -> str:
    """Return a text for a log in which no CI system finds a command to itself, whoever wrote the text.

    >>> blunted("##vso[task.complete result=Succeeded]")
    '#.vso[task.complete result=Succeeded]'
    """
    if "##" in text:
        text = COMMAND.sub("#.", text)
    return _WORKFLOW_COMMAND.sub(r"\1.", text) if "::" in text else text


def typed(value: object) -> str:
    """Return what a person typed, cut to what fits into a sentence."""
    return shown(value, _SHOWN)


_KINDS = (CataloguePage, Severity)


@cache
def catalogue() -> dict[str, CataloguePage]:
    """All findings by name, each with its page."""
    found = ready(_CATALOGUE.with_suffix(SUFFIX), [_CATALOGUE], _KINDS)
    return found if isinstance(found, dict) else _validated()


def prepared_catalogue() -> tuple[Path, str]:
    """Return what a build writes, and where: the catalogue, validated."""
    return _CATALOGUE.with_suffix(SUFFIX), prepared(_validated(), [_CATALOGUE], _KINDS)


def _validated() -> dict[str, CataloguePage]:
    import tomllib  # noqa: PLC0415 - what is ready does without it

    with _CATALOGUE.open("rb") as file:
        return {name: CataloguePage.model_validate(page) for name, page in tomllib.load(file).items()}
