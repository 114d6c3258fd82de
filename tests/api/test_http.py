import json
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from pydantic import BaseModel
from rdflib import PROV, RDF, Graph, URIRef

from api.http import models

BASE = "https://w3id.org/jipu/"
COUNT = "SELECT (COUNT(*) AS ?n) { ?i a jipu:Indicator }"
FIRST = "SELECT ?name { ?p a jipu:Project ; rdfs:label ?name } ORDER BY ?name LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p a jipu:Project ; rdfs:label ?n }"
TURTLE = {"Accept": "text/turtle"}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_ping_names_the_release(client: TestClient) -> None:
    assert client.get("/ping").json()["status"] == "ok"
    assert client.get("/ping").json()["release"] == client.get("/stats").json()["release"]


def test_search_answers_as_the_contract_says(client: TestClient) -> None:
    answer = client.get("/search", params={"q": "群众对环境的满意程度 ≥90%", "k": 5}).json()
    assert set(answer) >= {"query", "release", "interpreted", "total", "hits", "sparql"}
    assert answer["total"] == 190
    scores = [hit["score"] for hit in answer["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert all(set(hit["scores"]) >= {"dense", "lexical", "value"} for hit in answer["hits"])
    rows = client.get("/sparql", params={"query": answer["sparql"]}).json()["results"]["bindings"]
    assert [row["indicator"]["value"] for row in rows] == [hit["iri"] for hit in answer["hits"]]


def test_the_answer_is_what_the_documentation_describes(client: TestClient) -> None:
    """Every field is described, and none is described that is not there."""
    search = client.get("/search", params={"q": "满意度 ≥90%"}).json()
    hit = search["hits"][0]
    described: list[tuple[type[BaseModel], str, dict[str, str]]] = [
        (models.Search, "/search", {"q": "满意度 ≥90%"}),
        (models.Search, "/search", {"q": "满意度", "group": "name"}),
        (models.Similar, "/similar", {"iri": hit["iri"]}),
        (models.Similar, "/similar", {"text": "满意度 ≥90%"}),
        (models.Comparable, "/comparable", {"project": hit["project"]["iri"]}),
        (models.Comparable, "/comparable", {"project": hit["project"]["iri"], "category": "cost"}),
        (models.Stats, "/stats", {}),
        (models.Problem, "/search", {}),
        (models.Problem, "/sparql", {"query": "SELECT"}),
    ]
    for model, path, parameters in described:
        answer = client.get(path, params=parameters).json()
        assert model.model_validate(answer).model_dump(exclude_unset=True) == answer, path


def test_filters_narrow_and_grouping_folds(client: TestClient) -> None:
    parameters = {"q": "满意度", "k": 200, "category": ["satisfaction", "quality"], "min": 0.98}
    answer = client.get("/search", params=parameters).json()
    assert answer["total"] == len(answer["hits"]) > 0
    for hit in answer["hits"]:
        assert hit["category"] in ("satisfaction", "quality")
        assert hit["target"]["canonical_value"] >= 0.98
    grouped = client.get("/search", params={"q": "项目完成时间", "k": 1, "group": "name"}).json()
    assert grouped["hits"][0]["count"] >= 2
    assert grouped["hits"][0]["examples"]


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/search", 400, "q"),
        ("/search?q=", 400, "q"),
        ("/search?q=a&k=0", 400, "k"),
        ("/search?q=a&min=high", 400, "min"),
        ("/search?q=a&category=nonsense", 400, "nonsense"),
        ("/search?q=a&department=月球管理局", 404, "月球管理局"),
        ("/search?q=a&group=colour", 400, "group"),
        ("/similar", 400, "iri"),
        ("/similar?iri=https://w3id.org/jipu/indicator/none", 404, "indicator/none"),
        ("/comparable?project=没有", 404, "没有"),
        ("/no/such/page", 404, "no/such/page"),
        ("/indicator/%00", 404, "no such page"),
        ("/indicator/50%25", 404, "no such page"),
        ("/指标", 404, "no such page"),
        ("/sparql?query=SELECT", 400, "line 1"),
        ("/sparql?query=ASK%20%7B%7D&timeout=soon", 400, "timeout"),
        (f"/sparql?query=ASK%20%7B%7D&timeout={'9' * 400}", 400, "timeout"),
        ("/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", 400, "exactly one"),
        ("/sparql?update=CLEAR%20ALL&query=ASK%20%7B%7D", 403, "read only"),
        ("/sparql?query=CLEAR%20ALL", 403, "CLEAR"),
    ],
)
def test_a_wrong_request_is_a_problem_document(
    client: TestClient, path: str, status: int, said: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert set(body) >= {"title", "status", "detail"}
    assert body["status"] == status
    assert said in body["detail"]


def test_a_query_error_has_its_position(client: TestClient) -> None:
    body = client.get("/sparql", params={"query": "SELECT * {\n ?s ?p"}).json()
    assert (body["line"], body["column"]) == (2, 7)


def test_the_three_forms_of_the_protocol(client: TestClient) -> None:
    sparql_query = {"Content-Type": "application/sparql-query"}
    answers = [
        client.get("/sparql", params={"query": COUNT}),
        client.post("/sparql", data={"query": COUNT}),
        client.post("/sparql", content=COUNT, headers=sparql_query),
    ]
    for answer in answers:
        assert answer.headers["content-type"] == "application/sparql-results+json"
        assert answer.json()["results"]["bindings"][0]["n"]["value"] == "190"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Content-Type": "application/sparql-update"}, 403),
        ({"Content-Type": "text/plain"}, 400),
        ({}, 400),
    ],
)
def test_other_posts_are_refused(client: TestClient, headers: dict[str, str], status: int) -> None:
    assert client.post("/sparql", content=b"x", headers=headers).status_code == status


