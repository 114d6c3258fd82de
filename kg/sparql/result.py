"""The answer to a query, as it comes from its worker."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from kg.sparql.kept import MOST_BYTES_OF_ONE
from kg.sparql.running import Running
from kg.sparql.seat import Seat


@dataclass(frozen=True, slots=True)
class QueryResult:
    """An answer in ``media_type`` and the content coding ``coding`` (gzip, or None).

    ``chunks`` are its bytes, ``length`` so many where that is known beforehand. They are to be read
    to the end or closed. Reading them raises QueryTimeoutError, QueryTooLargeError or BusyError
    where a limit is met on the way: what came before is then not the whole result.
    """

    media_type: str
    coding: str | None
    length: int | None
    chunks: "Chunks | Fetched"

    async def read(self) -> bytes:
        """The whole answer."""
        return b"".join([chunk async for chunk in self.chunks])


class Chunks:
    """The bytes of one answer; frees its worker at the end, or ends it when closed before."""

    def __init__(
        self, running: Running, seat: Seat, end: Callable[[Running, bytes | None], None]
    ) -> None:
        """``end`` is told when the worker is done, with the whole answer if it is a short one."""
        self._running: Running | None = running
        self._seat = seat
        self._end = end
        self._taken: bytearray | None = bytearray()
        self._fetched = b""

    async def fetch(self) -> None:
        """Take all that is still to come, which is little, and free the worker."""
        while chunk := await self._next():
            self._fetched += chunk

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        chunk, self._fetched = self._fetched, b""
        chunk = chunk or await self._next()
        if not chunk:
            raise StopAsyncIteration
        return chunk

    async def _next(self) -> bytes:
        running = self._running
        if running is None:
            return b""
        try:
            await self._seat.client_is_back()
            chunk = await running.more()
        except BaseException:
            self.close()
            self._seat.leave()  # again: a place may have come after it was closed
            raise
        if chunk:
            self._note(chunk)
            self._seat.client_is_away()
        else:
            self._finish(None if self._taken is None else bytes(self._taken))
        return chunk

    def _note(self, chunk: bytes) -> None:
        if self._taken is not None:
            self._taken += chunk
            if len(self._taken) > MOST_BYTES_OF_ONE:
                self._taken = None

    def close(self) -> None:
        """Stop the query if it still runs, and free its place."""
        self._finish(None)

    def _finish(self, whole: bytes | None) -> None:
        running, self._running = self._running, None
        if running is not None:
            self._seat.leave()
            self._end(running, whole)


class Fetched:
    """The bytes of an answer that are all there."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        body, self._body = self._body, b""
        if not body:
            raise StopAsyncIteration
        return body

    def close(self) -> None:
        """Nothing is to be freed."""
