"""Annotated copies of many workbooks below a folder; one that cannot be copied is told, and the others are written."""

import gc
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import typer

from zi_score.cli.app import Exit, fail
from zi_score.cli.files import STDIN, inputs_of, keep_apart, written
from zi_score.cli.many import crew_of, followed
from zi_score.cli.naming import COPY, distinct
from zi_score.forms.annotated.package import lost_parts, suffix_of
from zi_score.model.findings import Unreadable
from zi_score.model.language import current_language, use_language
from zi_score.model.language import translate as _
from zi_score.model.trouble import trouble
from zi_score.pipeline import HowOptions, fault, no_workbook
from zi_score.reading.apart import MOST_SECONDS, hold_to_limits
from zi_score.reading.file.guard import file_content
from zi_score.reading.rulesets import load_ruleset
from zi_score.rekap.run import lost
from zi_score.rekap.workers import Lost, worked

_WORTHWHILE = 4
"""Workbooks a process should have to itself."""

_USUAL = ".xlsx"


@dataclass(frozen=True)
class CopyResult:
    """What became of a workbook: its copy, how many findings that shows and what it lacks, or why there is none."""

    path: str
    content: bytes = b""
    findings: int = 0
    missing: tuple[str, ...] = ()
    problem: str | None = None
    code: Exit = Exit.DONE


def write_copies(  # noqa: PLR0913 - what the command takes
    files: Mapping[str, str | None],
    folder: Path,
    ruleset: str | None,
    which: HowOptions,
    *,
    jobs: int | None,
    shows_progress: bool,
    force: bool,
) -> Exit:
    """Write the copies of these workbooks below a folder, and return the exit code that they ask for.

    Args:
        files: the workbooks by the paths that were given, None beside a path under which there is none.
        folder: where to write; what stands there under other names stays.
        ruleset: the regulation, by default the one of each workbook.
        which: which part of a workbook is read.
        jobs: number of processes, by default one a core.
        shows_progress: whether to show a progress bar where somebody sees it.
        force: whether files that are there may be written over.

    """
    gc.enable()  # unlike a copy of one workbook, this may run for long
    if STDIN in files:
        fail(Exit.USAGE, _("annotate reads no workbook from standard input; name files or folders."))
    asked = [file for file in files.values() if file is not None]
    targets = {path: folder / f"{name}-{COPY}{_suffix(path)}" for path, name in distinct(asked).items()}
    keep_apart(targets.values(), inputs_of(asked, ruleset), option="-o", force=force)
    work = partial(copied, ruleset, which, current_language())
    crew = crew_of(jobs, len(asked), _WORTHWHILE)
    found = worked(work, asked, crew, seconds=MOST_SECONDS, prepared=hold_to_limits)
    done: Iterator[CopyResult] = (_lost(each) if isinstance(each, Lost) else each for each in found)
    done = followed(done, len(asked), lambda each: each.problem is not None, shows_progress=shows_progress)
    unmet = [
        CopyResult(path, problem=no_workbook(path).error, code=Exit.UNREADABLE) for path in files if files[path] is None
    ]
    results = [*unmet, *_saved(done, targets, folder)]
    copies = [each for each in results if each.problem is None]
    message = _("Written: {path} (copies: {count}, findings: {findings})")
    told = message.format(path=folder, count=len(copies), findings=sum(each.findings for each in copies))
    for each in results:
        _tell(each)
    typer.echo(told, err=True)
    return max((each.code for each in results), default=Exit.DONE)


def copied(ruleset: str | None, which: HowOptions, language: str, path: str) -> CopyResult:
    """Check one workbook and make its copy; whatever happens is a result."""
    from zi_score.api.one import check
    from zi_score.forms.annotated.workbook import UncopyableError, render

    use_language(language)
    try:
        content = file_content(path)
        findings = check(content, load_ruleset(ruleset) if ruleset else None, **which, path=path).findings
        suffix = suffix_of(content)
        if suffix is None:
            message = _("{path}: only .xlsx and .xlsm can be annotated; save it as .xlsx first.")
            return CopyResult(path, problem=message.format(path=path), code=Exit.UNREADABLE)
        copy = render(content, findings, keep_macros=suffix == ".xlsm")
        return CopyResult(path, copy, len(findings), tuple(lost_parts(content, copy)))
    except Unreadable as problem:
        return CopyResult(path, problem=str(problem), code=Exit.UNREADABLE)
    except UncopyableError as problem:
        message = _("{path} cannot be copied ({problem}); save it as .xlsx in a spreadsheet program and try again.")
        return CopyResult(path, problem=message.format(path=path, problem=problem), code=Exit.UNREADABLE)
    except Exception as problem:  # noqa: BLE001 - one workbook must not end the others
        return CopyResult(path, problem=fault(problem, path).error, code=Exit.FAULT)


def _saved(done: Iterator[CopyResult], targets: Mapping[str, Path], folder: Path) -> Iterator[CopyResult]:
    """Yield results, each with its copy written, so that none waits in memory."""
    for each in done:
        if each.problem is None:
            target = targets[each.path]
            try:
                folder.mkdir(parents=True, exist_ok=True)
                with written(target) as stream:
                    stream.write(each.content)
            except OSError as problem:
                fail(Exit.USAGE, f"-o {target}: {trouble(problem)}")
        yield CopyResult(each.path, b"", each.findings, each.missing, each.problem, each.code)


def _tell(result: CopyResult) -> None:
    if result.problem is not None:
        typer.echo(f"zi-score: {result.problem}", err=True)
    elif result.missing:
        message = _("{path}: not in the copy: {parts}.")
        typer.echo(message.format(path=result.path, parts=", ".join(result.missing)), err=True)


def _suffix(path: str) -> str:
    """Return the ending that the copy of a workbook has: what the workbook is, whatever it is called."""
    try:
        return suffix_of(file_content(path)) or _USUAL
    except (Unreadable, OSError):
        return _USUAL


def _lost(lost_one: Lost[str]) -> CopyResult:
    return CopyResult(lost_one.thing, problem=lost(lost_one.thing, lost_one).error, code=Exit.UNREADABLE)
