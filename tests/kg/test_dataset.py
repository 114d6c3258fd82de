import shutil
from collections import Counter
from pathlib import Path

import pytest
from rdflib import DCTERMS, PROV, RDF, VOID, Graph, Namespace, URIRef

import ontology
from kg.home import Home
from kg.ingest import ingest
from kg.progress import Progress
from kg.release import Release
from kg.table import IndicatorTable
from tests.stores import constructed

BASE = "https://e.org/data/"
DATASET = URIRef(f"{BASE}dataset")
GRAPHS = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o }"
TOTALS = "CONSTRUCT { ?d void:triples ?n } WHERE { ?d void:triples ?n }"
DCAT = Namespace(ontology.PREFIXES["dcat"])
JIPU = ontology.PREFIXES["jipu"]


def finish(folder: Path, table: IndicatorTable, progress: Progress) -> None:
    folder.mkdir()


def description(release: Release) -> Graph:
    return constructed(release.store, f"{GRAPHS} FILTER(?g = <{DATASET}>) }}")


def partitions(graph: Graph, of: URIRef, kind: str) -> dict[str, int]:
    counted = VOID.entities if kind == "class" else VOID.triples
    return {
        str(graph.value(node, VOID[kind])): int(graph.value(node, counted))
        for node in graph.objects(of, VOID[f"{kind}Partition"])
    }


@pytest.fixture(scope="module")
def releases(sample_path: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Release]:
    """A release of the sample, and the next one with a second document beside it."""
    folder = tmp_path_factory.mktemp("described")
    home, first = Home(folder / "home"), Path(shutil.copy(sample_path, folder / "a.txt"))
    second = folder / "b.txt"
    second.write_text(first.read_text("utf-8").replace("2024", "2023"), encoding="utf-8")
    changes = [ingest(home, [first], BASE, finish), ingest(home, [second], BASE, finish)]
    return [change.release for change in changes if change.release]


@pytest.fixture(scope="module")
def described(releases: list[Release]) -> Graph:
    return description(releases[0])


@pytest.fixture(scope="module")
def counted(releases: list[Release]) -> Graph:
    """What the partitions are counted over: everything but the description."""
    return constructed(releases[0].store, f"{GRAPHS} FILTER(?g != <{DATASET}>) }}")


def test_every_class_is_counted(described: Graph, counted: Graph) -> None:
    assert partitions(described, DATASET, "class") == {
        str(name): n for name, n in Counter(counted.objects(None, RDF.type)).items()
    }


def test_every_property_is_counted(described: Graph, counted: Graph) -> None:
    assert partitions(described, DATASET, "property") == {
        str(name): n for name, n in Counter(counted.predicates()).items()
    }


def test_the_properties_of_a_class_are_those_of_its_entities(
    described: Graph, counted: Graph
) -> None:
    nodes = described.subjects(VOID["class"], URIRef(f"{JIPU}Project"))
    (node,) = nodes
    projects = counted.subjects(RDF.type, URIRef(f"{JIPU}Project"))
    used = Counter(str(p) for project in projects for p in counted.predicates(project))
    assert partitions(described, node, "property") == used


def test_distinct_terms_are_counted(described: Graph, counted: Graph) -> None:
    figures = {
        "distinctSubjects": len(set(counted.subjects())),
        "distinctObjects": len(set(counted.objects())),
        "entities": len(set(counted.subjects(RDF.type))),
        "properties": len(set(counted.predicates())),
        "classes": len(set(counted.objects(None, RDF.type))),
        "documents": 1,
    }
    told = {name: int(described.value(DATASET, VOID[name])) for name in figures}
    assert told == figures


def test_the_triples_are_those_that_a_query_counts(releases: list[Release]) -> None:
    for release in releases:
        (row,) = release.store.values("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        told = int(description(release).value(DATASET, VOID.triples))
        assert told == int(row[0] or 0) == release.manifest.stats["triples"]


def test_a_later_release_describes_itself_alone(releases: list[Release]) -> None:
    first, second = (description(release) for release in releases)
    assert int(second.value(DATASET, VOID.documents)) == 2
    for graph, release in ((first, releases[0]), (second, releases[1])):
        assert {str(told) for told in graph.objects(DATASET, DCTERMS.identifier)} == {release.id}
    assert len(list(constructed(releases[1].store, TOTALS).objects(DATASET))) == 1


def test_it_is_a_dataset_of_a_catalogue_made_by_an_activity(described: Graph) -> None:
    assert {VOID.Dataset, DCAT.Dataset} == set(described.objects(DATASET, RDF.type))
    (catalog,) = described.subjects(RDF.type, DCAT.Catalog)
    assert described.value(catalog, DCAT.dataset) == DATASET
    activity = described.value(DATASET, PROV.wasGeneratedBy)
    assert described.value(activity, RDF.type) == PROV.Activity


def test_the_examples_are_in_the_data(described: Graph, counted: Graph) -> None:
    examples = set(described.objects(DATASET, VOID.exampleResource))
    assert len(examples) == 3
    assert examples <= set(counted.subjects())
