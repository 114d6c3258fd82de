"""One cell that says all: a label with its value (项目名称：水渠), 单位：万元, （2024年度）."""

import re

from kg.grid import Cell
from kg.layouts import Field
from kg.tables.labels import money_unit_in_brackets
from kg.tables.open_labels import UNSURE_RANK, likely_entry
from kg.tables.titles import is_year, money_unit, money_unit_after_year
from kg.tables.uses import Use

_COLON = re.compile("[:：]")
_GAP = re.compile(r"\s+")
# 项目资金总额（万元）560, as a line of a PDF gives it.
_AMOUNT_AFTER_UNIT = re.compile(r"(.{2,16}[(（].{0,2}元[)）]) ?(\d[\d,.]*)")


def line(cell: Cell) -> tuple[Use, ...]:
    """What stands in a line above the table: 单位：万元, （2024年度）."""
    if is_year(cell.text):
        return (Use(cell, Field.YEAR, cell.text, UNSURE_RANK),)
    unit = money_unit(cell.text)
    return (Use(cell, Field.MONEY_UNIT, unit),) if unit else ()


def inline(cell: Cell) -> tuple[Use, ...]:
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
    entry = likely_entry(label) if value else None
    if entry is None:
        return None
    field, rank = entry
    return Use(cell, field, value + (money_unit_in_brackets(label) or ""), rank)
