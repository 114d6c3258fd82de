"""The home folder (数据目录): all state of one installation, and the switch between releases.

::

    HOME/
      CURRENT              the id of the release in force; replaced atomically
      lock                 held by the one writer
      releases/ID/         one immutable release each (see kg.release)
      releases/.building-ID/   a release that is being written, or was when a writer was killed
      readings/            documents that were read for a release still to be made (kg.readings)
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import filelock

from kg.errors import HomeError, NotFoundError

if TYPE_CHECKING:
    from kg.release import Release

_UNFINISHED = ".building-"
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES)


@dataclass(frozen=True, slots=True)
class Home:
    """One home folder; nothing is created before :meth:`writing`."""

    path: Path

    @property
    def readings(self) -> Path:
        """The folder of what was read for a release still to be made."""
        return self.path / "readings"

    def current_id(self) -> str | None:
        """The id of the release in force, None before the first."""
        try:
            return (self.path / "CURRENT").read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise HomeError(str(self.path), f"cannot be read: {error.strerror}") from error

    def current(self) -> "Release":
        """Open the release in force. Raises HomeError before the first."""
        release_id = self.current_id()
        if release_id is None:
            raise HomeError(
                str(self.path), "there is no release yet; make one with `jipu ingest PATH`"
            )
        return self.release(release_id)

    def release(self, release_id: str) -> "Release":
        """Open a release by its id. Raises NotFoundError."""
        # Imported here: commands that open no release must not wait for the libraries of its parts.
        from kg.release import Release

        path = self.path / "releases" / release_id
        if release_id.startswith(".") or "/" in release_id or not path.is_dir():
            raise NotFoundError(
                release_id, f"no such release in {self.path}; `jipu releases` lists them"
            )
        return Release.open(path)

    def release_ids(self) -> list[str]:
        """The ids of all finished releases, the oldest first."""
        folder = self.path / "releases"
        if not folder.is_dir():
            return []
        return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))

    def refuse_unwritable(self) -> None:
        """Raise HomeError where :meth:`writing` would, without a trace; asked before long work."""
        existing = next(path for path in (self.path, *self.path.parents) if path.exists())
        if not existing.is_dir():
            raise self._not_writable(errno.ENOTDIR)
        if not os.access(existing, os.W_OK | os.X_OK):
            raise self._not_writable(errno.EACCES)
        if (self.path / "lock").exists():
            self._locked().release()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the home as its only writer, after clearing what a killed writer left.

        Raises HomeError where another process is writing or the folder is not writable.
        """
        try:
            (self.path / "releases").mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._not_writable(error.errno) from error
        lock = self._locked()
        try:
            for left in (self.path / "releases").glob(f"{_UNFINISHED}*"):
                shutil.rmtree(left)
            yield
        except OSError as error:
            if error.errno not in _NO_ROOM:
                raise
            raise HomeError(
                str(error.filename or self.path),
                f"cannot be written ({error.strerror}); the last release stays in force",
            ) from error
        finally:
            lock.release()

    def _locked(self) -> filelock.BaseFileLock:
        lock = filelock.FileLock(self.path / "lock", timeout=0)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise HomeError(
                str(self.path), "another jipu process is writing here; try again when it is done"
            ) from error
        except OSError as error:
            raise self._not_writable(error.errno) from error
        return lock

    def _not_writable(self, code: int | None) -> HomeError:
        return HomeError(
            str(self.path),
            f"cannot be written ({os.strerror(code or errno.EIO)}); choose another folder with "
            "--home or JIPU_HOME",
        )

    @contextmanager
    def new_release_folder(self, release_id: str) -> Iterator[Path]:
        """A folder to write a release in; it gets its final name when all of it is on disk."""
        unfinished = self.path / "releases" / f"{_UNFINISHED}{release_id}"
        unfinished.mkdir()
        try:
            yield unfinished
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        _sync_tree(unfinished)
        unfinished.rename(self.path / "releases" / release_id)
        _sync(self.path / "releases")

    def switch_to(self, release_id: str) -> None:
        """Put a finished release in force, atomically."""
        new = self.path / "CURRENT.new"
        new.write_text(f"{release_id}\n", encoding="utf-8")
        _sync(new)
        new.replace(self.path / "CURRENT")
        _sync(self.path)


def _sync_tree(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        _sync(path)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
