"""Scores of given indicators: what a search would give them, whatever else it finds."""

import numpy as np

from kg.model import Target
from kg.table import IndicatorTable
from search.fusion import Evidence, Parts, Recipe, above_typical, unit_interval
from search.index import SearchIndex
from search.ranking import Ranker
from search.values import TargetColumns
from search.vectors import Rows
from search.wanted import Asking


class GivenScores:
    """The scores of rows and of texts on the scale of the searches; safe for concurrent readers.

    ``rows`` ascend without repeats; scores are 0..1, six decimals, in the order of the rows.
    """

    def __init__(self, index: SearchIndex, asking: Asking, ranker: Ranker, recipe: Recipe) -> None:
        """Score the rows of the release that all of these belong to."""
        self._names = index.names
        self._asking = asking
        self._ranker = ranker
        self._weights = recipe.likeness

    def by_query(self, text: str, rows: Rows) -> list[float]:
        """What a search for a text gives the rows. Raises InvalidRequestError for an empty one."""
        _, wanted = self._asking.for_query(text)
        return unit_interval(self._ranker.query_scores(wanted, rows))

    def by_likeness(self, text: str, rows: Rows) -> list[float]:
        """What a search for indicators like one written out gives the rows; raises the same."""
        _, wanted = self._asking.for_likeness(text)
        return unit_interval(self._ranker.likeness_scores(wanted, rows))

    def by_likeness_of(self, row: int, rows: Rows) -> list[float]:
        """What a search for indicators like that of ``row`` gives the rows; 1 to itself."""
        _, wanted = self._asking.for_likeness_of(row)
        scores = self._ranker.likeness_scores(wanted, rows)
        scores[rows == row] = 1
        return unit_interval(scores)

    def of_texts(self, text: str, other: str) -> float:
        """How like the first of two written indicators the second is; raises the same.

        The same parts with the same weights, but without the lexical one: how rare a term is, the
        index knows of its own texts alone.
        """
        _, mine = self._asking.for_likeness(text)
        _, theirs = self._asking.for_likeness(other)
        product = np.asarray([mine.vector @ theirs.vector], dtype=np.float32)
        evidence = Evidence(
            np.zeros(1, np.int64),
            dense=above_typical(product, self._names.typical(mine.vector)),
            lexical=None,
            value=_likeness_of_targets(mine.target, theirs.target) if mine.target else None,
            category=_parts(bool({*mine.category} & {*theirs.category})) if mine.category else None,
        )
        return unit_interval(evidence.fused(self._weights))[0]


def _likeness_of_targets(target: Target, other: Target | None) -> Parts:
    if other is None:
        return _parts(False)
    columns = TargetColumns(IndicatorTable.of_targets([other]))
    return columns.resembles(target, np.zeros(1, np.int64))


def _parts(value: float) -> Parts:
    return np.asarray([value], dtype=np.float32)
