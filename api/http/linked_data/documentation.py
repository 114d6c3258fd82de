"""The ontology's documentation (本体文档), made of its own files: one anchor for each term."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS
from rdflib.term import Literal, Node

import ontology
from kg.ontology_graph import ontology_graph

SCHEMA = Namespace("https://schema.org/")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_ONTOLOGY = URIRef(ontology.GRAPH)
_KINDS = {
    OWL.Class: "类 Class",
    RDFS.Datatype: "数据类型 Datatype",
    OWL.ObjectProperty: "对象属性 Object property",
    OWL.DatatypeProperty: "数据属性 Datatype property",
    RDF.Property: "属性 Property",
    SD.Service: "服务 Service",
    SD.Function: "函数 Function",
}
_RELATIONS = {
    RDFS.subClassOf: "上位类",
    RDFS.subPropertyOf: "上位属性",
    OWL.disjointWith: "不相交",
    RDFS.domain: "用于",
    SCHEMA.domainIncludes: "用于",
    RDFS.range: "取值",
    SKOS.example: "例",
}
_LIMITS = {SH.datatype: "", SH["class"]: "", SH.nodeKind: "", SH.pattern: "匹配 "}


@dataclass(frozen=True, slots=True)
class Described:
    """A term with its names and definitions, Chinese first; ``relations`` go by their heading."""

    iri: str
    kind: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    relations: Mapping[str, tuple[Node, ...]]


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a scheme with those below it."""

    iri: str
    names: Mapping[str, str]
    notation: str
    definitions: Mapping[str, str]
    narrower: tuple["Concept", ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A property shape: its path, what values may be, how many, and what is said of a fault."""

    path: str
    values: tuple[str, ...]
    count: str
    message: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape with its target classes."""

    iri: str
    names: Mapping[str, str]
    targets: tuple[str, ...]
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Documentation:
    """All that the page shows."""

    version: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    classes: tuple[Described, ...]
    properties: tuple[Described, ...]
    others: tuple[Described, ...]
    schemes: tuple[Concept, ...]
    shapes: tuple[Shape, ...]


@cache
def documentation() -> Documentation:
    """Read the ontology's files once."""
    graph = ontology_graph()
    terms = sorted(_terms(graph), key=lambda term: term.iri.lower())
    kinds = {kind: [term for term in terms if term.kind == text] for kind, text in _KINDS.items()}
    properties = kinds[OWL.ObjectProperty] + kinds[OWL.DatatypeProperty] + kinds[RDF.Property]
    return Documentation(
        version=str(graph.value(_ONTOLOGY, OWL.versionInfo)),
        names=_texts(graph, _ONTOLOGY, DCTERMS.title),
        definitions=_texts(graph, _ONTOLOGY, DCTERMS.description),
        classes=tuple(kinds[OWL.Class]),
        properties=tuple(sorted(properties, key=lambda term: term.iri.lower())),
        others=tuple(kinds[RDFS.Datatype] + kinds[SD.Service] + kinds[SD.Function]),
        schemes=tuple(_scheme(graph, scheme) for scheme in _ours(graph, SKOS.ConceptScheme)),
        shapes=tuple(_shape(graph, shape) for shape in _ours(graph, SH.NodeShape)),
    )


def _terms(graph: Graph) -> Iterator[Described]:
    for kind, text in _KINDS.items():
        for term in _ours(graph, kind):
            relations: dict[str, tuple[Node, ...]] = {}
            for predicate, heading in _RELATIONS.items():
                found = tuple(sorted(graph.objects(term, predicate), key=str))
                if found:
                    relations[heading] = (*relations.get(heading, ()), *found)
            yield Described(
                iri=str(term),
                kind=text,
                names=_texts(graph, term, RDFS.label),
                definitions=_texts(graph, term, SKOS.definition),
                relations=relations,
            )


def _scheme(graph: Graph, scheme: URIRef) -> Concept:
    members = set(graph.subjects(SKOS.inScheme, scheme))
    tops = set(graph.objects(scheme, SKOS.hasTopConcept))
    return _concept(graph, scheme, members, sorted(tops, key=str))


def _concept(graph: Graph, node: Node, members: set[Node], below: Iterable[Node]) -> Concept:
    narrower = tuple(
        _concept(graph, child, members, _narrower(graph, child, members)) for child in below
    )
    return Concept(
        iri=str(node),
        names=_texts(graph, node, SKOS.prefLabel),
        notation=str(graph.value(node, SKOS.notation) or ""),
        definitions=_texts(graph, node, SKOS.definition),
        narrower=narrower,
    )


def _narrower(graph: Graph, node: Node, members: set[Node]) -> list[Node]:
    return sorted(members & set(graph.subjects(SKOS.broader, node)), key=str)


def _shape(graph: Graph, shape: URIRef) -> Shape:
    constraints = [_constraint(graph, node) for node in graph.objects(shape, SH.property)]
    return Shape(
        iri=str(shape),
        names=_texts(graph, shape, RDFS.label),
        targets=tuple(sorted(str(target) for target in graph.objects(shape, SH.targetClass))),
        constraints=tuple(sorted(constraints, key=lambda constraint: constraint.path)),
    )


def _constraint(graph: Graph, node: Node) -> Constraint:
    allowed = graph.value(node, SH["in"])
    values = [
        f"{words}{value}"
        for predicate, words in _LIMITS.items()
        for value in graph.objects(node, predicate)
    ] + ([str(item) for item in Collection(graph, allowed)] if allowed else [])
    least, most = graph.value(node, SH.minCount), graph.value(node, SH.maxCount)
    return Constraint(
        path=str(graph.value(node, SH.path)),
        values=tuple(values),
        count=f"{0 if least is None else least}..{'*' if most is None else most}",
        message=str(graph.value(node, SH.message) or ""),
    )


def _texts(graph: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    """Texts by language, Chinese first."""
    found = [text for text in graph.objects(subject, predicate) if isinstance(text, Literal)]
    ordered = sorted(found, key=lambda text: text.language != "zh")
    return {text.language or "": str(text) for text in ordered}


def _ours(graph: Graph, kind: URIRef) -> list[URIRef]:
    """The resources of a class that are named below the ontology's home."""
    found = [node for node in graph.subjects(RDF.type, kind) if isinstance(node, URIRef)]
    return sorted(node for node in found if node.startswith(ontology.HOME))
