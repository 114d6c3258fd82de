"""Goals that a text file breaks over lines, in a row that ends with its goal (目标折行)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from kg.layouts import Field
from kg.tables.apart import LEVELS
from kg.tables.rows import ReadRow, RowKind
from kg.tables.uses import all_as

_UNSETTLED = frozenset({RowKind.UNKNOWN, RowKind.HEADING})


def with_whole_goals(rows: Sequence[ReadRow]) -> tuple[ReadRow, ...]:
    """Read lone texts between a goal and its first indicator as further lines of the goal.

    Only text files lose the cell that such a line stands in: others give a cell as a whole.
    """
    found = list(rows)
    for at, row in enumerate(rows):
        if not _ends_with_goal(row):
            continue
        lines = list(takewhile(_is_lone, rows[at + 1 :]))
        end = at + 1 + len(lines)
        if end < len(rows) and _begins_indicators(rows[end]):
            found[at + 1 : end] = map(_goal, lines)
    return tuple(found)


def _ends_with_goal(row: ReadRow) -> bool:
    if row.kind is not RowKind.HEADING:
        return False
    last = row.uses[-1]
    return last.meaning is Field.GOAL and last.cell.address is None


def _is_lone(row: ReadRow) -> bool:
    """Whether a row is a text alone at the beginning of a line."""
    return row.kind in _UNSETTLED and [cell.column for cell in row.row.cells] == [1]


def _begins_indicators(row: ReadRow) -> bool:
    labels = row.kind is RowKind.HEADING and row.uses[0].meaning in LEVELS
    return labels or row.kind is RowKind.INDICATOR


def _goal(row: ReadRow) -> ReadRow:
    return replace(row, kind=RowKind.HEADING, uses=all_as(row.row, Field.GOAL))
