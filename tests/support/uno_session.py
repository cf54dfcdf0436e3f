"""One session of LibreOffice that types and reads cells; run by the Python that has UNO, which need not be the tests'.

Requests are lines of JSON on standard input, answers lines of JSON on standard output. ``python uno_session.py
soffice profile`` starts LibreOffice with a profile of its own, and ends it when its input ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

_TRIES = 300
_PAUSE = 0.2
_XLSX = "Calc MS Excel 2007 XML"


def _property(name: str, value: object) -> PropertyValue:
    return PropertyValue(Name=name, Value=value)


class Session:
    """The desktop, and the document that is open."""

    def __init__(self, desktop: Any) -> None:  # noqa: ANN401 - UNO has no types
        """Begin without a document."""
        self._desktop = desktop
        self._document: Any = None

    def open(self, url: str) -> None:
        """Open a workbook, which is computed then, in place of the one that is open."""
        self.close()
        self._document = self._desktop.loadComponentFromURL(url, "_blank", 0, (_property("Hidden", value=True),))
        self._document.calculateAll()

    def type(self, cells: list[list[Any]]) -> None:
        """Type values into cells: sheet, row, column and value; None empties one."""
        self._document.addActionLock()
        sheets = self._document.Sheets
        for name, row, column, value in cells:
            cell = sheets.getByName(name).getCellByPosition(column, row)
            if isinstance(value, int | float):
                cell.setValue(value)
            else:
                cell.setString(value or "")
        self._document.removeActionLock()

    def read(self, ranges: list[list[Any]]) -> list[list[Any]]:
        """Return what columns show: of each a sheet, its first row, the column, and how many rows; errors are None."""
        self._document.calculate()
        found = []
        for name, row, column, count in ranges:
            area = self._document.Sheets.getByName(name).getCellRangeByPosition(column, row, column, row + count - 1)
            found.append([value for (value,) in area.getDataArray()])
        return found

    def sets(self, sets: list[list[list[Any]]], ranges: list[list[Any]]) -> list[list[list[Any]]]:
        """Type one set after the other, and return what each makes columns show."""
        found = []
        for cells in sets:
            self.type(cells)
            found.append(self.read(ranges))
        return found

    def convert(self, source: str, target: str) -> None:
        """Save a workbook as computed."""
        self.open(source)
        self._document.storeToURL(target, (_property("FilterName", _XLSX),))

    def close(self) -> None:
        """Close the document that is open."""
        if self._document is not None:
            self._document.close(True)  # noqa: FBT003 - its only parameter
            self._document = None


def _connected(pipe: str) -> Any:  # noqa: ANN401 - as above
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(_TRIES):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except NoConnectException:
            time.sleep(_PAUSE)
    raise TimeoutError("LibreOffice does not answer")


def main(soffice: str, profile: str) -> None:
    """Answer requests until there are none."""
    pipe = f"judge{uuid.uuid4().hex}"
    command = [soffice, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo"]
    office = subprocess.Popen([*command, f"--accept=pipe,name={pipe};urp;"], stdout=subprocess.DEVNULL)
    try:
        desktop = _connected(pipe)
        try:
            _answer(Session(desktop))
        finally:
            desktop.terminate()  # the process that was started is not the one that works
    finally:
        try:
            office.wait(60)
        except subprocess.TimeoutExpired:
            office.kill()


def _answer(session: Session) -> None:
    for line in sys.stdin:
        name, arguments = json.loads(line)
        answer: Callable[..., object] = getattr(session, name)
        sys.stdout.write(json.dumps(answer(*arguments)) + "\n")
        sys.stdout.flush()
    session.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
