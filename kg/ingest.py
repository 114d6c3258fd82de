"""Documents into a new release: read → records → triples → store → release.

Each change starts from the release in force: unchanged documents are carried over, and only what
was added or taken away is written.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import ontology
from kg.errors import HomeError, NotFoundError, UnreadableDocumentError
from kg.home import Home
from kg.iri import Minter, Registry
from kg.model import Document, Problem
from kg.ntriples import Triple
from kg.read import read_document
from kg.release import DocumentEntry, Manifest, Release
from kg.stats import release_stats
from kg.store import StoreReader, open_builder
from kg.table import IndicatorTable
from kg.triples import Provenance, document_triples, ontology_triples

Finish = Callable[[Path, IndicatorTable], None]
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one path: ``status`` is ok, partial (with problems) or failed."""

    path: str
    status: str
    projects: int
    indicators: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """The result of a change: the release in force after it, and each path's outcome."""

    release: Release | None
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    entry: DocumentEntry
    document: Document


def ingest(
    home: Home, paths: Sequence[Path], base_iri: str, finish: Finish, progress: Progress
) -> Change:
    """Read documents, add or replace them, and put a new release in force.

    ``finish`` adds to the release folder what other layers need, from its table. A document that
    cannot be read fails alone; its earlier version, if any, stays. Raises HomeError, and
    CollisionError where two different things would get one IRI; nothing changes then.
    """
    minter = Minter(base_iri)
    files = list(document_files(paths))
    with home.writing():
        reads: list[_Read] = []
        outcomes: list[Outcome] = []
        for file, name in files:
            progress(name)
            read = _read(file, name, minter)
            if isinstance(read, Problem):
                outcomes.append(Outcome(str(file), "failed", 0, 0, (read,)))
            else:
                reads.append(read)
                outcomes.append(_outcome(file, read))
        current = home.current() if home.current_id() else None
        _refuse_another_base(current, minter)
        gone = _replaced(current, reads)
        fresh = _not_already_in(current, reads, gone)
        registry = Registry(minter)
        for read in fresh:
            registry.claim_document(read.document)
        if not fresh and not gone:
            return Change(current, tuple(outcomes))
        progress("release")
        return Change(_new_release(home, current, gone, fresh, minter, finish), tuple(outcomes))


def forget(home: Home, documents: Sequence[str], base_iri: str, finish: Finish) -> Release:
    """Take documents out, named by path, file name, IRI or the start of their SHA-256.

    Raises NotFoundError for a name that no document of the release has; nothing changes then.
    """
    with home.writing():
        current = home.current()
        _refuse_another_base(current, Minter(base_iri))
        gone = {entry.iri for wanted in documents for entry in _named(current, wanted)}
        return _new_release(home, current, gone, [], Minter(base_iri), finish)


def _refuse_another_base(current: Release | None, minter: Minter) -> None:
    if current is not None and current.manifest.base_iri != minter.base:
        raise HomeError(
            str(current.path),
            f"names its data below {current.manifest.base_iri}, not {minter.base}; "
            "set JIPU_BASE_IRI back or use another home",
        )


def document_files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """The files of the given paths, with the name that each has as a document.

    A folder stands for all files below it, hidden ones left out; their names start with the
    folder's own, so that ``2023/a.txt`` and ``2024/a.txt`` stay apart.
    """
    for path in paths:
        if path.is_dir():
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                if not any(part.startswith(".") for part in file.relative_to(path).parts):
                    yield file, file.relative_to(path.parent).as_posix()
        else:
            yield path, path.name


def _read(file: Path, name: str, minter: Minter) -> _Read | Problem:
    try:
        document = read_document(file, name)
    except UnreadableDocumentError as error:
        return Problem(error.where, error.message)
    problems = document.all_problems
    entry = DocumentEntry(
        path=str(file.resolve()),
        name=name,
        sha256=document.sha256,
        iri=minter.document(document.sha256),
        status="partial" if problems else "ok",
        projects=len(document.projects),
        indicators=sum(len(p.indicators) for p in document.projects),
        problems=len(problems),
        read_at=_now(),
        software=_software(),
    )
    return _Read(entry, document)


def _outcome(file: Path, read: _Read) -> Outcome:
    entry = read.entry
    return Outcome(
        str(file), entry.status, entry.projects, entry.indicators, read.document.all_problems
    )


