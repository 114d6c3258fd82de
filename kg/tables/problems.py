"""What was printed and not understood, told with its place and what to do (未读懂之处)."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.grid import Grid, Row
from kg.iri import identity_of
from kg.layouts import PARTICULARS
from kg.model import Problem, Project
from kg.tables.rows import ReadRow, RowKind
from kg.tables.sections import Section
from kg.tables.uses import Decoration, Use

_LONGEST_QUOTE = 200
_BELOW_UNKNOWN = "below an unknown column header, not read"
_MESSAGES = {
    RowKind.UNKNOWN: "the row does not fit the columns of its table; check its cells",
    RowKind.HEADER: "unknown column, not read; add its header to headers.toml",
    RowKind.METADATA: "no label belongs to this text, not read",
}


def place(document: str, *rows: Row) -> str:
    """Name a row or a run of rows: ``file: row 12``, ``file: rows 12-15``."""
    first, last = rows[0], rows[-1]
    if first.place == last.place:
        return f"{document}: {first.place}"
    if first.part != last.part:
        return f"{document}: {first.place} to {last.place}"
    part = f"{first.part}, " if first.part else ""
    return f"{document}: {part}rows {first.line or first.number}-{last.line or last.number}"


def row_problems(document: str, rows: Iterable[ReadRow]) -> Iterator[Problem]:
    """Tell the rows of a table, and the single cells in them, that were not understood."""
    for row in rows:
        unknown = [use for use in row.uses if use.meaning is Decoration.UNKNOWN]
        if not unknown:
            continue
        texts = " | ".join(_with_address(use) for use in unknown)
        message = _MESSAGES.get(row.kind, _BELOW_UNKNOWN)
        yield Problem(place(document, row.row), _quoted(message, texts))


def outside_problems(document: str, section: Section) -> Iterator[Problem]:
    """Tell what stands in a section without a target table: one problem per run of rows."""
    for kind, group in groupby(section.rows, key=lambda row: row.kind):
        run = tuple(group)
        if kind is RowKind.UNKNOWN:
            where = place(document, *(row.row for row in run))
            yield Problem(where, _quoted("not part of a target table", run[0].printed))
        else:
            yield from row_problems(document, run)
    yield from _particulars_without_table(document, section.rows)


def _particulars_without_table(document: str, rows: Sequence[ReadRow]) -> Iterator[Problem]:
    for row in rows:
        if row.kind is RowKind.METADATA and any(use.meaning in PARTICULARS for use in row.uses):
            message = "no table with 三级指标 and 指标值 follows these particulars"
            yield Problem(place(document, row.row), _quoted(message, row.printed))


def omission_problems(document: str, grids: Sequence[Grid]) -> Iterator[Problem]:
    """Tell what the reader of the format left out: hidden rows, pages that are images."""
    several = len(grids) > 1
    for grid in grids:
        for omission in grid.omissions:
            sheet = f"{grid.name}, " if several and grid.name else ""
            yield Problem(f"{document}: {sheet}{omission.where}", omission.reason)


def repeated_projects(document: str, projects: Iterable[Project]) -> Iterator[Problem]:
    """Tell the projects that a document prints again with another amount: sums count both."""
    first: dict[str, Project] = {}
    for project in projects:
        before = first.setdefault(identity_of(project), project)
        if before.amount_yuan != project.amount_yuan:
            message = f"the project of row {before.row} again, with another amount; both are kept"
            yield Problem(f"{document}: row {project.row}", _quoted(message, project.name))


def _with_address(use: Use) -> str:
    address = use.cell.address
    return f"{address} {use.text}" if address else use.text


def _quoted(message: str, texts: str) -> str:
    cut = texts if len(texts) <= _LONGEST_QUOTE else texts[:_LONGEST_QUOTE] + "…"
    return f"{message}: {cut}"
