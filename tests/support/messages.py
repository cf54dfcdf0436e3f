"""Every text that the program translates, and the upkeep of its Indonesian catalogue.

``python tests/script.py messages`` brings ``zi_score.po`` in line with the code (new texts get an empty
translation, unused ones go, translations stay) and compiles it beside itself.
"""

import ast
import io
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from zi_score.law.cited import Citation
from zi_score.model.findings import catalogue

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "zi_score", ROOT / "docs" / "letter")
CATALOGUE = ROOT / "zi_score" / "locale" / "id" / "LC_MESSAGES" / "zi_score.po"
HEADER = r"""# What zi_score says, in Indonesian.
# Updated by tests/messages.py, compiled by the build. Keep {placeholders} as they are.
msgid ""
msgstr ""
"Language: id\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"

"""
WIDTH = 110

_CALLS = frozenset({"_", "translate", "marked"})
_PAGE_TEXTS = ("title", "message", "tip", "why", "example")

TYPER = (
    "Usage:",
    "[OPTIONS]",
    "COMMAND [ARGS]...",
    "Arguments",
    "Options",
    "Commands",
    "default: {default}",
    "required",
    "Show this message and exit.",
    "Install completion for the current shell.",
    "Show completion for the current shell, to copy it or customize the installation.",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Missing command.",
    "Missing argument {name}.",
    "No such command {name!r}.",
    "{message} Did you mean {names}?",
    "No such option: {name}",
    "{message} (Possible options: {names})",
    "Option {name} requires an argument.",
    "Option {name} does not take a value.",
    "Got unexpected extra argument(s) ({arguments})",
    "Invalid value for {name}: {message}",
    "{value} is not one of {choices}.",
    "Aborted!",
)
"""What Typer itself says to a user of this program; some of it through zi_score/cli/words.py."""

VARIABLES: dict[str, tuple[str, ...]] = {
    # Values of a field.
    "citation.kind": get_args(Citation.model_fields["kind"].annotation),
    "kind": get_args(Citation.model_fields["kind"].annotation),
    # Pages of the catalogue, which are all collected.
    "getattr(self, key)": (),
    # Constants of their module, each marked where it stands.
    "_FIGURES[cell.figure]": (),
    "_GROUPS.get(name, '')": (),
    "_GROUPS[group]": (),
    "_GUIDE[name]": (),
    "_GUIDE['base']": (),
    "_NEW[each.part]": (),
    "_GONE[each.part]": (),
    "_FIELDS[first]": (),
    "OWN_SOURCE": (),
    "_KINDS[each.kind]": (),
    "_SHORT_VERDICTS[verdict]": (),
    "expected": (),
    "message": (),
    "_MONTHS[day.month - 1]": (),
    "sentence": (),
    "title": (),
    "word": (),
}
"""What is translated by a variable, as it is written in the code, with the values marked nowhere else."""


def messages() -> dict[str, list[str]]:
    """Return every text that is translated, with the places where it stands."""
    found: dict[str, list[str]] = {}
    for text, place in sorted(_found()):
        if place not in found.setdefault(text, []):
            found[text].append(place)
    return found


def variables() -> dict[str, list[str]]:
    """Return what is translated by a variable, as written in the code, with its places."""
    found: dict[str, list[str]] = {}
    for argument, place in _arguments():
        if not _literals(argument):
            found.setdefault(ast.unparse(argument), []).append(place)
    return found


def _found() -> Iterator[tuple[str, str]]:
    for argument, place in _arguments():
        for text in _literals(argument) or VARIABLES.get(ast.unparse(argument), ()):
            yield text, place
    for name, page in catalogue().items():
        for key in _PAGE_TEXTS:
            yield getattr(page, key), f"zi_score/catalogue.toml#{name}.{key}"
    for text in TYPER:
        yield text, "typer"


def _arguments() -> Iterator[tuple[ast.expr, str]]:
    """Yield the first argument of every call that translates or marks a text."""
    for path in sorted(path for folder in SOURCES for path in folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CALLS:
                yield node.args[0], path.relative_to(ROOT).as_posix()


def _literals(argument: ast.expr) -> list[str]:
    """Return the texts that an argument can be; none if only the running program knows."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [argument.value]
    if isinstance(argument, ast.IfExp):
        return _literals(argument.body) + _literals(argument.orelse)
    return []


def read_catalogue() -> Catalog:
    """Return the Indonesian catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="id")


def updated(old: Catalog) -> bytes:
    """Return the catalogue of today's texts, with the translations of the old one."""
    new = Catalog(locale="id")
    for text, places in messages().items():
        known = old.get(text)
        entry = new.add(text, known.string if known else "", locations=[(place, 0) for place in places])
        entry.flags.discard("python-format")  # a percent sign in a sentence is none
    file = io.BytesIO(HEADER.encode())
    file.seek(0, io.SEEK_END)
    write_po(file, new, width=WIDTH, sort_output=True, omit_header=True, include_lineno=False)
    return file.getvalue()


def compiled(catalogue_: Catalog) -> bytes:
    """Return a catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalogue_)
    return file.getvalue()


def update() -> None:
    """Bring the catalogue in line with the code and compile it."""
    CATALOGUE.write_bytes(updated(read_catalogue()))
    CATALOGUE.with_suffix(".mo").write_bytes(compiled(read_catalogue()))


if __name__ == "__main__":
    update()
