"""Results kept in a folder, so that a second run over the same workbooks is fast.

A result is found by everything that it follows from: the content of the workbook, its name, what
was given beside it, the regulation and the program itself, to the last byte. So it is never stale,
and the folder can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from uuid import uuid4

_PROGRAM = Path(__file__).parents[1]
_READERS = ("python-calamine", "openpyxl", "pydantic", "formualizer")
_SEAL = 32
_NEW = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
_WRITTEN = (".py", ".toml", ".json", ".po")


class Cache:
    """A folder of results; what cannot be read or written there is as if it were not there."""

    def __init__(self, folder: str | Path) -> None:
        """Keep results in this folder."""
        self._folder = Path(folder)

    def make(self) -> None:
        """Make the folder.

        Raises:
            OSError: there can be no such folder.

        """
        self._folder.mkdir(parents=True, exist_ok=True)

    def get(self, key: str) -> bytes | None:
        """Return what was kept under a key, if it is what was kept."""
        file = self._file(key)
        try:
            kept = file.read_bytes() if file.is_file() else b""
        except OSError:
            return None
        seal, content = kept[:_SEAL], kept[_SEAL:]
        return content if seal == _sealed(key, content) else None

    def put(self, key: str, content: bytes) -> None:
        """Keep something; a reader sees all of it or nothing."""
        file = self._file(key)
        with contextlib.suppress(OSError):
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_name(f"{uuid4().hex}.draft")  # named before it is there: a signal may come in between
            try:
                with os.fdopen(os.open(draft, _NEW, 0o600), "wb") as stream:
                    stream.write(_sealed(key, content) + content)
                draft.replace(file)
            except BaseException:
                draft.unlink(missing_ok=True)
                raise

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


def _sealed(key: str, content: bytes) -> bytes:
    """Return a digest that binds content to its key, so that a damaged or altered result is none."""
    return hashlib.sha256(f"{program_digest()}{key}".encode() + content).digest()


def key_of(*parts: str) -> str:
    """Return the key of what follows from these parts and from this program."""
    digest = hashlib.sha256(program_digest().encode())
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode(errors="surrogatepass"))
    return digest.hexdigest()


@cache
def program_digest() -> str:
    """Return a digest of the program: its code, texts and data, and the libraries that read for it."""
    readers = (f"{name} {_release(name)}" for name in _READERS)
    return hashlib.sha256("\n".join((folder_digest(_PROGRAM), *readers)).encode()).hexdigest()


def _release(library: str) -> str:
    """Return the release of a library; of one that is not installed, nothing."""
    try:
        return version(library)
    except PackageNotFoundError:
        return ""


@cache
def digest_of(place: Path) -> str:
    """Return a digest of a file, or of the files of a folder that are written by hand; empty if there is neither."""
    if place.is_dir():
        return folder_digest(place)
    return hashlib.sha256(place.read_bytes()).hexdigest() if place.is_file() else ""


def folder_digest(folder: Path) -> str:
    """Return a digest of the files of a folder that are written by hand."""
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*")):
        if file.suffix in _WRITTEN and file.is_file():
            digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
