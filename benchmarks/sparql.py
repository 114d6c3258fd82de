"""SPARQL over HTTP at a million triples: ours, ``oxigraph serve`` and ``rdflib-endpoint``.

``python -m benchmarks.sparql --rdflib-endpoint PROGRAM`` asks every server the same queries by
turns over the same data and prints Markdown: twelve queries, the first byte of a result of a
million rows beside the engine's first row, and what two clients get done beside one. Every query
is a new one, by a comment, as answers may be kept; ours is asked each a second time as well. The
program is ``rdflib-endpoint`` of an environment of its own; without it that peer is left out.
"""

import argparse
import tempfile
import threading
import time
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import geometric_mean, median
from uuid import uuid4

import pyoxigraph as ox

import ontology
from benchmarks.serving import home_with_corpus
from benchmarks.sparql_peers import Peer, jipu_server, oxigraph_server, rdflib_server
from kg.home import Home
from kg.store import StoreReader

_OURS, _AGAIN = "jipu", "jipu again"
_NAMED = (
    "largest-projects",
    "satisfaction-at-least",
    "satisfaction-by-department",
    "qualitative-share-by-category",
    "cost-exceeds-amount",
    "project-over-years",
)
_A_PROJECT = "SELECT ?p { ?p a jipu:Project ; jipu:hasIndicator ?i } ORDER BY ?p ?i LIMIT 1"
_SHARED = "qualitative-share-by-category"
_ALL_TRIPLES = "SELECT * { ?s ?p ?o }"
_SECONDS_OF_A_RATE = 5
_SLOW_SECONDS = 5  # a peer that takes longer is asked once


@dataclass(frozen=True, slots=True)
class Timed:
    """The median seconds of a query, or the limit that it went over, and its numbers of rows."""

    seconds: float
    over: bool
    rows: frozenset[int]

    @property
    def shown(self) -> str:
        """In milliseconds, or as over the limit."""
        return f"over {self.seconds:,.0f} s" if self.over else f"{1000 * self.seconds:,.1f}"


def twelve_queries(project: str) -> dict[str, str]:
    """The queries of the comparison by name; some are about this project."""
    text = (Path(__file__).parent / "sparql.toml").read_text(encoding="utf-8")
    own = {name: q.replace("{project}", project) for name, q in tomllib.loads(text).items()}
    return own | {name: ontology.named_query(name) for name in _NAMED}


def new(query: str) -> str:
    """The same query in a text that no server has met."""
    return f"{query}\n# {uuid4()}"


def by_turns(peers: Mapping[str, Peer], query: str, rounds: int) -> dict[str, Timed]:
    """Each peer asked once a round; one that is slow in the first is not asked again."""
    turns = {_OURS: peers[_OURS], _AGAIN: peers[_OURS], **peers}
    times: dict[str, list[float]] = {name: [] for name in turns}
    rows: dict[str, set[int]] = {name: set() for name in turns}
    late = set()
    for _ in range(rounds):
        text = new(query)
        for name, peer in turns.items():
            if times[name] and times[name][0] > _SLOW_SECONDS:
                continue
            answer = peer.ask(text)
            times[name].append(peer.seconds if answer is None else answer.seconds)
            if answer is None:
                late.add(name)
            else:
                rows[name].add(answer.rows)
    return {n: Timed(median(times[n]), n in late, frozenset(rows[n])) for n in turns}


def compared(peers: Mapping[str, Peer], queries: Mapping[str, str], rounds: int) -> Iterator[str]:
    """The table of all queries; a ratio is our time to the peer's."""
    others = [name for name in peers if name != _OURS]
    columns = "".join(f" {name}, ms | ratio |" for name in others)
    yield f"| | rows | {_AGAIN}, ms | {_OURS}, ms |{columns}"
    yield "|---|--:|--:|--:|" + "--:|--:|" * len(others)
    ratios: dict[str, list[float]] = {name: [] for name in others}
    for label, query in queries.items():
        met = by_turns(peers, query, rounds)
        counts = sorted(frozenset[int]().union(*(timed.rows for timed in met.values())))
        line = f"| `{label}` | {' ≠ '.join(f'{n:,}' for n in counts)} | {met[_AGAIN].shown} |"
        line += f" {met[_OURS].shown} |"
        for name in others:
            ratio = met[_OURS].seconds / met[name].seconds
            ratios[name].append(ratio)
            line += f" {met[name].shown} | {ratio:.3g} |"
        yield line
    means = "".join(f" | {geometric_mean(ratios[name]):.3g} |" for name in others)
    yield f"| geometric mean | | | |{means}"


