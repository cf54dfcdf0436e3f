"""What is read of a ruleset's workbook: the content of the files of a folder, and the cell of every value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from zi_score.law.fault import Fault
from zi_score.law.files import TREE
from zi_score.law.sheets import form
from zi_score.law.sheets.form import TEXTS, YES
from zi_score.law.sheets.table import RuleLine, as_number
from zi_score.law.whole.words import one_of, quoted
from zi_score.model.language import translate as _

Content = dict[str, Any]

_WORDS = {text: key for key, text in TEXTS.items()}


@dataclass
class Reading:
    """What was read of a workbook: content, the cells of its values by the keys of faults, codes that moved, faults."""

    book: str
    content: Content = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, line: RuleLine, key: str, found: str, expected: str) -> None:
        """Note what is wrong in a column of a row."""
        self.faults.append(Fault(self.book, "", found, expected, line.cell(key)))

    def place(self, key: str, cell: str) -> None:
        """Note the cell of a value; the first one keeps its place."""
        self.places.setdefault(key, cell)

    def places_of(self, where: str, line: RuleLine, keys: Mapping[str, str]) -> None:
        """Note the cells of a row: the keys of the files below ``where``, by those of the columns."""
        self.place(where, line.cell(next(iter(line.columns))))
        for column, key in keys.items():
            self.place(f"{where}.{key}", line.cell(column))

    def placed(self, fault: Fault) -> Fault:
        """Return a fault of the content with the cell where it is to be mended."""
        key = fault.key
        while key and key not in self.places:
            key = key.rpartition(".")[0]
        sheet = form.TREE_SHEET if fault.file == TREE else form.RULES_SHEET
        return fault._replace(file=self.book, cell=self.places.get(key, sheet.name))

    def word(self, line: RuleLine, key: str, known: Iterable[str]) -> str | None:
        """Return a word of the files for the one in a cell; one that is not known is a fault."""
        text = line.text(key)
        if text is None:
            return None
        found = _WORDS.get(text.casefold(), text.casefold())
        if found not in (known := tuple(known)):
            self.refuse(line, key, quoted(text), one_of([TEXTS[word] for word in known]))
            return None
        return found

    def keys(self, line: RuleLine, key: str, known: Iterable[str], text: str | None) -> str | None:
        """Return the key of a row, unless it is one that stands there already, which is a fault."""
        if text is not None and text in known:
            self.refuse(line, key, _("{name} twice").format(name=quoted(text)), _("each once"))
            return None
        return text

    def flag(self, line: RuleLine, key: str) -> bool | None:
        """Return whether a cell says yes; None where it says nothing."""
        text = line.text(key)
        if text is None or text.casefold() in (YES.casefold(), form.NO.casefold()):
            return None if text is None else text.casefold() == YES.casefold()
        self.refuse(line, key, quoted(text), one_of((YES, form.NO)))
        return None


def compact(**values: object) -> Content:
    """Return what is known, by its key."""
    return {key: value for key, value in values.items() if value not in (None, [], {})}


def pairs(line: RuleLine, key: str, *, numbers: bool = False) -> dict[str, object]:
    """Return what a cell says as ``name = value``, several with a semicolon between them."""
    found: dict[str, object] = {}
    for text in line.texts(key):
        name, _sign, value = text.partition("=")
        found[name.strip()] = as_number(value.strip()) if numbers else value.strip()
    return found
