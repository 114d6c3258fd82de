"""One project's target table: its particulars and the rows of its indicators."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from itertools import count
from math import exp, log
from random import Random
from typing import Any

from benchmarks.corpus.counties import County
from benchmarks.corpus.plain_text import indicator_row
from benchmarks.corpus.pools import Field, Pool, Template, data, fields
from benchmarks.corpus.values import chinese, value_text
from kg.model import Indicator, Project, Source, Target
from kg.target import parse_target

_MEDIAN_WAN = 120
_PLACEHOLDERS, _SUBORDINATE_UNITS = 0.02, 0.4
_COPIED_BENEFITS = 0.1
_BENEFITS = "效益指标"
_NO_NAME = ("", "无")


@dataclass(frozen=True, slots=True)
class _Category:
    """A second-level category as a tree prints it; ``rows`` holds the numbers of rows to draw."""

    notation: str
    level1: str
    level2: str
    rows: list[int]
    blank: float


def make_project(county: County, year: int, taken: Set[str], source: Source) -> Project:
    """The project of the ``source.table``-th table of a document, whose 项目名称 is at ``source``.

    Every one to four years, depending on the table, another project takes its place. ``taken``
    are the names that the document has already.
    """
    life = 1 + source.table % 4
    rng = Random(f"{county.key}/{source.table}/{(year + source.table) // life}")
    field, tables = fields().draw(rng), _tables()
    words = {
        "subject": field.subjects.draw(rng),
        "place": county.towns.draw(rng),
        "phase": rng.choice(tables["phases"]),
        "group": field.groups.draw(rng),
        "year": str(year),
    }
    department, unit = _bodies(county, field, rng)
    amount_wan = _amount_wan(rng)
    return Project(
        name=_unused(rng.choice(tables["projects"]).format_map(words), words["place"], taken),
        year=year,
        region=county.region,
        department=department,
        unit=unit,
        office=field.office.partition("-")[2],
        attribute=rng.choice(tables["attributes"]).partition("-")[2],
        term=rng.choice(tables["terms"]),
        amount_yuan=Decimal(str(amount_wan)) * 10_000,
        goal=rng.choice(tables["goals"]).format_map(words),
        indicators=tuple(_indicators(field, words, amount_wan, rng, source)),
        problems=(),
        table=source.table,
        row=source.row,
    )


def whole_tree(year: int) -> Iterator[tuple[str, str, str]]:
    """Every second level of the classification of a year: its two labels and its notation."""
    return ((c.level1, c.level2, c.notation) for c in _tree(year))


def _bodies(county: County, field: Field, rng: Random) -> tuple[str, str]:
    """The department (主管部门) and the unit (实施单位), or the finance office's placeholder."""
    department = county.name + field.bureaus.draw(rng)
    kind = rng.random()
    if kind < _PLACEHOLDERS:
        tables = _tables()
        return tables["placeholder"], tables["placeholder_unit"].format(county=county.name)
    if kind < _PLACEHOLDERS + _SUBORDINATE_UNITS:
        return department, county.name + field.units.draw(rng)
    return department, f"{department}本级"


def _unused(name: str, place: str, taken: Set[str]) -> str:
    if name not in taken:
        return name
    batches = (f"{name}（{place}第{chinese(number)}批）" for number in count(1))
    return next(batch for batch in batches if batch not in taken)


def _amount_wan(rng: Random) -> float:
    """A log-normal amount in 万元, mostly round."""
    amount = min(200_000.0, max(0.5, exp(rng.gauss(log(_MEDIAN_WAN), 1.6))))
    if rng.random() < 0.2:
        return round(amount, 2)
    scale = 10.0 ** (int(log(amount, 10)) - 1) if amount >= 10 else 0.5
    return max(scale, round(amount / scale) * scale)


def _indicators(
    field: Field, words: dict[str, str], amount_wan: float, rng: Random, head: Source
) -> Iterator[Indicator]:
    """The rows of a table whose 项目名称 stands at ``head``."""
    year = int(words["year"])
    used: set[Template] = set()
    copied = _copied_benefit(field, rng)
    places = (replace(head, row=indicator_row(head.row, number)) for number in count())
    for category in _tree(year):
        rows = rng.choice(category.rows)
        if rows and rng.random() < category.blank:
            yield _row(category, rng.choice(_NO_NAME), "", next(places))
            continue
        for _ in range(rows):
            template = _fresh(field.templates[category.notation], used, rng)
            if copied and category.level1 == _BENEFITS:
                template = copied
            used.add(template)
            value = value_text(template.form, template.unit, year, amount_wan, rng)
            yield _row(category, template.name.format_map(words), value, next(places))


def _copied_benefit(field: Field, rng: Random) -> Template | None:
    """The one sentence that some offices print for all their benefits."""
    if rng.random() >= _COPIED_BENEFITS:
        return None
    return field.templates["social-benefit"].draw(rng)


def _fresh(pool: Pool[Template], used: set[Template], rng: Random) -> Template:
    """A template that the table does not have yet, where a few draws find one."""
    for _ in range(3):
        template = pool.draw(rng)
        if template not in used:
            break
    return template


def _row(category: _Category, name: str, value: str, place: Source) -> Indicator:
    return Indicator(
        category.level1,
        category.level2,
        category.notation,
        name,
        value,
        name in _NO_NAME and not value,
        _target(value),
        place,
    )


@lru_cache(maxsize=1 << 16)
def _target(value: str) -> Target:
    return parse_target(value)


@cache
def _tree(year: int) -> tuple[_Category, ...]:
    """The classification in force in a year."""
    tree = [tree for tree in _tables()["tree"] if tree["first_year"] <= year][-1]
    return tuple(
        _Category(c["notation"], c["level1"], c["level2"], c["rows"], c["blank"])
        for c in tree["categories"]
    )


@cache
def _tables() -> dict[str, Any]:
    return data("tables")
