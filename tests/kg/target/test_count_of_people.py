"""Regression: 人数一万以上 was taken for 数一万, several ten thousand."""

import pytest

from kg.target import find_target


@pytest.mark.parametrize(("text", "value"), [("人数一万以上", 10000), ("人数两千人以上", 2000)])
def test_a_count_after_its_name_is_found(text: str, value: int) -> None:
    found = find_target(text)
    assert found is not None
    assert found.target.value == value


@pytest.mark.parametrize("text", ["惠及数百人", "惠及上千人", "惠及几十人"])
def test_several_is_still_no_value(text: str) -> None:
    found = find_target(text)
    assert found is None or found.target.approximate
