"""Web archives (.mht, .mhtml): a web page of Word, Excel or a browser as one MIME message."""

import email
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.message import Message
from html import unescape

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers.html import blocks_of, page_text
from kg.readers.nesting import Block, Table, grid_of

_HEAD = 4096
_HEADER = re.compile(rb"\s*[\w-]+:[^\n]*\n")
# Excel names its sheets in a comment of the frame page, each with the part that holds it.
_SHEET = re.compile(
    r"<x:Name>([^<]*)</x:Name>\s*<x:WorksheetSource\s+HRef=\"([^\"]*)\"", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A web page of the archive: the last step of its address, its text and what it shows."""

    file: str
    text: str
    blocks: tuple[Block, ...]

    @property
    def has_table(self) -> bool:
        return any(isinstance(block, Table) for block in self.blocks)


def accepts(data: bytes) -> bool:
    """Say whether the bytes begin with the headers of a MIME message that may hold a web page."""
    head = data[:_HEAD].lower()
    known = b"mime-version:" in head and b"content-type:" in head
    return known and bool(_HEADER.match(head))


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read the page, or every sheet of a workbook saved as a web archive.

    Raises ``UnreadableDocumentError`` where the archive has no web page.
    """
    parts = _parts(data, name)
    sheets = {file: sheet for part in parts for file, sheet in _sheet_names(part.text).items()}
    chosen = [part for part in parts if part.file in sheets]
    chosen = chosen or [part for part in parts if part.has_table] or parts[:1]
    return tuple(
        grid_of(name, index, part.blocks, sheets.get(part.file) or _own_name(part, chosen))
        for index, part in enumerate(chosen, start=1)
    )


def _parts(data: bytes, name: str) -> list[_Part]:
    try:
        found = [part for part in _messages(data) if part.get_content_type() == "text/html"]
        parts = [_part(part, name) for part in found]
    except (MessageError, RecursionError, LookupError, ValueError) as error:
        raise UnreadableDocumentError(
            name, f"the web archive is damaged ({error}); save the page again as .html"
        ) from error
    if not parts:
        raise UnreadableDocumentError(
            name, "the message holds no web page; save its table as a sheet and read that"
        )
    return parts


def _messages(data: bytes) -> Iterator[Message]:
    return email.message_from_bytes(data.lstrip()).walk()


def _part(message: Message, name: str) -> _Part:
    content = message.get_payload(decode=True)
    content = content if isinstance(content, bytes) else b""
    address = str(message.get("Content-Location") or message.get_filename() or "")
    text = page_text(content, name, message.get_content_charset())
    blocks = blocks_of(text, name) if text.strip() else ()
    return _Part(_file(address), text, blocks)


def _file(address: str) -> str:
    return re.split(r"[/\\]", address)[-1].lower()


def _sheet_names(text: str) -> Mapping[str, str]:
    return {_file(address): unescape(sheet) for sheet, address in _SHEET.findall(text)}


def _own_name(part: _Part, parts: list[_Part]) -> str | None:
    """The part's file name, where it has to be told from others."""
    return part.file or None if len(parts) > 1 else None
