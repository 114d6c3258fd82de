"""Comparable projects (同类项目): who else promises this, how much, and where mine stands.

For each numeric target of a project, comparable are the targets of other projects that have the
same category and a unit of the same dimension (公里, 米), compare in no opposite sense (≥ against
≤), and whose names are alike; their values are given in my target's canonical unit. Each other
project answers with its best target, so that none counts twice, and a project's own other years do
not count at all.
"""

from collections.abc import Sequence
from math import isfinite
from typing import NamedTuple

import numpy as np

from kg.categories import expand
from kg.errors import InvalidRequestError
from kg.table import Fact, IndicatorTable
from search.comparison import ENOUGH_PEERS, ComparableProject, Comparison, Pair, Peers, peers_of
from search.fusion import Parts, above_typical, best_first
from search.index import SearchIndex
from search.intervals import Numbers
from search.labels import among
from search.projects import ProjectColumn
from search.values import TargetColumns
from search.vectors import Rows

# Satisfaction is one measure on one scale, whoever is asked; other names must be clearly alike.
_ALIKE_FROM = {"satisfaction": 0.0}
_ALIKE_FROM_ELSE = 0.3
_RATIO = "1"
_DECIMALS = 9  # of a difference: what is left after float noise


class _Matches(NamedTuple):
    """For one target of mine the best row of each other project; arrays of shape (m,).

    ``value`` and the others' ``values`` are in the canonical unit of mine.
    """

    mine: Fact
    value: float
    others: Rows
    values: Numbers
    similarity: Parts
    quality: Parts


class Comparer:
    """Compares the projects of one release; immutable, safe for concurrent readers."""

    def __init__(self, index: SearchIndex, table: IndicatorTable, targets: TargetColumns) -> None:
        """Compare the rows of ``table``, which ``index`` and ``targets`` belong to."""
        self._names = index.names
        self._table = table
        self._targets = targets
        self._projects = ProjectColumn(table)
        self._categories = table.codes("category")

    def compare(self, project: str, category: str | None, tolerance: float, k: int) -> Comparison:
        """The k projects most comparable to ``project`` (IRI or name) by its numeric targets.

        ``category`` (a notation, parents included) narrows the targets; ``tolerance`` is explained
        at :class:`search.comparison.Pair`. Raises NotFoundError for an unknown project,
        InvalidRequestError for a name of several projects, an unknown category or a negative
        tolerance.
        """
        if not isfinite(tolerance) or tolerance < 0:
            raise InvalidRequestError("tolerance", f"{tolerance} is not a number from 0 on")
        rows = self._projects.rows_of(project)
        mine = self._numeric(rows, category)
        facts = self._table.facts(mine.tolist())
        matches = [self._matches(int(row), fact) for row, fact in zip(mine, facts, strict=True)]
        cards = self._cards(matches)
        return Comparison(
            project=self._table.facts(rows[:1].tolist())[0],
            targets=tuple(facts),
            comparables=self._comparables(matches, tolerance, k),
            peers=cards[0] if cards else None,
            peers_by_target=tuple(cards),
            reason=None if cards else _reason(matches, category),
        )

    def _numeric(self, rows: Rows, category: str | None) -> Rows:
        """The rows with a number, of the category if one is given."""
        numeric = rows[np.isfinite(self._targets.promised[rows])]
        if category is None:
            return numeric
        codes, notations = self._categories
        return numeric[among(codes[numeric], notations, expand(category))]

    def _matches(self, row: int, mine: Fact) -> _Matches:
        codes, _ = self._categories
        eligible = self._targets.comparable_with(row) & (codes == codes[row])
        rows = np.flatnonzero(eligible & ~self._projects.same_project(row))
        vector = self._names.vector(row)
        similarity = above_typical(self._names.products(vector, rows), self._names.typical(vector))
        alike = similarity >= _ALIKE_FROM.get(mine.category or "", _ALIKE_FROM_ELSE)
        rows, similarity = rows[alike], np.clip(similarity[alike], 0, 1).astype(np.float32)
        likeness = (1 + self._targets.resembles(mine.target, rows)) / 2
        quality = (similarity * likeness).astype(np.float32)
        order = best_first(quality, rows)
        best = order[np.unique(self._projects.codes[rows[order]], return_index=True)[1]]
        values = self._targets.promised_in_unit_of(row, np.append(rows[best], row))
        value, values = float(values[-1]), values[:-1]
        return _Matches(mine, value, rows[best], values, similarity[best], quality[best])

    def _cards(self, matches: Sequence[_Matches]) -> list[Peers]:
        """The peer cards of the targets with enough peers, the fullest first."""
        cards = [peers_of(match.mine, match.value, match.values) for match in matches]
        return sorted((card for card in cards if card), key=lambda card: -card.n)

    def _comparables(
        self, matches: Sequence[_Matches], tolerance: float, k: int
    ) -> tuple[ComparableProject, ...]:
        """The other projects, the best mean quality over my targets first, equal ones by row."""
        if not matches:
            return ()
        others = np.concatenate([match.others for match in matches])
        quality = np.concatenate([match.quality for match in matches])
        codes, firsts, which = np.unique(
            self._projects.codes[others], return_index=True, return_inverse=True
        )
        scores = (np.bincount(which, quality, len(codes)) / len(matches)).astype(np.float32)
        best = best_first(scores, others[firsts])[:k]
        pairs = self._pairs(matches, codes[best], tolerance)
        facts = self._table.facts(others[firsts[best]].tolist())
        return tuple(
            ComparableProject(fact, round(float(scores[at]), 6), tuple(pairs[int(codes[at])]))
            for at, fact in zip(best, facts, strict=True)
        )

    def _pairs(
        self, matches: Sequence[_Matches], projects: Rows, tolerance: float
    ) -> dict[int, list[Pair]]:
        """The pairs of the given projects (codes), in the order of my targets."""
        pairs: dict[int, list[Pair]] = {int(code): [] for code in projects}
        for match in matches:
            listed = np.flatnonzero(np.isin(self._projects.codes[match.others], projects))
            rows = match.others[listed]
            facts = self._table.facts(rows.tolist())
            for at, row, fact in zip(listed, rows, facts, strict=True):
                pair = _pair(match, int(at), fact, tolerance)
                pairs[int(self._projects.codes[row])].append(pair)
        return pairs


def _pair(match: _Matches, at: int, other: Fact, tolerance: float) -> Pair:
    """The pair of my target with ``other``, the match at ``at``."""
    difference = round(float(match.values[at]) - match.value, _DECIMALS)
    is_ratio = match.mine.target.canonical_unit == _RATIO
    allowed = tolerance if is_ratio else tolerance * abs(match.value)
    within = abs(difference) <= allowed + 10**-_DECIMALS
    similarity = round(float(match.similarity[at]), 6)
    return Pair(match.mine.iri, other.iri, similarity, difference, within)


def _reason(matches: Sequence[_Matches], category: str | None) -> str:
    """Why there is no peer card."""
    if not matches:
        place = f" in category {category}" if category else ""
        return f"the project has no numeric target{place}"
    most = max(len(match.others) for match in matches)
    return (
        f"a peer card needs {ENOUGH_PEERS} comparable targets of other projects, there are {most}"
    )
