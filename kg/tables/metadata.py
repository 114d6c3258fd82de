"""Label and value pairs around the indicator table: the project's particulars (项目基本信息).

A label stands left of its text (项目名称 | 水渠), in one cell with it (项目名称：水渠), above it
(年度目标 over the goal), or is merged over the rows of several texts.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.grid import Cell, Row
from kg.layouts import PARTICULARS, Field, field_of, likely_field_of, says_total
from kg.tables.labels import label_key, money_unit_in_brackets, without_brackets
from kg.tables.titles import amount_in_yuan, body_named, is_year, money_unit, money_unit_after_year
from kg.tables.uses import Decoration, Use

_UNIT_OF_LABEL = 1  # less sure than a unit line of its own
_LONGEST_HEADING = 16
_UNSURE_RANK = 5
_RIGHT_EDGE = 1 << 20  # beyond the last column of any sheet
_COLON = re.compile("[:：]")
_GAP = re.compile(r"\s+")
# 项目资金总额（万元）560, as a line of a PDF gives it.
_AMOUNT_AFTER_UNIT = re.compile(r"(.{2,16}[(（].{0,2}元[)）]) ?(\d[\d,.]*)")
_FUNDS = frozenset({Field.AMOUNT, Field.IGNORED})


@dataclass(frozen=True, slots=True)
class OpenLabel:
    """A label whose text is still to come, right of it or below it, from ``column`` up to ``end``.

    ``rank`` is that of `kg.layouts.field_of`, ``money_unit`` the unit printed in it.
    """

    field: Field
    rank: int
    money_unit: str | None
    column: int
    end: int

    def takes(self, cell: Cell) -> bool:
        """Whether a cell stands in the columns below it."""
        return self.column <= cell.column < self.end

    def use(self, cell: Cell) -> Use:
        """What a text of this label becomes."""
        return Use(cell, self.field, cell.text + (self.money_unit or ""), self.rank)


LabelOf = Callable[[Cell], OpenLabel | None]


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
            uses.append(_label_use(cell, label))
            pending, last = label, label.field
        elif found := _line(cell) or _inline(cell):
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
    return [Use(cell, Field.UNIT, cell.text, _UNSURE_RANK), uses[1]]


def _is_understood(uses: Sequence[Use]) -> bool:
    """Whether a row is one of labels: it begins with one, and texts to spare need a sure one.

    项目 | 上年 | 今年 is the head of some other table, 项目名称 | 水渠 | 备用 is not.
    """
    ranks = [use.rank for use in uses if use.meaning in PARTICULARS]
    is_sure = bool(ranks) and min(ranks) < _UNSURE_RANK
    if uses[0].meaning is Decoration.UNKNOWN:
        return is_sure and uses[1].meaning is Decoration.UNKNOWN
    spare = any(use.meaning is Decoration.UNKNOWN for use in uses)
    return is_sure or not spare or not ranks


def open_labels(row: Row) -> tuple[OpenLabel, ...]:
    """The labels of a row that has nothing else: their texts stand below, column by column."""
    labels = [open_label(cell) for cell in row.cells]
    if not all(labels):
        return ()
    known = [label for label in labels if label]
    ends = [label.column for label in known[1:]] + [_RIGHT_EDGE] if known else []
    return tuple(
        OpenLabel(label.field, label.rank, label.money_unit, label.column, end)
        for label, end in zip(known, ends, strict=True)
    )


def texts_below(row: Row, labels: Sequence[OpenLabel]) -> tuple[Use, ...] | None:
    """Read a row of texts below labels; None unless every text stands below one and is no label.

    A label of its own may stand left of them all.
    """
    texts = [cell for cell in row.cells if not _heads(cell, labels)]
    uses = [
        label.use(cell)
        for cell in texts
        for label in labels
        if label.takes(cell) and not likely_label(cell) and not _inline(cell)
    ]
    if not uses or len(uses) != len(texts):
        return None
    heads = [_label_use(c, label) for c in row.cells if c not in texts and (label := open_label(c))]
    return (*heads, *uses)


def _heads(cell: Cell, labels: Sequence[OpenLabel]) -> bool:
    """Whether a cell is a label left of all texts: 总体目标 beside the goals of some years."""
    return open_label(cell) is not None and all(cell.column < label.column for label in labels)


def open_label(cell: Cell) -> OpenLabel | None:
    """The label that a cell's text is, if it is one."""
    return _opened(cell, _listed(cell.text))


