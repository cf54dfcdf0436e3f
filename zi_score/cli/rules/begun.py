"""``zi-score rules init`` and ``build``: rulesets of one's own, begun from another, as a workbook or as a folder."""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.cli.rules.group import rules
from zi_score.cli.shared import command
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from zi_score.law.sheets.write import RuleSheet

_WORKBOOK = ".xlsx"

Force = Annotated[bool, typer.Option("--force", help=_("Overwrite what is there."))]


@command(
    _("Begin a ruleset of your own from another: a workbook to fill in (NAME.xlsx), or a folder with two files."),
    "rules init aturan.xlsx --from permenpanrb-90-2021",
    "lang",
    to=rules,
)
def init(
    name: Annotated[
        str, typer.Argument(metavar=_("NAME"), help=_("Workbook (NAME.xlsx) or folder to make; a folder is empty."))
    ],
    *,
    base: Annotated[
        str | None,
        typer.Option(
            "--from", metavar=_("ID|FOLDER|XLSX"), help=_("Ruleset to begin from; by default the current one.")
        ),
    ] = None,
    id_: Annotated[
        str | None,
        typer.Option("--id", metavar=_("ID"), help=_("Id of the new ruleset; else its name without ending.")),
    ] = None,
    force: Force = False,
) -> None:
    """Write the workbook or both files, or nothing."""
    from zi_score.law import scaffold
    from zi_score.law.load import DEFAULT_RULESET, built_in_rulesets
    from zi_score.law.sheets.known import partly_known
    from zi_score.reading.rulesets import is_rules_workbook

    base, place = base or DEFAULT_RULESET, Path(name)
    if base in partly_known():
        _write_known(base, place, id_, force=force)
        return
    if base not in built_in_rulesets() and not os.path.lexists(base):
        message = _("--from {id}: no such ruleset; built in are {built_in}, or give a folder or workbook of rules.")
        fail(Exit.USAGE, message.format(id=base, built_in=", ".join(built_in_rulesets())))
    if is_rules_workbook(base) and _write_printed(base, place, id_, force=force):
        return
    loaded = chosen_ruleset(base)
    begun = scaffold.begun(loaded, _id(place, id_))
    if place.suffix.lower() == _WORKBOOK:
        from zi_score.forms.rules.workbook import render

        _write_workbook(place, render(begun), base, force=force)
    else:
        _write_folder(place, scaffold.files(loaded, begun), force=force)


@command(
    _("Make the folder of a ruleset out of its workbook; a workbook with faults makes none."),
    "rules build aturan.xlsx -o aturan-2028",
    "lang",
    to=rules,
)
def build(
    workbook: Annotated[str, typer.Argument(metavar="XLSX", help=_("Workbook of rules init."))],
    *,
    output: Annotated[str, typer.Option("--output", "-o", metavar=_("FOLDER"), help=_("Folder to write."))],
    force: Force = False,
) -> None:
    """Write both files, or nothing; say which codes moved on."""
    from zi_score.law.fault import RulesetError
    from zi_score.law.folder import folder_of
    from zi_score.reading.rulesets import is_rules_workbook, read_rules

    if not is_rules_workbook(workbook):
        fail(Exit.USAGE, _("{path}: there is no such workbook.").format(path=workbook))
    try:
        loaded, reading = read_rules(workbook)
    except RulesetError as problem:
        typer.echo(f"zi-score: {problem}", err=True)
        raise typer.Exit(Exit.NOT_REACHED if problem.faults else Exit.UNREADABLE) from problem
    _write_folder(Path(output), folder_of(loaded), force=force)
    for typed, now in reading.moved.items():
        typer.echo("  " + _("{typed} became {now}").format(typed=typed, now=now), err=True)


def _write_known(base: str, place: Path, id_: str | None, *, force: bool) -> None:
    """Write the workbook of a regulation of which not enough is known."""
    from zi_score.law.sheets.known import known_sheets

    _write_open(base, place, known_sheets(base, _id(place, id_)), force=force)


def _write_printed(base: str, place: Path, id_: str | None, *, force: bool) -> bool:
    """Write the workbook of what an official form prints, and say which rows were not read; not of other workbooks."""
    from zi_score.law.fault import RulesetError
    from zi_score.reading.rulesets import printed_rules

    try:
        printed = printed_rules(base, _id(place, id_))
    except RulesetError as problem:
        fail(Exit.UNREADABLE, str(problem))
    if printed is None:
        return False
    _write_open(base, place, printed.sheets, force=force)
    for row in printed.unread:
        typer.echo("  " + _("not read: {row}").format(row=row), err=True)
    return True


def _write_open(base: str, place: Path, sheets: "Sequence[RuleSheet]", *, force: bool) -> None:
    """Write a workbook with cells to be filled in from the text of the regulation, and say how many there are."""
    from zi_score.forms.rules.workbook import workbook_of
    from zi_score.law.load import load_ruleset
    from zi_score.law.sheets.known import open_cells

    if place.suffix.lower() != _WORKBOOK:
        message = _("--from {id}: too little is known of it for a ruleset; name a workbook to fill in: {name}.xlsx.")
        fail(Exit.USAGE, message.format(id=base, name=place.name or base))
    _write_workbook(place, workbook_of(sheets, base, load_ruleset().moment), base, force=force)
    told = _("{count} cells wait for the text of the regulation; zi-score rules build lists them.")
    typer.echo("  " + told.format(count=open_cells(sheets)), err=True)


def _write_workbook(place: Path, content: bytes, base: str, *, force: bool) -> None:
    from zi_score.cli.files import inputs_of, keep_apart, written

    keep_apart([place], inputs_of((), base), force=force)
    try:
        with written(place) as file:
            file.write(content)
    except OSError as problem:
        fail(Exit.USAGE, f"{place}: {trouble(problem)}")
    typer.echo(_("Written: {path}").format(path=place), err=True)


def _write_folder(place: Path, files: Mapping[str, str], *, force: bool) -> None:
    from zi_score.cli.files import write_folder

    try:
        is_taken = any(place.iterdir()) if place.is_dir() else os.path.lexists(place)
        if is_taken and not (force and place.is_dir()):
            message = _(
                "{path} exists and is not an empty folder; choose another name, or --force to overwrite its files."
            )
            fail(Exit.USAGE, message.format(path=place))
        write_folder(place, {name: text.encode() for name, text in files.items()})
    except OSError as problem:
        fail(Exit.USAGE, f"{place}: {trouble(problem)}")
    typer.echo(_("Written: {path}").format(path=", ".join(str(place / name) for name in files)), err=True)


def _id(place: Path, id_: str | None) -> str:
    """Return the id asked for, else one made of a name; one that cannot be ends with a sentence."""
    from zi_score.law.load import built_in_rulesets
    from zi_score.law.whole.head import ID

    name = place.stem if place.suffix.lower() == _WORKBOOK else place.absolute().name
    chosen = re.sub(r"[^\w.-]+", "-", name).strip("-.") if id_ is None else id_
    if not ID.fullmatch(chosen):
        fail(Exit.USAGE, _("--id {id}: expected letters, digits, '.', '-' and '_', without blanks.").format(id=chosen))
    if chosen in built_in_rulesets():
        fail(Exit.USAGE, _("{id} is a built-in ruleset; give another id with --id.").format(id=chosen))
    return chosen
