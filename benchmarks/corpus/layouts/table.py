"""An indicator table as printed lines: its header rows, shared cells, page breaks (指标表)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.layouts.rows import BodyRow
from benchmarks.corpus.sheets import NOTHING, Content, Line, LineKind, Row, Span, flow
from benchmarks.corpus.styles import Column

_FEWEST_ROWS_TO_BREAK = 5

Spans = list[Span | None]  # None where a cell above reaches down


def table_lines(
    columns: Sequence[Column], rows: Sequence[BodyRow], printing: Printing, again: Sequence[Line]
) -> Iterator[Line]:
    """Print the rows below their header; a page break repeats it, and ``again`` above it."""
    above: BodyRow | None = None
    for segment in _pages(rows, printing):
        if above and printing.manner.breaks == "title":
            yield from again
        printed = [*_header(columns, segment, printing), *_body(columns, segment, above, printing)]
        yield from flow(printed, printing.manner.first_column)
        above = segment[-1]


def _pages(rows: Sequence[BodyRow], printing: Printing) -> Iterator[Sequence[BodyRow]]:
    if printing.manner.breaks == "none" or len(rows) < _FEWEST_ROWS_TO_BREAK:
        yield rows
        return
    at = printing.rng.randint(2, len(rows) - 2)
    yield from (rows[:at], rows[at:])


def _header(
    columns: Sequence[Column], rows: Sequence[BodyRow], printing: Printing
) -> Iterator[Row]:
    """One header row, or several where some columns stand under common headers."""
    height = 1 + max(len(column.over) for column in columns)
    for depth in range(height):
        yield Row(tuple(_headers(columns, depth, height, len(rows), printing)), LineKind.HEADER)


def _headers(
    columns: Sequence[Column], depth: int, height: int, rows: int, printing: Printing
) -> Iterator[Span]:
    """The header row of a depth; a column's own header reaches down to the table's ``rows``."""
    for over, group in groupby(columns, lambda column: column.over[: depth + 1]):
        under = list(group)
        if len(over) > depth:
            yield Span(Content(over[depth]), sum(column.width for column in under))
            continue
        for column in under:
            reach = rows if _frames(column, printing) else 0
            if len(over) == depth:
                yield Span(Content(column.header), column.width, height - depth + reach)


def _frames(column: Column, printing: Printing) -> bool:
    """Say whether a header reaches down beside all rows of its table (绩效指标)."""
    return column.role == "group" and printing.manner.levels == "merged"


def _body(
    columns: Sequence[Column], rows: Sequence[BodyRow], above: BodyRow | None, printing: Printing
) -> Iterator[Row]:
    shared = {role: _ARRANGE[_mode(role, printing)](role, rows, above) for role in rows[0].shared}
    for number, row in enumerate(rows):
        spans: Spans = []
        for column in columns:
            if column.role in shared:
                spans.append(shared[column.role][number])
            elif not _frames(column, printing):
                spans.append(Span(row.contents.get(column.role, NOTHING), column.width))
        yield Row(tuple(span for span in spans if span), hidden=row.hidden)


def _mode(role: str, printing: Printing) -> str:
    """The habit of the levels; only the first one is ever printed in its middle."""
    mode = printing.manner.levels
    return "blank" if mode == "middle" and not role.endswith("level1") else mode


def _runs(role: str, rows: Sequence[BodyRow]) -> Iterator[tuple[Content, int]]:
    for _, group in groupby(rows, lambda row: row.shared[role].key):
        run = list(group)
        yield run[0].shared[role].content, len(run)


def _continued(role: str, rows: Sequence[BodyRow], above: BodyRow | None) -> bool:
    return above is not None and above.shared[role].key == rows[0].shared[role].key


def _merged(role: str, rows: Sequence[BodyRow], above: BodyRow | None) -> Spans:
    spans: Spans = []
    for content, size in _runs(role, rows):
        # What began on the page before is not said again.
        content = NOTHING if not spans and _continued(role, rows, above) else content
        spans += [Span(content, height=size), *[None] * (size - 1)]
    return spans


def _blank(role: str, rows: Sequence[BodyRow], above: BodyRow | None) -> Spans:
    merged = _merged(role, rows, above)
    return [Span(span.content if span else NOTHING) for span in merged]


def _repeated(role: str, rows: Sequence[BodyRow], above: BodyRow | None) -> Spans:
    return [Span(row.shared[role].content) for row in rows]


def _middle(role: str, rows: Sequence[BodyRow], above: BodyRow | None) -> Spans:
    """The label in the middle of the rows that are seen; none for a run that began above."""
    spans: Spans = []
    for _, group in groupby(rows, lambda row: row.shared[role].key):
        run = list(group)
        seen = [at for at, row in enumerate(run) if not row.hidden]
        said = not spans and _continued(role, rows, above)
        middle = None if said or not seen else seen[len(seen) // 2]
        content = run[0].shared[role].content
        spans += [Span(content if at == middle else NOTHING) for at in range(len(run))]
    return spans


_ARRANGE: Mapping[str, Callable[[str, Sequence[BodyRow], BodyRow | None], Spans]] = {
    "merged": _merged,
    "blank": _blank,
    "repeated": _repeated,
    "middle": _middle,
}
