"""A warm search over HTTP beside the encoding of its query, from the client's side.

``python -m benchmarks.requests`` makes a release of the sample in a temporary home, serves it in a
process of its own and sends the gold queries of one judge to warm it, those of the other to
measure: each once as a new query, then again. The encoding is timed before, in this process.
"""

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from api.service import encoder_of
from api.settings import Settings
from benchmarks.search import GOLD, SAMPLE
from search.evaluate import queries_of

_JIPU = [sys.executable, "-c", "from api.cli import main; main()"]
_PORT = 8719
_SECONDS_TO_START = 30


@contextmanager
def served(home: Path) -> Iterator[http.client.HTTPConnection]:
    """A connection to a server over a release of the sample, kept open between requests."""
    environment = {**os.environ, "JIPU_HOME": str(home)}
    subprocess.run(
        [*_JIPU, "ingest", str(SAMPLE)], env=environment, check=True, capture_output=True
    )
    server = subprocess.Popen(
        [*_JIPU, "serve", "--port", str(_PORT)], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        yield _connected()
    finally:
        server.terminate()
        server.wait()


def _connected() -> http.client.HTTPConnection:
    deadline = time.monotonic() + _SECONDS_TO_START
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", _PORT)
        try:
            connection.connect()
        except ConnectionRefusedError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return connection


def milliseconds(work: Callable[[str], object], texts: Sequence[str]) -> float:
    """The median of one call a text."""
    times = []
    for text in texts:
        start = time.perf_counter()
        work(text)
        times.append(time.perf_counter() - start)
    return 1000 * median(times)


def main() -> None:
    """Measure and print."""
    warming = [topic.name for topic in queries_of(GOLD / "second")]
    queries = [topic.name for topic in queries_of(GOLD / "first")]
    encoder = encoder_of(Settings.from_environment())
    milliseconds(lambda text: encoder.encode_queries([text]), warming)
    encoding = milliseconds(lambda text: encoder.encode_queries([text]), queries)
    with tempfile.TemporaryDirectory() as scratch, served(Path(scratch) / "home") as connection:

        def asked(path: str) -> None:
            connection.request("GET", path)
            response = connection.getresponse()
            if response.read() and response.status != 200:
                raise RuntimeError(f"{path} was answered {response.status}")

        def searched(text: str) -> None:
            asked(f"/search?{urlencode({'q': text})}")

        milliseconds(searched, warming)
        new, again = milliseconds(searched, queries), milliseconds(searched, queries)
        ping = milliseconds(lambda _: asked("/ping"), queries)
    print("| | ms | times the encoding |\n|---|--:|--:|")
    for name, figure in (
        ("encoding a query", encoding),
        ("search, new query", new),
        ("search, query asked before", again),
        ("ping", ping),
    ):
        print(f"| {name} | {figure:.2f} | {figure / encoding:.2f} |")


if __name__ == "__main__":
    main()
