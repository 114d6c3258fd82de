"""The protocol tests of the W3C: the requests that its manifest writes out, sent to us."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx2
import pytest
from rdflib import RDF, Graph, Namespace
from rdflib.collection import Collection
from rdflib.term import Node

from tests.w3c.results import Table, read_result
from tests.w3c.suite import EXCEPTIONS, MF, entries, manifest, marked, skip_without_suite

skip_without_suite()
_HT = Namespace("http://www.w3.org/2011/http#")
_CNT = Namespace("http://www.w3.org/2011/content#")
_FORMATS = {"boolean": bool, "tabular": Table, "RDF": frozenset}


@dataclass(frozen=True)
class Exchange:
    """A request and what is expected of its answer: ``statuses`` by their first digits."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    form: str | None

    def answer(self, client: httpx2.Client) -> httpx2.Response:
        """What our endpoint says; the manifest's endpoint is ``/sparql/``."""
        path = "/sparql" + self.path.removeprefix("/sparql/")
        return client.request(self.method, path, content=self.body, headers=self.headers)


def exchanges() -> Iterator[tuple[str, tuple[Exchange, ...]]]:
    """Every protocol test of the suite."""
    graph = manifest("protocol")
    for case_id, entry in entries(graph):
        requests = graph.value(graph.value(entry, MF.action), _HT.requests)
        assert requests is not None
        yield case_id, tuple(_exchange(graph, node) for node in Collection(graph, requests))


def _exchange(graph: Graph, node: Node) -> Exchange:
    expected = graph.value(node, _HT.resp)
    body = graph.value(node, _HT.body)
    boolean = graph.value(expected, MF.expectedBoolean)
    form = graph.value(expected, MF.expectedFormat)
    statuses = graph.objects(expected, MF.expectedStatus)
    headers = Collection(graph, graph.value(node, _HT.headers) or RDF.nil)
    return Exchange(
        method=str(graph.value(node, _HT.methodName)),
        path=str(graph.value(node, _HT.absolutePath)),
        headers=tuple(_header(graph, header) for header in headers),
        body=None if body is None else _body(graph, body),
        statuses=frozenset(str(status).rpartition("StatusCode")[2][0] for status in statuses),
        boolean=None if boolean is None else str(boolean) == "true",
        form=None if form is None else str(form),
    )


def _header(graph: Graph, node: Node) -> tuple[str, str]:
    return str(graph.value(node, _HT.fieldName)), str(graph.value(node, _HT.fieldValue))


def _body(graph: Graph, node: Node) -> bytes:
    return str(graph.value(node, _CNT.chars)).encode(str(graph.value(node, _CNT.characterEncoding)))


CASES = dict(exchanges())


@pytest.mark.parametrize("case", [marked(case_id, case) for case_id, case in CASES.items()])
def test_the_endpoint_answers_as_the_protocol_says(
    endpoint: httpx2.Client, case: tuple[Exchange, ...]
) -> None:
    for exchange in case:
        answer = exchange.answer(endpoint)
        assert str(answer.status_code)[0] in exchange.statuses, answer.text
        if exchange.form is not None:
            media_type = answer.headers["content-type"].partition(";")[0]
            result = read_result(answer.content, media_type, "http://example.org/")
            assert isinstance(result, _FORMATS[exchange.form])
            assert exchange.boolean in (None, result)


@pytest.mark.parametrize("case_id", [case_id for case_id in CASES if "/update_" in case_id])
def test_an_update_is_refused(endpoint: httpx2.Client, case_id: str) -> None:
    answer = CASES[case_id][0].answer(endpoint)
    assert (answer.status_code, answer.json()["title"]) == (403, "Query refused")


def test_every_exception_is_a_case_of_the_suite() -> None:
    assert {name for name in EXCEPTIONS if name.startswith("protocol/")} <= set(CASES)
