"""The triple store on disk (三元组库); with kg.oxigraph and kg.rdf.quads, what imports pyoxigraph.

A store holds every document's triples twice: in the document's named graph and in the default
graph, which is their union. Oxigraph could compute the union at query time, but then a triple that
two documents state is counted twice, which SPARQL's set semantics of a graph forbids.
"""

import gc
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import InvalidRequestError, NotAcceptableError, QueryError
from kg.ntriples import Triple, quads_of
from kg.oxigraph import NO_FUNCTIONS, Calls, Functions, term_of
from kg.terms import Term

RDF_FORMATS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
DATASET_FORMATS: Mapping[str, ox.RdfFormat] = {
    "application/trig": ox.RdfFormat.TRIG,
}
RESULT_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
_ASK_TYPES = ("application/sparql-results+json", "application/sparql-results+xml")
_BYTES_OF_A_LOAD = 16 << 20
_QUADS_OF_A_LOAD = 300_000  # some 300 MB of memory
_REASON = re.compile(r"[A-Z][a-z]* [a-zA-Z ]{8,}")
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL 1.1 query with the dataset and the answer's media types it is asked for.

    ``accept`` lists media types, the most wanted first; the first that fits the query's form is
    used. Empty ``default_graphs`` and ``named_graphs`` mean the store's own dataset. ``base_iri``
    is what relative IRIs are resolved against where the query has no BASE. ``codings`` are the
    content codings that the answer may have.
    """

    text: str
    accept: tuple[str, ...]
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base_iri: str | None = None
    codings: tuple[str, ...] = ()


class StoreBuilder:
    """A store that is being written; nobody reads it before :func:`open_builder` has closed it."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def add_graphs(self, graphs: Iterable[tuple[str, Iterable[Triple]]], scratch: Path) -> int:
        """Bulk load named graphs, each also into the default graph.

        ``graphs`` yields (graph IRI, its triples); ``scratch`` names a file for the N-Quads, which
        is removed afterwards. Returns the number of triples read, not counting them twice.
        """
        texts = ("".join(quads_of(iri, triples)).encode() for iri, triples in graphs)
        return self._load(texts, scratch) // 2

    def add_files(self, files: Iterable[Path], scratch: Path) -> None:
        """Bulk load files of such N-Quads (`kg.ntriples.quads_of`); ``scratch`` as above."""
        self._load(self._small(files), scratch)

    def _small(self, files: Iterable[Path]) -> Iterator[bytes]:
        """The texts of files that fit into one load; the others are loaded here, in pieces.

        A load from a file gives every blank node a new name, and pieces of it would fall apart.
        """
        for file in files:
            if file.stat().st_size <= _BYTES_OF_A_LOAD:
                yield file.read_bytes()
                continue
            quads = iter(ox.parse(path=str(file), format=ox.RdfFormat.N_QUADS))
            for first in quads:
                self._store.bulk_extend(chain((first,), islice(quads, _QUADS_OF_A_LOAD - 1)))

    def _load(self, texts: Iterable[bytes], scratch: Path) -> int:
        """Load N-Quads and return their number.

        What a bulk load takes of memory grows with its file up to a gigabyte, so that files are
        kept small; each adds files to the store, so that they are not kept as small as documents.
        """
        count = 0
        out = scratch.open("wb")
        for text in texts:
            out.write(text)
            count += text.count(b"\n")
            if out.tell() > _BYTES_OF_A_LOAD:
                self._load_file(out, scratch)
                out = scratch.open("wb")
        self._load_file(out, scratch)
        return count

    def _load_file(self, out: IO[bytes], scratch: Path) -> None:
        out.close()
        self._store.bulk_load(path=str(scratch), format=ox.RdfFormat.N_QUADS)
        scratch.unlink()

    def values(self, text: str) -> list[tuple[str | None, ...]]:
        """The rows of a SELECT query, without prefixes, over what is written by now."""
        return _values(self._store, text, {})

    def remove_graph(self, iri: str) -> None:
        """Remove a named graph, and from the default graph what no other graph states."""
        graph = ox.NamedNode(iri)
        for quad in self._store.quads_for_pattern(None, None, None, graph):
            self._store.remove(quad)
            triple = (quad.subject, quad.predicate, quad.object)
            stated = [q.graph_name for q in self._store.quads_for_pattern(*triple, None)]
            if stated == [ox.DefaultGraph()]:
                self._store.remove(ox.Quad(*triple))
        self._store.remove_graph(graph)


@contextmanager
def open_builder(directory: Path, base: Path | None) -> Iterator[StoreBuilder]:
    """Build a store in a new folder, starting from the closed store ``base`` where one is given.

    The start is a checkpoint with hard links, so it costs neither time nor space. On leaving, the
    store is compacted for reading and closed.
    """
    if base is not None:
        ox.Store.read_only(str(base)).backup(str(directory))
    store = ox.Store(str(directory))
    yield StoreBuilder(store)
    store.optimize()
    store.flush()
    del store
    # RocksDB gives its lock back when the last reference goes; the builder above held one.
    gc.collect()


