"""A progress bar on a terminal; nothing anywhere else."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from api.cli.show import note
from kg.progress import Progress as Watch
from kg.progress import Step


class _RateColumn(ProgressColumn):
    """How many are done in a second (documents, texts), since the stage began."""

    def render(self, task: Task) -> Text:
        seconds = task.finished_time or task.elapsed
        rate = f"{task.completed / seconds:,.1f}/s" if seconds else ""
        return Text(rate, style="progress.data.speed")


class _ProblemsColumn(ProgressColumn):
    """How many problems there were so far, where there were any."""

    def render(self, task: Task) -> Text:
        problems = task.fields["problems"]
        return Text(f"problems: {problems:,}" if problems else "", style="yellow")


@contextmanager
def shown_progress(left: str) -> Iterator[Watch]:
    """A bar a stage: what is done of how much, how fast, with how many problems, the time left.

    Whoever interrupts the work is told what it leaves.
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _RateColumn(),
        _ProblemsColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[what]}"),
    )
    hidden = not console.is_terminal
    try:
        with Progress(*columns, console=console, transient=True, disable=hidden) as bars:
            yield _watch(bars)
    except KeyboardInterrupt:
        note(f"jipu: interrupted; {left}")
        raise


def _watch(bars: Progress) -> Watch:
    tasks: dict[str, TaskID] = {}

    def watch(step: Step) -> None:
        if step.stage not in tasks:
            tasks[step.stage] = bars.add_task(step.stage, what="", problems=0)
        bars.update(
            tasks[step.stage],
            completed=step.done,
            total=step.total,
            what=step.what,
            problems=step.problems,
        )

    return watch
