"""Makes the pages of the manual that follow from the program: commands, findings, rulesets, JSON.

MkDocs calls ``on_files``; what is made here never stands in a file, so that it cannot rot.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from zi_score.evaluation.checks.citations import citation_of
from zi_score.law.cited import Cited
from zi_score.law.load import built_in_rulesets, load_ruleset
from zi_score.law.ruleset import Criterion, Question, Ruleset
from zi_score.model.exact import plain
from zi_score.model.findings import CataloguePage, Severity, catalogue
from zi_score.model.language import translate as _
from zi_score.model.language import use_language
from zi_score.reports.words import severity_word

LISTING = Path(__file__).parent / "commands.py"
_SCHEMAS = Path(__file__).parents[1] / "zi_score"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages that are made."""
    for name, content in pages():
        files.append(File.generated(config, name, content=content))
    return files


def on_page_markdown(markdown: str, **_about: object) -> str:
    """Return a page whose code has no backslash before a bar: forges need it in tables, here it would be seen."""
    return re.sub(r"`[^`\n]+`", lambda code: code[0].replace("\\|", "|"), markdown)


def pages() -> Iterator[tuple[str, str]]:
    """Yield every made page by its name."""
    for language, commands, findings in (("id", "perintah.md", "temuan"), ("en", "cli.md", "findings")):
        use_language(language)
        yield commands, command_page(language)
        yield f"{findings}/index.md", catalogue_page()
        for name, page in catalogue().items():
            yield f"{findings}/{name}.md", finding_page(name, page)
    use_language("id")
    rulesets = [load_ruleset(name) for name in built_in_rulesets()]
    yield "aturan/index.md", rulesets_page(rulesets)
    for ruleset in rulesets:
        yield f"aturan/{ruleset.id}.md", ruleset_page(ruleset)
    yield "json.md", json_page()


def command_page(language: str) -> str:
    """Return all commands with their arguments, options and examples, as ``--help`` tells them."""
    environment = {**os.environ, "ZI_SCORE_LANG": language}
    # A process for each language: texts of help are translated when the program is imported.
    listed = subprocess.run(  # noqa: S603 - starts the script beside this one
        [sys.executable, str(LISTING)], env=environment, capture_output=True, text=True, check=True
    )
    titles = {"id": ("Perintah", "opsi", "arti"), "en": ("Command line", "option", "means")}
    title, option, means = titles[language]
    lines = [f"# {title}", ""]
    for command in json.loads(listed.stdout):
        lines += [f"## {command['name']}", "", command["help"], "", "```text", command["usage"], "```", ""]
        if command["parameters"]:
            lines += [f"| {option} | {means} |", "|---|---|"]
            lines += [f"| {_code(each['name'])} | {_cell(each['help'])} |" for each in command["parameters"]]
            lines.append("")
        if command["example"]:
            lines += ["```sh", command["example"], "```", ""]
    return "\n".join(lines)


def catalogue_page() -> str:
    """Return all findings, worst first, each with a link to its page."""
    lines = [f"# {_('Findings')}", ""]
    for severity in Severity:
        found = {name: page for name, page in catalogue().items() if page.severity is severity}
        lines += [f"## {severity_word(severity).capitalize()} ({len(found)})", "", "| | |", "|---|---|"]
        lines += [f"| [{name}]({name}.md) | {_cell(_(page.title))} |" for name, page in found.items()]
        lines.append("")
    return "\n".join(lines)


def finding_page(name: str, page: CataloguePage) -> str:
    """Return the page of a finding."""
    citation = citation_of(load_ruleset(), name)
    parts = {
        _("What is said"): page.message,
        _("Why it matters"): page.why,
        _("What to do"): page.tip,
        _("Example"): page.example,
    }
    lines = [f"# {name}", "", f"**{severity_word(page.severity)}** · {_text(_(page.title))}", ""]
    for heading, text in parts.items():
        lines += [f"## {heading}", "", _text(_(text)), ""]
    return "\n".join([*lines, f"## {_('Source')}", "", f"{_text(citation.text)} ({_(citation.kind)})", ""])


def rulesets_page(rulesets: list[Ruleset]) -> str:
    """Return the list of rulesets that come with the program."""
    lines = ["# Aturan penilaian", "", "| aturan | judul | pertanyaan |", "|---|---|--:|"]
    lines += [f"| [{each.id}]({each.id}.md) | {_cell(each.title)} | {len(each.questions)} |" for each in rulesets]
    return "\n".join([*lines, "", "Aturan sendiri: lihat [Own rulesets](../rulesets.md).", ""])


