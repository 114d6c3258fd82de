"""Header rows: which column holds what (表头). Columns are known by name, never by position."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.grid import Row
from kg.layouts import Meaning, headers
from kg.tables.apart import counts_columns, kept_apart
from kg.tables.header_labels import Label, is_complete, scores_of
from kg.tables.roles import Column, resolve

_SAMPLE_ROWS = 50
_MOST_HEIGHT = 3
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, left to right, and the number of rows that its header takes.

    ``has_addresses`` says that the cells of the table have addresses, ``apart`` what the table
    prints in rows of its own, above the indicators that it is for (阶梯式).
    """

    columns: tuple[Column, ...]
    height: int
    has_addresses: bool = False
    apart: frozenset[Meaning] = frozenset()

    @property
    def meanings(self) -> frozenset[Meaning]:
        """All meanings that the table has a column for."""
        return frozenset(column.meaning for column in self.columns if column.meaning)


def find_header(rows: Sequence[Row], at: int) -> Header | None:
    """Read the header that begins in row ``at``, over up to three rows; None if there is none.

    Rows are one header where together they name more columns than fewer of them do. The rows
    below decide what an ambiguous header means.
    """
    cells = rows[at].cells
    if len(cells) < _FEWEST or not any(_is_heading(cell.text) for cell in cells):
        return None
    labels = _labels(rows[at])
    best = (labels, 1) if is_complete(labels) else None
    most = _known(labels)
    for height in range(2, _MOST_HEIGHT + 1):
        under = _labels(rows[at + height - 1]) if at + height <= len(rows) else ()
        labels = _nested(labels, under)
        if not under or not labels:
            break
        if is_complete(labels) and _known(labels) > max(most, _known(under)):
            best, most = (labels, height), _known(labels)
    if best is None:
        return None
    labels, height = best
    below = at + height
    first = below + any(map(counts_columns, rows[below : below + 1]))
    body = rows[first : first + _SAMPLE_ROWS]
    columns = resolve(labels, body)
    has_addresses = rows[at].cells[0].address is not None
    return Header(columns, height, has_addresses, kept_apart(columns, body))


def _labels(row: Row) -> tuple[Label, ...]:
    return tuple(Label(cell.column, cell.text, cell.width) for cell in row.cells)


def _nested(top: Sequence[Label], under: Sequence[Label]) -> tuple[Label, ...]:
    """Lay two header rows over each other: the lower label names a column, else the upper one.

    Empty where the upper row has a text that is no heading: it is a row of its own.
    """
    if not all(_is_heading(label.text) or label.scores for label in top):
        return ()
    lower = {label.index for label in under}
    below = [replace(label, above=_spanning(top, label.index)) for label in under]
    kept = [label for label in top if label.index not in lower and label.scores]
    return tuple(sorted((*below, *kept), key=lambda label: label.index))


def _is_heading(text: str) -> bool:
    rules = headers()
    return bool(scores_of(text) or rules.annual.match(text) or rules.long_term.match(text))


def _spanning(labels: Sequence[Label], column: int) -> str:
    """The text above a column: the label that covers it, else the last that begins left of it."""
    left = [label for label in labels if label.index <= column]
    if not left:
        return ""
    nearest = left[-1]
    covers = column < nearest.index + nearest.width
    return nearest.above + nearest.text if covers or nearest.width == 1 else ""


def _known(labels: Sequence[Label]) -> int:
    return sum(1 for label in labels if label.scores or label.is_place)
