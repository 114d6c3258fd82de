"""What the engine can write (序列化格式), by media type."""

from collections.abc import Mapping

import pyoxigraph as ox

RDF_FORMATS: Mapping[str, ox.RdfFormat] = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
DATASET_FORMATS: Mapping[str, ox.RdfFormat] = {
    "application/trig": ox.RdfFormat.TRIG,
}
RESULT_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/csv": ox.QueryResultsFormat.CSV,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}


def rewritten(ntriples: bytes, media_type: str, prefixes: Mapping[str, str]) -> bytes:
    """N-Triples in another of `RDF_FORMATS`, each triple once, with the prefixes that it uses."""
    used = {name: space for name, space in prefixes.items() if f"<{space}".encode() in ntriples}
    triples = dict.fromkeys(
        quad.triple for quad in ox.parse(ntriples, format=ox.RdfFormat.N_TRIPLES)
    )
    written = ox.serialize(triples, format=RDF_FORMATS[media_type], prefixes=used)
    return written or b""
