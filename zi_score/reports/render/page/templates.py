"""The templates of a page, compiled when the wheel was built, for that takes longer than to fill them in.

Where what was built is of other templates or for another release of Jinja, they are compiled when they are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined, Template, __version__
from jinja2.bccache import Bucket

from zi_score.model.ready import SUFFIX, prepared, ready
from zi_score.reports.render.page import FOLDER, asset

_NAMES = ("page.html.jinja", "questions.html.jinja")
_READY = FOLDER / f"page{SUFFIX}"
_SOURCES = (*(FOLDER / name for name in _NAMES), Path(__file__))


def template(name: str) -> Template:
    """Return a template, ready to be filled in; it escapes whatever it is given."""
    return _environment().get_template(name)


def prepared_templates() -> tuple[Path, str]:
    """Return what a build writes, and where: the templates as programs."""
    programs = {_Built().get_cache_key(name): _environment().compile(asset(name), name, raw=True) for name in _NAMES}
    return _READY, prepared({"release": __version__, "programs": programs}, _SOURCES, ())


class _Built(BytecodeCache):
    """What was built, in place of what others keep of templates that they used."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the program of a template, if it was built."""
        if program := _programs().get(bucket.key):
            bucket.code = compile(program, bucket.key, "exec")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep nothing: nothing is written when the program runs."""


@cache
def _programs() -> Mapping[str, str]:
    """Return the programs of templates that were built for this release of Jinja, by their keys."""
    match ready(_READY, _SOURCES, ()):
        case {"release": release, "programs": dict(programs)} if release == __version__:
            return programs
    return {}


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(asset),
        bytecode_cache=_Built(),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
