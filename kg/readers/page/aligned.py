"""Tables without rules (无框线表格): columns are told by where the lines of a table print.

A page is read so only where it has no ruled table. Lines that begin cells at the same left edges
are one table, over pages; its rows are its lines, with wrapped lines joined.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.readers.page.aligned_rows import GoesOn, cells, continuation, is_narrow, rows
from kg.readers.page.columns import NEAR, Span, columns_of
from kg.readers.page.lines import Line
from kg.readers.page.parting import with_parts
from kg.readers.page.stretches import stretches
from kg.readers.page.tables import Page, PageTable, top_of

# Shares of the character size from one row to the next, at most.
_NEAR_ROW = 3.0


@dataclass(frozen=True, slots=True)
class _Plan:
    """How to read the lines of a table: its columns' edges, and which lines go on with a row."""

    columns: tuple[Span, ...]
    xs: tuple[float, ...]
    goes_on: GoesOn


def with_aligned_tables(pages: Iterable[Page]) -> Iterator[Page]:
    """Find the tables of pages without rules; tables go on over pages that follow each other."""
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
    plans = _plans([line for page in pages for line in _lines(page) if len(line) > 1])
    for page in pages:
        yield _read_page(page, [(ln, next(plans) if len(ln) > 1 else None) for ln in _lines(page)])


def _plans(lines: Sequence[Line]) -> Iterator[_Plan | None]:
    """For each line of several pieces, how to read its table; None if it is in none."""
    for stretch in stretches(lines):
        # What is parted tells more of where the columns end.
        parted = list(with_parts(stretch, columns_of(stretch)))
        columns = columns_of(parted)
        plan = _plan(parted, columns) if columns else None
        yield from (plan for _ in stretch)


def _lines(page: Page) -> Iterator[Line]:
    return (part for part in page.parts if not isinstance(part, PageTable))


def _plan(lines: Sequence[Line], columns: tuple[Span, ...]) -> _Plan:
    middles = [(left[1] + right[0]) / 2 for left, right in pairwise(columns)]
    xs = (columns[0][0], *middles, columns[-1][1])
    return _Plan(columns, xs, continuation(lines, columns, xs))


def _read_page(page: Page, planned: Sequence[tuple[Line, _Plan | None]]) -> Page:
    """Make tables of the lines of each plan, from the first to the last; others stay lines."""
    lines = [line for line, _ in planned]
    parts: list[PageTable | Line] = []
    done = 0
    for first, last, plan in _tables(planned):
        lines[first:last] = with_parts(lines[first:last], plan.columns)
        first, last = _extent(lines, first, last, done, plan)
        parts += [*lines[done:first], _table(lines[first:last], plan)]
        done = last
    return Page(page.number, (*parts, *lines[done:]))


def _tables(planned: Sequence[tuple[Line, _Plan | None]]) -> Iterator[tuple[int, int, _Plan]]:
    """The first line of each table, the one after its last, and how to read them.

    A table ends where another begins, and at a caption: a line that begins left of its columns.
    """
    first, last = 0, 0
    current: _Plan | None = None
    for index, (line, plan) in enumerate(planned):
        ends = plan is not None or (current and line[0].x0 < current.xs[0] - NEAR)
        if current and ends and plan is not current:
            yield first, last, current
            current = None
        if plan and not current:
            first, current = index, plan
        if plan:
            last = index + 1
    if current:
        yield first, last, current


def _table(lines: Sequence[Line], plan: _Plan) -> PageTable:
    found = (
        cell
        for index, row in enumerate(rows(lines, plan.goes_on))
        for cell in cells(row, index, plan.xs)
    )
    bottom = max(piece.bottom for piece in lines[-1])
    return PageTable(plan.xs, top_of(lines[0]), bottom, tuple(found))


def _extent(
    lines: Sequence[Line], first: int, last: int, done: int, plan: _Plan
) -> tuple[int, int]:
    """Which lines are the table: with the lone pieces before and after that belong to its rows."""
    while first > done and _belongs(lines[first - 1], lines[first - 1], lines[first], plan):
        first -= 1
    while last < len(lines) and _belongs(lines[last], lines[last - 1], lines[last], plan):
        last += 1
    return first, last


def _belongs(lone: Line, above: Line, below: Line, plan: _Plan) -> bool:
    """Whether a lone piece goes on with a row, or is a row of which all other cells are blank."""
    if len(lone) > 1 or not is_narrow(lone, plan.xs):
        return False
    near = top_of(below) - top_of(above) <= _NEAR_ROW * lone[0].size
    at_column = any(abs(lone[0].x0 - start) <= NEAR for start, _ in plan.columns[1:])
    return (near and at_column) or plan.goes_on([above], below)
