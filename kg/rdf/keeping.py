"""Reading an RDF file for a release: its quads, and what is told of it as of any document."""

import hashlib
from dataclasses import replace
from pathlib import Path

from kg import ntriples, vocab
from kg.iri import Minter, holder_of_graph
from kg.model import Document, Problem
from kg.ntriples import Triple, quads_of
from kg.rdf.formats import media_type_of
from kg.rdf.quads import RdfFile, write_quads
from kg.readings import GRAPH, ROWS, Readings, Told
from kg.sources import DocumentFile
from kg.table import IndicatorTable
from kg.triples import Provenance, document_triples


def write_rdf(content: bytes, file: DocumentFile, readings: Readings, folder: Path) -> Told:
    """Write the quads of an RDF file, verbatim, and its provenance.

    Raises UnreadableDocumentError as `kg.rdf.quads.write_quads` does.
    """
    minter, sha256 = Minter(readings.base_iri), hashlib.sha256(content).hexdigest()
    media_type = str(media_type_of(content, file.name))
    graph = minter.document(sha256)
    with (folder / GRAPH).open("w", encoding="utf-8") as out:
        written = write_quads(
            RdfFile(content, file.name, media_type, graph, readings.base_iri), out
        )
        problems = () if written.triples else (Problem(file.name, "holds no triple; check it"),)
        document = Document(file.name, sha256, media_type, None, (), problems)
        entry = readings.entry(document, file, written.projects, written.indicators)
        provenance = Provenance(entry.read_at, entry.software)
        out.writelines(quads_of(graph, document_triples(document, minter, provenance)))
        derived = (
            Triple(f"<{iri}>", ntriples.iri(vocab.DERIVED_FROM), f"<{graph}>")
            for iri in written.graphs
        )
        out.writelines(quads_of(graph, derived))
    IndicatorTable.of_document(document, minter).write(folder / ROWS)
    holder = holder_of_graph(sha256, file.name)
    claims = {graph: sha256, **dict.fromkeys(written.graphs, holder)}
    return Told(replace(entry, graphs=tuple(written.graphs)), problems, claims)
