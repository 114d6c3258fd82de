"""An abstract printed sheet: what every layout yields and every format writes (印出的表).

A layout says which texts stand where; a format says how a program stores them. Neither knows the
other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Content:
    """A cell's text as a person sees it, and what a spreadsheet stores instead of it.

    ``stored`` is None where the text itself is stored; else ``number_format`` is the format, in the
    notation of Excel, that shows ``stored`` as ``text``.
    """

    text: str
    stored: float | date | None = None
    number_format: str = "General"


NOTHING = Content("")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell at a ``column`` (from 1) that covers ``width`` columns and ``height`` rows."""

    content: Content
    column: int
    width: int = 1
    height: int = 1

    @property
    def text(self) -> str:
        """The text as a person sees it."""
        return self.content.text

    @property
    def right(self) -> int:
        """The last column that the cell covers."""
        return self.column + self.width - 1


class LineKind(StrEnum):
    """Where a line stands: outside the ruled table, among its column headers, in its body."""

    CAPTION = "caption"
    HEADER = "header"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed row: the cells that are anchored in it, left to right; none for a blank line."""

    cells: tuple[Placed, ...]
    kind: LineKind = LineKind.BODY
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a sheet (工作表); in a format without sheets, of a part of the document."""

    name: str
    lines: tuple[Line, ...]
    hidden: bool = False

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((cell.right for line in self.lines for cell in line.cells), default=0)


@dataclass(frozen=True, slots=True)
class Span:
    """A cell that still looks for its column: the next one that nothing covers."""

    content: Content
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """The spans of a line to be, left to right."""

    spans: tuple[Span, ...]
    kind: LineKind = LineKind.BODY
    hidden: bool = False


def flow(rows: Iterable[Row], first_column: int) -> Iterator[Line]:
    """Give every span its place, as a web page does; empty ones keep theirs and are not printed."""
    reach: dict[int, int] = {}
    for number, row in enumerate(rows):
        cells, column = [], first_column
        for span in row.spans:
            while reach.get(column, 0) > number:
                column += 1
            cells.append(Placed(span.content, column, span.width, span.height))
            for covered in range(column, column + span.width):
                reach[covered] = number + span.height
            column += span.width
        # An empty merged block is printed: its rows must not fill up from the left.
        printed = (cell for cell in cells if cell.text or cell.height > 1)
        yield Line(tuple(printed), row.kind, row.hidden)


def caption(text: str, column: int, width: int) -> Line:
    """A line of its own outside a table, over the table's width; blank without a text."""
    cells = (Placed(Content(text), column, width),) if text else ()
    return Line(cells, LineKind.CAPTION)


def blocks(sheet: Sheet) -> Iterator[tuple[Line, ...]]:
    """The captions one by one, and between them the lines of each table together."""
    for is_caption, group in groupby(sheet.lines, lambda line: line.kind is LineKind.CAPTION):
        lines = tuple(group)
        if is_caption:
            yield from ((line,) for line in lines)
        else:
            yield lines


@dataclass(frozen=True, slots=True)
class Tile:
    """A piece of a table row without gaps: a cell, or the reach of one above (``covered``)."""

    content: Content
    column: int
    width: int
    height: int
    covered: bool


def tiled(lines: Sequence[Line], width: int) -> Iterator[tuple[Tile, ...]]:
    """The rows of a table, each tiled from column 1 to ``width``; gaps are empty tiles."""
    reaching: list[tuple[int, Placed]] = []
    for number, line in enumerate(lines):
        reaching = [(end, cell) for end, cell in reaching if end > number]
        tiles = [Tile(c.content, c.column, c.width, c.height, covered=False) for c in line.cells]
        tiles += [Tile(NOTHING, c.column, c.width, 1, covered=True) for _, c in reaching]
        taken = {at for tile in tiles for at in range(tile.column, tile.column + tile.width)}
        free = (column for column in range(1, width + 1) if column not in taken)
        tiles += [Tile(NOTHING, column, 1, 1, covered=False) for column in free]
        yield tuple(sorted(tiles, key=lambda tile: tile.column))
        reaching += [(number + c.height, c) for c in line.cells if c.height > 1]
