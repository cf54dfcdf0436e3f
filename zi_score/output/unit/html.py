"""The report of a unit as one page of HTML that needs nothing from elsewhere, and no script to be read.

The template escapes whatever it is given; a Content-Security-Policy lets the browser fetch
nothing, and run and style with nothing but what stands here.
"""

from __future__ import annotations

from collections.abc import Callable

from zi_score.findings import shown
from zi_score.language import current_language
from zi_score.language import translate as _
from zi_score.output import trace
from zi_score.output.blocks import Block, Column
from zi_score.output.figures import part_names, telling
from zi_score.output.html_page import as_is, asset, policy, template
from zi_score.output.unit import bars as unit_bars
from zi_score.output.unit import lists as unit_lists
from zi_score.output.unit import words as unit_words
from zi_score.output.unit.report import UnitReport
from zi_score.output.unit.sections import groups, sections, sums
from zi_score.report.links import pieces
from zi_score.report.words import assessor_word, sentence, severity_word, status_word, verdict_sentence
from zi_score.ruleset import Indicator
from zi_score.verdict import Status

_LONG = frozenset({"criterion", "area", "label", "part"})
_NAMES = ("criterion", "area", "code")


def render(report: UnitReport, index: str | None = None) -> bytes:
    """Return the report as a page of HTML.

    Args:
        report: what it says.
        index: address of the page that lists all units, if there is one.

    """
    style, script = asset("page.css") + asset("unit/page.css"), asset("unit/page.js")
    page = template("unit/page.html.jinja").render(
        language=current_language(),
        policy=policy(style, script),
        style=as_is(style),
        script=as_is(script),
        index=index,
        words=_words(),
        report=report,
        ruleset=report.ruleset,
        first=report.first,
        before=tuple(sections(report)),
        findings=tuple(unit_lists.finding_groups(report)),
        questions=report.ruleset.questions,
        conventions=unit_lists.conventions(report),
        sources=unit_lists.sources(report),
        workbook=unit_lists.workbook(report),
        groups=groups,
        sums=tuple(sums(report)),
        roots=[report.first.nodes[code] for code in report.ruleset.roots],
        has_sections=lambda node: not isinstance(report.ruleset.nodes[node.code], Indicator),
        source_of=lambda part: unit_words.source_number(report.ruleset, part),
        width=unit_bars.WIDTH,
        line=unit_bars.LINE,
        long=_LONG,
        header=_header,
        badge=_badge,
        link=_link(report),
        say=unit_words,
        trace=trace,
        telling=telling,
        pieces=pieces,
        shown=shown,
        assessor_word=assessor_word,
        sentence=sentence,
        severity_word=severity_word,
        status_word=status_word,
        verdict_sentence=verdict_sentence,
        part_names=part_names(report.ruleset),
        zip=zip,
    )
    return page.encode()


def _words() -> dict[str, str]:
    return {
        "title": unit_words.title(),
        "skip": _("Skip to the content"),
        "contents": _("Contents"),
        "index": _("All units"),
        "verdict": _("Verdict"),
        "findings": _("Findings"),
        "questions": _("Questions"),
        "origin": _("How the figures came about"),
        "origin_about": _(
            "From the criteria down to the sections; indicators and questions have theirs among the questions."
        ),
        "notes": _("Note"),
        "evidence": _("Evidence"),
        "levels": _("Levels"),
        "now": _("now"),
        "next": _("next level"),
        "points": _("points"),
        "lost": _("points lost"),
        "of": _("of"),
        "unanswered": _("unanswered"),
        "asks": _("What counts"),
        "show": _("Show"),
        "all": _("all questions"),
        "with_loss": _("questions that lose points"),
        "open": _("unanswered questions"),
        "found": _("questions with findings"),
        "differing": _("questions that assessors answered differently"),
        "open_all": _("Open all"),
        "close_all": _("Close all"),
        "count": _("{shown} of {all} questions"),
    }


def _header(block: Block) -> str:
    """Return the column that names what a row is about."""
    keys = [column.key for column in block.columns]
    return next((name for name in _NAMES if name in keys), keys[0])


def _link(report: UnitReport) -> Callable[[Block, Column, str], str | None]:
    """Return what tells where in this page a cell leads: to a question, an indicator, a source."""
    questions, nodes = report.ruleset.questions, report.ruleset.nodes

    def link(_block: Block, column: Column, text: str) -> str | None:
        if column.key == "source":
            return f"#source-{text.strip('[]')}"
        if column.key != "code" or text not in questions:
            return f"#i-{text}" if column.key == "code" and isinstance(nodes.get(text), Indicator) else None
        return f"#q-{text}"

    return link


def _badge(column: Column, text: str) -> str | None:
    """Return the kind of badge around a word, None where there is none; the word says it without its colour too."""
    if not text or not column.key.startswith("status"):
        return None
    if text == status_word(Status.NOT_MET):
        return "none"
    return "" if text == status_word(Status.MET) else "undetermined"
