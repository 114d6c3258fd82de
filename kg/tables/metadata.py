"""Label and value pairs around the indicator table: the project's particulars (项目基本信息)."""

import re
from dataclasses import dataclass

from kg.grid import Cell, Row
from kg.layouts import Field, field_of
from kg.tables.labels import label_key, money_unit_in_brackets
from kg.tables.rows import Decoration, Use
from kg.tables.titles import money_unit

_UNIT_OF_LABEL = 1  # less sure than a unit line of its own
_COLON = re.compile("[:：]")


@dataclass(frozen=True, slots=True)
class _Label:
    """A label whose value is still to come, with its rank and the money unit printed in it."""

    field: Field
    rank: int
    money_unit: str | None


def read_metadata(row: Row) -> tuple[Use, ...] | None:
    """Pair the labels of a row with the texts to the right of them; None if it has no label.

    A label takes the next text that is no label itself. Texts that no label takes are unknown,
    except beside amounts and ignored labels, whose further columns are not kept.
    """
    uses: list[Use] = []
    pending: _Label | None = None
    last: Field | None = None
    for cell in row.filled:
        if label := _label(cell):
            uses.append(_label_use(cell, label))
            pending, last = label, label.field
        elif found := _money_line(cell) or _inline(cell):
            uses.append(found)
            pending, last = None, None
        elif pending:
            text = cell.text + (pending.money_unit or "")
            uses.append(Use(cell, pending.field, text, pending.rank))
            pending = None
        else:
            beside = last in (Field.AMOUNT, Field.IGNORED)
            uses.append(Use(cell, Field.IGNORED if beside else Decoration.UNKNOWN, cell.text))
    understood = bool(uses) and uses[0].meaning is not Decoration.UNKNOWN
    return tuple(uses) if understood else None


def _label(cell: Cell) -> _Label | None:
    entry = field_of(label_key(cell.text))
    return _Label(*entry, money_unit_in_brackets(cell.text)) if entry else None


def _label_use(cell: Cell, label: _Label) -> Use:
    """A label such as 项目资金（万元） also sets the unit of the amounts below and beside it."""
    if label.money_unit:
        return Use(cell, Field.MONEY_UNIT, label.money_unit, _UNIT_OF_LABEL)
    return Use(cell, Decoration.LABEL, cell.text)


def _money_line(cell: Cell) -> Use | None:
    unit = money_unit(cell.text)
    return Use(cell, Field.MONEY_UNIT, unit) if unit else None


def _inline(cell: Cell) -> Use | None:
    """Read a label and its value from one cell: 项目名称：乡村道路养护."""
    label, *rest = _COLON.split(cell.text, maxsplit=1)
    entry = field_of(label_key(label)) if rest and rest[0].strip() else None
    if entry is None:
        return None
    field, rank = entry
    return Use(cell, field, rest[0].strip() + (money_unit_in_brackets(label) or ""), rank)
