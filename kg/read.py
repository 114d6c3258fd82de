"""Reading a document: bytes → grids → projects. ``read_document`` is the recipe."""

import hashlib
from dataclasses import dataclass

from kg.entities.context import located
from kg.errors import UnreadableDocumentError
from kg.model import Document
from kg.rdf.formats import media_type_of
from kg.readers import read_grids
from kg.tables import NOTHING, Given, ReadRow, Section, read_tables

__all__ = ["NOTHING", "Given", "Reading", "examine_document", "read_document"]


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with its sections: the account of what each row was recognised as."""

    document: Document
    sections: tuple[Section, ...]

    @property
    def rows(self) -> tuple[ReadRow, ...]:
        """The rows of all sections, in printed order."""
        return tuple(row for section in self.sections for row in section.rows)


def read_document(data: bytes, name: str, given: Given = NOTHING) -> Document:
    """Read one document; ``name`` is how its records refer to it.

    ``given`` is what a person says of it, for what it does not print itself. Raises
    ``UnreadableDocumentError`` if the bytes cannot be read or hold no target table.
    """
    return examine_document(data, name, given).document


def examine_document(data: bytes, name: str, given: Given = NOTHING) -> Reading:
    """Read one document like ``read_document`` and keep the account of every row."""
    if media_type_of(data, name):
        raise UnreadableDocumentError(
            name, "is RDF, which has no tables to read; `jipu ingest` takes it as it is"
        )
    media_type, grids = read_grids(data, name)
    tables = read_tables(name, grids, given)
    document = Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        title=tables.title,
        projects=located(tables.projects, tables.title),
        problems=tables.problems,
    )
    return Reading(document, tables.sections)
