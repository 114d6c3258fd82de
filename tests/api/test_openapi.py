"""The OpenAPI description tells the truth: its examples are answers, its responses are given."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.http.examples import NAMES, example


@pytest.fixture(scope="module")
def description(client: TestClient) -> dict[str, Any]:
    described: dict[str, Any] = client.get("/openapi.json").json()
    return described


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_what_is_answered(name: str, client: TestClient) -> None:
    """Scores may move a little with the machine's arithmetic, and the release is another one.

    Its triples count those of the ontology, which grows.
    """
    shown = example(name)
    assert_alike(client.get(shown["path"]).json(), shown["answer"])


def assert_alike(answer: Any, shown: Any, place: str = "") -> None:
    if isinstance(shown, dict):
        assert list(answer) == list(shown), place
        for key, value in shown.items():
            assert_alike(answer[key], value, f"{place}/{key}")
    elif isinstance(shown, list):
        assert len(answer) == len(shown), place
        for number, (one, other) in enumerate(zip(answer, shown, strict=True)):
            assert_alike(one, other, f"{place}/{number}")
    elif isinstance(shown, float):
        assert answer == pytest.approx(shown, abs=0.01), place
    elif not place.endswith(("/release", "/sparql", "/triples")):
        assert answer == shown, place


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_shown(name: str, description: dict[str, Any]) -> None:
    ok = description["paths"][f"/{name}"]["get"]["responses"]["200"]
    assert ok["content"]["application/json"]["example"] == example(name)["answer"]


def test_no_response_is_described_that_is_never_given(description: dict[str, Any]) -> None:
    for path, operations in description["paths"].items():
        for operation in operations.values():
            assert "422" not in operation["responses"], path
            assert "default" in operation["responses"], path


def test_both_bodies_of_a_sparql_post_are_described(
    description: dict[str, Any], client: TestClient
) -> None:
    content = description["paths"]["/sparql"]["post"]["requestBody"]["content"]
    query = content["application/sparql-query"]["example"]
    body = {"content": query.encode(), "headers": {"Content-Type": "application/sparql-query"}}
    posted = client.post("/sparql", **body).json()
    form = client.post("/sparql", data=content["application/x-www-form-urlencoded"]["example"])
    assert posted == form.json()
    assert len(posted["results"]["bindings"]) == 5
