"""Reading many documents: in processes under limits, archives as the folders they stand for."""

from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from kg.archives import Member, Weight, content_of, is_archive, members_of, weight_of
from kg.errors import UnreadableDocumentError
from kg.model import Document, Problem
from kg.progress import Progress, Step
from kg.sources import DocumentFile, folders_of
from kg.tables import Given
from kg.workers import ReadLimits, each_read

if TYPE_CHECKING:
    from kg.account import Account

_MODULES = ("kg.read",)


class Readable(Protocol):
    """What reading a document comes to: at least the problems that were met."""

    @property
    def all_problems(self) -> Sequence[Problem]:
        """All of them, in document order."""


R = TypeVar("R", bound=Readable)


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read, unless the SHA-256 of its bytes is ``known``: then it is read already."""

    file: DocumentFile
    known: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The file as people are told it."""
        return self.file.shown


@dataclass(frozen=True, slots=True)
class Archive:
    """What a file is that stands for a folder: these are in it."""

    members: tuple[Member, ...]


def unpacked(file: DocumentFile) -> bytes | Archive:
    """The bytes of a document, or what an archive holds. Raises UnreadableDocumentError."""
    with content_of(file.file, file.members, file.shown) as content:
        if is_archive(content, file.shown):
            return Archive(members_of(content, len(file.members), file.shown))
        content.seek(0)
        return content.read()


@dataclass(frozen=True, slots=True)
class Examined:
    """A document with the account of its cells."""

    document: Document
    account: "Account"

    @property
    def all_problems(self) -> Sequence[Problem]:
        """The document's problems, in its order."""
        return self.document.all_problems


def read_one(given: Given, job: Job) -> Document | Archive:
    """Read one file and keep nothing; runs in a process of its own."""
    # Imported here: the command that starts the process need not have the libraries of all formats.
    from kg.read import read_document

    content = unpacked(job.file)
    if isinstance(content, Archive):
        return content
    return read_document(content, job.file.name, in_folder(given, job.file))


def examine_one(given: Given, job: Job) -> Examined | Archive:
    """Read one file with the account of its cells; runs in a process of its own."""
    from kg.account import account_of
    from kg.read import examine_document

    content = unpacked(job.file)
    if isinstance(content, Archive):
        return content
    reading = examine_document(content, job.file.name, in_folder(given, job.file))
    return Examined(reading.document, account_of(reading))


def in_folder(given: Given, file: DocumentFile) -> Given:
    """What is given of a file, with the folders it lies in."""
    return replace(given, folders=folders_of(file.path))


def each_document(
    files: Sequence[DocumentFile],
    read: Callable[[Job], R | Archive],
    limits: ReadLimits,
    progress: Progress,
    job_of: Callable[[DocumentFile], Job] = Job,
) -> Generator[tuple[DocumentFile, R | Problem]]:
    """What ``read`` makes of every file and of every member of an archive, as they get done.

    What cannot be read is a problem. Raises what `kg.workers.each_read` raises; close it to stop.
    """
    waiting = deque(map(job_of, files))
    watch = _Watch(progress, len(files))
    watch.begin(files[0].name if files else "")
    weights: dict[Path, Weight] = {}
    with closing(each_read(read, waiting, limits, _MODULES)) as results:
        for job, result in results:
            answer = _weighed(job.file, result, weights) if isinstance(result, Archive) else result
            if isinstance(answer, Archive):
                members = [job_of(job.file.member(member)) for member in answer.members]
                waiting.extendleft(reversed(members))
                watch.more(len(members) - 1)
            else:
                watch.one_is_done(job.file.name, answer)
                yield job.file, answer


def _weighed(
    file: DocumentFile, archive: Archive, weights: dict[Path, Weight]
) -> Archive | Problem:
    """The archive, if the file that it is in may hold all that it has been found to hold."""
    weight = weights.get(file.file, Weight()) + weight_of(archive.members)
    try:
        weight.refuse_too_much(file.shown)
    except UnreadableDocumentError as error:
        return Problem(error.where, error.message)
    weights[file.file] = weight
    return archive


class _Watch:
    """How far the reading has come; what an archive holds is known once it is opened."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0
        self._problems = 0

    def begin(self, what: str) -> None:
        self._progress(Step("read", 0, self._total, what))

    def more(self, documents: int) -> None:
        self._total += documents

    def one_is_done(self, what: str, result: Readable | Problem) -> None:
        self._done += 1
        self._problems += 1 if isinstance(result, Problem) else len(result.all_problems)
        self._progress(Step("read", self._done, self._total, what, self._problems))
