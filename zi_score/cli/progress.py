"""A progress bar on standard error."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from zi_score.model.language import translate as _

Done = TypeVar("Done")


def watched(done: Iterable[Done], total: int, failed: Callable[[Done], bool]) -> Iterator[Done]:
    """Yield what is done, and show how much that is, how fast it goes, how long it takes, how much failed."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TaskProgressColumn(show_speed=True),
        TimeRemainingColumn(),
        TextColumn("{task.fields[failed]}"),
        console=Console(stderr=True),
        transient=True,
    )
    failures = 0
    with bar:
        task = bar.add_task(_("Evaluating"), total=total, failed="")
        for each in done:
            failures += failed(each)
            bar.update(task, advance=1, failed=_("failed: {count}").format(count=failures) if failures else "")
            yield each
