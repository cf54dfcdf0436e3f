"""``python -m page.build -o periksa-lke.html``: one page that judges workbooks in a browser, without an installation.

It takes a wheel of this project (``--wheel``, else it builds one), and what ``fetch`` brings; the same inputs give the
same bytes.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from page.compiled import MACHINE, OWN
from page.fetch import CACHE, FetchError, run, runtime, runtime_lock, wheels
from page.pack import HERE, REPORT, Part, page, worker

MODULES = ("desk.py", "told.py")
"""What runs in the browser beside the wheels."""

_LICENCE = re.compile(r"\.dist-info/(?:licenses/)?LICEN[CS]E[^/]*$")

LARGEST = 16_000_000
"""Bytes of a page that people can send each other."""


def built(wheel: Path, cache: Path = CACHE) -> bytes:
    """Return the page with a wheel of this project in it, byte for byte.

    Raises:
        FetchError: something else that it takes cannot be brought.

    """
    packed, brought = runtime(cache), wheels(cache)
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(packed) as archive:
            archive.extractall(folder, filter="data")
        home = Path(folder, "package")
        library, kept = compiled(home, [*brought, wheel], Path(folder))
        scripts = [(home / name).read_text("utf-8") for name in ("pyodide.asm.mjs", "pyodide.mjs")]
        parts = [
            Part("worker.js", worker(*scripts).encode(), is_packed=True),
            *(Part(name, (HERE / name).read_bytes(), is_packed=True) for name in MODULES),
            Part("pyodide.asm.wasm", (home / "pyodide.asm.wasm").read_bytes(), is_packed=True),
            Part("pyodide-lock.json", (home / "pyodide-lock.json").read_bytes(), is_packed=True),
            Part("python_stdlib.zip", library, is_packed=True),
            Part("cache.zip", kept, is_packed=True),
            Part("THIRD_PARTY.txt", licences(brought).encode(), is_packed=True),
        ]
    parts += [Part(path.name, path.read_bytes()) for path in (*brought, wheel) if is_unpacked(path)]
    with zipfile.ZipFile(wheel) as opened:
        style, script = (opened.read(f"{REPORT}.{ending}").decode() for ending in ("css", "js"))
    return page(parts, report_style=style, report_script=script).encode()


def compiled(runtime_folder: Path, given: list[Path], out: Path) -> tuple[bytes, bytes]:
    """Return the library and the cache that ``compiled.py`` makes of wheels, run by the runtime itself."""
    node = shutil.which("node")
    if node is None:
        raise FetchError("node is not installed; it runs the runtime")
    files = [
        *given,
        HERE / "compiled.py",
        *(HERE / name for name in MODULES),
        HERE.parent / "worksheets" / "valid" / "wbk.xlsx",
    ]
    run(node, str(HERE / "compile.mjs"), str(runtime_folder), str(out), *map(str, files))
    return (out / "library.zip").read_bytes(), (out / "cache.zip").read_bytes()


def licences(brought: list[Path]) -> str:
    """Return the licences of what the page brings beside the project's own wheel."""
    lock = runtime_lock()
    runtime_told = f"{lock['package']} {lock['version']}: Mozilla Public License 2.0; its source is the package of npm"
    texts = [f"{runtime_told}.\nIt holds CPython, whose licence is that of typing_extensions below.\n"]
    for path in brought:
        with zipfile.ZipFile(path) as wheel:
            found = [wheel.read(name).decode("utf-8") for name in sorted(wheel.namelist()) if _LICENCE.search(name)]
        if not found:
            raise FetchError(f"{path.name} has no licence")
        texts += [f"{' '.join(path.name.split('-')[:2])}\n\n{text.strip()}\n" for text in found]
    return f"\n{'-' * 72}\n".join(texts)


def is_unpacked(wheel: Path) -> bool:
    """Whether a wheel stands in the page byte for byte: the project's own, and those with a machine's code."""
    return wheel.name.startswith(OWN) or MACHINE in wheel.name


def own_wheel(folder: Path) -> Path:
    """Build a wheel of this project with what is installed."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=HERE.parent, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (made,) = folder.glob("*.whl")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Build the page; return 1 with a sentence where that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m page.build", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("periksa-lke.html"), help="where to write the page")
    parser.add_argument("--wheel", type=Path, help="a wheel of this project; without it one is built")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where what was brought is kept")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        try:
            content = built(given.wheel or own_wheel(Path(folder)), given.cache)
        except (FetchError, OSError, subprocess.CalledProcessError) as problem:
            sys.stderr.write(f"page: {problem}\n")
            return 1
    if len(content) > LARGEST:
        sys.stderr.write(f"page: {len(content):,} bytes are more than {LARGEST:,}\n")
        return 1
    given.output.write_bytes(content)
    sys.stdout.write(f"{given.output}: {len(content):,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
