"""An RDF file as the quads of its document (RDF 四元组).

Everything streams: a file of a million triples takes seconds and no memory to speak of.
"""

from dataclasses import dataclass, field
from typing import IO

import ontology
from kg import vocab
from kg.errors import UnreadableDocumentError
from kg.rdf.formats import RDF_XML
from kg.rdf.xml_check import refuse_harmful_xml
from kg.store.parsing import DEFAULT_GRAPH, parsed_quads

# As for archives: what abbreviates is not to fill the disk.
_RATIO = 200
_TOO_SMALL_TO_HARM = 1 << 20
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

    def is_kept(self, graph: str) -> bool:
        """Whether a graph of the file keeps its name: not a blank one, nor one that is ours."""
        ours = graph == f"<{ontology.GRAPH}>" or graph.startswith(f"<{self.base_iri}")
        return graph.startswith("<") and not ours


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
    if file.media_type == RDF_XML:
        refuse_harmful_xml(file.data, file.name)
    written = Written()
    left = max(_TOO_SMALL_TO_HARM, _RATIO * len(file.data))
    own = f"<{file.graph}>"
    names = {DEFAULT_GRAPH: own}
    quads = parsed_quads(file.data, file.name, file.media_type, file.graph)
    for subject, predicate, value, graph in quads:
        name = names.get(graph)
        if name is None:
            name = names[graph] = graph if file.is_kept(graph) else own
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
