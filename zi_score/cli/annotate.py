"""``zi-score annotate``: a copy of a workbook that shows its findings where they are."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.files import inputs_of, keep_apart, written
from zi_score.cli.shared import PART, Shared, command
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zi_score.model.findings import Finding


@command(
    _("Write a copy of a workbook with its findings as comments and as a sheet."),
    "annotate lke.xlsx -o temuan.xlsx",
    *PART,
    "ruleset",
    "lang",
)
def annotate(
    file: Annotated[Path, typer.Argument(metavar=_("FILE"), help=_("Workbook with the LKE; it is never changed."))],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", metavar=_("PATH"), help=_("Where to write the copy."))],
    force: Annotated[bool, typer.Option("--force", help=_("Overwrite the file if it exists."))] = False,
    shared: Shared,
) -> None:
    """Check and copy the same bytes; the copy's file is opened only when its content is complete."""
    from zi_score.api.one import check
    from zi_score.model.findings import Unreadable
    from zi_score.reading.file.guard import file_content

    keep_apart([output], inputs_of([file], shared.ruleset), force=force)
    named = shared.law
    try:
        content = file_content(file)
        findings = check(content, named, **shared.which, path=str(file)).findings
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
