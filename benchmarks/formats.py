"""Reading documents of every format next to only opening them with the format's library.

``python -m benchmarks.formats --documents 28 --projects 10`` prints a Markdown table, a line a
format. The same files in all published layouts go through both, in one process, by turns; reading
is bytes to records.
"""

import argparse
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from typing import TypeVar

from benchmarks.corpus import Printed, document_for, write
from benchmarks.corpus.styles import styles
from benchmarks.format_peers import PEERS, Peer
from kg.errors import UnreadableDocumentError
from kg.read import read_document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Timing:
    """One format: how many documents and indicator rows were read, the seconds of both sides.

    ``unread`` counts the documents that were refused; neither side's time includes them.
    """

    documents: int
    rows: int
    seconds: float
    peer_seconds: float
    unread: int


def printed_documents(
    file_format: str, documents: int, projects: int, seed: int
) -> Iterator[Printed]:
    """So many files of a format, in one layout after another."""
    for number, layout in enumerate(islice(cycle(styles()), documents)):
        document = document_for(layout, projects, seed + number)
        yield write(layout, file_format, document, seed + number)


def measure(files: Sequence[Printed], peer: Peer) -> Timing:
    """Read and open every file in turn."""
    documents, rows, seconds, peer_seconds, unread = 0, 0, 0.0, 0.0, 0
    for file in files:
        try:
            document, took = _timed(partial(read_document, file.data, file.name))
        except UnreadableDocumentError:
            unread += 1
            continue
        _, alone = _timed(partial(peer.visit, file.data))
        documents += 1
        rows += sum(len(project.indicators) for project in document.projects)
        seconds += took
        peer_seconds += alone
    return Timing(documents, rows, seconds, peer_seconds, unread)


def table(timings: Iterator[tuple[str, Peer, Timing]]) -> Iterator[str]:
    """The lines of the Markdown table; a ratio of 2 is twice the time of opening alone."""
    yield "| format | documents/s | rows/s | opened alone by | documents/s | ratio |"
    yield "|---|--:|--:|---|--:|--:|"
    for name, peer, timing in timings:
        yield _line(name, peer, timing)


def _line(name: str, peer: Peer, timing: Timing) -> str:
    label = f"{name} ({timing.unread} not read)" if timing.unread else name
    if not timing.documents:
        return f"| {label} | – | – | {peer.name} | – | – |"
    ours, theirs = timing.seconds, timing.peer_seconds
    return (
        f"| {label} | {timing.documents / ours:,.0f} | {timing.rows / ours:,.0f} | {peer.name} "
        f"| {timing.documents / theirs:,.0f} | {ours / theirs:.3g} |"
    )


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    start = time.perf_counter()
    done = work()
    return done, time.perf_counter() - start


def main() -> None:
    """Measure every format that a peer opens."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=28, help="per format")
    parser.add_argument("--projects", type=int, default=10, help="per document")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # Rules and tables that are loaded once are loaded before the clock runs.
    warm = list(printed_documents("txt", len(styles()), 1, options.seed))
    measure(warm, PEERS["txt"])
    gc.freeze()  # as the processes of an ingest do
    timings = (
        (name, peer, measure(list(_files(name, options)), peer)) for name, peer in PEERS.items()
    )
    for line in table(timings):
        print(line, flush=True)


def _files(file_format: str, options: argparse.Namespace) -> Iterator[Printed]:
    return printed_documents(file_format, options.documents, options.projects, options.seed)


if __name__ == "__main__":
    main()
