"""Bodies over a limit are refused before they are held in memory."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import problem

_TOO_LARGE = 413


class BodyLimitMiddleware:
    """Answers 413 to a body of more bytes, also to one whose length was not told before.

    In place of the framework's own limit, whose answer is no problem document.
    """

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self._app = app
        self._most = most_bytes
        self._said = f"the body is larger than {most_bytes} bytes"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if its body is small enough."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        told = Headers(scope=scope).get("content-length", "")
        if told.isdecimal() and int(told) > self._most:
            answer = problem(_TOO_LARGE, "Content too large", self._said)
            await answer(scope, receive, send)
            return
        size = 0

        async def counted() -> Message:
            nonlocal size
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._most:
                raise HTTPException(_TOO_LARGE, self._said)
            return message

        await self._app(scope, counted, send)
