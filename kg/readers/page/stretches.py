"""Where one table without rules ends and the next begins: their lines begin cells elsewhere.

Cells are printed at the left edge of their column. The lines are divided into the stretches that
are described in the fewest bits (minimum description length): a stretch names its edges once, and
each of its pieces one of them. So tables of the same columns stay one, and others part.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2

from kg.readers.page.lines import Line

# Bits: to begin a stretch, and to name an edge to the point on a page of some 1,000 points.
_STRETCH = 16.0
_EDGE = 10.0
# Beginnings of the last stretch that are kept in view; the right one is always among the best.
_BEST = 24


@dataclass(frozen=True, slots=True)
class _Division:
    """A way to divide the lines so far: how the last stretch began, and what it holds."""

    before: float
    starts: tuple[int, ...]
    edges: frozenset[int]
    pieces: int

    @property
    def bits(self) -> float:
        """What it takes to describe the lines so."""
        naming = self.pieces * log2(len(self.edges))
        return self.before + _STRETCH + _EDGE * len(self.edges) + naming

    def with_line(self, edges: frozenset[int]) -> "_Division":
        """The division with one line more in its last stretch."""
        return _Division(self.before, self.starts, self.edges | edges, self.pieces + len(edges))


def stretches(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Divide lines of several pieces, over pages, into those that begin cells at the same edges."""
    if not lines:
        return
    best = [_Division(0.0, (), frozenset(), 0)]
    before = 0.0
    starts: tuple[int, ...] = ()
    for number, line in enumerate(lines):
        edges = frozenset(round(piece.x0) for piece in line)
        new = _Division(before, (*starts, number), frozenset(), 0)
        going_on = [*best, new] if number else [new]
        best = sorted((d.with_line(edges) for d in going_on), key=_bits)[:_BEST]
        before, starts = best[0].bits, best[0].starts
    for start, end in zip(starts, (*starts[1:], len(lines)), strict=True):
        yield lines[start:end]


def _bits(division: _Division) -> float:
    return division.bits
