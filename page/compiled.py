"""Run in the runtime by ``compile.mjs``: a workbook is judged, and what was loaded for that is compiled.

``/library.zip`` holds the standard library and all wheels of Python alone: what was loaded compiled, the rest as
sources. Of wheels that are unpacked, those with a machine's code and the project's own, ``/cache.zip`` holds what
Python would write beside their sources.
"""

import json
import sys
import zipfile
from collections.abc import Iterator
from importlib._bootstrap_external import _code_to_hash_pyc  # type: ignore[attr-defined]  # what py_compile writes with
from pathlib import Path

GIVEN = Path("/given")
OWN = "zi_score-"
MACHINE = "emscripten_"
_UNCHECKED = bytes(8)
_NEVER = (
    *("_pyrepl", "bdb", "doctest", "ftplib", "imaplib", "mailbox", "pdb", "pickletools", "poplib", "pydoc", "smtplib"),
    *("turtle", "unittest", "wsgiref", "xmlrpc", "pydantic/v1", "pydantic/mypy"),
)
"""What a page never does: consoles, tests, mail, servers, and an old interface that nothing here uses."""


def main() -> None:
    """Write both archives, their entries stored, in order and without a clock."""
    wheels = sorted(GIVEN.glob("*.whl"))
    unpacked = [path for path in wheels if MACHINE in path.name or path.name.startswith(OWN)]
    standard = Path("/lib") / f"python{sys.version_info.major}{sys.version_info.minor}.zip"
    loaded = loaded_for(wheels)
    with zipfile.ZipFile("/library.zip", "w") as library:
        for archive in (standard, *(path for path in wheels if path not in unpacked)):
            for name, source in modules(archive):
                if name in loaded:
                    library.writestr(zipfile.ZipInfo(f"{name}c"), compiled(source, name, optimize=2))
                else:
                    library.writestr(zipfile.ZipInfo(name), source)
    with zipfile.ZipFile("/cache.zip", "w") as cache:
        for archive in unpacked:
            for name, source in modules(archive):
                if name in loaded:
                    cache.writestr(zipfile.ZipInfo(cached(name)), compiled(source, name, optimize=0))


def loaded_for(wheels: list[Path]) -> frozenset[str]:
    """Return the modules that are loaded once a workbook was judged and its report written, as files."""
    site = Path("/site")
    for path in wheels:
        with zipfile.ZipFile(path) as wheel:
            wheel.extractall(site)
    sys.path.insert(0, str(site))
    from page import desk  # noqa: PLC0415 - what it needs was unpacked just now

    (workbook,) = GIVEN.glob("*.xlsx")
    for asked in ({"do": "hello"}, {"do": "opened", "name": workbook.name, "facts": {}}):
        content = None if asked["do"] == "hello" else workbook.read_bytes()
        desk.Desk().answer(json.dumps({"language": "id", "day": "2000-01-01", **asked}), content, lambda _stage: None)
    names = [name.replace(".", "/") for name in sys.modules]
    return frozenset(f"{name}{ending}" for name in names for ending in (".py", "/__init__.py"))


def modules(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the modules of an archive with their sources."""
    with zipfile.ZipFile(archive) as opened:
        for name in sorted(opened.namelist()):
            if name.endswith(".py") and not name.startswith(tuple(f"{never}{end}" for never in _NEVER for end in "./")):
                yield name, opened.read(name)


def compiled(source: bytes, name: str, *, optimize: int) -> bytes:
    """Return what Python keeps of a module, and takes without a look at its source."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=optimize)
    return bytes(_code_to_hash_pyc(code, _UNCHECKED, checked=False))


def cached(name: str) -> str:
    """Return where Python looks for what it keeps of a module."""
    folder, _slash, module = name.rpartition("/")
    return f"{folder}/__pycache__/{module.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"
