import json
import shutil
import subprocess

import pytest

from tests.clients.questions import INDICATORS, LABELS, LARGEST, LARGEST_YUAN, MALFORMED, UPDATE

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")

SENT_AS_IT_IS = ["-H", "Content-Type: application/sparql-query", "--data-binary"]


def curl(*words: str) -> bytes:
    return subprocess.run(["curl", "-sS", *words], capture_output=True, check=True).stdout


def headers(*words: str) -> tuple[int, dict[str, str]]:
    """The status and the headers of an answer."""
    status, *lines = curl("-o", "/dev/null", "-D", "-", *words).decode().strip().splitlines()
    pairs = (line.partition(":") for line in lines)
    return int(status.split()[1]), {name.lower(): value.strip() for name, _, value in pairs}


@pytest.mark.parametrize(
    "words",
    [
        ["-G", "--data-urlencode", f"query={LARGEST}"],
        ["--data-urlencode", f"query={LARGEST}"],
        [*SENT_AS_IT_IS, LARGEST],
    ],
    ids=["GET", "POST of a form", "POST of a query"],
)
def test_the_three_ways_to_send_a_query(endpoint: str, words: list[str]) -> None:
    rows = json.loads(curl(*words, endpoint))["results"]["bindings"]
    assert [int(row["yuan"]["value"]) for row in rows] == LARGEST_YUAN


@pytest.mark.parametrize(
    ("query", "accept", "begins"),
    [
        (LARGEST, "text/csv", b"name,yuan\r\n"),
        (LARGEST, "text/tab-separated-values", b"?name\t?yuan\n"),
        (LARGEST, "application/sparql-results+xml", b"<?xml"),
        (LABELS, "text/turtle", b"@prefix"),
        (LABELS, "application/n-triples", b"<https://w3id.org/jipu/"),
        (LABELS, "application/ld+json", b"["),
    ],
)
def test_the_accept_header_chooses(endpoint: str, query: str, accept: str, begins: bytes) -> None:
    sent = [*SENT_AS_IT_IS, query, "-H", f"Accept: {accept}"]
    assert headers(*sent, endpoint)[1]["content-type"].startswith(accept)
    assert curl(*sent, endpoint).lstrip(b"{").startswith(begins)


def test_head_tells_what_get_would_give(endpoint: str) -> None:
    asked = ["-G", "--data-urlencode", f"query={LARGEST}"]
    status, told = headers("--head", *asked, endpoint)
    assert (status, told["content-type"]) == (200, headers(*asked, endpoint)[1]["content-type"])
    assert curl("--head", "-o", "/dev/null", "-w", "%{size_download}", *asked, endpoint) == b"0"


def test_gzip_is_given_to_who_asks(endpoint: str) -> None:
    asked = ["-G", "--data-urlencode", f"query={INDICATORS}"]
    assert "content-encoding" not in headers(*asked, endpoint)[1]
    assert headers("--compressed", *asked, endpoint)[1]["content-encoding"] == "gzip"
    assert curl("--compressed", *asked, endpoint) == curl(*asked, endpoint)


def test_options_tell_who_may_ask(endpoint: str) -> None:
    asked = ["-H", "Origin: https://e.org", "-H", "Access-Control-Request-Method: POST"]
    status, told = headers("-X", "OPTIONS", *asked, endpoint)
    assert (status // 100, told["access-control-allow-origin"]) == (2, "*")


def test_an_entity_tag_saves_the_second_answer(endpoint: str) -> None:
    asked = ["-G", "--data-urlencode", f"query={LARGEST}", endpoint]
    status, told = headers(*asked)
    assert (status, "Accept" in told["vary"]) == (200, True)
    assert headers("-H", f"If-None-Match: {told['etag']}", *asked)[0] == 304


@pytest.mark.parametrize(("query", "status"), [(MALFORMED, 400), (UPDATE, 403)])
def test_what_cannot_be_answered(endpoint: str, query: str, status: int) -> None:
    found, told = headers(*SENT_AS_IT_IS, query, endpoint)
    assert (found, told["content-type"]) == (status, "application/problem+json")


def test_a_result_that_breaks_off_is_never_taken_for_whole(endpoint: str) -> None:
    sent = [*SENT_AS_IT_IS, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"]
    words = ["curl", "-sS", "--fail", "-o", "/dev/null", *sent, f"{endpoint}?timeout=300"]
    assert subprocess.run(words, capture_output=True).returncode != 0
