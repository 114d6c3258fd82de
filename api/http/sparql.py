"""The SPARQL 1.1 Protocol query endpoint."""

from collections.abc import Iterator
from itertools import chain
from typing import Annotated, Any
from urllib.parse import parse_qsl

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse

from api.http.description import service_description
from api.http.negotiation import SPARQL_TYPES, acceptable
from api.service import CurrentService, Service
from kg.errors import InvalidRequestError, NotAcceptableError, QueryRefusedError
from kg.sparql.pool import QueryResult
from kg.store import RDF_FORMATS, Query

_THREADS = 40
_CHARSET_TYPES = ("text/",)

# Read from the raw request, because each may be repeated and counts; so described here by hand.
_EXAMPLE = "SELECT ?name { ?p a jipu:Project ; rdfs:label ?name } LIMIT 5"
_PARAMETERS: list[dict[str, Any]] = [
    {
        "name": name,
        "in": "query",
        "description": description,
        "schema": {"type": kind},
        **({"example": example} if example else {}),
    }
    for name, kind, description, example in (
        (
            "query",
            "string",
            "a SPARQL 1.1 query; without one the service describes itself",
            _EXAMPLE,
        ),
        ("default-graph-uri", "string", "a graph of the default graph; repeatable", None),
        ("named-graph-uri", "string", "a named graph; repeatable", None),
        ("timeout", "integer", "time limit in milliseconds, capped by the server", 10000),
    )
]

_BODY = {
    "required": True,
    "content": {
        "application/sparql-query": {"schema": {"type": "string"}, "example": _EXAMPLE},
        "application/x-www-form-urlencoded": {
            "schema": {
                "type": "object",
                "required": ["query"],
                "properties": {p["name"]: p["schema"] for p in _PARAMETERS},
            },
            "example": {"query": _EXAMPLE},
        },
    },
}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {} for media_type in SPARQL_TYPES}}
}


def sparql_router(current: CurrentService) -> APIRouter:
    """``/sparql`` by GET, by POST of a form and by POST of ``application/sparql-query``."""
    router = APIRouter(tags=["SPARQL"])
    # Queries wait in threads of their own: none that waits for a worker keeps a search waiting.
    threads = CapacityLimiter(_THREADS)

    @router.get(
        "/sparql",
        summary="Run a SPARQL 1.1 query",
        responses=_ANSWERS,
        openapi_extra={"parameters": _PARAMETERS},
    )
    async def by_get(
        request: Request,
        accept: Annotated[str | None, Header()] = None,
    ) -> Response:
        """Answer the query in `query`; without one, describe the service (SPARQL 1.1 SD)."""
        parameters = request.query_params
        if not {"query", "update"} & set(parameters):
            return _description(request, accept)
        fields = _fields(parameters.multi_items())
        return await to_thread.run_sync(_answer, current(), fields, accept, limiter=threads)

    @router.post(
        "/sparql",
        summary="Run a SPARQL 1.1 query",
        responses=_ANSWERS,
        openapi_extra={"requestBody": _BODY},
    )
    async def by_post(request: Request, accept: Annotated[str | None, Header()] = None) -> Response:
        """Answer the query in the body, a form or `application/sparql-query`."""
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        pairs = list(request.query_params.multi_items())
        if kind == "application/sparql-query":
            pairs.append(("query", _utf8(await request.body())))
        elif kind == "application/x-www-form-urlencoded":
            if pairs:
                raise InvalidRequestError("form", "its parameters belong in the body alone")
            pairs = parse_qsl(_utf8(await request.body()), keep_blank_values=True)
        elif kind == "application/sparql-update":
            raise QueryRefusedError("update", "this endpoint is read only")
        else:
            raise InvalidRequestError(
                "Content-Type",
                f"{kind or 'nothing'} cannot be read here; send a form or application/sparql-query",
            )
        return await to_thread.run_sync(_answer, current(), _fields(pairs), accept, limiter=threads)

    return router


def _fields(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


def _answer(service: Service, fields: dict[str, list[str]], accept: str | None) -> Response:
    if "update" in fields:
        raise QueryRefusedError("update", "this endpoint is read only")
    queries = fields.get("query", [])
    if len(queries) != 1:
        raise InvalidRequestError("query", f"exactly one is needed, {len(queries)} were given")
    types = acceptable(accept, SPARQL_TYPES)
    if not types:
        raise NotAcceptableError("Accept", f"answers are {', '.join(SPARQL_TYPES)}")
    query = Query(
        queries[0],
        types,
        tuple(fields.get("default-graph-uri", ())),
        tuple(fields.get("named-graph-uri", ())),
    )
    return _streamed(service.sparql(query, _seconds(fields.get("timeout", []))))


def _seconds(values: list[str]) -> float | None:
    if not values:
        return None
    try:
        milliseconds = int(values[0])
    except ValueError:
        milliseconds = 0
    if milliseconds <= 0:
        raise InvalidRequestError("timeout", f"{values[0]!r} is no number of milliseconds above 0")
    return milliseconds / 1000


def _streamed(result: QueryResult) -> Response:
    """Start the answer with its first bytes in hand, so that an early failure gets its status."""
    first = next(result.chunks, b"")
    media_type = result.media_type
    if media_type.startswith(_CHARSET_TYPES):
        media_type += "; charset=utf-8"
    body: Iterator[bytes] = chain((first,), result.chunks)
    return StreamingResponse(body, media_type=media_type, headers={"Vary": "Accept"})


def _description(request: Request, accept: str | None) -> Response:
    types = acceptable(accept, tuple(RDF_FORMATS))
    if not types:
        raise NotAcceptableError("Accept", f"descriptions are {', '.join(RDF_FORMATS)}")
    endpoint = str(request.url.replace(query=""))
    body = service_description(endpoint, types[0])
    return Response(body, media_type=types[0], headers={"Vary": "Accept"})


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRequestError("body", f"is not UTF-8 at byte {error.start}") from error
