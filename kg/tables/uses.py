"""What became of single cells: the meaning of each, or that it is a label or dressing (用途)."""

from dataclasses import dataclass
from enum import StrEnum

from kg.grid import Cell, Row
from kg.layouts import Meaning


class Decoration(StrEnum):
    """What a cell is that ends in no record: a label, a decoration, or not understood."""

    LABEL = "label"
    DRESSING = "dressing"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Use:
    """What became of one cell: its meaning and the part of its text that carries it.

    ``rank`` says how sure the printed label is of the meaning (0 is surest); ``place`` is the
    header of a matrix column (矩阵表).
    """

    cell: Cell
    meaning: Meaning | Decoration
    text: str
    rank: int = 0
    place: str | None = None


def all_as(row: Row, meaning: Meaning | Decoration) -> tuple[Use, ...]:
    """Give every filled cell of a row the same meaning."""
    return tuple(Use(cell, meaning, cell.text) for cell in row.cells)
