"""Opening homes, and what results look like to people."""

import gc
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.client import Jipu, SearchResult
from kg.errors import HomeError, MissingLibraryError, NotFoundError
from kg.home import Home


def test_the_home_of_the_environment_is_opened_at_one_release(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIPU_HOME", str(home))
    release = Home(home).current_id()
    with Jipu.open(release=release) as jipu:
        assert jipu.release == release == jipu.stats().release
        assert repr(jipu) == f"<Jipu {home}>"
        assert len(jipu.select("SELECT ?p { ?p a jipu:Project }")) == 20


def test_a_wrong_home_is_told(home: Path, tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="no folder"):
        Jipu.open("127.0.0.1:8000")
    with pytest.raises(HomeError, match="jipu ingest"):
        Jipu.open(tmp_path)
    with pytest.raises(NotFoundError, match="jipu releases"):
        Jipu.open(home, release="20200101T000000000000Z-aaaaaa")


def test_results_are_sequences_and_never_change(local: Jipu) -> None:
    result = local.search("满意度 ≥90%", k=5)
    assert len(result) == 5 < result.total
    assert [hit.iri for hit in result] == [hit.iri for hit in result.hits]
    assert result[0].score >= result[4].score
    with pytest.raises(AttributeError):
        result.total = 0  # type: ignore[misc]


def test_threads_share_it(local: Jipu, remote: Jipu) -> None:
    def ask(number: int) -> tuple[SearchResult, int]:
        jipu = (local, remote)[number % 2]
        projects = jipu.select("SELECT ?p { ?p a jipu:Project }")
        return jipu.search("满意度", k=3), len(projects)

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask, range(12)))
    assert answers == [answers[0]] * 12


def test_a_result_is_a_frame_of_plain_columns(local: Jipu) -> None:
    frame = local.search("2024年12月底前完成", k=100).to_frame()
    dated = frame[frame.kind == "date"]
    assert dated.canonical_value.isna().all()
    assert dated.date.notna().all()
    numeric = frame[frame.kind == "numeric"]
    assert numeric.canonical_value.notna().all()
    assert str(frame.year.dtype) == "Int64"
    assert local.search("满意度", k=3).to_polars().height == 3


def test_a_search_and_a_comparison_show_themselves(local: Jipu) -> None:
    result = local.search("高龄津贴 满意度", k=3, category="satisfaction")
    assert result[0].name in result._repr_html_()
    assert result.release in result._repr_html_()
    compared = local.comparable(result[0].project, category="satisfaction")
    assert "peers" in compared._repr_html_()
    assert compared[0].project.name in compared._repr_html_()
    assert "20 rows" in local.select("SELECT ?p { ?p a jipu:Project }")._repr_html_()


def test_what_was_printed_is_never_markup(local: Jipu) -> None:
    result = local.select('SELECT ("<script>alert(1)</script>" AS ?x) {}')
    assert "<script>" not in result._repr_html_()
    assert "&lt;script&gt;" in result._repr_html_()
    hostile = SearchResult("<img src=x>", "1", local.search("a").interpreted, 0, (), "")
    assert "<img" not in hostile._repr_html_()


def test_a_library_that_is_not_there_is_named(local: Jipu, monkeypatch: pytest.MonkeyPatch) -> None:
    result = local.select("SELECT ?p { ?p a jipu:Project }")
    for library, ask in (("pandas", result.to_frame), ("polars", result.to_polars)):
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(MissingLibraryError, match=rf"^{library}: .*jipu\[client\]"):
            ask()
    assert len(list(result.terms())) == 20


FORGETFUL = """
import sys
from api.client import Jipu
print(*sys.modules)
jipu = Jipu.open(sys.argv[1])
jipu.sparql("ASK {}")
"""


def test_a_script_that_forgets_to_close_it_ends(home: Path) -> None:
    """And importing it has loaded neither models nor frames nor HTTP."""
    words = [sys.executable, "-W", "error", "-c", FORGETFUL, home]
    ran = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert not {"torch", "pandas", "polars", "httpx2", "fastapi"} & set(ran.stdout.split())
    assert ran.stderr == ""


def test_one_that_nobody_holds_any_more_is_closed(home: Path) -> None:
    jipu = Jipu.open(home)
    assert jipu.sparql("ASK {}") is True
    threads = set(threading.enumerate())
    del jipu
    gc.collect()
    assert "query-pool" in {thread.name for thread in threads - set(threading.enumerate())}
