"""Grids → projects: headers, particulars, rows. ``read_tables`` is the recipe.

1. every row of every grid is recognised (``walk``, with ``header``, ``metadata``, ``align``),
2. rows are grouped into tables (``sections``),
3. tables become projects with their indicators (``projects``), the rest becomes problems.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

from kg.errors import UnreadableDocumentError
from kg.grid import Grid
from kg.model import Problem, Project
from kg.tables.problems import omission_problems, outside_problems, repeated_projects
from kg.tables.projects import Context, read_section
from kg.tables.rows import ReadRow, RowKind
from kg.tables.sections import Section, sections
from kg.tables.titles import TitleFacts, body_named, name_facts
from kg.tables.uses import Decoration, Use
from kg.tables.walk import walk

__all__ = [
    "NOTHING",
    "Decoration",
    "Given",
    "ReadRow",
    "RowKind",
    "Section",
    "TablesReading",
    "Use",
    "read_tables",
]


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of a document from outside: it holds where it prints nothing itself.

    ``region`` and ``year`` are what a person says, ``folders`` are the names of the folders it lies
    in, the innermost last, which may tell a department, a region or a year.
    """

    region: str | None = None
    year: int | None = None
    folders: tuple[str, ...] = ()


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class TablesReading:
    """What the grids of a document hold, and its sections: the account of every row."""

    title: str | None
    projects: tuple[Project, ...]
    problems: tuple[Problem, ...]
    sections: tuple[Section, ...]


def read_tables(document: str, grids: Sequence[Grid], given: Given) -> TablesReading:
    """Read all target tables of a document; what it prints goes before what is given.

    Raises ``UnreadableDocumentError`` if it has none.
    """
    rows = tuple(row for grid in grids for row in walk(grid))
    projects: list[Project] = []
    problems: list[Problem] = []
    named = reduce(TitleFacts.updated, map(name_facts, _path_parts(document, given)), TitleFacts())
    context = Context(document, named.updated(TitleFacts(given.year, given.region)))
    bodies = {grid.index: body_named(grid.name or "") for grid in grids}
    folders = reversed(_path_parts(document, given)[:-1])
    folder = next(filter(None, map(body_named, folders)), None)
    parts = sections(rows)
    for section in parts:
        context = replace(context.below(section), body=bodies[section.grid] or folder)
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
    problems.extend(omission_problems(document, grids))
    return TablesReading(_title(rows), tuple(projects), tuple(problems), parts)


def _title(rows: Sequence[ReadRow]) -> str | None:
    return next((row.row.cells[0].text for row in rows if row.kind is RowKind.TITLE), None)


def _path_parts(document: str, given: Given) -> list[str]:
    """The names of the folders and the file, without its ending, the file last."""
    *folders, file = document.split("/")
    return [*given.folders, *folders, file.rsplit(".", 1)[0]]
