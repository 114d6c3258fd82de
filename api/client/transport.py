"""What `api.client.jipu` asks of a release, wherever that is: the JSON of `api.forms`, bytes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kg.store.query import Query
from kg.table import IndicatorTable
from search.filters import Filters

Form = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer to a SPARQL query, in ``media_type`` (without parameters)."""

    media_type: str
    body: bytes


class Transport(Protocol):
    """The way to a release: in this process or over HTTP. Safe for several threads.

    Every method raises the errors of `kg.errors` that the service raises; one over HTTP also
    ServerError.
    """

    @property
    def address(self) -> str:
        """The home folder or the address of the server."""

    @property
    def release(self) -> str:
        """The id of the release that answers."""

    def search(self, text: str, k: int, filters: Filters) -> Form:
        """Indicators by meaning and value."""

    def search_grouped(self, text: str, k: int, filters: Filters) -> Form:
        """The same, equal names folded into one hit."""

    def similar_to(self, iri: str, k: int, filters: Filters) -> Form:
        """Indicators like the one with this IRI."""

    def similar_text(self, text: str, k: int, filters: Filters) -> Form:
        """Indicators like one that is written out."""

    def comparable(self, project: str, category: str | None, tolerance: float, k: int) -> Form:
        """Projects with comparable targets."""

    def stats(self) -> Form:
        """The counts of the release."""

    def sparql(self, query: Query, seconds: float | None) -> Answer:
        """The answer to a SPARQL query, within so many seconds or the limit of the service."""

    def named(
        self, name: str, arguments: Mapping[str, str], accept: Sequence[str], seconds: float | None
    ) -> Answer:
        """The answer to a named query, in the first of the media types that fits it."""

    def questions(self) -> Sequence[Form]:
        """The named queries, in the form of `kg.jsonform.question_to_json`."""

    def indicators(self) -> IndicatorTable:
        """The flat table of all indicators."""

    def close(self) -> None:
        """End what the transport holds: worker processes, connections."""
