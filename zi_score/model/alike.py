"""What somebody may have meant who named something that is not there."""

from collections.abc import Iterable

from zi_score.model.language import translate as _


def alike(names: Iterable[str]) -> str:
    """Return what ends a refusal: a blank and the names that are alike, or nothing where none is.

    >>> alike(["A.I.1", "A.I.2"]), alike([])
    (' Yang mirip: A.I.1, A.I.2.', '')
    """
    near = ", ".join(names)
    return " " + _("Near: {near}.").format(near=near) if near else ""
