"""Serial numbers as dates and times: days since the end of 1899, with the day that never was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kg.readers.number_format.code import Kind, Section, Token
from kg.readers.number_format.numerals import counted_short, spelled

_EPOCH = date(1899, 12, 30)
# Excel counts 29 February 1900, a day that never was, as Lotus 1-2-3 did: earlier days are one off.
_NEVER = 60
_LAST = 2_958_465
_DAY = 86_400
_MONTHS = "January February March April May June July August September October November December"
_WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
_CLOCK = "hkns"


@dataclass(frozen=True, slots=True)
class _Moment:
    year: int
    month: int
    day: int
    weekday: int
    seconds: Decimal
    serial: Decimal


def is_moment(serial: Decimal) -> bool:
    """Whether a number can be a date at all, from 1900 to 9999."""
    return 0 <= serial < _LAST + 1


def serial_of(text: str) -> float:
    """The serial of a date in ISO 8601. Raises ``ValueError`` where it is none."""
    at = datetime.fromisoformat(text).replace(tzinfo=None)
    return (at - datetime.combine(_EPOCH, time())).total_seconds() / _DAY


def moment(section: Section, serial: Decimal) -> str:
    """Print a serial as a section with date tokens says; a time of midnight is left off a date."""
    at = _moment_of(serial, _places(section.tokens))
    tokens = section.tokens if at.seconds else _without_clock(section.tokens)
    return "".join(_printed(token, at, section) for token in tokens)


def _moment_of(serial: Decimal, places: int) -> _Moment:
    rounded = round(serial * _DAY, places)
    days, seconds = divmod(rounded, _DAY)
    if days == _NEVER:
        return _Moment(1900, 2, 29, 2, seconds, rounded)
    if days == 0:
        return _Moment(1900, 1, 0, 5, seconds, rounded)
    # Rounding up the last second of 9999 would leave the calendar.
    day = _EPOCH + timedelta(days=min(int(days), _LAST) + (days < _NEVER))
    return _Moment(day.year, day.month, day.day, day.weekday(), seconds, rounded)


def _places(tokens: Sequence[Token]) -> int:
    """The decimals of the seconds. Times without seconds are cut, not rounded, as Excel does."""
    return max((len(t.text.partition(".")[2]) for t in tokens if t.kind is Kind.DATE), default=0)


def _without_clock(tokens: Sequence[Token]) -> Sequence[Token]:
    """The date alone, where there is one: what stands between it and the clock goes as well."""
    clock = [n for n, t in enumerate(tokens) if _is_clock(t)]
    calendar = [n for n, t in enumerate(tokens) if t.kind is Kind.DATE and not _is_clock(t)]
    if not clock or not calendar:
        return tokens
    if clock[0] > calendar[-1]:
        marks = [n for n in range(calendar[-1] + 1, clock[0]) if tokens[n].text.strip(" T-")]
        return tokens[: marks[-1] + 1 if marks else calendar[-1] + 1]
    return tokens[calendar[0] :] if clock[-1] < calendar[0] else tokens


def _is_clock(token: Token) -> bool:
    if token.kind is Kind.DATE:
        return token.text[0] in _CLOCK
    return token.kind in (Kind.HALF_DAY, Kind.ELAPSED)


def _printed(token: Token, at: _Moment, section: Section) -> str:
    if token.kind is Kind.DATE:
        return _unit(token.text, at, section)
    if token.kind is Kind.ELAPSED:
        seconds = {"h": 3600, "m": 60, "s": 1}[token.text[0]]
        return str(int(at.serial // seconds)).zfill(len(token.text))
    if token.kind is Kind.HALF_DAY:
        names = token.text.split("/")
        return names[at.seconds >= _DAY // 2]
    return token.text


def _unit(text: str, at: _Moment, section: Section) -> str:
    match text[0]:
        case "y" | "e":
            year = f"{at.year % 100:02}" if text in ("y", "yy") else str(at.year)
            return spelled(year, section.numerals)
        case "m" if len(text) > 2:
            return _month(len(text), at.month, section)
        case "d" if len(text) > 2:
            return _weekday(len(text), at.weekday, section)
        case "a":
            return ("星期" if len(text) > 3 else "") + "一二三四五六日"[at.weekday]
        case "s":
            return _seconds(text, at.seconds % 60, section)
    hour = int(at.seconds // 3600)
    clock = {"n": int(at.seconds // 60 % 60), "h": hour, "k": (hour - 1) % 12 + 1}
    return _number({"m": at.month, "d": at.day, **clock}[text[0]], text, section)


def _number(number: int, text: str, section: Section) -> str:
    if section.numerals:
        return counted_short(number, section.numerals)
    return str(number).zfill(min(len(text), 2))


def _seconds(text: str, seconds: Decimal, section: Section) -> str:
    whole, point, places = text.partition(".")
    fraction = f"{seconds % 1:.{len(places)}f}"[2:] if point else ""
    return _number(int(seconds), whole, section) + point + fraction


def _month(letters: int, month: int, section: Section) -> str:
    if section.chinese:
        return counted_short(month, 1) + "月"
    return _shortened(_MONTHS.split()[month - 1], letters)


def _weekday(letters: int, weekday: int, section: Section) -> str:
    if section.chinese:
        return ("周" if letters == 3 else "星期") + "一二三四五六日"[weekday]
    return _shortened(_WEEKDAYS.split()[weekday], letters)


def _shortened(name: str, letters: int) -> str:
    return {3: name[:3], 5: name[:1]}.get(letters, name)
