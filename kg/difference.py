"""What a new release is beside the one in force: documents that stay, that go, that are added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kg.errors import HomeError, InvalidRequestError, NotFoundError
from kg.readings import Kept
from kg.release import DocumentEntry, Release
from kg.sources import resolved


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """A document that an ingest found: its entry, and its reading where it was read anew."""

    entry: DocumentEntry
    reading: Kept | None


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """A document that is new in a release: its entry there and its reading."""

    entry: DocumentEntry
    reading: Kept


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new release is beside the one in force.

    ``stays`` are the entries of the documents that it keeps, ``gone`` the IRIs of those that it
    does not, ``added`` the documents that are new.
    """

    current: Release | None
    stays: tuple[DocumentEntry, ...]
    gone: frozenset[str]
    added: tuple[AddedDocument, ...]

    @property
    def entries(self) -> tuple[DocumentEntry, ...]:
        """The documents of the new release, those that stay first."""
        return (*self.stays, *(document.entry for document in self.added))

    @property
    def graphs_gone(self) -> tuple[str, ...]:
        """The IRIs of the named graphs of the documents that go."""
        old = () if self.current is None else self.current.manifest.documents
        return tuple(iri for entry in old if entry.iri in self.gone for iri in entry.all_graphs)

    @property
    def is_none(self) -> bool:
        """Whether the new release would be the one in force."""
        before = () if self.current is None else self.current.manifest.documents
        return self.entries == before


def difference_by(current: Release | None, files: Sequence[FoundDocument]) -> Difference:
    """What files change: new documents, each of its bytes once, and those they replace.

    A document goes when no file holds its bytes any more, and is replaced where it was read by
    another version of jipu or with other things said of it.
    """
    old = () if current is None else current.manifest.documents
    found = _by_bytes(files)
    holds = {path: iri for iri, file in found.items() for path in file.entry.paths}
    stays: list[DocumentEntry] = []
    for entry in old:
        same = found.pop(entry.iri, None)
        left = [path for path in entry.paths if holds.get(path, entry.iri) == entry.iri]
        paths = _distinct(left, same.entry.paths if same else ())
        if same and same.reading and read_with(same.entry) != read_with(entry):
            found[entry.iri] = _at(same, paths)
        elif paths:
            stays.append(replace(entry, paths=paths))
    gone = {entry.iri for entry in old} - {entry.iri for entry in stays}
    return Difference(current, tuple(stays), frozenset(gone), tuple(map(_added, found.values())))


def read_with(entry: DocumentEntry) -> tuple[str, str | None, int | None]:
    """What the reading of given bytes depends on."""
    return entry.software, entry.region, entry.year


def _added(document: FoundDocument) -> AddedDocument:
    if document.reading is None:
        raise HomeError(
            document.entry.name,
            "was taken out of the release while documents were read; run jipu ingest again",
        )
    return AddedDocument(document.entry, document.reading)


def _by_bytes(files: Iterable[FoundDocument]) -> dict[str, FoundDocument]:
    """One file for all of equal bytes, with the paths of all, by IRI; one that was read if any."""
    found: dict[str, FoundDocument] = {}
    for file in files:
        first = found.setdefault(file.entry.iri, file)
        best = file if first.reading is None else first
        found[file.entry.iri] = _at(best, _distinct(first.entry.paths, file.entry.paths))
    return found


def _at(file: FoundDocument, paths: tuple[str, ...]) -> FoundDocument:
    return replace(file, entry=replace(file.entry, paths=paths))


def _distinct(*paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(paths)))


def named(current: Release, wanted: str) -> list[DocumentEntry]:
    """The documents that a name, a path or its end, an IRI or the start of a hash means.

    Raises NotFoundError, and InvalidRequestError for the end of several paths.
    """
    path, ending = resolved(Path(wanted)), f"/{wanted}"
    found = [
        entry
        for entry in current.manifest.documents
        if wanted in (entry.name, entry.iri, *entry.paths)
        or path in entry.paths
        or (len(wanted) >= 8 and entry.sha256.startswith(wanted))
    ]
    by_ending = [
        entry
        for entry in current.manifest.documents
        if any(path.endswith(ending) for path in entry.paths)
    ]
    if found or len(by_ending) == 1:
        return found or by_ending
    if by_ending:
        places = "、".join(entry.paths[0] for entry in by_ending)
        raise InvalidRequestError(wanted, f"may be any of {places}; give more of the path")
    names = "、".join(entry.name for entry in current.manifest.documents[:5]) or "none"
    raise NotFoundError(wanted, f"is no document of release {current.id}; it has {names}")
