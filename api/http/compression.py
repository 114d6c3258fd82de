"""Compression of what is not compressed by whoever makes it."""

from fastapi.middleware.gzip import GZipMiddleware
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Receive, Scope, Send

from api.http.negotiation import content_codings

_BY_ITS_WORKERS = "/sparql"


class CompressionMiddleware(GZipMiddleware):
    """Starlette's, for clients that really take gzip (not ``gzip;q=0``)."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back compressed."""
        if scope["type"] != "http" or scope["path"] == _BY_ITS_WORKERS:
            await self.app(scope, receive, send)
            return
        if not content_codings(Headers(scope=scope).get("accept-encoding")):
            scope = {**scope, "headers": list(scope["headers"])}
            del MutableHeaders(scope=scope)["accept-encoding"]
        await super().__call__(scope, receive, send)
