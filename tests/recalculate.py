"""Recalculate workbooks with LibreOffice, as a user's spreadsheet program would."""

import shutil
import subprocess
import tempfile
from pathlib import Path

SOFFICE = shutil.which("soffice")
NO_SOFFICE = "LibreOffice (soffice) is not installed"
_TIMEOUT = 300


def recalculate(paths: list[Path], out_dir: Path) -> list[Path]:
    """Return recalculated copies of the workbooks; one LibreOffice process does them all."""
    if SOFFICE is None:
        raise FileNotFoundError(NO_SOFFICE)
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                SOFFICE,
                f"-env:UserInstallation={Path(profile).as_uri()}",
                "--headless",
                "--convert-to",
                "xlsx:Calc MS Excel 2007 XML",
                "--outdir",
                str(out_dir),
                *map(str, paths),
            ],
            check=True,
            capture_output=True,
            timeout=_TIMEOUT,
        )
    return [out_dir / path.name for path in paths]
