"""What the pages of HTML share: their files, a template that escapes all it is given, a policy that fetches nothing."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_FOLDER = Path(__file__).parents[2] / "output"


@cache
def asset(name: str) -> str:
    """Return a file of this package: a style, a script, a template."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def template(name: str) -> Template:
    """Return a template; it escapes whatever it is given, and misses nothing without a word."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined  # noqa: PLC0415 - other outputs do without it

    return Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(asset),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def policy(style: str, script: str = "") -> str:
    """Return a Content-Security-Policy: nothing is fetched, and only this style and this script count."""
    allowed = f"script-src '{_digest(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_digest(style)}'; {allowed}base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def as_is(text: str) -> object:
    """Return a file of this package so that the template does not escape it."""
    from markupsafe import Markup  # noqa: PLC0415 - it comes with jinja2

    return Markup(text)  # noqa: S704 - files of this package