def _replaced(current: Release | None, reads: Iterable[_Read]) -> set[str]:
    """The documents in force whose file has changed, or that another version of jipu read."""
    if current is None:
        return set()
    new = {read.entry.path: read.entry for read in reads}
    same_bytes = {read.entry.iri for read in reads}
    return {
        old.iri
        for old in current.manifest.documents
        if (old.path in new and new[old.path].iri != old.iri)
        or (old.iri in same_bytes and old.software != _software())
    }


def _not_already_in(current: Release | None, reads: Iterable[_Read], gone: set[str]) -> list[_Read]:
    present = set() if current is None else {d.iri for d in current.manifest.documents} - gone
    fresh: dict[str, _Read] = {}
    for read in reads:
        if read.entry.iri not in present:
            fresh.setdefault(read.entry.iri, read)
    return list(fresh.values())


def _named(current: Release, wanted: str) -> list[DocumentEntry]:
    path = str(Path(wanted).resolve())
    found = [
        entry
        for entry in current.manifest.documents
        if wanted in (entry.name, entry.path, entry.iri)
        or path == entry.path
        or (len(wanted) >= 8 and entry.sha256.startswith(wanted))
    ]
    if not found:
        names = "、".join(entry.name for entry in current.manifest.documents[:5]) or "none"
        raise NotFoundError(wanted, f"is no document of release {current.id}; it has {names}")
    return found


def _new_release(
    home: Home,
    current: Release | None,
    gone: set[str],
    fresh: Sequence[_Read],
    minter: Minter,
    finish: Finish,
) -> Release:
    """The recipe: start from the release in force, write store, table and the rest, switch."""
    entries = _entries(current, gone, fresh)
    release_id = _release_id(home, entries)
    with home.new_release_folder(release_id) as folder:
        _write_store(folder, current, gone, fresh, minter)
        table = _write_table(folder, current, gone, fresh, minter)
        finish(folder / "index", table)
        Manifest(
            id=release_id,
            created=_now(),
            software=_software(),
            base_iri=minter.base,
            parent=None if current is None else current.id,
            ontology=ontology.fingerprint(),
            documents=entries,
            stats=release_stats(StoreReader(folder / "store", ontology.PREFIXES), len(entries)),
        ).write(folder)
    home.switch_to(release_id)
    return home.release(release_id)


def _entries(
    current: Release | None, gone: set[str], fresh: Sequence[_Read]
) -> tuple[DocumentEntry, ...]:
    kept = () if current is None else current.manifest.documents
    return (*(e for e in kept if e.iri not in gone), *(read.entry for read in fresh))


def _write_store(
    folder: Path, current: Release | None, gone: set[str], fresh: Sequence[_Read], minter: Minter
) -> None:
    graphs: list[tuple[str, Iterable[Triple]]] = [
        (read.entry.iri, document_triples(read.document, minter, _provenance(read)))
        for read in fresh
    ]
    stale_ontology = current is None or current.manifest.ontology != ontology.fingerprint()
    with open_builder(folder / "store", None if current is None else current.store_path) as store:
        for iri in gone:
            store.remove_graph(iri)
        if stale_ontology:
            store.remove_graph(ontology.GRAPH)
            graphs.append((ontology.GRAPH, ontology_triples()))
        store.add_graphs(graphs, folder / "graphs.nq")


def _write_table(
    folder: Path, current: Release | None, gone: set[str], fresh: Sequence[_Read], minter: Minter
) -> IndicatorTable:
    kept = [] if current is None else [current.table.without_documents(gone)]
    added = [IndicatorTable.of_document(read.document, minter) for read in fresh]
    table = IndicatorTable.concatenate([*kept, *added])
    table.write(folder / "indicators.arrow")
    return table


def _provenance(read: _Read) -> Provenance:
    return Provenance(generated_at=read.entry.read_at, software_version=read.entry.software)


def _release_id(home: Home, entries: Iterable[DocumentEntry]) -> str:
    """A UTC time that sorts after every earlier release, and a hash of the documents."""
    digest = hashlib.sha256("\n".join(sorted(e.iri for e in entries)).encode()).hexdigest()[:6]
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    last = max((r.id for r in home.releases()), default="")
    if stamp <= last[: len(stamp)]:
        raise HomeError(
            str(home.path), f"the clock is behind the last release ({last}); set it right first"
        )
    return f"{stamp}-{digest}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _software() -> str:
    return f"jipu {version('jipu')}"
