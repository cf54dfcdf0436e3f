"""What the page asks of the library: this module runs in the browser, beside the wheel, and speaks JSON to the page.

A desk holds one workbook that is open, and a line of each that was judged. Contents come as bytes and are called by
the names that the page gave them; nothing is read from or written to a disk.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from page import told
from page.told import Json
from zi_score import RequestError, __version__, load_ruleset, use_language
from zi_score.api.plans import plan_improvement, what_if
from zi_score.cli.naming import COPY, REPORT, derived
from zi_score.evaluation.result import Evaluation, Failure
from zi_score.improve.plan import Improvement
from zi_score.improve.request import Request
from zi_score.law.facts import FactError, FactValue
from zi_score.law.load import built_in_rulesets
from zi_score.law.ruleset import Ruleset
from zi_score.model.findings import Unreadable
from zi_score.model.submission import Submission
from zi_score.model.worksheet import AnswerSheet
from zi_score.pipeline import (
    Examination,
    evaluated,
    examined,
    facts_for,
    failure,
    fault,
    known_facts,
    submission_of,
    used_sheets,
)
from zi_score.rekap.ranking import prevailing, rekap
from zi_score.rekap.unit_line import UnitLine, line_of
from zi_score.reports import formats
from zi_score.reports.document import Document, Format
from zi_score.reports.documents import brief, plan
from zi_score.reports.documents import rekap as rekaps
from zi_score.reports.figures import total_of
from zi_score.reports.render import render
from zi_score.reports.unit import unit_report
from zi_score.reports.words import ranked

Telling = Callable[[str], object]
Made = tuple[str, bytes]
"""A file: its name, and its content."""

_COMPUTED = {"findings": {"__all__": {"message", "tip", "citation"}}}
"""What a finding says follows from its details, and is said anew in the language of the reader."""

_REFUSED = (Unreadable, FactError, RequestError, formats.FormatError)


@dataclass
class Book:
    """A workbook that was read, with what is known of its unit from outside it."""

    name: str
    content: bytes
    submission: Submission
    ruleset: Ruleset
    facts: dict[str, FactValue]

    @cached_property
    def evaluation(self) -> Evaluation:
        """What ``evaluate`` says of it."""
        return evaluated(self.submission.worksheet, self.ruleset, self.facts)

    @cached_property
    def examination(self) -> Examination:
        """What ``check`` and ``report`` say of it."""
        return examined(self.content, self.submission, self.ruleset, self.facts)

    @property
    def sheet(self) -> AnswerSheet:
        """The answers that are tried out and planned with: those of the highest authority that answered."""
        return used_sheets(self.submission.worksheet)[0]


class Desk:
    """What is on the desk: the lines of all workbooks, and the one that is open."""

    def __init__(self) -> None:
        """Begin with an empty desk."""
        self.lines: dict[str, UnitLine | Failure] = {}
        self.book: Book | None = None
        self.day: date | None = None

    def answer(self, asked: str, content: bytes | None, tell: Telling) -> tuple[str, bytes | None]:
        """Do what the page asks for, in its language.

        Args:
            asked: JSON with ``do``, the name of one of the methods below, the ``language``, the ``day`` that documents
                bear, and what else the method takes.
            content: the workbook, for ``judge`` and ``opened``.
            tell: is called with the name of each stage as it begins.

        Returns:
            What the method gives as JSON, or under ``refused`` why it cannot, for people; and the file that it made.

        """
        said: Json = json.loads(asked)
        use_language(said.pop("language"))
        self.day = date.fromisoformat(said.pop("day"))
        method: Callable[..., Json] = getattr(self, said.pop("do"))
        given = {} if content is None else {"content": content}
        try:
            result = method(**said, **given, tell=tell)
        except _REFUSED as problem:
            result = {"refused": str(problem)}
        except Exception as problem:  # noqa: BLE001 - the page goes on
            why = fault(problem, self.book.name if self.book else "-").findings[0]
            result = {"refused": f"{why.message} {why.tip}"}
        gc.collect()
        file: bytes | None = result.pop("content", None)
        return json.dumps(result), file

    def hello(self, tell: Telling) -> Json:  # noqa: ARG002 - as each method
        """Return the program's version, and the regulations of which it makes a blank worksheet."""
        laws = [load_ruleset(id_) for id_ in built_in_rulesets()]
        return {"version": __version__, "rulesets": [{"id": law.id, "title": law.title} for law in laws][::-1]}

    def judge(self, name: str, content: bytes, facts: Mapping[str, str], tell: Telling) -> Json:
        """Read and score a workbook, and keep its line; whatever happens is a result."""
        try:
            book = self._read(name, content, facts, tell)
            tell("scoring")
            self.lines[name] = line_of(book.evaluation, str(book.evaluation.source.sha256))
            return {
                "line": told.row(name, self.lines[name]),
                "kept": self._kept(name),
                **told.verdict(book.evaluation, book.ruleset),
            }
        except Unreadable as problem:
            self.lines[name] = failure(problem, name)
        except FactError:
            raise
        except Exception as problem:  # noqa: BLE001 - one workbook must not end the others
            self.lines[name] = fault(problem, name)
        self.book = None
        why = self.lines[name].findings[0]
        return {
            "line": told.row(name, self.lines[name]),
            "kept": self._kept(name),
            "failed": why.message,
            "tip": why.tip,
            "finding": why.name,
        }

    def opened(self, name: str, content: bytes, facts: Mapping[str, str], tell: Telling) -> Json:
        """Return all that is shown of a workbook: its report, findings, facts, and answers that may be tried."""
        judged = self.judge(name, content, facts, tell)
        book = self.book
        if book is None:
            return judged
        tell("checking")
        found = book.examination
        tell("writing")
        return {
            **judged,
            "report": told.framed(self._report(".html").decode()),
            "findings": [told.finding(each) for each in ranked(found.evaluation.findings)],
            "formulas": any(sheet.behind.formulas for sheet in book.submission.sheets.values()),
            "proven": found.proof is not None and found.proof.problem is None,
            "chat": self._chat(),
            "facts": [told.fact(key, asked, book.submission) for key, asked in book.ruleset.facts.items()],
            "chapters": list(told.chapters(book.evaluation, book.submission, book.ruleset, book.sheet)),
            "predicates": list(book.ruleset.predicates),
        }

    def tried(self, answers: Mapping[str, str], tell: Telling) -> Json:
        """Return the verdict with other answers."""
        tell("scoring")
        book = self._open()
        found, changes = what_if(book.submission.worksheet, answers, book.ruleset, facts=book.facts)
        before = book.evaluation.assessments[0].total.score
        return {
            **told.verdict(found, book.ruleset),
            "before": str(total_of(book.ruleset, before)),
            "changes": [[each.code, each.before, each.after] for each in changes],
        }

    def planned(self, target: str, tell: Telling) -> Json:
        """Return the least work that reaches a predicate (blank: the unit's own), as a page."""
        tell("proving")
        page = plan.document(self._planned(target), self._open().ruleset, "html")
        return {"report": told.framed(str(self._written(page, "html")))}

    def listed(self, tell: Telling) -> Json:  # noqa: ARG002 - as each method
        """Return the line of every workbook, in the language in use."""
        return {"lines": [told.row(name, self.lines[name]) for name in self.lines]}

    def ranking(self, tell: Telling) -> Json:
        """Return the ranking of all workbooks, as a page."""
        tell("writing")
        return {"report": told.framed(str(self._rekap("html")))}

    def restored(self, lines: Mapping[str, str], tell: Telling) -> Json:  # noqa: ARG002 - as each method
        """Take lines that an earlier desk gave the page to keep."""
        for name, text in lines.items():
            kind = Failure if "error" in json.loads(text) else UnitLine
            self.lines[name] = kind.model_validate_json(text)
        return {}

    def made(self, kind: str, tell: Telling, of: str = "") -> Json:
        """Return a file to keep, its content under ``content``: a template of a regulation, a plan for a predicate."""
        tell("writing")
        makers: dict[str, Callable[[], Made]] = {
            "html": lambda: self._named(REPORT, ".html", self._report(".html")),
            "xlsx": lambda: self._named(REPORT, ".xlsx", self._report(".xlsx")),
            "md": lambda: self._named(REPORT, ".md", self._report(".md")),
            "json": lambda: self._named("nilai", ".json", f"{self._open().evaluation.to_json()}\n".encode()),
            "chat": lambda: self._named("pesan", ".txt", self._chat().encode()),
            "copy": self._copy,
            "plan": lambda: self._plan(of),
            "template": lambda: _template(of),
            "ranking-html": lambda: ("peringkat.html", _content(self._rekap("html"))),
            "ranking-xlsx": lambda: ("peringkat.xlsx", _content(self._rekap("xlsx"))),
        }
        name, content = makers[kind]()
        return {"name": name, "content": content}

    # ---

    def _open(self) -> Book:
        if self.book is None:
            raise LookupError("no workbook is open")
        return self.book

    def _read(self, name: str, content: bytes, facts: Mapping[str, str], tell: Telling) -> Book:
        kept = self.book
        if kept is None or kept.name != name or kept.content != content:
            self.book = None
            tell("reading")
            submission = submission_of(content, None, path=name)
            rules = load_ruleset(submission.worksheet.ruleset)
        else:
            submission, rules = kept.submission, kept.ruleset
        known = known_facts(submission.worksheet, rules, facts_for(rules, facts))
        self.book = Book(name, content, submission, rules, known)
        return self.book

    def _kept(self, name: str) -> str:
        return self.lines[name].model_dump_json(exclude=_COMPUTED)

    def _report(self, suffix: str) -> bytes:
        found = self._open().examination
        made = unit_report(found.evaluation, found.submission, found.ruleset)
        return formats.render(made, suffix, day=self.day)

    def _chat(self) -> str:
        book = self._open()
        return str(self._written(brief.document(book.evaluation, book.ruleset, "chat"), "chat"))

    def _rekap(self, form: Format) -> str | bytes:
        rules = prevailing(load_ruleset(), self.lines.values())
        return self._written(rekaps.document(rekap(rules, self.lines.values()), rules, form), form)

    def _written(self, document: Document, form: Format) -> str | bytes:
        return render(document._replace(day=self.day), form)

    def _named(self, word: str, suffix: str, content: bytes) -> Made:
        return derived(self._open().name, word, suffix).name, content

    def _copy(self) -> Made:
        from zi_score.forms.annotated.package import suffix_of  # noqa: PLC0415 - openpyxl is loaded for forms alone
        from zi_score.forms.annotated.workbook import UncopyableError, annotated  # noqa: PLC0415 - as above

        book = self._open()
        try:
            content = annotated(book.content, book.examination.evaluation.findings)
        except UncopyableError as problem:
            raise formats.FormatError(str(problem)) from problem
        return self._named(COPY, suffix_of(book.content) or ".xlsx", content)

    def _plan(self, target: str) -> Made:
        from zi_score.forms.plan import workbook  # noqa: PLC0415 - openpyxl is loaded for forms alone

        return self._named("rencana", ".xlsx", workbook.render(self._planned(target), self._open().ruleset))

    def _planned(self, target: str) -> Improvement:
        book = self._open()
        wish = Request(target=target or None)
        return plan_improvement(book.submission.worksheet, book.ruleset, wish, facts=book.facts)


def _content(made: str | bytes) -> bytes:
    return made.encode() if isinstance(made, str) else made


def _template(ruleset: str) -> Made:
    from zi_score.forms.template.workbook import render as rendered  # noqa: PLC0415 - openpyxl is loaded for forms alone

    return f"lke-{ruleset}.xlsx", rendered(load_ruleset(ruleset))
