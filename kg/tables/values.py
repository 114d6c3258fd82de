"""One printed value from separate columns of sign, number and unit (符号、数值、计量单位)."""

import re

from kg.layouts import Role, dressings, halfwidth
from kg.tables.rows import ReadRow

_NUMBER = re.compile(r"[^\d]{0,4}\d[\d,.\s]*(?:[-~～—]+\s*\d[\d,.\s]*)?")
_SIGNED = re.compile(r"^\s*(?:[≥≤≧≦⩾⩽<>=]|[大小等]于|不[低少超高])")


def printed_value(row: ReadRow) -> str:
    """Join ``≥``, ``95`` and ``%`` to ``≥95%``.

    A unit completes a bare number only, a sign a number that has none; 定性 is no sign.
    """
    value = row.text(Role.VALUE) or ""
    if not value:
        return ""
    if _NUMBER.fullmatch(halfwidth(value)):
        value += row.text(Role.MEASURE) or ""
    sign = row.text(Role.SIGN) or ""
    plain = halfwidth(value)
    unsigned = any(character.isdigit() for character in plain) and not _SIGNED.match(plain)
    return sign + value if unsigned and halfwidth(sign) not in dressings().no_sign else value
