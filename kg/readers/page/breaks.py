"""Tables that a page break divides (跨页表格): which go on, and which of their rows were cut.

A row is taken for cut only where nothing else can be meant: all its texts stand below texts that
have filled their last line, and a column that is filled above is empty. Else it is left as printed.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.readers.page.lines import Line
from kg.readers.page.tables import Page, PageTable, Placed

# Points by which a table may be printed elsewhere on the next page.
_MOVED = 3.0
_SHARED_EDGES = 0.5
_ENDS = ("。", "；", ";", "！", "？")
# No text goes on with a code or a number of its own: 13-生态环境成本指标, 指标2：…
_BEGINS = re.compile(r"\d{1,4}[-—、.](?!\d)|[①-⑳]|指标\d")


def goes_on(above: PageTable, below: PageTable) -> bool:
    """Whether two tables have the same outer edges, and one most of the other's inner edges."""
    if not _near(above.xs[0], below.xs[0]) or not _near(above.xs[-1], below.xs[-1]):
        return False
    few, many = sorted((above.xs[1:-1], below.xs[1:-1]), key=len)
    common = sum(any(_near(edge, other) for other in many) for edge in few)
    return common >= _SHARED_EDGES * len(few)


def with_whole_rows(pages: Iterable[Page]) -> tuple[Page, ...]:
    """Put the rest of each cut row to the row that it was cut from."""
    mended: list[Page] = []
    for page in pages:
        if mended and mended[-1].tables and page.tables:
            above, below = mended[-1].tables[-1], page.tables[0]
            if goes_on(above, below) and (rests := _rests(above, below)):
                mended[-1] = _with(mended[-1], above, _completed(above, rests))
                page = _with(page, below, _shortened(below))
        mended.append(page)
    return tuple(mended)


def _rests(above: PageTable, below: PageTable) -> dict[Placed, str]:
    """What the first row below adds to cells of the last row above; empty if it was not cut."""
    end = max(cell.bottom for cell in above.cells)
    last = [cell for cell in above.cells if cell.bottom == end and cell.text]
    rest = [cell for cell in below.cells if cell.top == 0 and cell.text]
    found: dict[Placed, str] = {}
    for cell in rest:
        whole = next((other for other in last if _same_place(above, other, below, cell)), None)
        if whole is None or not whole.full or whole.text.endswith(_ENDS):
            return {}
        if _BEGINS.match(cell.text):
            return {}
        found[whole] = cell.text
    in_rows_of_their_own = (cell for cell in last if cell.top == end - 1)
    return found if any(cell not in found for cell in in_rows_of_their_own) else {}


def _same_place(above: PageTable, one: Placed, below: PageTable, other: Placed) -> bool:
    return _near(above.xs[one.left], below.xs[other.left]) and _near(
        above.xs[one.right], below.xs[other.right]
    )


def _near(edge: float, other: float) -> bool:
    return abs(edge - other) <= _MOVED


def _completed(table: PageTable, rests: dict[Placed, str]) -> PageTable:
    cells = (replace(cell, text=cell.text + rests.get(cell, "")) for cell in table.cells)
    return replace(table, cells=tuple(cells))


def _shortened(table: PageTable) -> PageTable:
    return replace(table, cells=tuple(cell for cell in table.cells if cell.top > 0))


def _with(page: Page, old: PageTable, new: PageTable) -> Page:
    parts: tuple[PageTable | Line, ...] = tuple(new if p is old else p for p in page.parts)
    return replace(page, parts=parts)
