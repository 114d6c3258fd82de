"""Where one query runs: in the quick lane first, then in the long one, or aside."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from kg import errors
from kg.sparql.lanes import Lane, Usage
from kg.sparql.limits import QueryLimits
from kg.sparql.running import Running

_SLOW_AFTER = 0.25  # seconds in which a client has taken no bytes


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of a pool (快道、慢道、旁道) and what its clients used of them."""

    quick: Lane
    long: Lane
    aside: Lane
    usage: Usage


class Seat:
    """The place of one query; its life is that of the query.

    Every query begins in the quick lane, where it may stay for a moment. Then its process steps
    back on the machine and needs a place in the long lane; while none is free it is paused. While
    its client takes no bytes it is aside: it needs no processor, only memory.
    """

    def __init__(
        self,
        lanes: Lanes,
        limits: QueryLimits,
        client: str,
        running: Running,
        outgrown: Callable[[], None],
    ) -> None:
        """Begin in a place of the quick lane that has been taken.

        ``outgrown`` is called when the query leaves that lane before its end.
        """
        self._lanes = lanes
        self._limits = limits
        self._client = client
        self._running = running
        self._outgrown = outgrown
        self._lane: Lane | None = lanes.quick
        self._away = False
        self._left = running.clock.left
        self._move: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._later(limits.quick_seconds, self._outgrow)

    def client_is_away(self) -> None:
        """The client has bytes to take before it wants more."""
        self._away = True
        if self._lane is self._lanes.long:
            self._later(_SLOW_AFTER, self._step_aside)

    async def client_is_back(self) -> None:
        """The client wants more bytes. Raises BusyError where no place comes free."""
        self._away = False
        if self._lane is self._lanes.long:
            self._stop_timer()
        elif self._lane is self._lanes.aside:
            self._stop_timer()
            self._leave_lane()
            await self._settle()

    def leave(self) -> None:
        """Give the place back; the query has ended."""
        self._stop_timer()
        if self._move is not None:
            self._move.cancel()
        self._leave_lane()

    def _outgrow(self) -> None:
        self._leave_lane()
        self._running.worker.step_back()
        self._outgrown()
        if self._away:
            self._step_aside()
        else:
            self._move = asyncio.create_task(self._move_on())

    async def _move_on(self) -> None:
        try:
            await self._settle()
        except errors.BusyError as error:
            self._running.stop_for(error)
        if self._away:
            self._step_aside()

    async def _settle(self) -> None:
        """Take a place in the long lane, paused until there is one."""
        if not self._lanes.long.try_enter():
            self._running.pause()
            await self._lanes.long.enter(self._client, self._limits.waiting_seconds)
            self._running.resume()
        self._lane = self._lanes.long

    def _step_aside(self) -> None:
        self._leave_lane()
        if self._lanes.aside.try_enter():
            self._lane = self._lanes.aside
        else:
            self._running.stop_for(
                errors.BusyError("query", "too many results wait for slow clients; try again later")
            )

    def _leave_lane(self) -> None:
        if self._lane is None:
            return
        left = self._running.clock.left
        self._lanes.usage.add(self._client, self._left - left)
        self._left = left
        self._lane.leave()
        self._lane = None

    def _later(self, seconds: float, what: Callable[[], None]) -> None:
        self._stop_timer()
        self._timer = asyncio.get_running_loop().call_later(seconds, what)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
