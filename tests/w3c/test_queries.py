"""The query tests of the W3C through our endpoint: what a query answers, what is no query."""

import re
from collections.abc import Mapping

import httpx2
import pytest

from tests.w3c.results import read_result, same
from tests.w3c.suite import EXCEPTIONS, QueryCase, marked, path_of, query_cases, skip_without_suite

skip_without_suite()
CASES = query_cases()
_TYPES: Mapping[str, str] = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".ttl": "text/turtle",
}
_TABLE = _TYPES[".srx"]  # where the suite writes a table as RDF
_EMPTY_GRAPH = "http://example.org/nothing"


def cases(kind: str) -> list[object]:
    return [marked(case.id, case) for case in CASES if case.kind.endswith(kind)]


@pytest.mark.parametrize("case", [*cases("EvaluationTest"), *cases("CSVResultFormatTest")])
def test_a_query_answers_as_expected(endpoint: httpx2.Client, case: QueryCase) -> None:
    assert case.result is not None
    path = path_of(case.result)
    accept = f"{_TYPES[path.suffix]}, {_TABLE};q=0.1"
    answer = asked(endpoint, case, f"BASE <{case.query}>\n{case.text}", accept)
    assert answer.status_code == 200, answer.text
    expected = read_result(path.read_bytes(), _TYPES[path.suffix], case.result)
    media_type = answer.headers["content-type"].partition(";")[0]
    actual = read_result(answer.content, media_type, case.query)
    assert same(expected, actual, ordered=_is_ordered(case.text)), f"{expected}\n≠\n{actual}"


@pytest.mark.parametrize("case", cases("PositiveSyntaxTest11"))
def test_what_is_a_query_is_answered(endpoint: httpx2.Client, case: QueryCase) -> None:
    answer = asked(endpoint, case, case.text, "*/*")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize("case", cases("NegativeSyntaxTest11"))
def test_what_is_no_query_is_refused(endpoint: httpx2.Client, case: QueryCase) -> None:
    answer = asked(endpoint, case, case.text, "*/*")
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


def asked(client: httpx2.Client, case: QueryCase, text: str, accept: str) -> httpx2.Response:
    headers = {"Content-Type": "application/sparql-query", "Accept": accept}
    parameters: dict[str, list[str]] = {}
    if not re.search(r"\bFROM\b", text):
        defaults = [*case.data] or [_EMPTY_GRAPH]
        parameters = {"default-graph-uri": defaults, "named-graph-uri": [*case.graphs]}
    return client.post("/sparql", content=text.encode(), headers=headers, params=parameters)


def _is_ordered(query: str) -> bool:
    """Whether the outermost query orders its rows; what a subquery orders is a bag again."""
    return bool(re.search(r"ORDER\s+BY", query.rpartition("}")[2]))


def test_every_exception_is_a_case_of_the_suite() -> None:
    known = {case.id for case in CASES}
    named = {name for name in EXCEPTIONS if not name.startswith(("protocol/", "service-desc"))}
    assert named <= known
