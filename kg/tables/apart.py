"""Names and labels in rows of their own, each above the indicators that it is for (阶梯式)."""

from collections.abc import Iterable, Iterator, Sequence

from kg.grid import Cell, Row
from kg.layouts import (
    PARTICULARS,
    Field,
    Meaning,
    Role,
    body_above_projects,
    dressings,
    field_of,
    halfwidth,
)
from kg.tables.columns import Column
from kg.tables.evidence import NEUTRAL, fit, is_level_label
from kg.tables.labels import label_key

BODIES = frozenset({Field.DEPARTMENT, Field.UNIT})
NAMES = BODIES | {Field.PROJECT}
LEVELS = frozenset({Role.GROUP, Role.LEVEL1, Role.LEVEL2})

_PROMISE: frozenset[Meaning] = frozenset({Role.NAME, Role.VALUE})
_LABELS: frozenset[Meaning] = frozenset({Role.LEVEL2})
_NOTHING: frozenset[Meaning] = frozenset()
_OF_INDICATOR = _PROMISE | {Role.SIGN, Role.MEASURE}
_FEWEST_COUNTED = 3
_HEADER_AGAIN = 2

Pairs = tuple[tuple[Cell, Column], ...]


def counts_columns(row: Row) -> bool:
    """Whether a row numbers the columns of the header above it: 1 2 3 4, 栏次 1 2 3."""
    rules = dressings()
    texts = ["".join(halfwidth(cell.text).split()) for cell in row.cells]
    while texts and rules.count_word.fullmatch(texts[0]):
        del texts[0]
    counts = [rules.count.fullmatch(text) for text in texts]
    numbers = [int(count[1]) for count in counts if count]
    return (
        len(row.cells) >= _FEWEST_COUNTED
        and len(numbers) == len(texts)
        and numbers == list(range(1, len(texts) + 1))
    )


def kept_apart(columns: Sequence[Column], body: Sequence[Row]) -> frozenset[Meaning]:
    """Which names and second levels never stand beside an indicator's name or value.

    One such row, and one of an indicator without it, are the least that shows it. ``body`` are
    rows below the header, up to the particulars of a next table.
    """
    own = list(_of_table(columns, body))
    labels = _LABELS if _is_apart(Role.LEVEL2, _PROMISE, columns, own) else _NOTHING
    beside = _PROMISE | (_LABELS - labels)
    return labels.union(name for name in NAMES if _is_apart(name, beside, columns, own))


def _of_table(columns: Sequence[Column], body: Sequence[Row]) -> Iterator[Row]:
    """The rows of the table alone: none of a header that is repeated, none of a next table."""
    headers = {column.text for column in columns}
    below_header = False
    for row in body:
        again = sum(cell.text in headers for cell in row.cells) >= _HEADER_AGAIN
        counts = below_header and counts_columns(row)
        below_header = again
        if again or counts:
            continue
        if row.cells and field_of(label_key(row.cells[0].text)):
            return
        yield row


def _is_apart(
    meaning: Meaning, beside: frozenset[Meaning], columns: Sequence[Column], body: Iterable[Row]
) -> bool:
    own = [column for column in columns if column.meaning is meaning]
    others = [column for column in columns if column.meaning in beside]
    alone = without = False
    for row in body if own else ():
        texts, indicators = _texts_below(row, own), _texts_below(row, others)
        if texts and indicators:
            return False
        alone = alone or any(_is_sure(meaning, text) for text in texts)
        without = without or bool(indicators)
    return alone and without


def _texts_below(row: Row, columns: Sequence[Column]) -> list[str]:
    return [cell.text for cell in row.cells if any(c.holds(cell.column) for c in columns)]


def _is_sure(meaning: Meaning, text: str) -> bool:
    """Whether a text is what its column holds: a level that is known, a name of any words."""
    score = fit(meaning, text)
    return score > NEUTRAL if meaning in LEVELS else score >= NEUTRAL


def alone_below(row: Row, columns: Sequence[Column], apart: frozenset[Meaning]) -> Pairs | None:
    """The cells of a row of names or labels alone, each with its column; else None.

    They stand below their own headers, in a table that keeps them ``apart``. In a column for
    bodies and projects (单位名称、项目名称), a lone text may always be a body.
    """
    if not apart and len(row.cells) > 1:
        return None
    pairs = _at_home(row, columns)
    meanings = {column.meaning for _, column in pairs}
    if not pairs or meanings & _OF_INDICATOR or not all(_is_possible(*pair) for pair in pairs):
        return None
    names, levels = meanings & NAMES, meanings & LEVELS
    if Role.LEVEL2 in levels - apart:
        return None
    if names:
        lone = len(pairs) == 1 and body_beside(pairs[0][1]) is not None
        return pairs if lone or names <= apart else None
    said = levels if Role.LEVEL2 in apart else _NOTHING
    goes_on = meanings & PARTICULARS if Field.PROJECT in apart else _NOTHING
    return pairs if said or goes_on else None


def body_beside(column: Column) -> Field | None:
    """The body that a column of projects names as well."""
    return body_above_projects(label_key(column.text))


def _at_home(row: Row, columns: Sequence[Column]) -> Pairs:
    """Every cell with the column that it stands below; empty where one stands below none."""
    pairs = tuple(
        (cell, column) for cell in row.cells for column in columns if column.holds(cell.column)
    )
    return pairs if len(pairs) == len(row.cells) else ()


def _is_possible(cell: Cell, column: Column) -> bool:
    """Whether a cell can be what its header says; a level need not be a known one."""
    if column.meaning is None or fit(column.meaning, cell.text) >= NEUTRAL:
        return True
    return column.meaning in LEVELS and not is_level_label(cell.text)
