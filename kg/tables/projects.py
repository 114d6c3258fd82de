"""Sections → projects and problems: the last step from a document's grids to its records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from kg.layouts import Field, titles
from kg.model import Problem, Project
from kg.tables.bodies import is_body_alone
from kg.tables.indicators import read_indicators
from kg.tables.particulars import Particulars, particulars
from kg.tables.problems import place, row_problems
from kg.tables.rows import OF_TABLE, ReadRow, RowKind
from kg.tables.sections import Section
from kg.tables.titles import (
    TitleFacts,
    begins_with_year,
    is_heading,
    money_unit_in_line,
    project_named,
    title_facts,
)
from kg.tables.years import year_of_labels


@dataclass(frozen=True, slots=True)
class Context:
    """What titles above said and tables below inherit: year, region, money unit, last titles.

    ``body`` is the organisation that a sheet or folder is named after.
    """

    document: str
    facts: TitleFacts
    money_unit: str | None = None
    title: str = ""
    body: str | None = None

    def below(self, section: Section) -> "Context":
        """The context in a section: its own titles and unit line, else what stood before it."""
        printed = [row.row.cells[0].text for row in section.of_kind(RowKind.TITLE)]
        lines = [row.row.cells[0].text for row in section.of_kind(RowKind.PROSE)]
        labelled = [row.row.cells[0].text for row in section.of_kind(RowKind.METADATA)]
        said = [*filter(is_heading, lines), *filter(begins_with_year, labelled), *printed]
        facts = reduce(TitleFacts.updated, map(title_facts, said), self.facts)
        line = particulars(section.of_kind(RowKind.METADATA)).text(Field.MONEY_UNIT)
        unit = line or next(filter(None, map(money_unit_in_line, [*printed, *lines])), None)
        return replace(
            self,
            facts=facts,
            money_unit=unit or self.money_unit,
            title=" ".join(printed) or self.title,
        )


def read_section(section: Section, context: Context) -> tuple[Project, ...]:
    """Read the projects of a section that has a table: one, or those named in a column."""
    known = particulars(section.of_kind(RowKind.METADATA))
    year = TitleFacts(year_of_labels(section.rows))
    context = replace(context, facts=year.updated(context.facts))
    projects: list[Project] = []
    for part in _per_project(section.rows):
        own = known.updated(particulars(part))
        projects.append(_project(own, part, context, section.table or 0))
        known = known.updated(own.bodies)
    return tuple(projects)


def _per_project(rows: Sequence[ReadRow]) -> Iterator[tuple[ReadRow, ...]]:
    """Cut where a column names the next project, or the body above it; every row is in one part."""
    part: list[ReadRow] = []
    name: str | None = None
    for row in rows:
        printed = row.text(Field.PROJECT) if row.kind in OF_TABLE else None
        if name and ((printed and printed != name) or is_body_alone(row)):
            yield tuple(part)
            part, name = [], None
        name = printed or name
        part.append(row)
    yield tuple(part)


def _project(known: Particulars, rows: Sequence[ReadRow], context: Context, table: int) -> Project:
    named = _named(_of_body(known, context), context, table)
    first = _first_row(rows)
    year = named.text(Field.YEAR)
    known_year = (title_facts(f"{year}年").year if year else None) or context.facts.year
    return Project(
        name=named.text(Field.PROJECT) or "",
        year=known_year,
        region=named.text(Field.REGION) or context.facts.region,
        department=named.text(Field.DEPARTMENT),
        unit=named.text(Field.UNIT),
        office=named.text(Field.OFFICE),
        attribute=named.text(Field.ATTRIBUTE),
        term=named.text(Field.TERM),
        amount_yuan=named.amount(context.money_unit),
        goal=named.text(Field.GOAL),
        indicators=read_indicators(rows, context.document, table, known_year),
        problems=(
            *_particulars_problems(known, named, context, place(context.document, first.row)),
            *row_problems(context.document, rows),
        ),
        table=table,
        row=first.row.number,
    )


def _of_body(known: Particulars, context: Context) -> Particulars:
    """Where a table prints no department, its sheet or folder may be named after it."""
    if context.body is None or known.text(Field.DEPARTMENT):
        return known
    return known.updated(Particulars({Field.DEPARTMENT: context.body}))


def _named(known: Particulars, context: Context, table: int) -> Particulars:
    """Name a table without 项目名称: a whole department's after it, else as its title says."""
    if known.text(Field.PROJECT):
        return known
    texts = dict(known.texts)
    body = texts.get(Field.DEPARTMENT) or texts.get(Field.UNIT)
    if body and titles().whole_department.search(context.title):
        texts.pop(Field.UNIT, None)
        return Particulars(texts | {Field.PROJECT: body, Field.DEPARTMENT: body})
    name = project_named(context.title) or f"{context.document} 表{table}"
    return Particulars(texts | {Field.PROJECT: name})


def _particulars_problems(
    known: Particulars, named: Particulars, context: Context, where: str
) -> Iterator[Problem]:
    name, amount = named.text(Field.PROJECT), named.text(Field.AMOUNT)
    if not known.text(Field.PROJECT) and name != named.text(Field.DEPARTMENT):
        yield Problem(where, f"the table prints no project name (项目名称); it is called {name!r}")
    if amount and named.amount(context.money_unit) is None:
        yield Problem(
            where,
            f"the amount {amount!r} is no number in a known unit; "
            "print 单位：万元 or 单位：元 above the table",
        )


def _first_row(rows: Sequence[ReadRow]) -> ReadRow:
    """The row of the project's name, else the first row of its table."""
    named = next((row for row in rows if row.use(Field.PROJECT)), None)
    body = next((row for row in rows if row.kind is RowKind.HEADER), rows[0])
    return named or body
