"""What holds for a regulation as a whole: waiver, areas (kawasan), conventions, what replaced it, who read it."""

from datetime import date

from zi_score.law.cited import Cited, Exact, Law


class Waiver(Cited):
    """The fact under which a unit may be proposed while requirements are still being met, and for what.

    Only ``kinds`` of units may be, as the fact ``kind`` tells; never one of which a fact says what
    is ``barred``, nor before the year ``since``.
    """

    fact: str
    value: str
    kind: str | None = None
    kinds: tuple[str, ...] = ()
    barred: dict[str, str] = {}
    since: int | None = None
    predicates: tuple[str, ...]


class KawasanRule(Cited):
    """What an area (kawasan) needs beside its units."""

    integration_score: dict[str, Exact]
    holds_kawasan_wbk: tuple[str, ...]


class Convention(Cited):
    """How the program acts where it had to choose."""

    id: str
    text: str


class Replacement(Cited):
    """What took the place of a regulation on the day after its last."""

    by: str


class Base(Law):
    """The ruleset from which one of somebody's own was begun, and the sum over what it said then."""

    id: str
    hash: str


class Review(Law):
    """Who read a ruleset beside the regulation, when, and the sum over what it said then."""

    by: str
    on: date
    hash: str
