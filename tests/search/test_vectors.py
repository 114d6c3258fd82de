from contextlib import closing
from pathlib import Path

import faiss
import numpy as np
import pytest

from search.vectors import ExactIndex, ExactIndexWriter, Vector

ROWS = np.arange(50)


def written(path: Path, *parts: Vector) -> None:
    rows, dimension = np.concatenate(parts).shape
    with closing(ExactIndexWriter(path, rows, dimension)) as writer:
        for part in parts:
            writer.add(part)


@pytest.fixture
def vectors() -> Vector:
    return np.random.default_rng(7).standard_normal((50, 16)).astype(np.float32)


@pytest.fixture
def index(vectors: Vector, tmp_path: Path) -> ExactIndex:
    written(tmp_path / "v.faiss", vectors[:20], vectors[20:])
    return ExactIndex.open(tmp_path / "v.faiss")


def test_products_are_exact_and_in_the_order_of_the_rows(
    index: ExactIndex, vectors: Vector
) -> None:
    query = vectors[3]
    assert np.allclose(index.products(query, ROWS), vectors @ query, rtol=1e-5)
    some = np.array([1, 8, 30])
    assert np.allclose(index.products(query, some), (vectors @ query)[some], rtol=1e-5)


def test_the_nearest_are_those_of_a_full_sort(index: ExactIndex, vectors: Vector) -> None:
    query = vectors[5]
    assert index.nearest(query, 7, None).tolist() == np.argsort(-(vectors @ query))[:7].tolist()


@pytest.mark.parametrize("share", [0.02, 0.3, 1.0])
def test_a_mask_never_costs_results(index: ExactIndex, vectors: Vector, share: float) -> None:
    allowed = np.random.default_rng(1).random(50) < share
    query = vectors[0]
    expected = [row for row in np.argsort(-(vectors @ query)) if allowed[row]]
    assert index.nearest(query, 40, allowed).tolist() == expected[:40]


def test_a_file_written_in_parts_is_what_the_library_writes(
    vectors: Vector, tmp_path: Path
) -> None:
    whole = faiss.IndexFlatIP(16)
    whole.add(vectors)
    faiss.write_index(whole, str(tmp_path / "whole.faiss"))
    written(tmp_path / "parts.faiss", vectors[:1], vectors[1:33], vectors[33:])
    assert (tmp_path / "parts.faiss").read_bytes() == (tmp_path / "whole.faiss").read_bytes()


def test_typical_is_the_mean_product(index: ExactIndex, vectors: Vector) -> None:
    assert index.typical(vectors[2]) == pytest.approx(
        float((vectors @ vectors[2]).mean()), rel=1e-4
    )


def test_a_row_keeps_its_vector(index: ExactIndex, vectors: Vector) -> None:
    assert len(index) == 50
    assert np.array_equal(index.vector(49), vectors[49])


def test_an_index_of_nothing_opens_and_answers(tmp_path: Path) -> None:
    written(tmp_path / "v.faiss", np.zeros((0, 4), np.float32))
    index = ExactIndex.open(tmp_path / "v.faiss")
    query = np.ones(4, np.float32)
    assert len(index) == 0
    assert index.nearest(query, 3, None).size == 0
    assert index.products(query, np.zeros(0, np.int64)).size == 0
    assert index.typical(query) == 0
