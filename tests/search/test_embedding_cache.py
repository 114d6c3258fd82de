import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import HomeError
from search.embedding_cache import CachedEncoder
from search.encoder import Progress, Vectors


class FakeEncoder:
    """A vector per text from its hash; remembers what it was asked to embed."""

    dimension = 8

    def __init__(self, identity: str = "fake-1") -> None:
        self.identity = identity
        self.embedded: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._vectors("query", texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._vectors("passage", texts)

    def _vectors(self, role: str, texts: Sequence[str]) -> Vectors:
        self.embedded += texts
        return np.array([self._vector(f"{self.identity} {role} {text}") for text in texts])

    def _vector(self, text: str) -> Vectors:
        seed = int.from_bytes(sha256(text.encode()).digest()[:8])
        vector = np.random.default_rng(seed).normal(size=self.dimension)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "embeddings.sqlite"


@pytest.fixture
def fake() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def cached(fake: FakeEncoder, path: Path) -> Iterator[CachedEncoder]:
    with CachedEncoder(fake, path) as encoder:
        yield encoder


def test_it_stands_for_its_encoder(cached: CachedEncoder, fake: FakeEncoder) -> None:
    assert (cached.identity, cached.dimension) == (fake.identity, fake.dimension)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.text(max_size=6) | st.sampled_from(["满意度", "≥95%"]), max_size=12))
def test_vectors_are_exactly_those_of_the_encoder(cached: CachedEncoder, texts: list[str]) -> None:
    vectors = cached.encode_passages(texts)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(texts), 8)
    if texts:
        assert np.array_equal(vectors, FakeEncoder().encode_passages(texts))


def test_equal_texts_are_embedded_once(cached: CachedEncoder, fake: FakeEncoder) -> None:
    vectors = cached.encode_passages(["甲", "乙", "甲", "甲"])
    assert fake.embedded == ["甲", "乙"]
    assert np.array_equal(vectors[0], vectors[2])
    assert not np.array_equal(vectors[0], vectors[1])


def test_known_texts_are_read_from_the_file(path: Path) -> None:
    with CachedEncoder(FakeEncoder(), path) as first:
        before = first.encode_passages(["甲", "乙"])
    again = FakeEncoder()
    with CachedEncoder(again, path) as second:
        after = second.encode_passages(["乙", "丙", "甲"])
    assert again.embedded == ["丙"]
    assert np.array_equal(after[[2, 0]], before)


def test_a_query_is_not_the_passage_of_its_text(cached: CachedEncoder, fake: FakeEncoder) -> None:
    query, passage = cached.encode_queries(["甲"]), cached.encode_passages(["甲"])
    assert fake.embedded == ["甲", "甲"]
    assert not np.array_equal(query, passage)


def test_each_model_has_its_own_vectors(path: Path) -> None:
    with CachedEncoder(FakeEncoder("fake-1"), path) as one:
        old = one.encode_passages(["甲"])
    other = FakeEncoder("fake-2")
    with CachedEncoder(other, path) as two:
        assert not np.array_equal(two.encode_passages(["甲"]), old)
    assert other.embedded == ["甲"]


def test_many_texts_go_through_in_pieces(cached: CachedEncoder, fake: FakeEncoder) -> None:
    texts = [f"指标{number}" for number in range(2500)]
    steps: list[tuple[int, int]] = []
    vectors = cached.encode_passages(texts, lambda done, total: steps.append((done, total)))
    assert steps == [(1024, 2500), (2048, 2500), (2500, 2500)]
    assert np.array_equal(vectors, FakeEncoder().encode_passages(texts))
    cached.encode_passages(texts)
    assert len(fake.embedded) == 2500


def test_what_was_done_before_a_fault_is_kept(path: Path) -> None:
    class FailingEncoder(FakeEncoder):
        def encode_passages(
            self, texts: Sequence[str], progress: Progress | None = None
        ) -> Vectors:
            if "指标2000" in texts:
                raise RuntimeError
            return super().encode_passages(texts, progress)

    texts = [f"指标{number}" for number in range(2500)]
    with CachedEncoder(FailingEncoder(), path) as failing, pytest.raises(RuntimeError):
        failing.encode_passages(texts)
    again = FakeEncoder()
    with CachedEncoder(again, path) as second:
        second.encode_passages(texts)
    assert again.embedded == texts[1024:]


class DyingEncoder(FakeEncoder):
    """Kills its process in the middle of the second piece."""

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        if "指标2000" in texts:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_passages(texts, progress)


def _encode_and_die(path: Path) -> None:
    with CachedEncoder(DyingEncoder(), path) as encoder:
        encoder.encode_passages([f"指标{number}" for number in range(2500)])


def test_a_kill_leaves_a_cache_that_opens(path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_encode_and_die, args=[path])
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL
    again = FakeEncoder()
    with CachedEncoder(again, path) as encoder:
        encoder.encode_passages([f"指标{number}" for number in range(1024)])
    assert again.embedded == []


def _encode(path: Path, first: int) -> bool:
    texts = [f"指标{number}" for number in range(first, first + 1500)]
    with CachedEncoder(FakeEncoder(), path) as encoder:
        vectors = encoder.encode_passages(texts)
    return np.array_equal(vectors, FakeEncoder().encode_passages(texts))


def test_processes_may_share_the_file(path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert all(pool.starmap(_encode, [(path, 0), (path, 500), (path, 1000)]))
    again = FakeEncoder()
    with CachedEncoder(again, path) as encoder:
        encoder.encode_passages([f"指标{number}" for number in range(2500)])
    assert again.embedded == []


def test_a_reader_does_not_wait_for_a_writer(cached: CachedEncoder, path: Path) -> None:
    before = cached.encode_passages(["甲"])
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert np.array_equal(cached.encode_passages(["甲"]), before)
    writer.execute("ROLLBACK")
    writer.close()


def test_a_file_that_is_no_cache_is_named(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("not a database at all" * 100, encoding="utf-8")
    with pytest.raises(HomeError, match=r"embeddings\.sqlite: .*delete the file"):
        CachedEncoder(FakeEncoder(), path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("", encoding="utf-8")
    with pytest.raises(HomeError, match="cannot be used"):
        CachedEncoder(FakeEncoder(), tmp_path / "cache" / "embeddings.sqlite")