@pytest.mark.parametrize(
    ("query", "accept", "answered"),
    [
        (FIRST, "text/csv", "text/csv; charset=utf-8"),
        (FIRST, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (FIRST, "application/sparql-results+xml", "application/sparql-results+xml"),
        (FIRST, "text/turtle, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ("ASK {}", "text/csv, application/sparql-results+xml", "application/sparql-results+xml"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
    ],
)
def test_content_negotiation(client: TestClient, query: str, accept: str, answered: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, answered)
    assert "Accept" in answer.headers["vary"]


def test_a_type_that_cannot_be_given(client: TestClient) -> None:
    for accept in ("image/png", "text/turtle"):
        answer = client.get("/sparql", params={"query": FIRST}, headers={"Accept": accept})
        assert answer.status_code == 406


def test_the_dataset_parameters(client: TestClient) -> None:
    graphs = client.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"})
    iris = [row["g"]["value"] for row in graphs.json()["results"]["bindings"]]
    (document,) = [iri for iri in iris if "/document/" in iri]
    inside = {"query": COUNT, "default-graph-uri": document}
    outside = {"query": COUNT, "named-graph-uri": document}
    counts = [
        client.get("/sparql", params=p).json()["results"]["bindings"][0]["n"]["value"]
        for p in (inside, outside)
    ]
    assert counts == ["190", "0"]


def test_a_runaway_query_gets_an_error_status(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": RUNAWAY, "timeout": 300})
    assert answer.status_code == 504
    assert client.get("/sparql", params={"query": COUNT}).status_code == 200


def test_the_ontology_is_served_whole(client: TestClient) -> None:
    answer = client.get("/ontology", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=answer.text, format="turtle")
    assert graph.query("ASK { <https://w3id.org/jipu/ontology#amount> a ?kind }").askAnswer


def test_a_page_escapes_what_was_printed(client: TestClient) -> None:
    answer = client.get("/" + quote("indicator/<script>alert(1)</script>"))
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_void_description(client: TestClient) -> None:
    graph = Graph().parse(data=client.get("/.well-known/void").text, format="turtle")
    void = {"void": "http://rdfs.org/ns/void#"}
    rows = list(graph.query("SELECT ?n { ?d a void:Dataset ; void:triples ?n }", initNs=void))
    assert int(rows[0][0]) == client.get("/stats").json()["triples"]


def test_metrics_count_requests(client: TestClient) -> None:
    client.get("/ping")
    text = client.get("/metrics").text
    assert 'jipu_requests_total{method="GET",route="/ping",status="200"}' in text


def test_the_documentation_needs_no_other_host(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "http://" not in page.replace("http://testserver", "")
    assert "https://" not in page
    openapi = client.get("/openapi.json").json()
    assert {"/search", "/similar", "/comparable", "/stats", "/sparql", "/ping", "/metrics"} <= set(
        openapi["paths"]
    )
    assert "群众对环境的满意程度" in json.dumps(openapi, ensure_ascii=False)


def test_other_origins_may_read_without_credentials(client: TestClient) -> None:
    answer = client.get("/stats", headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


def test_a_document_is_told_with_its_reading_and_its_problems(client: TestClient) -> None:
    query = "SELECT ?d { ?d a jipu:Document }"
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    document = rows[0]["d"]["value"]
    answer = client.get(document.removeprefix("https://w3id.org/jipu"), headers=TURTLE)
    graph = Graph().parse(data=answer.text, format="turtle")
    assert (URIRef(f"{document}#reading"), RDF.type, PROV.Activity) in graph


def test_a_version_of_the_ontology_is_the_ontology(client: TestClient) -> None:
    answer = client.get("/ontology/0.1.0", headers=TURTLE)
    assert len(Graph().parse(data=answer.text, format="turtle")) > 100


def test_the_spelling_of_the_command_line_is_understood(client: TestClient) -> None:
    totals = [
        client.get(f"/search?q=a&{name}=50000000").json()["total"]
        for name in ("amount_min", "amount-min")
    ]
    assert totals[0] == totals[1] < 190


def test_a_form_s_parameters_may_stand_in_the_address_as_well(client: TestClient) -> None:
    answer = client.post("/sparql?timeout=1", data={"query": RUNAWAY})
    assert (answer.status_code, "0.001 s" in answer.json()["detail"]) == (504, True)
    assert client.post("/sparql?query=ASK+%7B%7D", data={"query": "ASK {}"}).status_code == 400
    assert client.get("/sparql?update=CLEAR%20ALL").status_code == 403
