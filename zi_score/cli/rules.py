"""``zi-score rules``: the ruleset with its citations, one part of it by code, and rulesets of one's own."""

import os
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, app, chosen_ruleset, elsewhere, fail
from zi_score.cli.options import Format, LanguageOption
from zi_score.cli.run import Formats, Look, refuse_terminal
from zi_score.cli.run import show as printed
from zi_score.cli.shared import Shared, command
from zi_score.cli.words import DefaultGroup
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from zi_score.law.fault import Fault

rules = typer.Typer(
    name="rules",
    help=_("Show the ruleset with its sources (show need not be named), or begin and check one of your own."),
    epilog=_("Example:") + " zi-score rules A.I.1.i.b",
    cls=DefaultGroup,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("[CODE] | COMMAND [ARGS]..."),
    rich_markup_mode=None,
)
app.add_typer(rules)


@rules.callback()
def _root(*, lang: LanguageOption = None) -> None:
    """Let ``--lang`` stand before a command, too."""


@command(
    _("Show the ruleset with its sources, or one question with its rubric."),
    "rules A.I.1.i.b",
    "ruleset",
    "lang",
    to=rules,
)
def show(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar=_("[CODE]"), help=_("Code of a section, indicator, question or criterion."), show_default=False
        ),
    ] = None,
    *,
    format_: Annotated[Format, typer.Option("--format", help=_("Form of the result."))] = Format.TEXT,
    shared: Shared,
) -> None:
    """Show the law as the program holds it."""
    from difflib import get_close_matches

    from zi_score.reports import law_json
    from zi_score.reports.documents import law, law_part

    refuse_terminal(format_)
    loaded = chosen_ruleset(shared.ruleset)
    told = law.overview(loaded) if code is None else law_part.part(loaded, code)
    if told is None:
        near = ", ".join(get_close_matches(code or "", law.codes(loaded), n=4))
        fail(
            Exit.USAGE,
            _("{code}: no such code in {ruleset}. Near: {near}.").format(code=code, ruleset=loaded.id, near=near or "-")
            + elsewhere(code or "", loaded),
        )
    as_json = {"json": lambda: law_json.ruleset(loaded) if code is None else law_json.part(loaded, code) or ""}
    printed(Formats(lambda _form: told, as_json), format_, Look())


@command(
    _("Begin a ruleset of your own from a built-in one: a folder with two files to change."),
    "rules init instrumen-2026 --from permenpanrb-90-2021",
    "lang",
    to=rules,
)
def init(
    folder: Annotated[
        str, typer.Argument(metavar=_("FOLDER"), help=_("Folder to make; one that is there must be empty."))
    ],
    *,
    base: Annotated[
        str | None, typer.Option("--from", metavar=_("ID"), help=_("Built-in ruleset to begin from."))
    ] = None,
    id_: Annotated[
        str | None, typer.Option("--id", metavar=_("ID"), help=_("Id of the new ruleset; else the folder's name."))
    ] = None,
) -> None:
    """Write both files, or nothing."""
    from zi_score.cli.files import write_folder
    from zi_score.law import scaffold
    from zi_score.law.load import DEFAULT_RULESET, built_in_rulesets

    base = base or DEFAULT_RULESET
    if base not in built_in_rulesets():
        message = _("--from {id}: no built-in ruleset; there are: {built_in}.")
        fail(Exit.USAGE, message.format(id=base, built_in=", ".join(built_in_rulesets())))
    place = Path(folder)
    files = scaffold.files(base, _id(place, id_))
    try:
        if any(place.iterdir()) if place.is_dir() else os.path.lexists(place):
            fail(Exit.USAGE, _("{path} exists and is not an empty folder; choose another name.").format(path=folder))
        write_folder(place, {name: text.encode() for name, text in files.items()})
    except OSError as problem:
        fail(Exit.USAGE, f"{folder}: {trouble(problem)}")
    typer.echo(_("Written: {path}").format(path=", ".join(str(place / name) for name in files)), err=True)


@command(
    _("Check a ruleset of your own: every fault with its file, its key, and what was expected."),
    "rules validate instrumen-2026 --format json",
    "lang",
    to=rules,
)
def validate(
    folder: Annotated[str, typer.Argument(metavar=_("FOLDER"), help=_("Folder of the ruleset."))],
    *,
    format_: Annotated[Format, typer.Option("--format", help=_("Form of the result."))] = Format.TEXT,
) -> None:
    """Say all that is wrong at once; the exit code says whether anything is."""
    from zi_score.forms.template.outline import build_outline
    from zi_score.law.fault import RulesetError
    from zi_score.reading.rulesets import load_ruleset
    from zi_score.reports.documents import law

    refuse_terminal(format_)
    faults: tuple[Fault, ...] = ()
    try:
        loaded = load_ruleset(Path(folder))
        build_outline(loaded)
        told = law.summary(loaded)
    except RulesetError as problem:
        if not problem.faults:
            fail(
                Exit.USAGE, _("{path}: no ruleset; expected a folder with rules.toml and lke.json.").format(path=folder)
            )
        faults = problem.faults
        told = law.faults(folder, faults)
    printed(Formats(lambda _form: told, {"json": lambda: _as_json(faults)}), format_, Look())
    if faults:
        raise typer.Exit(Exit.NOT_REACHED)


def _id(folder: Path, id_: str | None) -> str:
    """Return the id asked for, else one made of the folder's name; one that cannot be ends with a sentence."""
    from zi_score.law.load import built_in_rulesets
    from zi_score.law.whole.head import ID

    chosen = re.sub(r"[^\w.-]+", "-", folder.absolute().name).strip("-.") if id_ is None else id_
    if not ID.fullmatch(chosen):
        fail(Exit.USAGE, _("--id {id}: expected letters, digits, '.', '-' and '_', without blanks.").format(id=chosen))
    if chosen in built_in_rulesets():
        fail(Exit.USAGE, _("{id} is a built-in ruleset; give another id with --id.").format(id=chosen))
    return chosen


def _as_json(faults: "tuple[Fault, ...]") -> str:
    import json

    listed = [{**asdict(fault), "message": fault.message} for fault in faults]
    return json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
