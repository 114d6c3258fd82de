"""A SPARQL query of a request answered: negotiated, validated, as long as its client stays."""

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api.http.caching import CACHE_CONTROL, entity_tag, is_known
from api.http.disconnection import unless_gone
from api.http.negotiation import SPARQL_TYPES, acceptable, content_codings
from api.http.streaming import result_response
from api.service import Service
from kg.errors import NotAcceptableError
from kg.sparql.kept import is_lasting
from kg.store.query import Query

_VARY = "Accept, Accept-Encoding"
_CLIENT_GONE = 499  # nobody sees it but the metrics


def requested(request: Request, text: str) -> Query:
    """A query in the media types and codings that a request accepts. Raises NotAcceptableError."""
    types = acceptable(request.headers.get("accept"), SPARQL_TYPES)
    if not types:
        raise NotAcceptableError("Accept", f"answers are {', '.join(SPARQL_TYPES)}")
    return Query(text, types, codings=content_codings(request.headers.get("accept-encoding")))


async def answered(
    request: Request, service: Service, query: Query, seconds: float | None = None
) -> Response:
    """The answer to a query, or that the client has it already."""
    headers = {"Vary": _VARY}
    if is_lasting(query):
        tag = _entity_tag(service, query)
        headers |= {"ETag": tag, "Cache-Control": CACHE_CONTROL}
        if request.method == "GET" and is_known(tag, request.headers.get("if-none-match")):
            return Response(status_code=304, headers=headers)
    client = request.client.host if request.client else ""
    running = service.sparql(query, seconds, client)
    try:
        return await result_response(await unless_gone(request.receive, running), headers)
    except ClientDisconnect:
        return Response(status_code=_CLIENT_GONE)


def _entity_tag(service: Service, query: Query) -> str:
    datasets = (query.default_graphs, query.named_graphs)
    return entity_tag(
        service.release, query.text, query.accept, *datasets, query.base_iri, query.codings
    )
