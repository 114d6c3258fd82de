"""What a reading process does with one file of an ingest: read it, keep what a release needs."""

import hashlib
from dataclasses import dataclass

from kg.documents import Archive, Job, in_folder, unpacked
from kg.iri import Minter
from kg.model import Document, Problem
from kg.readings import Kept, Readings
from kg.release import DocumentEntry
from kg.software import now
from kg.sources import DocumentFile


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
        # Imported here for the reason that kg.documents gives.
        from kg.account import coverage, rows_of
        from kg.read import examine_document

        reading = examine_document(content, job.file.name, in_folder(readings.given, job.file))
        cells = coverage(rows_of(reading)).counts
        entry = _entry(reading.document, cells, job.file, readings)
        kept = readings.keep(reading.document, entry)
    return Taken(sha256, kept)


def _entry(
    document: Document, cells: dict[str, int], file: DocumentFile, readings: Readings
) -> DocumentEntry:
    problems = document.all_problems
    return DocumentEntry(
        paths=(file.path,),
        name=document.name,
        sha256=document.sha256,
        iri=Minter(readings.base_iri).document(document.sha256),
        status="partial" if problems else "ok",
        projects=len(document.projects),
        indicators=sum(len(project.indicators) for project in document.projects),
        problems=len(problems),
        read_at=now(),
        software=readings.software,
        region=readings.given.region,
        year=readings.given.year,
        cells=cells,
    )
