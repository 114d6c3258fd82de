"""The parent's end of one query worker process."""

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, SubprocessStreamProtocol
from pathlib import Path
from typing import Final, Self

from kg import errors
from kg.sparql.processor_time import ProcessorTime
from kg.sparql.wire import HEAD, Frame
from kg.sparql.worker import OUT_OF_MEMORY

_BUFFER = 512 * 1024  # bytes of an answer that wait for a slow client
NICENESS: Final = 10  # of processes in the long lane: a quick one gets ten times their share


class Worker:
    """One process of `kg.sparql.worker`, started over a store."""

    def __init__(
        self, transport: asyncio.SubprocessTransport, process: Process, niceness: int
    ) -> None:
        self._transport = transport
        self._process = process
        assert process.stdin is not None  # noqa: S101 - a pipe, see start
        assert process.stdout is not None  # noqa: S101 - a pipe, see start
        self._stdin, self._stdout = process.stdin, process.stdout
        self.niceness = niceness
        self.processor_time = ProcessorTime(process.pid)

    @classmethod
    async def start(cls, store: Path, memory_bytes: int, niceness: int) -> Self:
        """Start a process and wait until it is ready. Raises BusyError where the system cannot."""
        # -P: no module of ours is looked for in the folder where the command runs.
        python = (sys.executable, "-P", "-m", "kg.sparql.worker", str(store), str(memory_bytes))
        loop = asyncio.get_running_loop()
        try:
            transport, protocol = await loop.subprocess_exec(
                lambda: SubprocessStreamProtocol(_BUFFER, loop),
                *("nice", "-n", str(niceness), *python),
                stdin=PIPE,
                stdout=PIPE,
                stderr=None,
                start_new_session=True,  # Ctrl-C is for the process that a person started
            )
        except OSError as error:
            raise _not_started(error.strerror) from error
        worker = cls(transport, Process(transport, protocol, loop), niceness)
        try:
            ready = await worker.receive()
        except BaseException:
            worker.kill()
            raise
        if ready is None:
            raise _not_started(f"status {await worker.ended()}")
        return worker

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs, as far as is known."""
        return self._process.returncode is None and not self._stdout.at_eof()

    async def send(self, frame: bytes) -> None:
        """Send a frame; where the worker has died, what is received next says so."""
        # The event loop of the server raises RuntimeError for a pipe that it has closed itself.
        if self._stdin.is_closing():
            return
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self._stdin.write(frame)
            await self._stdin.drain()

    async def receive(self) -> Frame | None:
        """The next frame from the worker; None where it has died."""
        try:
            kind, length = HEAD.unpack(await self._stdout.readexactly(HEAD.size))
            return kind, await self._stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return None

    def pause(self) -> None:
        """Stop it where it is, memory and all, until it is resumed."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let a paused process run on."""
        self._signal(signal.SIGCONT)

    def step_back(self) -> None:
        """Let queries that start anew go first on a busy machine, for the rest of its life."""
        self.niceness = NICENESS
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.pid, NICENESS)

    def kill(self) -> None:
        """End the process at once, paused or not."""
        self._signal(signal.SIGKILL)

    async def ended(self) -> int:
        """Wait for the end of a killed process; the status is negative for a signal."""
        # What is left in its pipes is not wanted, and would keep the wait from ending. The
        # transport itself is not closed: it would bury the process, and its status be lost.
        for number in (0, 1):
            if (pipe := self._transport.get_pipe_transport(number)) is not None:
                pipe.close()
        self.processor_time.close()
        return await self._process.wait()

    def _signal(self, number: signal.Signals) -> None:
        # Not the transport's send_signal, for the reason above.
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


def _not_started(reason: str | None) -> errors.BusyError:
    return errors.BusyError(
        "query", f"no query worker could be started ({reason}); try again later"
    )


def cause_of_death(status: int, seconds: float) -> errors.QueryError:
    """Why a worker died of a query whose limit was ``seconds``, by its exit status."""
    if status == -signal.SIGPROF:
        return out_of_time(seconds)
    if status < 0 or status == OUT_OF_MEMORY:
        return errors.QueryTooLargeError(
            "query",
            "it needed more memory than one query may take, or is nested too deeply, and was "
            "stopped; make it more selective",
        )
    return errors.QueryFailedError("query", f"its process failed with status {status}")


def out_of_time(seconds: float) -> errors.QueryTimeoutError:
    """A query met its time limit."""
    return errors.QueryTimeoutError(
        "query",
        f"it ran longer than its {seconds:g} s and was stopped; "
        "make it more selective or raise the timeout",
    )
