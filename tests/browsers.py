"""A real browser as tests drive it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 15_000  # milliseconds after which an expectation has failed, on a busy machine too


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium; the test is skipped where none is installed."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip(f"no browser is installed: {' or '.join(PROGRAMS)}")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        # A container's root cannot use Chromium's sandbox.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


class Watch:
    """What a page asked of other hosts and complained of."""

    def __init__(self, page: Page, origin: str) -> None:
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self._origin = origin
        page.on("request", self._requested)
        page.on("console", self._logged)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _requested(self, request: Request) -> None:
        if not request.url.startswith((self._origin, "data:", "blob:")):
            self.elsewhere.append(request.url)

    def _logged(self, message: ConsoleMessage) -> None:
        # The browser itself logs every answer that is no success; the page shows what it means.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.complaints.append(message.text)