def first_bytes(peers: Mapping[str, Peer], store: Path, rounds: int) -> Iterator[str]:
    """When the first byte of every triple of the store comes, beside the engine's first row."""
    engine: list[float] = []
    answers: dict[str, list[tuple[float, float]]] = {name: [] for name in peers}
    reader = ox.Store.read_only(str(store))
    rows = 0
    for _ in range(rounds):
        began = time.perf_counter()
        solutions = reader.query(_ALL_TRIPLES)
        assert isinstance(solutions, ox.QuerySolutions)
        next(solutions)
        engine.append(time.perf_counter() - began)
        for name, peer in peers.items():
            if (answer := peer.ask(new(_ALL_TRIPLES))) is not None:
                answers[name].append((answer.first, answer.seconds))
                rows = answer.rows
    yield f"| {rows:,} rows | first byte, ms | all of it, s |"
    yield "|---|--:|--:|"
    yield f"| the engine's first row | {1000 * median(engine):.1f} | |"
    for name, met in answers.items():
        if met:
            first, whole = (median(column) for column in zip(*met, strict=True))
            yield f"| {name} | {1000 * first:.1f} | {whole:.2f} |"


def throughput(peers: Mapping[str, Peer], rounds: int, seconds: float) -> Iterator[str]:
    """Heavy queries that one client gets answered a second, and two at once."""
    yield "| | one client, queries/s | two | ratio |"
    yield "|---|--:|--:|--:|"
    rates: dict[tuple[str, int], list[float]] = {(name, n): [] for name in peers for n in (1, 2)}
    for _ in range(rounds):
        for name, clients in rates:
            rates[name, clients].append(_rate(peers[name], clients, seconds))
    for name in peers:
        one, two = median(rates[name, 1]), median(rates[name, 2])
        ratio = median(b / a for a, b in zip(rates[name, 1], rates[name, 2], strict=True))
        yield f"| {name} | {one:.2f} | {two:.2f} | {ratio:.2f} |"


def _rate(peer: Peer, clients: int, seconds: float) -> float:
    query = ontology.named_query(_SHARED)
    until = time.perf_counter() + seconds
    spent: list[float] = []

    def work() -> None:
        with peer.another() as endpoint:
            while time.perf_counter() < until:
                spent.append(endpoint.ask(new(query)).seconds)

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return clients * len(spent) / sum(spent)


def main() -> None:
    """Build the data, start the servers, print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=5500, help="5,500 are a million triples")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=60, help="that a query may take")
    parser.add_argument("--rdflib-endpoint", help="the program, of an environment of its own")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as running:
        folder = Path(scratch)
        home = home_with_corpus(folder, options.projects, options.seed)
        store = Home(home).current().store_path
        ((project,),) = StoreReader(store, ontology.PREFIXES).values(_A_PROJECT)
        engines = {
            _OURS: Peer(partial(jipu_server, home, options.seconds), "/sparql", options.seconds),
            "oxigraph serve": Peer(
                partial(oxigraph_server, store, folder), "/query", options.seconds
            ),
        }
        peers = dict(engines)
        if program := options.rdflib_endpoint:
            start = partial(rdflib_server, program, store, folder)
            peers["rdflib-endpoint"] = Peer(start, "/", options.seconds)
        for peer in peers.values():
            running.enter_context(peer)
        for table in (
            compared(peers, twelve_queries(str(project)), options.rounds),
            first_bytes(engines, store, options.rounds),
            throughput(engines, options.rounds, _SECONDS_OF_A_RATE),
        ):
            print("\n".join(table), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
