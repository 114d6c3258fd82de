"""The ontology as one graph: its files, its prefixes and the competency questions.

A question is published as SPARQL editors read examples: a ``sh:SPARQLExecutable`` with its text, as
in https://github.com/sib-swiss/sparql-examples, and the prefixes as ``sh:declare`` of the ontology.
"""

import re

from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

import ontology

_FORM = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE | re.MULTILINE)


def ontology_graph() -> Graph:
    """Terms, concept schemes, shapes, prefixes and questions."""
    graph = Graph()
    for path in ontology.files():
        graph.parse(path, format="turtle")
    for prefix, namespace in ontology.PREFIXES.items():
        _declare(graph, prefix, namespace)
    for name, text in ontology.named_queries().items():
        _publish(graph, name, text)
    return graph


def _declare(graph: Graph, prefix: str, namespace: str) -> None:
    declaration = BNode(f"prefix-{prefix}")
    graph.add((URIRef(ontology.GRAPH), SH.declare, declaration))
    graph.add((declaration, SH.prefix, Literal(prefix)))
    graph.add((declaration, SH.namespace, Literal(namespace, datatype=XSD.anyURI)))


def _publish(graph: Graph, name: str, text: str) -> None:
    found = _FORM.search(text)
    assert found is not None, name  # noqa: S101 - the questions are files of ours, and tested
    form = found[1].lower()
    asked = {language: ontology.question(text, language) for language in ("zh", "en")}
    facts: list[tuple[URIRef, Node]] = [
        (RDF.type, SH.SPARQLExecutable),
        (RDF.type, SH[f"SPARQL{form.capitalize()}Executable"]),
        (SH[form], Literal(text)),
        (SH.prefixes, URIRef(ontology.GRAPH)),
        # One text in both languages: editors list a question once for each of its comments.
        (RDFS.comment, Literal(" ".join(asked.values()))),
        *((RDFS.label, Literal(words, lang=language)) for language, words in asked.items()),
        (RDFS.isDefinedBy, URIRef(ontology.GRAPH)),
    ]
    for predicate, value in facts:
        graph.add((URIRef(ontology.QUESTIONS + name), predicate, value))
