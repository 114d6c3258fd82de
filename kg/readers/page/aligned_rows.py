"""The lines of a table without rules → rows: wrapped lines joined where the spacing proves them."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from kg.readers.page.columns import TABLE_LINE, Span
from kg.readers.page.lines import Line, Piece
from kg.readers.page.tables import Placed, top_of
from kg.readers.page.wraps import joined

# Shares of the character size, from line to line: lines of one text, and rows that keep apart.
_WRAP = 1.4
_APART = 1.5

Reach = tuple[int, int]
GoesOn = Callable[[Sequence[Line], Line], bool]


def is_narrow(line: Line, xs: Sequence[float]) -> bool:
    """Whether no piece reaches over more than two columns."""
    return all(right - left <= 1 for left, right in spread(line, xs))


def spread(line: Line, xs: Sequence[float]) -> dict[Reach, list[Piece]]:
    """The pieces of a line by the first and last column that they reach over."""
    found: dict[Reach, list[Piece]] = {}
    for piece in line:
        left = _column(piece.x0 + piece.size / 4, xs)
        right = max(left, _column(piece.x1 - piece.size / 4, xs))
        found.setdefault((left, right), []).append(piece)
    return found


def _column(x: float, xs: Sequence[float]) -> int:
    return min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)


def rows(lines: Iterable[Line], goes_on: GoesOn) -> Iterator[list[Line]]:
    """The lines of each row, from top to bottom."""
    row: list[Line] = []
    for line in lines:
        if row and not goes_on(row, line):
            yield row
            row = []
        row.append(line)
    yield row


def continuation(lines: Sequence[Line], columns: Sequence[Span], xs: Sequence[float]) -> GoesOn:
    """How to tell that a line goes on with the row of the lines above it."""
    size = median(piece.size for line in lines for piece in line)
    full = [top_of(line) for line in lines if len(line) >= TABLE_LINE]
    # Pages follow each other: from the foot of one to the head of the next is no step.
    steps = [below - above for above, below in pairwise(full) if below > above]

    def is_close(row: Sequence[Line], line: Line) -> bool:
        """Rows keep apart: a line goes on that is close to the one above, in each of its cells."""
        if top_of(line) - top_of(row[-1]) > _WRAP * size:
            return False
        above = [(reach, top_of(part)) for part in row for reach in spread(part, xs)]
        return all(
            top_of(line) - max(tops) <= _WRAP * size
            for reach in spread(line, xs)
            if (tops := [top for other, top in above if _meet(reach, other)])
        )

    def overflows(row: Sequence[Line], line: Line) -> bool:
        """Rows are as close as lines: a lone piece goes on that is below a full cell."""
        reach, *others = spread(line, xs)
        filling = spread(row[-1], xs).get(reach)
        if others or reach[0] == 0 or not filling:
            return False
        near = top_of(line) - top_of(row[-1]) < _APART * size
        return near and filling[-1].x1 > columns[reach[1]][1] - size

    return is_close if steps and median(steps) > _APART * size else overflows


def _meet(reach: Reach, other: Reach) -> bool:
    return reach[0] <= other[1] and other[0] <= reach[1]


def cells(row: Sequence[Line], index: int, xs: Sequence[float]) -> Iterator[Placed]:
    """The cells of a row: what its lines print in the same columns."""
    found: list[tuple[Reach, list[Piece]]] = []
    printed = [pair for line in row for pair in spread(line, xs).items()]
    for reach, pieces in sorted(printed, key=lambda pair: pair[0]):
        if found and _meet(found[-1][0], reach):
            (left, right), together = found.pop()
            found.append(((left, max(right, reach[1])), [*together, *pieces]))
        else:
            found.append((reach, pieces))
    for (left, right), pieces in found:
        in_order = sorted(pieces, key=lambda piece: (piece.top, piece.x0))
        yield Placed(joined(in_order, xs[right + 1]), left, index, right + 1, index + 1)
