import csv
import json
import socket
import stat
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from rdflib import Dataset, Graph

from tests.commands import Jipu


def test_search_prints_the_contract_s_form(jipu: Jipu, home: Path) -> None:
    answer = jipu("search", "群众对环境的满意程度 ≥90%", "-k", 3, "--home", home, "--json").json
    assert answer["query"] == "群众对环境的满意程度 ≥90%"
    interpreted = answer["interpreted"]
    assert (interpreted["comparator"], interpreted["value"]) == (">=", 90)
    assert len(answer["hits"]) == 3
    hit = answer["hits"][0]
    assert {
        "iri",
        "name",
        "category",
        "level1",
        "level2",
        "target",
        "project",
        "department",
        "unit",
        "year",
        "amount_yuan",
        "score",
        "scores",
        "matched",
        "source",
    } <= set(hit)
    assert hit["category"] == "satisfaction"
    assert 0 <= hit["score"] <= 1
    found = jipu("sparql", answer["sparql"], "--format", "json", "--home", home).json
    rows = found["results"]["bindings"]
    assert [row["indicator"]["value"] for row in rows] == [h["iri"] for h in answer["hits"]]


def test_filters_are_exact(jipu: Jipu, home: Path) -> None:
    answer = jipu(
        "search",
        "补贴",
        "-k",
        200,
        "--category",
        "cost",
        "--department",
        "平罗县民政局",
        "--home",
        home,
        "--json",
    ).json
    assert answer["total"] == len(answer["hits"]) == 1
    assert answer["hits"][0]["target"]["canonical_value"] == 5000000
    rich = jipu("search", "补贴", "-k", 200, "--amount-min", 50e6, "--home", home, "--json").json
    assert {hit["amount_yuan"] for hit in rich["hits"]} == {59410000, 57440000, 145000000}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("search", "满意度", "--category", "nonsense"), "nonsense"),
        (("search", "满意度", "--department", "月球管理局"), "月球管理局"),
        (("search", "满意度", "--year", 1999), "1999"),
        (("similar", "https://w3id.org/jipu/indicator/none"), "indicator/none"),
        (("comparable", "没有这个项目"), "没有这个项目"),
        (("sparql", "SELECT * { ?s ?p"), "line 1, column"),
        (("sparql", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"), "no endpoint"),
        (("sparql", "INSERT DATA { <a> <b> <c> }"), "INSERT"),
        (("sparql", "-f", "no-such.rq"), "no-such.rq"),
        (("sparql", "ASK {}", "--format", "turtle"), "ASK as table, json or xml"),
        (("rollback", "yesterday"), "yesterday"),
        (("export", "--format", "csv", "/no/such/folder/out.csv"), "/no/such/folder"),
    ],
)
def test_a_wrong_request_is_one_sentence(
    jipu: Jipu, home: Path, arguments: tuple[object, ...], said: str
) -> None:
    ran = jipu(*arguments, "--home", home)
    assert ran.status == 1
    assert ran.out == ""
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_wrong_usage_has_its_own_status(jipu: Jipu) -> None:
    assert jipu("search").status == 2
    assert jipu("no-such-command").status == 2


def test_a_home_without_a_release_is_told(jipu: Jipu, tmp_path: Path) -> None:
    ran = jipu("stats", "--home", tmp_path / "empty")
    assert (ran.status, "jipu ingest" in ran.err) == (1, True)
    assert not (tmp_path / "empty").exists()


def test_a_read_only_home_is_told(jipu: Jipu, tmp_path: Path, sample_path: Path) -> None:
    ran = jipu("ingest", sample_path, "--home", "/proc/jipu")
    assert (ran.status, "/proc/jipu" in ran.err) == (1, True)


