import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import kg.ingest
from kg.errors import HomeError, NotFoundError
from kg.home import Home
from kg.ingest import Change, forget, ingest
from kg.iri import CollisionError, Registry
from kg.progress import Progress, Step
from kg.read import Given
from kg.table import IndicatorTable

BASE = "https://e.org/"
Ingest = Callable[..., Change]


def finish(folder: Path, table: IndicatorTable, progress: Progress) -> None:
    folder.mkdir()
    (folder / "rows").write_text(str(len(table)), encoding="utf-8")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def document(tmp_path: Path, sample_path: Path) -> Path:
    return Path(shutil.copy(sample_path, tmp_path / "a.txt"))


@pytest.fixture
def run(home: Home) -> Ingest:
    return lambda *paths: ingest(home, paths, BASE, finish)


def edited(document: Path, old: str, new: str) -> None:
    text = document.read_text(encoding="utf-8")
    assert old in text
    document.write_text(text.replace(old, new), encoding="utf-8")


def projects(home: Home) -> int:
    return int(home.current().manifest.stats["projects"])


def test_a_first_document_makes_a_release(run: Ingest, home: Home, document: Path) -> None:
    change = run(document)
    (outcome,) = change.outcomes
    assert (outcome.status, outcome.projects, outcome.indicators) == ("ok", 20, 200)
    assert change.release is not None
    assert home.current_id() == change.release.id
    (entry,) = change.release.manifest.documents
    assert (entry.name, entry.paths) == ("a.txt", (str(document),))
    assert (change.release.index_path / "rows").read_text(encoding="utf-8") == "190"
    assert change.release.table.fingerprint == home.current().table.fingerprint


def test_the_same_again_changes_nothing(run: Ingest, document: Path) -> None:
    first = run(document).release
    again = run(document)
    assert first is not None
    assert again.release is not None
    assert again.release.id == first.id
    assert again.outcomes[0].status == "ok"


def test_the_same_bytes_elsewhere_are_the_same_document(
    run: Ingest, document: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copy(document, tmp_path / "b.txt"))
    release = run(document, copy).release
    assert release is not None
    (entry,) = release.manifest.documents
    assert (entry.name, entry.paths) == ("a.txt", (str(document), str(copy)))


def test_a_document_stays_while_one_file_holds_it(
    run: Ingest, home: Home, document: Path, tmp_path: Path
) -> None:
    run(document)
    copy = Path(shutil.copy(document, tmp_path / "b.txt"))
    run(copy)
    edited(document, "平罗县", "惠农区")
    run(document)
    assert projects(home) == 40
    assert [entry.paths for entry in home.current().manifest.documents] == [
        (str(copy),),
        (str(document),),
    ]
    edited(copy, "平罗县", "惠农区")
    run(copy)
    assert projects(home) == 20
    (entry,) = home.current().manifest.documents
    assert entry.paths == (str(document), str(copy))


