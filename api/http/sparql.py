"""The SPARQL 1.1 Protocol query endpoint."""

import re
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.answering import answered, requested
from api.http.description import service_description
from api.http.negotiation import acceptable
from api.http.problems import problem, problem_of
from api.service import CurrentService, Service
from kg.errors import (
    InvalidRequestError,
    JipuError,
    NotAcceptableError,
    QueryRefusedError,
    RequestTooLargeError,
)
from kg.release import Release
from kg.store.formats import RDF_FORMATS

LARGEST_BODY: Final = 4 << 20  # bytes of a query; a VALUES block of 40,000 IRIs fits

_METHODS = "GET, HEAD, POST, OPTIONS"
_BOM = "\ufeff"  # some editors put it before everything
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
        pairs += _pairs(await _body(request))
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
    if "update" in fields:
        raise QueryRefusedError("update", "this endpoint is read only")
    queries = fields.get("query", [])
    if len(queries) != 1:
        raise InvalidRequestError("query", f"exactly one is needed, {len(queries)} were given")
    query = replace(
        requested(request, queries[0].removeprefix(_BOM)),
        default_graphs=tuple(fields.get("default-graph-uri", ())),
        named_graphs=tuple(fields.get("named-graph-uri", ())),
        base_iri=_base_iri(request),
    )
    return await answered(request, service, query, _seconds(fields.get("timeout", [])))


def _base_iri(request: Request) -> str | None:
    """Where the query was sent: what relative IRIs are relative to (RFC 3986 §5.1.3)."""
    host = request.headers.get("host", "")
    path = request.scope["root_path"] + request.scope["path"]
    return f"{request.scope['scheme']}://{host}{path}" if _HOST.fullmatch(host) else None


def _seconds(values: list[str]) -> float | None:
    if not values:
        return None
    try:
        seconds = int(values[0]) / 1000
    except (ValueError, OverflowError):
        seconds = 0
    if seconds <= 0:
        raise InvalidRequestError("timeout", f"{values[0]!r} is no number of milliseconds above 0")
    return seconds


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
