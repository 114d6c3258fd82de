"""A real server process: it starts, answers real clients, picks up a release and stops."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph, Literal
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from tests.commands import Jipu


def until(what: Callable[[], Any], seconds: float = 30) -> Any:
    """What it returns as soon as that is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := what():
                return found
        except (urllib.error.URLError, ConnectionError):
            pass
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def own_home(jipu: Jipu, sample_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("server") / "home"
    assert jipu("ingest", sample_path, "--home", home).status == 0
    return home


@pytest.fixture(scope="module")
def server(own_home: Path, model_cache: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = "from api.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--port", str(port), "--home", str(own_home)],
        env={**os.environ, "JIPU_CACHE": str(model_cache)},
        stderr=subprocess.PIPE,
    )
    url = f"http://127.0.0.1:{port}"
    until(lambda: get(f"{url}/ping"))
    yield url, process
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
    assert process.stderr is not None
    said = process.stderr.read().decode()
    process.stderr.close()
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
