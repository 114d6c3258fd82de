"""Who may run now: lanes (队列) with places, given to the client that used least of them lately.

Least attained service first (最少已得服务优先): a client that floods the server with long queries
waits behind one that asks now and then, however many connections it opens, and is refused first.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import BusyError

_HALF_LIFE = 10.0  # seconds after which half of what a client used is forgotten
_NOTHING = 1e-3  # seconds of use that are as good as none
_MANY_CLIENTS = 4096


class Usage:
    """Seconds of processor time that each client's queries used lately."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._used: dict[str, tuple[float, float]] = {}  # seconds, at which time

    def add(self, client: str, seconds: float) -> None:
        """Note what a client has used."""
        self._used[client] = (self.of(client) + seconds, self._clock())
        if len(self._used) > _MANY_CLIENTS:
            self._used = {c: u for c, u in self._used.items() if self.of(c) > _NOTHING}

    def of(self, client: str) -> float:
        """What a client has used, what is long ago counting less."""
        seconds, noted = self._used.get(client, (0.0, 0.0))
        return seconds * 0.5 ** ((self._clock() - noted) / _HALF_LIFE) if seconds else 0.0

    def is_greedy(self, client: str, seconds: float) -> bool:
        """Whether a client has used more than some seconds, and more than clients do on average.

        Where all share one address, as behind a proxy, none is.
        """
        used = self.of(client)
        if used <= seconds:
            return False
        shares = [self.of(other) for other in self._used]
        return used > sum(shares) / len(shares)


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    client: str
    turn: asyncio.Future[None]


class Lane:
    """Places for queries, and those that wait for one. For the tasks of one event loop."""

    def __init__(self, places: int, waiting: int, usage: Usage) -> None:
        self._free = places
        self._most_waiting = waiting
        self._usage = usage
        self._waiting: list[_Waiter] = []

    @property
    def has_room(self) -> bool:
        """Whether a place is free."""
        return self._free > 0

    def try_enter(self) -> bool:
        """Take a place if one is free."""
        if self._free == 0:
            return False
        self._free -= 1
        return True

    async def enter(self, client: str, seconds: float) -> None:
        """Take a place, waiting ``seconds`` at most. Raises BusyError."""
        if self.try_enter():
            return
        waiter = _Waiter(client, asyncio.get_running_loop().create_future())
        self._waiting.append(waiter)
        if len(self._waiting) > self._most_waiting:
            self._turn_one_away()
        try:
            async with asyncio.timeout(seconds):
                await waiter.turn
        except BaseException as error:
            self._forget(waiter)
            if isinstance(error, TimeoutError):
                raise _busy(f"no query worker came free within {seconds:g} s") from None
            raise

    def is_wanted_more(self, client: str) -> bool:
        """Whether somebody waits who used less lately."""
        used = self._usage.of(client)
        return any(self._usage.of(waiter.client) < used for waiter in self._live())

    def leave(self) -> None:
        """Give a place back; it goes to the waiting client that used least lately."""
        waiting = self._live()
        if not waiting:
            self._free += 1
            return
        # Of equals, min takes the first, who has waited longest.
        chosen = min(waiting, key=lambda waiter: self._usage.of(waiter.client))
        self._waiting.remove(chosen)
        chosen.turn.set_result(None)

    def _live(self) -> list[_Waiter]:
        return [waiter for waiter in self._waiting if not waiter.turn.done()]

    def _turn_one_away(self) -> None:
        """Refuse the client that used most lately; of equals, who came last."""
        chosen = max(reversed(self._waiting), key=lambda waiter: self._usage.of(waiter.client))
        self._waiting.remove(chosen)
        if not chosen.turn.done():
            chosen.turn.set_exception(_busy("too many queries wait already"))

    def _forget(self, waiter: _Waiter) -> None:
        if waiter in self._waiting:
            self._waiting.remove(waiter)
        elif not waiter.turn.cancelled() and waiter.turn.exception() is None:
            self.leave()  # its turn came as it gave up


def _busy(reason: str) -> BusyError:
    return BusyError("query", f"{reason}; try again in a few seconds")
