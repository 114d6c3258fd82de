"""Records to test with: the sample document's checked answer, and a small one from elsewhere."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.categories import category_of
from kg.model import Document, Indicator, Problem, Project, Source
from kg.target import parse_target

PINGLUO = Path(__file__).parents[1] / "data" / "pingluo-2024.expected.json"


def expected() -> list[dict[str, Any]]:
    """The hand-checked projects of the sample, as they stand in the repository's data."""
    projects: list[dict[str, Any]] = json.loads(PINGLUO.read_text("utf-8"))
    return projects


def is_blank(row: dict[str, Any]) -> bool:
    return row["name"] in ("", "无") and not row["raw_value"]


def pingluo() -> Document:
    """The sample document: 20 projects, 200 rows, 10 of them blank."""
    return Document(
        name="pingluo-2024.txt",
        sha256="5f" * 32,
        media_type="text/plain",
        title="2024年平罗县本级预算重点项目绩效目标表",
        projects=tuple(_project(record, n) for n, record in enumerate(expected(), 1)),
        problems=(),
    )


def elsewhere() -> Document:
    """Another county's table in the classification of 2021, with what the sample lacks."""
    return Document(
        name="jia.xlsx",
        sha256="a1" * 32,
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        title=None,
        projects=(
            _small(
                2024,
                "1000000",
                ("成本指标", "经济成本指标", "养护成本", "≤120万元"),
                ("成本指标", "社会成本指标", "绕行投诉", "≤5次"),
                ("产出指标", "时效指标", "完工时间", "2025年3月底前"),
            ),
            _small(2025, "1200000", ("满意度指标", "", "群众满意度", "≥96%")),
        ),
        problems=(Problem("jia.xlsx, table 3", "has no header row; name the columns"),),
    )


def _project(record: dict[str, Any], table: int) -> Project:
    return Project(
        name=record["name"],
        year=2024,
        region="平罗县",
        department=record["department"],
        unit=record["unit"],
        office=record["office"],
        attribute=record["attribute_label"],
        term=record["term"],
        amount_yuan=Decimal(str(record["amount_wan"])) * 10000,
        goal=record["goal"],
        indicators=tuple(_indicator(row, table) for row in record["indicators"]),
        problems=(),
        table=table,
        row=record["line_start"],
    )


def _indicator(row: dict[str, Any], table: int) -> Indicator:
    return Indicator(
        level1=row["level1"],
        level2=row["level2"],
        category=category_of(row["level1"], row["level2"]),
        name=row["name"],
        value=row["raw_value"],
        blank=is_blank(row),
        target=parse_target(row["raw_value"]),
        source=Source("pingluo-2024.txt", table, row["line"]),
    )


def _small(year: int, amount: str, *rows: tuple[str, str, str, str]) -> Project:
    table = year - 2023
    return Project(
        name="道路养护",
        year=year,
        region="甲县",
        department="甲县交通局",
        unit="甲县交通局",
        office=None,
        attribute=None,
        term=None,
        amount_yuan=Decimal(amount),
        goal=None,
        indicators=tuple(
            Indicator(
                level1,
                level2,
                category_of(level1, level2),
                name,
                value,
                False,
                parse_target(value),
                Source("jia.xlsx", table, line, f"D{line}"),
            )
            for line, (level1, level2, name, value) in enumerate(rows, 5)
        ),
        problems=(Problem(f"jia.xlsx, table {table}, row 9", "is no indicator; check the row"),),
        table=table,
        row=1,
    )
