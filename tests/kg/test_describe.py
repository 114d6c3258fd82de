import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg.describe import MOST_REFERENCES, description, is_told
from kg.ntriples import Triple
from kg.store.reader import StoreReader
from tests.stores import constructed, stored

E = "https://e.org/"
P = f"<{E}p>"


def triple(subject: str, value: str) -> Triple:
    return Triple(f"<{E}{subject}>" if subject[0] != "_" else subject, P, value)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> StoreReader:
    folder = tmp_path_factory.mktemp("describe")
    many = [triple(f"row{n}", f"<{E}category>") for n in range(MOST_REFERENCES + 1)]
    triples = [
        triple("a", '"甲"'),
        triple("a", "_:inner"),
        triple("_:inner", "_:innermost"),
        triple("_:innermost", '"深"'),
        triple("a", f"<{E}a#part>"),
        triple("a#part", '"部分"'),
        triple("a", f"<{E}other>"),
        triple("other", '"别的"'),
        triple("parent", f"<{E}a>"),
        triple("parent", '"不相干"'),
        triple("category", '"类"'),
        *many,
    ]
    return StoreReader(stored(folder / "store", (f"{E}graph", triples)), {})


def told(store: StoreReader, name: str) -> Graph:
    return Graph().parse(data=description(store, E + name), format="nt")


def test_describe_is_a_concise_bounded_description(store: StoreReader) -> None:
    """The resource's statements, blank nodes followed, no IRI followed, nothing referring."""
    expected = Graph().parse(
        data=f"""@prefix e: <{E}> . e:a e:p "甲", e:other, <{E}a#part>, [ e:p [ e:p "深" ] ] .""",
        format="turtle",
    )
    assert isomorphic(constructed(store, f"DESCRIBE <{E}a>"), expected)


def test_a_resource_is_told_with_its_parts_and_what_refers_to_it(store: StoreReader) -> None:
    graph = told(store, "a")
    assert (URIRef(f"{E}a#part"), URIRef(f"{E}p"), None) in graph
    assert (URIRef(f"{E}parent"), URIRef(f"{E}p"), URIRef(f"{E}a")) in graph
    assert len(graph) == len(constructed(store, f"DESCRIBE <{E}a>")) + 2


def test_many_references_are_left_out(store: StoreReader) -> None:
    assert len(told(store, "category")) == 1


def test_what_is_an_object_only_is_told_by_who_says_so(store: StoreReader) -> None:
    assert len(told(store, "graph")) == 0
    assert is_told(store, f"{E}other")


@pytest.mark.parametrize("iri", [f"{E}nothing", f"{E}50%", "no iri", f"{E}a> ?p ?o }} #", ""])
def test_nothing_is_told_of_another(store: StoreReader, iri: str) -> None:
    assert not is_told(store, iri)
