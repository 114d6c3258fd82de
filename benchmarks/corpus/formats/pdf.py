"""Sheets → a PDF of several pages, by reportlab: Song type, cells that wrap, merged cells."""

import io
from collections.abc import Iterator, Sequence
from functools import cache, partial
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Table

from benchmarks.corpus.formats.paging import Piece, cut, pages
from benchmarks.corpus.sheets import Line, LineKind, Placed, Sheet, blocks

_FONT = "STSong-Light"
_SIZE, _LEADING, _PADDING, _MARGIN = 8, 11, 4, 36
_GRID = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
_BARE = [("VALIGN", (0, 0), (-1, -1), "TOP")]
_NARROW, _WIDE = 4, 24  # characters that a column is wide, at least and at most
_MANY_COLUMNS = 8

Command = tuple[object, ...]


def write(sheets: tuple[Sheet, ...]) -> bytes:
    """A ruled table whose header stands on its first page alone."""
    return _written(sheets, _GRID, repeats=False)


def write_repeated(sheets: tuple[Sheet, ...]) -> bytes:
    """A ruled table whose header is repeated on every page."""
    return _written(sheets, _GRID, repeats=True)


def write_bare(sheets: tuple[Sheet, ...]) -> bytes:
    """A table without rules, its columns told by their places alone."""
    return _written(sheets, _BARE, repeats=False)


def _written(sheets: tuple[Sheet, ...], look: Sequence[Command], repeats: bool) -> bytes:
    shown = [sheet for sheet in sheets if not sheet.hidden]
    many = any(sheet.width > _MANY_COLUMNS for sheet in shown)
    size = landscape(A3) if many else A4
    buffer = io.BytesIO()
    template = SimpleDocTemplate(
        buffer, pagesize=size, invariant=1, **dict.fromkeys(_MARGINS, _MARGIN)
    )
    # Frames have a padding of 6 points on each side.
    width, height = (length - 2 * _MARGIN - 12 for length in size)
    template.build(list(_flowables(shown, look, (width, height), repeats)))
    return buffer.getvalue()


_MARGINS = ("leftMargin", "rightMargin", "topMargin", "bottomMargin")


def _flowables(
    sheets: Sequence[Sheet], look: Sequence[Command], room: tuple[float, float], repeats: bool
) -> Iterator[Flowable]:
    """Captions and pieces of tables from above to below, with page breaks where a page is full."""
    left = room[1]
    for sheet in sheets:
        widths = _column_widths(sheet, room[0])
        for lines in blocks(sheet):
            heights = [_height(line, widths) for line in lines]
            if lines[0].kind is LineKind.CAPTION:
                if heights[0] > left:
                    yield PageBreak()
                    left = room[1]
                yield _paragraph("".join(cell.text for cell in lines[0].cells) or "\xa0")
                left -= heights[0]
                continue
            for number, page in enumerate(pages(lines, heights, (left, room[1]), repeats)):
                if number:
                    yield PageBreak()
                    left = room[1]
                shown = [heights[row] for row in page.rows]
                yield _table(cut(lines, page), widths, shown, look)
                left -= sum(shown)


def _table(
    piece: Piece, widths: Sequence[float], heights: Sequence[float], look: Sequence[Command]
) -> Table:
    cells: list[list[object]] = [[""] * len(widths) for _ in heights]
    spans: list[Command] = []
    for row, cell in piece:
        cells[row][cell.column - 1] = _paragraph(cell.text)
        end = (cell.right - 1, row + cell.height - 1)
        spans.append(("SPAN", (cell.column - 1, row), end))
    return Table(cells, colWidths=widths, rowHeights=heights, style=[*look, *spans])


def _height(line: Line, widths: Sequence[float]) -> float:
    """The height of a row in points: enough for the whole text of each cell that begins in it."""
    texts = (_text_height(cell, widths) for cell in line.cells)
    return max(texts, default=_LEADING) + 2 * _PADDING


def _text_height(cell: Placed, widths: Sequence[float]) -> float:
    # reportlab's cells have a padding of 6 points left and right.
    room = sum(widths[cell.column - 1 : cell.right]) - 12
    return float(_paragraph(cell.text).wrap(room, 1e6)[1])


def _column_widths(sheet: Sheet, room: float) -> list[float]:
    """Share the page's width out by the longest text of each column."""
    lengths = [_NARROW] * max(1, sheet.width)
    for cell in (cell for line in sheet.lines for cell in line.cells if cell.width == 1):
        longest = max(lengths[cell.column - 1], len(cell.text))
        lengths[cell.column - 1] = min(_WIDE, longest)
    return [room * length / sum(lengths) for length in lengths]


def _paragraph(text: str) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>"), _style())


@cache
def _style() -> ParagraphStyle:
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    make = partial(ParagraphStyle, fontName=_FONT, fontSize=_SIZE, leading=_LEADING)
    return make("cell", wordWrap="CJK")
