"""A SPARQL result on its way to a client, as it comes from its worker."""

import asyncio
import logging
from collections.abc import Mapping

from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from api.http.disconnection import gone
from kg.errors import JipuError
from kg.sparql.result import QueryResult

_LOG = logging.getLogger(__name__)
_CHARSET_TYPES = ("text/",)
_SLOWEST_SECONDS = 30.0  # in which a client has to take a piece of 128 KiB


async def result_response(result: QueryResult, headers: Mapping[str, str]) -> Response:
    """The response with a result: at once where it is all there, else as it comes."""
    media_type = result.media_type
    if media_type.startswith(_CHARSET_TYPES):
        media_type += "; charset=utf-8"
    headers = {**headers, "content-type": media_type}
    if result.coding is not None:
        headers["content-encoding"] = result.coding
    if result.length is None:
        return _Streamed(result, headers)
    return Response(await result.read(), headers=headers)


class _Streamed(Response):
    """A response that ends without its end where a limit is met on the way.

    The server then breaks the connection off, so that no client takes a part for the whole.
    """

    def __init__(self, result: QueryResult, headers: Mapping[str, str]) -> None:
        super().__init__(headers=headers)
        del self.headers["content-length"]
        self._chunks = result.chunks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, until the client goes."""
        client = asyncio.create_task(gone(receive))
        client.add_done_callback(lambda _: self._chunks.close())
        try:
            await self._send(send)
        except JipuError as error:
            if not client.done():
                _LOG.warning("a result was broken off: %s", error)
        except TimeoutError:
            _LOG.warning("a result was broken off: its client is too slow")
        finally:
            client.cancel()
            self._chunks.close()

    async def _send(self, send: Send) -> None:
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        await send(start)
        async for chunk in self._chunks:
            async with asyncio.timeout(_SLOWEST_SECONDS):
                await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
