"""Header rows: which column holds what (表头). Columns are known by name, never by position."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from kg.grid import Row
from kg.layouts import Field, Meaning, Role, headers
from kg.tables.evidence import share_of_role
from kg.tables.labels import label_key

_NEEDED = frozenset({Role.NAME, Role.VALUE})
_MIN_ROLES = 3
_SAMPLE_ROWS = 50
# Roles that one column has; of several candidates the others are read as notes.
_ONCE: frozenset[Meaning] = frozenset(
    {Role.LEVEL1, Role.LEVEL2, Role.NAME, Role.SIGN, Role.VALUE, Role.MEASURE, Field.AMOUNT}
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its number in the grid, its meaning (None: unknown), the printed header."""

    index: int
    meaning: Meaning | None
    text: str


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, left to right, and the number of rows that its header takes."""

    columns: tuple[Column, ...]
    height: int

    @property
    def meanings(self) -> frozenset[Meaning]:
        """All meanings that the table has a column for."""
        return frozenset(column.meaning for column in self.columns if column.meaning)


@dataclass(frozen=True, slots=True)
class _Label:
    """A printed header with the header above it ("" if none) and its possible roles by rank."""

    index: int
    text: str
    above: str = ""

    @property
    def ranks(self) -> Mapping[Meaning, int]:
        return headers().roles.get(label_key(self.text), {})


def find_header(rows: Sequence[Row], at: int) -> Header | None:
    """Read the header that begins in row ``at``, over one row or two; None if there is none.

    Two rows are one header where together they name more columns than each does alone. The rows
    below decide what an ambiguous header means.
    """
    top = _labels(rows[at])
    if not any(_is_heading(label) for label in top):
        return None
    under = _labels(rows[at + 1]) if at + 1 < len(rows) else ()
    both = _nested(top, under)
    if under and _complete(both) and _known(both) > max(_known(top), _known(under)):
        return Header(_resolve(both, rows[at + 2 : at + 2 + _SAMPLE_ROWS]), height=2)
    if _complete(top):
        return Header(_resolve(top, rows[at + 1 : at + 1 + _SAMPLE_ROWS]), height=1)
    return None


def _labels(row: Row) -> tuple[_Label, ...]:
    return tuple(_Label(cell.column, cell.text) for cell in row.filled)


def _nested(top: Sequence[_Label], under: Sequence[_Label]) -> tuple[_Label, ...]:
    """Lay two header rows over each other: the lower label names a column, else the upper one.

    Empty where the upper row has a text that is no heading: it is a row of its own.
    """
    if not all(_is_heading(label) for label in top):
        return ()
    lower = {label.index: label for label in under}
    below = [_Label(label.index, label.text, _nearest_left(top, label.index)) for label in under]
    spanning = [label for label in top if label.index not in lower and label.ranks]
    return tuple(sorted((*below, *spanning), key=lambda label: label.index))


def _is_heading(label: _Label) -> bool:
    rules = headers()
    words = (rules.annual, rules.long_term)
    return bool(label.ranks) or any(pattern.match(label.text) for pattern in words)


def _nearest_left(labels: Sequence[_Label], column: int) -> str:
    """The text of a spanning label: the last one that begins at or left of the column."""
    return next((label.text for label in reversed(labels) if label.index <= column), "")


def _known(labels: Sequence[_Label]) -> int:
    return sum(1 for label in labels if label.ranks)


def _complete(labels: Sequence[_Label]) -> bool:
    """A header names an indicator, a value and a third role, and is mostly known words."""
    roles = {role for label in labels for role in label.ranks}
    columns = sum(1 for label in labels if any(isinstance(role, Role) for role in label.ranks))
    mostly_known = 2 * _known(labels) >= len(labels)
    return roles >= _NEEDED and columns >= _MIN_ROLES and mostly_known


def _resolve(labels: Sequence[_Label], body: Sequence[Row]) -> tuple[Column, ...]:
    """Settle ambiguous headers, the clear ones first, and keep one column of each kept role."""
    chosen: dict[_Label, Meaning | None] = {}
    for label in sorted(labels, key=lambda label: len(label.ranks)):
        chosen[label] = _choose(label, frozenset(filter(None, chosen.values())), body)
    surplus = frozenset(_surplus(chosen))
    return tuple(
        Column(label.index, Role.NOTE if label in surplus else chosen[label], label.text)
        for label in labels
    )


def _choose(label: _Label, taken: frozenset[Meaning], body: Sequence[Row]) -> Meaning | None:
    """Prefer the role that the column's contents show, then one that is needed, then the surest."""
    if len(label.ranks) <= 1:
        return next(iter(label.ranks), None)
    texts = [cell.text for row in body for cell in row.filled if cell.column == label.index]

    def preference(role: Meaning) -> tuple[float, bool, int]:
        shown = share_of_role(role, texts) if isinstance(role, Role) else 0.0
        return -shown, role not in _NEEDED - taken, label.ranks[role]

    return min(label.ranks, key=preference)


def _surplus(chosen: Mapping[_Label, Meaning | None]) -> Iterator[_Label]:
    """Columns that lose to another one of the same role: long-term ones, less sure headers."""
    for meaning in _ONCE & frozenset(chosen.values()):
        rivals = (label for label, role in chosen.items() if role == meaning)
        yield from sorted(rivals, key=partial(_preference, meaning=meaning))[1:]


def _preference(label: _Label, meaning: Meaning) -> tuple[bool, bool, int, int]:
    """Annual targets (年度) before others, those before long-term ones, then the surest header."""
    text = label.above + label.text
    rules = headers()
    long_term, annual = rules.long_term.search(text), rules.annual.search(text)
    return long_term is not None, annual is None, label.ranks[meaning], -label.index
