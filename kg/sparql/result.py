"""The answer to a query, as it comes from its worker."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

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
    chunks: "Chunks"

    async def read(self) -> bytes:
        """The whole answer."""
        return b"".join([chunk async for chunk in self.chunks])


class Chunks:
    """The bytes of one answer; frees its worker at the end, or ends it when closed before."""

    def __init__(self, running: Running, seat: Seat, take_back: Callable[[Running], None]) -> None:
        self._running: Running | None = running
        self._seat = seat
        self._take_back = take_back
        self._fetched: deque[bytes] = deque()

    async def fetch(self) -> None:
        """Take all that is still to come, which is little, and free the worker."""
        while chunk := await self._next():
            self._fetched.append(chunk)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        chunk = self._fetched.popleft() if self._fetched else await self._next()
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
            raise
        if chunk:
            self._seat.client_is_away()
        else:
            self.close()
        return chunk

    def close(self) -> None:
        """Stop the query if it still runs, and free its place."""
        running, self._running = self._running, None
        if running is not None:
            self._seat.leave()
            self._take_back(running)
