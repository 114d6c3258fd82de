"""The JSON of the interface as pydantic models, for the OpenAPI description."""

from typing import Literal

from pydantic import BaseModel, Field


class Target(BaseModel):
    """A target value, as printed and as understood."""

    text: str = Field(examples=["≥95%"])
    kind: Literal["numeric", "date", "qualitative", "empty"]
    comparator: Literal[">=", "<=", ">", "<", "=", "range"] | None
    explicit: bool = Field(description="a comparator was printed")
    value: float | str | None = Field(description="as printed; a date is ISO 8601", examples=[95])
    upper: float | str | None
    unit: str | None = Field(examples=["%"])
    canonical_value: float | str | None = Field(examples=[0.95])
    canonical_upper: float | str | None
    canonical_unit: str | None = Field(examples=["1"])
    approximate: bool
    direction: Literal["increase", "decrease", "maintain"] | None


class ProjectName(BaseModel):
    """A project by IRI and name."""

    iri: str
    name: str


class Source(BaseModel):
    """Where an indicator was printed."""

    document: str
    table: int
    row: int
    cell: str | None


class Indicator(BaseModel):
    """An indicator with its project and source."""

    iri: str
    name: str
    category: str | None
    level1: str
    level2: str
    target: Target
    project: ProjectName
    department: str | None
    unit: str | None
    region: str | None
    year: int | None
    amount_yuan: float | None
    source: Source
    place: str | None = Field(None, description="the village or town of a matrix's column")


class Scores(BaseModel):
    """The parts of a score, each from 0 to 1; 0 where the query has nothing for a part."""

    dense: float = Field(description="meaning: 0 is an average row of the release, 1 equality")
    lexical: float = Field(description="wording: BM25 of characters and pairs, 1 all of the query")
    value: float = Field(description="how well the promised value answers the stated one")
    category: float = Field(description="1 where the row is of the category that the query names")


class Hit(Indicator):
    """An indicator that was found."""

    score: float = Field(ge=0, le=1)
    scores: Scores
    matched: list[str]
    count: int | None = Field(None, description="with group=name: how many have this name")
    examples: list[ProjectName] | None = Field(None, description="with group=name")


class Interpreted(BaseModel):
    """What was understood of the query."""

    text: str
    category: list[str]
    comparator: str | None
    value: float | str | None
    unit: str | None


class Search(BaseModel):
    """The answer to a search."""

    query: str
    release: str
    interpreted: Interpreted
    total: int = Field(description="indicators that pass the filters")
    hits: list[Hit]
    sparql: str = Field(description="a query that returns the same IRIs")


class Similar(Search):
    """The answer to a search for similar indicators."""


class ComparedProject(ProjectName):
    """A project with what makes it comparable."""

    department: str | None
    amount_yuan: float | None
    year: int | None


class Pair(BaseModel):
    """One of my targets beside another project's."""

    target_iri: str
    other_iri: str
    text_similarity: float
    difference: float | None
    within_tolerance: bool


class ComparableProject(BaseModel):
    """A project with comparable targets."""

    project: ComparedProject
    score: float
    pairs: list[Pair]


class Peers(BaseModel):
    """The canonical values of the targets comparable to one of mine, and where it stands."""

    target_iri: str
    value: float = Field(description="my value, canonical like the others")
    unit: str | None
    n: int
    median: float
    q1: float
    q3: float
    min: float
    max: float
    percentile: float = Field(description="share of peers below mine and half of those equal, %")


class Comparable(BaseModel):
    """The answer to a question for comparable projects."""

    release: str
    project: ComparedProject
    targets: list[Indicator]
    comparables: list[ComparableProject]
    peers: Peers | None = Field(description="of the target with the most peers")
    peers_by_target: list[Peers]
    reason: str | None = Field(None, description="why there are no peer figures")


class Stats(BaseModel):
    """The counts of a release."""

    release: str
    documents: int
    projects: int
    departments: int
    indicators: int
    blank_slots: int
    triples: int
    by_category: dict[str, int]
    by_year: dict[str, int]


class QueryParameter(BaseModel):
    """What a named query can be asked with."""

    name: str
    type: str = Field(description="iri, string, integer, count, decimal, year, date or category")
    default: str | None = Field(description="what it has when nothing is given; none has no effect")
    zh: str
    en: str


class NamedQuery(BaseModel):
    """A named query: what it asks, what it can be asked with, its text without arguments."""

    name: str
    zh: str
    en: str
    parameters: list[QueryParameter]
    sparql: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    title: str
    status: int
    detail: str
    where: str | None = None
    line: int | None = None
    column: int | None = None
