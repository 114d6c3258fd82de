"""A progress bar on a terminal; nothing anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from api.cli.show import note
from kg.progress import Progress as Watch
from kg.progress import Step


@contextmanager
def shown_progress() -> Iterator[Watch]:
    """A bar a stage, with what is done of how much, the time it took and the time left.

    Whoever interrupts a change is told that it changed nothing.
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    hidden = not console.is_terminal
    try:
        with Progress(*columns, console=console, transient=True, disable=hidden) as bars:
            yield _watch(bars)
    except KeyboardInterrupt:
        note("jipu: interrupted; the last release stays in force")
        raise


def _watch(bars: Progress) -> Watch:
    tasks: dict[str, TaskID] = {}

    def watch(step: Step) -> None:
        if step.stage not in tasks:
            tasks[step.stage] = bars.add_task(step.stage, what="")
        bars.update(tasks[step.stage], completed=step.done, total=step.total, what=step.what)

    return watch
