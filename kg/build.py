"""A new release from the one in force: the store, the flat table and the rest, then the switch."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import ontology
from kg.errors import HomeError
from kg.home import Home
from kg.iri import Minter
from kg.ntriples import Triple
from kg.progress import Progress, Step
from kg.release import INDEX, STORE, TABLE, DocumentEntry, Manifest, Release
from kg.sources import ReadFile, now, software
from kg.stats import release_stats
from kg.store import StoreReader, open_builder
from kg.table import IndicatorTable
from kg.triples import Provenance, document_triples, ontology_triples

Finish = Callable[[Path, IndicatorTable, Progress], None]
"""Adds to a release, in a folder of its own, what other layers need of its table."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new release is beside the one in force.

    ``stays`` are the entries of the documents that it keeps, ``gone`` the IRIs of those that it
    does not, ``added`` the files that are new.
    """

    current: Release | None
    stays: Sequence[DocumentEntry]
    gone: frozenset[str]
    added: Sequence[ReadFile]

    @property
    def entries(self) -> tuple[DocumentEntry, ...]:
        """The documents of the new release, those that stay first."""
        return (*self.stays, *(file.entry for file in self.added))

    @property
    def is_none(self) -> bool:
        """Whether the new release would be the one in force."""
        before = () if self.current is None else self.current.manifest.documents
        return self.entries == before


def build_release(
    home: Home, difference: Difference, minter: Minter, finish: Finish, progress: Progress
) -> Release:
    """Write the release that differs so from the one in force, and put it in force."""
    current, entries = difference.current, difference.entries
    release_id = _release_id(home, entries)
    with home.new_release_folder(release_id) as folder:
        _write_store(folder, difference, minter, progress)
        table = _write_table(folder, difference, minter)
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


def _write_store(folder: Path, difference: Difference, minter: Minter, progress: Progress) -> None:
    current = difference.current
    stale_ontology = current is None or current.manifest.ontology != ontology.fingerprint()
    with open_builder(folder / STORE, None if current is None else current.store_path) as store:
        for iri in difference.gone:
            store.remove_graph(iri)
        if stale_ontology:
            store.remove_graph(ontology.GRAPH)
            store.add_graphs([(ontology.GRAPH, ontology_triples())], folder / "graphs.nq")
        graphs = _watched_graphs(difference.added, minter, progress)
        store.add_graphs(graphs, folder / "graphs.nq")


def _watched_graphs(
    files: Sequence[ReadFile], minter: Minter, progress: Progress
) -> Iterator[tuple[str, Iterable[Triple]]]:
    for done, file in enumerate(files):
        progress(Step("graph", done, len(files), file.entry.name))
        provenance = Provenance(file.entry.read_at, file.entry.software)
        yield file.entry.iri, document_triples(file.document, minter, provenance)
    progress(Step("graph", len(files), len(files)))


def _write_table(folder: Path, difference: Difference, minter: Minter) -> IndicatorTable:
    current = difference.current
    kept = [] if current is None else [current.table.without_documents(difference.gone)]
    added = [IndicatorTable.of_document(file.document, minter) for file in difference.added]
    table = IndicatorTable.concatenate([*kept, *added])
    table.write(folder / TABLE)
    return table


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