def likely_label(cell: Cell) -> OpenLabel | None:
    """The label that a text may be, listed or not, at the place of a label."""
    return _opened(cell, _likely(cell.text))


def _listed(text: str) -> tuple[Field, int] | None:
    key = label_key(text)
    entry = field_of(key) or field_of(without_brackets(key))
    # Keys have no years: 填报年度：2021年 is no label alone.
    return None if entry and entry[0] is Field.YEAR and _has_digit(text) else entry


def _likely(text: str) -> tuple[Field, int] | None:
    return _listed(text) or likely_field_of(without_brackets(label_key(text)))


def _opened(cell: Cell, entry: tuple[Field, int] | None) -> OpenLabel | None:
    if entry is None:
        return None
    field, rank = entry
    unit = money_unit_in_brackets(cell.text)
    return OpenLabel(field, rank, unit, cell.column, cell.column + cell.width)


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
        Use(first, Field.MONEY_UNIT, unit, _UNIT_OF_LABEL)
        if unit
        else Use(first, Decoration.LABEL, first.text)
    )


def _is_for(label: OpenLabel, cell: Cell, row: Row, above: Sequence[OpenLabel]) -> bool:
    """Whether a text can be the label's: an amount is a number, in the column of the budget.

    A word is one only where nothing else stands beside it: 总额 | 基本支出 are over the numbers.
    项目 | 2021年预算 heads some other table.
    """
    if label.field is Field.PROJECT and label.rank >= _UNSURE_RANK:
        return likely_label(cell) is None
    if label.field is not Field.AMOUNT:
        return True
    last_two = [other.column for other in row.cells[-2:]]
    if not _has_digit(cell.text) and last_two != [label.column, cell.column]:
        return False
    return not (above and _over(cell, above) and amount_in_yuan(cell.text, "元") is not None)


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _over(cell: Cell, above: Sequence[OpenLabel]) -> bool:
    """Whether the label above a cell says that it is not the year's total, while another one is."""
    if not any(label.field is Field.AMOUNT for label in above):
        return False
    return any(label.takes(cell) and label.field is Field.IGNORED for label in above)


def _label_use(cell: Cell, label: OpenLabel) -> Use:
    """A label such as 项目资金（万元） also sets the unit of the amounts below and beside it."""
    if label.money_unit:
        return Use(cell, Field.MONEY_UNIT, label.money_unit, _UNIT_OF_LABEL)
    return Use(cell, Decoration.LABEL, cell.text)


def _line(cell: Cell) -> tuple[Use, ...]:
    """What stands in a line above the table: 单位：万元, （2024年度）."""
    if is_year(cell.text):
        return (Use(cell, Field.YEAR, cell.text, _UNSURE_RANK),)
    unit = money_unit(cell.text)
    return (Use(cell, Field.MONEY_UNIT, unit),) if unit else ()


def _inline(cell: Cell) -> tuple[Use, ...]:
    """Read labels with their values from one cell: 项目名称：乡村道路养护 主管部门：交通局."""
    parts = _GAP.split(cell.text)
    each = [_inline_pair(cell, part) for part in parts]
    if len(parts) > 1 and all(each):
        return tuple(use for use in each if use)
    whole = _inline_pair(cell, cell.text)
    return (whole,) if whole else ()


def _inline_pair(cell: Cell, text: str) -> Use | None:
    label, *rest = _COLON.split(text, maxsplit=1)
    if amount := _AMOUNT_AFTER_UNIT.fullmatch(text):
        label, *rest = amount.groups()
    value = rest[0].strip() if rest else ""
    if value and (unit := money_unit(text) or money_unit_after_year(text)):
        return Use(cell, Field.MONEY_UNIT, unit)
    entry = _likely(label) if value else None
    if entry is None:
        return None
    field, rank = entry
    return Use(cell, field, value + (money_unit_in_brackets(label) or ""), rank)
