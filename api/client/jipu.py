"""The one object that researchers hold: questions in, frames and results out."""

import json
import re
from math import inf
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, Unpack

from api.client.decoding import decoded
from api.client.filters import FilterArguments, filters_of
from api.client.frames import pandas_frame
from api.client.graphs import graph_of
from api.client.indicators import Indicator, ProjectName
from api.client.local import LocalTransport
from api.client.questions import NamedQuery, Value, arguments_of
from api.client.results import Comparables, SearchResult, Stats
from api.client.solutions import Solutions
from api.client.transport import Answer, Transport
from kg.errors import InvalidRequestError
from kg.store.query import Query

if TYPE_CHECKING:
    from rdflib import Graph

    from api.client.frames import PandasFrame

_SELECT = "text/tab-separated-values"
_ASK = "application/sparql-results+json"
_GRAPH = "application/n-triples"
_ACCEPT = (_SELECT, _ASK, _GRAPH)
_URL = re.compile(r"https?://", re.IGNORECASE)


class Jipu:
    """A release of jipu, in a home folder or on a server; the answers are the same.

    One object serves several threads. Close it, or use it in a ``with`` block: over a home it
    holds worker processes, over a server connections.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    @classmethod
    def open(cls, where: str | Path | None = None, *, release: str | None = None) -> Self:
        """Open a home folder (else ``$JIPU_HOME``, else ``./jipu-data``) or a server's address.

        A home is opened at one release, by default the one in force, and stays there while others
        are made; a server answers from the release in force, at each moment. Raises HomeError,
        NotFoundError for a release that is not there, ServerError.
        """
        if where is None or not _URL.match(str(where)):
            return cls(LocalTransport.open(None if where is None else Path(where), release))
        if release is not None:
            raise InvalidRequestError(
                "release", "a server answers from the one in force; open a home to choose one"
            )
        # Imported here: who opens a home need not wait for the libraries of HTTP.
        from api.client.remote import RemoteTransport

        return cls(RemoteTransport.open(str(where)))

    @property
    def release(self) -> str:
        """The id of the release that answers; a paper that cites results should name it."""
        return self._transport.release

    def sparql(self, query: str, timeout: float | None = None) -> "PandasFrame | bool | Graph":
        """Run a SPARQL 1.1 query; the prefixes of jipu are declared.

        SELECT gives a pandas DataFrame typed as in :class:`Solutions`, ASK a bool, CONSTRUCT and
        DESCRIBE an rdflib Graph. ``timeout`` is in seconds and may shorten the service's limit.
        Raises QueryError and its subclasses, with line and column where known.
        """
        return _value_of(self._answer(query, timeout))

    def select(self, query: str, timeout: float | None = None) -> Solutions:
        """The rows of a SELECT query for polars, Arrow and pandas, and as RDF terms."""
        answer = self._answer(query, timeout)
        if answer.media_type != _SELECT:
            raise InvalidRequestError("query", "is no SELECT query; use .sparql() for the others")
        return Solutions.parse(answer.body)

    def named(
        self, name: str, /, *, timeout: float | None = None, **parameters: Value
    ) -> "PandasFrame | bool | Graph":
        """Ask a named query: ``jipu.named("satisfaction-at-least", min=0.98, year=2024)``.

        The answer is like that of :meth:`sparql`. A parameter that is None keeps its default.
        Raises NotFoundError for an unknown name, InvalidRequestError for a parameter or a value
        that is none of the query's, each with what there is.
        """
        arguments = arguments_of(parameters)
        return _value_of(self._transport.named(name, arguments, _ACCEPT, _checked(timeout)))

    def questions(self) -> tuple[NamedQuery, ...]:
        """The named queries, with what they ask and their parameters."""
        return tuple(decoded(NamedQuery, form) for form in self._transport.questions())

    def search(self, text: str, k: int = 10, **filters: Unpack[FilterArguments]) -> SearchResult:
        """The k indicators nearest in meaning, wording and value: ``"群众满意度 ≥90%"``."""
        return decoded(SearchResult, self._transport.search(text, k, filters_of(filters)))

    def search_grouped(
        self, text: str, k: int = 10, **filters: Unpack[FilterArguments]
    ) -> SearchResult:
        """Like :meth:`search`; each hit stands for all indicators of its name."""
        return decoded(SearchResult, self._transport.search_grouped(text, k, filters_of(filters)))

    def similar(
        self, indicator: str | Indicator, k: int = 10, **filters: Unpack[FilterArguments]
    ) -> SearchResult:
        """Indicators like a hit, like the one with an IRI, or like one written out with its value.

        The indicator itself is never among them.
        """
        named = indicator if isinstance(indicator, str) else indicator.iri
        find = self._transport.similar_to if _URL.match(named) else self._transport.similar_text
        return decoded(SearchResult, find(named, k, filters_of(filters)))

    def comparable(
        self,
        project: str | ProjectName,
        *,
        category: str | None = None,
        tolerance: float = 0.02,
        k: int = 10,
    ) -> Comparables:
        """Projects with targets comparable to those of one, given by IRI, by name or as a result.

        ``tolerance`` is the largest difference of ratios (0.02: two percentage points), and that
        share of the value for other units.
        """
        named = project if isinstance(project, str) else project.iri
        return decoded(Comparables, self._transport.comparable(named, category, tolerance, k))

    def stats(self) -> Stats:
        """The counts of the release."""
        return decoded(Stats, self._transport.stats())

    def indicators(self) -> "PandasFrame":
        """The flat table: one row per indicator, texts that repeat as categories."""
        return pandas_frame(self._transport.indicators().arrow)

    def close(self) -> None:
        """End the worker processes or the connections."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Jipu {self._transport.address}>"

    def _answer(self, text: str, timeout: float | None) -> Answer:
        return self._transport.sparql(Query(text, _ACCEPT), _checked(timeout))


def _checked(timeout: float | None) -> float | None:
    if timeout is not None and not 0 < timeout < inf:
        raise InvalidRequestError("timeout", f"{timeout:g} s is no time to answer in")
    return timeout


def _value_of(answer: Answer) -> "PandasFrame | bool | Graph":
    """An answer in the form that its query has."""
    if answer.media_type == _ASK:
        return bool(json.loads(answer.body)["boolean"])
    if answer.media_type == _GRAPH:
        return graph_of(answer.body)
    return Solutions.parse(answer.body).to_frame()
