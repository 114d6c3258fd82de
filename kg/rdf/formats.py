"""The formats of RDF files (RDF 格式), told by the file's name: plain text looks like any other."""

import re
from pathlib import PurePath

RDF_XML, JSON_LD = "application/rdf+xml", "application/ld+json"
TURTLE = "text/turtle"

_BY_SUFFIX = {
    ".ttl": TURTLE,
    ".nt": "application/n-triples",
    ".nq": "application/n-quads",
    ".trig": "application/trig",
    ".rdf": RDF_XML,
    ".jsonld": JSON_LD,
}
FORMAT_NAMES = {
    TURTLE: "Turtle",
    "application/n-triples": "N-Triples",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
    RDF_XML: "RDF/XML",
    JSON_LD: "JSON-LD",
}
_BEGINNING = 64 * 1024
_RDF_ROOT = re.compile(rb"<(?:[\w\-]+:)?RDF[\s>/]")
_NAMESPACE = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def media_type_of(data: bytes, name: str) -> str | None:
    """The media type of an RDF file, None for a document of another kind.

    ``.owl`` may be RDF/XML or Turtle, and ``.xml`` anything: these are told by their beginning.
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in (".owl", ".xml"):
        head = data[:_BEGINNING]
        if _RDF_ROOT.search(head) and _NAMESPACE in head:
            return RDF_XML
        is_markup = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<?xml")
        return TURTLE if suffix == ".owl" and not is_markup else None
    return _BY_SUFFIX.get(suffix)
