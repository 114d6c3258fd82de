"""The table model of HTML: rows of cells with spans (rowspan, colspan) → columns and heights."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.readers.nesting import Block, Box, BoxRow, box_of

# The limit of the HTML standard, as browsers keep it.
_WIDEST = 1000


class Spanning(NamedTuple):
    """A cell as a page writes it; ``height`` 0 reaches to the end of its group of rows."""

    width: int
    height: int
    blocks: Sequence[Block]


Group = Sequence[Sequence[Spanning]]


def spanning(colspan: str | None, rowspan: str | None, blocks: Sequence[Block]) -> Spanning:
    """A cell from its attributes; a span that is no number is 1, as browsers take it."""
    width = (colspan and _digits(colspan)) or 1
    height = 1 if rowspan is None else _digits(rowspan)
    return Spanning(min(width, _WIDEST), 1 if height is None else height, blocks)


def placed(groups: Sequence[Group]) -> tuple[BoxRow, ...]:
    """Give every cell its column and its size within the table.

    A cell reaches down to the end of its group (thead, tbody, tfoot) at most, and right to the
    last column in which any cell begins.
    """
    rows: list[BoxRow] = []
    for group in groups:
        rows += _placed(group, len(rows))
    last = max((box.column for row in rows for box in row.boxes if box.width), default=0)
    return tuple(BoxRow(row.line, tuple(_within(box, last) for box in row.boxes)) for row in rows)


def _placed(group: Group, before: int) -> Iterator[BoxRow]:
    reaching: list[tuple[Box, int]] = []
    for at, cells in enumerate(group):
        reaching = [(box, end) for box, end in reaching if end > at]
        reaching.sort(key=lambda pair: pair[0].column)
        boxes = tuple(_row(cells, [box for box, _ in reaching], len(group) - at))
        reaching += ((box, at + box.height) for box in boxes if box.height > 1)
        yield BoxRow(before + at + 1, boxes)


def _row(cells: Sequence[Spanning], reaching: Sequence[Box], left: int) -> Iterator[Box]:
    """Place the cells of a row between those that reach down into it; ``left`` rows are left."""
    column = 1
    taken = iter(reaching)
    above = next(taken, None)
    for cell in cells:
        while above and above.column <= column:
            column = max(column, above.column + above.width)
            above = next(taken, None)
        height = min(cell.height or left, left)
        yield box_of(column, cell.width, height, cell.blocks)
        column += cell.width


def _within(box: Box, last: int) -> Box:
    width = min(box.width, last - box.column + 1)
    return box if width == box.width else box._replace(width=width)


def _digits(text: str) -> int | None:
    text = text.strip()
    return int(text[:6]) if text.isascii() and text.isdigit() else None
