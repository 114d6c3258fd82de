"""Values in pieces (拆分): signs, numbers and units in columns of their own; stored numbers."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from benchmarks.corpus.manners import Manner
from benchmarks.corpus.sheets import NOTHING, Content
from benchmarks.corpus.words import words
from kg.model import Kind
from kg.target import parse_target

_PIECES = re.compile(
    r"(?P<sign>[≥≤≧＞＜><=]|大于等于|不低于|不少于|不超过)?\s*(?P<number>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>(?:(?!左右|以上|以内|以下|[内前])[^\d\s\-~～]){0,6})"
)
_PERCENT = re.compile(r"(\d+)(\.\d)?%")
_NUMBER = re.compile(r"(\d+|[1-9]\d?\d?(?:,\d{3})+)(\.\d{1,6})?")
_DATE = re.compile(r"(\d{4})(年|-)(\d{1,2})(?:月|-)(\d{1,2})日?")
_AT_MOST = frozenset({"≤", "<", "＜", "不超过"})
_CONTRADICTING = 0.4
_DAY_ZERO = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Pieces:
    """A value over three columns, and as it reads when they are joined again."""

    sign: str
    number: Content
    unit: str
    joined: str

    @property
    def polarity(self) -> str:
        """Whether more is better (指标方向性): 正向 or 反向."""
        return "反向" if self.sign in _AT_MOST | {"小于等于", "小于"} else "正向"


def split(value: str, manner: Manner, rng: Random) -> Pieces:
    """Take a value apart where it is a sign, a number and a unit; else it stays one piece."""
    match = _PIECES.fullmatch(value)
    if match is None or parse_target(value).kind is Kind.DATE:
        qualitative = value and not any(character.isdigit() for character in value)
        sign = "定性" if qualitative and rng.random() < 0.7 else ""
        unit = rng.choice(("", "", "/", "无")) if qualitative else ""
        return Pieces(sign, stored(value, manner), unit, value)
    sign = _sign(match["sign"] or rng.choice(("=", "")), manner)
    number, unit = match["number"], match["unit"]
    return Pieces(sign, stored(number, manner), unit, f"{sign}{number}{unit}")


def whole(value: str, manner: Manner) -> Pieces:
    """A value in one piece: no sign, no unit."""
    return Pieces("", stored(value, manner), "", value)


def serial(value: str) -> str:
    """A day as the number by which spreadsheets count it, any other value as it is."""
    day = _day(value)
    return str((day.stored - _DAY_ZERO).days) if day and isinstance(day.stored, date) else value


def contradicted(pieces: Pieces, rng: Random) -> Pieces:
    """Print the unit of money in the value, and now and then a % in the unit's column."""
    if "元" not in pieces.unit or rng.random() >= _CONTRADICTING:
        return pieces
    whole = Content(pieces.number.text + pieces.unit)
    return Pieces(pieces.sign, whole, "%", pieces.joined)


def stored(text: str, manner: Manner) -> Content:
    """A text as a spreadsheet may store it: 98% as 0.98, a day as its serial number."""
    if manner.stored == "as-text":
        return Content(text)
    found = (content for read in _STORED if (content := read(text)))
    return next(found, Content(text) if text else NOTHING)


def _sign(sign: str, manner: Manner) -> str:
    tables: dict[str, dict[str, str]] = {
        "word": words()["sign_words"],
        "wide": words()["sign_wide"],
    }
    return tables.get(manner.signs, {}).get(sign, sign)


def _percent(text: str) -> Content | None:
    match = _PERCENT.fullmatch(text)
    if not match:
        return None
    number_format = "0.0%" if match[2] else "0%"
    return Content(text, float(text.rstrip("%")) / 100, number_format)


def _number(text: str) -> Content | None:
    match = _NUMBER.fullmatch(text)
    if not match or (match[1].startswith("0") and match[1] != "0"):
        return None
    decimals = len(match[2]) - 1 if match[2] else 0
    whole = "#,##0" if "," in text else "0"
    number_format = f"{whole}.{'0' * decimals}" if decimals else whole
    plain = text.isdigit() or ("," not in text and not text.endswith("0"))
    return Content(text, float(text.replace(",", "")), "General" if plain else number_format)


def _day(text: str) -> Content | None:
    match = _DATE.fullmatch(text)
    if not match:
        return None
    day = date(int(match[1]), int(match[3]), int(match[4]))
    if match[2] == "-":
        return Content(text, day, "yyyy-mm-dd")
    return Content(text, day, 'yyyy"年"m"月"d"日"')


_STORED: tuple[Callable[[str], Content | None], ...] = (_percent, _number, _day)
