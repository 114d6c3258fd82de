"""From bytes to grids: the format is told by the content, never by the file's suffix.

Each format is one module with a ``Reader``; a new format is one more entry in ``READERS`` (first
match wins). What none of them accepts is looked up in ``signatures.toml``, which names formats that
are recognised but not read, with the advice to give; the rest is read as text.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers import docx, html, mht, ods, pdf, spreadsheetml, text, xls, xlsx
from kg.readers.compound import names_entry
from kg.readers.limits import within_limits


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its media type, a cheap test of the content, and the function that reads it.

    ``read`` takes the bytes and the document's name and raises ``UnreadableDocumentError``.
    """

    media_type: str
    accepts: Callable[[bytes], bool]
    read: Callable[[bytes, str], tuple[Grid, ...]]


READERS = (
    Reader(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        xlsx.accepts,
        xlsx.read,
    ),
    Reader("application/vnd.oasis.opendocument.spreadsheet", ods.accepts, ods.read),
    Reader("application/vnd.ms-excel", xls.accepts, xls.read),
    Reader("application/vnd.ms-excel", spreadsheetml.accepts, spreadsheetml.read),
    Reader(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        docx.accepts,
        docx.read,
    ),
    Reader("application/pdf", pdf.accepts, pdf.read),
    Reader("multipart/related", mht.accepts, mht.read),
    Reader("text/html", html.accepts, html.read),
)
TEXT = Reader("text/plain", text.accepts, text.read)


@dataclass(frozen=True, slots=True)
class Signature:
    """How a format that is not read is told, what the format is, and what to do.

    ``starts`` are its first bytes in lower case; ``streams`` are names that a compound file (OLE)
    of the format has one of, none where they do not matter.
    """

    starts: tuple[bytes, ...]
    streams: tuple[str, ...]
    what: str
    advice: str

    def fits(self, head: bytes, data: bytes) -> bool:
        """Whether the content is of this format; ``head`` is its beginning in lower case."""
        named = not self.streams or any(names_entry(data, stream) for stream in self.streams)
        return head.startswith(self.starts) and named


@cache
def _signature_table() -> dict[str, Any]:
    return tomllib.loads(files(__name__).joinpath("signatures.toml").read_text("utf-8"))


@cache
def _signatures() -> tuple[Signature, ...]:
    return tuple(
        Signature(
            tuple(start.encode("latin-1") for start in entry["starts"]),
            tuple(entry.get("streams", ())),
            entry["what"],
            entry["advice"],
        )
        for entry in _signature_table()["format"]
    )


def read_grids(data: bytes, name: str) -> tuple[str, tuple[Grid, ...]]:
    """Return the media type and the grids of a document.

    Raises ``UnreadableDocumentError`` for empty files and for formats that cannot be read.
    """
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        raise UnreadableDocumentError(name, "the file is empty; check the download")
    reader = next((reader for reader in READERS if reader.accepts(data)), None)
    if reader is None:
        _refuse_unreadable(head, data, name)
        reader = TEXT
    grids = reader.read(data, name)
    if reader is TEXT:
        _refuse_misnamed(grids, name)
    return reader.media_type, within_limits(name, grids)


def _refuse_misnamed(grids: tuple[Grid, ...], name: str) -> None:
    """A few words under the name of another format are what a failed download left."""
    promised = _signature_table()["suffixes"].get(PurePath(name).suffix.lower())
    in_columns = any(len(row.cells) > 1 for grid in grids for row in grid.rows)
    if promised and not in_columns:
        raise UnreadableDocumentError(
            name, f"this is text without a table and not {promised}; download it again"
        )


def _refuse_unreadable(head: bytes, data: bytes, name: str) -> None:
    for signature in _signatures():
        if signature.fits(head, data):
            raise UnreadableDocumentError(name, f"this is {signature.what}; {signature.advice}")
    if not TEXT.accepts(data):
        raise UnreadableDocumentError(
            name,
            "this is a binary file of an unknown format; "
            "save the table as text (UTF-8, tab-separated) and read that",
        )
