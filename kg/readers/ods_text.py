"""The text of an OpenDocument cell as it is displayed (ISO/IEC 26300, part 1, chapter 6)."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kg.readers.cell_text import cell_text
from kg.readers.number_format import number_format
from kg.readers.safe_xml import attribute, local_name

# Line breaks of the source are one space. Runs of spaces should be, but LibreOffice means them.
_WRAP = re.compile(r" *[\t\r\n][ \t\r\n]*")
# Spaces that are counted, not written, may be any number; no cell needs more than these.
_MOST_SPACES = 100
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
# Comments, readings above characters, and drawings lie over the text.
_ASIDE = frozenset(("annotation", "annotation-end", "ruby-text", "note", "frame", "custom-shape"))


def shown_text(cell: Element) -> str:
    """The paragraphs of a cell, one a line; its value where a program wrote no text for it."""
    paragraphs = [_joined(child) for child in cell if child.tag in _PARAGRAPHS]
    return cell_text("\n".join(paragraphs)) if paragraphs else _value(cell)


def _joined(paragraph: Element) -> str:
    if not len(paragraph):
        return _WRAP.sub(" ", paragraph.text or "")
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    """What an element prints, in order. Spaces to keep may be elements."""
    if element.text:
        yield _WRAP.sub(" ", element.text)
    for child in element:
        name = local_name(child)
        if name == "s":
            yield " " * min(int(attribute(child, "c") or 1), _MOST_SPACES)
        elif name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name not in _ASIDE:
            yield from _pieces(child)
        if child.tail:
            yield _WRAP.sub(" ", child.tail)


def _value(cell: Element) -> str:
    """The stored value, without the styles that would format it."""
    match attribute(cell, "value-type"):
        case "float" | "currency":
            return number_format("General").of_number(float(attribute(cell, "value") or 0))
        case "percentage":
            return number_format("0.##%").of_number(float(attribute(cell, "value") or 0))
        case "date":
            return (attribute(cell, "date-value") or "").removesuffix("T00:00:00")
        case "time":
            return attribute(cell, "time-value") or ""
        case "boolean":
            return (attribute(cell, "boolean-value") or "").upper()
        case "string":
            return cell_text(attribute(cell, "string-value") or "")
    return ""
