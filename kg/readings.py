"""Readings (读取结果): what a release needs of each document, kept from its reading to the release.

::

    HOME/readings/KEY/
      graph.nq       its named graph, as bulk loading takes it
      rows.arrow     its rows of the indicator table
      reading.json   its entry, its problems, the IRIs that it claims, the sizes of the other files

KEY is a hash of all that the reading depends on. A folder gets its name when all of it is written,
so that a reading is whole or not there, and work that was broken off is not lost.
"""

import contextlib
import hashlib
import json
import secrets
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from kg.errors import HomeError, JipuError
from kg.iri import Minter
from kg.model import Document, Problem
from kg.release import DocumentEntry
from kg.software import now
from kg.sources import DocumentFile, folders_of
from kg.table import IndicatorTable
from kg.tables import Given

GRAPH, ROWS = "graph.nq", "rows.arrow"
_READING = "reading.json"
_KEPT_SECONDS = 30 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a document beside its graph and rows.

    ``claims`` are the IRIs that must be of one thing within a release, and the identity of each.
    """

    entry: DocumentEntry
    problems: tuple[Problem, ...]
    claims: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that was read: its entry in a release, its problems, and where the rest is."""

    entry: DocumentEntry
    all_problems: tuple[Problem, ...]
    folder: Path

    @property
    def graph(self) -> Path:
        """The N-Quads of its named graph."""
        return self.folder / GRAPH

    @property
    def rows(self) -> IndicatorTable:
        """Its rows of the indicator table, in memory."""
        return IndicatorTable.load(self.folder / ROWS)

    @property
    def claims(self) -> dict[str, str]:
        """As in :class:`Told`."""
        return dict(_record(self.folder)["claims"])


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of one home by one version of jipu, as ``base_iri`` and ``given`` have them."""

    path: Path
    base_iri: str
    software: str
    given: Given

    def entry(
        self, document: Document, file: DocumentFile, projects: int, indicators: int
    ) -> DocumentEntry:
        """The entry of a document that was read now, from this file."""
        problems = len(document.all_problems)
        return DocumentEntry(
            paths=(file.path,),
            name=document.name,
            sha256=document.sha256,
            iri=Minter(self.base_iri).document(document.sha256),
            status="partial" if problems else "ok",
            projects=projects,
            indicators=indicators,
            problems=problems,
            read_at=now(),
            software=self.software,
            region=self.given.region,
            year=self.given.year,
        )

    def find(self, sha256: str, file: DocumentFile) -> Kept | None:
        """The reading of these bytes under this name, None where it is not kept whole."""
        folder = self.path / self._key(sha256, file.name, file.path)
        try:
            record = _record(folder)
            if any((folder / name).stat().st_size != record["sizes"][name] for name in _SIZED):
                return None
        except (OSError, ValueError):
            return None
        entry = replace(DocumentEntry.of(record["entry"]), paths=(file.path,))
        return Kept(entry, tuple(Problem(**fields) for fields in record["problems"]), folder)

    def keep(self, sha256: str, file: DocumentFile, write: Callable[[Path], Told]) -> Kept:
        """Keep what ``write`` puts into a folder (:data:`GRAPH`, :data:`ROWS`) and tells of it.

        Raises HomeError where there is no room for it, and what ``write`` raises of our errors.
        """
        folder = self.path / self._key(sha256, file.name, file.path)
        unfinished = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}")
        try:
            unfinished.mkdir(parents=True)
            told = write(unfinished)
            record = {
                "entry": asdict(told.entry),
                "problems": [asdict(problem) for problem in told.problems],
                "claims": told.claims,
                "sizes": {name: (unfinished / name).stat().st_size for name in _SIZED},
            }
            text = json.dumps(record, ensure_ascii=False)
            (unfinished / _READING).write_text(text, encoding="utf-8")
            self._put(unfinished, folder)
        except OSError as error:
            raise HomeError(
                str(self.path), f"cannot be written ({error.strerror}); nothing was changed"
            ) from error
        except JipuError:
            shutil.rmtree(unfinished)
            raise
        return Kept(told.entry, told.problems, folder)

    def remove_empty(self) -> None:
        """Take away the folder of readings, and the home, where reading came to nothing in them."""
        for folder in (self.path, self.path.parent):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _put(self, unfinished: Path, folder: Path) -> None:
        """Give a reading its name; what has it already is damaged, or the same by another run."""
        try:
            unfinished.rename(folder)
        except OSError:
            if not folder.exists():
                raise
            shutil.rmtree(folder, ignore_errors=True)
            unfinished.rename(folder)

    def remove(self, kept: Iterable[Kept]) -> None:
        """Take away what a release holds now, and what nobody came back for in a month."""
        for reading in kept:
            shutil.rmtree(reading.folder, ignore_errors=True)
        too_old = time.time() - _KEPT_SECONDS
        for folder in self.path.glob("*"):
            if folder.stat().st_mtime < too_old:
                shutil.rmtree(folder, ignore_errors=True)

    def _key(self, sha256: str, name: str, path: str) -> str:
        given = (folders_of(path), self.given.region, self.given.year)
        parts = (sha256, name, *given, self.base_iri, self.software)
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


_SIZED = (GRAPH, ROWS)


def _record(folder: Path) -> Mapping[str, Any]:
    record: dict[str, Any] = json.loads((folder / _READING).read_text(encoding="utf-8"))
    return record
