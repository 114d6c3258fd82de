from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from kg.errors import HomeError
from search.embedding_cache import CachedEncoder
from search.encoder import Progress, Vectors


class Counting:
    """An encoder of seeded vectors that counts the texts it is given."""

    dimension = 8

    def __init__(self, identity: str = "model-a") -> None:
        self.identity = identity
        self.seen: list[str] = []

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._vectors("query", texts)

    def encode_passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return self._vectors("passage", texts)

    def _vectors(self, role: str, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        seeds = [f"{self.identity}{role}{text}".encode() for text in texts]
        rows = [np.random.default_rng(list(seed)).normal(size=self.dimension) for seed in seeds]
        return np.array(rows, np.float32).reshape(len(texts), self.dimension)


def test_each_distinct_text_is_embedded_once(tmp_path: Path) -> None:
    encoder = Counting()
    with CachedEncoder(encoder, tmp_path / "cache.sqlite") as cached:
        first = cached.encode_passages(["甲", "乙", "甲"])
        again = cached.encode_passages(["乙", "丙", "甲"])
    assert encoder.seen == ["甲", "乙", "丙"]
    np.testing.assert_array_equal(first[0], first[2])
    np.testing.assert_array_equal(again[[2, 0]], first[:2])
    np.testing.assert_array_equal(first, Counting().encode_passages(["甲", "乙", "甲"]))


def test_it_lasts_beyond_the_process_s_use(tmp_path: Path) -> None:
    with CachedEncoder(Counting(), tmp_path / "cache.sqlite") as cached:
        before = cached.encode_passages(["甲"])
    encoder = Counting()
    with CachedEncoder(encoder, tmp_path / "cache.sqlite") as cached:
        np.testing.assert_array_equal(cached.encode_passages(["甲"]), before)
    assert encoder.seen == []


def test_model_and_role_are_part_of_the_key(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    with CachedEncoder(Counting("model-a"), path) as cached:
        passage, query = cached.encode_passages(["甲"]), cached.encode_queries(["甲"])
    with CachedEncoder(Counting("model-b"), path) as cached:
        other = cached.encode_passages(["甲"])
    assert not np.array_equal(passage, query)
    assert not np.array_equal(passage, other)


def test_many_texts_and_none(tmp_path: Path) -> None:
    texts = [f"指标{number % 1500}" for number in range(3000)]
    told: list[tuple[int, int]] = []
    encoder = Counting()
    with CachedEncoder(encoder, tmp_path / "cache.sqlite") as cached:
        vectors = cached.encode_passages(texts, lambda done, total: told.append((done, total)))
        assert cached.encode_passages([]).shape == (0, 8)
    assert len(encoder.seen) == 1500
    assert told[-1] == (1500, 1500)
    np.testing.assert_array_equal(vectors, Counting().encode_passages(texts))


def test_a_file_that_is_no_cache_is_told(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite"
    path.write_text("not a database, but long enough to be taken for one" * 20, encoding="utf-8")
    with pytest.raises(HomeError, match=r"cache\.sqlite"):
        CachedEncoder(Counting(), path)
