"""The rows of an indicator table: what each column holds, and what should be read (指标行)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from benchmarks.corpus.layouts.contents import contents_of, values_of
from benchmarks.corpus.layouts.labels import LevelLabels, level_labels, printed_name
from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.projects import whole_tree
from benchmarks.corpus.sheets import Content
from benchmarks.corpus.words import words
from kg.model import Indicator, Project

_TEMPLATE_ROWS = 0.2

Expected = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shared:
    """A content printed once for the consecutive rows that have the same ``key``."""

    key: object
    content: Content


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A printed row: contents by role, and the indicators that it should be read as."""

    shared: Mapping[str, Shared]
    contents: Mapping[str, Content]
    expected: tuple[Expected, ...]
    hidden: bool = False


def body_rows(project: Project, printing: Printing) -> list[BodyRow]:
    """The rows of a project in the order of the style, with rows that carry no indicator."""
    ordered = _ORDERS[printing.style.order](project)
    weighted = zip(ordered, _weights(ordered), strict=True)
    rows = [_row(*pair, number, printing) for number, pair in enumerate(weighted, 1)]
    return list(_with_templates(rows, printing))


def _row(indicator: Indicator, weight: int, number: int, printing: Printing) -> BodyRow:
    labels = level_labels(indicator, printing.manner)
    contents = contents_of(indicator, printing)
    name = printed_name(indicator.name, number, printing.manner)
    return BodyRow(
        {
            "level1": Shared(labels.plain1, Content(labels.printed1)),
            "level2": Shared((labels.plain1, labels.plain2), Content(labels.printed2)),
        },
        contents | {"name": Content(name), "weight": Content(str(weight), weight)},
        tuple(_expected(indicator, labels, *told) for told in values_of(contents, printing)),
    )


def _expected(indicator: Indicator, labels: LevelLabels, place: str, value: str) -> Expected:
    return {
        "level1": labels.plain1,
        "level2": labels.plain2,
        "category": indicator.category,
        "name": indicator.name,
        "value": value,
        "blank": indicator.name in ("", "无") and not value,
    } | ({"place": place} if place else {})


def _weights(indicators: Sequence[Indicator]) -> list[int]:
    """The weight (分值) of every row: a first level's share, the remainder on its first row."""
    weights: list[int] = []
    for level1, group in groupby(indicators, lambda indicator: indicator.level1):
        size = len(list(group))
        each, left = divmod(words()["weights"][level1], size)
        weights += [each + left] + [each] * (size - 1)
    return weights


def _with_templates(rows: Sequence[BodyRow], printing: Printing) -> Iterator[BodyRow]:
    """Leave rows of the empty form (……) at the end of some second levels."""
    habit, rng = printing.manner.rows, printing.rng
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        yield row
        last = below is None or row.shared["level2"].key != below.shared["level2"].key
        if habit != "none" and last and rng.random() < _TEMPLATE_ROWS:
            dots = {"name": Content(rng.choice(words()["templates"]))}
            yield BodyRow(row.shared, dots, (), hidden=habit == "hidden-template")


def _as_printed(project: Project) -> Sequence[Indicator]:
    return project.indicators


def _cost_first(project: Project) -> Sequence[Indicator]:
    """成本 before the other outputs; the first levels stay in order."""
    level1s = list(dict.fromkeys(indicator.level1 for indicator in project.indicators))
    return sorted(
        project.indicators, key=lambda i: (level1s.index(i.level1), "成本" not in i.level2)
    )


def _whole_tree(project: Project) -> Sequence[Indicator]:
    """Every second level of the classification, those without a row as an empty one."""
    printed: list[Indicator] = []
    for level1, level2, notation in whole_tree(project.year or 0):
        empty = replace(project.indicators[0], level1=level1, level2=level2, category=notation)
        own = [row for row in project.indicators if row.level2 == level2]
        printed += own or [replace(empty, name="", value="", blank=True)]
    return printed


_ORDERS: Mapping[str, Callable[[Project], Sequence[Indicator]]] = {
    "printed": _as_printed,
    "cost-first": _cost_first,
    "whole-tree": _whole_tree,
}
