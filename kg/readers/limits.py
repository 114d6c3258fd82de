"""What one document may cost: limits that every reader keeps, each with its reason."""

from collections.abc import Iterator
from dataclasses import replace

from kg.errors import UnreadableDocumentError
from kg.grid import Cell, Grid, Omission, Row

# The largest county budgets have some 100,000 cells; 5 million take about 1.5 GB of memory.
MAX_CELLS = 5_000_000
# Excel's own limit for one cell. Longer texts are no cells of a table but whole documents.
MAX_TEXT = 32_767


class CellCount:
    """Counts the cells of one document while it is read, so that a bomb is refused in time."""

    def __init__(self, document: str) -> None:
        self._document = document
        self._cells = 0

    def add(self, cells: int) -> None:
        """Raises ``UnreadableDocumentError`` where the document goes over ``MAX_CELLS``."""
        self._cells += cells
        if self._cells > MAX_CELLS:
            raise UnreadableDocumentError(
                self._document,
                f"it has more than {MAX_CELLS:,} cells with text, the limit of one document; "
                "split it into several files",
            )


def within_limits(document: str, grids: tuple[Grid, ...]) -> tuple[Grid, ...]:
    """Cut texts that are too long, each with an omission that names its cell.

    Raises ``UnreadableDocumentError`` for too many cells.
    """
    count = CellCount(document)
    return tuple(_within_limits(grid, count) for grid in grids)


def _within_limits(grid: Grid, count: CellCount) -> Grid:
    for row in grid.rows:
        count.add(len(row.cells))
    long = tuple(_too_long(grid))
    if not long:
        return grid
    rows = tuple(
        replace(row, cells=_cut(row.cells), covered=_cut(row.covered)) for row in grid.rows
    )
    return replace(grid, rows=rows, omissions=(*grid.omissions, *long))


def _too_long(grid: Grid) -> Iterator[Omission]:
    for row in grid.rows:
        for cell in row.cells:
            if len(cell.text) > MAX_TEXT:
                yield Omission(
                    _place(row, cell),
                    f"has {len(cell.text):,} characters, the first {MAX_TEXT:,} are read; "
                    "split the text over several cells",
                )


def _place(row: Row, cell: Cell) -> str:
    return f"cell {cell.address}" if cell.address else f"{row.place}, column {cell.column}"


def _cut(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(replace(cell, text=cell.text[:MAX_TEXT]) for cell in cells)
