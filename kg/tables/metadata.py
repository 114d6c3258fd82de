"""Label and value pairs around the indicator table: the project's particulars (项目基本信息).

A label stands left of its text (项目名称 | 水渠), in one cell with it (项目名称：水渠), above it
(年度目标 over the goal), or is merged over the rows of several texts.
"""

from collections.abc import Sequence

from kg.grid import Cell, Row
from kg.layouts import PARTICULARS, Field, says_total
from kg.tables.inline import inline, line
from kg.tables.labels import money_unit_in_brackets
from kg.tables.open_labels import (
    UNIT_OF_LABEL,
    UNSURE_RANK,
    LabelOf,
    OpenLabel,
    has_digit,
    label_use,
    likely_label,
    open_label,
)
from kg.tables.titles import amount_in_yuan, body_named
from kg.tables.uses import Decoration, Use

_LONGEST_HEADING = 16
_FUNDS = frozenset({Field.AMOUNT, Field.IGNORED})


def read_metadata(
    row: Row, above: Sequence[OpenLabel], label_of: LabelOf
) -> tuple[Use, ...] | None:
    """Pair the labels of a row with the texts to the right of them; None if it has no label.

    A label takes the next text that is no label itself, and one that is merged over several rows a
    text in each. Texts that no label takes are unknown, except beside amounts and ignored labels,
    whose further columns are not kept. ``above`` are the labels over the columns of amounts
    (年初预算数 | 全年执行数), which tell the year's total from what was spent; ``label_of`` says
    what is a label where no text is awaited.
    """
    uses: list[Use] = []
    pending = _covering(row, label_of)
    last: Field | None = pending.field if pending else None
    for cell in row.cells:
        label = _label_at(cell, pending, label_of)
        if label:
            uses.append(label_use(cell, label))
            pending, last = label, label.field
        elif found := line(cell) or inline(cell):
            uses += found
            pending, last = None, None
        elif not uses and (heading := _heading(row)):
            uses.append(heading)
        elif pending and _is_for(pending, cell, row, above):
            uses.append(pending.use(cell))
            pending = None
        else:
            beside = last in _FUNDS
            uses.append(Use(cell, Field.IGNORED if beside else Decoration.UNKNOWN, cell.text))
            pending = pending if says_total(cell.text) or _over(cell, above) else None
    uses = _with_body(uses)
    return tuple(uses) if uses and _is_understood(uses) else None


def _label_at(cell: Cell, pending: OpenLabel | None, label_of: LabelOf) -> OpenLabel | None:
    """The label that a cell is; where a text is awaited, one that is listed.

    A word after the label of an amount may be that of its part: 项目资金 | 三年总额 | 1140.
    """
    label = open_label(cell)
    if label or not pending:
        return label or label_of(cell)
    is_word = pending.field is Field.AMOUNT and amount_in_yuan(cell.text, "元") is None
    likely = label_of(cell) if is_word else None
    return likely if likely and likely.field in _FUNDS else None


def _with_body(uses: list[Use]) -> list[Use]:
    """A text that stands left of the money unit alone is the body that the table is of."""
    if [use.meaning for use in uses] != [Decoration.UNKNOWN, Field.MONEY_UNIT]:
        return uses
    cell = uses[0].cell
    if body_named(cell.text) is None:
        return [Use(cell, Decoration.DRESSING, cell.text), uses[1]]
    return [Use(cell, Field.UNIT, cell.text, UNSURE_RANK), uses[1]]


def _is_understood(uses: Sequence[Use]) -> bool:
    """Whether a row is one of labels: it begins with one, and texts to spare need a sure one.

    项目 | 上年 | 今年 is the head of some other table, 项目名称 | 水渠 | 备用 is not.
    """
    ranks = [use.rank for use in uses if use.meaning in PARTICULARS]
    is_sure = bool(ranks) and min(ranks) < UNSURE_RANK
    if uses[0].meaning is Decoration.UNKNOWN:
        return is_sure and uses[1].meaning is Decoration.UNKNOWN
    spare = any(use.meaning is Decoration.UNKNOWN for use in uses)
    return is_sure or not spare or not ranks


def _covering(row: Row, label_of: LabelOf) -> OpenLabel | None:
    """The label that is merged into this row from above, left of its first text."""
    first = row.cells[0].column if row.cells else 0
    labels = [label_of(cell) for cell in row.covered if cell.column < first]
    return next((label for label in reversed(labels) if label), None)


def _heading(row: Row) -> Use | None:
    """The first text of a row as the heading of a block: 资金（万元） | 年度资金总额 | 400."""
    first, *rest = row.cells
    if len(rest) < 2 or len(first.text) > _LONGEST_HEADING:
        return None
    label = open_label(rest[0])
    if label is None or label.field not in PARTICULARS or open_label(rest[1]):
        return None
    unit = money_unit_in_brackets(first.text)
    return (
        Use(first, Field.MONEY_UNIT, unit, UNIT_OF_LABEL)
        if unit
        else Use(first, Decoration.LABEL, first.text)
    )


def _is_for(label: OpenLabel, cell: Cell, row: Row, above: Sequence[OpenLabel]) -> bool:
    """Whether a text can be the label's: an amount is a number, in the column of the budget.

    A word is one only where nothing else stands beside it: 总额 | 基本支出 are over the numbers.
    项目 | 2021年预算 heads some other table.
    """
    if label.field is Field.PROJECT and label.rank >= UNSURE_RANK:
        return likely_label(cell) is None
    if label.field is not Field.AMOUNT:
        return True
    last_two = [other.column for other in row.cells[-2:]]
    if not has_digit(cell.text) and last_two != [label.column, cell.column]:
        return False
    return not (above and _over(cell, above) and amount_in_yuan(cell.text, "元") is not None)


def _over(cell: Cell, above: Sequence[OpenLabel]) -> bool:
    """Whether the label above a cell says that it is not the year's total, while another one is."""
    if not any(label.field is Field.AMOUNT for label in above):
        return False
    return any(label.takes(cell) and label.field is Field.IGNORED for label in above)
