"""Reading a document: bytes → grids → projects. ``read_document`` is the recipe."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UnreadableDocumentError
from kg.model import Document
from kg.readers import read_grids
from kg.tables import ReadRow, read_tables


@dataclass(frozen=True, slots=True)
class Reading:
    """A document with the account of its rows: what each of them was recognised as."""

    document: Document
    rows: tuple[ReadRow, ...]


def read_document(path: Path, name: str | None = None) -> Document:
    """Read one document; ``name`` (default: the file's name) is how records refer to it.

    Raises ``UnreadableDocumentError`` if the file cannot be read or holds no target table.
    """
    return examine_document(path, name).document


def examine_document(path: Path, name: str | None = None) -> Reading:
    """Read one document like ``read_document`` and keep the account of every row."""
    name = name or path.name
    data = _bytes_of(path)
    media_type, grids = read_grids(data, name)
    tables = read_tables(name, grids)
    document = Document(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        title=tables.title,
        projects=tables.projects,
        problems=tables.problems,
    )
    return Reading(document, tables.rows)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableDocumentError(
            str(path), f"the file cannot be opened ({reason}); check the path and its permissions"
        ) from error
