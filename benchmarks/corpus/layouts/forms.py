"""One form per project: its particulars above its indicators (一项目一表)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from benchmarks.corpus.layouts.halves import side_by_side
from benchmarks.corpus.layouts.head import (
    Slots,
    facts,
    filled,
    head_rows,
    money_line,
    slots_of,
    titles,
)
from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.layouts.rows import BodyRow, Expected, body_rows
from benchmarks.corpus.layouts.table import table_lines
from benchmarks.corpus.sheets import NOTHING, Content, Line, Row, Sheet, Span, caption, flow
from benchmarks.corpus.styles import Column
from benchmarks.corpus.words import words
from kg.model import Project

Pages = tuple[list[Sheet], list[Expected]]


def print_forms(projects: Sequence[Project], printing: Printing, stem: str) -> Pages:
    """A form per project, several on a sheet or one each."""
    forms = [(project, body_rows(project, printing)) for project in projects]
    tables = [list(_form(project, rows, printing)) for project, rows in forms]
    title = titles(printing.style.title, slots_of(projects[0], printing), printing)
    expected = [
        facts(project, printing, stem)
        | {"indicators": [indicator for row in rows for indicator in row.expected]}
        for project, rows in forms
    ]
    if printing.manner.spread == "apart":
        sheets = [Sheet(f"表{n}", (*title, *table)) for n, table in enumerate(tables, 1)]
    else:
        sheets = [Sheet("Sheet1", (*title, *(line for table in tables for line in table)))]
    return sheets, expected


def print_departments(projects: Sequence[Project], printing: Printing, stem: str) -> Pages:
    """A form per department, about the whole of its expenditure (部门整体支出)."""
    first = {project.department: project for project in reversed(projects)}
    wholes = [
        replace(project, name=project.department or "", unit=None)
        for project in projects
        if first[project.department] is project
    ]
    return print_forms(wholes, printing, stem)


def columns_of(slots: Slots, printing: Printing) -> list[Column]:
    """The columns with the slots of their headers filled."""
    return [
        replace(column, header=filled(column.header, slots)) for column in printing.style.columns
    ]


def _form(project: Project, rows: list[BodyRow], printing: Printing) -> Iterator[Line]:
    slots = slots_of(project, printing)
    captions = titles(printing.style.captions, slots, printing)
    columns = columns_of(slots, printing)
    yield from captions
    yield from money_line(printing)
    yield from flow(head_rows(project, slots, printing), printing.manner.first_column)
    yield from table_lines(columns, side_by_side(rows, printing), printing, captions)
    if printing.style.total:
        yield from flow([_total(columns, rows, printing)], printing.manner.first_column)
    yield from foot(printing)


def _total(columns: Sequence[Column], rows: Sequence[BodyRow], printing: Printing) -> Row:
    """The row that sums the weights (合计)."""
    weights = (row.contents["weight"].text for row in rows if "weight" in row.contents)
    total = str(sum(map(int, weights)))
    first, *others = columns
    texts = (total if column.role == "weight" else "" for column in others)
    rest = (
        Span(Content(text) if text else NOTHING, column.width)
        for text, column in zip(texts, others, strict=True)
    )
    return Row((Span(Content(printing.style.total), first.width), *rest))


def foot(printing: Printing) -> Iterator[Line]:
    """What stands below a table, and the blank line before the next."""
    column, width = printing.manner.first_column, printing.style.width
    if printing.manner.foot != "none":
        yield caption(words()["foot"][printing.manner.foot], column, width)
    yield caption("", column, width)
