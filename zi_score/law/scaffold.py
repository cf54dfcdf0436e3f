"""The files of a ruleset of one's own, begun from one of the program's, with a word on what each part is.

Values stay as they stand in the built-in ruleset, digit for digit; only the comments are
written anew, in the language in use.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from itertools import pairwise

from zi_score.law.cited import Citation
from zi_score.law.files import RULES, TREE
from zi_score.law.folder import fingerprint, folder_of
from zi_score.law.frame import Base, Review
from zi_score.law.load import built_in_folder, built_in_rulesets
from zi_score.law.ruleset import Ruleset
from zi_score.model.language import marked
from zi_score.model.language import translate as _
from zi_score.model.pattern import pattern

_WIDTH = 110
_TABLE = pattern(r"\[+(\w+)")
_REVIEW = pattern(r"\n*^\[review\]\n(?:(?!\[).*\n?)*", re.MULTILINE)
_REMARK = pattern(r"(?<=[\w\"\]}])\s+#.*$")

_GUIDE = {
    "replaced": marked(
        "What took the place of these rules on the day after in_force_until. Remove the table where nothing did."
    ),
    "base": marked("The ruleset from which this one was begun, and the sum over what it said; leave it as it is."),
    "sources": marked(
        'Where values come from. Every part names one of these tables by its key (source = "lke"), and results show '
        "its text.\n"
        "kind is law, official-form (a form of the ministry) or practice (a convention).\n"
        "Findings cite lke (questions and weights), minimum, requirement, ratio, survey, form and sum."
    ),
    "scales": marked(
        "How an answer becomes a value between 0 and 1.\n"
        'kind = "choice": values are the choices, best first; aliases are other spellings.\n'
        'kind = "ratio": one count divided by another; the question says which.\n'
        'kind = "number": a number divided by highest; unit = "percent" where 1 is 100%, external = true where others '
        "measure it, as in a survey.\n"
        "printed are the texts in the column of choices; the template writes the first."
    ),
    "areas": marked("Areas of change: sections of lke.json whose points count together. The first gives the name."),
    "criteria": marked(
        "Minimums of each predicate: at least so much, compared with the exact score.\n"
        'measure = "score": points of nodes (sections or indicators of lke.json) together.\n'
        'measure = "share": points of an area divided by its weight; 0.60 is 60%.\n'
        'measure = "fact": a fact from outside the LKE.\n'
        "A predicate that minimum does not name has no such minimum."
    ),
    "facts": marked(
        "Facts that do not stand in the LKE; the template asks for them in the sheet Identitas. "
        "choices go from the best to the worst; a number has a unit instead (percent or years).\n"
        "words are what people write for a choice, in lower case."
    ),
    "waiver": marked(
        "The fact under which a unit may be proposed while requirements are still being met.\n"
        "kind names the fact that tells the kind of a unit, kinds those that may; barred the facts with which none "
        "may; since is the first year."
    ),
    "requirements": marked(
        "Requirements for being proposed: the least value of a fact for each predicate. "
        "With depends_on there is one for each choice of another fact. questions are those of lke.json that answer "
        "the requirement where one of them falls short of full marks."
    ),
    "kawasan": marked(
        "What an area (kawasan) needs beside its units: the score of integrated business processes, and the "
        "predicates for which it must hold kawasan WBK. Remove the table where there is no such rule."
    ),
    "conventions": marked("How the program acts where it had to choose. They are shown with results (-v)."),
    "synonyms": marked("Words that mean the same in worksheets: left as typed, right as in lke.json."),
}
"""What the tables of ``rules.toml`` are, by their name."""


OWN = "own"
"""Key of the source of what is one's own."""
OWN_SOURCE = marked("Rules of our own: {title}; name decision, number and date here")


def begun(ruleset: Ruleset, id_: str) -> Ruleset:
    """Return a ruleset of one's own that says what another says, with a source to be filled in.

    >>> from zi_score import load_ruleset
    >>> begun(load_ruleset(), "own").base.id
    'permenpanrb-90-2021'
    """
    title = _("{id} (begun from {ruleset})").format(id=id_, ruleset=ruleset.id)
    text = _(OWN_SOURCE).format(title=title)
    sources = (
        ruleset.sources if OWN in ruleset.sources else ruleset.sources | {OWN: Citation(kind="practice", text=text)}
    )
    base = Base(id=ruleset.id, hash=fingerprint(ruleset))
    return ruleset.model_copy(update={"id": id_, "title": title, "sources": sources, "base": base, "review": None})


