"""A server of jipu, over HTTP. The one file that imports httpx2.

Errors of the server's family arrive as problem documents (RFC 9457) and are raised here as the
errors that they were there.
"""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx2

from api.client.problems import error_of
from api.client.transport import Answer, Form
from kg.errors import NotFoundError, QueryError, ServerError
from kg.store.query import Query
from kg.table import IndicatorTable
from search.filters import Filters

T = TypeVar("T")

_CONNECT_SECONDS = 10.0
_ANSWER_SECONDS = 600.0  # without a byte: longer than any server lets one query run


@dataclass(frozen=True, slots=True)
class RemoteTransport:
    """A connection pool to one server; it answers from the release that is in force there."""

    client: httpx2.Client

    @classmethod
    def open(cls, url: str) -> Self:
        """Connect to a server. Raises ServerError, or HomeError where it has no release yet."""
        timeout = httpx2.Timeout(_ANSWER_SECONDS, connect=_CONNECT_SECONDS)
        try:
            client = httpx2.Client(base_url=url, timeout=timeout)
        except httpx2.InvalidURL as error:
            raise ServerError(url, f"is no address of a server: {error}") from error
        opened = cls(client)
        try:
            opened._json("ping")
        except NotFoundError as error:  # a path of ours, such as /sparql, in the address
            client.close()
            raise opened._stranger(404, error.where) from error
        except BaseException:
            client.close()
            raise
        return opened

    @property
    def address(self) -> str:
        """The server's address."""
        return str(self.client.base_url).rstrip("/")

    @property
    def release(self) -> str:
        """The id of the release in force on the server, asked anew each time."""
        return str(self._json("ping")["release"])

    def search(self, text: str, k: int, filters: Filters) -> Form:
        """Indicators by meaning and value."""
        return self._json("search", q=text, k=k, **_parameters(filters))

    def search_grouped(self, text: str, k: int, filters: Filters) -> Form:
        """The same, equal names folded into one hit."""
        return self._json("search", q=text, k=k, group="name", **_parameters(filters))

    def similar_to(self, iri: str, k: int, filters: Filters) -> Form:
        """Indicators like the one with this IRI."""
        return self._json("similar", iri=iri, k=k, **_parameters(filters))

    def similar_text(self, text: str, k: int, filters: Filters) -> Form:
        """Indicators like one that is written out."""
        return self._json("similar", text=text, k=k, **_parameters(filters))

    def comparable(self, project: str, category: str | None, tolerance: float, k: int) -> Form:
        """Projects with comparable targets."""
        asked = {"project": project, "category": category, "tolerance": tolerance, "k": k}
        return self._json("comparable", **asked)

    def stats(self) -> Form:
        """The counts of the release."""
        return self._json("stats")

    def sparql(self, query: Query, seconds: float | None) -> Answer:
        """The answer of the endpoint, by POST: a query may be longer than an address."""
        headers = {"Accept": _accept(query.accept), "Content-Type": "application/sparql-query"}
        response = self._sent(
            "POST", "sparql", headers=headers, content=query.text, params=_limit(seconds)
        )
        return Answer(_media_type(response), response.content)

    def named(
        self, name: str, arguments: Mapping[str, str], accept: Sequence[str], seconds: float | None
    ) -> Answer:
        """The answer to a named query of the server."""
        path = f"queries/{quote(name, safe='')}"
        parameters = {**arguments, **_limit(seconds)}
        response = self._sent("GET", path, headers={"Accept": _accept(accept)}, params=parameters)
        return Answer(_media_type(response), response.content)

    def questions(self) -> Sequence[Form]:
        """The named queries of the server."""
        return self._parsed(self._sent("GET", "queries"), "application/json", list)

    def indicators(self) -> IndicatorTable:
        """The flat table, as one Arrow file."""
        return IndicatorTable.parse(self._sent("GET", "indicators").content)

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def _json(self, path: str, **parameters: Any) -> Form:  # noqa: ANN401 - values of a query
        response = self._sent("GET", path, params=_given(**parameters))
        return self._parsed(response, "application/json", dict)

    def _sent(self, method: str, path: str, **how: Any) -> httpx2.Response:  # noqa: ANN401
        try:
            response = self.client.request(method, path, **how)
        except httpx2.RemoteProtocolError as error:
            raise QueryError(
                "query",
                "the server broke its answer off, as it does where a query meets a limit of time "
                "or size on the way; make it more selective or add a LIMIT",
            ) from error
        except httpx2.TransportError as error:
            raise ServerError(
                self.address, f"cannot be reached ({error}); is `jipu serve` running there?"
            ) from error
        if response.is_success:
            return response
        raise error_of(self._parsed(response, "application/problem+json", dict))

    def _parsed(self, response: httpx2.Response, media_type: str, kind: type[T]) -> T:
        """The JSON of an answer. Raises ServerError where it is none of that type or kind."""
        with contextlib.suppress(ValueError):
            if _media_type(response) == media_type and isinstance(found := response.json(), kind):
                return found
        raise self._stranger(response.status_code, response.url.path)

    def _stranger(self, status: int, path: str) -> ServerError:
        return ServerError(
            self.address,
            f"answers {status} to {path}, which is not how a server of jipu answers; "
            "give the address that `jipu serve` prints, without a path",
        )


def _media_type(response: httpx2.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip()


def _accept(kinds: Sequence[str]) -> str:
    """A header that prefers the media types in their order."""
    return ", ".join(f"{kind};q={1 - place / 10:.1f}" for place, kind in enumerate(kinds))


def _limit(seconds: float | None) -> dict[str, int]:
    return {} if seconds is None else {"timeout": max(1, round(seconds * 1000))}


def _parameters(filters: Filters) -> dict[str, Any]:
    return {
        "category": list(filters.category),
        "department": filters.department,
        "unit": filters.unit,
        "region": filters.region,
        "year": filters.year,
        "project": filters.project,
        "kind": filters.kind,
        "min": filters.minimum,
        "max": filters.maximum,
        "amount_min": filters.amount_min,
        "amount_max": filters.amount_max,
    }


def _given(**parameters: Any) -> dict[str, Any]:  # noqa: ANN401
    return {name: value for name, value in parameters.items() if value is not None}
