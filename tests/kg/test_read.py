import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from kg.model import Document, Indicator, Project
from kg.read import read_document


@pytest.fixture(scope="module")
def sample(sample_path: Path) -> Document:
    return read_document(sample_path.read_bytes(), sample_path.name)


@pytest.fixture(scope="module")
def expected(sample_path: Path) -> list[dict[str, Any]]:
    answer = sample_path.with_name("pingluo-2024.expected.json").read_text("utf-8")
    projects: list[dict[str, Any]] = json.loads(answer)
    return projects


def test_all_particulars_of_the_sample_are_exact(
    sample: Document, expected: list[dict[str, Any]]
) -> None:
    assert [particulars(project) for project in sample.projects] == [
        (
            table,
            project["line_start"],
            project["name"],
            project["department"],
            project["unit"],
            project["office"],
            project["attribute_label"],
            project["term"],
            project["amount_wan"] * 10_000,
            project["goal"],
            2024,
            "平罗县",
        )
        for table, project in enumerate(expected, start=1)
    ]


def particulars(project: Project) -> tuple[object, ...]:
    return (
        project.table,
        project.row,
        project.name,
        project.department,
        project.unit,
        project.office,
        project.attribute,
        project.term,
        project.amount_yuan,
        project.goal,
        project.year,
        project.region,
    )


def test_all_rows_of_the_sample_are_exact(sample: Document, expected: list[dict[str, Any]]) -> None:
    assert [row(i) for project in sample.projects for i in project.indicators] == [
        (
            row["level1"],
            row["level2"],
            row["name"],
            row["raw_value"],
            row.get("blank", False),
            ("pingluo-2024.txt", table, row["line"], None),
        )
        for table, project in enumerate(expected, start=1)
        for row in project["indicators"]
    ]


def row(indicator: Indicator) -> tuple[object, ...]:
    source = indicator.source
    return (
        indicator.level1,
        indicator.level2,
        indicator.name,
        indicator.value,
        indicator.blank,
        (source.document, source.table, source.row, source.cell),
    )


def test_every_row_of_the_sample_has_its_category_and_target(sample: Document) -> None:
    indicators = [i for project in sample.projects for i in project.indicators]
    assert len(indicators) == 200
    assert {i.category for i in indicators} == {
        "quantity",
        "quality",
        "timeliness",
        "cost",
        "economic-benefit",
        "social-benefit",
        "ecological-benefit",
        "sustained-impact",
        "satisfaction",
    }
    assert all(i.target.text == i.value for i in indicators)


def test_the_document_is_named_and_hashed(sample_path: Path) -> None:
    document = read_document(sample_path.read_bytes(), "county/2024.txt")
    assert document.name == "county/2024.txt"
    assert document.sha256 == hashlib.sha256(sample_path.read_bytes()).hexdigest()
    assert document.title == "2024年平罗县本级预算重点项目绩效目标表"
    assert document.media_type == "text/plain"
    assert document.projects[0].indicators[0].source.document == "county/2024.txt"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_encoding_changes_nothing(sample: Document, sample_path: Path, encoding: str) -> None:
    data = sample_path.read_text("utf-8").encode(encoding)
    assert read_document(data, sample_path.name).projects == sample.projects


def test_year_and_region_come_from_the_file_name_where_no_title_tells() -> None:
    text = "一级指标\t三级指标\t绩效值\n产出\t修建水渠\t3公里\n"
    (project,) = read_document(text.encode(), "平罗县2023年绩效目标.txt").projects
    assert (project.year, project.region) == (2023, "平罗县")
    assert "no project name" in project.problems[0].message
