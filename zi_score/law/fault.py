"""What keeps a ruleset from being used."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from zi_score.model.language import translate as _


class Fault(NamedTuple):
    """What keeps a ruleset from being whole: ``key`` of ``file``, what was found there, and what was expected.

    ``key`` is written as people look for it: ``A.I.1.weight``, ``criteria.area-6.area``; it is empty where
    the file as a whole is meant, and a place where the file breaks off. ``cell`` is where it stands in a workbook.
    """

    file: str
    key: str
    found: str
    expected: str
    cell: str = ""

    @property
    def message(self) -> str:
        """The fault as a sentence, in the language in use."""
        named = f"{self.cell} ({self.key})" if self.cell and self.key else self.cell or self.key
        place = f"{self.file}: {named}" if named else self.file
        return _("{place}: found {found}, expected {expected}.").format(
            place=place, found=self.found, expected=self.expected
        )


class RulesetError(Exception):
    """A ruleset that cannot be used; ``faults`` are all that were found in its folder."""

    def __init__(self, message: str, faults: Iterable[Fault] = ()) -> None:
        """Carry the faults beside the message, which names each of them."""
        super().__init__(message)
        self.faults = tuple(faults)

    @classmethod
    def of(cls, folder: str | Path, faults: Iterable[Fault]) -> "RulesetError":
        """Return the refusal of a folder: a line a fault, with the path of its file."""
        faults = tuple(faults)
        paths = (fault._replace(file=str(Path(folder) / fault.file)) for fault in faults)
        return cls("\n".join(fault.message for fault in paths), faults)
