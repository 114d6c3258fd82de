"""Tables cut into pages (分页): a merged cell ends with its page and goes on, empty, below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from benchmarks.corpus.sheets import NOTHING, Line, LineKind, Placed

Piece = list[tuple[int, Placed]]  # cells with their row, from 0


@dataclass(frozen=True, slots=True)
class Page:
    """The rows ``first`` to ``end`` of a table, below the ``header`` rows that are repeated."""

    header: range
    first: int
    end: int

    @property
    def rows(self) -> list[int]:
        """The rows of the table that stand on the page, from above to below."""
        return [*self.header, *range(self.first, self.end)]


def pages(
    lines: Sequence[Line], heights: Sequence[float], room: Sequence[float], repeats: bool
) -> Iterator[Page]:
    """Fill pages with rows; ``room`` is the height left on the first page, and on any other.

    ``repeats`` prints the column headers again on every page that begins below them.
    """
    first, used, header = 0, 0.0, range(0)
    available, whole = room
    for at, height in enumerate(heights):
        if at > first and used + height > available:
            yield Page(header, first, at)
            header = _header_above(lines, at) if repeats else range(0)
            first, used, available = at, sum(heights[row] for row in header), whole
        used += height
    yield Page(header, first, len(lines))


def cut(lines: Sequence[Line], page: Page) -> Piece:
    """The cells of a page; a merged cell from the page before is empty here."""
    rows = page.rows
    piece: Piece = []
    for row, line in enumerate(lines[: page.end]):
        for cell in line.cells:
            covered = [rows.index(r) for r in range(row, row + cell.height) if r in rows]
            if covered:
                content = cell.content if row in rows else NOTHING
                piece.append((covered[0], replace(cell, content=content, height=len(covered))))
    return piece


def _header_above(lines: Sequence[Line], at: int) -> range:
    """The header rows of the table that row ``at`` belongs to; none if it is one of them."""
    kinds = [line.kind for line in lines[: at + 1]]
    if kinds[-1] is LineKind.HEADER or LineKind.HEADER not in kinds:
        return range(0)
    end = at + 1 - kinds[::-1].index(LineKind.HEADER)
    first = end - 1
    while first and kinds[first - 1] is LineKind.HEADER:
        first -= 1
    return range(first, end)
