"""What a reading process does with one file of an ingest: read it, keep what a release needs."""

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kg.documents import Archive, Job, in_folder, unpacked
from kg.iri import Minter, Registry
from kg.model import Problem
from kg.ntriples import quads_of
from kg.rdf.formats import media_type_of
from kg.rdf.keeping import write_rdf
from kg.readings import GRAPH, ROWS, Kept, Readings, Told
from kg.sources import DocumentFile
from kg.table import IndicatorTable
from kg.triples import Provenance, document_triples


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that can be taken into a release: its bytes' SHA-256 and its reading.

    No reading: the release in force holds these bytes as they would be read now.
    """

    sha256: str
    reading: Kept | None

    @property
    def all_problems(self) -> tuple[Problem, ...]:
        """Those that were met now."""
        return self.reading.all_problems if self.reading else ()


def read_and_keep(readings: Readings, job: Job) -> Taken | Archive:
    """Read one file, unless that was done before: for a release, or by work that was broken off."""
    content = unpacked(job.file)
    if isinstance(content, Archive):
        return content
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 in job.known:
        return Taken(sha256, None)
    kept = readings.find(sha256, job.file)
    if kept is None:
        is_rdf = media_type_of(content, job.file.name) is not None
        write = partial(write_rdf if is_rdf else _write_tables, content, job.file, readings)
        kept = readings.keep(sha256, job.file, write)
    return Taken(sha256, kept)


def _write_tables(content: bytes, file: DocumentFile, readings: Readings, folder: Path) -> Told:
    """Read the target tables of a document and write what they come to."""
    # Imported here for the reason that kg.documents gives.
    from kg.account import coverage, rows_of
    from kg.read import examine_document

    reading = examine_document(content, file.name, in_folder(readings.given, file))
    document, minter = reading.document, Minter(readings.base_iri)
    indicators = sum(len(project.indicators) for project in document.projects)
    entry = readings.entry(document, file, len(document.projects), indicators)
    claims = _Claims(minter)
    claims.claim_document(document)
    with (folder / GRAPH).open("w", encoding="utf-8") as out:
        provenance = Provenance(entry.read_at, entry.software)
        out.writelines(quads_of(entry.iri, document_triples(document, minter, provenance)))
    IndicatorTable.of_document(document, minter).write(folder / ROWS)
    cells = coverage(rows_of(reading)).counts
    return Told(replace(entry, cells=cells), document.all_problems, claims.made)


class _Claims(Registry):
    """A registry that tells what was claimed of it."""

    def __init__(self, minter: Minter) -> None:
        super().__init__(minter)
        self.made: dict[str, str] = {}

    def claim(self, iri: str, identity: str) -> None:
        super().claim(iri, identity)
        self.made[iri] = identity
