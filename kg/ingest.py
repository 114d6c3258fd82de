"""Changes to a home: documents in, documents out. Each makes a new release or nothing.

Unchanged documents are carried over from the release in force; only what was added or taken away
is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.build import Finish, build_release
from kg.difference import Difference, difference_by, named
from kg.errors import HomeError
from kg.home import Home
from kg.intake import Outcome, read_all
from kg.iri import Minter, Registry, holder_of_graph
from kg.progress import Progress, unwatched
from kg.readings import Readings
from kg.release import Release
from kg.software import software
from kg.sources import document_files
from kg.tables import NOTHING, Given
from kg.workers import UNLESS_SET, ReadLimits


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
    given: Given = NOTHING,
    limits: ReadLimits = UNLESS_SET,
) -> Change:
    """Read documents, add or replace them, and put a new release in force.

    ``finish`` adds to the release folder what other layers need, from its table. A document that
    cannot be read fails alone; its earlier version, if any, stays. Raises HomeError, and
    CollisionError where two different things would get one IRI; nothing changes then. What was read
    by then is kept in the home, and the next ingest goes on from there.
    """
    minter = Minter(base_iri)
    home.refuse_unwritable()
    before = _in_force(home)
    _refuse_another_base(before, minter)
    readings = Readings(home.readings, base_iri, software(), given)
    files, outcomes = read_all(document_files(paths), before, readings, limits, progress)
    if not files:
        readings.remove_empty()
        return Change(before, outcomes)
    with home.writing():
        current = _in_force(home)
        _refuse_another_base(current, minter)
        difference = difference_by(current, files)
        _refuse_collisions(difference, minter)
        if not difference.is_none:
            current = build_release(home, difference, minter, finish, progress)
        readings.remove(file.reading for file in files if file.reading)
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
        gone = frozenset(entry.iri for wanted in documents for entry in named(current, wanted))
        stays = tuple(entry for entry in current.manifest.documents if entry.iri not in gone)
        difference = Difference(current, stays, gone, ())
        return build_release(home, difference, minter, finish, progress)


def _in_force(home: Home) -> Release | None:
    return home.current() if home.current_id() else None


def _refuse_another_base(current: Release | None, minter: Minter) -> None:
    if current is not None and current.manifest.base_iri != minter.base:
        raise HomeError(
            str(current.path),
            f"names its data below {current.manifest.base_iri}, not {minter.base}; "
            "set JIPU_BASE_IRI back or use another home",
        )


def _refuse_collisions(difference: Difference, minter: Minter) -> None:
    registry = Registry(minter)
    for entry in difference.stays:
        for iri in entry.graphs:
            registry.claim(iri, holder_of_graph(entry.sha256, entry.name))
    for document in difference.added:
        for iri, identity in document.reading.claims.items():
            registry.claim(iri, identity)
