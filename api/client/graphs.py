"""The triples of a CONSTRUCT or DESCRIBE query as a graph of rdflib."""

from rdflib import Graph

from ontology import PREFIXES


def graph_of(ntriples: bytes) -> Graph:
    """The graph, with the prefixes of jipu bound for whoever writes it as Turtle."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph.parse(data=ntriples, format="nt")
