"""Tables without rules (无框线表格): columns are where no line of the table prints anything.

A page is read so only where it has no ruled table. Lines with three pieces or more tell the
columns; the rows are its lines, with wrapped lines joined where the spacing proves them wrapped.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from kg.readers.page.lines import Line, Piece
from kg.readers.page.tables import Page, PageTable, Placed, top_of
from kg.readers.page.wraps import joined

_TABLE_LINE = 3
_FEWEST_LINES = 3
_FEWEST_COLUMNS = 3
# In a hundred lines one may reach over the space between two columns.
_STRAYS = 0.01
# Shares of the character size, from line to line: lines of one text, and rows that keep apart.
_WRAP = 1.4
_APART = 1.5

Span = tuple[float, float]
Reach = tuple[int, int]
GoesOn = Callable[[Sequence[Line], Line], bool]


def with_aligned_tables(pages: Iterable[Page]) -> Iterator[Page]:
    """Find the tables of pages without rules; pages that follow each other share columns."""
    run: list[Page] = []
    for page in pages:
        if not page.tables:
            run.append(page)
            continue
        yield from _read_run(run)
        run.clear()
        yield page
    yield from _read_run(run)


def _read_run(pages: Sequence[Page]) -> Iterator[Page]:
    """Take the columns of all pages together, unless a page alone has more of them."""
    common = _columns(line for page in pages for line in _lines(page))
    for page in pages:
        own = _columns(_lines(page))
        columns = own if len(own) > len(common) else common
        has_table = any(len(line) >= _TABLE_LINE for line in _lines(page))
        yield _read_page(page, columns) if columns and has_table else page


def _lines(page: Page) -> Iterator[Line]:
    return (part for part in page.parts if not isinstance(part, PageTable))


def _columns(lines: Iterable[Line]) -> tuple[Span, ...]:
    """The stretches of the page's width that the lines of a table print on."""
    table = [line for line in lines if len(line) >= _TABLE_LINE]
    if len(table) < _FEWEST_LINES:
        return ()
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
    return tuple(spans) if len(spans) >= _FEWEST_COLUMNS else ()


def _read_page(page: Page, columns: Sequence[Span]) -> Page:
    """Make a table of the lines from the first to the last that has two pieces in columns."""
    lines = list(_lines(page))
    middles = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    xs = (columns[0][0], *middles, columns[-1][1])
    goes_on = _continuation(lines, columns, xs)
    first, last = _extent(lines, xs, goes_on)
    table = lines[first:last]
    cells = tuple(
        cell for index, row in enumerate(_rows(table, goes_on)) for cell in _cells(row, index, xs)
    )
    bottom = max(piece.bottom for piece in table[-1])
    found = PageTable(xs, top_of(table[0]), bottom, cells)
    return Page(page.number, (*lines[:first], found, *lines[last:]))


def _extent(lines: Sequence[Line], xs: Sequence[float], goes_on: GoesOn) -> tuple[int, int]:
    """Which lines are the table: with the lone pieces before and after that belong to its rows."""
    within = [index for index, line in enumerate(lines) if len(_spread(line, xs)) > 1]
    first, last = within[0], within[-1] + 1
    while first and _is_narrow(lines[first - 1], xs) and goes_on([lines[first - 1]], lines[first]):
        first -= 1
    while (
        last < len(lines)
        and _is_narrow(lines[last], xs)
        and goes_on([lines[last - 1]], lines[last])
    ):
        last += 1
    return first, last


def _is_narrow(line: Line, xs: Sequence[float]) -> bool:
    return all(right - left <= 1 for left, right in _spread(line, xs))


def _spread(line: Line, xs: Sequence[float]) -> dict[Reach, list[Piece]]:
    """The pieces of a line by the first and last column that they reach over."""
    found: dict[Reach, list[Piece]] = {}
    for piece in line:
        left = _column(piece.x0 + piece.size / 4, xs)
        right = max(left, _column(piece.x1 - piece.size / 4, xs))
        found.setdefault((left, right), []).append(piece)
    return found


def _column(x: float, xs: Sequence[float]) -> int:
    return min(max(bisect_right(xs, x) - 1, 0), len(xs) - 2)


def _rows(lines: Iterable[Line], goes_on: GoesOn) -> Iterator[list[Line]]:
    row: list[Line] = []
    for line in lines:
        if row and not goes_on(row, line):
            yield row
            row = []
        row.append(line)
    yield row


def _continuation(lines: Sequence[Line], columns: Sequence[Span], xs: Sequence[float]) -> GoesOn:
    """How to tell that a line goes on with the row of the lines above it."""
    size = median(piece.size for line in lines for piece in line)
    full = [top_of(line) for line in lines if len(line) >= _TABLE_LINE]
    steps = [below - above for above, below in pairwise(full)]

    def is_close(row: Sequence[Line], line: Line) -> bool:
        """Rows keep apart: a line goes on that is close to the one above, in each of its cells."""
        if top_of(line) - top_of(row[-1]) > _WRAP * size:
            return False
        above = [(reach, top_of(part)) for part in row for reach in _spread(part, xs)]
        return all(
            top_of(line) - max(tops) <= _WRAP * size
            for reach in _spread(line, xs)
            if (tops := [top for other, top in above if _meet(reach, other)])
        )

    def overflows(row: Sequence[Line], line: Line) -> bool:
        """Rows are as close as lines: a lone piece goes on that is below a full cell."""
        reach, *others = _spread(line, xs)
        filling = _spread(row[-1], xs).get(reach)
        if others or reach[0] == 0 or not filling:
            return False
        near = top_of(line) - top_of(row[-1]) < _APART * size
        return near and filling[-1].x1 > columns[reach[1]][1] - size

    return is_close if steps and median(steps) > _APART * size else overflows


def _meet(reach: Reach, other: Reach) -> bool:
    return reach[0] <= other[1] and other[0] <= reach[1]


def _cells(row: Sequence[Line], index: int, xs: Sequence[float]) -> Iterator[Placed]:
    """The cells of a row: what its lines print in the same columns."""
    found: list[tuple[Reach, list[Piece]]] = []
    spread = [pair for line in row for pair in _spread(line, xs).items()]
    for reach, pieces in sorted(spread, key=lambda pair: pair[0]):
        if found and _meet(found[-1][0], reach):
            (left, right), together = found.pop()
            found.append(((left, max(right, reach[1])), [*together, *pieces]))
        else:
            found.append((reach, pieces))
    for (left, right), pieces in found:
        in_order = sorted(pieces, key=lambda piece: (piece.top, piece.x0))
        yield Placed(joined(in_order, xs[right + 1]), left, index, right + 1, index + 1)
