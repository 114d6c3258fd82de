"""Linked data: every IRI below the release's base is answered by its path."""

import html
import json
import re
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import HTMLResponse, Response

import ontology
from api.http.description import void_description
from api.http.negotiation import acceptable
from api.service import CurrentService, Service
from kg.errors import NotAcceptableError, NotFoundError
from kg.store import RDF_FORMATS, Query

_PATH = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/#-]+")
_JSON = ("application/sparql-results+json",)
_OFFERED = ("text/html", *RDF_FORMATS)
_PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="alternate" type="text/turtle" href="">
<style>
body {{ font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 60rem;
  margin: 2rem auto; padding: 0 1rem; color: #1a2b2f }}
h1 {{ font-size: 1.5rem; margin: 0 }} p.iri {{ color: #667; overflow-wrap: anywhere }}
table {{ border-collapse: collapse; width: 100% }}
td, th {{ padding: .4rem .6rem; border-top: 1px solid #dde5e5; vertical-align: top;
  text-align: left; overflow-wrap: anywhere }}
th {{ width: 14rem; font-weight: 500 }} a {{ color: #0b6b63 }}
</style></head><body>
<h1>{title}</h1><p class="iri">{iri}</p>
<table>{rows}</table>
{incoming}
</body></html>
"""
_STATEMENTS = """SELECT ?p ?o (SAMPLE(?pl) AS ?plabel) (SAMPLE(?ol) AS ?olabel) WHERE {{
  <{iri}> ?p ?o
  OPTIONAL {{ ?p rdfs:label ?pl FILTER(LANG(?pl) = "zh") }}
  OPTIONAL {{ ?o rdfs:label|skos:prefLabel ?ol FILTER(LANG(?ol) IN ("", "zh")) }}
}} GROUP BY ?p ?o ORDER BY ?p ?o"""
_WITH_PARTS = """CONSTRUCT {{ ?s ?p ?o }} WHERE {{
  {{ VALUES ?s {{ <{iri}> }} ?s ?p ?o }}
  UNION {{ <{iri}> prov:wasGeneratedBy|jipu:hasProblem ?s . ?s ?p ?o }}
}}"""
_INCOMING = """SELECT ?s (SAMPLE(?l) AS ?label) WHERE {{
  {{ SELECT ?s WHERE {{ ?s ?p <{iri}> }} LIMIT 100 }} OPTIONAL {{ ?s rdfs:label ?l }}
}} GROUP BY ?s ORDER BY ?s"""


def linked_data_router(current: CurrentService) -> APIRouter:
    """``/.well-known/void`` and, last of all routes, every path that names a resource."""
    router = APIRouter(tags=["Linked data"])

    @router.get("/.well-known/void", summary="The dataset's VoID description")
    def void(request: Request) -> Response:
        """The release as a void:Dataset."""
        body = void_description(current().release, str(request.base_url))
        return Response(body, media_type="text/turtle; charset=utf-8")

    @router.get("/{path:path}", summary="A resource of the graph")
    async def resource(path: str, accept: Annotated[str | None, Header()] = None) -> Response:
        """What the graph says of `base + path`: HTML, Turtle, N-Triples, JSON-LD or RDF/XML."""
        service = current()
        iri = await _known(service, path)
        types = acceptable(accept, _OFFERED)
        if not types:
            raise NotAcceptableError("Accept", f"resources are {', '.join(_OFFERED)}")
        if types[0] == "text/html":
            answer: Response = HTMLResponse(await _page(service, iri))
        else:
            result = await service.sparql(Query(_description(iri), types))
            answer = Response(await result.read(), media_type=result.media_type)
        answer.headers["Vary"] = "Accept"
        return answer

    return router


async def _known(service: Service, path: str) -> str:
    iri = service.release.manifest.base_iri + path
    if not _PATH.fullmatch(path):
        raise NotFoundError(f"/{path}", "no such page or resource")
    query = f"ASK {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }}"
    if not json.loads(await (await service.sparql(Query(query, _JSON))).read())["boolean"]:
        raise NotFoundError(f"/{path}", "no such page or resource")
    return iri


def _description(iri: str) -> str:
    # What is named by a fragment is told with what it is a fragment of.
    if iri == ontology.GRAPH or iri.startswith(f"{ontology.GRAPH}/"):
        return f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{ontology.GRAPH}> {{ ?s ?p ?o }} }}"
    return _WITH_PARTS.format(iri=iri)


async def _page(service: Service, iri: str) -> str:
    rows = []
    title = iri
    for row in await _select(service, _STATEMENTS.format(iri=iri)):
        predicate, value = row["p"]["value"], row["o"]["value"]
        if predicate.endswith(("#label", "#prefLabel")):
            title = value
        name = row.get("plabel", {}).get("value") or _short(predicate)
        shown = row.get("olabel", {}).get("value") or value
        cell = _link(service, value, shown) if row["o"]["type"] == "uri" else html.escape(value)
        rows.append(f"<tr><th>{_link(service, predicate, name)}</th><td>{cell}</td></tr>")
    return _PAGE.format(
        title=html.escape(title),
        iri=html.escape(iri),
        rows="".join(rows),
        incoming=await _incoming(service, iri),
    )


async def _incoming(service: Service, iri: str) -> str:
    found = await _select(service, _INCOMING.format(iri=iri))
    items = (
        _link(service, row["s"]["value"], row.get("label", {}).get("value") or row["s"]["value"])
        for row in found
        if row["s"]["type"] == "uri"
    )
    listed = "".join(f"<li>{item}</li>" for item in items)
    return f"<h2>引用 Referred to by</h2><ul>{listed}</ul>" if listed else ""


async def _select(service: Service, query: str) -> list[dict[str, dict[str, str]]]:
    answer = json.loads(await (await service.sparql(Query(query, _JSON))).read())
    bindings: list[dict[str, dict[str, str]]] = answer["results"]["bindings"]
    return bindings


def _short(iri: str) -> str:
    """The IRI with one of our prefixes, where one fits."""
    for prefix, namespace in ontology.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _link(service: Service, iri: str, label: str) -> str:
    base = service.release.manifest.base_iri
    href = "/" + iri.removeprefix(base) if iri.startswith(base) else iri
    return f'<a href="{html.escape(href)}">{html.escape(label)}</a>'
