"""Tables with rules (有框线表格): strokes → a grid of cells, merged where no rule divides them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.readers.page.marks import Stroke

# Points. Double rules and rules drawn cell by cell differ by less; rows of text are higher.
_SNAP = 3.0
_SHORTEST = 5.0
_THINNEST_ROW = 8.0
_MIN_EDGES = 3


@dataclass(frozen=True, slots=True)
class Area:
    """A cell by the lines of its table's grid: from ``left`` to ``right``, ``top`` to ``bottom``.

    ``xs[left]`` is its left edge: an unmerged cell has ``right == left + 1``.
    """

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """A ruled table: the places of its vertical and horizontal grid lines, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]

    @property
    def size(self) -> float:
        """The area that it takes."""
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])


def rulings(across: Iterable[Stroke], down: Iterable[Stroke]) -> list[Ruling]:
    """Find the tables of a page, top to bottom: strokes that touch, two columns at least."""
    groups = _touching(_joined(across), _joined(down))
    found = (_ruling(horizontal, vertical) for horizontal, vertical in groups)
    tables = [table for table in found if len(table.xs) >= _MIN_EDGES and len(table.areas) > 1]
    return sorted(tables, key=lambda table: (table.ys[0], table.xs[0]))


def snapped(places: Iterable[float]) -> dict[float, float]:
    """Map places that are next to each other onto their mean."""
    runs: list[list[float]] = []
    for place in sorted(set(places)):
        if runs and place - runs[-1][-1] <= _SNAP:
            runs[-1].append(place)
        else:
            runs.append([place])
    return {place: sum(run) / len(run) for run in runs for place in run}


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Make one stroke of those that continue each other; what is short then is no rule."""
    strokes = list(strokes)
    places = snapped(stroke.at for stroke in strokes)
    level = sorted((places[stroke.at], stroke.start, stroke.end) for stroke in strokes)
    whole: list[Stroke] = []
    for at, start, end in level:
        last = whole[-1] if whole else None
        if last and last.at == at and start <= last.end + _SNAP:
            whole[-1] = Stroke(at, last.start, max(end, last.end))
        else:
            whole.append(Stroke(at, start, end))
    return [stroke for stroke in whole if stroke.end - stroke.start >= _SHORTEST]


def _touching(
    across: Sequence[Stroke], down: Sequence[Stroke]
) -> Iterator[tuple[list[Stroke], list[Stroke]]]:
    """Group the strokes that are connected; strokes that cross no other are left out."""
    heights = [stroke.at for stroke in across]
    columns: list[list[int]] = []
    of_row: dict[int, list[int]] = {}
    for index, stroke in enumerate(down):
        first = bisect_left(heights, stroke.start - _SNAP)
        last = bisect_right(heights, stroke.end + _SNAP)
        met = [row for row in range(first, last) if _meets(across[row], stroke.at)]
        columns.append(met)
        for row in met:
            of_row.setdefault(row, []).append(index)
    unseen = set(of_row)
    while unseen:
        rows, crossing, waiting = set[int](), set[int](), [min(unseen)]
        while waiting:
            row = waiting.pop()
            if row in rows:
                continue
            rows.add(row)
            fresh = [column for column in of_row[row] if column not in crossing]
            crossing.update(fresh)
            waiting += (other for column in fresh for other in columns[column])
        unseen -= rows
        yield [across[row] for row in sorted(rows)], [down[column] for column in sorted(crossing)]


def _meets(stroke: Stroke, at: float) -> bool:
    return stroke.start - _SNAP <= at <= stroke.end + _SNAP


def _ruling(across: Sequence[Stroke], down: Sequence[Stroke]) -> Ruling:
    """Make a table of connected strokes. Its outer edges are closed, drawn or not (开口表)."""
    xs = _edges([stroke.at for stroke in down], across)
    ys = _edges([stroke.at for stroke in across], down)
    right_walls = _walls(xs, ys, down)
    lower_walls = _walls(ys, xs, across)
    return Ruling(xs, ys, tuple(_areas(len(xs) - 1, len(ys) - 1, right_walls, lower_walls)))


def _edges(places: Sequence[float], crossing: Sequence[Stroke]) -> tuple[float, ...]:
    edges = sorted(set(places))
    first, last = min(s.start for s in crossing), max(s.end for s in crossing)
    before = [first] if first < edges[0] - _THINNEST_ROW else []
    after = [last] if last > edges[-1] + _THINNEST_ROW else []
    return (*before, *edges, *after)


def _walls(
    edges: Sequence[float], along: Sequence[float], strokes: Iterable[Stroke]
) -> set[tuple[int, int]]:
    """Which boxes of the grid end at a drawn edge: (number of the edge, number along it)."""
    number = {edge: index for index, edge in enumerate(edges)}
    middles = [(start + end) / 2 for start, end in pairwise(along)]
    return {
        (number[stroke.at], index)
        for stroke in strokes
        for index in range(bisect_left(middles, stroke.start), bisect_right(middles, stroke.end))
    }


def _areas(
    columns: int, rows: int, right_walls: set[tuple[int, int]], lower_walls: set[tuple[int, int]]
) -> Iterator[Area]:
    """Join boxes that no wall divides: runs in a row, then equal runs below each other."""
    open_runs: dict[tuple[int, int], int] = {}
    for row in range(rows):
        runs = list(_runs(columns, row, right_walls))
        for run, top in list(open_runs.items()):
            closed = any((row, column) in lower_walls for column in range(*run))
            if closed or run not in runs:
                yield Area(run[0], top, run[1], row)
                del open_runs[run]
        for run in runs:
            open_runs.setdefault(run, row)
    for run, top in open_runs.items():
        yield Area(run[0], top, run[1], rows)


def _runs(columns: int, row: int, walls: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    cuts = [0, *(edge for edge in range(1, columns) if (edge, row) in walls), columns]
    yield from pairwise(cuts)
