import os
from pathlib import Path

import pytest

from kg.archives import Member
from kg.errors import NotFoundError
from kg.sources import document_files


def filled(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return folder


def names(*paths: Path) -> list[str]:
    return [file.name for file in document_files(paths).files]


def test_a_folder_stands_for_its_regular_files_in_the_order_of_their_paths(tmp_path: Path) -> None:
    folder = filled(tmp_path / "d", "b.txt", "a/2.txt", "a.txt", "a/1.txt")
    os.mkfifo(folder / "pipe")
    assert names(folder) == ["d/a/1.txt", "d/a/2.txt", "d/a.txt", "d/b.txt"]
    assert [file.place for file in document_files([folder]).files] == [(0,), (1,), (2,), (3,)]


def test_hidden_files_and_locks_of_open_ones_are_left_out(tmp_path: Path) -> None:
    folder = filled(tmp_path / "d", "表.xlsx", "~$表.xlsx", ".DS_Store", ".git/a.txt")
    assert names(folder) == ["d/表.xlsx"]
    assert names(folder / "~$表.xlsx") == ["~$表.xlsx"], "but not where it is asked for"


def test_links_are_followed_and_no_folder_is_looked_into_twice(tmp_path: Path) -> None:
    folder = filled(tmp_path / "d", "a.txt", "sub/b.txt")
    filled(tmp_path / "other", "c.txt")
    (folder / "sub" / "loop").symlink_to(folder)
    (folder / "self").symlink_to("self")
    (folder / "gone").symlink_to("nowhere")
    (folder / "there").symlink_to(tmp_path / "other")
    assert names(folder) == ["d/a.txt", "d/sub/b.txt", "d/there/c.txt"]


def test_a_folder_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    folder = filled(tmp_path / "d", "a.txt", "closed/b.txt")
    closed = folder / "closed"
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("this user may read everything")
    found = document_files([folder])
    closed.chmod(0o700)
    assert [file.name for file in found.files] == ["d/a.txt"]
    (problem,) = found.problems
    assert problem.where == str(closed)
    assert "Permission denied" in problem.message


def test_nothing_at_all_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "d").mkdir()
    with pytest.raises(NotFoundError, match="no file is below"):
        document_files([tmp_path / "d"])


def test_a_member_stands_below_its_archive(tmp_path: Path) -> None:
    (archive,) = document_files([filled(tmp_path, "a.zip") / "a.zip"]).files
    inner = archive.member(Member(7, "表/b.zip", 1)).member(Member(2, "c.txt", 1))
    assert inner.name == "a.zip/表/b.zip/c.txt"
    assert inner.path == f"{archive.path}/表/b.zip/c.txt"
    assert (inner.members, inner.place) == ((7, 2), (0, 7, 2))


def test_standard_input_is_named_so_that_another_process_can_open_it() -> None:
    for path in (Path("/dev/stdin"), Path("/dev/fd/0")):
        (file,) = document_files([path]).files
        assert file.file == Path(f"/proc/{os.getpid()}/fd/0")
        assert file.shown == str(path)
