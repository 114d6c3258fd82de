"""A release described in its own named graph: VoID, DCAT and PROV (数据集描述).

https://www.w3.org/TR/void/, https://www.w3.org/TR/vocab-dcat-3/. The class and property partitions
are what SPARQL editors complete from. They and the counts of distinct terms are those of the
documents and the ontology; ``void:triples`` counts the description as well, as ``COUNT(*)`` does.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import ontology
from kg import ntriples, vocab
from kg.iri import Minter
from kg.ntriples import Triple, iri, literal

Values = Callable[[str], list[tuple[str | None, ...]]]
"""The rows of a SELECT query over a release's graph, as lexical values."""

_COUNTS = {
    vocab.VOID + "entities": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c }",
    vocab.VOID + "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    vocab.VOID + "distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
}
_TRIPLES = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_CLASSES = """
SELECT ?class (COUNT(*) AS ?n) WHERE { ?s a ?class FILTER(ISIRI(?class)) }
GROUP BY ?class ORDER BY ?class"""
_PROPERTIES = """
SELECT ?property (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?property ?o } GROUP BY ?property ORDER BY ?property"""
_PROPERTIES_OF_CLASSES = """
SELECT ?class ?property (COUNT(*) AS ?n) WHERE { ?s a ?class ; ?property ?o FILTER(ISIRI(?class)) }
GROUP BY ?class ?property ORDER BY ?class ?property"""
_EXAMPLES = tuple(
    f"SELECT ?s WHERE {{ ?s a <{kind}> }} LIMIT 1"
    for kind in (vocab.DOCUMENT, vocab.PROJECT, vocab.INDICATOR)
)
_TITLES = (
    ("绩谱：预算绩效目标知识图谱", "zh"),
    ("jipu: a knowledge graph of budget performance targets", "en"),
)
_DESCRIPTIONS = (
    ("从公开的项目支出绩效目标表读出的项目、指标和指标值，每一条都注明文件和行。", "zh"),
    (
        "Projects, indicators and targets read from published performance-target tables, each with "
        "the file and row that it is printed in.",
        "en",
    ),
)
_CATALOG_TITLES = (("绩谱数据目录", "zh"), ("Catalogue of jipu", "en"))


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What is known of a release before its graph is looked at."""

    id: str
    created: str
    software: str
    documents: int


def dataset_triples(facts: ReleaseFacts, minter: Minter, values: Values) -> list[Triple]:
    """The description of a release whose documents and ontology ``values`` reads.

    Takes time in proportion to the graph: about 2 s for a million triples on disk.
    """
    dataset = iri(minter.dataset)
    told = [
        *release_triples(facts, minter),
        *_counts(dataset, values),
        *_partitions(dataset, values),
    ]
    total = _number(values(_TRIPLES)[0][0]) + len(told) + 1
    return [*told, Triple(dataset, _void("triples"), ntriples.integer(total))]


def release_triples(facts: ReleaseFacts, minter: Minter) -> Iterator[Triple]:
    """What is said of a release without looking at its graph."""
    dataset, build = iri(minter.dataset), iri(f"{minter.dataset}#build")
    created = ntriples.date_time(facts.created)
    yield Triple(dataset, iri(vocab.TYPE), _void("Dataset"))
    yield Triple(dataset, iri(vocab.TYPE), _dcat("Dataset"))
    yield from _texts(dataset, "title", _TITLES)
    yield from _texts(dataset, "description", _DESCRIPTIONS)
    yield from (
        Triple(dataset, _dcterms("identifier"), literal(facts.id)),
        Triple(dataset, _dcterms("modified"), created),
        Triple(dataset, _dcterms("conformsTo"), iri(ontology.GRAPH)),
        Triple(dataset, _void("uriSpace"), literal(minter.base)),
        Triple(dataset, _void("documents"), ntriples.integer(facts.documents)),
        Triple(dataset, iri(vocab.GENERATED_BY), build),
        Triple(build, iri(vocab.TYPE), iri(vocab.ACTIVITY)),
        Triple(build, iri(vocab.ENDED_AT), created),
        Triple(build, iri(vocab.SOFTWARE_VERSION), literal(facts.software)),
    )
    catalog = iri(minter.catalog)
    yield Triple(catalog, iri(vocab.TYPE), _dcat("Catalog"))
    yield from _texts(catalog, "title", _CATALOG_TITLES)
    yield Triple(catalog, _dcat("dataset"), dataset)


def _counts(dataset: str, values: Values) -> Iterator[Triple]:
    for predicate, query in _COUNTS.items():
        yield Triple(dataset, iri(predicate), ntriples.integer(_number(values(query)[0][0])))
    for query in _EXAMPLES:
        for (example,) in values(query):
            yield Triple(dataset, _void("exampleResource"), iri(str(example)))


def _partitions(dataset: str, values: Values) -> Iterator[Triple]:
    """Every class with its entities and the properties that they have, then every property."""
    nodes: dict[str, str] = {}
    for number, (name, entities) in enumerate(values(_CLASSES), 1):
        node = nodes[str(name)] = f"_:class{number}"
        yield Triple(dataset, _void("classPartition"), node)
        yield Triple(node, _void("class"), iri(str(name)))
        yield Triple(node, _void("entities"), ntriples.integer(entities))
    yield Triple(dataset, _void("classes"), ntriples.integer(len(nodes)))
    for number, (owner, name, triples) in enumerate(values(_PROPERTIES_OF_CLASSES), 1):
        yield from _property(nodes[str(owner)], f"_:of{number}", str(name), triples)
    properties = values(_PROPERTIES)
    for number, (name, triples, subjects, objects) in enumerate(properties, 1):
        node = f"_:property{number}"
        yield from _property(dataset, node, str(name), triples)
        yield Triple(node, _void("distinctSubjects"), ntriples.integer(subjects))
        yield Triple(node, _void("distinctObjects"), ntriples.integer(objects))
    yield Triple(dataset, _void("properties"), ntriples.integer(len(properties)))
    yield from _vocabularies(dataset, (str(name) for name, *_ in properties))


def _property(of: str, node: str, name: str, triples: str | None) -> Iterator[Triple]:
    yield Triple(of, _void("propertyPartition"), node)
    yield Triple(node, _void("property"), iri(name))
    yield Triple(node, _void("triples"), ntriples.integer(triples))


def _vocabularies(dataset: str, properties: Iterable[str]) -> Iterator[Triple]:
    """The vocabularies of the properties: their namespaces, for ours the ontology."""
    spaces = {name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in properties}
    for space in sorted((spaces - {vocab.JIPU}) | {ontology.GRAPH}):
        yield Triple(dataset, _void("vocabulary"), iri(space))


def _texts(subject: str, name: str, texts: Iterable[tuple[str, str]]) -> Iterator[Triple]:
    for text, language in texts:
        yield Triple(subject, _dcterms(name), f"{literal(text)}@{language}")


def _void(name: str) -> str:
    return iri(vocab.VOID + name)


def _dcat(name: str) -> str:
    return iri(ontology.PREFIXES["dcat"] + name)


def _dcterms(name: str) -> str:
    return iri(ontology.PREFIXES["dcterms"] + name)


def _number(value: str | None) -> int:
    return int(value or 0)
