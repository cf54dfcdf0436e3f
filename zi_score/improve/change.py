"""An answer that was tried out."""

from __future__ import annotations

from dataclasses import dataclass

from zi_score.model import Place


@dataclass(frozen=True)
class Change:
    """An answer or count that was set: what stood there, and what stands there now; blank for nothing."""

    code: str
    label: str
    before: str
    after: str
    place: Place | None
