"""Header rows: which column holds what (表头). Columns are known by name, never by position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.grid import Row
from kg.layouts import Meaning, Role, headers
from kg.tables.apart import counts_columns, kept_apart
from kg.tables.evidence import NEUTRAL, fit
from kg.tables.halves import halves_of, right_half
from kg.tables.header_labels import Label, is_complete, scores_of, term_of
from kg.tables.labels import label_key
from kg.tables.roles import Column, resolve

_SAMPLE_ROWS = 50
_MOST_HEIGHT = 3
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, left to right, and the number of rows that its header takes.

    ``has_addresses`` says that the cells of the table have addresses; ``halves`` are the headers of
    the left and the right half of a table that has two (左右两栏); ``apart`` is what is printed in
    rows of its own, above the indicators that it is for (阶梯式).
    """

    columns: tuple[Column, ...]
    height: int
    has_addresses: bool = False
    halves: tuple["Header", ...] = ()
    apart: frozenset[Meaning] = frozenset()

    @property
    def meanings(self) -> frozenset[Meaning]:
        """All meanings that the table has a column for."""
        return frozenset(column.meaning for column in self.columns if column.meaning)

    def parts(self, row: Row) -> tuple["Part", ...]:
        """A row below this header: as it is, or the halves of it that have a text."""
        if not self.halves:
            return (Part(row, self),)
        rows = halves_of(row, self.halves[1].columns[0].index)
        parts = map(Part, rows, self.halves, range(len(rows)))
        return tuple(part for part in parts if part.row.cells)


@dataclass(frozen=True, slots=True)
class Part:
    """What is read as one row: a row with its header, or one ``half`` of them, 0 left, 1 right."""

    row: Row
    header: Header
    half: int | None = None


def find_header(rows: Sequence[Row], at: int) -> Header | None:
    """Read the header that begins in row ``at``, over up to three rows; None if there is none.

    Rows are one header where together they name more columns than fewer of them do, or tell equal
    ones apart (中长期目标、年度目标 over the same columns). The rows below decide what an ambiguous
    header means.
    """
    cells = rows[at].cells
    if len(cells) < _FEWEST or not any(_is_heading(cell.text) for cell in cells):
        return None
    labels = _labels(rows[at])
    best = (labels, 1) if is_complete(labels) else None
    most = _told(labels)
    for height in range(2, _MOST_HEIGHT + 1):
        under = _labels(rows[at + height - 1]) if at + height <= len(rows) else ()
        labels = _nested(labels, under)
        if not under or not labels:
            break
        if is_complete(labels) and _told(labels) > max(most, _told(under)):
            best, most = (labels, height), _told(labels)
    if best is None:
        return None
    labels, height = best
    below = at + height
    header = Header((), height, rows[at].cells[0].address is not None)
    first = below + any(map(counts_columns, rows[below : below + 1]))
    return _resolved(header, labels, rows[first : first + _SAMPLE_ROWS])


def _resolved(header: Header, labels: Sequence[Label], body: Sequence[Row]) -> Header:
    """The header with its columns, which are settled in each half by itself if it has two."""
    begin = right_half(labels, body)
    if begin is None:
        columns = (*_groups(labels[0], body), *resolve(labels, body))
        return replace(header, columns=columns, apart=kept_apart(columns, body))
    cut = [label.index < begin for label in labels].count(True)
    rows = [halves_of(row, begin) for row in body]
    left = replace(header, columns=resolve(labels[:cut], [half for half, _ in rows]))
    right = replace(header, columns=resolve(labels[cut:], [half for _, half in rows]))
    return replace(header, columns=left.columns + right.columns, halves=(left, right))


def _groups(first: Label, body: Sequence[Row]) -> Iterator[Column]:
    """A column without a header, left of all, that holds the label of the table (绩效指标)."""
    left = [row.cells[0] for row in body if row.cells and row.cells[0].column < first.index]
    named = next((cell for cell in left if fit(Role.GROUP, cell.text) > NEUTRAL), None)
    if named:
        yield Column(named.column, Role.GROUP, "", first.index - named.column)


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


def _told(labels: Sequence[Label]) -> tuple[int, int]:
    """How many labels are known, and how many of them differ in their text, term or year."""
    known = [label for label in labels if label.scores or label.is_place]
    return len(known), len({(label_key(label.text), term_of(label)) for label in known})
