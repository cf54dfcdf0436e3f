"""How the units of a batch are ranked, and which of them are kept."""

from enum import StrEnum


class Order(StrEnum):
    """By what units are ranked."""

    VERDICT = "verdict"
    TOTAL = "total"
    MARGIN = "margin"
    NAME = "name"
    AGENCY = "agency"
    PATH = "path"


class Only(StrEnum):
    """Which units to keep: by their verdict; ``failed`` are the workbooks that could not be read."""

    WBBM = "wbbm"
    WBK = "wbk"
    NONE = "none"
    UNDETERMINED = "undetermined"
    FAILED = "failed"
