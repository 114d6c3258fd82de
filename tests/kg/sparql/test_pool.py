import gzip
import itertools
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import (
    InvalidRequestError,
    NotAcceptableError,
    QueryError,
    QueryRefusedError,
    QueryTimeoutError,
    QueryTooLargeError,
)
from kg.ntriples import Triple
from kg.sparql.blocking import BlockingPool, blocking
from kg.sparql.limits import QueryLimits
from kg.sparql.pool import QueryPool
from kg.store.query import Query
from tests.stores import stored

JSON = ("application/sparql-results+json",)
NUMBERS = itertools.count()
COUNT = Query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", JSON)
RUNAWAY = Query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", JSON)
MANY_ROWS = Query("SELECT * { ?a ?b ?c . ?d ?e ?f }", ("text/csv",))


@pytest.fixture
def pool(store: Path) -> Iterator[BlockingPool]:
    with blocking(QueryPool(store, 1, QueryLimits(waiting_seconds=0.2))) as pool:
        yield pool


def counted(pool: BlockingPool) -> str:
    fresh = Query(f"{COUNT.text} # {next(NUMBERS)}", JSON)  # not one whose answer is kept
    answer = json.loads(pool.run(fresh).read())
    return str(answer["results"]["bindings"][0]["n"]["value"])


def test_a_worker_answers_query_after_query(pool: BlockingPool) -> None:
    assert [counted(pool) for _ in range(3)] == ["500"] * 3


def test_a_runaway_query_is_stopped_and_the_next_is_answered(pool: BlockingPool) -> None:
    with pytest.raises(QueryTimeoutError, match=r"longer than its 0\.3 s"):
        pool.run(RUNAWAY, seconds=0.3)
    assert counted(pool) == "500"


def test_a_request_cannot_lengthen_the_limit(store: Path) -> None:
    with (
        blocking(QueryPool(store, 1, QueryLimits(seconds=0.3))) as pool,
        pytest.raises(QueryTimeoutError),
    ):
        pool.run(RUNAWAY, seconds=60)


def test_a_result_over_the_limit_fails_and_is_never_cut(store: Path) -> None:
    with blocking(QueryPool(store, 1, QueryLimits(result_bytes=100_000))) as pool:
        with pytest.raises(QueryTooLargeError):
            pool.run(MANY_ROWS).read()
        assert counted(pool) == "500"


def test_a_query_over_its_memory_is_stopped(store: Path) -> None:
    with blocking(QueryPool(store, 1, QueryLimits(memory_bytes=1 << 30))) as pool:
        hungry = Query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i", JSON)
        with pytest.raises(QueryTooLargeError, match="memory"):
            pool.run(hungry).read()
        assert counted(pool) == "500"


def test_an_abandoned_result_frees_its_place(pool: BlockingPool) -> None:
    for _ in range(10):
        pieces = iter(pool.run(MANY_ROWS))
        next(pieces)
        pieces.close()
    assert counted(pool) == "500"


def test_a_large_result_comes_whole_and_compressed_where_the_client_takes_it(
    pool: BlockingPool,
) -> None:
    text = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
    plain = pool.run(Query(text, ("text/csv",))).read()
    assert plain.count(b"\r\n") == 20001
    packed = pool.run(Query(text, ("text/csv",), codings=("gzip",))).read()
    assert len(packed) < len(plain) / 5
    assert gzip.decompress(packed) == plain


def test_a_short_result_is_not_compressed(pool: BlockingPool) -> None:
    answer = pool.run(Query("ASK {}", JSON, codings=("gzip",))).read()
    assert json.loads(answer)["boolean"] is True


def test_relative_iris_are_resolved_against_the_base_that_is_given(pool: BlockingPool) -> None:
    query = Query("SELECT (<x> AS ?x) {}", ("text/csv",), base_iri="http://e.org/sparql")
    assert pool.run(query).read() == b"x\r\nhttp://e.org/x\r\n"


def test_a_syntax_error_keeps_the_worker(pool: BlockingPool) -> None:
    with pytest.raises(QueryError) as caught:
        pool.run(Query("SELECT", JSON))
    assert caught.value.line == 1
    with pytest.raises(NotAcceptableError):
        pool.run(Query("ASK {}", ("text/csv",)))
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
        with blocking(QueryPool(store, 1, QueryLimits(seconds=2))) as pool:
            with pytest.raises(QueryRefusedError):
                pool.run(Query(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", JSON))
            pool.run(Query(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}", JSON)).read()
            thread.join()
    assert not reached.is_set()


def test_a_store_of_many_files_is_read_to_its_end(tmp_path: Path) -> None:
    """The engine opens the first 16 of its files at once and each other one when it is needed."""
    last: Path | None = None
    for number in range(8):
        name = f"https://e.org/{number}"
        triples = [Triple(f"<{name}/{n}>", f"<{name}>", f'"{n}"') for n in range(200)]
        last = stored(tmp_path / f"store{number}", (name, triples), base=last)
    assert last is not None
    assert len(list(last.glob("*.sst"))) > 16
    with blocking(QueryPool(last, 1, QueryLimits(seconds=5))) as pool:
        assert counted(pool) == "1600"
        for number in range(8):
            text = f"SELECT ?s {{ ?s <https://e.org/{number}> ?o }}"
            assert len(pool.run(Query(text, ("text/csv",))).read().splitlines()) == 201
            back = f'SELECT ?s {{ GRAPH ?g {{ ?s ?p "{number}" }} }}'
            assert len(pool.run(Query(back, ("text/csv",))).read().splitlines()) == 9


def test_a_graph_name_that_is_no_iri_is_told(pool: BlockingPool) -> None:
    with pytest.raises(InvalidRequestError, match="default-graph-uri"):
        pool.run(Query("ASK {}", JSON, default_graphs=("not an iri",)))
    assert counted(pool) == "500"


@pytest.mark.parametrize(
    ("query", "media_type", "said"),
    [
        ("SELECT (<http://x/f>(1) AS ?x) {}", JSON[0], "custom function"),
        ("SELECT (<http://www.w3.org/2001/XMLSchema#foo>(1) AS ?x) {}", JSON[0], "custom function"),
        (
            "CONSTRUCT { ?a <http://p> <<( ?a ?b ?c )>> } WHERE { ?a ?b ?c }",
            "application/ld+json",
            "JSON-LD",
        ),
    ],
)
def test_what_the_engine_cannot_do_is_the_query_s_fault(
    pool: BlockingPool, query: str, media_type: str, said: str
) -> None:
    with pytest.raises(QueryError, match=said):
        pool.run(Query(query, (media_type,))).read()
    assert counted(pool) == "500"


def test_a_worker_imports_nothing_from_where_the_command_runs(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("ontology", "json", "resource"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit(9)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with blocking(QueryPool(store, 1, QueryLimits())) as pool:
        assert counted(pool) == "500"
