import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kg.archives import Member
from kg.documents import Job
from kg.errors import HomeError
from kg.keeping import Taken, read_and_keep
from kg.read import Given
from kg.readings import Kept, Readings
from kg.sources import DocumentFile, document_files


@pytest.fixture
def readings(tmp_path: Path) -> Readings:
    return Readings(tmp_path / "readings", "https://e.org/", "jipu 1", Given())


@pytest.fixture
def file(tmp_path: Path, sample_path: Path) -> DocumentFile:
    copy = shutil.copy(sample_path, tmp_path / "a.txt")
    return document_files([Path(copy)]).files[0]


def kept_of(readings: Readings, file: DocumentFile) -> Kept:
    taken = read_and_keep(readings, Job(file))
    assert isinstance(taken, Taken)
    assert taken.reading is not None
    return taken.reading


def test_a_reading_is_found_again_as_it_was_kept(readings: Readings, file: DocumentFile) -> None:
    kept = kept_of(readings, file)
    again = readings.find(kept.entry.sha256, file)
    assert again == kept
    assert (kept.entry.projects, kept.entry.indicators, kept.entry.status) == (20, 200, "ok")
    assert len(kept.rows) == 190
    quads = kept.graph.read_text("utf-8").splitlines()
    assert [f"{quad[:-1]}<{kept.entry.iri}> ." for quad in quads[::2]] == quads[1::2]
    assert kept.claims[kept.entry.iri] == kept.entry.sha256


def test_a_folder_of_the_same_name_finds_it_and_another_reads_again(
    readings: Readings, file: DocumentFile
) -> None:
    kept = kept_of(readings, file)
    path = "/other/" + "/".join([*Path(file.path).parts[-4:-1], "a.txt"])
    elsewhere = readings.find(kept.entry.sha256, replace(file, path=path))
    assert elsewhere is not None
    assert elsewhere.entry.paths == (path,)
    assert readings.find(kept.entry.sha256, replace(file, path="/other/教育局/a.txt")) is None


@pytest.mark.parametrize(
    "other",
    [
        {"given": Given(region="惠农区")},
        {"given": Given(year=2023)},
        {"software": "jipu 2"},
        {"base_iri": "https://other.org/"},
    ],
)
def test_what_a_reading_depends_on_is_part_of_its_key(
    readings: Readings, file: DocumentFile, other: dict[str, object]
) -> None:
    kept = kept_of(readings, file)
    assert replace(readings, **other).find(kept.entry.sha256, file) is None  # type: ignore[arg-type]
    renamed = file.member(Member(0, "b.txt", 0))
    assert readings.find(kept.entry.sha256, renamed) is None


@pytest.mark.parametrize("part", ["graph.nq", "rows.arrow", "reading.json"])
def test_a_damaged_reading_is_made_again(readings: Readings, file: DocumentFile, part: str) -> None:
    kept = kept_of(readings, file)
    (kept.folder / part).write_bytes(b"")
    assert readings.find(kept.entry.sha256, file) is None
    assert kept_of(readings, file).folder == kept.folder
    assert readings.find(kept.entry.sha256, file) is not None
    assert len(list(readings.path.iterdir())) == 1


def test_known_bytes_are_not_read(readings: Readings, file: DocumentFile) -> None:
    sha256 = kept_of(readings, file).entry.sha256
    assert read_and_keep(readings, Job(file, frozenset({sha256}))) == Taken(sha256, None)


def test_what_a_release_holds_and_what_is_forgotten_is_removed(
    readings: Readings, file: DocumentFile, tmp_path: Path, sample_path: Path
) -> None:
    kept = kept_of(readings, file)
    text = sample_path.read_text("utf-8").replace("平罗县", "惠农区")
    (tmp_path / "b.txt").write_text(text, encoding="utf-8")
    other = kept_of(readings, document_files([tmp_path / "b.txt"]).files[0])
    (readings.path / ".unfinished").mkdir()
    os.utime(readings.path / ".unfinished", (0, 0))
    readings.remove([kept])
    assert list(readings.path.iterdir()) == [other.folder]


def test_a_folder_that_cannot_be_written_is_told(
    readings: Readings, file: DocumentFile, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(HomeError, match="cannot be written"):
        kept_of(replace(readings, path=tmp_path / "file" / "readings"), file)
