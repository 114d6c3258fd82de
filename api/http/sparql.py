"""The SPARQL 1.1 Protocol query endpoint."""

import re
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.caching import CACHE_CONTROL, entity_tag, is_known
from api.http.description import service_description
from api.http.disconnection import unless_gone
from api.http.negotiation import SPARQL_TYPES, acceptable, content_codings
from api.http.problems import problem, problem_of
from api.http.streaming import result_response
from api.service import CurrentService, Service
from kg.errors import (
    InvalidRequestError,
    JipuError,
    NotAcceptableError,
    QueryRefusedError,
    RequestTooLargeError,
)
from kg.release import Release
from kg.sparql.kept import is_lasting
from kg.store import RDF_FORMATS, Query

LARGEST_BODY: Final = 4 << 20  # bytes of a query; a VALUES block of 40,000 IRIs fits

_METHODS = "GET, HEAD, POST, OPTIONS"
_VARY = "Accept, Accept-Encoding"
_CLIENT_GONE = 499  # nobody sees it but the metrics
_HOST = re.compile(r"[\w.\-]+(?::\d+)?|\[[\da-fA-F:.]+\](?::\d+)?")


class SparqlEndpoint:
    """``/sparql`` by GET, by POST of a form and by POST of ``application/sparql-query``.

    An ASGI application before the others: routes, dependencies and layers that no query needs
    would take longer than a short one. What is asked elsewhere is passed on.
    """

    path: Final = "/sparql"

    def __init__(self, app: ASGIApp, current: CurrentService) -> None:
        self._app = app
        self._current = current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http" or scope["path"] != self.path:
            await self._app(scope, receive, send)
            return
        scope["route"] = self  # as routes do: the metrics tell requests apart by it
        request = Request(scope, receive)
        if "access-control-request-method" in request.headers:
            await self._app(scope, receive, send)
            return
        try:
            response = await self._response(request)
        except JipuError as error:
            response = problem_of(error)
        response.headers["Access-Control-Allow-Origin"] = "*"
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        match request.method:
            case "GET":
                fields = _fields(_pairs(request.scope["query_string"]))
                if not {"query", "update"} & set(fields):
                    return _description(request, self._current().release)
                return await _answer(request, self._current(), fields)
            case "POST":
                return await _answer(request, self._current(), await _posted_fields(request))
            case "OPTIONS":
                return Response(status_code=204, headers={"Allow": _METHODS})
        detail = f"{request.method} {self.path}; it takes {_METHODS}"
        refused = problem(405, "Method Not Allowed", detail)
        refused.headers["Allow"] = _METHODS
        return refused


async def _posted_fields(request: Request) -> dict[str, list[str]]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    pairs = _pairs(request.scope["query_string"])
    if kind == "application/sparql-query":
        pairs.append(("query", _utf8(await _body(request))))
    elif kind == "application/x-www-form-urlencoded":
        if pairs:
            raise InvalidRequestError("form", "its parameters belong in the body alone")
        pairs = _pairs(await _body(request))
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
    if is_lasting(query):
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


def _description(request: Request, release: Release) -> Response:
    types = acceptable(request.headers.get("accept"), tuple(RDF_FORMATS))
    if not types:
        raise NotAcceptableError("Accept", f"descriptions are {', '.join(RDF_FORMATS)}")
    endpoint = str(request.url.replace(query=""))
    body = service_description(endpoint, types[0], release)
    return Response(body, media_type=types[0], headers={"Vary": "Accept"})


def _pairs(form: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_utf8(form), keep_blank_values=True, errors="strict")
    except ValueError as error:
        raise InvalidRequestError("parameters", f"are not UTF-8: {error}") from error


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            raise RequestTooLargeError("body", f"is over {LARGEST_BODY >> 20} MiB")
    return bytes(body)


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRequestError("body", f"is not UTF-8 at byte {error.start}") from error