class StoreReader:
    """A closed store, opened for reading; many processes may read the same folder."""

    def __init__(self, directory: Path, prefixes: Mapping[str, str]) -> None:
        self._store = ox.Store.read_only(str(directory))
        self._prefixes = dict(prefixes)

    def answer(self, query: Query, functions: Functions = NO_FUNCTIONS) -> "Answer":
        """Evaluate a query lazily, with some functions for its expressions by their IRIs.

        Raises QueryError with the position of a syntax error or for a function that is not there,
        InvalidRequestError for a graph name that is no IRI, and NotAcceptableError where no
        accepted media type fits the query's form.
        """
        calls = Calls(functions)
        result = self._evaluated(query, calls)
        return Answer(result, _chosen_type(result, query.accept), self._prefixes, calls)

    def rows(
        self, query: Query, functions: Functions = NO_FUNCTIONS
    ) -> Iterator[tuple[Term | None, ...]]:
        """The solutions of a SELECT query, in the order of its variables; raises as above."""
        calls = Calls(functions)
        solutions = self._evaluated(query, calls)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("rows() is for SELECT queries")
        try:
            for solution in solutions:
                yield tuple(map(term_of, solution))
        except (RuntimeError, OSError) as error:
            raise _not_evaluated(error) from error
        calls.check()

    def _evaluated(
        self, query: Query, calls: Calls
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        try:
            result = self._store.query(
                query.text,
                base_iri=query.base_iri,
                prefixes=self._prefixes,
                default_graph=_default_graphs(query),
                named_graphs=_named_graphs(query),
                custom_functions=calls.by_name,
            )
        except SyntaxError as error:
            raise _syntax_error(str(error)) from error
        except RuntimeError as error:
            raise _not_evaluated(error) from error
        calls.check()
        return result

    def values(self, text: str) -> list[tuple[str | None, ...]]:
        """The rows of a trusted SELECT query as lexical values, in the order of its variables."""
        return _values(self._store, text, self._prefixes)

    def dump(self, out: IO[bytes], media_type: str) -> None:
        """Write the whole store: the union for an RDF type, all graphs for a dataset type."""
        if media_type in DATASET_FORMATS:
            quads = (q for q in self._store if q.graph_name != ox.DefaultGraph())
            ox.serialize(quads, out, DATASET_FORMATS[media_type], prefixes=self._prefixes)
        else:
            triples = (
                q.triple for q in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            )
            ox.serialize(triples, out, RDF_FORMATS[media_type], prefixes=self._prefixes)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query, with the media type it will be written in."""

    _result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
    media_type: str
    _prefixes: dict[str, str]
    _calls: Calls

    def write(self, out: IO[bytes]) -> None:
        """Serialise to ``out`` while evaluating, in pieces of a few KiB.

        Raises QueryError for what the media type cannot hold (a triple term in JSON-LD), and what a
        function raised: what has been written is not the answer then.
        """
        try:
            self._serialise(out)
        except (RuntimeError, OSError) as error:
            raise _not_evaluated(error) from error
        self._calls.check()

    def _serialise(self, out: IO[bytes]) -> None:
        if isinstance(self._result, ox.QueryTriples):
            ox.serialize(self._result, out, RDF_FORMATS[self.media_type], prefixes=self._prefixes)
        else:
            self._result.serialize(out, RESULT_FORMATS[self.media_type])


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI, which SPARQL can write between angle brackets."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def rewritten(ntriples: bytes, media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """N-Triples in another of `RDF_FORMATS`, each triple once, with the prefixes that it uses."""
    used = {name: space for name, space in prefixes.items() if f"<{space}".encode() in ntriples}
    triples = dict.fromkeys(
        quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES)
    )
    written = ox.serialize(triples, format=RDF_FORMATS[media_type], prefixes=used)
    return written or b""


def _values(store: ox.Store, text: str, prefixes: dict[str, str]) -> list[tuple[str | None, ...]]:
    solutions = store.query(text, prefixes=prefixes)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("values() is for SELECT queries")
    names = solutions.variables
    return [tuple(_lexical(solution[name]) for name in names) for solution in solutions]


def _default_graphs(query: Query) -> list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] | None:
    # SPARQL 1.1 Protocol 2.1.4: a dataset made of named graphs only has an empty default graph.
    return [*_nodes(query.default_graphs)] if _has_dataset(query) else None


def _named_graphs(query: Query) -> list[ox.NamedNode | ox.BlankNode] | None:
    return [*_nodes(query.named_graphs)] if _has_dataset(query) else None


def _has_dataset(query: Query) -> bool:
    return bool(query.default_graphs or query.named_graphs)


def _nodes(iris: Sequence[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise InvalidRequestError("default-graph-uri, named-graph-uri", str(error)) from error


def _chosen_type(
    result: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, accept: Sequence[str]
) -> str:
    if isinstance(result, ox.QueryTriples):
        form, fitting = "CONSTRUCT or DESCRIBE", tuple(RDF_FORMATS)
    elif isinstance(result, ox.QueryBoolean):
        form, fitting = "ASK", _ASK_TYPES
    else:
        form, fitting = "SELECT", tuple(RESULT_FORMATS)
    for media_type in accept:
        if media_type in fitting:
            return media_type
    raise NotAcceptableError(
        "Accept", f"a {form} query is answered as one of {', '.join(fitting)}; ask for one of them"
    )


def _syntax_error(message: str) -> QueryError:
    found = _POSITION.match(message)
    if found is None:
        return QueryError("query", message)
    line, column, rest = int(found[1]), int(found[2]), found[3]
    # The engine lists every token and character class that could follow, and among them, in
    # words, what is wrong where the grammar has nothing against it.
    reasons = rest.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    told = [reason for reason in reasons if _REASON.fullmatch(reason)]
    if any("Prefix not found" in reason for reason in told):
        rest = "a prefix is used that is not declared; add a PREFIX line for it"
    else:
        rest = "; ".join(["the query cannot be read here", *told])
    return QueryError(f"query, line {line}, column {column}", rest, line, column)


def _not_evaluated(error: Exception) -> QueryError:
    return QueryError("query", f"cannot be answered: {error}")


def _lexical(term: object) -> str | None:
    return None if term is None else str(getattr(term, "value", term))
