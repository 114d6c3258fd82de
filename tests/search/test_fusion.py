import numpy as np
import pytest

from search.fusion import Evidence, Weights, above_typical, best_first, unit_interval


def evidence(**parts: list[float]) -> Evidence:
    arrays = {name: np.array(values, np.float32) for name, values in parts.items()}
    return Evidence(np.array([4, 7, 9]), **arrays)


def test_the_total_is_the_weighted_mean_of_the_parts_in_use() -> None:
    found = evidence(dense=[1, 0, 0.5], lexical=[0, 1, 0.5])
    weights = Weights(dense=3, lexical=1, value=6, category=10)
    assert found.fused(weights).tolist() == pytest.approx([0.75, 0.25, 0.5])
    found = evidence(dense=[1, 0, 0.5], lexical=[0, 1, 0.5], value=[0, 1, 0.5])
    assert found.fused(weights).tolist() == pytest.approx([0.3, 0.7, 0.5])


def test_equal_scores_keep_the_order_of_rows() -> None:
    scores = np.array([0.5, 0.9, 0.5], np.float32)
    assert best_first(scores, np.array([9, 2, 4])).tolist() == [1, 2, 0]


def test_noise_below_the_sixth_decimal_is_a_tie() -> None:
    fused = evidence(dense=[0.5, 0.5 + 1e-8, 0.5 - 1e-8], lexical=[0, 0, 0]).fused(Weights(1, 1, 1))
    assert len(set(fused.tolist())) == 1


def test_the_scale_runs_from_the_typical_row_to_equality() -> None:
    scaled = above_typical(np.array([0.8, 0.9, 1.0, 0.7], np.float32), 0.8)
    assert scaled.tolist() == pytest.approx([0, 0.5, 1, -0.5], abs=1e-6)
    assert np.isfinite(above_typical(np.ones(2, np.float32), 1.0)).all()


def test_shown_scores_are_within_the_unit_interval() -> None:
    assert unit_interval(np.array([-0.2, 0.1234567, 1.3], np.float32)) == [0.0, 0.123457, 1.0]
