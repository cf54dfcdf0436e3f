"""A rekap as one page of HTML that needs nothing from elsewhere, and no script to be read.

The template escapes whatever it is given; a Content-Security-Policy lets the browser fetch
nothing, and run and style with nothing but what stands here.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from zi_score.language import current_language
from zi_score.language import translate as _
from zi_score.output.rekap_blocks import Block, failures, ranking, sections, summary, without
from zi_score.output.rekap_charts import WIDTH, charts
from zi_score.rekap import BatchResult
from zi_score.ruleset import Ruleset

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = Path(__file__).parent
_LONG = frozenset({"unit", "agency", "label", "area", "path", "error", "tip", "criteria"})
_NAMES = ("unit", "criterion", "code", "label")


def render(result: BatchResult, ruleset: Ruleset) -> str:
    """Return a rekap as a page of HTML."""
    style, script = _text("rekap.css"), _text("rekap.js")
    blocks = (without(ranking(result, ruleset), {"criterion"}), failures(result), *sections(result, ruleset))
    return _template().render(
        language=current_language(),
        policy=_policy(style, script),
        style=_as_is(style),
        script=_as_is(script),
        words=_words(),
        summary=summary(result),
        ruleset=result.ruleset,
        blocks=[block for block in blocks if block.rows],
        verdicts=[unit.verdict for unit in result.units],
        charts=charts(result.units, ruleset),
        width=WIDTH,
        long=_LONG,
        header=_header,
        zip=zip,
    )


def _words() -> dict[str, str]:
    return {
        "title": _("Zona Integritas: ranking of units"),
        "skip": _("Skip to the content"),
        "contents": _("Contents"),
        "charts": _("Charts"),
        "figures": _("Figures"),
        "search": _("Search"),
        "verdict": _("verdict"),
        "all": _("all"),
        "count": _("{shown} of {all} units"),
        "legend": _("By what the units reached; margins are points above or below the minimum that decides."),
    }


def _header(block: Block) -> str:
    """Return the column that names what a row is about."""
    keys = [column.key for column in block.columns]
    return "path" if block.key == "duplicates" else next((name for name in _NAMES if name in keys), keys[0])


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - other outputs do without it

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(_text("rekap.html.jinja"))


def _as_is(text: str) -> object:
    from markupsafe import Markup  # noqa: PLC0415 - it comes with jinja2

    return Markup(text)  # noqa: S704 - files of this package
