"""Running untrusted queries where they can be killed: a pool of worker processes over one store."""

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Condition
from typing import Any

from kg import errors
from kg.sparql.guard import refuse_what_leaves_the_store
from kg.sparql.worker import (
    FAILED_ON_THE_WAY,
    OUT_OF_MEMORY,
    read_frame,
    request_bytes,
    send_frame,
)
from kg.store import Query


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may take: seconds of time, bytes of address space, bytes of result."""

    seconds: float = 30.0
    memory_bytes: int = 4 << 30
    result_bytes: int = 1 << 30
    waiting_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class QueryResult:
    """An answer in ``media_type``; ``chunks`` are its bytes, to be read to the end or closed.

    Reading ``chunks`` raises QueryTimeoutError or QueryTooLargeError where a limit is met on the
    way: what came before is then not the whole result.
    """

    media_type: str
    chunks: "Chunks"

    def read(self) -> bytes:
        """The whole answer."""
        return b"".join(self.chunks)


class QueryPool:
    """Worker processes over one closed store, each answering one query at a time."""

    def __init__(self, store: Path, workers: int, limits: QueryLimits) -> None:
        self._store = store
        self._limits = limits
        # One entry a place: an idle worker, or None where one has still to be started. The lock of
        # a Condition is reentrant: a forgotten answer may be collected while its thread holds it.
        self._idle: list[_Worker | None] = [None] * workers
        self._free = Condition()
        self._closed = False

    def run(self, query: Query, seconds: float | None = None) -> QueryResult:
        """Answer a query; ``seconds`` may shorten the pool's time limit, never lengthen it.

        Raises QueryError (with a position where known), QueryRefusedError, QueryTimeoutError,
        QueryTooLargeError, NotAcceptableError for media types that do not fit, BusyError.
        """
        refuse_what_leaves_the_store(query.text)
        limit = min(seconds or self._limits.seconds, self._limits.seconds)
        worker = self._take()
        try:
            header = worker.ask(query, limit)
        except BaseException:
            self._discard(worker)
            raise
        if header is None:
            self._discard(worker)
            raise worker.cause_of_death(limit)
        if not header["ok"]:
            self._give_back(worker)
            raise _error(header["error"])
        chunks = Chunks(worker, self._limits, limit, self._give_back)
        return QueryResult(header["media_type"], chunks)

    def close(self) -> None:
        """End the idle workers; one that is answering ends after its answer.

        A late query is still answered, by a worker of its own.
        """
        with self._free:
            self._closed = True
            idle, self._idle = self._idle, [None] * len(self._idle)
        for worker in filter(None, idle):
            worker.kill()

    def _take(self) -> "_Worker":
        with self._free:
            if not self._free.wait_for(lambda: bool(self._idle), self._limits.waiting_seconds):
                raise errors.BusyError(
                    "query", "every query worker is busy; try again in a few seconds"
                )
            worker = self._idle.pop()
        if worker is not None:
            if worker.is_alive:
                return worker
            worker.kill()
        try:
            return _Worker(self._store, self._limits.memory_bytes)
        except OSError as error:
            self._give_back(None)
            raise errors.BusyError(
                "query", f"no query worker could be started ({error.strerror}); try again later"
            ) from error

    def _give_back(self, worker: "_Worker | None") -> None:
        with self._free:
            if self._closed and worker is not None:
                worker.kill()
                worker = None
            self._idle.append(worker)
            self._free.notify()

    def _discard(self, worker: "_Worker") -> None:
        worker.kill()
        self._give_back(None)


class Chunks:
    """The frames of one answer; gives its worker back at the end, or ends it when closed before."""

    def __init__(
        self,
        worker: "_Worker",
        limits: QueryLimits,
        seconds: float,
        give_back: Callable[["_Worker | None"], None],
    ) -> None:
        self._worker: _Worker | None = worker
        self._limits = limits
        self._seconds = seconds
        self._give_back = give_back
        self._size = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        worker = self._worker
        if worker is None:
            raise StopIteration
        chunk = worker.next_frame()
        if chunk is None:
            self.close()
            raise worker.cause_of_death(self._seconds)
        if not chunk:
            self._worker = None
            self._give_back(worker)
            raise StopIteration
        self._size += len(chunk)
        if self._size > self._limits.result_bytes:
            self.close()
            raise errors.QueryTooLargeError(
                "query",
                f"the result is larger than {self._limits.result_bytes} bytes and was "
                "stopped; add a LIMIT or ask for fewer columns",
            )
        return chunk

    def close(self) -> None:
        """Stop the query if it still runs, and free its worker's place."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.kill()
            self._give_back(None)

    def __del__(self) -> None:
        self.close()


class _Worker:
    """The parent's end of one worker process."""

    def __init__(self, store: Path, memory_bytes: int) -> None:
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            # -P: no module of ours is looked for in the folder where the command runs.
            [sys.executable, "-P", "-m", "kg.sparql.worker", str(store), str(memory_bytes)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, query: Query, seconds: float) -> dict[str, Any] | None:
        """Send a query and read the answer's header; None where the worker died of it."""
        assert self._process.stdin is not None  # noqa: S101 - opened as a pipe above
        try:
            send_frame(self._process.stdin, request_bytes(query, seconds))
        except BrokenPipeError:
            return None
        frame = self.next_frame()
        return None if frame is None else dict(json.loads(frame))

    def next_frame(self) -> bytes | None:
        assert self._process.stdout is not None  # noqa: S101 - opened as a pipe above
        return read_frame(self._process.stdout)

    def cause_of_death(self, seconds: float) -> errors.QueryError:
        """Why a worker that did not finish is gone."""
        status = self._process.returncode
        if status == -signal.SIGALRM:
            return errors.QueryTimeoutError(
                "query",
                f"it ran longer than its {seconds:g} s and was stopped; "
                "make it more selective or raise the timeout",
            )
        if status < 0 or status == OUT_OF_MEMORY:
            return errors.QueryTooLargeError(
                "query",
                "it needed more memory than one query may take and was stopped; "
                "make it more selective",
            )
        if status == FAILED_ON_THE_WAY:
            return errors.QueryError("query", "cannot be answered in this format to its end")
        return errors.QueryFailedError("query", f"its process failed with status {status}")

    def kill(self) -> None:
        """End the process, if it has not ended, and free what it held."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()


def _error(fields: dict[str, Any]) -> errors.JipuError:
    kind: type[errors.JipuError] = getattr(errors, fields["class"])
    if issubclass(kind, errors.QueryError):
        return kind(fields["where"], fields["message"], fields["line"], fields["column"])
    return kind(fields["where"], fields["message"])
