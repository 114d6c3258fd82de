"""Rows of an indicator table → indicators, levels carried down over continuation rows (续行)."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.categories import category_of
from kg.layouts import Role
from kg.model import Indicator, Source
from kg.tables.labels import is_none, undress, undress_label
from kg.tables.rows import ReadRow, RowKind
from kg.tables.values import printed_value
from kg.target import parse_target


@dataclass(frozen=True, slots=True)
class Levels:
    """The first and second level in force, as printed and undressed."""

    level1: str = ""
    level2: str = ""

    def under(self, row: ReadRow) -> "Levels":
        """The levels of a row: an empty cell repeats the label above, unless level 1 changes."""
        level1 = undress_label(row.text(Role.LEVEL1) or "") or self.level1
        carried = self.level2 if level1 == self.level1 else ""
        return Levels(level1, undress_label(row.text(Role.LEVEL2) or "") or carried)


def read_indicators(rows: Iterable[ReadRow], document: str, table: int) -> tuple[Indicator, ...]:
    """Read indicator rows and level headings of one project, in printed order."""
    found: list[Indicator] = []
    levels = Levels()
    for row in rows:
        levels = levels.under(row)
        if row.kind is RowKind.INDICATOR and (row.use(Role.NAME) or row.use(Role.LEVEL2)):
            found.append(_indicator(row, levels, document, table))
    return tuple(found)


def _indicator(row: ReadRow, levels: Levels, document: str, table: int) -> Indicator:
    name, value = undress(row.text(Role.NAME) or ""), printed_value(row)
    cell = row.use(Role.VALUE) or row.use(Role.NAME)
    return Indicator(
        level1=levels.level1,
        level2=levels.level2,
        category=category_of(levels.level1, levels.level2),
        name=name,
        value=value,
        blank=is_none(name) and not value,
        target=parse_target(value),
        source=Source(document, table, row.row.number, cell.cell.address if cell else None),
    )
