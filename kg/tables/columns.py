"""The columns of a table as its header names them (列)."""

from dataclasses import dataclass

from kg.layouts import Meaning


@dataclass(frozen=True, slots=True)
class Column:
    """One column: where it stands, its meaning (None: unknown), its printed header.

    ``place`` is the header of a matrix column (矩阵表). ``certainty`` says how sure the meaning is,
    0 to 1, and ``reason`` why, in a few words.
    """

    index: int
    meaning: Meaning | None
    text: str
    width: int = 1
    place: str | None = None
    certainty: float = 1.0
    reason: str = ""

    def holds(self, index: int) -> bool:
        """Whether a cell that begins at this index stands below the header."""
        return self.index <= index < self.index + self.width
