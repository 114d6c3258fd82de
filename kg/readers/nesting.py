"""Paragraphs and nested tables (段落与嵌套表格) of a text document → the rows of its one grid.

Word files and web pages are read to the same blocks. A table that only arranges others on the
page (a layout table, 排版表格) is none itself: what it holds is read in place.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.grid import Cell, Grid, Omission, Row, with_covered
from kg.readers.sheet import column_name

_LONGEST_QUOTE = 60
_ROWS_OF_A_TABLE = 2


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text that its program does not show (隐藏文字); it is told as an omission."""

    text: str
    why: str = "has hidden text"


class Box(NamedTuple):
    """One cell of a table; columns count from 1.

    ``text`` are its own paragraphs, one a line. ``blocks`` is all that it holds, in order, where
    that is more than text. There are many boxes: a named tuple is made in a third of the time of
    a frozen dataclass.
    """

    column: int
    width: int
    height: int
    text: str
    blocks: tuple["Block", ...] = ()

    @property
    def tables(self) -> tuple["Table", ...]:
        """The tables in the cell."""
        return tuple(block for block in self.blocks if isinstance(block, Table))

    @property
    def hidden(self) -> tuple[Hidden, ...]:
        """What the cell does not show."""
        return tuple(block for block in self.blocks if isinstance(block, Hidden))

    @property
    def content(self) -> tuple["Block", ...]:
        """All that the cell holds, in order."""
        return self.blocks or ((self.text,) if self.text else ())


def box_of(column: int, width: int, height: int, blocks: Sequence["Block"]) -> Box:
    """A cell from what it holds, in order."""
    if len(blocks) == 1 and isinstance(blocks[0], str):
        return Box(column, width, height, blocks[0])
    texts = [block for block in blocks if isinstance(block, str)]
    more = tuple(blocks) if len(texts) < len(blocks) else ()
    return Box(column, width, height, "\n".join(texts), more)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """One row of a table; ``line`` counts the rows of its table from 1."""

    line: int
    boxes: tuple[Box, ...]

    @property
    def filled(self) -> tuple[Box, ...]:
        """The cells that show something."""
        return tuple(box for box in self.boxes if box.text or (box.blocks and box.tables))

    @property
    def is_whole(self) -> bool:
        """Whether one cell takes the row, beside no cell of a row above."""
        return len(self.boxes) == 1 and self.boxes[0].column == 1


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table, told from others by identity."""

    rows: tuple[BoxRow, ...]

    @property
    def is_layout(self) -> bool:
        """Whether it holds tables, has no two rows of data of its own, no label beside a table."""
        holding = [row for row in self.rows if any(box.blocks and box.tables for box in row.boxes)]
        if not holding or any(len(row.filled) > 1 for row in holding):
            return False
        return sum(len(row.filled) > 1 for row in self.rows) < _ROWS_OF_A_TABLE


Block = str | Table | Hidden


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed row: of a table, or a paragraph (``table`` is None)."""

    table: Table | None
    line: int
    boxes: tuple[Box, ...]


def grid_of(document: str, index: int, blocks: Iterable[Block], name: str | None = None) -> Grid:
    """Number the rows, tables and paragraphs of a document, and tell what is hidden.

    A row of a table is found at ``"table 2"``, a paragraph outside tables at ``"text"``.
    """
    printed: list[_Line] = []
    omissions: list[Omission] = []
    tables: dict[Table, int] = {}
    paragraphs = 0
    for line in _lines(blocks):
        shown = any(box.text for box in line.boxes)
        if line.table:
            number = tables.setdefault(line.table, len(tables) + 1)
            where = f"table {number}, row {line.line}"
        else:
            paragraphs += shown
            line = _Line(None, paragraphs, line.boxes)
            where = f"text, after row {paragraphs}"
        omissions += (
            _omission(where, hidden) for box in line.boxes if box.blocks for hidden in box.hidden
        )
        if shown:
            printed.append(line)
    return Grid(document, index, tuple(_rows(printed, tables)), name, tuple(omissions))


def _lines(blocks: Iterable[Block]) -> Iterator[_Line]:
    for block in blocks:
        if isinstance(block, Table):
            yield from _table_lines(block)
        else:
            yield _Line(None, 0, (box_of(1, 1, 1, (block,)),))


def _table_lines(table: Table) -> Iterator[_Line]:
    """The table's own rows; a table in a cell comes after the row that holds it."""
    layout = table.is_layout
    for row in table.rows:
        inner = [inner for box in row.boxes if box.blocks for inner in box.tables]
        if layout or (inner and row.is_whole):
            for box in row.boxes:
                yield from _lines(box.content)
        else:
            yield _Line(table, row.line, row.boxes)
            yield from _lines(inner)


def _rows(lines: Sequence[_Line], tables: Mapping[Table, int]) -> Iterator[Row]:
    """Rows in printed order; what a cell covers is a matter of its own table alone."""
    own: dict[Table | None, list[Row]] = {}
    names: dict[int, str] = {}
    for line in lines:
        number = tables[line.table] if line.table else 0
        own.setdefault(line.table, []).append(_row(line, number, names))
    covered = {table: with_covered(rows) for table, rows in own.items()}
    for number, line in enumerate(lines, start=1):
        row = next(covered[line.table])
        yield Row(number, row.cells, row.covered, row.part, row.line)


def _row(line: _Line, table: int, names: dict[int, str]) -> Row:
    """A row numbered within its table, as its cells' heights count; ``names`` of columns grow."""
    if not table:
        paragraph = tuple(Cell(box.text, 1) for box in line.boxes if box.text)
        return Row(line.line, paragraph, (), "text", line.line)
    cells: list[Cell] = []
    for column, width, height, text, _ in line.boxes:
        if text:
            name = names.get(column) or names.setdefault(column, column_name(column))
            cells.append(Cell(text, column, f"T{table}.{name}{line.line}", width, height))
    return Row(line.line, tuple(cells), (), f"table {table}", line.line)


def _omission(where: str, hidden: Hidden) -> Omission:
    text = hidden.text
    quote = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    return Omission(where, f"{hidden.why}, not read: {quote}")
