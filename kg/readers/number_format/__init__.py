"""Numbers as a sheet shows them, by their number format (数字格式; ECMA-376, 18.8.31).

``code`` reads a format, ``digits`` and ``dates`` print by it; ``builtin.toml`` has the formats
that files only number.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from math import isfinite

from kg.readers.number_format.code import Kind, Section, sections_of
from kg.readers.number_format.dates import is_moment, moment, serial_of
from kg.readers.number_format.digits import decimal_of, general, printed

__all__ = ["NumberFormat", "builtin_codes", "number_format", "serial_of"]

# Excel's limit for a format code; a longer one is damage and is shown as General.
_MAX_CODE = 255
_NONZERO = re.compile("[1-9]")


@dataclass(frozen=True, slots=True, eq=False)
class NumberFormat:
    """The sections of one format: those for numbers in their order, and the one for text.

    Formats are compared by identity: ``number_format`` makes one for each code.
    """

    numbers: tuple[Section, ...]
    text: Section | None

    def of_number(self, value: float, shift: int = 0) -> str:
        """The number as shown; ``shift`` are the days to add to dates (1,462 for those of 1904)."""
        return _shown(self, value, shift)

    def of_text(self, text: str) -> str:
        """The text as shown: nearly always itself."""
        if self.text is None:
            return text
        return "".join(text if t.kind is Kind.TEXT else t.text for t in self.text.tokens)

    def chosen(self, value: float) -> int | None:
        """The section for a number; None where every section has a condition and none holds."""
        last = len(self.numbers) - 1
        for at, section in enumerate(self.numbers):
            if section.condition(value) if section.condition else _by_place(at, last, value):
                return at
        return None


@lru_cache(maxsize=16_384)
def _shown(number_format: NumberFormat, value: float, shift: int) -> str:
    """Few numbers of a table differ, so that most are found in the cache."""
    if not isfinite(value):
        return str(value)
    number = decimal_of(value)
    at = number_format.chosen(value)
    if at is None:
        return general(number)
    sections = number_format.numbers
    section = sections[at]
    if section.dated:
        serial = number + shift
        return moment(section, serial) if is_moment(serial) else general(number)
    # The section for negative numbers says itself how they are marked.
    marked = at > 0 and sections[0].condition is None and section.condition is None
    sign = "-" if value < 0 and not marked else ""
    text = printed(section, number)
    return sign + text if section.numerals or _NONZERO.search(text) else text


def _by_place(at: int, last: int, value: float) -> bool:
    """Positive, negative, zero; of two sections the first has zero as well."""
    if at == last:
        return True
    return value < 0 if at else value > 0 or (value == 0 and last == 1)


@lru_cache(maxsize=4096)
def number_format(code: str) -> NumberFormat:
    """Read a format code such as ``#,##0.00`` or ``yyyy"年"m"月"``."""
    sections = sections_of(code if len(code) <= _MAX_CODE else "General")
    last = sections[-1]
    texts = len(sections) > 3 or (len(sections) > 1 and last.has(Kind.TEXT))
    numbers = sections[:-1][:3] if texts else sections
    shown = last if texts or last.has(Kind.TEXT) else None
    return NumberFormat(numbers, shown if shown and len(shown.tokens) != 1 else None)


@cache
def builtin_codes() -> Mapping[int, str]:
    """The formats that files name by number alone."""
    table = tomllib.loads(files(__name__).joinpath("builtin.toml").read_text("utf-8"))
    return {int(number): code for number, code in table.items()}
