"""Chinese numerals as [DBNum1] to [DBNum3] print them (中文数字)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class _Numerals:
    digits: str
    places: tuple[str, ...]


_SYSTEMS = {
    1: _Numerals("〇一二三四五六七八九", ("", "十", "百", "千")),
    2: _Numerals("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟")),
    3: _Numerals("０１２３４５６７８９", ("", "十", "百", "千")),
}
_GROUPS = ("", "万", "亿", "兆")
_LARGEST = 10**16


def spelled(digits: str, system: int) -> str:
    """Replace digits one by one: 2024 is 二〇二四. System 0 leaves them."""
    numerals = _SYSTEMS.get(system)
    if numerals is None:
        return digits
    return digits.translate({ord("0") + n: digit for n, digit in enumerate(numerals.digits)})


def counted(number: int, system: int) -> str:
    """Write a number with its places: 123 is 一百二十三, 12 is 一十二."""
    numerals = _SYSTEMS.get(system)
    if numerals is None or number >= _LARGEST:
        return spelled(str(number), system)
    zero = numerals.digits[0]
    text = ""
    for group in reversed(range(len(_GROUPS))):
        part = number // 10_000**group % 10_000
        if part:
            gap = zero if text and part < 1000 else ""
            text += gap + _group(part, numerals) + _GROUPS[group]
        elif text and not text.endswith(zero):
            text += zero
    return text.rstrip(zero) or zero


def counted_short(number: int, system: int) -> str:
    """Write a number as dates do: 12 is 十二."""
    text = counted(number, system)
    ten = counted(10, system)
    return text.replace(ten, ten[1:], 1) if system in (1, 2) and 10 <= number < 20 else text


def _group(number: int, numerals: _Numerals) -> str:
    """Write a number below 10,000; a run of zeros within it is one zero."""
    text = ""
    for place, digit in zip(reversed(numerals.places), f"{number:04}", strict=True):
        if digit != "0":
            text += numerals.digits[int(digit)] + place
        elif text and not text.endswith(numerals.digits[0]):
            text += numerals.digits[0]
    return text.rstrip(numerals.digits[0])
