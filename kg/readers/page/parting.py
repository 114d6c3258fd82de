"""Parting what is printed together: cells that fill their column and touch the one on the right."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.readers.page.columns import NEAR, Span
from kg.readers.page.lines import Line, Piece, parted

# Shares of the character size: what parts two cells, and how far lines of one cell are apart.
_GAP = 0.3
_WRAP = 1.5


def with_parts(lines: Sequence[Line], columns: Sequence[Span]) -> Iterator[Line]:
    """Part the pieces of lines at the left edges of columns, where the print proves two cells."""
    edges = [start for start, _ in columns]
    for index, line in enumerate(lines):
        beside = [*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2]]
        near = [other for other in beside if _step(line, other) <= _WRAP * line[0].size]
        yield tuple(part for piece in line for part in _parts(piece, edges, near))


def _step(line: Line, other: Line) -> float:
    return abs(line[0].top - other[0].top)


def _parts(piece: Piece, edges: Sequence[float], near: Sequence[Line]) -> Iterator[Piece]:
    for count, (left, right) in enumerate(pairwise(piece.glyphs), start=1):
        edge = next((edge for edge in edges if abs(right.x0 - edge) <= NEAR), None)
        if edge is None:
            continue
        gap = right.x0 - left.x1
        if gap > _GAP * piece.size or any(_has_both(line, piece.x0, edge) for line in near):
            first, *others = parted(piece, count)
            yield first
            for other in others:
                yield from _parts(other, edges, near)
            return
    yield piece


def _has_both(line: Line, start: float, edge: float) -> bool:
    """Whether a line ends the cell that begins at ``start`` before it begins one at ``edge``."""
    return any(
        abs(left.x0 - start) <= NEAR and abs(right.x0 - edge) <= NEAR
        for left, right in pairwise(line)
    )
