"""RDF files as quads: verbatim, in the right graph, and refused with their place."""

import io
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic

from kg.errors import UnreadableDocumentError
from kg.rdf import quads
from kg.rdf.quads import RdfFile, Written, write_quads

BASE = "https://w3id.org/jipu/"
GRAPH = BASE + "document/0123456789abcdef"
E = "http://example.org/v#"
TURTLE = """@prefix e: <http://example.org/v#> .
e:a e:b "甲\\n\\"乙\\""@zh, 1.50, true ; e:c [ e:d e:a ] ; e:list ( 1 2 ) .
"""
PREFIXES = '{"@context": {"@vocab": "http://example.org/v#"}, '
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
THING = '<rdf:Description rdf:about="http://e/a"><e:b>{}</e:b></rdf:Description></rdf:RDF>'


def written(text: str | bytes, media_type: str = "text/turtle") -> tuple[Written, list[ox.Quad]]:
    out = io.StringIO()
    data = text.encode() if isinstance(text, str) else text
    told = write_quads(RdfFile(data, "a.rdf", media_type, GRAPH, BASE), out)
    return told, list(ox.parse(out.getvalue().encode(), ox.RdfFormat.N_QUADS))


def triples(found: list[ox.Quad], graph: str | None) -> rdflib.Graph:
    """The triples of one graph, None the default one, for another library."""
    name = ox.NamedNode(graph) if graph else ox.DefaultGraph()
    lines = "".join(f"{quad.triple} .\n" for quad in found if quad.graph_name == name)
    return rdflib.Graph().parse(data=lines, format="nt")


@pytest.mark.parametrize(
    "media_type",
    ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"],
)
def test_the_triples_are_those_of_the_file_in_both_graphs(media_type: str) -> None:
    theirs = rdflib.Graph().parse(data=TURTLE, format="turtle")
    shown = {
        "application/n-triples": "nt",
        "application/rdf+xml": "xml",
        "application/ld+json": "json-ld",
    }.get(media_type, "turtle")
    told, found = written(theirs.serialize(format=shown), media_type)
    assert told.triples == len(theirs) == 10
    assert isomorphic(triples(found, GRAPH), theirs)
    assert isomorphic(triples(found, None), theirs)
    assert told.graphs == []


def test_relative_iris_are_below_the_document() -> None:
    _, found = written("<> <#p> <x>, </y> .")
    iris = {term.value for quad in found for term in quad.triple}
    assert iris == {GRAPH, GRAPH + "#p", BASE + "document/x", "https://w3id.org/y"}


@pytest.mark.parametrize("media_type", ["application/trig", "application/n-quads"])
def test_named_graphs_keep_their_names_but_for_ours(media_type: str) -> None:
    text = "".join(
        f"<{E}s> <{E}p> <{E}{n}> {graph} .\n"
        for n, graph in enumerate(
            ["", f"<{E}g>", "_:g", "<https://w3id.org/jipu/ontology>", f"<{BASE}document/feed>"]
        )
    )
    if media_type == "application/trig":
        dataset = rdflib.Dataset().parse(data=text, format="nquads")
        text = dataset.serialize(format="trig")
    told, found = written(text, media_type)
    assert told.graphs == [E + "g"]
    by_graph = {
        graph: {str(o)[-1] for o in triples(found, graph).objects()}
        for graph in (None, GRAPH, E + "g")
    }
    assert by_graph == {None: set("01234"), GRAPH: set("0234"), E + "g": {"1"}}


def test_blank_nodes_of_two_files_stay_apart() -> None:
    nodes = [{str(quad.subject) for quad in written("_:a <http://e/b> _:a .")[1]} for _ in range(2)]
    assert len(nodes[0]) == len(nodes[1]) == 1
    assert nodes[0] != nodes[1]


def test_projects_and_indicators_are_counted() -> None:
    told, _ = written(
        "@prefix jipu: <https://w3id.org/jipu/ontology#> . "
        "<http://e/p> a jipu:Project ; jipu:hasIndicator <http://e/i>, <http://e/j> . "
        "<http://e/i> a jipu:Indicator . <http://e/j> a jipu:Indicator ."
    )
    assert (told.triples, told.projects, told.indicators) == (5, 1, 2)


