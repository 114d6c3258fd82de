"""Clients that go away: what is done for them ends with them."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect
from starlette.types import Receive

# Most answers are there before anybody can have gone; looking costs more than they do.
_AT_ONCE = 0.05

T = TypeVar("T")


async def gone(receive: Receive) -> None:
    """Wait until the client goes."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def unless_gone(receive: Receive, work: Coroutine[Any, Any, T]) -> T:
    """The result of some work, which is cancelled when the client goes. Raises ClientDisconnect."""
    task = asyncio.create_task(work)
    try:
        await asyncio.wait({task}, timeout=_AT_ONCE)
        if not task.done():
            await _first_of(task, receive)
        return task.result()
    finally:
        task.cancel()


async def _first_of(task: asyncio.Task[Any], receive: Receive) -> None:
    watch = asyncio.create_task(gone(receive))
    try:
        await asyncio.wait({task, watch}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        watch.cancel()
    if not task.done():
        raise ClientDisconnect
