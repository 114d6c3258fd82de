"""The time that one query may take."""

import asyncio
from collections.abc import Callable


class Clock:
    """The seconds that a query still has; they go only while somebody waits for its worker.

    ``wanted`` is that somebody waits, ``held`` that the worker is paused.
    """

    def __init__(self, seconds: float, at_end: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._left = seconds
        self._ends = 0.0
        self._at_end = at_end
        self._timer: asyncio.TimerHandle | None = None
        self._wanted = self._held = False

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self._left if self._timer is None else self._ends - self._loop.time()

    def start(self) -> None:
        """Somebody waits."""
        self._wanted = True
        self._set()

    def stop(self) -> None:
        """Nobody waits."""
        self._wanted = False
        self._set()

    def hold(self) -> None:
        """The worker is paused."""
        self._held = True
        self._set()

    def release(self) -> None:
        """The worker goes on."""
        self._held = False
        self._set()

    def _set(self) -> None:
        goes = self._wanted and not self._held
        if goes and self._timer is None:
            # Not asked of the timer: below a millisecond that of uvloop does not know its time.
            self._ends = self._loop.time() + self._left
            self._timer = self._loop.call_later(self._left, self._at_end)
        elif not goes and self._timer is not None:
            self._left = self.left
            self._timer.cancel()
            self._timer = None
