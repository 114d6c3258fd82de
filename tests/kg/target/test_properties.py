"""Laws of the notation, over generated values: what is rendered is read, however it is dressed."""

import json
import unicodedata
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.model import Comparator, Kind
from kg.target import (
    date_bounds,
    decimal_text,
    find_target,
    numeric_bounds,
    parse_target,
    target_to_json,
)

SIGNS = {
    Comparator.AT_LEAST: ["≥", "≧", "⩾", ">=", "＞＝", "不低于", "不少于", "至少", "大于等于"],
    Comparator.AT_MOST: ["≤", "≦", "⩽", "<=", "＜＝", "不超过", "不高于", "最多", "小于或等于"],
    Comparator.MORE_THAN: [">", "＞", "》", "超过", "大于", "高于"],
    Comparator.LESS_THAN: ["<", "＜", "《", "低于", "小于", "不足"],
    Comparator.EQUAL: ["=", "＝", "等于"],
}
UNITS = {
    "%": ("1", "0.01"), "‰": ("1", "0.001"), "元": ("元", "1"), "万元": ("元", "1e4"),
    "亿元": ("元", "1e8"), "千元": ("元", "1e3"), "人": ("人", "1"), "人次": ("人次", "1"),
    "户": ("户", "1"), "公里": ("公里", "1"), "平方公里": ("平方公里", "1"),
    "千米": ("米", "1e3"), "平方千米": ("平方米", "1e6"), "公顷": ("公顷", "1"),
    "km": ("公里", "1"),
    "万亩": ("亩", "1e4"), "吨": ("吨", "1"), "天": ("天", "1"), "个工作日": ("个工作日", "1"),
    "元/人": ("元/人", "1"), "万元/公里": ("元/公里", "1e4"), "立方米/日": ("立方米/日", "1"),
    "次/年": ("次/年", "1"), "分": ("分", "1"), "座": ("座", "1"),
}  # fmt: skip
NOTATION = (
    "0123456789.,-~±/:%≥≤<>《》（）()¥\x00年月日号底前至到每第以上内左右且约"
    "一二十百千万亿半分之点成个元人"
)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

numbers = st.decimals(min_value=0, max_value=999_999, places=2).map(
    lambda n: Decimal(decimal_text(n))
)
units = st.sampled_from(sorted(UNITS))
signs = st.sampled_from([(meaning, sign) for meaning, all_ in SIGNS.items() for sign in all_])
days = st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31))
dressed = st.builds(
    lambda sign, n, unit: f"{sign[1]}{decimal_text(n)}{unit}", signs, numbers, units
)


def said(text: str) -> object:
    """The target without its text."""
    return replace(parse_target(text), text="")


@given(signs, numbers, units)
def test_sign_number_unit_is_read_back(
    sign: tuple[Comparator, str], number: Decimal, unit: str
) -> None:
    target = parse_target(f"{sign[1]}{decimal_text(number)}{unit}")
    canonical, size = UNITS[unit]
    assert (target.kind, target.comparator, target.explicit) == (Kind.NUMERIC, sign[0], True)
    assert (target.value, target.unit) == (number, unit)
    assert (target.canonical_value, target.canonical_unit) == (number * Decimal(size), canonical)


@given(numbers, units)
def test_bare_number_is_equal_and_not_stated(number: Decimal, unit: str) -> None:
    target = parse_target(f"{decimal_text(number)}{unit}")
    assert (target.comparator, target.explicit) == (Comparator.EQUAL, False)
    assert numeric_bounds(target) == (target.canonical_value, target.canonical_value)


@given(
    numbers,
    units,
    st.sampled_from([("以上", ">="), ("及以上", ">="), ("以下", "<="), ("以内", "<=")]),
)
def test_words_after_the_value(number: Decimal, unit: str, word: tuple[str, str]) -> None:
    target = parse_target(f"{decimal_text(number)}{unit}{word[0]}")
    assert (target.comparator, target.value) == (Comparator(word[1]), number)


@given(numbers, numbers, units, st.sampled_from(["-", "~", "～", "—", "–", "至", "到", "－"]))
def test_range(one: Decimal, other: Decimal, unit: str, dash: str) -> None:
    low, high = sorted([one, other])
    for text in (f"{low}{unit}{dash}{high}{unit}", f"≥{low}{unit}且≤{high}{unit}"):
        target = parse_target(text)
        size = Decimal(UNITS[unit][1])
        assert target.comparator is Comparator.RANGE
        assert numeric_bounds(target) == (low * size, high * size)


@given(dressed)
def test_full_width_says_the_same(text: str) -> None:
    assert said(text.translate(FULL_WIDTH)) == said(text)


@given(dressed)
def test_nfkc_says_the_same(text: str) -> None:
    assert said(unicodedata.normalize("NFKC", text)) == said(text)