def test_similar_never_returns_the_indicator_itself(jipu: Jipu, home: Path) -> None:
    found = jipu("search", "农民对政策满意度", "-k", 1, "--home", home, "--json").json
    iri = found["hits"][0]["iri"]
    answer = jipu("similar", iri, "-k", 200, "--home", home, "--json").json
    assert len(answer["hits"]) == 189
    assert iri not in {hit["iri"] for hit in answer["hits"]}


def test_comparable_prints_the_contract_s_form(jipu: Jipu, home: Path) -> None:
    answer = jipu(
        "comparable", "高龄津贴县级补助资金", "--category", "satisfaction", "--home", home, "--json"
    ).json
    assert answer["project"]["name"] == "高龄津贴县级补助资金"
    assert [t["target"]["canonical_value"] for t in answer["targets"]] == [0.98]
    assert answer["comparables"]
    assert {"target_iri", "other_iri", "text_similarity", "difference", "within_tolerance"} == set(
        answer["comparables"][0]["pairs"][0]
    )
    assert answer["peers"] is None or answer["peers"]["n"] >= 5


@pytest.mark.parametrize("form", ["table", "json", "xml", "csv", "tsv"])
def test_select_in_every_format(jipu: Jipu, home: Path, form: str) -> None:
    query = "SELECT ?name { ?p a jipu:Project ; rdfs:label ?name } ORDER BY ?name"
    ran = jipu("sparql", query, "--format", form, "--home", home)
    assert (ran.status, "义务兵家庭优待金" in ran.out) == (0, True)


@pytest.mark.parametrize(
    ("form", "parser"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")]
)
def test_construct_in_every_format(jipu: Jipu, home: Path, form: str, parser: str) -> None:
    query = "CONSTRUCT { ?p rdfs:label ?n } WHERE { ?p a jipu:Project ; rdfs:label ?n }"
    ran = jipu("sparql", "-", "--format", form, "--home", home, stdin=query)
    assert len(Graph().parse(data=ran.out, format=parser)) == 20


def test_a_query_over_its_time_is_stopped(jipu: Jipu, home: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    ran = jipu("sparql", query, "--timeout", 0.5, "--home", home)
    assert (ran.status, "0.5 s" in ran.err) == (1, True)


@pytest.mark.parametrize("form", ["turtle", "ntriples", "jsonld", "trig"])
def test_export_of_the_graph(jipu: Jipu, home: Path, tmp_path: Path, form: str) -> None:
    out = tmp_path / "out"
    assert jipu("export", "--format", form, out, "--home", home).status == 0
    graph = Dataset(default_union=True)
    graph.parse(out, format={"ntriples": "nt", "jsonld": "json-ld"}.get(form, form))
    stats = jipu("stats", "--home", home, "--json").json
    assert len(graph) == stats["triples"]


def test_export_of_the_table(jipu: Jipu, home: Path, tmp_path: Path) -> None:
    paths = {form: tmp_path / f"out.{form}" for form in ("csv", "parquet", "xlsx")}
    for form, path in paths.items():
        assert jipu("export", "--format", form, path, "--home", home).status == 0
        assert stat.S_IMODE(path.stat().st_mode) == 0o644
    with paths["csv"].open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    table = pyarrow.parquet.read_table(paths["parquet"]).to_pylist()
    sheet = openpyxl.load_workbook(paths["xlsx"], read_only=True).worksheets[0]
    assert len(rows) == len(table) == sheet.max_row - 1 == 190
    assert [r["iri"] for r in rows] == [r["iri"] for r in table]
    assert rows[1]["target"] == "≥ 95%"
    assert list(tmp_path.iterdir()) and not list(tmp_path.glob(".*"))


def test_a_second_server_on_a_port_is_refused(jipu: Jipu, home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ran = jipu("serve", "--port", port, "--home", home)
    assert (ran.status, str(port) in ran.err) == (1, True)


def test_json_is_not_escaped(jipu: Jipu, home: Path) -> None:
    ran = jipu("search", "满意度", "-k", 1, "--home", home, "--json")
    assert "满意度" in ran.out
    assert json.loads(ran.out)
