"""The page for queries as it is served; what it does in a browser has a module of its own."""

import json
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import api.http
import ontology

PAGE = Path(api.http.__file__).parent / "page"


def test_the_first_page_is_the_page_for_queries(client: TestClient) -> None:
    assert client.get("/").headers["location"] == "query"
    assert client.get("/query").headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["/query", "/query/data.json", "/query/files/page.css"])
def test_the_page_may_load_from_its_own_server_only(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert {policy["script-src"], policy["style-src"], policy["connect-src"]} == {"'self'"}
    assert headers["x-content-type-options"] == "nosniff"


def test_the_plain_editor_can_be_chosen(client: TestClient) -> None:
    assert 'src="query/files/plain.js"' in client.get("/query?editor=plain").text
    assert client.get("/query?editor=other").status_code == 400


@pytest.mark.parametrize("editor", ["", "?editor=plain"])
def test_everything_the_page_names_is_served(client: TestClient, editor: str) -> None:
    files = re.findall(r'(?:src|href)="(query/files/[^"]+)"', client.get(f"/query{editor}").text)
    assert len(files) >= 4
    for file in files:
        answer = client.get(f"/{file}")
        assert answer.status_code == 200, file
        again = client.get(f"/{file}", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304


@pytest.mark.parametrize("path", ["../query_page.py", "%2e%2e/query_page.py", "none.js", ""])
def test_nothing_else_is_served(client: TestClient, path: str) -> None:
    answer = client.get(f"/query/files/{path}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_menu_has_every_question_and_every_prefix(client: TestClient) -> None:
    data = client.get("/query/data.json").json()
    assert data["base"] == "https://w3id.org/jipu/"
    assert data["prefixes"] == dict(ontology.PREFIXES)
    examples = {example["name"]: example for example in data["examples"]}
    assert {
        n: e["query"] for n, e in examples.items() if not e["needs"]
    } == ontology.named_queries()
    assert all(example["zh"] and example["en"] for example in examples.values())


def test_what_is_built_carries_the_licences_of_its_packages() -> None:
    licences = PAGE / "built" / "licences.txt"
    if not licences.exists():
        pytest.skip("YASGUI was not built: make web")
    lock = json.loads((Path(__file__).parents[2] / "web" / "package-lock.json").read_text("utf-8"))
    bundled = [p for p, package in lock["packages"].items() if p and not package.get("dev")]
    assert len(bundled) > 30
    text = licences.read_text("utf-8")
    assert all(path.removeprefix("node_modules/") in text for path in bundled)
