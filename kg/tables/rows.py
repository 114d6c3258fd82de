"""What every row turned out to be: the account of a grid, in which no cell is left out."""

from dataclasses import dataclass
from enum import StrEnum

from kg.grid import Cell, Row
from kg.layouts import Meaning


class RowKind(StrEnum):
    """What a row of a grid was recognised as."""

    EMPTY = "empty"
    TITLE = "title"
    METADATA = "metadata"
    HEADER = "header"
    HEADING = "heading"
    INDICATOR = "indicator"
    DRESSING = "dressing"
    PROSE = "prose"
    UNKNOWN = "unknown"


class Decoration(StrEnum):
    """What a cell is that ends in no record: a label, a decoration, or not understood."""

    LABEL = "label"
    DRESSING = "dressing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Use:
    """What became of one cell: its meaning and the part of its text that carries it.

    ``rank`` says how sure the printed label is of the meaning (0 is surest).
    """

    cell: Cell
    meaning: Meaning | Decoration
    text: str
    rank: int = 0


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with its kind and the uses of its filled cells: exactly one use per filled cell.

    ``grid`` is the index of the grid, ``section`` counts the parts of a grid that may be a table.
    """

    grid: int
    section: int
    row: Row
    kind: RowKind
    uses: tuple[Use, ...]

    def text(self, meaning: Meaning) -> str | None:
        """The text of the first cell with this meaning; None where the row has no such cell."""
        use = self.use(meaning)
        return None if use is None else use.text

    def use(self, meaning: Meaning) -> Use | None:
        """The first cell with this meaning, if any."""
        return next((use for use in self.uses if use.meaning == meaning), None)

    @property
    def printed(self) -> str:
        """The texts of the filled cells, for messages."""
        return " | ".join(cell.text for cell in self.row.filled)


def all_as(row: Row, meaning: Meaning | Decoration) -> tuple[Use, ...]:
    """Give every filled cell of a row the same meaning."""
    return tuple(Use(cell, meaning, cell.text) for cell in row.filled)
