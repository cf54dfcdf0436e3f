"""Where findings are, in the words of tools that know files, lines and columns only."""

import ntpath
import posixpath
import sys
from pathlib import PurePath, PureWindowsPath
from typing import NamedTuple
from urllib.parse import quote

from zi_score.model.formula import column_number
from zi_score.model.pattern import pattern

_ADDRESS = pattern(r"(?:\A|!)\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?\Z")


class Region(NamedTuple):
    """Rows as lines, columns as columns; ``end_column`` is the one behind the last."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 2


def region(cell: str | None) -> Region:
    """Return where a cell or a range is; the first cell where there is none.

    >>> region("LKE ZI!K8")
    Region(line=8, column=11, end_line=8, end_column=12)
    """
    match = _ADDRESS.search(cell or "")
    if match is None:
        return Region()
    first, top, last, bottom = match.groups()
    lines = sorted((int(top), int(bottom or top)))
    columns = sorted(column_number(letters) + 1 for letters in (first, last or first))
    return Region(lines[0], columns[0], lines[1], columns[1] + 1)


def from_root(path: str, root: PurePath) -> PurePath:
    """Return a path relative to the root, else the whole path where it leads elsewhere.

    >>> from pathlib import PurePosixPath, PureWindowsPath
    >>> from_root("/srv/repo/unit/../lke.xlsx", PurePosixPath("/srv/repo"))
    PurePosixPath('lke.xlsx')
    >>> from_root("../lke.xlsx", PureWindowsPath("C:/repo"))
    PureWindowsPath('C:/lke.xlsx')
    """
    normal = ntpath.normpath if isinstance(root, PureWindowsPath) else posixpath.normpath
    whole = type(root)(normal(str(root / path)))
    return whole.relative_to(root) if whole.is_relative_to(root) else whole


def uri(path: PurePath) -> str:
    """Return a path as a URI: relative where the path is, else of the scheme ``file``.

    >>> uri(PureWindowsPath("unit 1", "50%#.xlsx"))
    'unit%201/50%25%23.xlsx'
    >>> uri(PureWindowsPath("C:/unit/lke.xlsx"))
    'file:///C:/unit/lke.xlsx'
    """
    text = path.as_posix()
    errors = sys.getfilesystemencodeerrors()
    if not path.is_absolute():
        return quote(text, errors=errors)
    slashes = "///" if path.drive.endswith(":") else "" if path.drive else "//"
    return f"file:{slashes}{quote(text, safe='/:', errors=errors)}"
