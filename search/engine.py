"""Search over one release: what was asked, the rows that may be found, the ranking, the hits."""

from collections.abc import Iterable, Sequence

import numpy as np

from kg.errors import HomeError, InvalidRequestError, NotFoundError
from kg.table import Fact, IndicatorTable
from search.comparable import Comparer
from search.comparison import Comparison
from search.encoder import Encoder
from search.filters import FilterColumns, Filters
from search.fusion import Evidence, Recipe, unit_interval
from search.index import SearchIndex
from search.ranking import Ranker, Ranking, Selection
from search.results import Group, GroupedResult, Hit, Scores, SearchResult
from search.scores import GivenScores
from search.spans import matched_spans, span_terms
from search.sparql import equivalent_query
from search.understand import Interpretation
from search.values import TargetColumns
from search.vectors import Rows
from search.wanted import Asking

DEFAULT_RECIPE = Recipe()

_EXAMPLES = 3


class SearchEngine:
    """Search, likeness and comparison over one release; safe for concurrent readers."""

    def __init__(
        self,
        index: SearchIndex,
        table: IndicatorTable,
        encoder: Encoder,
        recipe: Recipe = DEFAULT_RECIPE,
    ) -> None:
        """Search ``table`` by its index; HomeError where that is of another model than ours."""
        if index.manifest.model != encoder.identity:
            raise HomeError(
                "model",
                f"this release is indexed with {index.manifest.model}, not {encoder.identity}; "
                "set the model back, or run jipu ingest again",
            )
        self._index = index
        self._table = table
        self._filters = FilterColumns(table)
        targets = TargetColumns(table)
        self._asking = Asking(index, table, encoder)
        self._ranker = Ranker(index, table, targets, recipe)
        self._comparer = Comparer(index, table, targets)
        self.scores = GivenScores(index, self._asking, self._ranker, recipe)

    def search(
        self, query: str, k: int, filters: Filters, among: Rows | None = None
    ) -> SearchResult:
        """The k best indicators for a query in words, of those that pass the filters.

        ``among`` are the only rows that may be found, in any order; None is every row.
        """
        _check_depth(k)
        asked, wanted = self._asking.for_query(query)
        selection = self._select(filters, among)
        ranking = self._ranker.by_query(wanted, selection, k)
        return self._result(query, asked, selection, ranking, k)

    def search_grouped(self, query: str, k: int, filters: Filters) -> GroupedResult:
        """Like :meth:`search` with rows of equal name folded into one; k counts the names."""
        _check_depth(k)
        asked, wanted = self._asking.for_query(query)
        selection = self._select(filters)
        depth = k
        ranking = self._ranker.by_query(wanted, selection, depth)
        while self._names_in(ranking) < k and not ranking.complete:
            depth *= 4
            ranking = self._ranker.by_query(wanted, selection, depth)
        groups = self._groups(query, selection, ranking, k)
        sparql = _equivalent((group.hit for group in groups), selection)
        return GroupedResult(query, asked, selection.total, groups, sparql)

    def similar_to(
        self, iri: str, k: int, filters: Filters, among: Rows | None = None
    ) -> SearchResult:
        """The k indicators most like the one with this IRI, never itself.

        Raises NotFoundError for an IRI that is no indicator of the release.
        """
        row = self._table.row_of(iri)
        if row is None:
            raise NotFoundError("indicator", f"{iri} is no indicator of this release")
        _check_depth(k)
        asked, wanted = self._asking.for_likeness_of(row)
        selection = self._select(filters, among).without(row)
        ranking = self._ranker.by_likeness(wanted, selection, k)
        return self._result(asked.text, asked, selection, ranking, k)

    def similar_text(
        self, text: str, k: int, filters: Filters, among: Rows | None = None
    ) -> SearchResult:
        """The k indicators most like one that is written out, its value or phrase included."""
        _check_depth(k)
        asked, wanted = self._asking.for_likeness(text)
        selection = self._select(filters, among)
        ranking = self._ranker.by_likeness(wanted, selection, k)
        return self._result(text, asked, selection, ranking, k)

    def comparable(
        self, project: str, category: str | None, tolerance: float, k: int
    ) -> Comparison:
        """The k projects with the most comparable targets; see :class:`search.comparable`."""
        _check_depth(k)
        return self._comparer.compare(project, category, tolerance, k)

    def _select(self, filters: Filters, among: Rows | None = None) -> Selection:
        """The rows that pass all filters."""
        conditions = self._filters.conditions(filters)
        allowed = np.ones(len(self._table), np.bool_)
        if among is not None:
            allowed[:] = False
            allowed[among] = True
        mask = np.logical_and.reduce([allowed, *(condition.mask for condition in conditions)])
        patterns = tuple(condition.pattern for condition in conditions)
        return Selection(mask, int(np.count_nonzero(mask)), patterns)

    def _result(
        self, query: str, asked: Interpretation, selection: Selection, ranking: Ranking, k: int
    ) -> SearchResult:
        hits = self._hits(query, ranking, range(min(k, len(ranking.totals))))
        sparql = _equivalent(hits, selection)
        return SearchResult(query, asked, selection.total, hits, sparql)

    def _hits(self, query: str, ranking: Ranking, places: Sequence[int]) -> tuple[Hit, ...]:
        """The rows at some places of a ranking, with why they were found."""
        chosen = ranking.evidence.taken(np.asarray(places, dtype=np.int64))
        rows = chosen.rows.tolist()
        totals = unit_interval(ranking.totals[places])
        wanted = span_terms(query)
        found = zip(rows, self._table.facts(rows), totals, _scores(chosen), strict=True)
        return tuple(
            Hit(
                row=row,
                iri=fact.iri,
                fact=fact,
                score=total,
                scores=scores,
                matched=matched_spans(wanted, (fact.name, fact.target.text, fact.project)),
            )
            for row, fact, total, scores in found
        )

    def _groups(
        self, query: str, selection: Selection, ranking: Ranking, k: int
    ) -> tuple[Group, ...]:
        """The first k names of a ranking; counts are over all selected rows."""
        names = self._index.same_name
        counts = np.bincount(names[selection.mask], minlength=1)
        places: dict[int, list[int]] = {}
        for place, name in enumerate(names[ranking.evidence.rows].tolist()):
            places.setdefault(name, []).append(place)
        chosen = list(places.items())[:k]
        hits = self._hits(query, ranking, [at[0] for _, at in chosen])
        return tuple(
            Group(hit, int(counts[name]), self._examples(ranking, at[1 : 1 + _EXAMPLES]))
            for hit, (name, at) in zip(hits, chosen, strict=True)
        )

    def _examples(self, ranking: Ranking, places: Sequence[int]) -> tuple[Fact, ...]:
        return tuple(self._table.facts(ranking.evidence.rows[places].tolist()))

    def _names_in(self, ranking: Ranking) -> int:
        return len(np.unique(self._index.same_name[ranking.evidence.rows]))


def _check_depth(k: int) -> None:
    if k < 1:
        raise InvalidRequestError("k", f"{k} results cannot be given; ask for one or more")


def _scores(evidence: Evidence) -> list[Scores]:
    parts = (evidence.dense, evidence.lexical, evidence.value, evidence.category)
    nothing = [0.0] * len(evidence.rows)
    columns = (nothing if part is None else unit_interval(part) for part in parts)
    return [Scores(*row) for row in zip(*columns, strict=True)]


def _equivalent(hits: Iterable[Hit], selection: Selection) -> str:
    return equivalent_query([(hit.iri, hit.score) for hit in hits], selection.patterns)
