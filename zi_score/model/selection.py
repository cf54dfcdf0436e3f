"""Which findings count: chosen by name, and by the code of a question or of what stands above it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from zi_score.model.findings import Finding, catalogue


@dataclass(frozen=True)
class Pattern:
    """A finding's name, and the code under which it is meant; without a code everywhere."""

    name: str
    code: str | None = None

    def covers(self, finding: Finding) -> bool:
        """Whether a finding is one of those chosen."""
        if finding.name != self.name:
            return False
        return self.code is None or f"{finding.code}.".startswith(f"{self.code}.")


@dataclass(frozen=True)
class Selection:
    """The findings to count: of those selected (all, if none is) the ones that are not ignored.

    >>> Selection.parsed(ignore=["near-minimum:area-3"]).ignore
    (Pattern(name='near-minimum', code='area-3'),)
    """

    select: tuple[Pattern, ...] = ()
    ignore: tuple[Pattern, ...] = ()

    @classmethod
    def parsed(cls, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Selection:
        """Read choices written ``NAME`` or ``NAME:CODE``.

        Raises:
            UnknownFinding: the catalogue has no finding of that name.

        """
        return cls(tuple(map(_choice, select)), tuple(map(_choice, ignore)))

    def counts(self, finding: Finding) -> bool:
        """Whether a finding counts."""
        if self.select and not any(choice.covers(finding) for choice in self.select):
            return False
        return not any(choice.covers(finding) for choice in self.ignore)


class UnknownFinding(ValueError):  # noqa: N818 - the name says what was asked for
    """A name that the catalogue does not have; ``near`` are names like it."""

    def __init__(self, name: str) -> None:
        """Look for names like it."""
        super().__init__(name)
        self.name = name
        self.near = tuple(get_close_matches(name, catalogue(), n=3))


def _choice(text: str) -> Pattern:
    name, _, code = text.strip().partition(":")
    if name not in catalogue():
        raise UnknownFinding(name)
    return Pattern(name, code or None)
