"""Ranges of a sheet: merged cells, and stretches of hidden rows and columns."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A range of cells, all bounds 1-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Stretches:
    """Numbers of rows or columns as ascending stretches that do not touch; few, however long."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()

    def __contains__(self, number: int) -> bool:
        at = bisect_right(self.starts, number) - 1
        return at >= 0 and number <= self.ends[at]

    def first_outside(self, number: int) -> int:
        """The number itself, or the one after the stretch that it is in."""
        if not self.starts:
            return number
        at = bisect_right(self.starts, number) - 1
        return max(number, self.ends[at] + 1) if at >= 0 else number


NOWHERE = Stretches()


def stretches(pairs: Iterable[tuple[int, int]]) -> Stretches:
    """Join first and last numbers, in any order, into stretches."""
    starts: list[int] = []
    ends: list[int] = []
    for first, last in sorted(pairs):
        if ends and first <= ends[-1] + 1:
            ends[-1] = max(ends[-1], last)
        elif first <= last:
            starts.append(first)
            ends.append(last)
    return Stretches(tuple(starts), tuple(ends))
