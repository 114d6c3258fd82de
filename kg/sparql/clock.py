"""The time that one query may take."""

import asyncio
from collections.abc import Callable


class Clock:
    """The seconds that a query still has; they go only while somebody waits for its worker."""

    def __init__(self, seconds: float, at_end: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._left = seconds
        self._ends = 0.0
        self._at_end = at_end
        self._timer: asyncio.TimerHandle | None = None

    @property
    def left(self) -> float:
        """The seconds that are left."""
        return self._left if self._timer is None else self._ends - self._loop.time()

    def start(self) -> None:
        """Somebody waits."""
        if self._timer is None:
            # Not asked of the timer: below a millisecond that of uvloop does not know its time.
            self._ends = self._loop.time() + self._left
            self._timer = self._loop.call_later(self._left, self._at_end)

    def stop(self) -> None:
        """Nobody waits."""
        if self._timer is not None:
            self._left = self.left
            self._timer.cancel()
            self._timer = None
