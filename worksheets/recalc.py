"""Gives workbooks of openpyxl the cached values that a spreadsheet program would have saved.

LibreOffice computes the formulas in a copy; the values are put into the original, because the
copy itself loses frozen panes. Dates inside the file are fixed: same content, same bytes.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

_FORMULA = re.compile(r'<c r="([A-Z]+\d+)"((?: s="\d+")?)(?: t="\w+")?>(<f>.*?</f>)<v\s*(?:/>|></v>)</c>', re.DOTALL)
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_FIXED = (2026, 1, 2, 0, 0, 0)


def recalculate(paths: Sequence[Path]) -> None:
    """Write the computed values into the workbooks, in place."""
    if not paths:
        return
    with tempfile.TemporaryDirectory() as folder:
        _convert(paths, Path(folder))
        for path in paths:
            _put_values(path, Path(folder) / path.name)


def _convert(paths: Sequence[Path], folder: Path) -> None:
    command = ["soffice", "--headless", "--convert-to", "xlsx", "--outdir", str(folder)]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run([*command, profile, *map(str, paths)], check=True, capture_output=True)
    if missing := [path.name for path in paths if not (folder / path.name).is_file()]:
        msg = f"LibreOffice did not write {', '.join(missing)}"
        raise RuntimeError(msg)


def _put_values(path: Path, computed: Path) -> None:
    sheets = load_workbook(computed, data_only=True).worksheets
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, _part(name, content, sheets))


def _part(name: str, content: bytes, sheets: Sequence[Worksheet]) -> bytes:
    if name == "docProps/core.xml":
        return _MOMENT.sub("2026-01-02T00:00:00Z", content.decode()).encode()
    if found := _SHEET.fullmatch(name):
        return _FORMULA.sub(_cached(sheets[int(found[1]) - 1]), content.decode()).encode()
    return content


def _cached(sheet: Worksheet) -> Callable[[re.Match[str]], str]:
    def cell(found: re.Match[str]) -> str:
        reference, style, formula = found.groups()
        kind, text = _typed(sheet[reference].value)
        return f'<c r="{reference}"{style}{kind}>{formula}<v>{text}</v></c>'

    return cell


def _typed(value: object) -> tuple[str, str]:
    """Type attribute and text of a cached value."""
    if isinstance(value, bool):
        return ' t="b"', str(int(value))
    if isinstance(value, int | float):
        return "", f"{value:.15g}"
    text = "" if value is None else str(value)
    return (' t="e"' if re.fullmatch(r"#[A-Z0-9/]+[!?]?", text) else ' t="str"'), escape(text)
