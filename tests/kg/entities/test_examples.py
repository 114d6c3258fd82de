"""Every example of ``docs/entities.md`` holds."""

import re
from pathlib import Path

import pytest

from kg.entities.bodies import body_of
from kg.entities.places import place_of
from kg.entities.projects import lasting_name

PAGE = (Path(__file__).parents[3] / "docs" / "entities.md").read_text("utf-8")


def rows(header: str) -> list[list[str]]:
    """The cells of the table below a header line, without their back quotes."""
    (table,) = re.findall(rf"^\| {header}.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.M)
    return [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in table.splitlines()
    ]


@pytest.mark.parametrize(("printed", "code", "label", "parent"), rows("原文 . 代码"))
def test_regions(printed: str, code: str, label: str, parent: str) -> None:
    place = place_of(printed)
    assert (place.code or "", place.label) == (code, label)
    assert (place.parent.name if place.parent else "") == parent


@pytest.mark.parametrize(("region", "printed", "label", "belongs"), rows("所在地区"))
def test_bodies(region: str, printed: str, label: str, belongs: str) -> None:
    body = body_of(region, printed)
    assert (body.label, body.place and body.place.identity) == (label, belongs)


@pytest.mark.parametrize(("printed", "year", "name"), rows("原文 . 预算年度"))
def test_lasting_names(printed: str, year: str, name: str) -> None:
    assert lasting_name(printed, int(year)) == name


def test_the_code_shown_says_what_it_gives() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", PAGE, re.S)
    given = [
        body_of("平罗县", "433-县水务局（本级）").label,
        place_of("宁夏平罗县").code,
        lasting_name("2024年农村公路养护", 2024),
    ]
    assert re.findall(r"# (.+)", block) == given
