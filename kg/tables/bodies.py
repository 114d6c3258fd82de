"""Rows that name a body above its projects, told from those that name a project (单位行)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.layouts import Field
from kg.tables.apart import BODIES, NAMES, body_beside
from kg.tables.rows import OF_TABLE, ReadRow, RowKind
from kg.tables.titles import body_named
from kg.tables.uses import Decoration, Use, all_as

_SUMS = frozenset({Field.AMOUNT, Field.IGNORED})
_OWN_PART = re.compile("本级$")  # 水务局本级, the bureau without its subordinate units


def is_body_alone(row: ReadRow) -> bool:
    """Whether a row names a body, and no project of it yet."""
    meanings = {use.meaning for use in row.uses}
    return row.kind is RowKind.HEADING and bool(meanings & BODIES) and Field.PROJECT not in meanings


def with_bodies(rows: Sequence[ReadRow]) -> tuple[ReadRow, ...]:
    """Settle the rows of a table that have a name alone, by what follows them.

    Before a row that names a project, such names are bodies; before an indicator or its levels the
    last of them is the project. A name that nothing follows is not understood.
    """
    body = _body_of(rows)
    settled = list(rows)
    for run, after in _runs(rows, body):
        names = [rows[at] for at in run]
        for at, row in zip(run, _settled(names, after, body), strict=True):
            settled[at] = row
    return tuple(settled)


def _body_of(rows: Sequence[ReadRow]) -> Field | None:
    """The body that the table's column of projects names as well, None for a table without."""
    columns = (column for row in rows if row.header for column in row.header.columns)
    return next(filter(None, map(body_beside, columns)), None)


def _runs(
    rows: Sequence[ReadRow], body: Field | None
) -> Iterator[tuple[list[int], ReadRow | None]]:
    """The runs of lone names, each as places in the rows, with the row of the table after it."""
    head = next((at for at, row in enumerate(rows) if row.header), len(rows))
    of_table = [
        at
        for at, row in enumerate(rows[head:], head)
        if row.kind in OF_TABLE or (body and _is_body_on_page(row))
    ]
    run: list[int] = []
    for at in of_table:
        if _is_lone_name(rows[at]):
            run.append(at)
        elif run:
            yield run, rows[at]
            run = []
    if run:
        yield run, None


def _is_lone_name(row: ReadRow) -> bool:
    """Whether a row has a name and nothing else, but for the sums of a body's projects (小计)."""
    if row.kind is RowKind.PROSE:
        return True
    names = [use for use in row.uses if use.meaning in NAMES]
    if row.kind is RowKind.HEADING:
        return len(names) == len(row.uses) == 1
    sums = len(names) == 1 < len(row.uses) and all(u.meaning in _SUMS for u in row.uses[1:])
    return sums and row.kind is RowKind.PARTICULARS and _names_body(names[0].text)


def _is_body_on_page(row: ReadRow) -> bool:
    """Whether a line that a page prints between the rows of a table without rules names a body."""
    return row.kind is RowKind.PROSE and _names_body(row.printed)


def _names_body(text: str) -> bool:
    return body_named(_OWN_PART.sub("", text)) is not None


def _settled(names: Sequence[ReadRow], after: ReadRow | None, body: Field | None) -> list[ReadRow]:
    if after is None:
        return [_not_understood(row) for row in names]
    if after.use(Field.PROJECT):
        return _bodies(names, body)
    *above, last = names
    project = last if last.use(Field.PROJECT) else _not_understood(last)
    return [*_bodies(above, body), project]


def _bodies(names: Sequence[ReadRow], body: Field | None) -> list[ReadRow]:
    """A department may stand above the unit; of more than two names, those between are unknown."""
    if body is None or not names:
        return list(names)
    if len(names) == 1:
        return [_named(names[0], body)]
    first, *between, last = names
    return [
        _named(first, Field.DEPARTMENT),
        *map(_not_understood, between),
        _named(last, Field.UNIT),
    ]


def _named(row: ReadRow, body: Field) -> ReadRow:
    name, *sums = row.row.cells
    uses = (Use(name, body, name.text), *(Use(c, Field.IGNORED, c.text) for c in sums))
    return replace(row, kind=RowKind.HEADING, uses=uses)


def _not_understood(row: ReadRow) -> ReadRow:
    if row.kind is RowKind.PROSE:
        return row
    return replace(row, kind=RowKind.UNKNOWN, uses=all_as(row.row, Decoration.UNKNOWN))
