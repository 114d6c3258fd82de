"""The service over the release in force, while releases come and go."""

import logging
import threading

from api.service import Service, encoder_of
from api.settings import Settings
from kg.errors import HomeError, JipuError
from kg.home import Home

_LOG = logging.getLogger(__name__)
# What a damaged release folder makes its libraries raise.
_FAULTS = (JipuError, OSError, RuntimeError, ValueError)


class LiveService:
    """The service over the release in force; a thread opens a new one when the home switches.

    Requests keep the service that they started with, so none is dropped. A release that cannot be
    opened is told once, in the log and by :attr:`fault`, and the one before is kept.
    """

    def __init__(self, settings: Settings, poll_seconds: float = 1.0) -> None:
        self._settings = settings
        self._home = Home(settings.home)
        self._poll_seconds = poll_seconds
        self._encoder = encoder_of(settings)
        self._service: Service | None = None
        self._tried: str | None = None
        self.fault: str | None = None
        self._stop = threading.Event()
        self._refresh()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="release-watch")
        self._thread.start()

    def current(self) -> Service:
        """The service over the newest release that could be opened. Raises HomeError."""
        if self._service is None:
            raise HomeError("", self.fault or f"{self._home.path}: there is no release yet")
        return self._service

    async def end_workers(self) -> None:
        """End the query workers and wait for their end, on the event loop that they belong to."""
        if self._service is not None:
            await self._service.pool.aclose()

    def close(self) -> None:
        """Stop watching, and end the workers."""
        self._stop.set()
        self._thread.join()
        if self._service is not None:
            self._service.close()

    def _watch(self) -> None:
        while not self._stop.wait(self._poll_seconds):
            self._refresh()

    def _refresh(self) -> None:
        try:
            release_id = self._home.current_id()
            if release_id is None or release_id == self._tried:
                return
            self._tried = release_id
            fresh = Service.open(self._home.release(release_id), self._encoder, self._settings)
        except _FAULTS as fault:
            if str(fault) != self.fault:
                _LOG.warning("the release in force cannot be opened: %s", fault)
            self.fault = str(fault)
            return
        old, self._service, self.fault = self._service, fresh, None
        if old is not None:
            old.close()
