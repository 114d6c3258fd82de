"""A real server process as tests start it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from api.settings import Settings, environment_of


def until(what: Callable[[], Any], seconds: float = 30) -> Any:
    """What it returns as soon as that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := what():
                return found
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def get(url: str) -> Any:
    """The JSON that a GET returns."""
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


def started(settings: Settings, *options: str) -> tuple[str, subprocess.Popen[bytes]]:
    """The address of a new server that answers, and its process."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    command = "from api.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--port", port, *options],
        env={**os.environ, **environment_of(settings)},
        stderr=subprocess.PIPE,
    )
    url = f"http://127.0.0.1:{port}"
    until(lambda: get(f"{url}/ping"))
    return url, process


def stopped(process: subprocess.Popen[bytes]) -> str:
    """End a server, if it has not ended, and return what it said on stderr."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    process.stderr.close()
    return said


@contextmanager
def serving(settings: Settings, *options: str) -> Iterator[str]:
    """The address of a server for the time of a block; it must not end with a traceback."""
    url, process = started(settings, *options)
    try:
        yield url
    finally:
        said = stopped(process)
    assert "Traceback" not in said, said
