"""What the spreadsheet formats have in common: a sheet of texts becomes a grid.

The readers of the formats find texts, merged ranges (合并单元格) and what was hidden by hand;
what follows from these for the rows of the grid is decided here.
"""

from bisect import bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.grid import Cell, Grid, Omission, Row, with_covered
from kg.readers.limits import CellCount
from kg.readers.ranges import NOWHERE, Span, Stretches, stretches

Texts = Mapping[int, Mapping[int, str]]

# Why a formula (公式) is read as written: programs that do not calculate store no value.
NO_VALUE = (
    "its formula has no stored value, so the formula itself is read; "
    "open the file in a spreadsheet program and save it"
)
_HIDDEN_LINE = "is hidden in the sheet, not read; unhide it if it belongs to the table"
_HIDDEN_LINES = "are hidden in the sheet, not read; unhide them if they belong to the table"
_COVERED = "lies under a merged cell, not read; split the merged cell if the text belongs there"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet: by row and column the texts that it shows, and only cells with text.

    ``hidden_rows`` and ``hidden_columns`` are those hidden by hand, not those that a filter or an
    outline folds away: these are one click from being seen. ``omissions`` are the reader's own.
    """

    title: str
    texts: Texts
    spans: tuple[Span, ...] = ()
    hidden_rows: Stretches = NOWHERE
    hidden_columns: Stretches = NOWHERE
    omissions: tuple[Omission, ...] = ()


@dataclass(frozen=True, slots=True)
class HiddenSheet:
    """A sheet that is not shown and therefore not read (隐藏工作表)."""

    title: str


def grids_of(document: str, sheets: Iterable[Sheet | HiddenSheet]) -> tuple[Grid, ...]:
    """The grids of a workbook, in its order; hidden sheets are empty and say so."""
    sheets = tuple(sheets)
    return tuple(
        _hidden(document, index, sheet)
        if isinstance(sheet, HiddenSheet)
        else _grid(document, index, sheet, sheet.title if len(sheets) > 1 else "")
        for index, sheet in enumerate(sheets, start=1)
    )


def column_name(column: int) -> str:
    """The letters of a column: 27 is AA."""
    letters = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column from its letters. Raises ``ValueError`` where they are none."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"{letters!r} is no column")
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _hidden(document: str, index: int, sheet: HiddenSheet) -> Grid:
    omission = Omission(
        f"sheet {sheet.title}", "is hidden in the workbook, not read; unhide it if it has tables"
    )
    return Grid(document, index, (), sheet.title, (omission,))


def _grid(document: str, index: int, sheet: Sheet, part: str) -> Grid:
    seen, unseen = _seen(sheet)
    rows = (
        Row(number, tuple(sorted(cells, key=lambda cell: cell.column)), (), part, number)
        for number, cells in sorted(seen.items())
    )
    CellCount(document).add(_reaching(seen))
    omissions = (*sheet.omissions, *unseen)
    return Grid(document, index, tuple(with_covered(rows)), sheet.title, omissions)


def _reaching(seen: Mapping[int, list[Cell]]) -> int:
    """How often a merged cell reaches down into a row: rows keep what covers them."""
    rows = sorted(seen)
    return sum(
        bisect_right(rows, row + cell.height - 1) - bisect_right(rows, row)
        for row, cells in seen.items()
        for cell in cells
        if cell.height > 1
    )


def _seen(sheet: Sheet) -> tuple[dict[int, list[Cell]], list[Omission]]:
    """Every text by the row where it is seen first, and where texts are not seen."""
    anchors = {(span.top, span.left): span for span in sheet.spans}
    under = _under_others(sheet)
    names: dict[int, str] = {}
    seen: dict[int, list[Cell]] = {}
    unseen_rows, unseen_columns, covered = set[int](), set[int](), list[Omission]()
    for number, texts in sheet.texts.items():
        top = sheet.hidden_rows.first_outside(number)
        for column, text in texts.items():
            name = names.get(column) or names.setdefault(column, column_name(column))
            left = sheet.hidden_columns.first_outside(column)
            span = anchors.get((number, column))
            bottom, right = (span.bottom, span.right) if span else (number, column)
            if top > bottom:
                unseen_rows.add(number)
            elif left > right:
                unseen_columns.add(column)
            elif (number, column) in under:
                covered.append(Omission(f"cell {name}{number}", _COVERED))
            else:
                size = right - left + 1, bottom - top + 1
                seen.setdefault(top, []).append(Cell(text, left, f"{name}{number}", *size))
    rows = _hidden_lines("row", unseen_rows, str)
    columns = _hidden_lines("column", unseen_columns, column_name)
    return seen, [*rows, *columns, *covered]


def _under_others(sheet: Sheet) -> set[tuple[int, int]]:
    """The texts that a merged range covers without being their anchor: no program shows them."""
    waiting = sorted(sheet.spans, key=lambda span: span.top, reverse=True)
    reaching: list[Span] = []
    under = set[tuple[int, int]]()
    for number in sorted(sheet.texts) if waiting else ():
        while waiting and waiting[-1].top <= number:
            insort(reaching, waiting.pop(), key=_left)
        for column in sheet.texts[number]:
            at = bisect_right(reaching, column, key=_left) - 1
            while at >= 0 and reaching[at].bottom < number:
                del reaching[at]
                at -= 1
            if at >= 0 and column <= reaching[at].right:
                anchor = reaching[at].top, reaching[at].left
                under |= {(number, column)} - {anchor}
    return under


def _left(span: Span) -> int:
    return span.left


def _hidden_lines(
    what: str, numbers: Iterable[int], name: Callable[[int], str]
) -> Iterator[Omission]:
    """One omission for each row or column, or for several that stand together."""
    joined = stretches((number, number) for number in numbers)
    for first, last in zip(joined.starts, joined.ends, strict=True):
        if first == last:
            yield Omission(f"{what} {name(first)}", _HIDDEN_LINE)
        else:
            yield Omission(f"{what}s {name(first)} to {name(last)}", _HIDDEN_LINES)
