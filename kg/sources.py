"""The files that a command names, and what reading each of them came to."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from kg.errors import NotFoundError, UnreadableDocumentError
from kg.iri import Minter
from kg.model import Document, Problem
from kg.read import bytes_of, read_document
from kg.release import DocumentEntry


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one path: ``status`` is ok, partial (with problems) or failed."""

    path: str
    status: str
    projects: int
    indicators: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that could be read: its document, and the entry that a release keeps of it."""

    entry: DocumentEntry
    document: Document


def document_files(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """The files of the given paths, with the name that each has as a document.

    A folder stands for all files below it, hidden ones left out; their names start with the
    folder's own, so that ``2023/a.txt`` and ``2024/a.txt`` stay apart. Raises NotFoundError where
    there is none.
    """
    paths = list(paths)
    files = [found for path in paths for found in _files_of(path)]
    if not files:
        raise NotFoundError(
            ", ".join(printable(str(path)) for path in paths), "no file is below this folder"
        )
    return files


def _files_of(path: Path) -> Iterator[tuple[Path, str]]:
    if not path.is_dir():
        yield path, printable(path.name)
        return
    for file in sorted(p for p in path.rglob("*") if p.is_file()):
        if not any(part.startswith(".") for part in file.relative_to(path).parts):
            yield file, printable(file.relative_to(path.parent).as_posix())


def resolved(file: Path) -> str:
    """The absolute path of a file, as releases keep and compare it."""
    return printable(str(file.resolve()))


def printable(name: str) -> str:
    """A file name as text; bytes that are no UTF-8 are GB18030, as in archives from Windows."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def read_file(file: Path, name: str, minter: Minter) -> tuple[ReadFile | None, Outcome]:
    """Read one file; what cannot be read is an outcome of its own, no error."""
    path = printable(str(file))
    try:
        document = read_document(bytes_of(file), name)
    except UnreadableDocumentError as error:
        problem = Problem(error.where, error.message)
        return None, Outcome(path, "failed", 0, 0, (problem,))
    problems = document.all_problems
    entry = DocumentEntry(
        paths=(resolved(file),),
        name=name,
        sha256=document.sha256,
        iri=minter.document(document.sha256),
        status="partial" if problems else "ok",
        projects=len(document.projects),
        indicators=sum(len(p.indicators) for p in document.projects),
        problems=len(problems),
        read_at=now(),
        software=software(),
    )
    outcome = Outcome(path, entry.status, entry.projects, entry.indicators, problems)
    return ReadFile(entry, document), outcome


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def software() -> str:
    """Name and version of this software, as provenance tells it."""
    return f"jipu {version('jipu')}"
