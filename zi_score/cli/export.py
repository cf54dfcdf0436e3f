"""``zi-score export``: answers for the ministry's PortalRB, as JSON or in the ministry's own form."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, app, chosen_predicate, chosen_ruleset, fail
from zi_score.cli.files import STDIN, inputs_of, keep_apart
from zi_score.cli.shared import PART, Shared, command
from zi_score.cli.words import CommandGroup
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from zi_score.law.ruleset import Ruleset

export = typer.Typer(
    cls=CommandGroup,
    help=_("Write answers for the ministry's PortalRB: as JSON, or into its own form."),
    epilog=_("Example:") + " zi-score export portalrb lke/ -o portalrb",
    no_args_is_help=True,
    options_metavar=_("[OPTIONS]"),
    subcommand_metavar=_("COMMAND [ARGS]..."),
    rich_markup_mode=None,
)
app.add_typer(export, name="export")

AllowUnreadOption = Annotated[
    bool,
    typer.Option("--allow-unread", help=_("Leave answers blank that cannot be read or carried, and list them.")),
]
ForceOption = Annotated[bool, typer.Option("--force", help=_("Overwrite what is there."))]


@command(
    _("Write the lists of units and one file of answers a unit, as PortalRB gives them."),
    "export portalrb lke/ -o portalrb --year 2026",
    "ruleset",
    "lang",
    to=export,
)
def portalrb(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(metavar=_("PATH"), help=_("Workbooks, folders, patterns, or lists of workbooks (CSV, TSV).")),
    ],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar=_("FOLDER"), help=_("Where to write it."))],
    year: Annotated[
        int | None,
        typer.Option("--year", min=2000, max=2049, metavar="N", help=_("Year of units whose workbook has none.")),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="WBK|WBBM", help=_("Predicate of units whose workbook names none.")),
    ] = None,
    allow_unread: AllowUnreadOption = False,
    force: ForceOption = False,
    shared: Shared,
) -> None:
    """Read every unit, leave out those that cannot be exported, and write the others at once."""
    from zi_score.cli.export_units import Otherwise, read_units
    from zi_score.cli.files import write_folder
    from zi_score.cli.paths import Earlier, lists_of, submissions
    from zi_score.cli.telling import tell, tell_left
    from zi_score.forms.portalrb import ROOM, answers_file, unit_lists
    from zi_score.law.portalrb import SUFFIX
    from zi_score.pipeline import no_workbook

    if STDIN in paths:
        fail(Exit.USAGE, _("export reads no workbook from standard input; name files or folders."))
    rules = shared.law
    usual = rules or chosen_ruleset(None)
    given = Otherwise(year, chosen_predicate(shared.ruleset, "--target", target) if target else None)
    submitted, missing, expected = submissions(paths, usual, Earlier(output, (SUFFIX,)))
    for path in missing:
        tell(no_workbook(path).error)
    for each in expected:
        tell(_("{unit}: not exported: the list names no workbook of it.").format(unit=each.unit))
    units, worst = read_units(submitted, rules, given, allow_unread=allow_unread)
    worst = max(worst, Exit.UNREADABLE if missing or expected else Exit.DONE)
    if not units:
        fail(worst, _("no unit can be exported; nothing was written."))
    files = {unit.proposed.file: answers_file(unit.proposed, unit.submission, unit.ruleset) for unit in units}
    files |= unit_lists([unit.proposed for unit in units], _common({unit.proposed.year for unit in units}))
    inputs = inputs_of([*(each.path for each in submitted), *lists_of(paths)], shared.ruleset)
    keep_apart((output / name for name in files), inputs, force=force)
    try:
        write_folder(output, files)
    except OSError as problem:
        fail(Exit.USAGE, f"{problem.filename or output}: {trouble(problem)}")
    for unit in units:
        kept = [unit.ruleset.waiver.fact] if unit.ruleset.waiver else []
        tell_left(unit.path, unit.submission, unit.ruleset, ROOM, kept)
    typer.echo(_("Written: {path} (units: {count})").format(path=output, count=len(units)), err=True)
    _tell_stale(output, files)
    if worst:
        raise typer.Exit(worst)


def _common(years: set[int]) -> int:
    """Return the year of all units: a list has one."""
    if len(years) > 1:
        message = _("the units are of several years ({years}), but a list is of one; export each year by itself.")
        fail(Exit.USAGE, message.format(years=", ".join(map(str, sorted(years)))))
    return next(iter(years))


def _tell_stale(folder: Path, files: Iterable[str]) -> None:
    """Name the answers files of an earlier export that no list names any more."""
    from zi_score.cli.telling import tell
    from zi_score.law.portalrb import FOLDER, SUFFIX

    for path in sorted((folder / FOLDER).glob(f"*{SUFFIX}")):
        if f"{FOLDER}/{path.name}" not in files:
            tell(_("{path}: of an earlier export; no list names it.").format(path=path))


@command(
    _("Write answers into a blank form of the ministry, which otherwise stays as it is."),
    "export workbook lke.xlsx --form formulir.xlsx -o unggah.xlsx",
    *PART,
    "ruleset",
    "lang",
    to=export,
)
def workbook(  # noqa: PLR0913 - one parameter an option
    file: Annotated[Path, typer.Argument(metavar=_("FILE"), help=_("Workbook with the LKE, or answers of PortalRB."))],
    *,
    form: Annotated[Path, typer.Option("--form", metavar=_("PATH"), help=_("Blank form (.xlsx, .xlsm) to fill in."))],
    output: Annotated[Path, typer.Option("--output", "-o", metavar=_("PATH"), help=_("Where to write it."))],
    allow_unread: AllowUnreadOption = False,
    force: ForceOption = False,
    shared: Shared,
) -> None:
    """Read both, fill in a copy of the form, and read it again before it is written."""
    from zi_score.cli.files import written
    from zi_score.cli.telling import is_whole, tell, tell_left
    from zi_score.forms.filled_form import FormError, differences, filled, room_of, shows_old_figures
    from zi_score.model.findings import Unreadable
    from zi_score.pipeline import submission_of
    from zi_score.reading.file.guard import file_content
    from zi_score.reading.workbook import read_submission

    if output.suffix.casefold() != form.suffix.casefold():
        message = _("{path}: the filled form must end in {suffix}, as the form does.")
        fail(Exit.USAGE, message.format(path=output, suffix=form.suffix))
    keep_apart([output], inputs_of([file, form], shared.ruleset), force=force)
    rules = shared.law
    try:
        submission = submission_of(file, rules, **shared.which)
        rules = rules or chosen_ruleset(submission.worksheet.ruleset)
        _refuse_without_numbers(rules)
        content = file_content(form)
        blank = read_submission(content, rules, path=str(form))
    except Unreadable as problem:
        fail(Exit.UNREADABLE, str(problem))
    except OSError as problem:
        fail(Exit.UNREADABLE, f"{problem.filename}: {trouble(problem)}")
    room = room_of(blank)
    if not is_whole(str(file), submission, rules, room, allow_unread=allow_unread):
        raise typer.Exit(Exit.NOT_REACHED)
    try:
        copy = filled(content, blank, submission, rules)
    except FormError as problem:
        fail(Exit.USAGE, f"{form}: {problem}")
    if differing := differences(read_submission(copy, rules, path=str(output)), blank, submission, rules):
        message = _("{path}: this form would show other answers than were written, in {cells}; nothing was written.")
        fail(Exit.USAGE, message.format(path=form, cells=differing))
    try:
        with written(output) as stream:
            stream.write(copy)
    except OSError as problem:
        fail(Exit.USAGE, f"{output}: {trouble(problem)}")
    tell_left(str(file), submission, rules, room)
    tell(
        _("{path}: fill in name and target of the unit on the other sheets, where the form has them.").format(
            path=output
        )
    )
    if shows_old_figures(content, blank):
        message = _(
            "{path}: its formulas show the figures of the blank form until a spreadsheet program calculates them."
        )
        tell(message.format(path=output))
    typer.echo(_("Written: {path}").format(path=output), err=True)


def _refuse_without_numbers(ruleset: "Ruleset") -> None:
    from zi_score.law.portalrb import numbered

    if not numbered(ruleset):
        fail(Exit.USAGE, _("{ruleset} has no numbers in PortalRB.").format(ruleset=ruleset.title))
