"""Sheets → a Word document (.docx), by python-docx: captions as paragraphs, tables as tables."""

import io
from collections.abc import Iterator
from xml.sax.saxutils import escape

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from benchmarks.corpus.formats.archive import undated
from benchmarks.corpus.sheets import LineKind, Sheet, Tile, blocks, tiled


def write(sheets: tuple[Sheet, ...]) -> bytes:
    """The visible sheets one after another, with gridSpan and vMerge for merged cells."""
    document = docx.Document()
    body = document.element.body
    for sheet in sheets:
        if sheet.hidden:
            continue
        for lines in blocks(sheet):
            if lines[0].kind is LineKind.CAPTION:
                document.add_paragraph("".join(cell.text for cell in lines[0].cells))
                continue
            rows = "".join(_row(tiles) for tiles in tiled(lines, sheet.width))
            grid = '<w:gridCol w:w="1000"/>' * sheet.width
            table = f"<w:tbl {nsdecls('w')}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
            body.insert(len(body) - 1, parse_xml(table))  # before the section's properties
    buffer = io.BytesIO()
    document.save(buffer)
    return undated(buffer.getvalue())


def _row(tiles: tuple[Tile, ...]) -> str:
    return f"<w:tr>{''.join(map(_cell, tiles))}</w:tr>"


def _cell(tile: Tile) -> str:
    span = f'<w:gridSpan w:val="{tile.width}"/>' if tile.width > 1 else ""
    merge = "<w:vMerge/>" if tile.covered else ""
    if tile.height > 1:
        merge = '<w:vMerge w:val="restart"/>'
    return f"<w:tc><w:tcPr>{span}{merge}</w:tcPr>{''.join(_paragraphs(tile))}</w:tc>"


def _paragraphs(tile: Tile) -> Iterator[str]:
    for text in tile.content.text.split("\n"):
        yield f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