def ruleset_page(ruleset: Ruleset) -> str:
    """Return a ruleset: every weight, question, scale, minimum and convention, each with its source."""
    lines = [f"# {ruleset.title}", "", _text(ruleset.about), "", "## Syarat minimal", ""]
    lines += [f"| syarat | {' | '.join(ruleset.predicates)} | sumber |", f"|---|{'--:|' * len(ruleset.predicates)}---|"]
    lines += [_criterion(ruleset, criterion) for criterion in ruleset.criteria]
    lines += ["", "## Syarat pengusulan", "", f"| syarat | {' | '.join(ruleset.predicates)} | sumber |"]
    lines.append(f"|---|{'---|' * len(ruleset.predicates)}---|")
    for requirement in ruleset.requirements:
        levels = [_level(requirement.minimum.get(predicate)) for predicate in ruleset.predicates]
        label = _cell(ruleset.facts[requirement.fact].label)
        lines.append(f"| {label} | {' | '.join(levels)} | {_source(ruleset, requirement)} |")
    lines += ["", "## Nilai jawaban", "", "| skala | nilai | sumber |", "|---|---|---|"]
    for name, scale in ruleset.scales.items():
        values = ", ".join(f"{choice} {plain(value)}" for choice, value in scale.values.items())
        lines.append(f"| {name} | {values or _cell(scale.printed[0])} | {_source(ruleset, scale)} |")
    lines += ["", "## Bobot dan pertanyaan", "", "| kode | bobot | uraian | skala | sumber |", "|---|--:|---|---|---|"]
    lines += [row for code in ruleset.roots for row in _rows(ruleset, code)]
    lines += ["", "## Konvensi", ""]
    lines += [f"- {_text(each.text)} ({_source(ruleset, each)})" for each in ruleset.conventions]
    lines += ["", "## Sumber", "", "| kunci | kedudukan | teks |", "|---|---|---|"]
    lines += [f"| {key} | {_(each.kind)} | {_cell(each.text)} |" for key, each in ruleset.sources.items()]
    return "\n".join([*lines, ""])


def json_page() -> str:
    """Return the JSON Schemas by which the program writes."""
    lines = [
        "# JSON",
        "",
        "`schema_version` is 1: keys may be added, none is renamed.",
        "Scores are strings with two decimals, half up; `exact` is the fraction in lowest terms.",
        "`zi-score schema` prints these, for programs.",
        "",
    ]
    for path in sorted(_SCHEMAS.glob("*.schema.json")):
        schema = json.loads(path.read_text(encoding="utf-8"))
        lines += [f"## {path.name.partition('.')[0]}", ""]
        for name, model in {schema["title"]: schema, **schema.get("$defs", {})}.items():
            if "properties" in model:
                lines += [f"### {name} {{: #{path.name.partition('.')[0]}-{name.lower()} }}", ""]
                lines += [_text(model.get("description", "").partition("\n\n")[0].replace("\n", " ")), ""]
                lines += ["| key | type |", "|---|---|"]
                lines += [f"| `{key}` | {_cell(_type(kind))} |" for key, kind in model["properties"].items()]
                lines.append("")
    return "\n".join(lines)


def _type(schema: dict[str, Any]) -> str:
    """Return a type of JSON Schema in few words."""
    choices = [_type(kind) for key in ("anyOf", "oneOf", "allOf") for kind in schema.get(key, ())]
    choices += [
        json.dumps(value) for value in (*schema.get("enum", ()), *([schema["const"]] if "const" in schema else ()))
    ]
    if choices:
        return " or ".join(choices)
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if schema.get("type") == "array":
        return f"array of {_type(schema.get('items', {}))}"
    held = schema.get("additionalProperties")
    return f"object of {_type(held)}" if isinstance(held, dict) else str(schema.get("type", "any"))


def _rows(ruleset: Ruleset, code: str) -> Iterator[str]:
    part = ruleset.nodes[code]
    yield f"| **{code}** | {plain(part.weight)} | **{_cell(part.name)}** | | {_source(ruleset, part)} |"
    for question in getattr(part, "questions", ()):
        yield _question(ruleset, question)
    for child in ruleset.children.get(code, ()):
        yield from _rows(ruleset, child)


def _question(ruleset: Ruleset, question: Question) -> str:
    return f"| {question.code} | | {_cell(question.label)} | {question.scale} | {_source(ruleset, question)} |"


def _criterion(ruleset: Ruleset, criterion: Criterion) -> str:
    levels = [_level(criterion.minimum.get(predicate), criterion.measure) for predicate in ruleset.predicates]
    return f"| {_cell(criterion.label)} (`{criterion.id}`) | {' | '.join(levels)} | {_source(ruleset, criterion)} |"


def _level(minimum: object, measure: str = "") -> str:
    if isinstance(minimum, dict):
        return "; ".join(f"{_cell(key)}: {_level(value)}" for key, value in minimum.items())
    if isinstance(minimum, Fraction):
        return f"{plain(minimum * 100)} %" if measure == "share" else plain(minimum)
    return "-" if minimum is None else _cell(str(minimum))


def _source(ruleset: Ruleset, part: Cited) -> str:
    return f"{part.source} ({_(ruleset.citation(part).kind)})"


def _text(text: str) -> str:
    """Return a text of the program as Markdown: nothing in it is markup."""
    for char in "\\`*_[]<>|#":
        text = text.replace(char, f"\\{char}")
    return text


def _cell(text: str) -> str:
    return _text(" ".join(text.split()))


def _code(text: str) -> str:
    return f"`{text}`"
