"""Validating documents one by one, in processes under limits: those of a release, or files."""

import io
from collections import deque
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import ontology
from kg.documents import Archive, Job, each_document, in_folder, unpacked
from kg.errors import InvalidRequestError, UnreadableDocumentError
from kg.iri import Minter
from kg.model import Problem
from kg.progress import Progress, Step
from kg.rdf.formats import media_type_of
from kg.rdf.quads import RdfFile, write_quads
from kg.release import Release
from kg.software import now, software
from kg.sources import DocumentFile
from kg.store.query import Query
from kg.store.reader import StoreReader
from kg.tables import Given
from kg.triples import Provenance, document_triples
from kg.validate.violation import Checked
from kg.workers import ReadLimits, each_read

_MODULES = ("kg.read", "kg.validate.shacl")
_TRIPLES = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
_NTRIPLES = ("application/n-triples",)


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of a release, with the graphs that hold its triples."""

    name: str
    graphs: tuple[str, ...]


def validate_release(
    release: Release, shapes: str, limits: ReadLimits, progress: Progress
) -> Generator[tuple[str, Checked | Problem]]:
    """What shapes find in each document of a release, as they get done; close it to stop."""
    entries = release.manifest.documents
    waiting = deque(StoredDocument(entry.name, entry.all_graphs) for entry in entries)
    check = partial(check_stored, release.store_path, shapes)
    with closing(each_read(check, waiting, limits, _MODULES)) as results:
        for done, (document, result) in enumerate(results, 1):
            progress(Step("validate", done, len(entries), document.name))
            yield document.name, result


def validate_files(
    files: Sequence[DocumentFile],
    shapes: str,
    given: Given,
    limits: ReadLimits,
    progress: Progress,
) -> Generator[tuple[DocumentFile, Checked | Problem]]:
    """What shapes find in files as they would be ingested; RDF files as they are."""
    return each_document(files, partial(check_file, shapes, given), limits, progress)


def check_stored(store: Path, shapes: str, document: StoredDocument) -> Checked:
    """What shapes find in a document of a store; runs in a process of its own."""
    # Imported here: the command that starts the process need not have the libraries.
    from kg.validate.shacl import validate_graph

    triples = _reader(store).answer(Query(_TRIPLES, _NTRIPLES, document.graphs)).read()
    return validate_graph(document.name, triples.decode(), shapes)


@lru_cache(maxsize=1)
def _reader(store: Path) -> StoreReader:
    return StoreReader(store, ontology.PREFIXES)


def check_file(shapes: str, given: Given, job: Job) -> Checked | Archive:
    """What shapes find in a file; runs in a process of its own."""
    from kg.read import read_document
    from kg.validate.shacl import validate_graph

    content, name = unpacked(job.file), job.file.name
    if isinstance(content, Archive):
        return content
    if media_type_of(content, name):
        return validate_graph(name, rdf_triples(content, name), shapes)
    document = read_document(content, name, in_folder(given, job.file))
    triples = document_triples(document, Minter(), Provenance(now(), software()))
    return validate_graph(name, "".join(triple.line for triple in triples), shapes)


def our_shapes() -> str:
    """The shapes of the ontology in N-Triples: what jipu itself should have written."""
    return shapes_in(ontology.FOLDER / "shapes.ttl")


def shapes_in(path: Path) -> str:
    """A file of shapes in N-Triples. Raises InvalidRequestError, also where it is no RDF."""
    try:
        return rdf_triples(path.read_bytes(), str(path))
    except OSError as error:
        raise InvalidRequestError(str(path), f"cannot be read: {error.strerror}") from error


def rdf_triples(data: bytes, name: str) -> str:
    """The triples of all graphs of an RDF file, in N-Triples."""
    media_type = media_type_of(data, name)
    if media_type is None:
        raise UnreadableDocumentError(name, "is no RDF by its name; name it .ttl for Turtle")
    base = Minter().base
    out = io.StringIO()
    write_quads(RdfFile(data, name, media_type, f"{base}document/{'0' * 16}", base), out)
    # Each triple stands twice: first in the default graph, as N-Triples have it.
    return "\n".join(out.getvalue().split("\n")[::2])
