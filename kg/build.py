"""A new release from the one in force: the store, the flat table and the rest, then the switch."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import ontology
from kg.difference import AddedDocument, Difference
from kg.errors import HomeError
from kg.home import Home
from kg.iri import Minter
from kg.progress import Progress, Step
from kg.release import INDEX, STORE, TABLE, DocumentEntry, Manifest, Release
from kg.software import now, software
from kg.stats import release_stats
from kg.store import StoreReader, open_builder
from kg.table import IndicatorTable
from kg.table_writer import TableWriter
from kg.triples import ontology_triples

Finish = Callable[[Path, IndicatorTable, Progress], None]
"""Adds to a release, in a folder of its own, what other layers need of its table."""


def build_release(
    home: Home, difference: Difference, minter: Minter, finish: Finish, progress: Progress
) -> Release:
    """Write the release that differs so from the one in force, and put it in force."""
    current, entries = difference.current, difference.entries
    release_id = _release_id(home, entries)
    with home.new_release_folder(release_id) as folder:
        _write_store(folder, difference, progress)
        table = _write_table(folder, difference)
        finish(folder / INDEX, table, progress)
        Manifest(
            id=release_id,
            created=now(),
            software=software(),
            base_iri=minter.base,
            parent=None if current is None else current.id,
            ontology=ontology.fingerprint(),
            documents=entries,
            stats=release_stats(StoreReader(folder / STORE, ontology.PREFIXES), len(entries)),
        ).write(folder)
    home.switch_to(release_id)
    return home.release(release_id)


def _write_store(folder: Path, difference: Difference, progress: Progress) -> None:
    current = difference.current
    stale_ontology = current is None or current.manifest.ontology != ontology.fingerprint()
    with open_builder(folder / STORE, None if current is None else current.store_path) as store:
        for iri in difference.graphs_gone:
            store.remove_graph(iri)
        if stale_ontology:
            store.remove_graph(ontology.GRAPH)
            store.add_graphs([(ontology.GRAPH, ontology_triples())], folder / "graphs.nq")
        store.add_files(_watched_graphs(difference.added, progress), folder / "graphs.nq")


def _watched_graphs(documents: Sequence[AddedDocument], progress: Progress) -> Iterator[Path]:
    for done, document in enumerate(documents):
        progress(Step("graph", done, len(documents), document.entry.name))
        yield document.reading.graph
    progress(Step("graph", len(documents), len(documents)))


def _write_table(folder: Path, difference: Difference) -> IndicatorTable:
    """The new release's table, mapped: the rows that stay, then those of every new document."""
    current = difference.current
    with TableWriter(folder / TABLE) as writer:
        if current is not None:
            writer.add_file(current.table_path, difference.gone)
        for document in difference.added:
            writer.add(document.reading.rows)
    return IndicatorTable.open(folder / TABLE)


def _release_id(home: Home, entries: Iterable[DocumentEntry]) -> str:
    """A UTC time that sorts after every earlier release, and a hash of the documents."""
    digest = hashlib.sha256("\n".join(sorted(e.iri for e in entries)).encode()).hexdigest()[:6]
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    last = max(home.release_ids(), default="")
    if stamp <= last[: len(stamp)]:
        raise HomeError(
            str(home.path), f"the clock is behind the last release ({last}); set it right first"
        )
    return f"{stamp}-{digest}"
