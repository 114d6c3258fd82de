"""Numbers as printed: digits, 千分位, Chinese numerals (一百二十), 百分之…, fractions, ratios."""

import re
from dataclasses import dataclass
from decimal import Decimal

from kg.target.lexicon import CHINESE_DIGITS

_ARABIC = re.compile(
    r"(?:(?P<whole>\d{1,3}(?:[, ]\d{3}){1,4}(?!\d)|\d{1,16})(?P<fraction>\.\d{1,10})?"
    r"|(?P<tail>\.\d{1,10}))"
    r"(?:[eE](?P<exponent>[+-]?\d{1,2})(?![0-9A-Za-z])|[×xX*]10\^?(?P<power>-?\d{1,2})(?!\d))?"
    r"(?!\d|\.\d)"
)
_RATIO = re.compile(r"(?P<sign>[/:])(?P<right>\d{1,6}(?:\.\d{1,4})?)(?![\d/:.万])")
_PARTS = re.compile(
    rf"(?P<whole>[{CHINESE_DIGITS}]{{1,12}}|\d{{1,6}})分之"
    rf"(?P<part>[{CHINESE_DIGITS}点]{{1,20}}|\d{{1,9}}(?:\.\d{{1,9}})?)"
)
_RUN = CHINESE_DIGITS.replace("半", "")
_POINT = "点[零〇一二三四五六七八九]{1,9}"
_NUMERAL = re.compile(rf"[{_RUN}]{{1,20}}(?:{_POINT}(?=[万亿])|(?:{_POINT})?(?![{_RUN}]))")
_HALF = re.compile("半(?=个|年|天|日|月|小时|学)")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_SECTIONS = {"万": 10**4, "亿": 10**8}
_PART_UNITS = {"百": "%", "千": "‰", "万": "‱", "100": "%", "1000": "‰", "10000": "‱"}
_RATIO_PLACES = Decimal("1E-10")
_LARGEST = 10**16  # exact in decimal arithmetic with every multiplier


@dataclass(frozen=True, slots=True)
class Number:
    """A number that ends before ``end``; ``unit`` is set where the number carries it (百分之五)."""

    value: Decimal
    end: int
    unit: str | None = None
    chinese: bool = False


def match_number(text: str, at: int) -> Number | None:
    """The number that begins at ``at``, None where there is none or it is no quantity (a code)."""
    char = text[at]
    if (char.isdigit() and "分之" in text[at : at + 9]) or char in CHINESE_DIGITS:
        return _chinese(text, at)
    return _arabic(text, at)


def _arabic(text: str, at: int) -> Number | None:
    match = _ARABIC.match(text, at)
    if match is None:
        return None
    whole = (match["whole"] or "0").replace(",", "").replace(" ", "")
    if len(whole) > 1 and whole.startswith("0"):
        return None  # 0571: a code
    value = Decimal(whole + (match["fraction"] or match["tail"] or ""))
    value = value.scaleb(int(match["exponent"] or match["power"] or 0))
    ratio = _RATIO.match(text, match.end())
    if ratio is None or match["exponent"] or match["power"]:
        return Number(value, match.end())
    right = Decimal(ratio["right"])
    if right == 0 or ratio["right"].startswith("0"):
        return None  # 18:00: a time of day
    return Number(_quotient(value, right), ratio.end(), unit="")


def _quotient(left: Decimal, right: Decimal) -> Decimal:
    return (left / right).quantize(_RATIO_PLACES).normalize()


def _chinese(text: str, at: int) -> Number | None:
    parts = _PARTS.match(text, at)
    if parts is not None:
        return _parts(parts)
    if text.startswith("百分百", at):
        return Number(Decimal(100), at + 3, unit="%", chinese=True)
    if _HALF.match(text, at):
        return Number(Decimal("0.5"), at + 1, chinese=True)
    match = _NUMERAL.match(text, at)
    if match is None or text[at] in "百千万亿":
        return None
    run = match.group()
    if run[-1] in _SECTIONS and not set(run[:-1]) & set(_SECTIONS):
        run = run[:-1]  # 三至五万元: the 万 is of both, so it is read with the unit
    value = chinese_value(run)
    return None if value is None else Number(value, at + len(run), chinese=True)


def _parts(match: re.Match[str]) -> Number | None:
    """百分之九十五, 千分之5, 三分之二."""
    value = _part_value(match["part"])
    if value is None:
        return None
    unit = _PART_UNITS.get(match["whole"])
    if unit is not None:
        return Number(value, match.end(), unit, chinese=True)
    whole = _part_value(match["whole"])
    return Number(_quotient(value, whole), match.end(), "", chinese=True) if whole else None


def _part_value(run: str) -> Decimal | None:
    if run.isascii():
        return Decimal(run)
    return chinese_value(f"一{run}" if run[0] in "百千万" else run)


def chinese_value(run: str) -> Decimal | None:
    """The value of a Chinese numeral (一百二十, 二〇二四, 三万五), None if it is not one."""
    whole, point, fraction = run.replace("廿", "二十").replace("卅", "三十").partition("点")
    if point and not (fraction and set(fraction) <= set(_DIGITS)):
        return None
    value = _positional(whole) if set(whole) <= set(_DIGITS) else _structured(whole)
    if value is None or value >= _LARGEST:
        return None
    return Decimal(
        f"{value}.{''.join(str(_DIGITS[char]) for char in fraction)}" if point else value
    )


def _positional(run: str) -> int | None:
    if len(run) == 2 and not set(run) & set("零〇"):
        return None  # 三四个 is "three or four"
    return int("".join(str(_DIGITS[char]) for char in run)) if run else None


def _structured(run: str) -> int | None:
    total = section = digit = 0
    last = 1
    for char in run:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
            last = 1 if digit == 0 else last
        elif char in _POWERS:
            section += (digit or (1 if char == "十" else 0)) * _POWERS[char]
            digit, last = 0, _POWERS[char]
        elif char == "亿":
            total = (total + section + digit) * _SECTIONS[char]
            section, digit, last = 0, 0, _SECTIONS[char]
        elif char == "万":
            total += (section + digit) * _SECTIONS[char]
            section, digit, last = 0, 0, _SECTIONS[char]
        else:
            return None
    # 一万二 is 12000 and 三百五 is 350, but 一百零五 is 105 and 二十五 is 25.
    return total + section + digit * (last // 10 if last >= 100 else 1)
