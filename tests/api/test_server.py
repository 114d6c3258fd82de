"""A real server process: it starts, answers real clients, picks up a release and stops."""

import re
import signal
import subprocess
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from api.settings import Settings
from tests.commands import Jipu
from tests.servers import get, serving, started, stopped, until


@pytest.fixture(scope="module")
def own_home(jipu: Jipu, sample_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("server") / "home"
    assert jipu("ingest", sample_path, "--home", home).status == 0
    return home


@pytest.fixture(scope="module")
def server(own_home: Path, model_cache: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    url, process = started(Settings(home=own_home, cache=model_cache))
    yield url, process
    said = stopped(process)
    assert "Traceback" not in said, said


def test_an_rdflib_client_queries_it(server: tuple[str, Any]) -> None:
    graph = Graph(SPARQLStore(f"{server[0]}/sparql", returnFormat="json"))
    query = """PREFIX jipu: <https://w3id.org/jipu/ontology#>
        SELECT ?yuan { ?p rdfs:label "高龄津贴县级补助资金" ; jipu:amount ?yuan }"""
    (row,) = graph.query(query)
    assert row[0] == Literal("5000000", datatype="http://www.w3.org/2001/XMLSchema#decimal")


def test_cli_and_http_agree(server: tuple[str, Any], jipu: Jipu, own_home: Path) -> None:
    query = "老年人津贴 ≥98%"
    http = get(f"{server[0]}/search?k=20&q={urllib.parse.quote(query)}")
    command = jipu("search", query, "-k", 20, "--home", own_home, "--json").json
    assert http == command


def test_a_new_release_is_picked_up(
    server: tuple[str, Any], jipu: Jipu, own_home: Path, sample_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.txt"
    text = sample_path.read_text(encoding="utf-8").replace("平罗县", "惠农区")
    other.write_text(text, encoding="utf-8")
    before = get(f"{server[0]}/stats")
    jipu("ingest", other, "--home", own_home)
    after = until(lambda: (s := get(f"{server[0]}/stats"))["release"] != before["release"] and s)
    assert after["projects"] == 2 * before["projects"]
    count = urllib.parse.quote("SELECT (COUNT(*) AS ?n) { ?p a jipu:Project }")
    rows = get(f"{server[0]}/sparql?query={count}")["results"]["bindings"]
    assert rows[0]["n"]["value"] == str(after["projects"])


def test_an_interrupt_ends_it_and_its_workers(server: tuple[str, Any]) -> None:
    url, process = server
    get(f"{url}/sparql?query=" + urllib.parse.quote("ASK {}"))
    listed = subprocess.run(["ps", "-eo", "pid,ppid"], capture_output=True, text=True, check=True)
    children = re.findall(rf"^ *(\d+) +{process.pid}$", listed.stdout, re.M)
    assert children
    process.send_signal(signal.SIGINT)
    process.wait(timeout=20)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))


def test_several_server_processes_answer_alike(settings: Settings) -> None:
    with serving(settings, "--workers", "2") as url:
        answers = [get(f"{url}/search?q={urllib.parse.quote('群众满意度')}") for _ in range(8)]
    assert all(answer == answers[0] for answer in answers)
