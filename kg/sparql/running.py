"""One query that a worker answers: its time, its size, its calls to the host."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg import errors
from kg.sparql import wire
from kg.sparql.clock import Clock
from kg.sparql.host import Host
from kg.sparql.process import Worker, cause_of_death, out_of_time
from kg.store import Query


@dataclass(frozen=True, slots=True)
class Header:
    """What a worker says before the bytes of an answer; see `kg.sparql.body.Body`."""

    media_type: str
    coding: str | None
    length: int | None


class Running:
    """A query on its way through one worker, which is good for the next one if it is ``whole``."""

    def __init__(
        self, worker: Worker, seconds: float, result_bytes: int, host: Host | None
    ) -> None:
        self.worker = worker
        self.whole = False
        self.clock = Clock(seconds, self._run_out)
        self._is_paused = False
        self._seconds = seconds
        self._result_bytes = result_bytes
        self._size = 0
        self._host = host
        self._stopped_for: errors.JipuError | None = None

    async def begin(self, query: Query) -> Header:
        """Send the query and wait for the answer to begin. Raises what `QueryPool.run` raises."""
        self.clock.start()
        body = wire.query_json(query, self._seconds)
        await self.worker.send(wire.json_frame(wire.QUERY, body))
        header = json.loads(await self._next(wire.HEADER))
        if "error" in header:
            self.whole = True
            raise wire.error_of(header["error"])
        self.header = Header(**header)
        return self.header

    async def more(self) -> bytes:
        """The next bytes of the answer; none at its end. Raises where a limit is met on the way."""
        self.clock.start()
        chunk = await self._next(wire.DATA)
        self._size += len(chunk)
        if self._size > self._result_bytes:
            raise errors.QueryTooLargeError(
                "query",
                f"the result is larger than {self._result_bytes} bytes and was stopped; "
                "add a LIMIT or ask for fewer columns",
            )
        return chunk

    def stop_for(self, error: errors.JipuError) -> None:
        """End the worker; whoever waits for it gets ``error``."""
        self._stopped_for = self._stopped_for or error
        self.worker.kill()

    def pause(self) -> None:
        """Stop it where it is."""
        self._is_paused = True
        self.worker.pause()

    def resume(self) -> None:
        """Let it go on."""
        self._is_paused = False
        self.worker.resume()

    def _run_out(self) -> None:
        if self._is_paused:
            reason = f"it could not run to its end within its {self._seconds:g} s for other queries"
            self.stop_for(errors.BusyError("query", f"{reason}; try again in a few seconds"))
        else:
            self.stop_for(out_of_time(self._seconds))

    async def _next(self, wanted: bytes) -> bytes:
        """The body of the next frame of a kind, calls answered on the way; b"" at the end."""
        try:
            while (found := await self.worker.receive()) is not None:
                kind, body = found
                if kind == wanted:
                    return body
                if kind == wire.END:
                    return self._end(body)
                await self._reply(json.loads(body))
        finally:
            self.clock.stop()
        raise await self._cause()

    def _end(self, body: bytes) -> bytes:
        self.whole = True
        if body:
            raise wire.error_of(json.loads(body)["error"])
        return b""

    async def _reply(self, call: Mapping[str, Any]) -> None:
        try:
            reply = {"value": await asyncio.to_thread(self._called, call)}
        except errors.JipuError as error:
            reply = {"error": wire.error_json(error)}
        await self.worker.send(wire.json_frame(wire.REPLY, reply))

    def _called(self, call: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        if self._host is None:
            raise errors.QueryRefusedError("query", "there is no search where this query runs")
        return self._host.call(call["name"], call["arguments"])

    async def _cause(self) -> errors.JipuError:
        status = await self.worker.ended()
        return self._stopped_for or cause_of_death(status, self._seconds)
