"""The representations (表示形式) of a resource: which one a client gets, and those for programs."""

from collections.abc import Iterator, Mapping, Sequence

import ontology
from api.http.negotiation import acceptable
from kg.dataset import ReleaseFacts, release_triples
from kg.describe import description, named_graph
from kg.errors import InvalidRequestError, NotAcceptableError
from kg.iri import Minter
from kg.ntriples import Triple, iri
from kg.release import Release
from kg.store.formats import rewritten
from kg.vocab import TYPE

FORMATS: Mapping[str, str] = {
    "html": "text/html",
    "turtle": "text/turtle",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
PAGE_FIRST = tuple(FORMATS.values())
TURTLE_FIRST = (*PAGE_FIRST[1:], *PAGE_FIRST[:1])


def chosen(format_name: str | None, accept: str | None, offered: Sequence[str]) -> str:
    """The media type to answer in; of those equally wanted the first of ``offered``.

    Raises InvalidRequestError for an unknown format, NotAcceptableError where none is accepted.
    """
    if format_name is not None:
        if format_name not in FORMATS:
            raise InvalidRequestError("format", f"{format_name!r} is none of {', '.join(FORMATS)}")
        return FORMATS[format_name]
    types = acceptable(accept, offered)
    if not types:
        raise NotAcceptableError("Accept", f"resources are {', '.join(offered)}")
    return types[0]


def rdf(release: Release, resource: str, media_type: str, server: str) -> bytes:
    """A resource in an RDF format; ``server`` is the root URL that it is served at."""
    store = release.store
    if resource == ontology.GRAPH:
        told = named_graph(store, resource)
    elif resource == Minter(release.manifest.base_iri).dataset:
        told = _dataset(release, resource, server)
    else:
        told = description(store, resource)
    return rewritten(told, media_type, ontology.PREFIXES)


def _dataset(release: Release, dataset: str, server: str) -> bytes:
    """The description in the store, or of a release from before there was one, and the services."""
    told = named_graph(release.store, dataset)
    triples = [*_services(dataset, server)]
    if not told:
        manifest = release.manifest
        facts = ReleaseFacts(
            manifest.id, manifest.created, manifest.software, len(manifest.documents)
        )
        triples += release_triples(facts, Minter(manifest.base_iri))
    return told + "".join(triple.line for triple in triples).encode()


def _services(dataset: str, server: str) -> Iterator[Triple]:
    """What this server offers of a dataset; only a server knows its own address."""
    void, dcat, sd = (
        ontology.PREFIXES["void"],
        ontology.PREFIXES["dcat"],
        "http://www.w3.org/ns/sparql-service-description#",
    )
    endpoint = iri(f"{server}sparql")
    yield Triple(iri(dataset), iri(void + "sparqlEndpoint"), endpoint)
    yield Triple(endpoint, iri(TYPE), iri(dcat + "DataService"))
    yield Triple(endpoint, iri(TYPE), iri(sd + "Service"))
    yield Triple(endpoint, iri(dcat + "endpointURL"), endpoint)
    yield Triple(endpoint, iri(dcat + "servesDataset"), iri(dataset))
    yield Triple(endpoint, iri(dcat + "endpointDescription"), iri(f"{server}openapi.json"))
