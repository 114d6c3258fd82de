"""The pool of query workers for callers that wait: commands, notebooks."""

from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TypeVar, TypeVarTuple

import anyio
from anyio.from_thread import BlockingPortal

from kg.sparql.pool import QueryPool
from kg.sparql.result import QueryResult
from kg.store.query import Query

_T = TypeVar("_T")
_Arguments = TypeVarTuple("_Arguments")


@dataclass(frozen=True, slots=True)
class BlockingResult:
    """A `kg.sparql.result.QueryResult` whose bytes are waited for."""

    media_type: str
    _result: QueryResult
    _portal: BlockingPortal

    def __iter__(self) -> Iterator[bytes]:
        """The bytes, as they come. Raises where a limit is met on the way."""
        try:
            while chunk := _waited_for(self._portal, self._next):
                yield chunk
        finally:
            self._portal.call(self._result.chunks.close)

    def read(self) -> bytes:
        """The whole answer."""
        return _waited_for(self._portal, self._result.read)

    async def _next(self) -> bytes:
        return await anext(self._result.chunks, b"")


@dataclass(frozen=True, slots=True)
class BlockingPool:
    """A pool whose event loop runs in a thread of its own; its methods may be called from any."""

    _pool: QueryPool
    _portal: BlockingPortal

    def run(self, query: Query, seconds: float | None = None) -> BlockingResult:
        """Answer a query, as `kg.sparql.pool.QueryPool.run`."""
        result = _waited_for(self._portal, self._pool.run, query, seconds)
        return BlockingResult(result.media_type, result, self._portal)


@contextmanager
def blocking(pool: QueryPool) -> Iterator[BlockingPool]:
    """A pool for callers that wait; on leaving, its workers end."""
    with _event_loop() as portal:
        try:
            yield BlockingPool(pool, portal)
        finally:
            portal.call(pool.aclose)


def _waited_for(
    portal: BlockingPortal,
    work: Callable[[*_Arguments], Awaitable[_T]],
    *arguments: *_Arguments,
) -> _T:
    """What it returns. Who is interrupted waits no longer, and the worker at it ends."""
    future = portal.start_task_soon(work, *arguments)
    try:
        return future.result()
    finally:
        future.cancel()


@contextmanager
def _event_loop() -> Iterator[BlockingPortal]:
    """The way into an event loop in a daemon thread.

    In a thread of any other kind, as anyio starts it, Python would wait at its end for a pool that
    nobody closed, before it calls what closes it (`weakref.finalize`).
    """
    started: Future[BlockingPortal] = Future()

    async def run() -> None:
        async with BlockingPortal() as portal:
            started.set_result(portal)
            await portal.sleep_until_stopped()

    thread = Thread(target=anyio.run, args=(run,), daemon=True, name="query-pool")
    thread.start()
    portal = started.result()
    try:
        yield portal
    finally:
        portal.call(portal.stop)
        thread.join()
