"""Other SPARQL endpoints (联邦查询) that the operator allows queries to ask."""

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Collection, Mapping

from kg.errors import EndpointError, QueryRefusedError
from kg.sparql.host import Json

_RESULTS = "application/sparql-results+json"
_SECONDS = 10.0
_MOST_BYTES = 16 << 20
_PIECE = 1 << 16


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An endpoint is allowed, not where it leads to."""

    def redirect_request(self, *_: object) -> None:
        """Follow none: the answer stays what it is, an error."""


class Federation:
    """Asks the endpoints of a list and no other; safe for concurrent callers."""

    def __init__(self, endpoints: Collection[str], seconds: float = _SECONDS) -> None:
        """Allow some addresses, to be written in a query exactly so; each has so many seconds."""
        self._endpoints = frozenset(endpoints)
        self._seconds = seconds
        self._opener = urllib.request.build_opener(_NoRedirects)

    def ask(self, arguments: Mapping[str, Json]) -> Json:
        """The JSON results of a SELECT ``query`` at an ``endpoint``.

        Raises QueryRefusedError for an endpoint that is not allowed, EndpointError for one that
        does not answer, answers too much, or answers something else.
        """
        endpoint = str(arguments["endpoint"])
        if endpoint not in self._endpoints:
            raise QueryRefusedError(
                "SERVICE", f"{endpoint} is no endpoint that this server may ask"
            )
        try:
            data = self._post(endpoint, urllib.parse.urlencode({"query": arguments["query"]}))
            if len(data) > _MOST_BYTES:
                raise EndpointError("SERVICE", f"{endpoint} gives more than {_MOST_BYTES} bytes")
            return json.loads(data)
        except urllib.error.HTTPError as error:
            error.close()
            raise EndpointError("SERVICE", f"{endpoint} answers {error.code}") from error
        except (OSError, http.client.HTTPException) as error:
            raise EndpointError("SERVICE", f"{endpoint} does not answer: {error}") from error
        except ValueError as error:
            raise EndpointError("SERVICE", f"{endpoint} gives no JSON results") from error

    def _post(self, endpoint: str, form: str) -> bytes:
        """The answer to a form, and a byte more than is too much of it at most.

        ``seconds`` hold for the whole: what an endpoint says in drops is cut off as well.
        """
        end = time.monotonic() + self._seconds
        request = urllib.request.Request(endpoint, form.encode(), {"Accept": _RESULTS})  # noqa: S310
        received = bytearray()
        with self._opener.open(request, timeout=self._seconds) as answer:
            while len(received) <= _MOST_BYTES and (piece := answer.read1(_PIECE)):
                received += piece
                if time.monotonic() > end:
                    raise TimeoutError(f"not done within {self._seconds:g} s")
        return bytes(received)
