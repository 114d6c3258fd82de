import pytest

from kg.errors import UnreadableDocumentError
from kg.rdf.formats import media_type_of
from kg.read import read_document

RDF_XML = (
    b'<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.ttl", b"", "text/turtle"),
        ("folder/A.TTL", b"", "text/turtle"),
        ("a.nt", b"", "application/n-triples"),
        ("a.nq", b"", "application/n-quads"),
        ("a.trig", b"", "application/trig"),
        ("a.jsonld", b"{}", "application/ld+json"),
        ("a.rdf", RDF_XML, "application/rdf+xml"),
        ("a.xml", RDF_XML, "application/rdf+xml"),
        ("a.owl", RDF_XML, "application/rdf+xml"),
        ("a.owl", b"@prefix a: <http://a/> .", "text/turtle"),
        ("a.xml", b"<?xml version='1.0'?><Workbook/>", None),
        ("a.owl", b"<?xml version='1.0'?><Ontology/>", None),
        ("a.txt", RDF_XML, None),
        ("ttl", b"", None),
    ],
)
def test_the_name_tells_rdf_and_xml_its_root(
    name: str, data: bytes, media_type: str | None
) -> None:
    assert media_type_of(data, name) == media_type


def test_rdf_has_no_tables_to_extract() -> None:
    with pytest.raises(UnreadableDocumentError, match="jipu ingest"):
        read_document(b"", "a.ttl")
