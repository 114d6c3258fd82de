"""The walk down a grid: every row is recognised, and counted to a section (逐行识别)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.grid import Grid, Row
from kg.layouts import PARTICULARS, Field, dressings, halfwidth
from kg.tables.apart import counts_columns
from kg.tables.below import open_labels, texts_below
from kg.tables.body import is_dressing, recognise_in_table
from kg.tables.evidence import is_level_label
from kg.tables.header import Header, Part, find_header
from kg.tables.metadata import read_metadata
from kg.tables.open_labels import OpenLabel, likely_label, open_label
from kg.tables.rows import ReadRow, Recognised, RowKind
from kg.tables.titles import amount_in_yuan, is_block_heading, is_title
from kg.tables.uses import Decoration, Use, all_as

_FUNDS = frozenset({Field.AMOUNT, Field.IGNORED, Field.MONEY_UNIT})
_LONGEST_PART = 20


@dataclass(frozen=True, slots=True)
class _State:
    """Where the walk is: the section, its header if met, the fields that it has so far.

    ``open`` are labels whose texts may stand in the next row, ``above`` those over the columns of
    a block of amounts, ``last`` the uses of the particulars before.
    """

    section: int = 1
    header: Header | None = None
    fields: frozenset[Field] = frozenset()
    open: tuple[OpenLabel, ...] = ()
    above: tuple[OpenLabel, ...] = ()
    last: tuple[Use, ...] = ()

    def closed(self) -> "_State":
        """The state after a row that is none of labels: nothing waits for its texts any more."""
        return replace(self, open=(), above=()) if self.open or self.above else self

    def parts(self, row: Row) -> tuple[Part, ...]:
        """The parts of a row that are read by themselves; none where no header was met."""
        return self.header.parts(row) if self.header else ()


def walk(grid: Grid) -> Iterator[ReadRow]:
    """Recognise the rows of a grid in order."""
    state = _State()
    rows = grid.rows
    at = 0
    while at < len(rows):
        header = find_header(rows, at)
        if header:
            state = replace(state.closed(), header=header)
            for row in rows[at : at + header.height]:
                uses = _header_uses(row, header)
                yield ReadRow(grid.index, state.section, row, RowKind.HEADER, uses, header=header)
            at += header.height
            if at < len(rows) and counts_columns(rows[at]):
                uses = all_as(rows[at], Decoration.DRESSING)
                yield ReadRow(grid.index, state.section, rows[at], RowKind.DRESSING, uses)
                at += 1
            continue
        if found := _recognise(rows, at, state):
            state = _advance(state, rows[at], found)
            yield ReadRow(grid.index, state.section, rows[at], found.kind, found.uses)
        else:
            state = state.closed()
            yield from _in_table(grid, rows[at], state)
        at += 1


def _in_table(grid: Grid, row: Row, state: _State) -> Iterator[ReadRow]:
    """Read a row below a header, or each part of it that has a text."""
    for part in state.parts(row):
        found = recognise_in_table(part.row, part.header)
        uses = (found.uses, found.inherited)
        yield ReadRow(grid.index, state.section, part.row, found.kind, *uses, band=part.band)


def _header_uses(row: Row, header: Header) -> tuple[Use, ...]:
    known = {column.text: Decoration.UNKNOWN for column in header.columns if not column.meaning}
    levels = {level.text: level.meaning for band in header.bands for level in band.levels}
    meanings = levels | known
    return tuple(
        Use(cell, meanings.get(cell.text) or Decoration.LABEL, cell.text) for cell in row.cells
    )


def _recognise(rows: Sequence[Row], at: int, state: _State) -> Recognised | None:
    """Try the readings of a row that is no header, the surest first; None for one of the table."""
    row = rows[at]
    # In a table, a text that is like a label is rather a project's name (县配资金); alone, prose.
    label_of = open_label if state.header or len(row.cells) == 1 else likely_label
    texts = {cell.text for cell in row.cells}
    if not texts:
        return Recognised(RowKind.EMPTY, ())
    if len(texts) == 1 and is_title(row.cells[0].text):
        return Recognised(RowKind.TITLE, all_as(row, Decoration.DRESSING))
    if all(map(is_dressing, [part.row for part in state.parts(row)] or [row])):
        return Recognised(RowKind.DRESSING, all_as(row, Decoration.DRESSING))
    inner = state.above and row.cells[0].column > state.above[0].column
    above = state.above if inner else ()
    if (uses := _below_labels(rows, at, state)) or (
        _begins_left(row, state) and (uses := read_metadata(row, above, label_of))
    ):
        return Recognised(RowKind.METADATA, uses)
    return None if state.header else _recognise_outside(row, state)


def _begins_left(row: Row, state: _State) -> bool:
    """Whether a row may be one of labels: in a table, it begins no further right, with no level."""
    if not state.header:
        return True
    first = row.cells[0]
    return first.column <= state.header.columns[0].index and not is_level_label(first.text)


def _below_labels(rows: Sequence[Row], at: int, state: _State) -> tuple[Use, ...] | None:
    """Read texts below their labels: any number of rows of goals, one row of other particulars.

    Several rows of texts below labels that are no goal are a table of something else.
    """
    if not PARTICULARS & {label.field for label in state.open}:
        return None
    uses = texts_below(rows[at], state.open)
    if uses is None or any(label.field is Field.GOAL for label in state.open):
        return uses
    after = rows[at + 1] if at + 1 < len(rows) else None
    goes_on = after and texts_below(after, state.open) and not find_header(rows, at + 1)
    return None if goes_on else uses


def _recognise_outside(row: Row, state: _State) -> Recognised:
    """A lone text goes on with the goal above it, or is prose; several cells are a mystery."""
    if len(row.cells) > 1:
        if state.last and _is_part_of_funds(row, state):
            return Recognised(RowKind.METADATA, all_as(row, Field.IGNORED))
        return Recognised(RowKind.UNKNOWN, all_as(row, Decoration.UNKNOWN))
    cell = row.cells[0]
    if state.last and state.last[-1].meaning is Field.GOAL and not is_block_heading(cell.text):
        return Recognised(RowKind.METADATA, (replace(state.last[-1], cell=cell, text=cell.text),))
    return Recognised(RowKind.PROSE, all_as(row, Decoration.DRESSING))


def _is_part_of_funds(row: Row, state: _State) -> bool:
    """Whether a row after amounts names another part of them: 中央补助 | 300."""
    before = {use.meaning for use in state.last}
    if not before <= _FUNDS or before <= {Field.MONEY_UNIT}:
        return False
    name, *amounts = row.cells
    wordy = len(name.text) <= _LONGEST_PART and amount_in_yuan(name.text, "元") is None
    return wordy and all(
        amount_in_yuan(cell.text.rstrip("%"), "元") is not None
        or halfwidth(cell.text) in dressings().none
        for cell in amounts
    )


def _advance(state: _State, row: Row, found: Recognised) -> _State:
    """Begin the next table where a title or a particular comes (again) after a table's body."""
    if found.kind is RowKind.TITLE:
        if state.header:
            return _State(state.section + 1)
        return replace(state, open=(), above=(), last=())
    if found.kind is not RowKind.METADATA:
        return state if found.kind is RowKind.EMPTY else state.closed()
    meanings = {use.meaning for use in found.uses}
    fields = PARTICULARS & meanings
    if state.header and fields & state.fields:
        state = _State(state.section + 1)
    labels = open_labels(row)
    of_goals = any(label.field is Field.GOAL for label in state.open)
    goes_on = of_goals and texts_below(row, state.open) is not None
    amounts = any(label.field is Field.AMOUNT for label in labels)
    keeps = not (fields - {Field.AMOUNT})
    return replace(
        state,
        fields=state.fields | fields,
        open=labels or (state.open if goes_on else ()),
        above=labels if amounts else (state.above if keeps else ()),
        last=tuple(use for use in found.uses if use.meaning in PARTICULARS | _FUNDS) or state.last,
    )
