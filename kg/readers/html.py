"""Web pages (.html), and the web pages that are published as .xls (系统导出的网页表格).

The text that a browser shows: scripts, comments and hidden elements are not read.
"""

import re
from io import BytesIO

from lxml import etree  # type: ignore[import-untyped]

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.readers.encoding import decode
from kg.readers.html_flow import Page
from kg.readers.nesting import Block, grid_of
from kg.readers.safe_xml import without_advice

_HEAD = 4096
_TAG = re.compile(rb"\s*<(?:!doctype html|(?:[\w-]+:)?html|head|meta|body|table|style|div|p)\b")
_ANY_TAG = re.compile(rb"<(?:html|table)\b")
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)")
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
# Declared by programs that do not know what they write; every byte is valid in them.
_SAYS_NOTHING = ("iso-8859-1", "latin1", "windows-1252", "us-ascii", "ascii")
_CONTROLS = bytes(range(9)) + b"\x0b\x0c" + bytes(range(14, 32))
_TO_SPACES = bytes.maketrans(_CONTROLS, b" " * len(_CONTROLS))


def accepts(data: bytes) -> bool:
    """Say whether the bytes begin like a web page, in whatever encoding."""
    head = data[:_HEAD].replace(b"\0", b"").lower()
    head = head.lstrip(b"\xff\xfe\xef\xbb\xbf \t\r\n")
    if _TAG.match(head):
        return True
    return head.startswith((b"<!--", b"<?xml", b"<!doctype")) and bool(_ANY_TAG.search(head))


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read a web page as one grid. Raises ``UnreadableDocumentError``."""
    return (grid_of(name, 1, blocks_of(page_text(data, name), name)),)


def page_text(data: bytes, name: str, charset: str | None = None) -> str:
    """Decode a page: by its byte order mark, by what it declares if that is true, else by sight.

    ``charset`` is what a message says of it. UTF-8 is tried before either: what is valid UTF-8 is
    seldom anything else, and pages declare GB2312 that are none. Control characters become spaces.
    """
    if data.startswith(_BOMS) or data[:_HEAD].count(0) > len(data[:_HEAD]) // 4:
        return decode(data, name)
    declared = _CHARSET.search(data[:_HEAD].lower())
    plain = data.translate(_TO_SPACES)
    for label in ("utf-8", charset, declared and declared[1].decode("ascii", "replace")):
        if label and label.lower() not in _SAYS_NOTHING:
            encoding = "gb18030" if "gb" in label.lower() else label
            try:
                return plain.decode(encoding)
            except (LookupError, ValueError):
                continue
    return decode(plain, name)


def blocks_of(text: str, name: str) -> tuple[Block, ...]:
    """What a page shows, in order. Raises ``UnreadableDocumentError`` for pages nested too deep."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.parse(BytesIO(text.encode("utf-8", "replace")), parser).getroot()
    except etree.XMLSyntaxError as error:
        raise UnreadableDocumentError(name, f"the page cannot be read ({error})") from error
    fatal = parser.error_log.filter_from_fatals()
    if fatal:
        raise UnreadableDocumentError(
            name,
            f"the page cannot be read as a whole ({without_advice(fatal[0].message)}); "
            "open it in a browser, copy its tables to a sheet and read that",
        )
    return () if root is None else Page(name, root).read()
