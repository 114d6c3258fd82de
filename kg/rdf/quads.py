"""An RDF file as the quads of its document (RDF 四元组). Beside kg.store, what imports pyoxigraph.

Everything streams: a file of a million triples takes seconds and no memory to speak of.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

import pyoxigraph as ox

import ontology
from kg import vocab
from kg.errors import UnreadableDocumentError
from kg.rdf.formats import FORMAT_NAMES, RDF_XML
from kg.rdf.xml_check import refuse_harmful_xml

_BOM = b"\xef\xbb\xbf"
# As for archives: what abbreviates is not to fill the disk.
_RATIO = 200
_TOO_SMALL_TO_HARM = 1 << 20
_POSITION = re.compile(r"^Parser error [^:]*: ")
_REMOTE_CONTEXT = "LoadDocumentCallback"
_PROJECT = f"<{vocab.TYPE}> <{vocab.PROJECT}>"
_INDICATOR = f"<{vocab.TYPE}> <{vocab.INDICATOR}>"


@dataclass(frozen=True, slots=True)
class RdfFile:
    """An RDF file as a document: its bytes, its name, its media type and the IRI of its graph.

    Relative IRIs are below ``graph``; graphs below ``base_iri`` are ours to name.
    """

    data: bytes
    name: str
    media_type: str
    graph: str
    base_iri: str

    def is_kept(self, graph: object) -> bool:
        """Whether a graph of the file keeps its name: not a blank one, nor one that is ours."""
        if not isinstance(graph, ox.NamedNode):
            return False
        ours = graph.value == ontology.GRAPH or graph.value.startswith(self.base_iri)
        return not ours


@dataclass(slots=True)
class Written:
    """What was written: how many triples, projects and indicators, the graphs with own names."""

    triples: int = 0
    projects: int = 0
    indicators: int = 0
    graphs: list[str] = field(default_factory=list)


def write_quads(file: RdfFile, out: IO[str]) -> Written:
    """Write each quad of a file twice, in the default graph and its own, as bulk loading takes it.

    Blank nodes get labels that no other document has. Triples outside of named graphs are in the
    document's graph, as are those of graphs that do not keep their name. Raises
    UnreadableDocumentError with line and column for what is no RDF, for JSON-LD whose context is
    elsewhere, for triples about triples and for what grows without measure.
    """
    written = Written()
    left = max(_TOO_SMALL_TO_HARM, _RATIO * len(file.data))
    own = f"<{file.graph}>"
    names = {str(ox.DefaultGraph()): own}
    for subject, predicate, value, graph in _quads(file):
        name = names.get(str(graph))
        if name is None:
            name = str(graph) if file.is_kept(graph) else own
            names[str(graph)] = name
        if isinstance(value, ox.Triple):
            raise UnreadableDocumentError(
                file.name, "has triples about triples (RDF 1.2); state them as RDF 1.1 does"
            )
        triple = f"{subject} {predicate} {value}"
        out.write(f"{triple} .\n{triple} {name} .\n")
        left -= len(triple)
        if left < 0:
            raise UnreadableDocumentError(
                file.name, f"its triples take more than {_RATIO} times its size; split it"
            )
        written.triples += 1
        written.projects += triple.endswith(_PROJECT)
        written.indicators += triple.endswith(_INDICATOR)
    written.graphs = sorted({name[1:-1] for name in names.values()} - {file.graph})
    return written


def _quads(file: RdfFile) -> Iterator[ox.Quad]:
    if file.media_type == RDF_XML:
        refuse_harmful_xml(file.data, file.name)
    try:
        yield from ox.parse(
            file.data.removeprefix(_BOM),
            ox.RdfFormat.from_media_type(file.media_type),
            base_iri=file.graph,
            rename_blank_nodes=True,
        )
    except SyntaxError as error:
        raise _unreadable(file, error) from error


def _unreadable(file: RdfFile, error: SyntaxError) -> UnreadableDocumentError:
    if _REMOTE_CONTEXT in error.msg:
        return UnreadableDocumentError(
            file.name,
            "its JSON-LD refers to a @context at another address, and nothing is fetched; write "
            "the context itself into the file",
        )
    position = f", line {error.lineno}, column {error.offset}" if error.lineno else ""
    reason = _POSITION.sub("", error.msg)
    return UnreadableDocumentError(
        f"{file.name}{position}",
        f"this is no valid {FORMAT_NAMES[file.media_type]} ({reason}); correct it there",
    )
