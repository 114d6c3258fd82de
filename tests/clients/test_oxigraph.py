"""Another engine, `oxigraph serve` with a researcher's notes, that federates to the endpoint."""

import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from tests.clients.questions import PREFIXES
from tests.servers import get, until

WISH = "群众对环境的满意程度 ≥90%"
Rows = list[dict[str, str]]
Ask = Callable[[str], Rows]


@pytest.fixture(scope="module")
def oxigraph() -> Iterator[str]:
    """The address of an empty store in a process of its own."""
    command = shutil.which("oxigraph", path=Path(sys.executable).parent)
    assert command, "oxigraph is not installed; it is in the extra dev"
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with subprocess.Popen([command, "serve", "--bind", address], stderr=subprocess.DEVNULL) as run:
        try:
            until(lambda: sent(f"http://{address}/query", "application/sparql-query", "ASK {}"))
            yield f"http://{address}"
        finally:
            run.terminate()


def sent(address: str, media_type: str, body: str) -> bytes:
    headers = {"Content-Type": media_type, "Accept": "application/sparql-results+json"}
    with urlopen(Request(address, body.encode(), headers), timeout=20) as answer:
        return bytes(answer.read())


@pytest.fixture(scope="module")
def hits(server: str) -> Rows:
    """What /search finds."""
    found = get(f"{server}/search?q={quote(WISH)}&k=5")["hits"]
    return [{"indicator": hit["iri"], "score": str(hit["score"])} for hit in found]


@pytest.fixture(scope="module")
def ask(oxigraph: str, endpoint: str, hits: Rows) -> Ask:
    """Asks the other engine, which has notes on the third hit, on a project and on nothing."""
    notes = f"""@prefix n: <https://e.org/> .
        n:hit n:about <{hits[2]["indicator"]}> . n:nothing n:about n:nothing .
        n:project n:calls "高龄津贴县级补助资金" . n:dream n:calls "登月" ."""
    sent(f"{oxigraph}/store?default", "text/turtle", notes)

    def asked(pattern: str) -> Rows:
        text = f"{PREFIXES} PREFIX n: <https://e.org/>\n{pattern}".replace("OURS", f"<{endpoint}>")
        answer = json.loads(sent(f"{oxigraph}/query", "application/sparql-query", text))
        rows = answer["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in rows]

    return asked


SEARCH = f"""SERVICE jipu:search {{
  ?indicator jipu:query "{WISH}" ; jipu:score ?score ; jipu:limit 5 }}"""


def test_it_searches_as_search_does(ask: Ask, hits: Rows) -> None:
    found = ask(f"SELECT ?indicator ?score {{ SERVICE OURS {{ {SEARCH} }} }} ORDER BY DESC(?score)")
    assert found == hits


def test_what_it_finds_is_joined_with_the_engine_s_own_data(ask: Ask, hits: Rows) -> None:
    found = ask(f"SELECT * {{ ?note n:about ?indicator . SERVICE OURS {{ {SEARCH} }} }}")
    assert found == [{"note": "https://e.org/hit", **hits[2]}]


def test_patterns_in_the_clause_narrow_the_search(ask: Ask, hits: Rows) -> None:
    found = ask(f"""SELECT ?note ?indicator {{
        ?note n:calls ?name
        SERVICE OURS {{ {SEARCH} ?p jipu:hasIndicator ?indicator ; rdfs:label ?name
          FILTER(?name = "高龄津贴县级补助资金") }} }}""")
    assert len(found) == 5
    assert {row["note"] for row in found} == {"https://e.org/project"}
    assert not {row["indicator"] for row in found} & {hit["indicator"] for hit in hits}


def test_values_in_the_clause_are_searched_one_by_one(ask: Ask) -> None:
    found = ask("""SELECT ?name ?indicator {
        ?note n:calls ?name
        SERVICE OURS {
          VALUES ?name { "高龄津贴县级补助资金" "登月" "绿化" }
          SERVICE jipu:search { ?indicator jipu:query ?name ; jipu:limit 2 } } }""")
    assert sorted(row["name"] for row in found) == ["登月"] * 2 + ["高龄津贴县级补助资金"] * 2


def test_our_functions_score_there(ask: Ask, hits: Rows) -> None:
    found = ask(f"""SELECT ?indicator ?score {{
        SERVICE OURS {{ ?indicator a jipu:Indicator
          BIND(jipu:relevance(?indicator, "{WISH}") AS ?score) }}
        }} ORDER BY DESC(?score) LIMIT 5""")
    assert found == hits
    same = ask(f"""SELECT ?note {{ ?note n:about ?indicator
        SERVICE OURS {{ ?indicator a jipu:Indicator
          FILTER(jipu:similarity(?indicator, <{hits[2]["indicator"]}>) = 1) }} }}""")
    assert same == [{"note": "https://e.org/hit"}]