@given(signs, numbers, units, st.sampled_from([" ", "\u3000", "\u00a0", "\u200b", "\n", "  "]))
def test_spaces_say_nothing(
    sign: tuple[Comparator, str], number: Decimal, unit: str, space: str
) -> None:
    parts = [sign[1], decimal_text(number), unit]
    assert said(space.join(["", *parts, ""])) == said("".join(parts))


@given(st.sampled_from(sorted(SIGNS)), numbers, units)
def test_synonyms_say_the_same(meaning: Comparator, number: Decimal, unit: str) -> None:
    texts = [f"{sign}{decimal_text(number)}{unit}" for sign in SIGNS[meaning]]
    assert len({said(text) for text in texts}) == 1


@given(st.integers(min_value=1000, max_value=10**9), units)
def test_thousands_separators_say_nothing(number: int, unit: str) -> None:
    assert said(f"≥{number:,}{unit}") == said(f"≥{number}{unit}")


@given(dressed, st.sampled_from(["满意度", "补助金额：", "全年完成", "（1）", "指标1："]))
def test_words_before_the_value_say_nothing(text: str, label: str) -> None:
    assert said(label + text) == said(text)


def chinese(number: int) -> str:
    """A Chinese numeral below 10000."""
    text, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + name
        zero = digit == 0
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(min_value=1, max_value=9999), st.sampled_from(["人", "元", "天", "户"]))
def test_chinese_numerals(number: int, unit: str) -> None:
    target = parse_target(f"不超过{chinese(number)}{unit}")
    assert (target.value, target.unit) == (number, unit)
    assert said(f"不超过{chinese(number)}万{unit}") == said(f"不超过{number}0000{unit}")


@given(st.integers(min_value=1, max_value=99))
def test_percent_in_words(number: int) -> None:
    assert said(f"百分之{chinese(number)}以上") == said(f"{number}%以上")


@given(
    days, st.sampled_from(["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}/{1}/{2}", "{0}.{1}.{2}"])
)
def test_day(day: date, form: str) -> None:
    text = form.format(day.year, day.month, day.day)
    assert (parse_target(text).value, parse_target(text).unit) == (day.isoformat(), "day")
    assert date_bounds(parse_target(text)) == (day, day)
    assert date_bounds(parse_target(text + "前")) == (None, day)


@given(st.integers(min_value=1950, max_value=2090), st.integers(min_value=1, max_value=12))
def test_month_is_an_interval(year: int, month: int) -> None:
    first, last = date_bounds(parse_target(f"{year}年{month}月"))
    assert first is not None
    assert last is not None
    assert (first.day, first.month, last.month) == (1, month, month)
    assert date.fromordinal(last.toordinal() + 1).day == 1
    assert date_bounds(parse_target(f"{year}年{month}月底前")) == (None, last)


@given(days, days)
def test_date_range(one: date, other: date) -> None:
    first, last = sorted([one, other])
    target = parse_target(f"{first.isoformat()}至{last.isoformat()}")
    assert date_bounds(target) == (first, last)


@given(st.text())
def test_any_text_is_a_target(text: str) -> None:
    target = parse_target(text)
    assert target.text == text
    json.dumps(target_to_json(target), allow_nan=False)
    numeric_bounds(target)
    date_bounds(target)


@given(st.text(alphabet=NOTATION))
@example("±-1")
def test_any_mixture_of_notation_is_a_target(text: str) -> None:
    target = parse_target(text)
    json.dumps(target_to_json(target), allow_nan=False)
    low, high = numeric_bounds(target)
    assert low is None or high is None or low <= high
    first, last = date_bounds(target)
    assert first is None or last is None or first <= last


@given(
    st.text(alphabet="学生满意度项目 的完成，", max_size=12),
    dressed,
    st.text(alphabet="，。 ", max_size=3),
)
def test_found_span_is_the_value(before: str, value: str, after: str) -> None:
    text = before + value + after
    found = find_target(text)
    assert found is not None
    assert text[found.start : found.end] == value
    assert replace(found.target, text="") == said(value)


@given(st.text())
def test_found_span_lies_in_the_text(text: str) -> None:
    found = find_target(text)
    if found is not None:
        assert 0 <= found.start < found.end <= len(text)
        assert found.target.text == text[found.start : found.end]


@pytest.mark.parametrize(
    "text",
    [
        "9",
        "≥",
        "(",
        "()",
        "一",
        "十百",
        "1-",
        "1,",
        "1,000",
        "《",
        "每年",
        "百分之",
        "5元/人",
        "≥95%",
    ],
)
def test_long_text_is_read_to_its_end(text: str) -> None:
    parse_target(text * 2000)
    find_target(text * 2000)
