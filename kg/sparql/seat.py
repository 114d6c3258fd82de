"""Where one query runs: in the quick lane first, then in the long one, or aside."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from kg import errors
from kg.sparql.lanes import Lane, Usage
from kg.sparql.limits import QueryLimits
from kg.sparql.running import Running

_SLOW_AFTER = 0.25  # seconds in which a client has taken no bytes
_SHARE = 0.5  # seconds that a long query runs before it lets one run whose client used less


@dataclass(frozen=True, slots=True)
class Lanes:
    """The lanes of a pool (快道、慢道), places for those beside them, and what clients used."""

    quick: Lane
    long: Lane
    paused: Lane
    aside: Lane
    usage: Usage


class Seat:
    """The place of one query; its life is that of the query.

    A query begins in the quick lane, where it may use the processor for a moment, or, of a greedy
    client, in the long one. From the quick lane its process steps back on the machine and needs a
    place in the long lane; it is paused while none is free, and again when somebody waits who used
    less. While its client takes no bytes it is aside: it needs no processor, only memory.
    """

    def __init__(
        self,
        lanes: Lanes,
        limits: QueryLimits,
        client: str,
        running: Running,
        outgrown: Callable[[], None],
    ) -> None:
        """Begin in a place that has been taken in the lane of the worker.

        ``outgrown`` is called when the query leaves the quick lane before its end.
        """
        self._lanes = lanes
        self._limits = limits
        self._client = client
        self._running = running
        self._outgrown = outgrown
        self._away = False
        self._used = 0.0
        self._charged = running.worker.processor_time.seconds()
        self._move: asyncio.Task[None] | None = None
        self._slow: asyncio.TimerHandle | None = None
        self._loop = asyncio.get_running_loop()
        self._lane: Lane | None = lanes.long if running.worker.niceness else lanes.quick
        self._look_again()

    def client_is_away(self) -> None:
        """The client has bytes to take before it wants more."""
        self._away = True
        if self._lane is self._lanes.long:
            self._slow = self._loop.call_later(_SLOW_AFTER, self._step_aside)

    async def client_is_back(self) -> None:
        """The client wants more bytes. Raises BusyError where no place comes free."""
        self._away = False
        if self._slow is not None:
            self._slow.cancel()
        if self._lane is self._lanes.aside:
            await self._lanes.long.enter(self._client, self._limits.waiting_seconds)
            self._leave_lane()
            self._enter_long()

    def leave(self) -> None:
        """Give the place back; the query has ended."""
        self._timer.cancel()
        if self._slow is not None:
            self._slow.cancel()
        if self._move is not None:
            self._move.cancel()
        self._charge()
        self._leave_lane()

    def _look_again(self) -> None:
        quick = self._lane is self._lanes.quick
        after, look = (self._limits.quick_seconds, self._grow) if quick else (_SHARE, self._share)
        self._timer = self._loop.call_later(after, look)

    def _grow(self) -> None:
        """See whether this is still a quick query, which a busy machine may have kept waiting."""
        if self._charge() < self._limits.quick_seconds and not self._away:
            self._look_again()
            return
        self._leave_lane()
        self._running.worker.step_back()
        self._outgrown()
        self._go_on()

    def _share(self) -> None:
        """Let somebody else run if it is their turn."""
        self._charge()
        if self._lane is not self._lanes.long:
            return
        # Nobody has to be refused for it: there is room for one more that is paused.
        if self._lane.is_wanted_more(self._client) and self._lanes.paused.has_room:
            self._leave_lane()
            self._go_on()
        else:
            self._look_again()

    def _go_on(self) -> None:
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
        """Take a place in the long lane, paused until there is one. Raises BusyError."""
        if not self._lanes.long.try_enter():
            if not self._lanes.paused.try_enter():
                raise errors.BusyError("query", "too many long queries run; try again later")
            self._running.pause()
            try:
                await self._lanes.long.enter(self._client, self._limits.waiting_seconds)
            finally:
                self._lanes.paused.leave()
            self._running.resume()
        self._enter_long()

    def _enter_long(self) -> None:
        self._lane = self._lanes.long
        self._look_again()

    def _step_aside(self) -> None:
        self._leave_lane()
        if self._lanes.aside.try_enter():
            self._lane = self._lanes.aside
        else:
            self._running.stop_for(
                errors.BusyError("query", "too many results wait for slow clients; try again later")
            )

    def _charge(self) -> float:
        """Put down what was used since the last time, and return what was used in all."""
        used = self._running.worker.processor_time.seconds()
        self._lanes.usage.add(self._client, used - self._charged)
        self._used += used - self._charged
        self._charged = used
        return self._used

    def _leave_lane(self) -> None:
        if self._lane is not None:
            self._lane.leave()
            self._lane = None
