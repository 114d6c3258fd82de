"""One printed value from separate columns of sign, number and unit (符号、数值、计量单位)."""

import re

from kg.layouts import Role, dressings, halfwidth
from kg.tables.labels import is_none
from kg.tables.rows import ReadRow

_NUMBER = re.compile(
    r"[^\d]{0,4}\d[\d,.\s]*(?:[-~～—]+\s*\d[\d,.\s]*)?[百千万亿]{0,2}|[〇零一二两三四五六七八九十百千万亿]+"
)
_SIGNED = re.compile(r"^\s*(?:[≥≤≧≦⩾⩽<>=]|[大小等]于|不[低少超高])")


def printed_value(row: ReadRow, value: str) -> str:
    """Join ``≥``, ``95`` and ``%`` to ``≥95%``; ``value`` is the text of the value's column.

    A unit completes a bare number only, a sign a number that has none; 定性 is no sign, 无 is
    neither, and 日期 no unit.
    """
    if not value:
        return ""
    if _NUMBER.fullmatch(halfwidth(value)):
        value += _unit_after(value, measure_of(row))
    sign = _said(row, Role.SIGN)
    plain = halfwidth(value)
    unsigned = any(character.isdigit() for character in plain) and not _SIGNED.match(plain)
    return sign + value if unsigned and halfwidth(sign) not in dressings().no_sign else value


def _unit_after(value: str, unit: str) -> str:
    """What a unit adds to a number: nothing twice where both print 万 (9.5万 | 万吨)."""
    return unit[1:] if unit and unit[0] in "千万亿" and value.endswith(unit[0]) else unit


def measure_of(row: ReadRow) -> str:
    """The unit that a row prints in a column of its own; "" for none, and for 日期."""
    text = _said(row, Role.MEASURE)
    return "" if text in dressings().date_units else text


def _said(row: ReadRow, role: Role) -> str:
    text = row.text(role) or ""
    return "" if is_none(text) else text
