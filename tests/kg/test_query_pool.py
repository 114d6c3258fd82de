import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import (
    BusyError,
    InvalidRequestError,
    NotAcceptableError,
    QueryError,
    QueryRefusedError,
    QueryTimeoutError,
    QueryTooLargeError,
)
from kg.ntriples import Triple
from kg.query_pool import QueryLimits, QueryPool
from kg.store import Query, open_builder

JSON = ("application/sparql-results+json",)
COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", JSON)
RUNAWAY = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", JSON)
MANY_ROWS = Query("SELECT * { ?a ?b ?c . ?d ?e ?f }", ("text/csv",))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pool") / "store"
    triples = [Triple(f"<https://e.org/{n}>", "<https://e.org/p>", f'"{n}"') for n in range(500)]
    with open_builder(path, None) as builder:
        builder.add_graphs([("https://e.org/g", triples)], path.parent / "scratch.nq")
    return path


@pytest.fixture
def pool(store: Path) -> Iterator[QueryPool]:
    pool = QueryPool(store, 1, QueryLimits(waiting_seconds=0.2))
    yield pool
    pool.close()


def counted(pool: QueryPool) -> str:
    answer = json.loads(pool.run(COUNT).read())
    return str(answer["results"]["bindings"][0]["n"]["value"])


def test_a_worker_answers_query_after_query(pool: QueryPool) -> None:
    assert [counted(pool) for _ in range(3)] == ["500"] * 3


def test_a_runaway_query_is_stopped_and_the_next_is_answered(pool: QueryPool) -> None:
    with pytest.raises(QueryTimeoutError, match=r"longer than its 0\.3 s"):
        pool.run(RUNAWAY, seconds=0.3)
    assert counted(pool) == "500"


def test_a_request_cannot_lengthen_the_limit(store: Path) -> None:
    pool = QueryPool(store, 1, QueryLimits(seconds=0.3))
    with pytest.raises(QueryTimeoutError):
        pool.run(RUNAWAY, seconds=60)
    pool.close()


def test_a_result_over_the_limit_fails_and_is_never_cut(store: Path) -> None:
    pool = QueryPool(store, 1, QueryLimits(result_bytes=100_000))
    with pytest.raises(QueryTooLargeError):
        pool.run(MANY_ROWS).read()
    assert counted(pool) == "500"
    pool.close()


def test_a_query_over_its_memory_is_stopped(store: Path) -> None:
    pool = QueryPool(store, 1, QueryLimits(memory_bytes=1 << 30))
    hungry = Query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", JSON)
    with pytest.raises(QueryTooLargeError, match="memory"):
        pool.run(hungry).read()
    assert counted(pool) == "500"
    pool.close()


def test_an_abandoned_result_frees_its_worker(pool: QueryPool) -> None:
    result = pool.run(MANY_ROWS)
    next(result.chunks)
    result.chunks.close()
    assert counted(pool) == "500"


def test_a_syntax_error_keeps_the_worker(pool: QueryPool) -> None:
    with pytest.raises(QueryError) as caught:
        pool.run(Query("SELECT", JSON))
    assert caught.value.line == 1
    with pytest.raises(NotAcceptableError):
        pool.run(Query("ASK {}", ("text/csv",)))
    assert counted(pool) == "500"


def test_all_workers_taken_is_told(pool: QueryPool) -> None:
    held = pool.run(MANY_ROWS)
    with pytest.raises(BusyError):
        pool.run(COUNT)
    held.chunks.close()


def test_a_late_query_is_answered_after_closing(pool: QueryPool) -> None:
    pool.close()
    assert counted(pool) == "500"


def test_no_query_reaches_another_host(store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        reached = threading.Event()

        def listen() -> None:
            try:
                listener.accept()[0].close()
                reached.set()
            except TimeoutError:
                pass

        thread = threading.Thread(target=listen)
        thread.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        pool = QueryPool(store, 1, QueryLimits(seconds=2))
        with pytest.raises(QueryRefusedError):
            pool.run(Query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", JSON))
        pool.run(Query(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}", JSON)).read()
        thread.join()
        pool.close()
    assert not reached.is_set()


def test_a_graph_name_that_is_no_iri_is_told(pool: QueryPool) -> None:
    with pytest.raises(InvalidRequestError, match="default-graph-uri"):
        pool.run(Query("ASK {}", JSON, default_graphs=("not an iri",)))
    assert counted(pool) == "500"
