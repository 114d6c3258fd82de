"""PDFs with text (.pdf): ruled tables, aligned columns, and the lines around them.

Beside ``pdf_page`` the only file that imports pdfplumber. It gives the characters and strokes of a
page; how they become cells is decided in ``kg.readers.page``: pdfplumber's own search for cells
compares every crossing of rules with all others, and its extraction crops all characters again for
every cell.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.page import Page as PdfPage

from kg.errors import UnreadableDocumentError
from kg.grid import Grid, Omission
from kg.readers.page.aligned import with_aligned_tables
from kg.readers.page.breaks import with_whole_rows
from kg.readers.page.characters import UNKNOWN, character
from kg.readers.page.marks import Glyph, Marks, Stroke, printed_once
from kg.readers.page.rows import rows_of
from kg.readers.page.tables import page_of
from kg.readers.page.turning import Box, quarter_of, turned
from kg.readers.pdf_page import BoundedPage

# A province's whole budget has some 1,500 pages.
MAX_PAGES = 2_000
_TAIL = 4096
_LONGEST_QUOTE = 60
_SCANNED = "the pages are images without text; run OCR, or ask for the spreadsheet it was made from"
_EMPTY = "its pages are empty; check that this is the document that you meant"
_NO_CHARACTERS = (
    "its fonts do not say which characters they print; "
    "ask for the spreadsheet it was made from, or run OCR"
)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a page gives: its marks, and what has to be told of it."""

    marks: Marks
    slanted: str
    images: int

    @property
    def unknown(self) -> int:
        """How many characters the page prints that nobody can tell."""
        return sum(glyph.text == UNKNOWN for glyph in self.marks.glyphs)


def accepts(data: bytes) -> bool:
    """Say whether the bytes are a PDF; readers of PDFs allow a little before its header."""
    return b"%PDF-" in data[:1024]


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read a PDF as one grid.

    Raises ``UnreadableDocumentError`` for scans, for PDFs with a password, and for damage.
    """
    if b"%%EOF" not in data[-_TAIL:]:
        raise UnreadableDocumentError(name, "the end of the PDF is missing; download it again")
    try:
        with _unlogged():
            return (_grid(data, name),)
    except (UnreadableDocumentError, MemoryError):
        raise
    # pdfminer meets damage with whatever the code it runs into raises.
    except Exception as error:
        if isinstance(_cause(error), MemoryError):
            raise MemoryError from error
        raise UnreadableDocumentError(name, _sentence(_cause(error))) from error


@contextmanager
def _unlogged() -> Iterator[None]:
    """Keep pdfminer's warnings off the terminal where no logging is set up: users cannot act."""
    logger, handler = logging.getLogger("pdfminer"), logging.NullHandler()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def _cause(error: Exception) -> BaseException:
    """What pdfplumber wraps into an error of its own."""
    cause = error.args[0] if error.args else None
    return cause if isinstance(cause, BaseException) else error


def _sentence(error: BaseException) -> str:
    if isinstance(error, PDFPasswordIncorrect):
        return "the PDF needs a password; open it, print it to a PDF without one and read that"
    reason = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"the PDF is damaged ({reason}); download it again, or print it to a new PDF"


def _grid(data: bytes, name: str) -> Grid:
    omissions: list[Omission] = []
    pages = []
    characters = unknown = images = 0
    with pdfplumber.open(BytesIO(data)) as pdf:
        if len(pdf.pages) > MAX_PAGES:
            raise UnreadableDocumentError(
                name, f"it has {len(pdf.pages):,} pages, the limit is {MAX_PAGES:,}; split it"
            )
        if not pdf.pages:
            raise UnreadableDocumentError(
                name, "the PDF is damaged (no page can be found in it); download it again"
            )
        for pdf_page in pdf.pages:
            page = BoundedPage(pdf_page, name)
            found = _found(page)
            page.close()
            pages.append(page_of(found.marks))
            omissions += _omissions(found)
            characters += len(found.marks.glyphs)
            unknown += found.unknown
            images += found.images
    if not characters:
        raise UnreadableDocumentError(name, _SCANNED if images else _EMPTY)
    if unknown > characters / 2:
        raise UnreadableDocumentError(name, _NO_CHARACTERS)
    rows = rows_of(with_whole_rows(with_aligned_tables(pages)))
    return Grid(name, 1, tuple(rows), None, tuple(omissions))


def _omissions(found: _Found) -> Iterator[Omission]:
    where = f"page {found.marks.number}"
    if found.images and not found.marks.glyphs:
        yield Omission(where, f"not read: {_SCANNED.replace('the pages are images', 'an image')}")
    if found.unknown:
        yield Omission(where, f"{found.unknown} characters are unknown: {_NO_CHARACTERS}")
    if found.slanted:
        quote = found.slanted[:_LONGEST_QUOTE]
        yield Omission(where, f"has slanted text, taken for a watermark and not read: {quote}")


def _found(page: PdfPage) -> _Found:
    """The marks of a page, turned so that most of its text is upright."""
    chars = [(char, quarter_of(char["matrix"])) for char in page.chars]
    quarters = Counter(quarter for _, quarter in chars if quarter is not None)
    quarter = quarters.most_common(1)[0][0] if quarters else 0
    turn = turned(quarter, float(page.width), float(page.height))
    glyphs = (
        Glyph(_text(char), *turn(_box(char)))
        for char, direction in chars
        if direction is not None and char["bottom"] > char["top"]
    )
    slanted = "".join(char["text"] for char, direction in chars if direction is None)
    boxes = [turn(_box(edge)) for edge in page.edges if _is_seen(edge)]
    marks = Marks(
        page.page_number,
        tuple(printed_once(glyphs)),
        tuple(Stroke(b[1], b[0], b[2]) for b in boxes if b[2] - b[0] > b[3] - b[1]),
        tuple(Stroke(b[0], b[1], b[3]) for b in boxes if b[2] - b[0] < b[3] - b[1]),
    )
    return _Found(marks, slanted.strip(), len(page.images))


def _box(mark: dict[str, Any]) -> Box:
    return mark["x0"], mark["top"], mark["x1"], mark["bottom"]


def _text(char: dict[str, Any]) -> str:
    """Pdfminer writes (cid:12) for a character that its font does not tell."""
    text: str = char["text"]
    return UNKNOWN if text.startswith("(cid:") else character(text)


def _is_seen(edge: dict[str, Any]) -> bool:
    """Whether an edge is straight, and not that of a white background."""
    if edge["orientation"] not in ("h", "v"):
        return False
    if not edge.get("fill") or edge.get("stroke"):
        return True
    color = edge.get("non_stroking_color")
    return color not in ((1,), (1, 1, 1), (0, 0, 0, 0))
