from pathlib import Path

import numpy as np
import pytest

from search.vectors import ExactIndex, Vector

ROWS = np.arange(50)


@pytest.fixture
def vectors() -> Vector:
    return np.random.default_rng(7).standard_normal((50, 16)).astype(np.float32)


@pytest.fixture
def index(vectors: Vector, tmp_path: Path) -> ExactIndex:
    ExactIndex.build(vectors).save(tmp_path / "v.faiss")
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


def test_typical_is_the_mean_product(index: ExactIndex, vectors: Vector) -> None:
    assert index.typical(vectors[2]) == pytest.approx(
        float((vectors @ vectors[2]).mean()), rel=1e-4
    )


def test_a_row_keeps_its_vector(index: ExactIndex, vectors: Vector) -> None:
    assert len(index) == 50
    assert np.array_equal(index.vector(49), vectors[49])


def test_an_index_of_nothing_opens_and_answers(tmp_path: Path) -> None:
    ExactIndex.build(np.zeros((0, 4), np.float32)).save(tmp_path / "v.faiss")
    index = ExactIndex.open(tmp_path / "v.faiss")
    query = np.ones(4, np.float32)
    assert len(index) == 0
    assert index.nearest(query, 3, None).size == 0
    assert index.products(query, np.zeros(0, np.int64)).size == 0
    assert index.typical(query) == 0
