"""A page as a reader of it sees it: tables of texts, and the lines of text around them."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.readers.page.lines import Line, Piece, divided, in_lines, line_of
from kg.readers.page.marks import Glyph, Marks
from kg.readers.page.ruled import Area, Ruling, rulings
from kg.readers.page.wraps import joined


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell's text and the grid lines of its table that it lies between.

    ``full`` says that its last line takes all the room, so that the text may go on elsewhere.
    """

    text: str
    left: int
    top: int
    right: int
    bottom: int
    full: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PageTable:
    """A table of one page: where its columns begin and end, and its cells; told by identity.

    ``top`` and ``bottom`` are where it lies on the page, in points.
    """

    xs: tuple[float, ...]
    top: float
    bottom: float
    cells: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds, from top to bottom: tables, and lines outside them."""

    number: int
    parts: tuple[PageTable | Line, ...]

    @property
    def tables(self) -> tuple[PageTable, ...]:
        """The tables of the page."""
        return tuple(part for part in self.parts if isinstance(part, PageTable))


def page_of(marks: Marks) -> Page:
    """Find the ruled tables of a page; all other text is lines."""
    found = rulings(marks.across, marks.down)
    inside: list[dict[int, list[Glyph]]] = [{} for _ in found]
    outside: list[Glyph] = []
    places = _Places(found)
    for glyph in marks.glyphs:
        place = places.of(glyph)
        if place:
            inside[place[0]].setdefault(place[1], []).append(glyph)
        else:
            outside.append(glyph)
    tables = (_table(*pair) for pair in zip(found, inside, strict=True))
    lines = (line for glyphs in in_lines(outside) if (line := divided(glyphs)))
    return Page(marks.number, tuple(sorted([*tables, *lines], key=top_of)))


def top_of(part: PageTable | Line) -> float:
    """Where a part of a page begins."""
    return part.top if isinstance(part, PageTable) else min(piece.top for piece in part)


class _Places:
    """Finds the table and the cell that a character is printed in; small tables go first."""

    def __init__(self, tables: Sequence[Ruling]) -> None:
        order = sorted(range(len(tables)), key=lambda index: tables[index].size)
        self._tables = [(index, tables[index], _boxes(tables[index])) for index in order]

    def of(self, glyph: Glyph) -> tuple[int, int] | None:
        """The numbers of the table and of the cell in it."""
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for index, table, boxes in self._tables:
            if table.xs[0] <= x < table.xs[-1] and table.ys[0] <= y < table.ys[-1]:
                box = bisect_right(table.xs, x) - 1, bisect_right(table.ys, y) - 1
                return index, boxes[box]
        return None


def _boxes(table: Ruling) -> dict[tuple[int, int], int]:
    return {
        (column, row): number
        for number, area in enumerate(table.areas)
        for column in range(area.left, area.right)
        for row in range(area.top, area.bottom)
    }


def _table(ruling: Ruling, glyphs: dict[int, list[Glyph]]) -> PageTable:
    cells = (_placed(ruling, area, glyphs.get(n, ())) for n, area in enumerate(ruling.areas))
    ordered = sorted(cells, key=lambda cell: (cell.top, cell.left))
    return PageTable(ruling.xs, ruling.ys[0], ruling.ys[-1], tuple(ordered))


def _placed(ruling: Ruling, area: Area, glyphs: Iterable[Glyph]) -> Placed:
    left, right = ruling.xs[area.left], ruling.xs[area.right]
    lines = [piece for line in in_lines(glyphs) if (piece := line_of(line))]
    full = bool(lines) and _room(lines[-1], left, right) < lines[-1].size
    return Placed(joined(lines, right), area.left, area.top, area.right, area.bottom, full=full)


def _room(line: Piece, left: float, right: float) -> float:
    """What is free after a line: a cell keeps as much space on its right as on its left."""
    return right - line.x1 - min(line.x0 - left, line.size)
