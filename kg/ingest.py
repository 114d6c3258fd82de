"""Changes to a home: documents in, documents out. Each makes a new release or nothing.

Unchanged documents are carried over from the release in force; only what was added or taken away
is written.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from kg.build import Difference, Finish, build_release
from kg.errors import HomeError, InvalidRequestError, NotFoundError
from kg.home import Home
from kg.iri import Minter, Registry
from kg.progress import Progress, Step, unwatched
from kg.release import DocumentEntry, Release
from kg.sources import Outcome, ReadFile, document_files, read_file, resolved, software


@dataclass(frozen=True, slots=True)
class Change:
    """The result of a change: the release in force after it, and each path's outcome."""

    release: Release | None
    outcomes: tuple[Outcome, ...]


def ingest(
    home: Home,
    paths: Sequence[Path],
    base_iri: str,
    finish: Finish,
    progress: Progress = unwatched,
) -> Change:
    """Read documents, add or replace them, and put a new release in force.

    ``finish`` adds to the release folder what other layers need, from its table. A document that
    cannot be read fails alone; its earlier version, if any, stays. Raises HomeError, and
    CollisionError where two different things would get one IRI; nothing changes then.
    """
    minter = Minter(base_iri)
    home.refuse_unwritable()
    before = _in_force(home)
    _refuse_another_base(before, minter)
    files, outcomes = _read_all(paths, minter, progress)
    if not files:
        return Change(before, outcomes)
    with home.writing():
        current = _in_force(home)
        _refuse_another_base(current, minter)
        difference = _difference(current, files)
        _refuse_collisions(difference.added, minter)
        if not difference.is_none:
            current = build_release(home, difference, minter, finish, progress)
        return Change(current, outcomes)


def forget(
    home: Home,
    documents: Sequence[str],
    base_iri: str,
    finish: Finish,
    progress: Progress = unwatched,
) -> Release:
    """Take documents out, named by path or its end, name, IRI or the start of their SHA-256.

    Raises NotFoundError for a name that no document of the release has, InvalidRequestError for
    the end of several paths; nothing changes then.
    """
    minter = Minter(base_iri)
    with home.writing():
        current = home.current()
        _refuse_another_base(current, minter)
        gone = frozenset(entry.iri for wanted in documents for entry in _named(current, wanted))
        stays = [entry for entry in current.manifest.documents if entry.iri not in gone]
        difference = Difference(current, stays, gone, ())
        return build_release(home, difference, minter, finish, progress)


def _in_force(home: Home) -> Release | None:
    return home.current() if home.current_id() else None


def _read_all(
    paths: Sequence[Path], minter: Minter, progress: Progress
) -> tuple[list[ReadFile], tuple[Outcome, ...]]:
    files = document_files(paths)
    read: list[ReadFile] = []
    outcomes: list[Outcome] = []
    for done, (file, name) in enumerate(files):
        progress(Step("read", done, len(files), name))
        found, outcome = read_file(file, name, minter)
        outcomes.append(outcome)
        if found is not None:
            read.append(found)
    progress(Step("read", len(files), len(files)))
    return read, tuple(outcomes)


def _refuse_another_base(current: Release | None, minter: Minter) -> None:
    if current is not None and current.manifest.base_iri != minter.base:
        raise HomeError(
            str(current.path),
            f"names its data below {current.manifest.base_iri}, not {minter.base}; "
            "set JIPU_BASE_IRI back or use another home",
        )


def _refuse_collisions(files: Iterable[ReadFile], minter: Minter) -> None:
    registry = Registry(minter)
    for file in files:
        registry.claim_document(file.document)


def _difference(current: Release | None, files: Sequence[ReadFile]) -> Difference:
    """What the files change: new documents, each of its bytes once, and those they replace.

    A document goes when no file holds its bytes any more, and is read again where another version
    of jipu read it.
    """
    old = () if current is None else current.manifest.documents
    found = _by_bytes(files)
    holds = {path: iri for iri, file in found.items() for path in file.entry.paths}
    stays: list[DocumentEntry] = []
    for entry in old:
        same = found.pop(entry.iri, None)
        left = [path for path in entry.paths if holds.get(path, entry.iri) == entry.iri]
        paths = _distinct(left, same.entry.paths if same else ())
        if same and entry.software != software():
            found[entry.iri] = _at(same, paths)
        elif paths:
            stays.append(replace(entry, paths=paths))
    gone = {entry.iri for entry in old} - {entry.iri for entry in stays}
    return Difference(current, tuple(stays), frozenset(gone), tuple(found.values()))


def _by_bytes(files: Iterable[ReadFile]) -> dict[str, ReadFile]:
    """One file for all of equal bytes, with the paths of all, by IRI."""
    found: dict[str, ReadFile] = {}
    for file in files:
        first = found.setdefault(file.entry.iri, file)
        found[file.entry.iri] = _at(first, _distinct(first.entry.paths, file.entry.paths))
    return found


def _at(file: ReadFile, paths: tuple[str, ...]) -> ReadFile:
    return replace(file, entry=replace(file.entry, paths=paths))


def _distinct(*paths: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(paths)))


def _named(current: Release, wanted: str) -> list[DocumentEntry]:
    """The documents that a name, a path or its end, an IRI or the start of a hash means."""
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
