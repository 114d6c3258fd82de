"""The files that a command names: single ones, all below a folder, all in an archive."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from kg.archives import Member, is_hidden
from kg.errors import NotFoundError
from kg.model import Problem

_FOLDERS = 3


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A file as a document, or a member of an archive, which ``members`` lead to by their indices.

    ``name`` is its name as a document, ``shown`` the path that people are told, ``path`` the one
    that releases keep and compare. ``place`` orders what was found as it was named.
    """

    file: Path
    name: str
    shown: str
    path: str
    place: tuple[int, ...] = ()
    members: tuple[int, ...] = ()

    def member(self, member: Member) -> "DocumentFile":
        """A member of this archive, which stands for a folder of the archive's name."""
        return replace(
            self,
            name=f"{self.name}/{member.name}",
            shown=f"{self.shown}/{member.name}",
            path=f"{self.path}/{member.name}",
            place=(*self.place, member.index),
            members=(*self.members, member.index),
        )


@dataclass(frozen=True, slots=True)
class Found:
    """The files below some paths, in order, and the folders that could not be looked into."""

    files: tuple[DocumentFile, ...]
    problems: tuple[Problem, ...]


def document_files(paths: Iterable[Path]) -> Found:
    """The files of the given paths, with the name that each has as a document.

    A folder stands for all regular files below it, hidden ones and Office's lock files left out;
    links are followed, each folder is looked into once. Names start with the folder's own, so that
    ``2023/a.txt`` and ``2024/a.txt`` stay apart. Raises NotFoundError where there is none.
    """
    paths = list(paths)
    files: list[DocumentFile] = []
    problems: list[Problem] = []
    for found in (found for path in paths for found in _found_at(path)):
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(replace(found, place=(len(files),)))
    if not files and not problems:
        raise NotFoundError(
            ", ".join(printable(str(path)) for path in paths), "no file is below this folder"
        )
    return Found(tuple(files), tuple(problems))


def _found_at(path: Path) -> Iterator[DocumentFile | Problem]:
    if not os.path.isdir(path):  # noqa: PTH112 - what may not be looked at is told when it is read
        yield _document_file(path, path.name)
        return
    for found in _below(path, set()):
        if isinstance(found, Problem):
            yield found
        else:
            yield _document_file(found, found.relative_to(path.parent).as_posix())


def _below(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Path | Problem]:
    """The files below a folder in the order of their paths; ``seen`` are folders passed already."""
    try:
        status = folder.stat()
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
        paths = sorted(path for path in folder.iterdir() if not is_hidden(path.name))
        folders = {path for path in paths if path.is_dir()}
    except OSError as error:
        reason = error.strerror or type(error).__name__
        yield Problem(
            printable(str(folder)), f"the folder cannot be opened ({reason}); check its permissions"
        )
        return
    for path in paths:
        if path in folders:
            yield from _below(path, seen)
        elif path.is_file():
            yield path


def _document_file(file: Path, name: str) -> DocumentFile:
    openable = _openable(file)
    return DocumentFile(openable, printable(name), printable(str(file)), resolved(file))


def _openable(file: Path) -> Path:
    """The file under a name that means the same to another process, as ``/dev/stdin`` does not."""
    if file.parent == Path("/dev") and file.is_symlink():
        file = file.readlink()
    return file.parent.resolve() / file.name


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


def folders_of(path: str) -> tuple[str, ...]:
    """The names of the innermost folders that a file lies in, which may tell what it is about."""
    return PurePosixPath(path).parts[1:-1][-_FOLDERS:]
