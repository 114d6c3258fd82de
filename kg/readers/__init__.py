"""From bytes to grids: the format is told by the content, never by the file's suffix.

Each format is one module with a ``Reader``; a new format is one more entry in ``READERS`` (first
match wins) and the removal of its line in ``signatures.toml``, which names the formats that are
recognised but not read, with the advice to give.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers import text


@dataclass(frozen=True, slots=True)
class Reader:
    """One format: its media type, a cheap test of the content, and the function that reads it.

    ``read`` takes the bytes and the document's name and raises ``UnreadableDocumentError``.
    """

    media_type: str
    accepts: Callable[[bytes], bool]
    read: Callable[[bytes, str], tuple[Grid, ...]]


READERS = (Reader("text/plain", text.accepts, text.read),)


@dataclass(frozen=True, slots=True)
class Signature:
    """The first bytes of a format that is not read, what the format is, and what to do."""

    starts: tuple[bytes, ...]
    what: str
    advice: str


@cache
def _signatures() -> tuple[Signature, ...]:
    table = tomllib.loads(files(__name__).joinpath("signatures.toml").read_text("utf-8"))
    return tuple(
        Signature(
            tuple(start.encode("latin-1") for start in entry["starts"]),
            entry["what"],
            entry["advice"],
        )
        for entry in table["format"]
    )


def read_grids(data: bytes, name: str) -> tuple[str, tuple[Grid, ...]]:
    """Return the media type and the grids of a document.

    Raises ``UnreadableDocumentError`` for empty files and for formats that cannot be read.
    """
    head = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if not head:
        raise UnreadableDocumentError(name, "the file is empty; check the download")
    for signature in _signatures():
        if head.startswith(signature.starts):
            raise UnreadableDocumentError(name, f"this is {signature.what}; {signature.advice}")
    for reader in READERS:
        if reader.accepts(data):
            return reader.media_type, reader.read(data, name)
    raise UnreadableDocumentError(
        name,
        "this is a binary file of an unknown format; "
        "save the table as text (UTF-8, tab-separated) and read that",
    )
