"""Comunica, the query engine of the JavaScript world; `make test` installs it where npm is."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.clients.questions import LABELS, LARGEST, LARGEST_YUAN, SOME

COMUNICA = (
    Path(__file__).parent / "node_modules" / "@comunica" / "query-sparql" / "bin" / "query.js"
)

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not COMUNICA.exists(),
    reason="node or Comunica is not installed; `make test` installs Comunica where npm is",
)


def comunica(*words: str) -> str:
    ran = subprocess.run(
        ["node", str(COMUNICA), *words], capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def answered(*words: str) -> Any:
    return json.loads(comunica(*words, "-t", "application/sparql-results+json"))


def test_it_queries_the_endpoint_as_one(endpoint: str) -> None:
    rows = answered(f"sparql@{endpoint}", LARGEST)["results"]["bindings"]
    assert [int(row["yuan"]["value"]) for row in rows] == LARGEST_YUAN


def test_it_finds_out_by_itself_that_it_is_an_endpoint(endpoint: str) -> None:
    """By the service description; what it finds it joins and asks in parts."""
    assert answered(endpoint, SOME)["boolean"] is True


def test_it_federates_to_it_from_notes(endpoint: str, tmp_path: Path) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    note = f'<https://e.org/note> {label} "高龄津贴县级补助资金" .'
    source = {"type": "serialized", "value": note, "mediaType": "text/turtle"}
    context = tmp_path / "context.json"
    context.write_text(json.dumps({"sources": [{**source, "baseIRI": "https://e.org/"}]}))
    query = f"""PREFIX jipu: <https://w3id.org/jipu/ontology#>
        SELECT ?yuan WHERE {{
          <https://e.org/note> {label} ?name
          SERVICE <{endpoint}> {{ ?project {label} ?name ; jipu:amount ?yuan }}
        }}"""
    rows = answered("-c", str(context), "-q", query)["results"]["bindings"]
    assert [int(row["yuan"]["value"]) for row in rows] == [5_000_000]


def test_it_constructs(endpoint: str) -> None:
    triples = comunica(f"sparql@{endpoint}", LABELS, "-t", "application/n-triples")
    assert triples.count("<http://www.w3.org/2000/01/rdf-schema#label>") == 20