BROKEN = {
    "turtle": ("text/turtle", TURTLE + "e:x e:y e:z", "line 3, column"),
    "a prefix": ("text/turtle", "\ufeffa:b a:c a:d .", "line 1, column 1: .*prefix a: has"),
    "not utf-8": ("text/turtle", '<http://e/a> <http://e/b> "预算" .'.encode("gb18030"), "UTF-8"),
    "triples": ("application/n-triples", '<http://e/a> <http://e/b> "x\n', "line 1, column 27"),
    "quads": ("application/n-quads", "<http://e/a> <http://e/b> 1 .", "line 1"),
    "trig": ("application/trig", "<http://e/g> { <http://e/a> ", "line 1"),
    "json": ("application/ld+json", PREFIXES + '\n"a": }', "line 2, column 6"),
    "a literal as @id": ("application/ld+json", '{"@id": 5, "http://e/a": 1}', "@id"),
    "a context elsewhere": (
        "application/ld+json", '{"@context": "http://e/", "name": "x"}', "nothing is fetched"
    ),
    "a context within one": (
        "application/ld+json", '{"@context": ["http://e/"], "name": "x"}', "nothing is fetched"
    ),
    "xml cut off": ("application/rdf+xml", XML + "\n<rdf:Description>", "line 2, column 18"),
    "xml of another encoding": (
        "application/rdf+xml", '<?xml version="1.0" encoding="GBK"?>' + XML + "</rdf:RDF>", "line 1"
    ),
    "a wrong rdf:ID": (
        "application/rdf+xml", XML + '<rdf:Description rdf:ID="1 2"/></rdf:RDF>', "1 2 is not"
    ),
    "no rdf": ("application/rdf+xml", "hello", "line 1, column 1"),
    "deep xml": ("application/rdf+xml", XML + "<e:a><e:b>" * 200, "256 levels"),
    "an external entity": (
        "application/rdf+xml",
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + XML + THING.format("&x;"),
        "its entity x is external",
    ),
    "an external DTD": (
        "application/rdf+xml",
        '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/r.dtd">' + XML + THING.format("&x;"),
        "entity",
    ),
    "entities of entities": (
        "application/rdf+xml",
        '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + XML + THING.format("&b;"),
        "its entity b is",
    ),
    "a long entity": (
        "application/rdf+xml",
        f'<!DOCTYPE r [<!ENTITY a "{"ha" * 600}">]>' + XML + THING.format("&a;"),
        "its entity a is",
    ),
    "triples about triples": (
        "text/turtle", "<http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> 1 )>> .", "RDF 1.2"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("media_type", "text", "told"), list(BROKEN.values()), ids=list(BROKEN))
def test_what_is_no_rdf_is_refused_with_its_place(
    media_type: str, text: str | bytes, told: str
) -> None:
    with pytest.raises(UnreadableDocumentError, match=told) as refused:
        written(text, media_type)
    assert str(refused.value).startswith("a.rdf")


def test_short_entities_abbreviate_iris() -> None:
    text = '<!DOCTYPE r [<!ENTITY e "http://e/">]>' + XML + THING.format("&e;x")
    _, found = written(text, "application/rdf+xml")
    assert [quad.object for quad in found] == [ox.Literal("http://e/x")] * 2


def test_what_grows_without_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quads, "_TOO_SMALL_TO_HARM", 1)
    prefix = f"@prefix e: <http://e/{'x' * 3000}> .\n"
    with pytest.raises(UnreadableDocumentError, match="200 times"):
        written(prefix + "e:a e:b e:c .\n" * 500)


def test_the_ontology_comes_in_as_it_went_out() -> None:
    theirs = rdflib.Graph().parse(Path(__file__).parents[3] / "ontology" / "shapes.ttl")
    told, found = written(theirs.serialize(format="turtle"))
    assert isomorphic(triples(found, GRAPH), theirs)
    assert told.triples == len(theirs)
