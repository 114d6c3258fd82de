"""An RDF file read by the engine, as the texts of its quads."""

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import UnreadableDocumentError
from kg.rdf.formats import FORMAT_NAMES

DEFAULT_GRAPH = str(ox.DefaultGraph())
_BOM = b"\xef\xbb\xbf"
_POSITION = re.compile(r"^Parser error [^:]*: ")
_REMOTE_CONTEXT = "LoadDocumentCallback"


def parsed_quads(
    data: bytes, name: str, media_type: str, base_iri: str
) -> Iterator[tuple[str, str, str, str]]:
    """The quads of a file: subject, predicate and object as N-Quads write them, and the graph.

    The graph is an IRI in angle brackets, a blank node or `DEFAULT_GRAPH`. Blank nodes get labels
    that no other file has. Raises UnreadableDocumentError with line and column for what is no RDF,
    for JSON-LD whose context is elsewhere and for triples about triples.
    """
    try:
        for subject, predicate, value, graph in ox.parse(
            data.removeprefix(_BOM),
            ox.RdfFormat.from_media_type(media_type),
            base_iri=base_iri,
            rename_blank_nodes=True,
        ):
            if isinstance(value, ox.Triple):
                raise UnreadableDocumentError(
                    name, "has triples about triples (RDF 1.2); state them as RDF 1.1 does"
                )
            yield str(subject), str(predicate), str(value), str(graph)
    except SyntaxError as error:
        raise _unreadable(name, media_type, error) from error


def _unreadable(name: str, media_type: str, error: SyntaxError) -> UnreadableDocumentError:
    if _REMOTE_CONTEXT in error.msg:
        return UnreadableDocumentError(
            name,
            "its JSON-LD refers to a @context at another address, and nothing is fetched; write "
            "the context itself into the file",
        )
    position = f", line {error.lineno}, column {error.offset}" if error.lineno else ""
    reason = _POSITION.sub("", error.msg)
    return UnreadableDocumentError(
        f"{name}{position}",
        f"this is no valid {FORMAT_NAMES[media_type]} ({reason}); correct it there",
    )
