"""The common ground of all formats: a document is a few grids of printed cells (单元格网格)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell: its text as displayed, stripped; empty cells have the text ``""``.

    ``column`` counts from 1; ``address`` is the spreadsheet address (``"D15"``), None where the
    format has no addresses (a text file).
    """

    text: str
    column: int
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One printed row; ``number`` is the 1-based line of a text file or the row of a sheet."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that have text, left to right."""
        return tuple(cell for cell in self.cells if cell.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, page or text file: all its rows in printed order, empty ones included.

    ``document`` is the document's name, ``index`` counts its grids from 1.
    """

    document: str
    index: int
    rows: tuple[Row, ...]
