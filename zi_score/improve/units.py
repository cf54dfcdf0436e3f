"""Whether two files speak of one unit, however its name is written."""

from __future__ import annotations

import re

from zi_score.model.pattern import pattern
from zi_score.model.worksheet import Unit

_SHORT = {"&": "dan", "kab": "kabupaten", "kec": "kecamatan", "prov": "provinsi", "propinsi": "provinsi"}
_SHORT |= {"pemkab": "kabupaten", "pemkot": "kota", "pemprov": "provinsi"}
"""Words of a name as people write them shorter."""

_LOCAL = pattern(r"\b(?:kabupaten|kota|provinsi)\b.+")


def apart(one: Unit, other: Unit) -> tuple[str, str] | None:
    """Return what two units are called that are not the same one; a name that is only a file's tells nothing."""
    if not one.name or not other.name or one.named_by_file or other.named_by_file:
        return None
    if _spelled(one.name) != _spelled(other.name):
        return one.name, other.name
    here, there = _local(one.agency), _local(other.agency)
    if here and there and here != there:
        return f"{one.name} ({one.agency})", f"{other.name} ({other.agency})"
    return None


def _spelled(name: str | None) -> str:
    """Return a name in one spelling.

    >>> _spelled("Disdukcapil Kab. Contoh") == _spelled("DISDUKCAPIL, Kabupaten Contoh")
    True
    """
    return " ".join(_SHORT.get(word, word) for word in re.findall(r"\w+|&", (name or "").casefold()))


def _local(agency: str | None) -> str | None:
    """Return whose local government an agency is: their units have the same names, and those of ministries have not."""
    found = _LOCAL.search(_spelled(agency))
    return found[0] if found else None
