"""The SPARQL 1.1 Protocol query endpoint."""

import re
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.requests import ClientDisconnect

from api.http.caching import CACHE_CONTROL, entity_tag, is_known
from api.http.description import service_description
from api.http.disconnection import unless_gone
from api.http.negotiation import SPARQL_TYPES, acceptable, content_codings
from api.http.streaming import result_response
from api.service import CurrentService, Service
from kg.errors import InvalidRequestError, NotAcceptableError, QueryRefusedError
from kg.store import RDF_FORMATS, Query

_METHODS = "GET, HEAD, POST, OPTIONS"
_VARY = "Accept, Accept-Encoding"
_CLIENT_GONE = 499  # nobody sees it but the metrics
# Of functions whose value is another one each time, no answer can be kept.
_VOLATILE = re.compile(r"\b(?:now|rand|uuid|struuid)\s*\(", re.IGNORECASE)
_HOST = re.compile(r"[\w.\-]+(?::\d+)?|\[[\da-fA-F:.]+\](?::\d+)?")

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

    @router.get(
        "/sparql",
        summary="Run a SPARQL 1.1 query",
        responses=_ANSWERS,
        openapi_extra={"parameters": _PARAMETERS},
    )
    async def by_get(request: Request) -> Response:
        """Answer the query in `query`; without one, describe the service (SPARQL 1.1 SD)."""
        parameters = request.query_params
        if not {"query", "update"} & set(parameters):
            return _description(request)
        return await _answer(request, current(), _fields(parameters.multi_items()))

    @router.post(
        "/sparql",
        summary="Run a SPARQL 1.1 query",
        responses=_ANSWERS,
        openapi_extra={"requestBody": _BODY},
    )
    async def by_post(request: Request) -> Response:
        """Answer the query in the body, a form or `application/sparql-query`."""
        return await _answer(request, current(), await _posted_fields(request))

    @router.options("/sparql", include_in_schema=False)
    async def by_options() -> Response:
        return Response(status_code=204, headers={"Allow": _METHODS})

    return router


async def _posted_fields(request: Request) -> dict[str, list[str]]:
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
    return _fields(pairs)


def _fields(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return fields


async def _answer(request: Request, service: Service, fields: dict[str, list[str]]) -> Response:
    query = _query(request, fields)
    headers = {"Vary": _VARY}
    if not _VOLATILE.search(query.text):
        datasets = (query.default_graphs, query.named_graphs)
        tag = entity_tag(
            service.release, query.text, query.accept, *datasets, query.base_iri, query.codings
        )
        headers |= {"ETag": tag, "Cache-Control": CACHE_CONTROL}
        if request.method == "GET" and is_known(tag, request.headers.get("if-none-match")):
            return Response(status_code=304, headers=headers)
    client = request.client.host if request.client else ""
    running = service.sparql(query, _seconds(fields.get("timeout", [])), client)
    try:
        return await result_response(await unless_gone(request.receive, running), headers)
    except ClientDisconnect:
        return Response(status_code=_CLIENT_GONE)


def _query(request: Request, fields: dict[str, list[str]]) -> Query:
    if "update" in fields:
        raise QueryRefusedError("update", "this endpoint is read only")
    queries = fields.get("query", [])
    if len(queries) != 1:
        raise InvalidRequestError("query", f"exactly one is needed, {len(queries)} were given")
    types = acceptable(request.headers.get("accept"), SPARQL_TYPES)
    if not types:
        raise NotAcceptableError("Accept", f"answers are {', '.join(SPARQL_TYPES)}")
    return Query(
        queries[0],
        types,
        tuple(fields.get("default-graph-uri", ())),
        tuple(fields.get("named-graph-uri", ())),
        _base_iri(request),
        content_codings(request.headers.get("accept-encoding")),
    )


def _base_iri(request: Request) -> str | None:
    """Where the query was sent: what relative IRIs are relative to (RFC 3986 §5.1.3)."""
    host = request.headers.get("host", "")
    path = request.scope["root_path"] + request.scope["path"]
    return f"{request.scope['scheme']}://{host}{path}" if _HOST.fullmatch(host) else None


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


def _description(request: Request) -> Response:
    types = acceptable(request.headers.get("accept"), tuple(RDF_FORMATS))
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
