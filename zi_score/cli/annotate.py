"""``zi-score annotate``: copies of workbooks that show their findings where they are."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, chosen_ruleset, fail
from zi_score.cli.files import inputs_of, keep_apart, written
from zi_score.cli.options import JobsOption, NoProgressOption
from zi_score.cli.shared import PART, Shared, command
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zi_score.model.findings import Finding


@command(
    _("Write a copy of a workbook with its findings as comments and as a sheet; or of many below a folder."),
    "annotate lke.xlsx -o temuan.xlsx",
    *PART,
    "ruleset",
    "lang",
)
def annotate(  # noqa: PLR0913 - one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar=_("FILE"), help=_("Workbook with the LKE; below a folder also of several, folders, patterns.")
        ),
    ],
    *,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar=_("PATH"),
            help=_("Where to write the copy, by default beside the workbook; FOLDER/ takes those of many."),
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite files that exist."))] = False,
    jobs: JobsOption = None,
    no_progress: NoProgressOption = False,
    shared: Shared,
) -> None:
    """Write the copy of one workbook, or of many below a folder; a workbook that is submitted is never changed."""
    folder = _folder(paths, output)
    if folder is None:
        if len(paths) > 1:
            fail(Exit.USAGE, _("several workbooks need a folder for their copies: -o FOLDER/"))
        _one(Path(paths[0]), Path(output) if output else None, shared, force=force)
        return
    from zi_score.cli.copies import write_copies
    from zi_score.cli.naming import COPY
    from zi_score.cli.paths import Earlier, workbooks

    chosen_ruleset(shared.ruleset)  # one that cannot be used is told once
    code = write_copies(
        workbooks(paths, Earlier(folder, tuple(f"-{COPY}{suffix}" for suffix in (".xlsx", ".xlsm")))),
        folder,
        shared.ruleset,
        shared.which,
        jobs=jobs,
        shows_progress=not no_progress,
        force=force,
    )
    if code:
        raise typer.Exit(code)


def _folder(paths: "Sequence[str]", output: str | None) -> Path | None:
    """Return the folder for the copies, if one is meant: named as one, or that of a folder which is given alone."""
    from zi_score.cli.naming import COPY, derived

    if output is not None:
        return Path(output) if output.endswith(("/", os.sep)) or os.path.isdir(output) else None  # noqa: PTH112 - unlike Path, it never fails
    return derived(paths[0], COPY) if len(paths) == 1 and os.path.isdir(paths[0]) else None  # noqa: PTH112 - it never fails


def _one(file: Path, named: Path | None, shared: Shared, *, force: bool) -> None:
    """Check and copy the same bytes; the copy's file is opened only when its content is complete."""
    from zi_score.api.one import check
    from zi_score.model.findings import Unreadable
    from zi_score.reading.file.guard import file_content

    inputs = inputs_of([file], shared.ruleset)
    if named is not None:
        keep_apart([named], inputs, force=force)
    law = shared.law
    try:
        content = file_content(file)
        output = named or _beside(file, content)
        keep_apart([output], inputs, force=force)
        findings = check(content, law, **shared.which, path=str(file)).findings
    except Unreadable as problem:
        fail(Exit.UNREADABLE, str(problem))
    except OSError as problem:
        fail(Exit.UNREADABLE, f"{file}: {trouble(problem)}")
    copy = _annotated(file, output, content, findings)
    try:
        with written(output) as stream:
            stream.write(copy)
    except OSError as problem:
        fail(Exit.USAGE, f"{output}: {trouble(problem)}")
    _tell(output, content, copy, len(findings))


def _beside(file: Path, content: bytes) -> Path:
    """Return the name of a copy that nobody named, with the ending that a copy of this workbook has."""
    from zi_score.cli.naming import COPY, derived
    from zi_score.forms.annotated.package import suffix_of

    return derived(str(file), COPY, suffix_of(content) or ".xlsx")


def _annotated(file: Path, output: Path, content: bytes, findings: "Sequence[Finding]") -> bytes:
    from zi_score.forms.annotated.package import suffix_of
    from zi_score.forms.annotated.workbook import UncopyableError, render

    suffix = suffix_of(content)
    if suffix is None:
        message = _("{path}: only .xlsx and .xlsm can be annotated; save it as .xlsx first.")
        fail(Exit.USAGE, message.format(path=file))
    if output.suffix.casefold() != suffix:
        message = _("{path}: the copy of this workbook must end in {suffix}.")
        fail(Exit.USAGE, message.format(path=output, suffix=suffix))
    try:
        return render(content, findings, keep_macros=suffix == ".xlsm")
    except UncopyableError as problem:
        message = _("{path} cannot be copied ({problem}); save it as .xlsx in a spreadsheet program and try again.")
        fail(Exit.UNREADABLE, message.format(path=file, problem=problem))


def _tell(output: Path, content: bytes, copy: bytes, findings: int) -> None:
    from zi_score.forms.annotated.package import lost_parts

    typer.echo(_("Written: {path} (findings: {count})").format(path=output, count=findings), err=True)
    if lost := lost_parts(content, copy):
        typer.echo(_("Not in the copy: {parts}.").format(parts=", ".join(lost)), err=True)
