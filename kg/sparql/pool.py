"""Running untrusted queries where they can be killed: a pool of worker processes over one store."""

import asyncio
import contextlib
from collections.abc import Coroutine
from functools import partial
from pathlib import Path
from typing import Any

from kg.errors import BusyError
from kg.sparql.host import Host
from kg.sparql.kept import Kept, KeptResults
from kg.sparql.lanes import Lane, Usage
from kg.sparql.limits import QueryLimits
from kg.sparql.process import NICENESS, Worker
from kg.sparql.result import Chunks, Fetched, QueryResult
from kg.sparql.running import Running
from kg.sparql.seat import Lanes, Seat
from kg.store.query import Query

# To each place for long queries: places for quick ones, for long ones that are paused, and for
# results that wait for slow clients.
_QUICK, _PAUSED, _ASIDE = 2, 2, 4
_MOST_WAITING = 1000


class QueryPool:
    """Worker processes over one closed store, each answering one query at a time.

    ``places`` long queries run at a time, one for each processor that may be spent on them.
    """

    def __init__(
        self, store: Path, places: int, limits: QueryLimits, host: Host | None = None
    ) -> None:
        self._store = store
        self._limits = limits
        self._host = host
        usage = Usage()
        self._lanes = Lanes(
            quick=Lane(_QUICK * places, _MOST_WAITING, usage),
            long=Lane(places, _MOST_WAITING, usage),
            paused=Lane(_PAUSED * places, 0, usage),
            aside=Lane(_ASIDE * places, 0, usage),
            usage=usage,
        )
        self._most_idle = _QUICK * places + 1
        self._kept = KeptResults()
        self._workers: set[Worker] = set()
        self._idle: dict[int, list[Worker]] = {0: [], NICENESS: []}
        self._tasks: set[asyncio.Task[object]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closed = False

    async def run(
        self, query: Query, seconds: float | None = None, client: str = ""
    ) -> QueryResult:
        """Answer a query of ``client``, by whose name queries that wait get their fair turns.

        ``seconds`` may shorten the pool's time limit, never lengthen it. Raises QueryError (with a
        position where known), QueryRefusedError, QueryTimeoutError, QueryTooLargeError,
        NotAcceptableError for media types that do not fit, BusyError.
        """
        if (kept := self._kept.get(query)) is not None:
            return QueryResult(kept.media_type, kept.coding, len(kept.body), Fetched(kept.body))
        greedy = self._lanes.usage.is_greedy(client, self._limits.greedy_seconds)
        lane, niceness = (self._lanes.long, NICENESS) if greedy else (self._lanes.quick, 0)
        await lane.enter(client, self._limits.waiting_seconds)
        try:
            worker = await self._worker(niceness)
        except BaseException:
            lane.leave()
            raise
        limit = min(seconds or self._limits.seconds, self._limits.seconds)
        running = Running(worker, limit, self._limits.result_bytes, self._host)
        seat = Seat(self._lanes, self._limits, client, running, self._keep_one_ready)
        chunks = Chunks(running, seat, partial(self._take_back, query))
        try:
            header = await running.begin(query)
            seat.client_is_away()
            if header.length is not None:
                await chunks.fetch()
        except BaseException:
            chunks.close()
            raise
        return QueryResult(header.media_type, header.coding, header.length, chunks)

    def close(self) -> None:
        """End the idle workers; one that is answering ends after its answer. From any thread.

        A late query is still answered, by a worker of its own.
        """
        self._closed = True
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._end_idle)

    async def aclose(self) -> None:
        """End all workers, also those that are answering, and wait until they have gone."""
        self._closed = True
        for idle in self._idle.values():
            idle.clear()
        for worker in list(self._workers):
            self._end(worker)
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def _worker(self, niceness: int) -> Worker:
        self._loop = asyncio.get_running_loop()
        idle = self._idle[niceness]
        while idle:
            worker = idle.pop()
            if worker.is_alive:
                return worker
            self._end(worker)
        return await self._start(niceness)

    async def _start(self, niceness: int) -> Worker:
        worker = await Worker.start(self._store, self._limits.memory_bytes, niceness)
        self._workers.add(worker)
        return worker

    def _keep_one_ready(self) -> None:
        """Start a worker for the query after the one that has left the quick lane with its own."""
        if not self._idle[0] and not self._closed:
            self._in_background(self._start_one())

    async def _start_one(self) -> None:
        # Where the system cannot start one, the query that needs it will say so.
        with contextlib.suppress(BusyError):
            self._lay_by(await self._start(0))

    def _take_back(self, query: Query, running: Running, whole: bytes | None) -> None:
        if whole is not None:
            header = running.header
            self._kept.keep(query, Kept(header.media_type, header.coding, whole))
        worker = running.worker
        if running.whole:
            self._lay_by(worker)
        else:
            self._end(worker)

    def _lay_by(self, worker: Worker) -> None:
        idle = self._idle[worker.niceness]
        if self._closed or len(idle) >= self._most_idle:
            self._end(worker)
        else:
            idle.append(worker)

    def _end_idle(self) -> None:
        for idle in self._idle.values():
            while idle:
                self._end(idle.pop())

    def _end(self, worker: Worker) -> None:
        self._workers.discard(worker)
        worker.kill()
        self._in_background(worker.ended())

    def _in_background(self, work: Coroutine[Any, Any, object]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
