"""Reading for an ingest: what became of every file, and what a release gets of it."""

from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import partial

from kg.difference import FoundDocument, read_with
from kg.documents import Job, each_document
from kg.keeping import Taken, read_and_keep
from kg.model import Problem
from kg.progress import Progress
from kg.readings import Readings
from kg.release import DocumentEntry, Release
from kg.sources import DocumentFile, Found
from kg.workers import ReadLimits


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one path: ``status`` is ok, partial (with problems) or failed.

    ``unchanged``: the release in force held its bytes already, and it was not read again. ``cells``
    as in `kg.release.DocumentEntry`.
    """

    path: str
    status: str
    projects: int
    indicators: int
    problems: tuple[Problem, ...]
    unchanged: bool = False
    cells: dict[str, int] = field(default_factory=dict)


def read_all(
    found: Found,
    before: Release | None,
    readings: Readings,
    limits: ReadLimits,
    progress: Progress,
) -> tuple[list[FoundDocument], tuple[Outcome, ...]]:
    """Read all files but those that a release holds as they would be read now.

    Documents and outcomes come in the order of the files; folders that could not be looked into are
    outcomes as well.
    """
    known = _Known(before, readings)
    read = partial(read_and_keep, readings)
    with closing(each_document(found.files, read, limits, progress, known.job)) as results:
        pairs = [(file, known.document(file, result)) for file, result in results]
    pairs.sort(key=lambda pair: pair[0].place)
    documents = [result for _, result in pairs if isinstance(result, FoundDocument)]
    outcomes = [_failed(problem) for problem in found.problems]
    outcomes += [known.outcome(file, result) for file, result in pairs]
    return documents, tuple(outcomes)


class _Known:
    """The documents of a release that need not be read again."""

    def __init__(self, release: Release | None, readings: Readings) -> None:
        self._release = release
        entries = () if release is None else release.manifest.documents
        wanted = (readings.software, readings.given.region, readings.given.year)
        self._entries = {e.sha256: e for e in entries if read_with(e) == wanted}
        self._hashes: dict[str, set[str]] = {}
        for entry in self._entries.values():
            for label in (entry.name, *entry.paths):
                self._hashes.setdefault(label, set()).add(entry.sha256)

    def job(self, file: DocumentFile) -> Job:
        """The job of reading a file, unless its bytes are known under its name or path."""
        nothing = set[str]()
        known = self._hashes.get(file.name, nothing) | self._hashes.get(file.path, nothing)
        return Job(file, frozenset(known))

    def document(self, file: DocumentFile, result: Taken | Problem) -> FoundDocument | Problem:
        if isinstance(result, Problem):
            return result
        if result.reading is not None:
            return FoundDocument(result.reading.entry, result.reading)
        entry = self._entries[result.sha256]
        return FoundDocument(replace(entry, paths=(file.path,)), None)

    def outcome(self, file: DocumentFile, result: FoundDocument | Problem) -> Outcome:
        if isinstance(result, Problem):
            return replace(_failed(result), path=file.shown)
        entry, reading = result.entry, result.reading
        problems = self._problems(entry) if reading is None else reading.all_problems
        return Outcome(
            file.shown,
            entry.status,
            entry.projects,
            entry.indicators,
            problems,
            reading is None,
            entry.cells,
        )

    def _problems(self, entry: DocumentEntry) -> tuple[Problem, ...]:
        return self._release.problems_of(entry) if self._release and entry.problems else ()


def _failed(problem: Problem) -> Outcome:
    return Outcome(problem.where, "failed", 0, 0, (problem,))
