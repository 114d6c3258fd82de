"""Pages → the rows of one grid: numbered, with columns that are the same on every page."""

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.grid import Cell, Row, with_covered
from kg.readers.page.breaks import goes_on
from kg.readers.page.lines import Line
from kg.readers.page.ruled import snapped
from kg.readers.page.tables import Page, PageTable
from kg.readers.sheet import column_name

_PAIR = re.compile(r"[^:：]+[:：]")


def rows_of(pages: Sequence[Page]) -> Iterator[Row]:
    """The rows of a document; ``part`` is the page, ``line`` counts the rows on it."""
    columns = _columns(pages)
    number = 0
    for page in pages:
        for line, row in enumerate(_page_rows(page, columns), start=1):
            number += 1
            yield Row(number, row.cells, row.covered, f"page {page.number}", line)


def _columns(pages: Iterable[Page]) -> dict[PageTable, tuple[int, ...]]:
    """The column edges by which each table counts: those of all pages that it goes on over."""
    found: dict[PageTable, tuple[int, ...]] = {}
    chain: list[PageTable] = []
    for page in pages:
        tables = page.tables
        if not (tables and chain and goes_on(chain[-1], tables[0])):
            found |= _shared(chain)
            chain = []
        for table in tables[:-1]:
            found |= _shared([*chain, table])
            chain = []
        chain += tables[-1:]
    return found | _shared(chain)


def _shared(chain: Sequence[PageTable]) -> dict[PageTable, tuple[int, ...]]:
    places = snapped(edge for table in chain for edge in table.xs)
    edges = sorted(set(places.values()))
    return {table: tuple(edges.index(places[edge]) for edge in table.xs) for table in chain}


def _page_rows(page: Page, columns: dict[PageTable, tuple[int, ...]]) -> Iterator[Row]:
    tables = 0
    for part in page.parts:
        if isinstance(part, PageTable):
            tables += 1
            yield from _table_rows(part, f"P{page.number}.T{tables}", columns[part])
        else:
            yield Row(0, _line_cells(part))


def _table_rows(table: PageTable, prefix: str, columns: Sequence[int]) -> Iterator[Row]:
    rows: dict[int, list[Cell]] = {}
    for cell in (cell for cell in table.cells if cell.text):
        column, row = columns[cell.left] + 1, cell.top + 1
        address = f"{prefix}.{column_name(column)}{row}"
        width = columns[cell.right] - columns[cell.left]
        height = cell.bottom - cell.top
        rows.setdefault(row, []).append(Cell(cell.text, column, address, width, height))
    numbered = (Row(row, tuple(cells)) for row, cells in sorted(rows.items()))
    return with_covered(numbered)


def _line_cells(line: Line) -> tuple[Cell, ...]:
    """A line outside tables is one cell, or the labels with their values that stand in it."""
    texts = [piece.text for piece in line]
    if len(texts) > 1 and all(map(_PAIR.match, texts)):
        return tuple(Cell(text, column) for column, text in enumerate(texts, start=1))
    return (Cell(" ".join(texts), 1),)
