"""SPARQL servers over the same data, and one client that asks them alike."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import httpx2
import pyoxigraph as ox

import ontology
from api.settings import Settings
from benchmarks.serving import Server, free_port, jipu, served
from kg.store import StoreReader

_PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in ontology.PREFIXES.items())
_ACCEPT = "application/sparql-results+json, text/turtle;q=0.9"
_ASK = "?query=ASK%20%7B%7D"


@dataclass(frozen=True, slots=True)
class Asked:
    """An answer read to its end: seconds to its first byte and to its last, rows or triples."""

    first: float
    seconds: float
    rows: int


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL endpoint, asked over one connection that is kept."""

    url: str
    http: httpx2.Client

    def ask(self, query: str) -> Asked:
        """Ask, and count what is answered. Raises httpx2.TimeoutException, HTTPStatusError."""
        began = time.perf_counter()
        data, headers = {"query": _PREFIXES + query}, {"Accept": _ACCEPT}
        with self.http.stream("POST", self.url, data=data, headers=headers) as answer:
            pieces = answer.iter_bytes()
            body = [next(pieces, b"")]
            first = time.perf_counter() - began
            body.extend(pieces)
            seconds = time.perf_counter() - began
            answer.raise_for_status()
        return Asked(first, seconds, _rows(answer.headers["content-type"], b"".join(body)))


def _rows(media_type: str, body: bytes) -> int:
    if media_type.startswith("text/turtle"):
        return sum(1 for _ in ox.parse(body, ox.RdfFormat.TURTLE))
    found = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
    return int(bool(found)) if isinstance(found, ox.QueryBoolean) else sum(1 for _ in found)


class Peer:
    """A server and its endpoint; it is started anew after a query that it did not answer in time.

    ``start`` makes the server, ``path`` is its endpoint's, ``seconds`` what it may take to answer.
    """

    def __init__(
        self, start: Callable[[], AbstractContextManager[Server]], path: str, seconds: float
    ) -> None:
        self._start = start
        self._path = path
        self.seconds = seconds
        self._running = ExitStack()
        self.endpoint: Endpoint

    def __enter__(self) -> Self:
        server = self._running.enter_context(self._start())
        self.endpoint = self._running.enter_context(_client(server.url + self._path, self.seconds))
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def another(self) -> AbstractContextManager[Endpoint]:
        """One more client of the same endpoint."""
        return _client(self.endpoint.url, self.seconds)

    def ask(self, query: str) -> Asked | None:
        """Ask; None where there was no answer in time."""
        try:
            return self.endpoint.ask(query)
        except httpx2.TimeoutException:
            self._running.close()
            self.__enter__()
            return None


@contextmanager
def _client(url: str, seconds: float) -> Iterator[Endpoint]:
    with httpx2.Client(timeout=seconds, headers={"Accept-Encoding": "identity"}) as http:
        yield Endpoint(url, http)


def jipu_server(home: Path, seconds: float) -> AbstractContextManager[Server]:
    """``jipu serve`` with its own settings, but for the time limit."""
    return jipu(Settings(home=home, query_seconds=seconds))


def oxigraph_server(store: Path, scratch: Path) -> AbstractContextManager[Server]:
    """``oxigraph serve`` over a copy of the release's store, triple for triple."""
    copy = scratch / "oxigraph"
    if not copy.exists():
        shutil.copytree(store, copy)
    address = f"127.0.0.1:{free_port()}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--location", str(copy), "--bind", address]
    return served(command, f"http://{address}/query{_ASK}", {})


def rdflib_server(program: str, store: Path, scratch: Path) -> AbstractContextManager[Server]:
    """``rdflib-endpoint serve`` over the triples of the release's default graph, in memory."""
    triples = scratch / "corpus.nt"
    if not triples.exists():
        with triples.open("wb") as out:
            StoreReader(store, ontology.PREFIXES).dump(out, "application/n-triples")
    port = free_port()
    command = [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(triples)]
    return served(command, f"http://127.0.0.1:{port}/{_ASK}", {})
