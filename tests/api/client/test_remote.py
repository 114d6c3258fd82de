"""What is no server of jipu, or breaks off, is told in one sentence."""

import json
from collections.abc import Callable

import httpx2
import pytest

from api.client import Jipu
from api.client.remote import RemoteTransport
from kg.errors import (
    BusyError,
    HomeError,
    InvalidRequestError,
    QueryError,
    QueryTooLargeError,
    ServerError,
)

Handler = Callable[[httpx2.Request], httpx2.Response]


def answering(handler: Handler) -> Jipu:
    client = httpx2.Client(base_url="http://e.org", transport=httpx2.MockTransport(handler))
    return Jipu(RemoteTransport(client))


def problem(status: int, **members: object) -> Handler:
    body = json.dumps({"status": status, **members}).encode()
    headers = {"Content-Type": "application/problem+json"}
    return lambda _: httpx2.Response(status, content=body, headers=headers)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:1", "jipu serve"),
        ("http://no-such-host.invalid", "cannot be reached"),
        ("http://127.0.0.1:port", "no address"),
        ("https://", "cannot be reached"),
    ],
)
def test_an_address_without_a_server(address: str, said: str) -> None:
    with pytest.raises(ServerError, match=said):
        Jipu.open(address)


@pytest.mark.parametrize(
    "handler",
    [
        lambda _: httpx2.Response(200, html="<h1>It works!</h1>"),
        lambda _: httpx2.Response(200, content=b"{", headers={"Content-Type": "application/json"}),
        lambda _: httpx2.Response(200, json=["no", "release"]),
        lambda _: httpx2.Response(404, text="no such page"),
        lambda _: httpx2.Response(302, headers={"Location": "/login"}),
    ],
)
def test_a_server_of_another_kind(handler: Handler) -> None:
    with pytest.raises(ServerError, match=r"http://e.org: .*server of jipu"):
        answering(handler).stats()


def test_another_version_of_the_interface_is_told_by_what_is_missing() -> None:
    with pytest.raises(ServerError, match="no documents, projects"):
        answering(lambda _: httpx2.Response(200, json={"release": "1"})).stats()


def test_a_field_of_a_later_version_is_left_out() -> None:
    stats = {"documents": 1, "projects": 1, "departments": 1, "indicators": 1, "blank_slots": 0}
    more = {"release": "1", "triples": 9, "by_category": {}, "by_year": {}, "fungi": 3}
    assert answering(lambda _: httpx2.Response(200, json=stats | more)).stats().triples == 9


def test_problem_documents_are_the_errors_that_they_tell_of() -> None:
    cases = [
        (problem(503, title="Busy", detail="query: try again", where="query"), BusyError),
        (problem(503, title="No release to answer from", detail="none", where=""), HomeError),
        (problem(400, title="Invalid request", detail="k: is 0"), InvalidRequestError),
        (problem(507, title="Query over its size limit", detail="x"), QueryTooLargeError),
        (problem(500, title="Internal error", detail="the log says how"), ServerError),
        (problem(413, title="Content Too Large", detail="POST /sparql"), ServerError),
    ]
    for handler, kind in cases:
        with pytest.raises(kind) as caught:
            answering(handler).sparql("ASK {}")
        assert type(caught.value) is kind


def test_the_place_of_an_error_is_not_said_twice() -> None:
    handler = problem(404, title="Not found", detail="project: no 甲", where="project")
    with pytest.raises(Exception, match=r"^project: no 甲$") as caught:
        answering(handler).comparable("甲")
    assert caught.value.args == ("project", "no 甲")


def test_an_answer_that_breaks_off_is_no_answer() -> None:
    def handler(_: httpx2.Request) -> httpx2.Response:
        raise httpx2.RemoteProtocolError("peer closed connection")

    with pytest.raises(QueryError, match="LIMIT"):
        answering(handler).sparql("SELECT * { ?s ?p ?o }")


def test_a_timeout_is_sent_in_whole_milliseconds() -> None:
    def handler(request: httpx2.Request) -> httpx2.Response:
        assert request.url.params["timeout"] == "1500"
        assert request.headers["content-type"] == "application/sparql-query"
        assert request.content.decode() == "ASK { ?绩 ?谱 1 }"
        body, kind = b'{"boolean": true}', "application/sparql-results+json"
        return httpx2.Response(200, content=body, headers={"Content-Type": kind})

    assert answering(handler).sparql("ASK { ?绩 ?谱 1 }", timeout=1.5) is True


def test_a_server_has_no_other_release() -> None:
    with pytest.raises(InvalidRequestError, match="release"):
        Jipu.open("http://e.org", release="20260101T000000000000Z-aaaaaa")
