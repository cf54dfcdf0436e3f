"""Mutants of a workbook in every format, each evaluated and checked in a process with limits.

``python tests/script.py strangers KIND FIRST LAST`` tries the mutants of these seeds and prints what was wrong with
any. The process is a new one, not a fork: what a test run has in memory already would count against the limit.
"""

from __future__ import annotations

import io
import os
import random
import re
import resource
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

from formats import binary, old, open_document, packed, values_of

from zi_score import check, evaluate
from zi_score.model.findings import Unreadable
from zi_score.reading.file.compound import contained, workbook_stream

ROOT = Path(__file__).parents[2]
TESTS = (ROOT / "tests", ROOT / "tests" / "support")
VALID = ROOT / "worksheets" / "valid"
_ALONE = "--alone"
MEMORY = 2**30
SECONDS = 300
"""Of CPU for a process and all its mutants: an end for what would have none."""

_FIGURES = (0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF)
_TEXTS = (b"", b"-1", b"9" * 12, b"XFD1048576", b"A1:XFD1048576", b"s", b"str", b"1E309", b"NaN", b"&#0;", b"&x;", b"'")
_PIECES = (
    *(b"<!DOCTYPE a>", b"<![CDATA[", b"<!--", b"</", b"<x:c r='ZZZ9'><v>1</v></x:c>", b"<c><v>1</v></c>", b"<row/>"),
    *(b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', b"\0", b'<text:s text:c="999999999"/>'),
    b'<table:table-row table:number-rows-repeated="999999"><table:table-cell office:value="1"/></table:table-row>',
)


@cache
def sample(kind: str) -> bytes:
    """Return the workbook of a kind that is mutated."""
    if kind == "xlsx":
        return (VALID / "lke-zi.xlsx").read_bytes()
    write = {"xls": old, "xlsb": binary, "ods": open_document}[kind]
    return write(values_of((VALID / "wbk.xlsx").read_bytes()))


def mutant(kind: str, seed: int) -> bytes:
    """Return a mutant: of the file's bytes, or of a part (of an .xls, its stream of records) that is packed again."""
    rnd = random.Random(f"{kind} {seed}")
    content = sample(kind)
    if rnd.random() < 0.3:
        return _bytes_mutated(content, rnd)
    if kind == "xls":
        return contained(_mutated(workbook_stream(content), rnd))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = rnd.choice(list(parts))
    return packed({**parts, name: _mutated(parts[name], rnd)})


def _mutated(part: bytes, rnd: random.Random) -> bytes:
    is_markup = part.lstrip().startswith(b"<")
    change: Callable[[bytes, random.Random], bytes] = rnd.choice(
        (_markup_mutated, _markup_mutated, _bytes_mutated) if is_markup else (_figures_mutated, _bytes_mutated)
    )
    return change(part, rnd)


def _bytes_mutated(content: bytes, rnd: random.Random) -> bytes:
    """Flip, cut, double or remove in a few places."""
    changed = bytearray(content)
    for _ in range(rnd.randint(1, 6)):
        at, length = rnd.randrange(len(changed) or 1), rnd.choice((1, 1, 2, 4, 64, 512, 4096))
        block = changed[at : at + length]
        piece = rnd.choice((rnd.randbytes(min(length, 8)), block * 2, b"", bytes(len(block))))
        changed[at : at + length] = piece
    return bytes(changed[: rnd.randrange(len(changed) or 1)] if rnd.random() < 0.1 else changed)


def _figures_mutated(content: bytes, rnd: random.Random) -> bytes:
    """Put extreme figures where records say sizes, counts and places."""
    changed = bytearray(content)
    for _ in range(rnd.randint(1, 6)):
        form = rnd.choice(("<H", "<I"))
        at = rnd.randrange(max(1, len(changed) - 4))
        struct.pack_into(form, changed, at, rnd.choice(_FIGURES) & (0xFFFF if form == "<H" else 0xFFFFFFFF))
    return bytes(changed)


def _markup_mutated(part: bytes, rnd: random.Random) -> bytes:
    """Bend attributes and texts; double, remove, open, close and add elements."""
    places = list(re.finditer(rb'"[^"<>]*"|<[^<>]*>|>[^<>]+<', part))
    chosen = rnd.sample(places, min(len(places), rnd.randint(1, 8)))
    for place in sorted(chosen, key=lambda match: match.start(), reverse=True):
        text = place[0]
        if text.startswith(b'"'):
            piece = b'"' + rnd.choice(_TEXTS) + b'"'
        elif text.startswith(b"<"):
            piece = rnd.choice(
                (b"", text * 2, text * 3000, text[:-1], text.replace(b'"', b"'"), rnd.choice(_PIECES) + text)
            )
        else:
            piece = b">" + rnd.choice((*_TEXTS, *_PIECES)) + b"<"
        part = part[: place.start()] + piece + part[place.end() :]
    return part


def faults(kind: str, seeds: Iterable[int]) -> Iterator[str]:
    """Yield what was wrong with any mutant: an exception, or a signal that ended the process."""
    left = list(seeds)
    while left:
        command = [sys.executable, __file__, kind, _ALONE, *map(str, left)]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *TESTS)))}
        done = subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=False)
        lines, status = done.stdout.decode().splitlines(), done.returncode
        tried = [line for line in lines if line.startswith("#")]
        yield from (line for line in lines if not line.startswith("#"))
        if status:
            yield f"{kind} {left[max(len(tried) - 1, 0)]}: the process ended with {status}"
        left = left[max(len(tried), 1) :] if status else []


def _try_all(kind: str, seeds: Iterable[int]) -> None:
    """Print each seed and what was wrong with it, at once, for the process may end."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where the reader of values tells of its panics
    try:
        for seed in seeds:
            os.write(1, f"# {seed}\n".encode())
            for fault in _tried(mutant(kind, seed)):
                os.write(1, f"{kind} {seed}: {fault}\n".encode(errors="replace"))
    finally:
        os._exit(0)


def _tried(content: bytes) -> Iterator[str]:
    for look in (evaluate, check):
        try:
            look(content)
        except Unreadable as problem:
            if "{" in str(problem):
                yield f"{look.__name__}: {problem}"
        except BaseException as problem:  # noqa: BLE001 - anything else is the fault that is looked for
            yield f"{look.__name__}: {type(problem).__name__}: {problem}"[:300].replace("\n", " ")


if __name__ == "__main__":
    if sys.argv[2] == _ALONE:
        _try_all(sys.argv[1], map(int, sys.argv[3:]))
    for found in faults(sys.argv[1], range(int(sys.argv[2]), int(sys.argv[3]))):
        print(found, flush=True)  # noqa: T201 - a script
