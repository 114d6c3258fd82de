import errno
import os
from pathlib import Path

import filelock
import pytest

from kg.errors import HomeError, NotFoundError
from kg.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def test_a_home_without_a_release_says_what_to_do(home: Home) -> None:
    assert home.current_id() is None
    assert home.release_ids() == []
    with pytest.raises(HomeError, match="jipu ingest"):
        home.current()
    assert not home.path.exists()


@pytest.mark.parametrize("release_id", ["none", "../home", ".building-x", ""])
def test_what_is_no_release_is_not_found(home: Home, release_id: str) -> None:
    (home.path / "releases" / ".building-x").mkdir(parents=True)
    with pytest.raises((NotFoundError, HomeError)):
        home.release(release_id)


def test_one_writer_at_a_time(home: Home) -> None:
    with home.writing():
        with pytest.raises(HomeError, match="another jipu process"), Home(home.path).writing():
            pass
        with pytest.raises(HomeError, match="another jipu process"):
            Home(home.path).refuse_unwritable()
    home.refuse_unwritable()
    with home.writing():
        pass


def test_asking_first_leaves_no_trace(home: Home) -> None:
    home.refuse_unwritable()
    assert not home.path.exists()


def test_a_file_is_no_home(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    for home in (Home(tmp_path / "home"), Home(tmp_path / "home" / "below")):
        with pytest.raises(HomeError, match="cannot be written"):
            home.refuse_unwritable()
        with pytest.raises(HomeError, match="cannot be written"), home.writing():
            pass


def test_a_folder_without_permission_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the answer of the system is put in its place."""
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(HomeError, match="Permission denied"):
        home.refuse_unwritable()

    def refused(self: filelock.BaseFileLock) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(filelock.FileLock, "acquire", refused)
    with pytest.raises(HomeError, match="Permission denied"), home.writing():
        pass


def test_what_a_killed_writer_left_is_cleared(home: Home) -> None:
    left = home.path / "releases" / ".building-20240101"
    left.mkdir(parents=True)
    (left / "store").write_bytes(b"half")
    with home.writing():
        assert not left.exists()


def test_a_full_disk_keeps_the_last_release(home: Home) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "graphs.nq")
    with pytest.raises(HomeError, match="the last release stays in force"), home.writing():
        raise full
    with home.writing():
        pass


def test_a_fault_of_ours_stays_what_it_is(home: Home) -> None:
    with pytest.raises(OSError, match="odd"), home.writing():
        raise OSError(errno.EINVAL, "odd")
