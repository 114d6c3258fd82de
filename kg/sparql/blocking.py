"""The pool of query workers for callers that wait: commands, notebooks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from anyio.from_thread import BlockingPortal, start_blocking_portal

from kg.sparql.pool import QueryPool
from kg.sparql.result import QueryResult
from kg.store import Query


@dataclass(frozen=True, slots=True)
class BlockingResult:
    """A `kg.sparql.result.QueryResult` whose bytes are waited for."""

    media_type: str
    _result: QueryResult
    _portal: BlockingPortal

    def __iter__(self) -> Iterator[bytes]:
        """The bytes, as they come. Raises where a limit is met on the way."""
        try:
            while chunk := self._portal.call(self._next):
                yield chunk
        finally:
            self._portal.call(self._result.chunks.close)

    def read(self) -> bytes:
        """The whole answer."""
        return self._portal.call(self._result.read)

    async def _next(self) -> bytes:
        return await anext(self._result.chunks, b"")


@dataclass(frozen=True, slots=True)
class BlockingPool:
    """A pool whose event loop runs in a thread of its own; its methods may be called from any."""

    _pool: QueryPool
    _portal: BlockingPortal

    def run(self, query: Query, seconds: float | None = None) -> BlockingResult:
        """Answer a query, as `kg.sparql.pool.QueryPool.run`."""
        result = self._portal.call(self._pool.run, query, seconds)
        return BlockingResult(result.media_type, result, self._portal)


@contextmanager
def blocking(pool: QueryPool) -> Iterator[BlockingPool]:
    """A pool for callers that wait; on leaving, its workers end."""
    with start_blocking_portal() as portal:
        try:
            yield BlockingPool(pool, portal)
        finally:
            portal.call(pool.aclose)
