"""The search engine as query workers call it: search and its scores inside SPARQL."""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

import numpy as np

from api.federation import Federation
from kg.errors import InvalidRequestError, JipuError, NotFoundError
from kg.sparql.host import Host, Json
from kg.table import IndicatorTable
from search.engine import SearchEngine
from search.filters import Filters
from search.results import SearchResult
from search.vectors import Rows

_FILTERS = tuple(Filters.__dataclass_fields__)


class SearchHost:
    """Answers the calls of one release's query workers; safe for concurrent callers.

    ``search``: several searches by their parameters, each ``{"hits": [[iri, score, matched], …]}``,
    or ``{"fault": …}`` for one that cannot be. ``indicators``: every IRI, by row. ``scores``: what
    a search would give indicators (all by row, where none are named), None to what is none.
    ``likeness``: the score of two texts. ``federate``: what another endpoint answers.
    """

    def __init__(self, engine: SearchEngine, table: IndicatorTable, federation: Federation) -> None:
        """Search ``table``, the one of the engine, and ask other endpoints that are allowed."""
        self._engine = engine
        self._table = table
        self._calls: Mapping[str, Callable[[Mapping[str, Json]], Json]] = {
            "search": self._searches,
            "indicators": lambda _: self._table.strings("iri"),
            "scores": self._scores,
            "likeness": self._likeness,
            "federate": federation.ask,
        }

    def call(self, name: str, arguments: Mapping[str, Json]) -> Json:
        """The answer to one call. Raises JipuError for what cannot be answered."""
        if name not in self._calls:
            raise NotFoundError(name, "is nothing that a query may call here")
        return self._calls[name](arguments)

    def _searches(self, arguments: Mapping[str, Json]) -> Json:
        sets = [self._rows(iris) for iris in arguments["sets"]]
        return [self._search(search, sets) for search in arguments["searches"]]

    def _search(self, search: Mapping[str, Json], sets: Sequence[Rows]) -> Json:
        among = None if search["among"] is None else sets[search["among"]]
        try:
            hits = self._found(search, among).hits
        except JipuError as error:
            return {"fault": {"where": error.where, "message": error.message}}
        least = search.get("min_score", 0)
        return {"hits": [[hit.iri, hit.score, hit.matched] for hit in hits if hit.score >= least]}

    def _found(self, search: Mapping[str, Json], among: Rows | None) -> SearchResult:
        given = {name: search[name] for name in _FILTERS if name in search}
        filters = Filters(**{**given, "category": tuple(given.get("category", ()))})
        limit = search["limit"]
        if "query" in search:
            return self._engine.search(search["query"], limit, filters, among)
        like = search["similar_to"]
        if "iri" in like:
            return self._engine.similar_to(like["iri"], limit, filters, among)
        return self._engine.similar_text(like["text"], limit, filters, among)

    def _scores(self, arguments: Mapping[str, Json]) -> Json:
        indicators = arguments["of"]
        if indicators is None:
            return self._given_scores(arguments, np.arange(len(self._table)))
        rows = self._rows(indicators)
        known = dict(zip(rows.tolist(), self._given_scores(arguments, rows), strict=True))
        places = [self._table.row_of(iri) for iri in indicators]
        return [None if row is None else known[row] for row in places]

    def _given_scores(self, arguments: Mapping[str, Json], rows: Rows) -> Sequence[float | None]:
        """The scores for a query, for a text, or for an indicator, None where it is none."""
        scores, kind, text = self._engine.scores, arguments["by"], arguments["for"]
        try:
            if kind == "query":
                return scores.by_query(text, rows)
            if kind == "text":
                return scores.by_likeness(text, rows)
            row = self._table.row_of(text)
            return [None] * len(rows) if row is None else scores.by_likeness_of(row, rows)
        except InvalidRequestError:
            return [None] * len(rows)

    def _likeness(self, arguments: Mapping[str, Json]) -> Json:
        try:
            return self._engine.scores.of_texts(arguments["text"], arguments["other"])
        except InvalidRequestError:
            return None

    def _rows(self, iris: Sequence[str]) -> Rows:
        """The rows of IRIs, ascending, without repeats and without what is no indicator."""
        rows = {self._table.row_of(iri) for iri in iris} - {None}
        return np.array(sorted(row for row in rows if row is not None), dtype=np.int64)


class LateHost:
    """A host that is made when it is first called; for callers that seldom search."""

    def __init__(self, made: Callable[[], Host]) -> None:
        self._made = made
        self._host: Host | None = None
        self._lock = Lock()

    def call(self, name: str, arguments: Mapping[str, Json]) -> Json:
        """What the host answers, and what making it raises."""
        with self._lock:
            self._host = self._host or self._made()
        return self._host.call(name, arguments)
