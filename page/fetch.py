"""What the page is built of, beside the project's own wheel: brought by the ordinary clients, known by its sums.

What lies in the cache and has the right sum is not brought again; nothing else is ever used.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

HERE = Path(__file__).parent
WHEELS = HERE / "wheels.txt"
CACHE = HERE.parent / "build" / "page"
"""Where it is kept from one build to the next."""

_PINNED = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.]+) --hash=sha256:(?P<sum>[0-9a-f]{64})")
_ANYWHERE = ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "any")
"""Of a library that has no wheel without a machine's code one of a machine is taken, and that code is left out."""


class FetchError(Exception):
    """Something could not be brought, or is not what was pinned; the message is a sentence."""


def runtime_lock() -> dict[str, str]:
    """Return which Python for browsers is taken: ``package``, ``version``, ``integrity``, ``python``, ``platform``."""
    return {key: str(value) for key, value in tomllib.loads((HERE / "runtime.toml").read_text("utf-8")).items()}


def pinned() -> dict[str, str]:
    """Return the SHA-256 of each library's wheel, by ``name==version``."""
    lines = [line for line in WHEELS.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    found = [_PINNED.fullmatch(line) for line in lines]
    return {f"{each['name']}=={each['version']}": each["sum"] for each in found if each}


def runtime(cache: Path = CACHE) -> Path:
    """Return the archive of the runtime, brought if need be."""
    lock = runtime_lock()
    path = cache / f"{lock['package']}-{lock['version']}.tgz"
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        client = shutil.which("npm")
        if client is None:
            raise FetchError("npm is not installed; it brings the runtime")
        run(client, "pack", f"{lock['package']}@{lock['version']}", "--silent", "--pack-destination", str(cache))
    found = "sha512-" + base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if found != lock["integrity"]:
        raise FetchError(f"{path}: not what runtime.toml pins; delete it, and build again")
    return path


def wheels(cache: Path = CACHE) -> list[Path]:
    """Return the wheels of the libraries in the order of their names, brought if need be."""
    folder, lock = cache / "wheels", runtime_lock()
    if missing(folder):
        platforms = [part for name in (lock["platform"], *_ANYWHERE) for part in ("--platform", name)]
        python = ["--python-version", lock["python"], "--implementation", "cp"]
        abi = ["--abi", f"cp{lock['python'].replace('.', '')}", "--abi", "none"]
        options = ["--no-deps", "--require-hashes", "--only-binary", ":all:", *python, *abi, *platforms]
        run(sys.executable, "-m", "pip", "download", "-q", *options, "-r", str(WHEELS), "-d", str(folder))
    if still := missing(folder):
        raise FetchError(f"not what wheels.txt pins: {', '.join(sorted(still))}")
    sums = set(pinned().values())
    return [path for path in sorted(folder.glob("*.whl")) if _sum(path) in sums]


def missing(folder: Path) -> set[str]:
    """Return the libraries of which a folder has no wheel with the right sum."""
    there = {_sum(path) for path in folder.glob("*.whl")}
    return {name for name, sha256 in pinned().items() if sha256 not in there}


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def run(*command: str) -> None:
    """Run a command.

    Raises:
        FetchError: it failed; the message holds what it said.

    """
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if done.returncode:
        raise FetchError(f"{' '.join(command[:3])} failed: {done.stderr.strip()[-2000:]}")
