"""A store while it is written (建库)."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.ntriples import Triple, quads_of
from kg.store.values import lexical_rows

_BYTES_OF_A_LOAD = 16 << 20
_QUADS_OF_A_LOAD = 300_000  # some 300 MB of memory


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

    def values(self, text: str) -> list[tuple[str | None, ...]]:
        """The rows of a SELECT query, without prefixes, over what is written by now."""
        return lexical_rows(self._store, text, {})

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
