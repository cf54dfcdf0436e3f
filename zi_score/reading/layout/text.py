"""How much two texts say the same: real forms word the questions of a regulation in their own way.

Indonesian builds words with affixes (``tindak lanjut``, ``ditindaklanjuti``), so pieces of words
are compared, not words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from zi_score.model.pattern import pattern

_PIECE = 4
_CHANCE = 3.0
"""A few pieces are alike by chance; a text must share clearly more to count as alike."""

_STOP = frozenset(["yang", "dan", "atau", "dari", "untuk", "pada", "dalam", "dengan", "oleh", "atas", "ke", "di"])
_ABBREVIATED = pattern(r"((?:\w+[ -]){2,6})\((\w{2,6})\)")

Synonyms = tuple[tuple[str, str], ...]


def abbreviations(texts: Iterable[str]) -> dict[str, str]:
    """Return the abbreviations that texts explain, by the words they stand for.

    >>> abbreviations(["Penerapan Whistle Blowing System (WBS)"])
    {'whistle blowing system': 'wbs'}
    """
    found = {}
    for text in texts:
        if "(" not in text:
            continue  # the pattern would go over each of its words again and again
        for phrase, short in _ABBREVIATED.findall(text.casefold()):
            words = re.findall(r"\w+", phrase)[-len(short) :]
            if "".join(word[0] for word in words) == short:
                found[" ".join(words)] = short
    return found


@lru_cache(maxsize=4096)
def words(text: str, synonyms: Synonyms) -> frozenset[str]:
    """Return the words of a text that say something, synonyms replaced."""
    plain = " ".join(re.findall(r"[a-z0-9]+", text.casefold()))
    for typed, meant in synonyms:
        plain = plain.replace(typed, meant)
    return frozenset(word for word in plain.split() if len(word) > 1 and word not in _STOP)


@lru_cache(maxsize=4096)
def pieces(said: frozenset[str]) -> frozenset[str]:
    """Return the words cut into overlapping pieces; a short word is a piece of its own."""
    return frozenset(word[start : start + _PIECE] for word in said for start in range(max(1, len(word) - _PIECE + 1)))


class Label(NamedTuple):
    """A text among its neighbours; ``weights`` say how much a piece sets one of them apart."""

    pieces: frozenset[str]
    weights: Mapping[str, float]
    is_alone: bool

    def likeness(self, text: frozenset[str]) -> float:
        """Return how much another text's pieces are this label's and not a neighbour's, between 0 and 1."""
        common = self._weigh(self.pieces & text)
        if not common:
            return 0.0
        covered = common / self._weigh(self.pieces)
        if self.is_alone:
            return covered
        return (covered + common / (self._weigh(self.weights.keys() & text) + _CHANCE)) / 2

    def _weigh(self, said: Iterable[str]) -> float:
        return sum(map(self.weights.__getitem__, said))


def labels(texts: Sequence[frozenset[str]]) -> list[Label]:
    """Return neighbouring texts as labels: the fewer of them say a piece, the more it weighs."""
    found = Counter(piece for text in texts for piece in text)
    is_alone = len(texts) == 1
    weights = {piece: 1 / times - (0 if is_alone else 1 / len(texts)) for piece, times in found.items()}
    return [Label(text, weights, is_alone) for text in texts]
