"""The SPARQL protocol beyond its queries: methods, caching, compression, clients that go away."""

import contextlib
import gzip
import http.client
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from fastapi.testclient import TestClient

from api.settings import Settings
from tests.servers import get, serving, until

Connect = Callable[[], http.client.HTTPConnection]

ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
PRODUCT = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def asked(query: str) -> str:
    return f"/sparql?query={quote(query)}"


@pytest.mark.parametrize(
    "path", [asked("ASK {}"), asked(ROWS), asked(PRODUCT), "/sparql", "/stats", "/ping", "/docs"]
)
def test_head_is_the_head_of_get(client: TestClient, path: str) -> None:
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    if path != asked(PRODUCT):
        answer = client.get(path)
        kept = ("content-type", "etag", "vary", "content-encoding")
        assert [head.headers.get(k) for k in kept] == [answer.headers.get(k) for k in kept]


def test_head_of_what_is_not_there(client: TestClient) -> None:
    assert client.head("/indicator/none").status_code == 404
    assert client.head(asked("SELECT")).status_code == 400


def test_options_name_the_methods(client: TestClient) -> None:
    answer = client.options("/sparql")
    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


def test_a_page_of_another_origin_may_ask(client: TestClient) -> None:
    asks = {
        "Origin": "https://e.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "Accept, Content-Type, X-Requested-With",
    }
    answer = client.options("/sparql", headers=asks)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]


def test_a_refused_preflight_is_a_problem_document(client: TestClient) -> None:
    asks = {"Origin": "https://e.org", "Access-Control-Request-Method": "DELETE"}
    answer = client.options("/sparql", headers=asks)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "method" in answer.json()["detail"]


def test_a_kept_answer_is_asked_for_by_its_tag(client: TestClient) -> None:
    first = client.get(asked(ROWS))
    tag = first.headers["etag"]
    assert first.headers["cache-control"] == "no-cache"
    for sent in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = client.get(asked(ROWS), headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
    assert client.get(asked(ROWS), headers={"If-None-Match": '"other"'}).status_code == 200


def test_another_request_has_another_tag(client: TestClient) -> None:
    graph = "https://w3id.org/jipu/ontology"
    tags = [
        client.get(path, headers={"Accept": accept}).headers["etag"]
        for path in (
            asked(ROWS),
            asked(f"{ROWS} LIMIT 5"),
            f"{asked(ROWS)}&default-graph-uri={graph}",
        )
        for accept in ("text/csv", "application/sparql-results+json")
    ]
    assert len(set(tags)) == 6


@pytest.mark.parametrize("value", ["NOW()", "RAND()", "uuid ()", "STRUUID()"])
def test_what_changes_with_every_run_has_no_tag(client: TestClient, value: str) -> None:
    assert "etag" not in client.get(asked(f"SELECT ({value} AS ?v) {{}}")).headers


@pytest.mark.parametrize("path", [asked(ROWS), asked(f"{ROWS} LIMIT 30"), "/search?q=满意度&k=50"])
def test_long_answers_are_compressed_for_who_takes_it(client: TestClient, path: str) -> None:
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as packed:
        body = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(body) == plain.content


@pytest.mark.parametrize("accepted", ["gzip;q=0", "br", "*;q=0", ""])
def test_who_does_not_take_it_gets_it_plain(client: TestClient, accepted: str) -> None:
    answer = client.get(asked(ROWS), headers={"Accept-Encoding": accepted})
    assert "content-encoding" not in answer.headers


def test_relative_iris_are_relative_to_the_endpoint(client: TestClient) -> None:
    for host, iri in (("e.org:8000", "http://e.org:8000/x"), ("no host!", None)):
        answer = client.get(asked("SELECT (<x> AS ?x) {}"), headers={"Host": host})
        if iri is None:
            assert answer.status_code == 400
        else:
            assert answer.json()["results"]["bindings"][0]["x"]["value"] == iri


@pytest.fixture(scope="module")
def server(settings: Settings) -> Any:
    limited = Settings(
        home=settings.home, cache=settings.cache, query_workers=1, query_result_mib=1
    )
    with serving(limited) as url:
        yield url


@pytest.fixture
def connect(server: str) -> Iterator[Connect]:
    """Opens connections, which are closed at the end of the test."""
    with contextlib.ExitStack() as stack:

        def opened() -> http.client.HTTPConnection:
            connection = http.client.HTTPConnection(urlsplit(server).netloc, timeout=30)
            return stack.enter_context(contextlib.closing(connection))

        yield opened


def workers_in_use(server: str) -> int:
    """Query workers that use a processor now."""
    port = urlsplit(server).port
    listed = subprocess.run(
        ["ps", "-ww", "-eo", "pid,ppid,stat,args"], capture_output=True, text=True, check=True
    ).stdout
    (parent,) = re.findall(rf"^ *(\d+) .*serve --port {port}$", listed, re.M)
    return len(re.findall(rf"^ *\d+ +{parent} +R\S* .*kg\.sparql\.worker", listed, re.M))


def test_a_client_that_goes_ends_its_query(server: str, connect: Connect) -> None:
    gone = connect()
    gone.request("GET", asked(RUNAWAY))
    until(lambda: workers_in_use(server))
    gone.close()
    until(lambda: not workers_in_use(server))


def test_a_client_that_goes_in_the_middle_ends_its_query(server: str, connect: Connect) -> None:
    gone = connect()
    gone.request("GET", asked(PRODUCT), headers={"Accept": "text/csv"})
    assert gone.getresponse().read(10)
    gone.close()
    until(lambda: not workers_in_use(server))


def test_a_result_over_its_limit_is_broken_off(connect: Connect) -> None:
    """The connection ends without the last chunk, so that no client takes a part for the whole."""
    asking = connect()
    asking.request("GET", asked(PRODUCT), headers={"Accept": "text/csv"})
    answer = asking.getresponse()
    assert answer.status == 200
    with pytest.raises(http.client.IncompleteRead):
        answer.read()


def test_beyond_all_places_a_query_is_told_to_come_again(connect: Connect) -> None:
    asking = [connect() for _ in range(8)]
    for one in asking:
        one.request("GET", asked(RUNAWAY) + "&timeout=2000")
    answers = [one.getresponse() for one in asking]
    statuses = {answer.status for answer in answers}
    assert statuses == {503, 504}
    for answer in answers:
        problem = json.load(answer)
        assert problem["status"] == answer.status
        assert ("Retry-After" in answer.headers) == (answer.status == 503)


def test_search_and_pages_are_answered_beside_runaways(server: str, connect: Connect) -> None:
    asking = [connect() for _ in range(4)]
    for one in asking:
        one.request("GET", asked(RUNAWAY) + "&timeout=3000")
    assert get(f"{server}/search?q={quote('满意度')}")["hits"]
    assert get(server + asked("ASK {}"))["boolean"]
    for one in asking:
        assert one.getresponse().status in (503, 504)
