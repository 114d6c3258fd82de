"""Processes that read documents under limits (读取进程). The only pebble import.

A reader may hang, eat memory or take its process down; it does so in a process of its own, and only
the document at hand fails. Processes are spawned, never forked from one that has threads.
"""

import logging
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Generic, TypeVar

import pebble

from kg.errors import BusyError
from kg.model import Problem
from kg.read_worker import OUT_OF_MEMORY, Fault, Named, prepare, read_in_time

# A process that has read so many is replaced: what its libraries did not give back goes with it.
_TASKS_OF_A_PROCESS = 1000
_AHEAD = 4  # tasks for each process that are handed over before they are needed
# The kernel's timer in the process comes first; this is for a death that the pool overlooked.
_SECONDS_OF_GRACE = 5.0
_LOG = logging.getLogger(__name__)


T = TypeVar("T", bound=Named)
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """What reading one document may take, and how many are read at once.

    ``memory_bytes`` of address space above what a process starts with; 0 ``processes`` are as many
    as there are cores.
    """

    seconds: float = 120.0
    memory_bytes: int = 2048 << 20
    processes: int = 0


UNLESS_SET = ReadLimits()


def each_read(
    read: Callable[[T], R],
    waiting: deque[T],
    limits: ReadLimits,
    modules: tuple[str, ...] = (),
) -> Generator[tuple[T, R | Problem]]:
    """What ``read`` makes of everything that waits, in the order in which it gets done.

    ``read`` is a module's function or a partial of one, for it is sent to the processes; what it
    cannot read is a problem instead. ``waiting`` may grow while results are taken. ``modules`` are
    those that ``read`` imports itself: they are there before time and memory count. Raises
    BusyError where no process can be started, and what ``read`` raises of our errors about other
    things than the document. Close it to end the processes.
    """
    most = limits.processes or os.cpu_count() or 1
    while waiting:
        size = min(most, len(waiting))
        with _pool(size, limits.memory_bytes, read, modules) as pool:
            round_ = _Round(pool, read, waiting, limits)
            yield from round_.results(size, most)
        if not round_.done:
            raise BusyError(
                "reading",
                "no process that reads documents could be started; see whether memory is left, and "
                'in a script of your own start it below `if __name__ == "__main__":`',
            )


class _Round(Generic[T, R]):
    """The life of one pool: it ends when nothing waits, when it breaks, or for a larger one."""

    def __init__(
        self,
        pool: pebble.ProcessPool,
        read: Callable[[T], R],
        waiting: deque[T],
        limits: ReadLimits,
    ) -> None:
        self._pool = pool
        self._read = read
        self._waiting = waiting
        self._limits = limits
        self._running: dict[Future[R | Problem | Fault], T] = {}
        self.done = 0

    def results(self, size: int, most: int) -> Iterator[tuple[T, R | Problem]]:
        try:
            while self._waiting or self._running:
                is_too_small = size < min(most, len(self._waiting))
                if is_too_small and not self._running:
                    return
                if not is_too_small:
                    self._hand_over(_AHEAD * size)
                yield from self._finished()
        except BrokenProcessPool:
            self._waiting.extend(self._running.values())

    def _finished(self) -> Iterator[tuple[T, R | Problem]]:
        for future in wait(self._running, return_when=FIRST_COMPLETED).done:
            result = _result(future, self._running[future].name, self._limits)
            self.done += 1
            yield self._running.pop(future), result

    def _hand_over(self, most: int) -> None:
        seconds = self._limits.seconds
        while self._waiting and len(self._running) < most:
            try:
                future = self._pool.schedule(
                    read_in_time,
                    (self._read, self._waiting[0], seconds),
                    timeout=seconds + _SECONDS_OF_GRACE,
                )
            except RuntimeError as error:
                raise BrokenProcessPool from error
            self._running[future] = self._waiting.popleft()


@contextmanager
def _pool(
    size: int, memory_bytes: int, read: object, modules: tuple[str, ...]
) -> Iterator[pebble.ProcessPool]:
    """A pool of which nothing is left afterwards."""
    pool = pebble.ProcessPool(
        max_workers=size,
        max_tasks=_TASKS_OF_A_PROCESS,
        initializer=prepare,
        # The reader is sent along for its own module to be there as well.
        initargs=(memory_bytes, modules, read),
        context=get_context("spawn"),
    )
    try:
        with _interrupts_held():
            pool.active  # noqa: B018 - starts the pool: its threads and processes inherit the mask
        yield pool
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """What is started meanwhile never sees Ctrl-C, which is for the parent to act on."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result(future: Future[R | Problem | Fault], name: str, limits: ReadLimits) -> R | Problem:
    try:
        result = future.result()
    except pebble.ProcessExpired as death:
        return Problem(name, _cause_of_death(death.exitcode, limits))
    except TimeoutError:
        return Problem(name, _cause_of_death(-signal.SIGALRM, limits))
    if isinstance(result, Fault):
        _LOG.debug("reading %s failed:\n%s", name, result.traceback)
        return Problem(name, f"cannot be read: {result.told}; please report it, with the file")
    return result


def _cause_of_death(status: int, limits: ReadLimits) -> str:
    if status == -signal.SIGALRM:
        return (
            f"reading it took longer than {limits.seconds:g} s and was stopped; split it, or raise "
            "JIPU_READ_SECONDS"
        )
    if status == OUT_OF_MEMORY:
        return (
            f"reading it needed more than {limits.memory_bytes >> 20} MiB and was stopped; split "
            "it, or raise JIPU_READ_MEMORY_MIB"
        )
    how = f"by signal {-status}" if status < 0 else f"with status {status}"
    return f"the process that read it ended {how}; please report it, with the file"
