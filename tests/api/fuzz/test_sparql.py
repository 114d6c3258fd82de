"""Whatever is sent to the endpoint, it answers as it says it does; ``JIPU_FUZZ`` times as much."""

import os
from collections.abc import Iterator

import httpx2
import pyoxigraph as ox
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.http.negotiation import SPARQL_TYPES
from api.live import LiveService
from ontology import PREFIXES
from tests.api.fuzz.grammar import damaged, queries
from tests.w3c.results import read_result, same

TIMES = int(os.environ.get("JIPU_FUZZ", "1"))
REFUSALS = {400, 403, 404, 405, 406, 413}
LIMITS = {503, 504, 507}
SPARQL_QUERY = {"Content-Type": "application/sparql-query"}
BRIEFLY = {"timeout": "400"}  # milliseconds
SERVED = settings(
    deadline=None,
    derandomize=TIMES == 1,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)


@pytest.fixture(scope="module")
def engine(live: LiveService) -> ox.Store:
    """The engine by itself, over the store that is served."""
    return ox.Store.read_only(str(live.current().release.store_path))


def is_in_order(answer: httpx2.Response) -> None:
    """A result in a type of ours, or a problem document that says what is wrong."""
    if answer.status_code in (200, 204, 304):
        return
    assert answer.status_code in REFUSALS | LIMITS, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    if answer.request.method != "HEAD":
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert problem["title"]
        assert problem["detail"]
        assert "Traceback" not in answer.text


@settings(SERVED, max_examples=80 * TIMES)
@given(query=queries())
def test_a_valid_query_is_answered_as_the_engine_does(
    client: TestClient, engine: ox.Store, caplog: pytest.LogCaptureFixture, query: str
) -> None:
    caplog.clear()
    answer = client.post("/sparql", content=query.encode(), headers=SPARQL_QUERY, params=BRIEFLY)
    is_in_order(answer)
    assert answer.status_code in {200} | LIMITS, answer.text
    # A stream that is broken off shows as such on a connection, not in this process.
    if answer.status_code == 200 and "broken off" not in caplog.text:
        media_type = answer.headers["content-type"].partition(";")[0]
        found = engine.query(query, prefixes=dict(PREFIXES))
        form = (
            ox.RdfFormat.TURTLE
            if isinstance(found, ox.QueryTriples)
            else ox.QueryResultsFormat.JSON
        )
        expected = found.serialize(format=form)
        assert same(
            read_result(expected, media_type),
            read_result(answer.content, media_type),
            ordered=False,
        )


@settings(SERVED, max_examples=100 * TIMES)
@given(query=damaged())
def test_a_damaged_query_is_answered_or_refused(client: TestClient, query: bytes) -> None:
    is_in_order(client.post("/sparql", content=query, headers=SPARQL_QUERY, params=BRIEFLY))


_words = st.one_of(
    st.sampled_from((*SPARQL_TYPES, "*/*", "text/*;q=0.5", "gzip", "identity;q=0", "br, *;q=0.1")),
    st.sampled_from(("application/x-www-form-urlencoded", "application/sparql-query;charset=x")),
    st.text(
        st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=20
    ),
)
_headers = st.dictionaries(
    st.sampled_from(
        ("Accept", "Accept-Encoding", "Content-Type", "Host", "If-None-Match", "Origin")
    ),
    _words,
)
_parameters = st.lists(
    st.tuples(
        st.sampled_from(
            ("query", "update", "timeout", "default-graph-uri", "named-graph-uri", "x")
        ),
        st.one_of(
            st.sampled_from(("ASK {}", "SELECT * { ?s ?p ?o } LIMIT 1", "1", "a:b")), st.text()
        ),
    ),
    max_size=4,
)


@settings(SERVED, max_examples=100 * TIMES)
@given(
    method=st.sampled_from(("GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE")),
    headers=_headers,
    parameters=_parameters,
    body=st.one_of(st.just(b"ASK {}"), st.just(b"query=ASK%20%7B%7D"), st.binary(max_size=20)),
)
def test_an_odd_request_is_answered_or_refused(
    client: TestClient,
    method: str,
    headers: dict[str, str],
    parameters: list[tuple[str, str]],
    body: bytes,
) -> None:
    encoded = {name: value.encode("latin-1") for name, value in headers.items()}
    is_in_order(client.request(method, "/sparql", headers=encoded, params=parameters, content=body))


def monsters() -> Iterator[tuple[str, str]]:
    deep = 5_000
    yield "nested groups", "SELECT * " + "{" * deep + "}" * deep
    yield "nested brackets", f"SELECT * {{ FILTER({'(' * deep}1{')' * deep}) }}"
    yield "nested EXISTS", f"ASK {{ {'FILTER EXISTS { ' * deep}?s ?p ?o{' }' * deep} }}"
    yield "a long path", f"ASK {{ ?s {'/'.join(['rdfs:label'] * deep)} ?o }}"
    yield "many unions", f"ASK {{ {'{ ?s ?p 1 } UNION ' * deep}{{ ?s ?p 2 }} }}"
    yield "many rows of VALUES", f"ASK {{ VALUES ?x {{ {' '.join(map(str, range(50_000)))} }} }}"
    yield "a long word", "SELECT " + "?" + "x" * 1_000_000 + " {}"
    yield "a body over its limit", "#" * (5 << 20)
    yield (
        "a doubling text",
        "SELECT * { BIND('ab' AS ?n0) "
        + " ".join(f"BIND(CONCAT(?n{i}, ?n{i}) AS ?n{i + 1})" for i in range(60))
        + " }",
    )


@pytest.mark.parametrize("query", [pytest.param(query, id=name) for name, query in monsters()])
def test_a_monster_is_answered_or_refused(client: TestClient, query: str) -> None:
    is_in_order(
        client.post("/sparql", content=query.encode(), headers=SPARQL_QUERY, params=BRIEFLY)
    )
    assert client.post("/sparql", content=b"ASK {}", headers=SPARQL_QUERY).status_code == 200
