"""The W3C SPARQL 1.1 test suite as cases: where it lies, what its manifests say.

The suite is no part of the repository. It is looked for in the folder that ``JIPU_W3C`` names, else
in ``shared/w3c/sparql11`` beside the repository.
"""

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
BASE = "http://www.w3.org/2009/sparql/docs/tests/data-sparql11/"
FOLDER = Path(
    os.environ.get("JIPU_W3C") or Path(__file__).parents[3] / "shared" / "w3c" / "sparql11"
)
EXCEPTIONS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "exceptions.toml").read_text(encoding="utf-8")
)
_NO_QUERIES = ("protocol", "service-description")


@dataclass(frozen=True)
class QueryCase:
    """A query of the suite; ``query``, ``result``, ``data`` and ``graphs`` are IRIs of its files.

    ``data`` makes the default graph, each of ``graphs`` is a named graph.
    """

    id: str
    kind: str
    query: str
    data: tuple[str, ...]
    graphs: tuple[str, ...]
    result: str | None

    @property
    def text(self) -> str:
        """The query as its file has it, line ends included."""
        return path_of(self.query).read_bytes().decode("utf-8")


def skip_without_suite() -> None:
    """Skip the module that calls this where the suite is not there."""
    if not FOLDER.is_dir():
        pytest.skip(f"{FOLDER} is not there; JIPU_W3C names it", allow_module_level=True)


def path_of(iri: str) -> Path:
    """The file of the suite that has this IRI."""
    return FOLDER / iri.removeprefix(BASE)


def manifest(folder: str) -> Graph:
    """The manifest of one folder of the suite, its IRIs resolved."""
    path = f"{folder}/manifest.ttl"
    return Graph().parse(FOLDER / path, format="turtle", publicID=BASE + path)


def entries(graph: Graph) -> Iterator[tuple[str, Node]]:
    """Each test of a manifest with its id, such as ``bind/bind01``."""
    (listed,) = graph.objects(None, MF.entries)
    for entry in Collection(graph, listed):
        yield str(entry).removeprefix(BASE).replace("/manifest#", "/"), entry


def query_cases() -> list[QueryCase]:
    """Every test that is a query: of evaluation, of syntax, of a format."""
    folders = sorted(path.parent.name for path in FOLDER.glob("*/manifest.ttl"))
    graphs = [manifest(folder) for folder in folders if folder not in _NO_QUERIES]
    return [_case(graph, *entry) for graph in graphs for entry in entries(graph)]


def _case(graph: Graph, case_id: str, entry: Node) -> QueryCase:
    action, result = graph.value(entry, MF.action), graph.value(entry, MF.result)
    return QueryCase(
        id=case_id,
        kind=str(graph.value(entry, RDF.type)).rpartition("#")[2],
        query=str(action if isinstance(action, URIRef) else graph.value(action, QT.query)),
        data=tuple(map(str, graph.objects(action, QT.data))),
        graphs=tuple(map(str, graph.objects(action, QT.graphData))),
        result=None if result is None else str(result),
    )


def graph_files() -> dict[str, Path]:
    """Every graph that a case asks for: its IRI and the file that holds it."""
    graphs = {iri: path_of(iri) for case in query_cases() for iri in case.data + case.graphs}
    protocol = manifest("protocol")
    for given in protocol.objects(None, UT.graphData):
        name, file = protocol.value(given, RDFS.label), protocol.value(given, UT.graph)
        assert isinstance(name, Literal)
        graphs[str(name)] = path_of(str(file))
    return graphs


def marked(case_id: str, case: object) -> object:
    """A case as a parameter; one that is an exception has to fail, and says why."""
    reason = EXCEPTIONS.get(case_id)
    marks = () if reason is None else pytest.mark.xfail(reason=reason, strict=True)
    return pytest.param(case, id=case_id, marks=marks)