def files(ruleset: Ruleset, own: Ruleset) -> dict[str, str]:
    """Return the files of a new ruleset by name, with a word on what each part is.

    Args:
        ruleset: the one to begin from; the files of one that comes with the program stay as they are written.
        own: the new one, as ``begun`` makes it.

    >>> from zi_score import load_ruleset
    >>> sorted(files(load_ruleset(), begun(load_ruleset(), "own")))
    ['lke.json', 'rules.toml']
    """
    texts = folder_of(own)
    if ruleset.id in built_in_rulesets():
        folder = built_in_folder(ruleset.id)
        texts = {name: (folder / name).read_text(encoding="utf-8") for name in (RULES, TREE)}
    return {RULES: "\n".join(_rules(texts[RULES], own)) + "\n", TREE: texts[TREE]}


def reviewed_rules(text: str, review: Review) -> str:
    """Return the text of ``rules.toml`` with who read the rules; everything else stays as it is."""
    kept = _REVIEW.sub("\n\n", text).rstrip("\n")
    told = (f"by = {_quoted(review.by)}", f"on = {review.on}", f"hash = {_quoted(review.hash)}")
    return "\n".join([kept, "", "[review]", *told]) + "\n"


def _rules(text: str, ruleset: Ruleset) -> Iterator[str]:
    head, *tables = _blocks(text)
    base = ruleset.base or Base(id=ruleset.id, hash="")
    yield from _introduction(base.id)
    own = {"id": ruleset.id, "title": ruleset.title}
    for line in head:
        key = line.partition(" = ")[0]
        yield f"{key} = {_quoted(own[key])}" if key in own else line
    yield from (
        "",
        *_comment(_(_GUIDE["base"])),
        "",
        "[base]",
        f"id = {_quoted(base.id)}",
        f"hash = {_quoted(base.hash)}",
    )
    tables = [table for table in tables if _name(table) != "base" and table[0] != f"[sources.{OWN}]"]
    explained: set[str] = set()
    for table, following in pairwise([*tables, [""]]):
        name = _name(table)
        yield ""
        if name in _GUIDE and name not in explained:
            yield from (*_comment(_(_GUIDE[name])), "")
        explained.add(name)
        yield from table
        if name == "sources" != _name(following):
            yield from ("", f"[sources.{OWN}]", f'kind = "{ruleset.sources[OWN].kind}"')
            yield f"text = {_quoted(ruleset.sources[OWN].text)}"


def _blocks(text: str) -> list[list[str]]:
    """Return the lines before the first table and those of each table, without comments."""
    blocks: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.startswith("["):
            blocks.append([])
        if line and not line.startswith("#"):
            blocks[-1].append(_REMARK.sub("", line))
    return blocks


def _name(table: list[str]) -> str:
    match = _TABLE.match(table[0])
    return match[1] if match else ""


def _introduction(base: str) -> Iterator[str]:
    text = _(
        "A ruleset is a folder: the rules stand in this file, the questions in lke.json. This one was begun from "
        "{ruleset}, and all values are still its own. What you change needs a source that says where it "
        'comes from: write source = "own" there, and fill in [sources.own].\n'
        "\n"
        "After each change: zi-score rules validate FOLDER\n"
        "Then every command works with it: zi-score evaluate lke.xlsx --ruleset FOLDER\n"
        "\n"
        "In lke.json stand sections and indicators. Their codes say what they stand under: A.I.1 under A.I. A section "
        "weighs what stands directly under it, the components together 100. The questions of an indicator share its "
        "weight in equal parts, unless each of them has a weight of its own.\n"
        "Of a question: code, marker (as the form prints it), label, scale, source; rubric says what each choice asks "
        "for; keywords are further words of the printed question, by which its row is found; portalrb is its number "
        "and row in the ministry's PortalRB, and is left out where there is none.\n"
        "With a scale of kind ratio a question has inputs, its count rows, and ratio: part / whole (kind share) or "
        "(whole - part) / whole (kind decrease); zero_whole is its value where the whole is 0. It gives full marks at "
        "1 and nothing at 0, or at full_at and zero_at: 2 and 0 for two changes by each agent, 0 and 0.05 where five "
        "complaints in a hundred services give nothing, 0.5 and 0 for a decrease by half.\n"
        "Of a count row: sum_of names the groups that add up to it, splits_into other counts that must add up to it, "
        "same_as a row elsewhere that states the same count.\n"
        "\n"
        "id and title stand in all results. predicates go from the lowest to the highest. Dates are written like "
        '2021-12-31. unnamed_columns = ["Bobot"] is for printed forms without a header above their weights. '
        "related are regulations that the title of a form may name in place of these rules: those that amend them, or "
        "that they replace."
    )
    yield from _comment(text.format(ruleset=base))
    yield ""


def _comment(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        wrapped = textwrap.wrap(line, _WIDTH, break_on_hyphens=False, break_long_words=False)
        yield from (f"# {part}".rstrip() for part in wrapped or [""])


def _quoted(text: str) -> str:
    """Write a text as TOML does, which is as JSON does."""
    return json.dumps(text, ensure_ascii=False)
