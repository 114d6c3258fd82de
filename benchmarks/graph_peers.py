"""One engine at work in a process of its own: load a corpus, answer questions, say what it took.

Run as ``python -m benchmarks.graph_peers PEER FOLDER --projects N …``. Every finished measure is
one JSON line on stdout, so that what was reached before a limit is known. A query over its limit
is told as such when the engine lets go of it: rdflib at once, Oxigraph at the query's end.
"""

import argparse
import json
import resource
import signal
import time
from collections.abc import Callable, Iterator, Sized
from pathlib import Path
from statistics import median
from types import FrameType

import rdflib

import ontology
from benchmarks.corpus import generate
from kg.iri import Minter
from kg.ntriples import Triple
from kg.store.builder import open_builder
from kg.store.reader import StoreReader
from kg.triples import Provenance, document_triples, ontology_triples

QUERIES = (
    "largest-projects",
    "satisfaction-at-least",
    "satisfaction-by-department",
    "qualitative-share-by-category",
    "cost-exceeds-amount",
    "missing-categories",
    "same-indicator-in-projects",
    "project-over-years",
)
TRIPLES_FILE = "corpus.nt"
_PROVENANCE = Provenance("2025-01-01T00:00:00+00:00", "benchmark")
_RUNS = 5

Ask = Callable[[str], Sized]


class _TooSlowError(Exception):
    """A query went over its time limit."""


class _Stopwatch:
    """Measures everything but what is drawn from the corpus generator, which is no peer's work."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._outside = 0.0

    def documents(self, projects: int, seed: int) -> Iterator[tuple[str, Iterator[Triple]]]:
        minter = Minter()
        corpus = generate(projects, seed)
        while True:
            began = time.perf_counter()
            document = next(corpus, None)
            self._outside += time.perf_counter() - began
            if document is None:
                return
            yield (
                minter.document(document.sha256),
                document_triples(document, minter, _PROVENANCE),
            )

    def seconds(self) -> float:
        return time.perf_counter() - self._started - self._outside


def write_triples(folder: Path, projects: int, seed: int) -> None:
    """Write the N-Triples that rdflib parses: what the default graph of a release holds."""
    with (folder / TRIPLES_FILE).open("w", encoding="utf-8") as out:
        for triple in ontology_triples():
            out.write(triple.line)
        for _, triples in _Stopwatch().documents(projects, seed):
            for triple in triples:
                out.write(triple.line)


def load_jipu(folder: Path, projects: int, seed: int) -> tuple[int, float, Ask]:
    """Records → triples → store on disk, as an ingest does it: (triples, seconds, ask)."""
    watch = _Stopwatch()
    with open_builder(folder / "store", None) as store:
        count = store.add_graphs([(ontology.GRAPH, ontology_triples())], folder / "ontology.nq")
        count += store.add_graphs(watch.documents(projects, seed), folder / "corpus.nq")
    seconds = watch.seconds()
    return count, seconds, StoreReader(folder / "store", ontology.PREFIXES).values


def load_rdflib(folder: Path, projects: int, seed: int) -> tuple[int, float, Ask]:
    """N-Triples → rdflib's store in memory: (triples, seconds, ask)."""
    watch = _Stopwatch()
    graph = rdflib.Graph()
    graph.parse(folder / TRIPLES_FILE, format="nt")
    return len(graph), watch.seconds(), lambda text: list(graph.query(text))


PEERS = {"jipu": load_jipu, "rdflib": load_rdflib}


def _ask_all(ask: Ask, seconds_per_query: int) -> None:
    signal.signal(signal.SIGALRM, _too_slow)
    for name in QUERIES:
        signal.alarm(seconds_per_query)
        try:
            milliseconds, rows = _timed(ask, ontology.named_query(name))
        except _TooSlowError:
            _say(name, over_seconds=seconds_per_query)
        else:
            _say(name, milliseconds=milliseconds, rows=rows)
        finally:
            signal.alarm(0)


def _timed(ask: Ask, text: str) -> tuple[float, int]:
    """Median milliseconds of up to five runs in one time limit, and the number of rows."""
    times: list[float] = []
    while len(times) < _RUNS:
        began = time.perf_counter()
        try:
            rows = len(ask(text))
        except _TooSlowError:
            if not times:
                raise
            break
        times.append(time.perf_counter() - began)
    return median(times) * 1000, rows


def _too_slow(number: int, frame: FrameType | None) -> None:
    raise _TooSlowError


def _say(measure: str, **figures: float) -> None:
    print(json.dumps({"measure": measure, **figures}), flush=True)


def _say_memory() -> None:
    """The peak so far; the last one said counts."""
    _say("memory", mib=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Load with one peer, then ask every question."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--projects", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--query-seconds", type=int, required=True)
    parser.add_argument("--gib", type=float, required=True)
    options = parser.parse_args()
    limit = int(options.gib * 2**30)
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    count, seconds, ask = PEERS[options.peer](options.folder, options.projects, options.seed)
    _say("load", triples=count, triples_per_second=count / seconds)
    _say_memory()
    _ask_all(ask, options.query_seconds)
    _say_memory()


if __name__ == "__main__":
    main()
