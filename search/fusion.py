"""One score from several (融合): parts on fixed scales, added with fixed weights.

No part is scaled by the other results of a query, so that a hit's score depends on the query, the
row and the release alone: filters and the number of results do not move it.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from search.vectors import Rows, Vector

Parts = npt.NDArray[np.float32]

_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Weights:
    """The share of each part in a score; shares of the parts in use are made to sum to 1."""

    dense: float
    lexical: float
    value: float
    category: float = 0.0


@dataclass(frozen=True, slots=True)
class Recipe:
    """The weights of both rankings, as measured on the development half of the gold set."""

    query: Weights = Weights(dense=0.7, lexical=0.3, value=0.5, category=0.1)
    likeness: Weights = Weights(dense=0.9, lexical=0.1, value=0.4, category=0.2)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of m rows, each part of shape (m,), 0..1; None where a query has none.

    ``dense`` alone may be negative, for rows that are further off than the mean row.
    """

    rows: Rows
    dense: Parts
    lexical: Parts | None
    value: Parts | None = None
    category: Parts | None = None

    def fused(self, weights: Weights) -> Parts:
        """The weighted mean of the parts in use, shape (m,), rounded so that ties are ties."""
        shares = (weights.dense, weights.lexical, weights.value, weights.category)
        parts = (self.dense, self.lexical, self.value, self.category)
        used = [
            (share, part) for share, part in zip(shares, parts, strict=True) if part is not None
        ]
        total = np.sum([share * part for share, part in used], axis=0)
        return np.asarray(np.round(total / sum(share for share, _ in used), _DECIMALS), np.float32)

    def taken(self, positions: npt.NDArray[np.int64]) -> Self:
        """The evidence of the rows at some positions, in that order."""
        return type(self)(
            self.rows[positions],
            self.dense[positions],
            None if self.lexical is None else self.lexical[positions],
            None if self.value is None else self.value[positions],
            None if self.category is None else self.category[positions],
        )


def unit_interval(scores: Parts) -> list[float]:
    """Scores as they are shown: plain numbers within 0..1, six decimals."""
    shown: list[float] = np.round(np.clip(scores, 0, 1).astype(np.float64), _DECIMALS).tolist()
    return shown


def best_first(scores: npt.NDArray[np.floating], rows: Rows) -> npt.NDArray[np.int64]:
    """The positions of ``scores`` (m,) from the best on, equal scores by row."""
    return np.lexsort((rows, -scores))


def above_typical(products: Vector, typical: float) -> Vector:
    """Inner products with a unit query on one scale for all queries: 0 the mean row, 1 equality.

    Embedding models put the cosines of a language into a narrow band (0.83 to 0.94 for E5), which
    moves with the query. The query's mean over the release is where nothing in common begins.
    """
    scale = np.float32(1.0 / max(1.0 - typical, 1e-6))
    return np.asarray((products - np.float32(typical)) * scale, dtype=np.float32)