def test_a_name_in_another_encoding_is_read_as_it_was_meant(
    run: Ingest, home: Home, document: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    name = os.fsdecode("绩效.txt".encode("gb18030"))
    shutil.copy(document, folder / name)
    (outcome,) = run(folder).outcomes
    assert outcome.path.endswith("绩效.txt")
    assert [entry.name for entry in home.current().manifest.documents] == ["folder/绩效.txt"]
    forget(home, [str(folder / name)], BASE, finish)
    assert projects(home) == 0


def test_a_changed_file_replaces_its_earlier_version(
    run: Ingest, home: Home, document: Path
) -> None:
    run(document)
    before = home.current()
    edited(document, "政策性农业保险资金项目", "政策性林业保险资金项目")
    run(document)
    assert projects(home) == 20
    name = 'SELECT ?n { ?p a jipu:Project ; rdfs:label ?n FILTER(CONTAINS(?n, "性林业保险")) }'
    assert len(home.current().store.values(name)) == 1
    assert before.store.values(name) == []
    assert home.current().manifest.parent == before.id


def test_an_unchanged_document_is_not_read_again_and_told_as_before(
    run: Ingest, home: Home, document: Path, tmp_path: Path
) -> None:
    edited(document, "\t12-质量指标\t农业保险赔付率\t≥ 95%", "a\tb\tc\td\te\tf\tg")
    copy = Path(shutil.copy(document, tmp_path / "b.txt"))
    first = run(document, copy)
    again = run(document, copy)
    assert [outcome.unchanged for outcome in first.outcomes] == [False, False]
    assert [outcome.unchanged for outcome in again.outcomes] == [True, True]
    for before, after in zip(first.outcomes, again.outcomes, strict=True):
        assert replace(after, unchanged=False, problems=()) == replace(before, problems=())
    assert again.outcomes[0].status == "partial"
    assert again.outcomes[0].problems == first.outcomes[0].problems
    assert [entry.paths for entry in home.current().manifest.documents] == [
        (str(document), str(copy))
    ]
    assert not list(home.readings.iterdir())


def test_what_is_said_of_documents_is_kept_and_its_change_reads_them_again(
    home: Home, document: Path
) -> None:
    edited(document, "2024年平罗县本级预算重点项目绩效目标表", "绩效目标表")
    changes = [
        ingest(home, [document], BASE, finish, given=given)
        for given in (Given("甲县", 2021), Given("甲县", 2021), Given("乙县", 2021))
    ]
    assert [change.outcomes[0].unchanged for change in changes] == [False, True, False]
    regions = "SELECT ?l { ?r a jipu:Region ; rdfs:label ?l }"
    said = {label for (label,) in home.current().store.values(regions)}
    assert said & {"甲县", "乙县"} == {"乙县"}
    (entry,) = home.current().manifest.documents
    assert (entry.region, entry.year) == ("乙县", 2021)
    assert projects(home) == 20


def test_an_archive_is_a_folder(run: Ingest, home: Home, document: Path, tmp_path: Path) -> None:
    other = document.read_text("utf-8").replace("平罗县", "惠农区")
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as inner:
        inner.writestr("2024/b.txt", other)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(document, "a.txt")
        archive.writestr("letter.txt", "没有表")
        archive.write(tmp_path / "inner.zip", "inner.zip")
        archive.writestr("__MACOSX/._a.txt", "x")
    (tmp_path / "inner.zip").unlink()
    (tmp_path / "torn.zip").write_bytes((tmp_path / "all.zip").read_bytes()[:300])
    change = run(tmp_path / "all.zip", tmp_path / "torn.zip")
    assert [(outcome.path, outcome.status) for outcome in change.outcomes] == [
        (f"{tmp_path}/all.zip/a.txt", "ok"),
        (f"{tmp_path}/all.zip/letter.txt", "failed"),
        (f"{tmp_path}/all.zip/inner.zip/2024/b.txt", "ok"),
        (f"{tmp_path}/torn.zip", "failed"),
    ]
    assert "damaged" in change.outcomes[3].problems[0].message
    assert [entry.name for entry in home.current().manifest.documents] == [
        "all.zip/a.txt",
        "all.zip/inner.zip/2024/b.txt",
    ]
    assert projects(home) == 40
    again = run(tmp_path / "all.zip")
    assert [outcome.unchanged for outcome in again.outcomes] == [True, False, True]
    forget(home, [f"{tmp_path}/all.zip/inner.zip/2024/b.txt"], BASE, finish)
    assert projects(home) == 20


def test_archives_in_archives_without_end_cost_a_sentence(
    run: Ingest, document: Path, tmp_path: Path
) -> None:
    bomb = tmp_path / "a.zip"
    with zipfile.ZipFile(bomb, "w") as archive:
        archive.write(document, "a.txt")
    for _ in range(4):
        inner = bomb.read_bytes()
        with zipfile.ZipFile(bomb, "w") as archive:
            archive.writestr("a.zip", inner)
    (outcome,) = run(bomb).outcomes
    assert outcome.path == f"{bomb}/a.zip/a.zip/a.zip"
    assert "3 deep" in outcome.problems[0].message


def test_a_collision_between_documents_stops_the_build(
    run: Ingest, home: Home, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(document)
    before = home.current_id()
    edited(document, "400.000000", "500.000000")

    def collide(registry: Registry, iri: str, identity: str) -> None:
        raise CollisionError(iri, "is already another")

    monkeypatch.setattr(Registry, "claim", collide)
    with pytest.raises(CollisionError):
        run(document)
    assert home.current_id() == before


def test_a_document_of_another_version_is_read_again(
    run: Ingest, home: Home, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = run(document).release
    monkeypatch.setattr(kg.ingest, "software", lambda: "jipu 99")
    second = run(document).release
    assert first is not None
    assert second is not None
    assert second.id != first.id
    assert [entry.software for entry in second.manifest.documents] == ["jipu 99"]
    assert projects(home) == 20


def test_what_cannot_be_read_leaves_its_earlier_version(
    run: Ingest, home: Home, document: Path, tmp_path: Path
) -> None:
    run(document)
    document.write_bytes(b"")
    other = tmp_path / "other.txt"
    other.write_text("没有表", encoding="utf-8")
    change = run(document, other)
    assert [outcome.status for outcome in change.outcomes] == ["failed", "failed"]
    assert all(outcome.problems for outcome in change.outcomes)
    assert projects(home) == 20


def test_nothing_readable_leaves_no_trace(run: Ingest, home: Home, tmp_path: Path) -> None:
    change = run(tmp_path / "nowhere.txt")
    assert change.release is None
    assert not home.path.exists()


def test_forgetting_takes_out_and_keeps_the_rest(
    run: Ingest, home: Home, document: Path, tmp_path: Path
) -> None:
    other = Path(shutil.copy(document, tmp_path / "b.txt"))
    edited(other, "平罗县", "惠农区")
    run(document, other)
    assert projects(home) == 40
    forget(home, ["a.txt"], BASE, finish)
    assert [entry.name for entry in home.current().manifest.documents] == ["b.txt"]
    assert (projects(home), len(home.current().table)) == (20, 190)
    regions = "SELECT ?l { ?r a jipu:Region ; rdfs:label ?l } ORDER BY ?l"
    left = [("宁夏回族自治区",), ("惠农区",), ("石嘴山市",)]
    assert home.current().store.values(regions) == left
    with pytest.raises(NotFoundError, match=r"b\.txt"):
        forget(home, ["a.txt"], BASE, finish)


@pytest.mark.parametrize("by", ["name", "path", "iri", "sha256"])
def test_a_document_is_named_in_several_ways(
    run: Ingest, home: Home, document: Path, by: str
) -> None:
    release = run(document).release
    assert release is not None
    entry = release.manifest.documents[0]
    wanted = entry.paths[0] if by == "path" else getattr(entry, by)
    forget(home, [wanted[:12] if by == "sha256" else wanted], BASE, finish)
    assert projects(home) == 0


def test_another_base_is_refused_before_anything_is_read(
    run: Ingest, home: Home, document: Path
) -> None:
    run(document)
    with pytest.raises(HomeError, match="JIPU_BASE_IRI"):
        ingest(home, [document], "https://other.org/", finish)
    with pytest.raises(HomeError, match="JIPU_BASE_IRI"):
        forget(home, ["a.txt"], "https://other.org/", finish)


def test_progress_goes_from_nothing_to_all_of_each_stage(home: Home, document: Path) -> None:
    steps: list[Step] = []
    ingest(home, [document], BASE, finish, steps.append)
    for stage in ("read", "graph"):
        told = [step for step in steps if step.stage == stage]
        assert [(step.done, step.total) for step in told] == [(0, 1), (1, 1)]
        assert told[0].what == "a.txt"


def test_a_fault_while_building_leaves_the_last_release(
    run: Ingest, home: Home, document: Path
) -> None:
    run(document)
    before = home.current_id()
    edited(document, "400.000000", "500.000000")

    def broken(folder: Path, table: IndicatorTable, progress: Progress) -> None:
        raise HomeError("model", "is gone")

    with pytest.raises(HomeError, match="is gone"):
        ingest(home, [document], BASE, broken)
    assert home.current_id() == before
    assert [path.name for path in (home.path / "releases").iterdir()] == [before]
    assert projects(home) == 20
    run(document)
    assert home.current_id() != before


def test_the_end_of_a_path_names_a_document_where_it_is_the_only_one(
    run: Ingest, home: Home, document: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "2024"
    folder.mkdir()
    other = Path(shutil.copy(document, folder / "a.txt"))
    edited(other, "平罗县", "惠农区")
    run(document, folder)
    forget(home, ["a.txt"], BASE, finish)
    assert [entry.name for entry in home.current().manifest.documents] == ["2024/a.txt"]
    forget(home, ["a.txt"], BASE, finish)
    assert projects(home) == 0
