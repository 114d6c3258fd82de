"""The walk down a grid: every row is recognised, and counted to a section (逐行识别)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.grid import Grid, Row
from kg.layouts import PARTICULARS, Field, Role, dressings, halfwidth
from kg.tables.align import align
from kg.tables.header import Header, find_header
from kg.tables.metadata import read_metadata
from kg.tables.rows import Decoration, ReadRow, RowKind, Use, all_as
from kg.tables.titles import is_title

_LEVELS = frozenset({Role.GROUP, Role.LEVEL1, Role.LEVEL2})
_PROMISE = frozenset({Role.NAME, Role.VALUE})
_CLASSED_VALUE = frozenset({Role.LEVEL2, Role.VALUE})

Recognised = tuple[RowKind, tuple[Use, ...]]


@dataclass(frozen=True, slots=True)
class _State:
    """Where the walk is: the section, its header if met, the fields that it has so far."""

    section: int = 1
    header: Header | None = None
    fields: frozenset[Field] = frozenset()
    last_use: Use | None = None


def walk(grid: Grid) -> Iterator[ReadRow]:
    """Recognise the rows of a grid in order."""
    state = _State()
    rows = grid.rows
    at = 0
    while at < len(rows):
        header = find_header(rows, at)
        if header:
            state = replace(state, header=header)
            for row in rows[at : at + header.height]:
                uses = _header_uses(row, header)
                yield ReadRow(grid.index, state.section, row, RowKind.HEADER, uses)
            at += header.height
            continue
        kind, uses = _recognise(rows[at], state)
        state = _advance(state, kind, uses)
        yield ReadRow(grid.index, state.section, rows[at], kind, uses)
        at += 1


def _header_uses(row: Row, header: Header) -> tuple[Use, ...]:
    unknown = {column.text for column in header.columns if column.meaning is None}
    return tuple(
        Use(cell, Decoration.UNKNOWN if cell.text in unknown else Decoration.LABEL, cell.text)
        for cell in row.filled
    )


def _recognise(row: Row, state: _State) -> Recognised:
    """Try the readings of a row that is no header, the surest first."""
    texts = {cell.text for cell in row.filled}
    if not texts:
        return RowKind.EMPTY, ()
    if len(texts) == 1 and is_title(row.filled[0].text):
        return RowKind.TITLE, all_as(row, Decoration.DRESSING)
    if _is_dressing(row):
        return RowKind.DRESSING, all_as(row, Decoration.DRESSING)
    begins_left = not state.header or row.filled[0].column <= state.header.columns[0].index
    if begins_left and (uses := read_metadata(row)):
        return RowKind.METADATA, uses
    if state.header:
        return _recognise_in_table(row, state.header)
    return _recognise_outside(row, state)


def _is_dressing(row: Row) -> bool:
    rules = dressings()
    texts = [halfwidth(cell.text) for cell in row.filled]
    return bool(rules.skip_first.fullmatch(texts[0])) or all(
        rules.skip_cells.fullmatch(text) for text in texts
    )


def _recognise_outside(row: Row, state: _State) -> Recognised:
    """A lone text goes on with the goal above it, or is prose; several cells are a mystery."""
    if len(row.filled) > 1:
        return RowKind.UNKNOWN, all_as(row, Decoration.UNKNOWN)
    if state.last_use and state.last_use.meaning is Field.GOAL:
        cell = row.filled[0]
        return RowKind.METADATA, (replace(state.last_use, cell=cell, text=cell.text),)
    return RowKind.PROSE, all_as(row, Decoration.DRESSING)


def _recognise_in_table(row: Row, header: Header) -> Recognised:
    """A row of the table fits its columns on the whole, and has a name where it has a value.

    A name and a value below their own headers are enough, and so are a second level and a value,
    whose name is empty; a moved row needs texts that prove it.
    """
    unknown = RowKind.UNKNOWN, all_as(row, Decoration.UNKNOWN)
    alignment = align(row, header.columns)
    if alignment is None:
        return unknown
    uses = tuple(
        Use(cell, column.meaning or Decoration.UNKNOWN, cell.text)
        for cell, column in alignment.pairs
    )
    meanings = {use.meaning for use in uses}
    nameless = Role.VALUE in meanings and Role.NAME not in meanings
    if nameless and not (alignment.at_home and meanings >= _CLASSED_VALUE):
        return unknown
    as_printed = alignment.at_home and (meanings >= _PROMISE or nameless)
    if alignment.score <= 0 and not as_printed:
        return unknown
    if meanings <= _LEVELS and Role.LEVEL2 not in meanings and Role.LEVEL2 in header.meanings:
        return RowKind.HEADING, uses
    return RowKind.INDICATOR, uses


def _advance(state: _State, kind: RowKind, uses: Sequence[Use]) -> _State:
    """Begin the next table where a title or a particular comes (again) after a table's body."""
    if kind is RowKind.TITLE:
        return _State(state.section + 1) if state.header else replace(state, last_use=None)
    if kind is not RowKind.METADATA:
        return state
    fields = PARTICULARS & {use.meaning for use in uses}
    if state.header and fields & state.fields:
        state = _State(state.section + 1)
    last = next((use for use in reversed(uses) if use.meaning in fields), None)
    return replace(state, fields=state.fields | fields, last_use=last)
