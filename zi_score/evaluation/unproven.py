"""What assessors have to see with their own eyes."""

from zi_score.model.worksheet import Cell, Frozen, Value


class Unproven(Frozen):
    """An answer that nothing beside it proves, so that an assessor has to see it with one's own eyes.

    ``points`` are at stake: those that the answer gives. ``findings`` are the names of what is said of its evidence;
    ``beside`` is what stands there, evidence before notes.
    """

    code: str
    label: str
    cell: Cell | None
    points: Value
    findings: tuple[str, ...]
    beside: tuple[str, ...] = ()
