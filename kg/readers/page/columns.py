"""The columns of a table without rules: by the left edges of its cells, and by what stays blank.

Left edges that recur are the stronger evidence, because cells may fill their columns; in tables
with centred cells the stretches of the page's width that lines print on tell more.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.readers.page.lines import Line

TABLE_LINE = 3
_FEWEST_LINES = 3
_FEWEST_COLUMNS = 3
# In a hundred lines one may reach over the space between two columns.
_STRAYS = 0.01
# Lines that begin a cell at an edge before it is one; points by which they may miss it.
_RECURS = 2
NEAR = 1.0

Span = tuple[float, float]


def columns_of(lines: Sequence[Line]) -> tuple[Span, ...]:
    """Where the columns of a table print, from left to right; empty if the lines are no table."""
    table = [line for line in lines if len(line) >= TABLE_LINE]
    if len(table) < _FEWEST_LINES:
        return ()
    found = max(_by_edges(lines), _widened(_by_blanks(table), lines), key=len)
    return found if len(found) >= _FEWEST_COLUMNS else ()


def _by_blanks(table: Sequence[Line]) -> tuple[Span, ...]:
    """The stretches of the page's width that the lines print on."""
    strays = int(len(table) * _STRAYS)
    edges = sorted(
        edge for line in table for piece in line for edge in ((piece.x0, 1), (piece.x1, -1))
    )
    spans: list[Span] = []
    depth, start = 0, 0.0
    for place, step in edges:
        if depth <= strays < depth + step:
            start = place
        elif depth + step <= strays < depth:
            spans.append((start, place))
        depth += step
    return tuple(spans)


def _widened(spans: Sequence[Span], lines: Sequence[Line]) -> tuple[Span, ...]:
    """The columns as wide as the cells that begin at their edges, also in lines of few cells."""
    starts = [start for start, _ in spans]
    return tuple(
        (start, max([end, *_ends_of(lines, start, limit)]))
        for (start, end), limit in zip(spans, [*starts[1:], float("inf")], strict=True)
    )


def _ends_of(lines: Sequence[Line], start: float, limit: float) -> Iterator[float]:
    pieces = (piece for line in lines for piece in line)
    return (piece.x1 for piece in pieces if abs(piece.x0 - start) <= NEAR and piece.x1 < limit)


def _by_edges(lines: Sequence[Line]) -> tuple[Span, ...]:
    """From each recurring left edge to where the cells end that begin there."""
    groups: list[list[float]] = []
    for edge in _recurring(lines):
        if groups and not _beside(lines, groups[-1], edge):
            groups[-1].append(edge)
        else:
            groups.append([edge])
    starts = [group[0] for group in groups]
    return tuple(
        (start, _end(lines, start, limit)) for start, limit in pairwise([*starts, float("inf")])
    )


def _recurring(lines: Sequence[Line]) -> list[float]:
    """The places, left to right, at which several lines begin a cell."""
    counts: list[list[float]] = []
    for x in sorted(piece.x0 for line in lines for piece in line):
        if counts and x - counts[-1][0] <= NEAR:
            counts[-1].append(x)
        else:
            counts.append([x])
    return [places[0] for places in counts if len(places) >= _RECURS]


def _beside(lines: Sequence[Line], group: Sequence[float], edge: float) -> bool:
    """Whether a line prints both at the group and at an edge to its right.

    Else they are one column: the centred cells of a column begin at several places.
    """
    return any(
        abs(right.x0 - edge) <= NEAR and left.x1 > group[0] + NEAR
        for line in lines
        for left, right in pairwise(line)
    )


def _end(lines: Sequence[Line], start: float, limit: float) -> float:
    ends = (piece.x1 for line in lines for piece in line if start < piece.x1 <= limit)
    return max(ends, default=start)
