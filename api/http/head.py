"""HEAD for whatever can be got: the head of the answer to GET (RFC 9110 §9.3.2)."""

import contextlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class _Enough(BaseException):
    """Ends the making of a body that nobody will see."""


class HeadMiddleware:
    """Answers HEAD by what GET says, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def head_only(message: Message) -> None:
            if message["type"] != "http.response.body":
                await send(message)
                return
            await send({"type": "http.response.body", "body": b""})
            if message.get("more_body"):
                raise _Enough

        with contextlib.suppress(_Enough):
            await self._app({**scope, "method": "GET"}, receive, head_only)
