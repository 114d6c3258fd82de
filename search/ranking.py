"""Which rows come first: candidates, the evidence for each, one order."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kg.model import Target
from kg.table import IndicatorTable
from search.fusion import Evidence, Parts, Recipe, Weights, above_typical, best_first
from search.index import SearchIndex
from search.labels import among
from search.values import TargetColumns
from search.vectors import Mask, Rows, Vector, VectorIndex

_SCORED_EXACTLY = 20_000  # so many rows are all scored, which takes a millisecond or two
_POOL = 1_000  # of more rows, those that either way of searching puts first


@dataclass(frozen=True, slots=True)
class Selection:
    """The rows that may be found: ``mask`` of shape (n,), how many, and why as SPARQL patterns."""

    mask: Mask
    total: int
    patterns: tuple[str, ...]

    def without(self, row: int) -> "Selection":
        """The selection less one row."""
        mask = self.mask.copy()
        mask[row] = False
        return Selection(mask, int(np.count_nonzero(mask)), self.patterns)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: a text with its vector (d,), and what it says of value and category."""

    text: str
    vector: Vector
    target: Target | None
    category: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranked rows, best first, with the evidence for each; every array has shape (m,).

    ``complete`` says that the m rows are the whole selection.
    """

    evidence: Evidence
    totals: Parts
    complete: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """How to rank: which vectors, how targets are compared, the weights of the parts."""

    vectors: VectorIndex
    compare: Callable[[Target, Rows], Parts]
    weights: Weights


class Ranker:
    """Ranks the rows of one release; immutable, safe for concurrent readers."""

    def __init__(
        self, index: SearchIndex, table: IndicatorTable, targets: TargetColumns, recipe: Recipe
    ) -> None:
        """Rank the rows of ``table``, which ``index`` and ``targets`` belong to."""
        self._query = _Way(index.meaning, targets.answers, recipe.query)
        self._likeness = _Way(index.names, targets.resembles, recipe.likeness)
        self._lexical = index.lexical
        self._categories = table.codes("category")

    def by_query(self, wanted: Wanted, selection: Selection, depth: int) -> Ranking:
        """At least the best min(depth, total) rows that answer a query."""
        return self._ranking(self._query, wanted, selection, depth)

    def by_likeness(self, wanted: Wanted, selection: Selection, depth: int) -> Ranking:
        """At least the best min(depth, total) rows that are like an indicator."""
        return self._ranking(self._likeness, wanted, selection, depth)

    def query_scores(self, wanted: Wanted, rows: Rows) -> Parts:
        """The scores of some rows, ascending without repeats, as :meth:`by_query` has them."""
        return self._evidence(self._query, wanted, rows).fused(self._query.weights)

    def likeness_scores(self, wanted: Wanted, rows: Rows) -> Parts:
        """The same as :meth:`by_likeness` has them."""
        return self._evidence(self._likeness, wanted, rows).fused(self._likeness.weights)

    def _ranking(self, way: _Way, wanted: Wanted, selection: Selection, depth: int) -> Ranking:
        lexical = self._lexical.scores(wanted.text)
        rows = _candidates(way.vectors, wanted.vector, lexical, selection, depth)
        evidence = self._evidence(way, wanted, rows, lexical)
        totals = evidence.fused(way.weights)
        order = best_first(totals, rows)
        return Ranking(evidence.taken(order), totals[order], len(rows) == selection.total)

    def _evidence(
        self, way: _Way, wanted: Wanted, rows: Rows, lexical: Parts | None = None
    ) -> Evidence:
        """What is known of rows; ``lexical`` are the scores of all rows, where they are at hand."""
        if lexical is None:
            lexical = self._lexical.scores(wanted.text)
        products = way.vectors.products(wanted.vector, rows)
        return Evidence(
            rows,
            dense=above_typical(products, way.vectors.typical(wanted.vector)),
            lexical=lexical[rows],
            value=way.compare(wanted.target, rows) if wanted.target else None,
            category=self._in_category(wanted.category, rows) if wanted.category else None,
        )

    def _in_category(self, notations: tuple[str, ...], rows: Rows) -> Parts:
        codes, values = self._categories
        return among(codes[rows], values, notations).astype(np.float32)


def _candidates(
    vectors: VectorIndex, query: Vector, lexical: Parts, selection: Selection, depth: int
) -> Rows:
    """The rows to score, ascending: all that are selected, of very many the best of each way."""
    size = max(_POOL, depth)
    if selection.total <= max(_SCORED_EXACTLY, size):
        return np.flatnonzero(selection.mask)
    near = vectors.nearest(query, size, selection.mask)
    worded = np.argpartition(np.where(selection.mask, -lexical, 1), size)[:size]
    return np.union1d(near, worded)
