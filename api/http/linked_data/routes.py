"""The routes of linked data: the dataset and, last of all, every path that names a resource."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import Response

import ontology
from api.http.caching import CACHE_CONTROL, entity_tag, is_known
from api.http.linked_data.names import Names, quoted
from api.http.linked_data.pages import ontology_page, resource_page
from api.http.linked_data.representations import FORMATS, PAGE_FIRST, TURTLE_FIRST, chosen, rdf
from kg.describe import is_told
from kg.errors import NotFoundError
from kg.iri import Minter
from kg.release import Release

CurrentRelease = Callable[[], Release]

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {} for media_type in FORMATS.values()}}
}


@dataclass(frozen=True, slots=True)
class Wish:
    """How a client wants a resource: as said in the address, else by its headers."""

    format: Annotated[
        str | None,
        Query(description=f"one of {', '.join(FORMATS)}; overrules the Accept header"),
    ] = None
    accept: Annotated[str | None, Header()] = None
    if_none_match: Annotated[str | None, Header()] = None


def linked_data_router(current: CurrentRelease) -> APIRouter:
    """``/.well-known/void`` and, last of all routes, every path that names a resource."""
    router = APIRouter(tags=["Linked data"])

    @router.get(
        "/.well-known/void",
        summary="The dataset's VoID and DCAT description",
        responses=_ANSWERS,
    )
    def void(request: Request, wish: Annotated[Wish, Depends()]) -> Response:
        """The release as a `void:Dataset` and `dcat:Dataset`, with what this server offers."""
        release = current()
        dataset = Minter(release.manifest.base_iri).dataset
        # Who asks for no format here is a program.
        return _answer(request, release, dataset, wish, TURTLE_FIRST)

    @router.get("/{path:path}", summary="A resource of the graph", responses=_ANSWERS)
    def resource(path: str, request: Request, wish: Annotated[Wish, Depends()]) -> Response:
        """What the graph says of `base + path`: HTML, Turtle, N-Triples, JSON-LD or RDF/XML.

        A concise bounded description, with the parts that a fragment names and with what refers
        to the resource where that is at most 100 statements.
        """
        release = current()
        return _answer(request, release, _known(request, release, path), wish, PAGE_FIRST)

    return router


def _answer(
    request: Request, release: Release, iri: str, wish: Wish, offered: Sequence[str]
) -> Response:
    media_type = chosen(wish.format, wish.accept, offered)
    tag = entity_tag(release, media_type)
    headers = {
        "ETag": tag,
        "Vary": "Accept",
        "Cache-Control": CACHE_CONTROL,
        "Link": _links(request),
    }
    if is_known(tag, wish.if_none_match):
        return Response(status_code=304, headers=headers)
    if media_type == FORMATS["html"]:
        body: str | bytes = _page(release, iri, _names(request, release))
    else:
        body = rdf(release, iri, media_type, str(request.base_url))
    return Response(body, headers=headers, media_type=_with_charset(media_type))


def _page(release: Release, iri: str, names: Names) -> str:
    if iri == ontology.GRAPH:
        return ontology_page(names, release.id)
    return resource_page(release.store, iri, names, release.id)


def _links(request: Request) -> str:
    """The other formats, and where the whole is described (RFC 8288)."""
    path, root = quoted(request.url.path), request.base_url.path
    alternates = [
        f'<{path}?format={name}>; rel="alternate"; type="{media_type}"'
        for name, media_type in FORMATS.items()
    ]
    return ", ".join([*alternates, f'<{root}.well-known/void>; rel="describedby"'])


def _known(request: Request, release: Release, path: str) -> str:
    """The IRI that a path stands for; a version of the ontology is answered with the ontology."""
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace").removeprefix("/")
    for iri in _names(request, release).candidates(path, raw):
        if is_told(release.store, iri):
            return ontology.GRAPH if iri.startswith(f"{ontology.GRAPH}/") else iri
    raise NotFoundError(f"/{path}", "no such page or resource")


def _names(request: Request, release: Release) -> Names:
    return Names(release.manifest.base_iri, request.base_url.path)


def _with_charset(media_type: str) -> str:
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
