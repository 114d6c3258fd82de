"""What every row turned out to be: the account of a grid, in which no cell is left out."""

from dataclasses import dataclass
from enum import StrEnum

from kg.grid import Row
from kg.layouts import Meaning
from kg.tables.header import Header
from kg.tables.uses import Use


class RowKind(StrEnum):
    """What a row of a grid was recognised as."""

    EMPTY = "empty"
    TITLE = "title"
    METADATA = "metadata"
    HEADER = "header"
    HEADING = "heading"
    INDICATOR = "indicator"
    PARTICULARS = "particulars"
    DRESSING = "dressing"
    PROSE = "prose"
    UNKNOWN = "unknown"


OF_TABLE = frozenset({RowKind.HEADING, RowKind.INDICATOR, RowKind.PARTICULARS})
"""What the rows of a table are that say something: labels or names, indicators, particulars."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a row is: its kind, what became of its cells, what merged cells from above add."""

    kind: RowKind
    uses: tuple[Use, ...]
    inherited: tuple[Use, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row with its kind and the uses of its filled cells: at least one for each.

    ``grid`` is the index of the grid, ``section`` counts the parts of a grid that may be a table.
    ``inherited`` are the uses of merged cells from above, ``header`` is the one that a row of
    column headers belongs to. A row of a table in bands (栏组) is several of these, each with its
    own cells: ``band`` counts them from 0, None for a row in one piece and what stands beside them.
    """

    grid: int
    section: int
    row: Row
    kind: RowKind
    uses: tuple[Use, ...]
    inherited: tuple[Use, ...] = ()
    header: Header | None = None
    band: int | None = None

    def text(self, meaning: Meaning) -> str | None:
        """The text of the first cell with this meaning; None where the row has no such cell."""
        use = self.use(meaning)
        return None if use is None else use.text

    def use(self, meaning: Meaning) -> Use | None:
        """The first cell with this meaning, merged ones from above last, if any."""
        every = (*self.uses, *self.inherited)
        return next((use for use in every if use.meaning == meaning), None)

    @property
    def printed(self) -> str:
        """The texts of the filled cells, for messages."""
        return " | ".join(cell.text for cell in self.row.cells)
