"""The common ground of all formats: a document is a few grids of printed cells (单元格网格)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: its text as displayed, stripped, never empty.

    ``column`` counts from 1; a merged cell (合并单元格) covers ``width`` columns and ``height``
    rows, right and down from where it is anchored. ``address`` is how its program names it
    (``"D15"``), None where the format has no addresses (a text file).
    """

    text: str
    column: int
    address: str | None = None
    width: int = 1
    height: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row: the cells with a text that are anchored in it, left to right.

    ``number`` is unique in its grid and ascends: the 1-based line of a text file or row of a sheet,
    else a running count. ``part`` and ``line`` say where a person finds it: the third row of
    ``"table 2"``; without a part the line is the number. ``covered`` are the cells of rows above
    that reach down into this one.
    """

    number: int
    cells: tuple[Cell, ...]
    covered: tuple[Cell, ...] = ()
    part: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """Where a person finds the row: ``row 12``, ``table 2, row 3``."""
        row = f"row {self.line or self.number}"
        return f"{self.part}, {row}" if self.part else row


@dataclass(frozen=True, slots=True)
class Omission:
    """What a reader left out of a grid, on purpose or because it could not: where, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or the whole of a text, a web page, a PDF: its rows in printed order.

    ``document`` is the document's name, ``index`` counts its grids from 1, ``name`` is the sheet's.
    Empty rows may be left out.
    """

    document: str
    index: int
    rows: tuple[Row, ...]
    name: str | None = None
    omissions: tuple[Omission, ...] = ()


def with_covered(rows: Iterable[Row]) -> Iterator[Row]:
    """Fill in ``covered`` from the heights of the cells above; ``number`` counts the rows."""
    reaching: list[tuple[int, Cell]] = []
    for row in rows:
        reaching = [(last, cell) for last, cell in reaching if last >= row.number]
        covered = sorted((cell for _, cell in reaching), key=lambda cell: cell.column)
        yield Row(row.number, row.cells, tuple(covered), row.part, row.line)
        reaching += [(row.number + cell.height - 1, cell) for cell in row.cells if cell.height > 1]
