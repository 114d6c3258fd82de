"""Grids → projects: headers, particulars, rows. ``read_tables`` is the recipe.

1. every row of every grid is recognised (``walk``, with ``header``, ``metadata``, ``align``),
2. rows are grouped into tables (``sections``),
3. tables become projects with their indicators (``projects``), the rest becomes problems.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.model import Problem, Project
from kg.tables.problems import outside_problems, repeated_projects
from kg.tables.projects import Context, read_section
from kg.tables.rows import Decoration, ReadRow, RowKind, Use
from kg.tables.sections import sections
from kg.tables.titles import TitleFacts, title_facts
from kg.tables.walk import walk

__all__ = [
    "NOTHING",
    "Decoration",
    "Given",
    "ReadRow",
    "RowKind",
    "TablesReading",
    "Use",
    "read_tables",
]


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of documents: it holds where they print nothing themselves."""

    region: str | None = None
    year: int | None = None


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class TablesReading:
    """What the grids of a document hold, and the account of every row."""

    title: str | None
    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]
    rows: tuple[ReadRow, ...]


def read_tables(document: str, grids: Sequence[Grid], given: Given) -> TablesReading:
    """Read all target tables of a document; what it prints goes before what is given.

    Raises ``UnreadableDocumentError`` if it has none.
    """
    rows = tuple(row for grid in grids for row in walk(grid))
    projects: list[Project] = []
    problems: list[Problem] = []
    named = title_facts(_stem(document))
    context = Context(document, named.updated(TitleFacts(given.year, given.region)))
    for section in sections(rows):
        context = context.below(section)
        if section.table:
            projects.extend(read_section(section, context))
        else:
            problems.extend(outside_problems(document, section))
    if not projects:
        raise UnreadableDocumentError(
            document,
            "no target table found: no row has headers such as 一级指标, 三级指标 and 指标值; "
            "check that this is a 绩效目标表, or add its headers to headers.toml",
        )
    problems.extend(repeated_projects(document, projects))
    return TablesReading(_title(rows), tuple(projects), tuple(problems), rows)


def _title(rows: Sequence[ReadRow]) -> str | None:
    return next((row.row.filled[0].text for row in rows if row.kind is RowKind.TITLE), None)


def _stem(document: str) -> str:
    return document.rsplit("/", 1)[-1].rsplit(".", 1)[0]
