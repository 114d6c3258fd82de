"""Target values as counties print them: forms and numbers from ``values.toml``."""

from collections.abc import Callable, Mapping
from functools import cache
from math import exp
from random import Random
from typing import Any

from benchmarks.corpus.pools import Pool, data

_DIGITS = "零一二三四五六七八九"
_FORMS = 1.1
_NUMBERS = 0.9
_YI_FROM = 1000  # 万元 from which anybody writes 亿元


def value_text(form: str, unit: str, year: int, amount_wan: float, rng: Random) -> str:
    """A value of a form: ``percent``, ``money`` …; money is a part of ``amount_wan`` (万元)."""
    slots = _Slots(rng, unit, year, amount_wan)
    pattern = _forms()[form].draw(rng)
    if "{m_yi}" in pattern and slots["m"] < _YI_FROM:
        pattern = _forms()[form].items[0]
    return pattern.format_map(slots)


def chinese(number: int) -> str:
    """A whole number below 10 ** 8 in Chinese numerals: 120 is 一百二十."""
    high, low = divmod(number, 10_000)
    gap = "零" if high and 0 < low < 1000 else ""
    text = f"{_below_10000(high)}万{gap}" if high else ""
    text += _below_10000(low)
    # 一十五 is written 十五, but only where the number begins with it.
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


def _below_10000(number: int) -> str:
    text = ""
    for digit, place in zip(f"{number:04}", "千百十个", strict=True):
        text += _DIGITS[int(digit)] + (place if digit != "0" else "")
    return text.replace("零零", "零").replace("零零", "零").strip("零").removesuffix("个")


class _Slots(dict[str, Any]):
    """The slots of one value, drawn when a form asks for them."""

    def __init__(self, rng: Random, unit: str, year: int, amount_wan: float) -> None:
        super().__init__(u=unit, year=year)
        self.rng = rng
        self.amount_wan = amount_wan

    def __missing__(self, slot: str) -> Any:  # noqa: ANN401 - numbers and texts
        value = self[slot] = _DRAWS[slot](self)
        return value


def _count(slots: _Slots) -> int:
    number = int(exp(slots.rng.gauss(4.5, 2.2))) + 1
    if slots.rng.random() < 0.7:
        scale = 10 ** max(0, len(str(number)) - 2)
        number = number // scale * scale
    return min(number, 9_999_999)


def _money(slots: _Slots) -> float:
    share = 1 if slots.rng.random() < 0.4 else slots.rng.betavariate(1, 3)
    money = slots.amount_wan * share
    return round(money) if money >= 10 else max(0.1, round(money, 1))


@cache
def _forms() -> Mapping[str, Pool[str]]:
    return {name: Pool.zipf(forms, _FORMS) for name, forms in data("values")["forms"].items()}


@cache
def _numbers(name: str) -> Pool[float]:
    return Pool.zipf(data("values")["numbers"][name], _NUMBERS)


_DRAWS: Mapping[str, Callable[[_Slots], object]] = {
    "p": lambda s: _numbers("high_percent").draw(s.rng),
    "p_low": lambda s: s["p"] - 5,
    "p_cn": lambda s: "百" if s["p"] == 100 else chinese(int(s["p"])),
    "s": lambda s: _numbers("low_percent").draw(s.rng),
    "s2": lambda s: s["s"] + 2,
    "n": _count,
    "n2": lambda s: s["n"] + max(1, s["n"] // 5),
    "n_cn": lambda s: chinese(s["n"]),
    "n_comma": lambda s: f"{s['n']:,}",
    "m": _money,
    "m2": lambda s: round(s["m"] * 1.2 + 1),
    "m_yuan": lambda s: round(s["m"] * 10_000),
    "m_comma": lambda s: f"{round(s['m'] * 10_000):,}",
    "m_yi": lambda s: f"{s['m'] / 10_000:.4g}",
    "w": lambda s: _numbers("price").draw(s.rng),
    "w2": lambda s: s["w"] * 2,
    "d": lambda s: _numbers("small").draw(s.rng),
    "d_cn": lambda s: chinese(int(s["d"])),
    "month": lambda s: s.rng.randint(3, 11),
    "year_cn": lambda s: "".join("〇一二三四五六七八九"[int(c)] for c in str(s["year"])),
}
