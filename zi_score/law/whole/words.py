"""How a fault says what was found and what was expected."""

from collections import Counter
from collections.abc import Collection, Iterable

from zi_score.model.findings import typed
from zi_score.model.language import translate as _

_LONGEST = 260
_NEAR = 4


def quoted(value: object) -> str:
    """Return a value as it was written, in quotes, on one line.

    >>> quoted("hearsay")
    "'hearsay'"
    """
    return f"'{typed(value)}'"


def one_of(names: Collection[str], wrong: str = "") -> str:
    """Name what was possible; of many only what is near to what was written."""
    if not names:
        return _("none, as there is nothing to name")
    if len(listed := ", ".join(names)) <= _LONGEST:
        return _("one of {names}").format(names=listed)
    from difflib import get_close_matches  # noqa: PLC0415 - only a fault needs it

    if near := get_close_matches(wrong, names, n=_NEAR):
        return _("one of {count}; near: {names}").format(count=len(names), names=", ".join(near))
    return _("one of {count}, such as {names}").format(count=len(names), names=", ".join(list(names)[:_NEAR]))


def doubled(items: Iterable[str]) -> list[str]:
    """Return what stands there more than once, in order."""
    listed = list(items)
    return [] if len(set(listed)) == len(listed) else [item for item, times in Counter(listed).items() if times > 1]
