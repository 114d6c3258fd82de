"""One printed value from separate columns of sign, number and unit (符号、数值、计量单位)."""

import re

from kg.layouts import Role, dressings, halfwidth
from kg.tables.labels import is_none
from kg.tables.rows import ReadRow

_NUMBER = re.compile(r"[^\d]{0,4}\d[\d,.\s]*(?:[-~～—]+\s*\d[\d,.\s]*)?")
_SIGNED = re.compile(r"^\s*(?:[≥≤≧≦⩾⩽<>=]|[大小等]于|不[低少超高])")


def printed_value(row: ReadRow) -> str:
    """Join ``≥``, ``95`` and ``%`` to ``≥95%``.

    A unit completes a bare number only, a sign a number that has none; 定性 is no sign, 无 is
    neither.
    """
    value = row.text(Role.VALUE) or ""
    if not value:
        return ""
    if _NUMBER.fullmatch(halfwidth(value)):
        value += _said(row, Role.MEASURE)
    sign = _said(row, Role.SIGN)
    plain = halfwidth(value)
    unsigned = any(character.isdigit() for character in plain) and not _SIGNED.match(plain)
    return sign + value if unsigned and halfwidth(sign) not in dressings().no_sign else value


def _said(row: ReadRow, role: Role) -> str:
    text = row.text(role) or ""
    return "" if is_none(text) else text
