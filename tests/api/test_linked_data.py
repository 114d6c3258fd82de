"""Every IRI of the graph, fetched as people and as programs fetch it."""

import html
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from rdflib import RDF, SH, SKOS, VOID, Graph, Namespace, URIRef

import ontology
from api.http.linked_data.names import Names, with_prefixes
from api.http.linked_data.pages import resource_page
from api.http.linked_data.routes import linked_data_router
from api.http.linked_data.sections import ROWS, sections
from api.live import LiveService
from kg.ntriples import Triple, literal
from kg.release import Release
from kg.store.reader import StoreReader
from tests.stores import stored

BASE = "https://w3id.org/jipu/"
JIPU = Namespace(ontology.PREFIXES["jipu"])
DCAT = Namespace(ontology.PREFIXES["dcat"])
TURTLE = {"Accept": "text/turtle"}
HTML = {"Accept": "text/html"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
TYPES = {
    "html": "text/html; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}
PARSERS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
EVERY_IRI = f"""SELECT DISTINCT ?iri WHERE {{
  {{ ?iri ?p ?o }} UNION {{ ?s ?p ?iri }} UNION {{ ?s ?iri ?o }}
  FILTER(ISIRI(?iri) && STRSTARTS(STR(?iri), "{BASE}"))
}}"""


def values(client: TestClient, query: str) -> list[str]:
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    return [next(iter(row.values()))["value"] for row in rows]


def path_of(iri: str) -> str:
    return "/" + iri.removeprefix(BASE).partition("#")[0]


def graph_of(text: str, kind: str = "turtle") -> Graph:
    return Graph().parse(data=text, format=kind)


@pytest.fixture(scope="module")
def iris(client: TestClient) -> list[str]:
    return values(client, EVERY_IRI)


@pytest.fixture(scope="module")
def project(client: TestClient) -> str:
    (iri,) = values(client, 'SELECT ?p { ?p a jipu:Project ; rdfs:label "高龄津贴县级补助资金" }')
    return path_of(iri)


def test_every_iri_is_told_to_programs(client: TestClient, iris: list[str]) -> None:
    told = {
        path: graph_of(answer.text)
        for path in {path_of(iri) for iri in iris}
        if (answer := client.get(path, headers=TURTLE)).status_code == 200
    }
    assert len(iris) > 400
    for iri in iris:
        graph = told[path_of(iri)]
        assert (URIRef(iri), None, None) in graph or (None, None, URIRef(iri)) in graph, iri


def test_every_iri_has_a_page_for_people(client: TestClient, iris: list[str]) -> None:
    pages = {path: client.get(path, headers=BROWSER) for path in {path_of(iri) for iri in iris}}
    for iri in iris:
        page, fragment = pages[path_of(iri)], iri.partition("#")[2]
        assert (page.status_code, page.headers["content-type"]) == (200, TYPES["html"]), iri
        assert not fragment or f'id="{fragment}"' in page.text, iri
        assert "<script" not in page.text


def test_the_links_of_a_page_lead_somewhere(client: TestClient, project: str) -> None:
    for page in (project, "/ontology", "/dataset"):
        hrefs = re.findall(r'href="(/[^"#]*)', client.get(page, headers=HTML).text)
        local = {html.unescape(href) for href in hrefs if not href.startswith("/query")}
        assert len(local) > 5
        for href in local:
            assert client.get(href).status_code in (200, 307), href


@pytest.mark.parametrize("name", TYPES)
def test_each_format_by_its_name_and_by_its_type(
    client: TestClient, project: str, name: str
) -> None:
    by_name = client.get(project, params={"format": name})
    by_type = client.get(project, headers={"Accept": TYPES[name].partition(";")[0]})
    assert by_name.headers["content-type"] == by_type.headers["content-type"] == TYPES[name]
    assert by_name.content == by_type.content
    if name in PARSERS:
        assert len(graph_of(by_name.text, PARSERS[name])) > 20


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "html"),
        ("*/*", "html"),
        (BROWSER["Accept"], "html"),
        ("text/html;q=0.5, text/turtle", "turtle"),
        ("image/png, application/ld+json;q=0.1", "jsonld"),
        ("application/*", "ntriples"),
        ("text/csv, application/rdf+xml;q=0.2, */*;q=0.1", "rdfxml"),
    ],
)
def test_the_most_wanted_type_that_fits_is_given(
    client: TestClient, project: str, accept: str | None, name: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = client.get(project, headers=headers)
    assert answer.headers["content-type"] == TYPES[name]
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/category/satisfaction", {"Accept": "image/png"}, 406),
        ("/category/satisfaction?format=pdf", {}, 400),
        ("/category/none", {}, 404),
        ("/ontology/9.9.9", {}, 404),
        ("/category/satisfaction/", {}, 404),
    ],
)
def test_what_cannot_be_given_is_told(
    client: TestClient, path: str, headers: dict[str, str], status: int
) -> None:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_client_that_has_the_answer_is_told_so(client: TestClient, project: str) -> None:
    first = client.get(project, headers=TURTLE)
    tag = first.headers["etag"]
    for known in (tag, f'"other", {tag}', tag.removeprefix("W/")):
        again = client.get(project, headers={**TURTLE, "If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert "Accept" in again.headers["vary"]
    changed = client.get(project, headers={**TURTLE, "If-None-Match": '"other"'})
    assert (changed.status_code, changed.content) == (200, first.content)
    assert client.get(project, headers=HTML).headers["etag"] != tag


@pytest.mark.parametrize(
    "path",
    ["/category/satisfaction", "/.well-known/void", "/no/such", "/ping", "/sparql?query=ASK{}"],
)
def test_head_is_get_without_its_body(client: TestClient, path: str) -> None:
    got, asked = client.get(path), client.head(path)
    assert (asked.status_code, asked.content) == (got.status_code, b"")
    assert dict(asked.headers) == dict(got.headers)


def test_the_other_formats_are_linked(client: TestClient, project: str) -> None:
    answer = client.get(project, headers=HTML)
    assert {"alternate", "describedby"} <= set(answer.links)
    alternates = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', answer.headers["link"])
    assert len(alternates) == len(TYPES)
    for path, kind in alternates:
        assert client.get(path).headers["content-type"].startswith(kind)
    assert len(re.findall('<link rel="alternate"', answer.text)) == len(PARSERS)


@pytest.mark.parametrize(
    "kind", ["project", "indicator", "slot", "org", "region", "series", "category", "question"]
)
def test_describe_is_part_of_what_a_resource_is_told_with(
    client: TestClient, iris: list[str], kind: str
) -> None:
    iri = next(iri for iri in iris if f"/{kind}/" in iri)
    query = {"query": f"DESCRIBE <{iri}>"}
    described = graph_of(client.get("/sparql", params=query, headers=TURTLE).text)
    assert set(described)
    assert set(described) <= set(graph_of(client.get(path_of(iri), headers=TURTLE).text))


def test_an_indicator_tells_its_project(client: TestClient, iris: list[str]) -> None:
    indicator = URIRef(next(iri for iri in iris if "/indicator/" in iri))
    graph = graph_of(client.get(path_of(str(indicator)), headers=TURTLE).text)
    assert len(list(graph.subjects(JIPU.hasIndicator, indicator))) == 1


def text_of(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<main>")[2]))


def test_a_project_shows_what_a_budget_officer_looks_for(client: TestClient, project: str) -> None:
    page = client.get(project, headers=HTML).text
    text = text_of(page)
    for shown in ("平罗县民政局", "2024", "5,000,000 元", "绩效指标", "服务对象满意度指标"):
        assert shown in text, shown
    indicators = page.partition("绩效指标 Indicators")[2].partition("<h2>")[0]
    rows = [int(n) for n in re.findall(r'<td class="number">(\d+)</td></tr>', indicators)]
    assert len(rows) >= 5
    assert rows == sorted(rows), "the indicators stand in the order of the document"


def test_an_indicator_shows_its_target_and_its_row(client: TestClient) -> None:
    (iri,) = values(client, 'SELECT ?i { ?i rdfs:label "农民对政策满意度" }')
    text = text_of(client.get(path_of(iri), headers=HTML).text)
    for shown in ("≥ 95%", "大于等于", "0.95", "来源文件", "来源行", "23", "所属项目"):
        assert shown in text, shown


def test_a_category_shows_its_definition_and_how_many_there_are(client: TestClient) -> None:
    text = text_of(client.get("/category/satisfaction", headers=HTML).text)
    count = client.get("/stats").json()["by_category"]["satisfaction"]
    assert "服务对象或受益者对项目效果的满意程度" in text
    assert re.search(rf"Indicators of this category\s+{count}\b", text)


def test_a_question_can_be_run(client: TestClient) -> None:
    page = client.get("/question/largest-projects", headers=HTML).text
    (run,) = re.findall(r'class="run" href="([^"]+)"', page)
    (query,) = parse_qs(urlsplit(html.unescape(run)).query)["query"]
    assert query == ontology.named_query("largest-projects")


# Pages over graphs that are not the sample


def written(folder: Path, triples: Iterable[Triple]) -> StoreReader:
    path = stored(folder / "store", (f"{BASE}document/1", triples))
    return StoreReader(path, ontology.PREFIXES)


def iri(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"<{ontology.PREFIXES[prefix]}{local}>" if colon else f"<{BASE}{name}>"


def test_more_than_a_page_is_cut_and_the_query_gives_all(tmp_path: Path) -> None:
    count = ROWS + 50
    triples = [Triple(iri("category/c"), iri("rdf:type"), iri("skos:Concept"))]
    for number in range(count):
        indicator = iri(f"indicator/{number}")
        triples += [
            Triple(indicator, iri("rdf:type"), iri("jipu:Indicator")),
            Triple(indicator, iri("jipu:category"), iri("category/c")),
            Triple(indicator, iri("rdfs:label"), literal(f"指标{number}")),
        ]
    store = written(tmp_path, triples)
    page = resource_page(store, f"{BASE}category/c", Names(BASE, "/"), "r")
    assert f"共 {count} 条，这里列出 {ROWS} 条" in page
    assert page.count("/indicator/") == ROWS
    (link,) = re.findall(r'href="(/query\?[^"]+)"', page)
    (query,) = parse_qs(urlsplit(html.unescape(link)).query)["query"]
    assert len(StoreReader(tmp_path / "store", {}).values(query)) == count


def test_everything_that_was_printed_is_escaped(tmp_path: Path) -> None:
    hostile = '<script>alert("1")</script>'
    triples = [
        Triple(iri("x"), iri("rdfs:label"), literal(hostile)),
        Triple(iri("x"), iri("jipu:goal"), literal(hostile)),
        Triple(iri("x"), iri("rdfs:seeAlso"), "<javascript:alert(1)>"),
        Triple(iri("x"), iri("rdfs:seeAlso"), "<https://e.org/?a='b'&c=%22>"),
        Triple(iri("y"), iri("rdfs:seeAlso"), iri("x")),
        Triple(iri("y"), iri("rdfs:label"), literal(hostile)),
    ]
    page = resource_page(written(tmp_path, triples), f"{BASE}x", Names(BASE, "/"), "r")
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 4
    assert 'href="javascript' not in page
    assert "引用 Referred to by" in page


@contextmanager
def served(folder: Path, live: LiveService) -> Iterator[TestClient]:
    """Linked data over a store of a test, with the rest of a release from the sample."""
    app = FastAPI()
    release = Release(folder, live.current().release.manifest)
    app.include_router(linked_data_router(lambda: release))
    with TestClient(app) as client:
        yield client


def test_an_iri_in_chinese_is_found_as_well_as_a_percent_encoded_one(
    live: LiveService, tmp_path: Path
) -> None:
    names = ("指标/甲", quote("机构/乙"))
    written(tmp_path, [Triple(iri(name), iri("rdfs:label"), literal(name)) for name in names])
    with served(tmp_path, live) as client:
        answers = [client.get(f"/{name}", headers=TURTLE) for name in names]
    for name, answer in zip(names, answers, strict=True):
        assert {str(s) for s in graph_of(answer.text).subjects()} == {BASE + name}
        assert answer.headers["link"].isascii()


def test_each_section_asks_a_query_that_can_be_run(tmp_path: Path) -> None:
    store = written(tmp_path, [Triple(iri("x"), iri("rdf:type"), iri("jipu:Project"))])
    for section in sections():
        assert not section.of or section.of.startswith("http")
        for query in (section.query(f"{BASE}x", 3), section.whole_query(f"{BASE}x")):
            store.values(query)
        assert store.values(section.counting_query(f"{BASE}x", 3))


def test_data_below_another_base_is_served_beside_the_ontology() -> None:
    names = Names("https://data.example.org/kg/", "/kg/")
    assert next(names.candidates("org/1")) == "https://data.example.org/kg/org/1"
    assert "https://data.example.org/kg/org/1" in names.candidates("kg/org/1")
    assert f"{BASE}category/cost" in names.candidates("category/cost")
    assert names.href("https://data.example.org/kg/org/1#x") == "/kg/org/1#x"
    assert names.href(f"{BASE}category/cost") == "/kg/category/cost"
    assert names.href("https://e.org/") == "https://e.org/"
    assert names.href("urn:x") is None


def test_a_query_declares_the_prefixes_that_it_uses() -> None:
    query = with_prefixes("SELECT ?x { ?x a jipu:Project . <http://org:8/> a ?x }")
    assert "PREFIX jipu: <https://w3id.org/jipu/ontology#>" in query
    assert "PREFIX rdfs:" not in query
    assert Graph().query(query) is not None


# The dataset


def test_the_dataset_is_described_with_what_this_server_offers(client: TestClient) -> None:
    graph = graph_of(client.get("/.well-known/void").text)
    dataset, endpoint = URIRef(f"{BASE}dataset"), URIRef("http://testserver/sparql")
    assert graph.value(dataset, VOID.sparqlEndpoint) == endpoint
    assert (endpoint, RDF.type, DCAT.DataService) in graph
    assert graph.value(endpoint, DCAT.servesDataset) == dataset
    assert len(list(graph.objects(dataset, VOID.classPartition))) >= 15
    elsewhere = graph_of(client.get("/dataset", headers=TURTLE).text)
    assert len(elsewhere) == len(graph)


def test_editors_complete_from_the_union_graph(client: TestClient) -> None:
    query = """SELECT ?property WHERE {
      ?cp void:class jipu:Project ; void:propertyPartition/void:property ?property
    }"""
    assert {str(JIPU.amount), str(JIPU.department), str(JIPU.hasIndicator)} <= set(
        values(client, query)
    )


def test_a_release_from_before_it_described_itself_is_described(
    live: LiveService, tmp_path: Path
) -> None:
    written(tmp_path, [Triple(iri("x"), iri("rdfs:label"), literal("旧"))])
    with served(tmp_path, live) as client:
        graph = graph_of(client.get("/.well-known/void").text)
        assert client.get("/.well-known/void", headers=HTML).status_code == 200
    assert (URIRef(f"{BASE}dataset"), RDF.type, VOID.Dataset) in graph


# The ontology


def test_the_ontology_s_page_documents_every_term(client: TestClient) -> None:
    page = client.get("/ontology", headers=HTML).text
    graph = graph_of(client.get("/ontology", headers=TURTLE).text)
    terms = {str(s) for s in graph.subjects() if str(s).startswith(str(JIPU))}
    for term in terms:
        assert f'id="{term.removeprefix(str(JIPU))}"' in page, term
    text = html.unescape(page)
    for term in {*terms, f"{BASE}category/scheme-2021"}:
        for definition in graph.objects(URIRef(term), SKOS.definition):
            assert str(definition) in text, term
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        assert path_of(str(shape)) in page
    assert 'jipu:targetText</code></td><td class="whole">0..0</td>' in page, "of a blank slot"
    for name, query in ontology.named_queries().items():
        assert f"/question/{name}" in page
        assert f"/query?query={quote(query, safe='')}" in text
