"""Word documents (.docx, .docm, .dotx): paragraphs, tables and text boxes as they are shown.

Tracked changes are read as accepted. Headers, footers and comments are not read; the text of
footnotes is told as an omission. The parts are read as XML rather than through python-docx, which
loads every part of the package and fails on a dangling reference to an image.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from kg.grid import Grid, Omission
from kg.readers.container import damage_told, member_names, open_container
from kg.readers.nesting import Block, Box, BoxRow, Hidden, Table, box_of, grid_of
from kg.readers.ooxml import Package
from kg.readers.safe_xml import attribute, local_name
from kg.readers.word_text import UNREAD, ParagraphText, is_on

_USUAL_PLACE = "word/document.xml"
_LONGEST_QUOTE = 60


def accepts(data: bytes) -> bool:
    """Say whether the bytes are a zip archive with a Word document in it."""
    names = (name.replace("\\", "/").lower() for name in member_names(data))
    return any(name.startswith("word/document") for name in names)


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read a Word document as one grid.

    Raises ``UnreadableDocumentError`` for damaged or harmful archives and XML.
    """
    with damage_told(name), open_container(data, name) as archive:
        package = Package(name, archive)
        main = _related(package, "").get("officeDocument", _USUAL_PLACE)
        related = _related(package, main)
        content = _Content(_hidden_styles(package, related.get("styles")))
        grid = grid_of(name, 1, content.blocks(package.tree(main)))
        notes = (_notes(package, kind, related.get(kind)) for kind in ("footnotes", "endnotes"))
        return (replace(grid, omissions=(*grid.omissions, *filter(None, notes))),)


def _related(package: Package, part: str) -> dict[str, str]:
    """The parts that a part refers to and that exist, by kind; of images there are many."""
    found = package.relations(part)
    return {relation.kind: relation.target for relation in found if package.has(relation.target)}


def _hidden_styles(package: Package, part: str | None) -> frozenset[str]:
    styles = package.tree(part).iterfind("{*}style") if part else ()
    return frozenset(
        attribute(style, "styleId") or ""
        for style in styles
        if (properties := style.find("{*}rPr")) is not None and is_on(properties, "vanish")
    )


def _notes(package: Package, kind: str, part: str | None) -> Omission | None:
    texts = package.tree(part).iterfind(".//{*}t") if part else ()
    text = "".join(found.text or "" for found in texts)
    return Omission(kind, f"not read: {text[:_LONGEST_QUOTE]}") if text else None


@dataclass(slots=True)
class _Merged:
    """A cell of a table while rows below may still belong to it (w:vMerge)."""

    column: int
    width: int
    last_line: int
    height: int = 1
    blocks: list[Block] = field(default_factory=list)

    @property
    def box(self) -> Box:
        return box_of(self.column, self.width, self.height, self.blocks)


class _Content:
    """Reads the elements of a document to blocks."""

    def __init__(self, hidden_styles: frozenset[str]) -> None:
        self._hidden_styles = hidden_styles

    def blocks(self, element: Element) -> Iterator[Block]:
        """Paragraphs and tables, also those in content controls and insertions."""
        for child in element:
            name = local_name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield self._table(child)
            elif name == "altChunk":
                yield Hidden("copy it into the document", "has an embedded document")
            elif name not in UNREAD:
                yield from self.blocks(child)

    def _paragraph(self, element: Element) -> Iterator[Block]:
        paragraph = ParagraphText(element, self._hidden_styles)
        if paragraph.shown:
            yield paragraph.shown
        yield from paragraph.hidden
        for text_box in paragraph.text_boxes:
            yield from self.blocks(text_box)

    def _table(self, element: Element) -> Table:
        rows: list[tuple[int, list[_Merged]]] = []
        above: dict[int, _Merged] = {}
        line = 0
        for row in _parts(element, "tr"):
            properties = row.find("{*}trPr")
            if properties is not None and is_on(properties, "del"):
                continue
            if properties is not None and is_on(properties, "hidden"):
                rows.append((line, [_Merged(1, 1, line, blocks=list(self._hidden_row(row)))]))
                continue
            line += 1
            rows.append((line, list(self._cells(row, line, above))))
        return Table(tuple(BoxRow(line, tuple(c.box for c in cells)) for line, cells in rows))

    def _cells(self, row: Element, line: int, above: dict[int, _Merged]) -> Iterator[_Merged]:
        """The cells anchored in a row; those that go on with the cell above make it higher."""
        column = 1 + _number(row.find("{*}trPr"), "gridBefore", 0)
        for element in _parts(row, "tc"):
            properties = element.find("{*}tcPr")
            cell = _Merged(column, _number(properties, "gridSpan", 1), line)
            cell.blocks += self.blocks(element)
            merged = above.get(column)
            if _continues(properties) and merged and merged.last_line == line - 1:
                merged.last_line = line
                merged.height += 1
                if cell.box.text:
                    merged.blocks.append(Hidden(cell.box.text, "has text under a merged cell"))
            else:
                above[column] = cell
                yield cell
            column += cell.width

    def _hidden_row(self, row: Element) -> Iterator[Hidden]:
        texts = (block for cell in _parts(row, "tc") for block in self.blocks(cell))
        text = " | ".join(text for text in texts if isinstance(text, str))
        if text:
            yield Hidden(text, "is a hidden row")


def _parts(element: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for child in element:
        found = local_name(child)
        if found == name:
            yield child
        elif found not in UNREAD:
            yield from _parts(child, name)


def _number(properties: Element | None, name: str, otherwise: int) -> int:
    found = None if properties is None else properties.find(f"{{*}}{name}")
    value = (attribute(found, "val") or "") if found is not None else ""
    return int(value) if value.isdecimal() and len(value) <= len("9999") else otherwise


def _continues(properties: Element | None) -> bool:
    merge = None if properties is None else properties.find("{*}vMerge")
    return merge is not None and attribute(merge, "val") != "restart"
