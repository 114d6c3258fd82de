"""A new release from the one in force: the store, the flat table and the rest, then the switch."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import ontology
from kg.dataset import ReleaseFacts, dataset_triples
from kg.difference import AddedDocument, Difference
from kg.errors import HomeError
from kg.home import Home
from kg.iri import Minter
from kg.progress import Progress, Step
from kg.release import INDEX, STORE, TABLE, DocumentEntry, Manifest, Release
from kg.software import now, software
from kg.stats import release_stats
from kg.store.builder import open_builder
from kg.store.reader import StoreReader
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
    facts = ReleaseFacts(_release_id(home, entries), now(), software(), len(entries))
    with home.new_release_folder(facts.id) as folder:
        _write_store(folder, difference, facts, minter, progress)
        table = _write_table(folder, difference)
        finish(folder / INDEX, table, progress)
        Manifest(
            id=facts.id,
            created=facts.created,
            software=facts.software,
            base_iri=minter.base,
            parent=None if current is None else current.id,
            ontology=ontology.fingerprint(),
            documents=entries,
            stats=release_stats(StoreReader(folder / STORE, ontology.PREFIXES), len(entries)),
        ).write(folder)
    home.switch_to(facts.id)
    return home.release(facts.id)


def _write_store(
    folder: Path,
    difference: Difference,
    facts: ReleaseFacts,
    minter: Minter,
    progress: Progress,
) -> None:
    current, scratch = difference.current, folder / "graphs.nq"
    stale_ontology = current is None or current.manifest.ontology != ontology.fingerprint()
    with open_builder(folder / STORE, None if current is None else current.store_path) as store:
        for iri in (minter.dataset, *difference.graphs_gone):
            store.remove_graph(iri)
        if stale_ontology:
            store.remove_graph(ontology.GRAPH)
            store.add_graphs([(ontology.GRAPH, ontology_triples())], scratch)
        store.add_files(_watched_graphs(difference.added, progress), scratch)
        described = dataset_triples(facts, minter, store.values)
        store.add_graphs([(minter.dataset, described)], scratch)


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
