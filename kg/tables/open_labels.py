"""Labels of particulars (项目基本信息标签) as cells print them, whose texts are still to come."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.grid import Cell
from kg.layouts import Field, field_of, likely_field_of
from kg.tables.labels import label_key, money_unit_in_brackets, without_brackets
from kg.tables.uses import Decoration, Use

# Ranks as in `kg.layouts.field_of`: less sure than a unit line of its own, and than listed labels.
UNIT_OF_LABEL, UNSURE_RANK = 1, 5


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


def open_label(cell: Cell) -> OpenLabel | None:
    """The label that a cell's text is, if it is one."""
    return _opened(cell, _listed(cell.text))


def likely_label(cell: Cell) -> OpenLabel | None:
    """The label that a text may be, listed or not, at the place of a label."""
    return _opened(cell, likely_entry(cell.text))


def likely_entry(text: str) -> tuple[Field, int] | None:
    """The field and rank of a text at the place of a label."""
    return _listed(text) or likely_field_of(without_brackets(label_key(text)))


def label_use(cell: Cell, label: OpenLabel) -> Use:
    """A label such as 项目资金（万元） also sets the unit of the amounts below and beside it."""
    if label.money_unit:
        return Use(cell, Field.MONEY_UNIT, label.money_unit, UNIT_OF_LABEL)
    return Use(cell, Decoration.LABEL, cell.text)


def _listed(text: str) -> tuple[Field, int] | None:
    key = label_key(text)
    entry = field_of(key) or field_of(without_brackets(key))
    # Keys have no years: 填报年度：2021年 is no label alone.
    return None if entry and entry[0] is Field.YEAR and has_digit(text) else entry


def _opened(cell: Cell, entry: tuple[Field, int] | None) -> OpenLabel | None:
    if entry is None:
        return None
    field, rank = entry
    unit = money_unit_in_brackets(cell.text)
    return OpenLabel(field, rank, unit, cell.column, cell.column + cell.width)


def has_digit(text: str) -> bool:
    """Whether a text can hold a number or a year."""
    return any(character.isdigit() for character in text)
