"""The rows of an indicator table, below its header (指标行)."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from kg.grid import Cell, Row
from kg.layouts import Field, Meaning, Role, dressings, field_of, halfwidth
from kg.tables.align import align
from kg.tables.apart import LEVELS, alone_below
from kg.tables.columns import Column
from kg.tables.evidence import fit
from kg.tables.header import Header
from kg.tables.labels import is_none, label_key, money_unit_in_brackets, undress
from kg.tables.rows import Recognised, RowKind
from kg.tables.titles import amount_in_yuan
from kg.tables.uses import Decoration, Use, all_as

_PROMISE = frozenset({Role.NAME, Role.VALUE})
_CLASSED_VALUE = frozenset({Role.LEVEL2, Role.VALUE})
# What a merged cell says of every row that it covers.
_INHERITED = frozenset({Role.LEVEL1, Role.LEVEL2, Role.NAME, Role.SIGN, Role.VALUE, Role.MEASURE})


def recognise_in_table(row: Row, header: Header) -> Recognised:
    """A row of the table fits its columns on the whole, and has a name where it has a value.

    A name and a value below their own headers are enough, and so are a second level and a value,
    whose name is empty, or a name below the levels of a band (栏组); a moved row needs texts that
    prove it. Merged cells from above count for every row that they cover, as those levels do.
    """
    if is_dressing(row):
        return Recognised(RowKind.DRESSING, all_as(row, Decoration.DRESSING))
    if not header.meanings & _PROMISE:
        return _beside_bands(row, header)
    unknown = _not_of_table(row, header)
    if unknown.kind is RowKind.PROSE:
        return unknown
    if alone := alone_below(row, header.columns, header.apart):
        return Recognised(RowKind.HEADING, tuple(_use(cell, column) for cell, column in alone))
    alignment = align(row, header.columns)
    if alignment is None:
        return unknown
    uses = tuple(_use(cell, column) for cell, column in alignment.pairs)
    own = {use.meaning for use in uses}
    inherited = (*_inherited(row, header, own), *_levels_above(header))
    meanings = own | {use.meaning for use in inherited}
    nameless = Role.VALUE in meanings and Role.NAME not in meanings
    if nameless and not (alignment.at_home and meanings >= _CLASSED_VALUE):
        return unknown
    if _is_unfilled(uses):
        return _unfilled(uses)
    named = bool(header.levels) and Role.NAME in own
    as_printed = alignment.at_home and (
        meanings >= _PROMISE or nameless or named or _is_blank(uses)
    )
    if alignment.score <= 0 and not as_printed:
        return unknown
    said_below = Role.LEVEL2 in header.meanings - own or Role.LEVEL2 in header.apart
    if own <= LEVELS and said_below:
        return Recognised(RowKind.HEADING, uses)
    return Recognised(RowKind.INDICATOR, uses, inherited)


def is_dressing(row: Row) -> bool:
    """Whether a row carries nothing: a sum, a note, a signature, dots, 绩效指标 by itself."""
    rules = dressings()
    texts = [halfwidth(cell.text) for cell in row.cells]
    if len(texts) == 1 and fit(Role.GROUP, texts[0]) > 0:
        return field_of(label_key(texts[0])) is None  # 绩效目标 by itself stands over the goal
    return bool(rules.skip_first.fullmatch(texts[0])) or all(
        rules.skip_cells.fullmatch(text) for text in texts
    )


def _levels_above(header: Header) -> Iterator[Use]:
    for level in header.levels:
        yield _use(Cell(level.text, level.index, width=level.width), level)


def _beside_bands(row: Row, header: Header) -> Recognised:
    """The particulars of a project, and notes, that stand beside the bands (栏组) of their row."""
    uses = []
    for cell in row.cells:
        column = next((c for c in header.columns if c.holds(cell.column)), None)
        uses.append(_use(cell, column) if column else Use(cell, Decoration.UNKNOWN, cell.text))
    return Recognised(RowKind.PARTICULARS, tuple(uses))


def _not_of_table(row: Row, header: Header) -> Recognised:
    """A lone text outside the table, where addresses tell them apart, is prose; else a mystery."""
    if len(row.cells) == 1 and header.has_addresses and row.cells[0].address is None:
        return Recognised(RowKind.PROSE, all_as(row, Decoration.DRESSING))
    return Recognised(RowKind.UNKNOWN, all_as(row, Decoration.UNKNOWN))


def _use(cell: Cell, column: Column) -> Use:
    """What a cell below a header is; an amount has the money unit that its header prints."""
    text = cell.text
    if column.meaning is Field.AMOUNT and amount_in_yuan(text, None) is None:
        text += money_unit_in_brackets(column.text) or ""
    return Use(cell, column.meaning or Decoration.UNKNOWN, text, place=column.place)


def _unfilled(uses: Sequence[Use]) -> Recognised:
    """A row of the template; the label of a level may be printed in it for its whole block."""
    kept = tuple(
        use if use.meaning in LEVELS else replace(use, meaning=Decoration.DRESSING) for use in uses
    )
    labelled = any(use.meaning in LEVELS for use in uses)
    return Recognised(RowKind.HEADING if labelled else RowKind.DRESSING, kept)


def _is_unfilled(uses: Sequence[Use]) -> bool:
    """Whether a row is one of the template's that nobody filled in: 指标2： alone, or …… ."""
    if {use.meaning for use in uses} == {Role.NAME} and not undress(uses[0].text):
        return True
    names = [use.text for use in uses if use.meaning is Role.NAME]
    return bool(names) and dressings().skip_cells.fullmatch(halfwidth(names[0])) is not None


def _is_blank(uses: Iterable[Use]) -> bool:
    """Whether the row of a second level was left empty: 质量指标 | 指标1：."""
    return any(use.meaning is Role.NAME and is_none(undress(use.text)) for use in uses)


def _inherited(row: Row, header: Header, own: AbstractSet[Meaning | Decoration]) -> Iterator[Use]:
    """The uses of merged cells that reach into a row, for what the row does not say itself."""
    labels = {column.text for column in header.columns}
    for cell in row.covered:
        column = next((c for c in header.columns if c.holds(cell.column)), None)
        meaning = _meaning_of_covered(cell, column) if column else None
        if column and cell.text not in labels and meaning in _INHERITED and meaning not in own:
            yield Use(cell, meaning, cell.text, place=column.place)


def _meaning_of_covered(cell: Cell, column: Column) -> Meaning | None:
    """What a merged cell is: in a row that was moved to the left a second level stands first."""
    first = column.meaning is Role.LEVEL1 and fit(Role.LEVEL1, cell.text) < 0
    return Role.LEVEL2 if first and fit(Role.LEVEL2, cell.text) > 0 else column.meaning
