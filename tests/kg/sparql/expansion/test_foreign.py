"""SERVICE clauses of endpoints that are allowed, asked over HTTP."""

import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

import api.federation
from api.federation import Federation
from kg.errors import EndpointError, QueryRefusedError
from kg.sparql.host import Call
from kg.store.reader import StoreReader
from tests.kg.sparql.conftest import selected

IRI = "https://w3id.org/jipu/category/satisfaction"


def results(*rows: dict[str, Any], names: tuple[str, ...] = ("c", "x")) -> bytes:
    return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()


def uri(value: str) -> dict[str, str]:
    return {"type": "uri", "value": value}


class Endpoint(BaseHTTPRequestHandler):
    """Answers every POST with what its server was given, and notes the queries."""

    server: "Server"

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.queries.append(urllib.parse.parse_qs(form)["query"][0])
        self.send_response(self.server.status)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    body = b""
    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Endpoint)
        self.queries: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/sparql"

    @property
    def call(self) -> Call:
        """A host that may ask this endpoint."""
        federation = Federation([self.url], seconds=5)
        return lambda name, arguments: federation.ask(arguments)


@contextmanager
def running() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def endpoint() -> Iterator[Server]:
    with running() as server:
        yield server


def test_its_rows_are_joined(endpoint: Server, reader: StoreReader) -> None:
    texts = [{"type": "literal", "value": 'a "b"\n\\'}, {"type": "literal", "value": "1"}]
    texts[1]["datatype"] = "http://www.w3.org/2001/XMLSchema#integer"
    tagged = {"type": "literal", "value": "满意", "xml:lang": "zh"}
    endpoint.body = results(*({"c": uri(IRI), "x": x} for x in [*texts, tagged]), {"c": uri("a:b")})
    query = (
        "PREFIX e: <http://e/> SELECT ?x (LANG(?x) AS ?l) { ?i jipu:category ?c"
        f" SERVICE <{endpoint.url}> {{ ?c e:p ?x ; skos:broader ?b . # all\n }} }}"
    )
    rows = selected(query, reader, endpoint.call)
    assert {row["x"] for row in rows} == {'a "b"\n\\', "1", "满意"}
    assert {row["l"] for row in rows} == {"", "zh"}
    (asked,) = endpoint.queries
    assert asked.endswith("SELECT * WHERE { ?c e:p ?x ; skos:broader ?b . # all\n }")
    assert "PREFIX e: <http://e/>" in asked
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in asked


def test_an_endpoint_is_its_very_address(endpoint: Server, reader: StoreReader) -> None:
    endpoint.body = results()
    for address in (endpoint.url + "/", endpoint.url.replace("127.0.0.1", "localhost"), "e:x"):
        with pytest.raises(QueryRefusedError, match="line 1, column 12"):
            selected(f"SELECT * {{ SERVICE <{address}> {{ }} }}", reader, endpoint.call)
    assert endpoint.queries == []


FAULTS = {
    "no JSON": (200, b"<html>", "no JSON results"),
    "no results": (200, b'{"boolean": true}', "no SPARQL results"),
    "another document": (200, b"[]", "no SPARQL results"),
    "an error": (500, b"", "answers 500"),
    "a redirect": (302, b"", "answers 302"),
    "a blank node": (200, results({"x": {"type": "bnode", "value": "b0"}}), "cannot be joined"),
    "a broken IRI": (200, results({"x": uri("a:b> <c:d")}), "cannot be joined"),
    "a broken datatype": (
        200,
        results({"x": {"type": "literal", "value": "1", "datatype": "a:b> "}}),
        "cannot be joined",
    ),
    "a broken language": (
        200,
        results({"x": {"type": "literal", "value": "1", "xml:lang": "en } #"}}),
        "cannot be joined",
    ),
    "a broken variable": (200, results(names=("x) {} #",)), "no variables"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_an_endpoint_is_told(fault: str, endpoint: Server, reader: StoreReader) -> None:
    endpoint.status, endpoint.body, told = FAULTS[fault]
    query = f"SELECT * {{\n SERVICE <{endpoint.url}> {{ ?c ?p ?x }} }}"
    with pytest.raises(EndpointError, match=told) as caught:
        selected(query, reader, endpoint.call)
    assert (caught.value.line, caught.value.column) == (2, 2)
    silent = query.replace("SERVICE", "SERVICE SILENT")
    assert selected(silent, reader, endpoint.call) == [{}]


def test_too_much_is_told(
    endpoint: Server, reader: StoreReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = f"SELECT * {{ SERVICE <{endpoint.url}> {{ ?c ?p ?x }} }}"
    endpoint.body = results(*({"x": uri(f"a:{n}")} for n in range(3)))
    monkeypatch.setattr("kg.sparql.expansion.foreign.MOST_ROWS", 2)
    with pytest.raises(EndpointError, match="3 rows, over 2"):
        selected(query, reader, endpoint.call)
    monkeypatch.setattr(api.federation, "_MOST_BYTES", 100)
    with pytest.raises(EndpointError, match="more than 100 bytes"):
        selected(query, reader, endpoint.call)


def test_an_endpoint_that_is_not_there_is_told(reader: StoreReader) -> None:
    with running() as server:
        gone = server
    query = f"SELECT * {{ SERVICE <{gone.url}> {{ ?c ?p ?x }} }}"
    with pytest.raises(EndpointError, match="does not answer"):
        selected(query, reader, gone.call)
