"""How two counts become a value, in words."""

from __future__ import annotations

from zi_score.law.ratio import Ratio
from zi_score.model.language import translate as _
from zi_score.model.written import share_as_ruled


def formula(ratio: Ratio) -> str:
    """Return the rate of a ratio by the keys of its counts."""
    if ratio.kind == "share":
        return f"{ratio.part} / {ratio.whole}"
    return f"({ratio.whole} - {ratio.part}) / {ratio.whole}"


def worth(ratio: Ratio) -> str:
    """Say which rate earns full marks and which nothing; empty where a rate is its value."""
    if ratio.is_plain:
        return ""
    told = _("full marks at {full}, nothing at {zero}, in proportion between them")
    return told.format(full=share_as_ruled(ratio.full_at), zero=share_as_ruled(ratio.zero_at))
