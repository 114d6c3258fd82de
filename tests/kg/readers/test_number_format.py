from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.readers.number_format import builtin_codes, number_format, serial_of

PAIRS = [
    ("General", 0.1 + 0.2, "0.3"),
    ("General", 95.0, "95"),
    ("General", -0.5, "-0.5"),
    ("General", 0.00001, "0.00001"),
    ("General", 12345678901.1234, "12345678901.1"),
    ("General", 123456789012345.0, "123456789012345"),
    ("General", 1e20, "100000000000000000000"),
    ("General", 1e25, "1E+25"),
    ('G/通用格式"人"', 5, "5人"),
    ("0%", 0.98, "98%"),
    ("0.0%", 0.005, "0.5%"),
    ('"≥"0%', 0.95, "≥95%"),
    ("0.00", 400, "400.00"),
    ("0.00", 1.005, "1.01"),
    ("0.00", -0.001, "0.00"),
    ("0.##", 5, "5"),
    ("#.##", 0.5, ".5"),
    ("000000", 123, "000123"),
    ("0000-00", 202412, "2024-12"),
    ("#,##0.00", 1234567.891, "1,234,567.89"),
    ("#,##0,", 1234567, "1,235"),
    ('0.0,,"百万"', 12345678, "12.3百万"),
    ('0!.0,"万"', 12345, "1.2万"),
    (r'0\.0,"万"', 12345, "1.2万"),
    ("[红色]0.0", -1.25, "-1.3"),
    ("#,##0_);(#,##0)", -1234, "(1,234)"),
    ("0;-0;;@", 0, ""),
    ("0;-0;;@", -3, "-3"),
    ('[>=10000]0!.0,"万";0"元"', 45000, "4.5万"),
    ('[>=10000]0!.0,"万";0"元"', 45, "45元"),
    ('[=1]"是";[=0]"否"', 1, "是"),
    ('[=1]"是";[=0]"否"', 7, "7"),
    ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', 1234.5, "¥1,234.50"),
    ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ', 0, "¥-"),
    ("[$¥-804]#,##0.00", 12.5, "¥12.50"),
    ("0.00E+00", 12345, "1.23E+04"),
    ("0.00E+00", 9.999, "1.00E+01"),
    ("0.00E-00", 0.00012, "1.20E-04"),
    ("##0.0E+0", 12345, "12.3E+3"),
    ("# ?/?", 1.5, "1.5"),
    ("@", 12.5, "12.5"),
    ("[DBNum1]General", 123, "一百二十三"),
    ("[DBNum1]General", 10010, "一万〇一十"),
    ("[DBNum1]General", -100000000, "-一亿"),
    ("[DBNum2]General", 1234.5, "壹仟贰佰叁拾肆.伍"),
    ("[DBNum1]0", 2024, "二〇二四"),
    ("yyyy-mm-dd", 45657, "2024-12-31"),
    ('yyyy"年"m"月"d"日"', 45657, "2024年12月31日"),
    ("[DBNum1][$-804]yyyy年m月d日;@", 45657, "二〇二四年十二月三十一日"),
    ("yyyy/m/d h:mm", 45657, "2024/12/31"),
    ("yyyy/m/d h:mm", 45657.5, "2024/12/31 12:00"),
    ("yyyy-mm-dd hh:mm:ss", 45657.999999, "2025-01-01"),
    ("h:mm AM/PM", 0.75, "6:00 PM"),
    ('上午/下午h"时"mm"分"', 0.25, "上午6时00分"),
    ("[h]:mm:ss", 1.5, "36:00:00"),
    ("mm:ss.0", 1.5 / 86400, "00:01.5"),
    ("mmm-yy", 45657, "Dec-24"),
    ("[$-804]mmmm", 45657, "十二月"),
    ("aaaa", 45657, "星期二"),
    ('e"年"', 45657, "2024年"),
    ("yyyy-mm-dd", 1, "1900-01-01"),
    ("yyyy-mm-dd", 60, "1900-02-29"),
    ("yyyy-mm-dd", 61, "1900-03-01"),
    ("yyyy-mm-dd", -5, "-5"),
    ("yyyy-mm-dd", 1e9, "1000000000"),
]


@pytest.mark.parametrize(("code", "value", "shown"), PAIRS)
def test_a_number_is_shown_as_excel_shows_it(code: str, value: float, shown: str) -> None:
    assert number_format(code).of_number(value).strip() == shown


@pytest.mark.parametrize(
    ("number", "value", "shown"),
    [
        (9, 0.98, "98%"),
        (14, 45657, "2024/12/31"),
        (22, 45657.5, "2024/12/31 12:00"),
        (31, 45657, "2024年12月31日"),
        (57, 45657, "2024年12月"),
        (58, 45657, "12月31日"),
        (43, 1234.5, "1,234.50"),
    ],
)
def test_formats_by_number_are_those_of_chinese_excel(
    number: int, value: float, shown: str
) -> None:
    assert number_format(builtin_codes()[number]).of_number(value).strip() == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [("General", "三"), ("0.00", "三"), ("@", "三"), ('0;-0;0;"第"@"名"', "第三名"), (";;;", "")],
)
def test_text_is_itself_but_for_a_section_of_its_own(code: str, shown: str) -> None:
    assert number_format(code).of_text("三") == shown


def test_dates_since_1904_are_shifted_and_numbers_are_not() -> None:
    assert number_format("yyyy-mm-dd").of_number(44195, 1462) == "2024-12-31"
    assert number_format("0").of_number(44195, 1462) == "44195"


def test_an_iso_date_is_the_serial_that_excel_would_store() -> None:
    assert serial_of("2024-12-31T12:00:00.000") == 45657.5


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 4))
def test_fixed_decimals_round_half_up(number: Decimal, places: int) -> None:
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    code = "#,##0" + ("." + "0" * places if places else "")
    shown = number_format(code).of_number(float(number))
    assert shown == (f"{rounded:,}" if rounded else f"{abs(rounded):,}")


@given(st.dates(date(1900, 3, 1), date(9999, 12, 31)))
def test_every_date_from_march_1900_is_the_calendars(day: date) -> None:
    serial = (day - date(1899, 12, 30)) / timedelta(days=1)
    shown = number_format('yyyy"年"m"月"d"日"').of_number(serial)
    assert shown == f"{day.year}年{day.month}月{day.day}日"


@given(
    st.text('0#?.,%E+-;"\\!_*@/ []$¥年月日ymdhsaegGneral<>=10DBNum红万:', max_size=30),
    st.floats(width=64),
)
def test_whatever_stands_in_a_format_a_number_is_shown(code: str, value: float) -> None:
    assert isinstance(number_format(code).of_number(value), str)
    assert isinstance(number_format(code).of_text("文"), str)
