"""A release (发布版): an immutable folder that holds a graph, its flat table and search indexes.

::

    ID/
      manifest.json     what is in it, and what it was made from
      store/            the triple store (kg.store)
      indicators.arrow  the flat indicator table (kg.table)
      index/            the search index (search.index)
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from kg.errors import HomeError
from kg.model import Problem
from kg.store.reader import StoreReader
from kg.table import IndicatorTable
from ontology import PREFIXES

FORMAT = 4
STORE, TABLE, INDEX = "store", "indicators.arrow", "index"
_PROBLEMS = """
SELECT ?problem ?where ?message {{
  <{graph}> jipu:hasProblem ?problem . ?problem jipu:where ?where ; jipu:message ?message
}}"""


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document of a release: where it came from, what was read, by which software.

    ``paths`` are all the files that were found to hold its bytes. ``region`` and ``year`` are what
    a person said of it when it was read (`kg.read.Given`), None where nothing. ``cells`` counts its
    filled cells by what became of them (`kg.account.Fate`). ``graphs`` are the named graphs that it
    has beside its own, as RDF datasets may.
    """

    paths: tuple[str, ...]
    name: str
    sha256: str
    iri: str
    status: str
    projects: int
    indicators: int
    problems: int
    read_at: str
    software: str
    region: str | None = None
    year: int | None = None
    cells: dict[str, int] = field(default_factory=dict)
    graphs: tuple[str, ...] = ()

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> Self:
        """An entry as JSON has it."""
        lists = {name: tuple(fields.get(name, ())) for name in ("paths", "graphs")}
        return cls(**{**fields, **lists})

    @property
    def all_graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs that hold its triples, its own first."""
        return self.iri, *self.graphs


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release holds. ``stats`` are its counts (`kg.stats`), taken at its making."""

    id: str
    created: str
    software: str
    base_iri: str
    parent: str | None
    ontology: str
    documents: tuple[DocumentEntry, ...]
    stats: dict[str, Any]
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write ``manifest.json``."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / "manifest.json").write_text(text, encoding="utf-8")

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read ``manifest.json``. Raises HomeError for a folder that is no release of ours."""
        path = folder / "manifest.json"
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise HomeError(
                str(path), "cannot be read; roll back to another release with `jipu rollback ID`"
            ) from error
        if fields.get("format") != FORMAT:
            raise HomeError(
                str(path),
                f"has format {fields.get('format')}, this version of jipu reads {FORMAT}; "
                "use another home, or delete this one, and ingest the documents again",
            )
        fields["documents"] = tuple(map(DocumentEntry.of, fields["documents"]))
        return cls(**fields)


@dataclass(frozen=True)
class Release:
    """A finished release; its parts are opened when they are first used."""

    path: Path
    manifest: Manifest

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a finished release folder. Raises HomeError, also where a part of it is gone."""
        release = cls(path, Manifest.read(path))
        for part in (release.store_path, release.table_path, release.index_path):
            if not part.exists():
                raise HomeError(
                    str(part), "is gone; roll back to another release with `jipu rollback ID`"
                )
        return release

    @property
    def id(self) -> str:
        """The release's id, also its folder's name."""
        return self.manifest.id

    @property
    def store_path(self) -> Path:
        """The folder of the triple store."""
        return self.path / STORE

    @property
    def index_path(self) -> Path:
        """The folder of the search index."""
        return self.path / INDEX

    @property
    def table_path(self) -> Path:
        """The file of the flat indicator table."""
        return self.path / TABLE

    @cached_property
    def store(self) -> StoreReader:
        """The triple store, for trusted queries in this process."""
        return StoreReader(self.store_path, PREFIXES)

    def problems_of(self, entry: DocumentEntry) -> tuple[Problem, ...]:
        """What was not understood of a document, in document order."""
        found = self.store.values(_PROBLEMS.format(graph=entry.iri))
        found.sort(key=lambda row: int((row[0] or "").rpartition("-")[2]))
        return tuple(Problem(where or "", message or "") for _, where, message in found)

    @cached_property
    def table(self) -> IndicatorTable:
        """The flat indicator table, mapped."""
        return IndicatorTable.open(self.table_path)
