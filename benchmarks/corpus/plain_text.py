"""A document as the tab-separated text in which a Ningxia county publishes its tables."""

from functools import cache

from benchmarks.corpus.pools import data
from kg.model import Document, Indicator, Project

_TABLE_TITLE = "部门项目支出预算绩效目标表"
_HEADER = "一级指标\t二级指标\t三级指标\t绩效值"
_PREAMBLE_LINES = 4
_METADATA_LINE = 5
_FIRST_INDICATOR_LINE = 11
_BLANK_LINES_AFTER = 1


def first_row(tables: int, indicators: int) -> int:
    """The line of the 项目名称 of a table that follows so many tables and indicators."""
    per_table = _FIRST_INDICATOR_LINE - 1 + _BLANK_LINES_AFTER
    return _PREAMBLE_LINES + tables * per_table + indicators + _METADATA_LINE


def indicator_row(project_row: int, number: int) -> int:
    """The line of the ``number``-th indicator (from 0) of a table."""
    return project_row - _METADATA_LINE + _FIRST_INDICATOR_LINE + number


def write_text(document: Document) -> str:
    """Print a document; the lines of its rows are the rows of its sources."""
    lines = ["", "", document.title or "", ""]
    for project in document.projects:
        lines += _head(project)
        lines += _rows(project)
        lines.append("")
    return "\n".join(lines)


def _head(project: Project) -> list[str]:
    amount = "" if project.amount_yuan is None else f"{project.amount_yuan / 10_000:.6f}"
    attribute, office = coded(project.attribute), coded(project.office)
    return [
        _TABLE_TITLE,
        "",
        "单位：万元",
        "",
        f"项目名称\t{project.name}\t\t",
        f"主管部门\t{project.department or ''}\t实施单位\t{project.unit or ''}",
        f"项目属性\t{attribute}\t项目期限\t{project.term or ''}",
        f"项目主管处室\t{office}\t项目年度金额\t{amount}",
        f"年度总体绩效目标\t{project.goal or ''}\t\t",
        _HEADER,
    ]


def _rows(project: Project) -> list[str]:
    lines, above = [], ("", "")
    for indicator in project.indicators:
        labels = _level_labels(indicator)
        level1 = "" if labels[0] == above[0] else labels[0]
        level2 = "" if labels == above else labels[1]
        lines.append(f"{level1}\t{level2}\t{indicator.name}\t{indicator.value}")
        above = labels
    return lines


def _level_labels(indicator: Indicator) -> tuple[str, str]:
    code1, code2 = level_codes()[indicator.level1, indicator.level2]
    return f"{code1}-{indicator.level1}", f"{code2}-{indicator.level2}"


def coded(label: str | None) -> str:
    """An office (处室) or attribute (属性) behind its code."""
    return _codes().get(label or "", "") + (label or "")


@cache
def level_codes() -> dict[tuple[str, str], tuple[str, str]]:
    """The codes that are printed before the labels of the first and second level."""
    return {
        (c["level1"], c["level2"]): (c["code1"], c["code2"])
        for tree in data("tables")["tree"]
        for c in tree["categories"]
    }


@cache
def _codes() -> dict[str, str]:
    """The code with its hyphen by label, of the offices and attributes."""
    printed = data("tables")["attributes"] + [f["office"] for f in data("fields")["field"]]
    return {text.partition("-")[2]: f"{text.partition('-')[0]}-" for text in printed}
