"""Answers of the interface as frozen dataclasses, with the fields of their JSON (`api.forms`)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.client.columns import Table, records_table
from api.client.frames import Tabular
from api.client.indicators import HIT_COLUMNS, Hit, Indicator, ProjectName, hit_record
from api.client.markup import MOST_ROWS, table_markup
from search.comparison import Pair, Peers

_SHOWN = ("score", "name", "target", "project", "department", "year")
_PAIR_COLUMNS = {
    "score": "float64",
    "project": "string",
    "department": "string",
    "year": "int64",
    "amount_yuan": "float64",
    "text_similarity": "float64",
    "difference": "float64",
    "within_tolerance": "bool",
    "target_iri": "string",
    "other_iri": "string",
    "project_iri": "string",
}


@dataclass(frozen=True, slots=True)
class Interpreted:
    """What was understood of a query (查询理解)."""

    text: str
    category: tuple[str, ...]
    comparator: str | None
    value: float | str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class SearchResult(Tabular):
    """The best hits, of the ``total`` indicators that pass the filters, the best first.

    It has the length and the items of its ``hits``. ``sparql`` finds the same indicators.
    """

    query: str
    release: str
    interpreted: Interpreted
    total: int
    hits: tuple[Hit, ...]
    sparql: str

    def __len__(self) -> int:
        return len(self.hits)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __getitem__(self, place: int) -> Hit:
        return self.hits[place]

    def to_arrow(self) -> Table:
        """One row per hit; the columns are those of the flat table, beside the scores."""
        return records_table([hit_record(hit) for hit in self.hits], HIT_COLUMNS)

    def _repr_html_(self) -> str:
        rows = [hit_record(hit) for hit in self.hits[:MOST_ROWS]]
        caption = f"{self.query}: {len(self)} of {self.total} indicators, release {self.release}"
        return table_markup(caption, _SHOWN, [[row[name] for name in _SHOWN] for row in rows])


@dataclass(frozen=True, slots=True)
class ComparedProject(ProjectName):
    """A project with what makes it comparable."""

    department: str | None
    amount_yuan: float | None
    year: int | None


@dataclass(frozen=True, slots=True)
class ComparableProject:
    """A project with comparable targets: each of mine that it answers, beside its own."""

    project: ComparedProject
    score: float
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Comparables(Tabular):
    """Projects that promise comparable targets (同类项目), and where this one stands among them.

    ``peers`` are of the target with the most; where they are None, ``reason`` says why.
    """

    release: str
    project: ComparedProject
    targets: tuple[Indicator, ...]
    comparables: tuple[ComparableProject, ...]
    peers: Peers | None
    peers_by_target: tuple[Peers, ...]
    reason: str | None

    def __len__(self) -> int:
        return len(self.comparables)

    def __iter__(self) -> Iterator[ComparableProject]:
        return iter(self.comparables)

    def __getitem__(self, place: int) -> ComparableProject:
        return self.comparables[place]

    def to_arrow(self) -> Table:
        """One row per pair of targets, with the project that the other one is of."""
        records = [
            {
                "score": other.score,
                "project": other.project.name,
                "project_iri": other.project.iri,
                **{name: getattr(pair, name) for name in _PAIR_COLUMNS if hasattr(pair, name)},
                **{n: getattr(other.project, n) for n in ("department", "year", "amount_yuan")},
            }
            for other in self.comparables
            for pair in other.pairs
        ]
        return records_table(records, _PAIR_COLUMNS)

    def _repr_html_(self) -> str:
        rows = [
            [other.score, other.project.name, other.project.department, len(other.pairs)]
            for other in self.comparables[:MOST_ROWS]
        ]
        columns = ("score", "project", "department", "pairs")
        return table_markup(f"{self.project.name}: {self._standing}", columns, rows)

    @property
    def _standing(self) -> str:
        if self.peers is None:
            return self.reason or "no peers"
        mine = self.peers
        return f"{mine.value:g} among {mine.n} peers, median {mine.median:g}, P{mine.percentile:g}"


@dataclass(frozen=True, slots=True)
class Stats:
    """The counts of a release (统计); ``by_category`` and ``by_year`` count indicators."""

    release: str
    documents: int
    projects: int
    departments: int
    indicators: int
    blank_slots: int
    triples: int
    by_category: Mapping[str, int]
    by_year: Mapping[str, int]
