"""What a search gives back: plain values, in the order of rank."""

from dataclasses import dataclass

from kg.table import Fact
from search.understand import Interpretation


@dataclass(frozen=True, slots=True)
class Scores:
    """The parts of a hit's score, each 0..1, 0 where the query has nothing for the part."""

    dense: float
    lexical: float
    value: float
    category: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One indicator found: its row in the table, its facts, and why it was found.

    ``score`` is 0..1, the weighted mean of ``scores``; 0 means no more in common with the query
    than an average row has. ``matched`` are pieces of the indicator's texts, as printed.
    """

    row: int
    iri: str
    fact: Fact
    score: float
    scores: Scores
    matched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The best hits of the ``total`` rows that pass the filters, and the SPARQL for them."""

    query: str
    interpretation: Interpretation
    total: int
    hits: tuple[Hit, ...]
    sparql: str


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one name that pass the filters: the best as ``hit``, how many, some of the others."""

    hit: Hit
    count: int
    examples: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class GroupedResult:
    """Like SearchResult, rows of equal name folded into one group; ``total`` still counts rows."""

    query: str
    interpretation: Interpretation
    total: int
    groups: tuple[Group, ...]
    sparql: str
