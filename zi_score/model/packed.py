"""Collections that lie packed: thousands of units are kept, and a few are looked at at a time."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, overload

_FASTEST = 1
_LOOKED_AT = 8
"""Level of compression; and collections that stay unpacked, which are those of the unit that is looked at."""

Thing = TypeVar("Thing")


def _packed(things: object) -> bytes:
    return zlib.compress(pickle.dumps(things, pickle.HIGHEST_PROTOCOL), _FASTEST)


@lru_cache(maxsize=_LOOKED_AT)
def _unpacked(content: bytes) -> Any:  # noqa: ANN401 - whatever was packed
    return pickle.loads(zlib.decompress(content))  # noqa: S301 - this program packed it, and no file holds it


class PackedSequence(Sequence[Thing]):
    """A sequence that is unpacked while somebody looks at it; it is equal to a sequence of the same things.

    >>> kept = PackedSequence(["WBK", "WBBM"])
    >>> len(kept), kept[1], list(kept), kept == ("WBK", "WBBM")
    (2, 'WBBM', ['WBK', 'WBBM'], True)
    """

    __slots__ = ("_content",)

    def __init__(self, things: Iterable[Thing]) -> None:
        """Pack things, which can be pickled."""
        self._content = _packed(tuple(things))

    @property
    def _things(self) -> tuple[Thing, ...]:
        found: tuple[Thing, ...] = _unpacked(self._content)
        return found

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._things)

    @overload
    def __getitem__(self, place: int) -> Thing: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Thing]: ...

    def __getitem__(self, place: int | slice) -> Thing | Sequence[Thing]:
        """Return one of them, or some."""
        return self._things[place]

    def __iter__(self) -> Iterator[Thing]:
        """Yield all of them."""
        return iter(self._things)

    def __eq__(self, other: object) -> bool:
        """Whether the other has the same things."""
        return isinstance(other, Sequence) and self._things == tuple(other)

    def __hash__(self) -> int:
        """Return what equal ones share."""
        return hash(self._things)

    def __repr__(self) -> str:
        """Write it as what it holds."""
        return repr(self._things)


class PackedMapping(Mapping[str, Thing]):
    """A mapping that is unpacked while somebody looks at it.

    >>> kept = PackedMapping({"A": 60, "B": 40})
    >>> len(kept), kept["B"], kept == {"A": 60, "B": 40}
    (2, 40, True)
    """

    __slots__ = ("_content",)

    def __init__(self, things: Mapping[str, Thing]) -> None:
        """Pack things, which can be pickled."""
        self._content = _packed(dict(things))

    @property
    def _things(self) -> dict[str, Thing]:
        found: dict[str, Thing] = _unpacked(self._content)
        return found

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._things)

    def __getitem__(self, key: str) -> Thing:
        """Return what is kept under a key."""
        return self._things[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        return iter(self._things)

    def __repr__(self) -> str:
        """Write it as what it holds."""
        return repr(self._things)
