"""A rekap as one page of HTML that needs nothing from elsewhere, and no script to be read.

The template escapes whatever it is given; a Content-Security-Policy lets the browser fetch
nothing, and run and style with nothing but what stands here.
"""

from __future__ import annotations

from collections.abc import Mapping

from zi_score.language import current_language
from zi_score.language import translate as _
from zi_score.output.blocks import Block, without
from zi_score.output.rekap.blocks import failures, ranking, sections, summary
from zi_score.output.rekap.charts import WIDTH, charts
from zi_score.rekap import BatchResult
from zi_score.report.render.page import as_is, asset, policy, template
from zi_score.ruleset import Ruleset

_LONG = frozenset({"unit", "agency", "label", "area", "path", "error", "tip", "criteria"})
_NAMES = ("unit", "criterion", "code", "label")


def render(result: BatchResult, ruleset: Ruleset, pages: Mapping[str, str] | None = None) -> str:
    """Return a rekap as a page of HTML.

    Args:
        result: the batch.
        ruleset: the regulation that was applied; of several the one whose minimums the charts show.
        pages: addresses of the pages of units, by the paths of their workbooks.

    """
    style, script = asset("page.css"), asset("rekap/page.js")
    blocks = (without(ranking(result, ruleset), {"criterion"}), failures(result), *sections(result, ruleset))
    return template("rekap/page.html.jinja").render(
        language=current_language(),
        policy=policy(style, script),
        style=as_is(style),
        script=as_is(script),
        words=_words(),
        summary=summary(result),
        ruleset=result.ruleset,
        blocks=[block for block in blocks if block.rows],
        verdicts=[unit.verdict for unit in result.units],
        pages=[(pages or {}).get(unit.path) for unit in result.units],
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
