from datetime import date
from random import Random

import pytest

from benchmarks.corpus.manners import draw_manner
from benchmarks.corpus.parts import contradicted, serial, split, stored
from benchmarks.corpus.sheets import Content

NUMBERS = draw_manner(Random(1), {"stored": "as-numbers", "signs": "symbol"})
TEXTS = draw_manner(Random(1), {"stored": "as-text"})


@pytest.mark.parametrize(
    ("value", "sign", "number", "unit"),
    [
        ("≥95%", "≥", "95", "%"),
        ("≥ 3 公里", "≥", "3", "公里"),
        ("不超过500元/人/月", "不超过", "500", "元/人/月"),
        ("大于等于1,200户", "大于等于", "1,200", "户"),
    ],
)
def test_a_sign_a_number_and_a_unit_come_apart(
    value: str, sign: str, number: str, unit: str
) -> None:
    pieces = split(value, NUMBERS, Random(1))
    assert (pieces.sign, pieces.number.text, pieces.unit) == (sign, number, unit)
    assert pieces.joined == "".join(value.split())


@pytest.mark.parametrize(
    "value", ["95%以上", "约120户", "90%-95%", "2024年底", "明显提升", "5个左右", ""]
)
def test_other_values_stay_one_piece(value: str) -> None:
    pieces = split(value, NUMBERS, Random(1))
    assert pieces.number.text == pieces.joined == value
    assert pieces.sign in ("", "定性")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("98%", Content("98%", 0.98, "0%")),
        ("99.5%", Content("99.5%", 0.995, "0.0%")),
        ("1,200.50", Content("1,200.50", 1200.5, "#,##0.00")),
        ("400.000000", Content("400.000000", 400, "0.000000")),
        ("28.8", Content("28.8", 28.8)),
        ("400", Content("400", 400)),
        ("2024-12-31", Content("2024-12-31", date(2024, 12, 31), "yyyy-mm-dd")),
        ("2024年3月1日", Content("2024年3月1日", date(2024, 3, 1), 'yyyy"年"m"月"d"日"')),
        ("≥98%", Content("≥98%")),
        ("007", Content("007")),
    ],
)
def test_what_a_spreadsheet_stores(text: str, content: Content) -> None:
    assert stored(text, NUMBERS) == content
    assert stored(text, TEXTS) == Content(text)


@pytest.mark.parametrize(("value", "shown"), [("2024年12月31日", "45657"), ("12月底", "12月底")])
def test_a_day_that_lost_its_format_is_a_number(value: str, shown: str) -> None:
    assert serial(value) == shown


def test_a_contradicted_unit_leaves_the_value_as_it_reads() -> None:
    pieces = split("≤28.8万元", NUMBERS, Random(1))
    found = {contradicted(pieces, Random(seed)) for seed in range(20)}
    assert {one.unit for one in found} == {"万元", "%"}
    assert {one.joined for one in found} == {"≤28.8万元"}
