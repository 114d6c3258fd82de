"""The SPARQL endpoint described by itself (服务描述).

https://www.w3.org/TR/sparql11-service-description/
"""

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import RDF, VOID
from rdflib.term import BNode

import ontology
from kg.iri import Minter
from kg.release import Release

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
JIPU = Namespace(ontology.PREFIXES["jipu"])
_RESULTS = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_GRAPHS = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_FUNCTIONS = (JIPU.similarity, JIPU.relevance)
_SIMPLE = URIRef("http://www.w3.org/ns/entailment/Simple")
_LISTED_GRAPHS = 1000


def service_description(endpoint: str, media_type: str, release: Release) -> str:
    """Describe the endpoint at this IRI and the dataset that it answers from.

    The default graph is the union of the named graphs, which are listed up to a thousand.
    """
    graph = Graph()
    graph.bind("sd", SD)
    graph.bind("jipu", JIPU)
    service = URIRef(endpoint)
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, SD.endpoint, service))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    graph.add((service, SD.defaultEntailmentRegime, _SIMPLE))
    for name in (*_RESULTS, *_GRAPHS):
        graph.add((service, SD.resultFormat, FORMATS[name]))
    for function in _FUNCTIONS:
        graph.add((service, SD.extensionFunction, function))
        graph.add((function, RDF.type, SD.Function))
    graph.add((service, SD.defaultDataset, _dataset(graph, release)))
    return graph.serialize(format=media_type)


def _dataset(graph: Graph, release: Release) -> URIRef:
    """The dataset of queries that name none, under the IRI that the release describes it by."""
    manifest = release.manifest
    dataset = URIRef(Minter(manifest.base_iri).dataset)
    union = BNode()
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, union))
    graph.add((union, RDF.type, SD.Graph))
    graph.add((union, VOID.triples, Literal(manifest.stats["triples"])))
    documents = [entry.iri for entry in manifest.documents]
    for name in [ontology.GRAPH, str(dataset), *documents][:_LISTED_GRAPHS]:
        named = BNode()
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(name)))
    return dataset
