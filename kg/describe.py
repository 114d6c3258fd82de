"""What a graph says of one resource (资源描述): for a program that fetches its IRI.

A concise bounded description (https://www.w3.org/submissions/CBD/), as the engine's DESCRIBE gives
it: all statements about the resource, blank nodes followed. Beyond it, what is named by a fragment
of its IRI, because a client can only fetch the whole, and what refers to it where that is little.
"""

from kg.store.query import Query
from kg.store.reader import StoreReader
from kg.store.terms import is_iri

MOST_REFERENCES = 100
_NTRIPLES = ("application/n-triples",)
_TOLD = "SELECT * WHERE {{ {{ <{iri}> ?p ?o }} UNION {{ ?s ?q <{iri}> }} }} LIMIT 1"
_WITH_PARTS = """
DESCRIBE <{iri}> ?part WHERE {{
  OPTIONAL {{ <{iri}> ?p ?part FILTER(STRSTARTS(STR(?part), "{iri}#")) }}
}}"""
_REFERENCES = "SELECT ?s WHERE {{ ?s ?p <{iri}> }} LIMIT {limit}"
_REFERRING = "CONSTRUCT WHERE {{ ?s ?p <{iri}> }}"
_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}"


def is_told(store: StoreReader, iri: str) -> bool:
    """Whether the graph says anything of it; of what is no IRI it says nothing."""
    return is_iri(iri) and bool(store.values(_TOLD.format(iri=iri)))


def description(store: StoreReader, iri: str) -> bytes:
    """The description of a resource as N-Triples; at most `MOST_REFERENCES` refer to it, or none.

    Its cost is bounded by the statements about the resource, not by those that refer to it.
    """
    told = _ntriples(store, _WITH_PARTS.format(iri=iri))
    references = store.values(_REFERENCES.format(iri=iri, limit=MOST_REFERENCES + 1))
    if len(references) <= MOST_REFERENCES:
        told += _ntriples(store, _REFERRING.format(iri=iri))
    return told


def named_graph(store: StoreReader, iri: str) -> bytes:
    """All of a named graph as N-Triples."""
    return _ntriples(store, _GRAPH.format(iri=iri))


def _ntriples(store: StoreReader, query: str) -> bytes:
    return store.answer(Query(query, _NTRIPLES)).read()
