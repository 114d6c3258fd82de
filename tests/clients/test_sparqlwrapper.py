import pytest
from rdflib import RDFS, Graph
from SPARQLWrapper import CSV, GET, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.clients.questions import LABELS, LARGEST, LARGEST_YUAN, MALFORMED, NONE, SOME


def wrapper(endpoint: str, query: str, answer: str) -> SPARQLWrapper:
    made = SPARQLWrapper(endpoint)
    made.setQuery(query)
    made.setReturnFormat(answer)
    return made


@pytest.mark.parametrize(("method", "how"), [(GET, None), (POST, "urlencoded"), (POST, "direct")])
def test_every_way_to_send_a_query(endpoint: str, method: str, how: str | None) -> None:
    made = wrapper(endpoint, LARGEST, JSON)
    made.setMethod(method)
    if how == "direct":
        made.setRequestMethod(POSTDIRECTLY)
    rows = made.queryAndConvert()["results"]["bindings"]
    assert [int(row["yuan"]["value"]) for row in rows] == LARGEST_YUAN


def test_xml_and_csv(endpoint: str) -> None:
    document = wrapper(endpoint, LARGEST, XML).queryAndConvert()
    assert len(document.getElementsByTagName("result")) == 3
    lines = wrapper(endpoint, LARGEST, CSV).queryAndConvert().decode().splitlines()
    assert (lines[0], len(lines)) == ("name,yuan", 4)


def test_questions_of_yes_or_no(endpoint: str) -> None:
    assert wrapper(endpoint, SOME, JSON).queryAndConvert()["boolean"] is True
    assert wrapper(endpoint, NONE, JSON).queryAndConvert()["boolean"] is False


def test_graphs(endpoint: str) -> None:
    graph = Graph().parse(data=wrapper(endpoint, LABELS, TURTLE).queryAndConvert())
    assert len(list(graph.subject_objects(RDFS.label))) == 20


def test_a_malformed_query_is_told_with_its_position(endpoint: str) -> None:
    with pytest.raises(QueryBadFormed, match="line 2, column 7"):
        wrapper(endpoint, MALFORMED, JSON).query()
