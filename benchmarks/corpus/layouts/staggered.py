"""One table for all projects, names and labels in rows of their own (阶梯式)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from benchmarks.corpus.layouts.forms import Pages, columns_of, foot
from benchmarks.corpus.layouts.head import Slots, facts, money_line, slots_of, titles
from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.layouts.rows import BodyRow, Expected, body_rows
from benchmarks.corpus.layouts.table import table_lines
from benchmarks.corpus.sheets import Content, Line, LineKind, Placed, Sheet
from kg.model import Project

Known = tuple[Project, Slots, list[BodyRow]]


def print_staggered(projects: Sequence[Project], printing: Printing, stem: str) -> Pages:
    """A table of units, below each its projects; a department may stand above its first unit."""
    ordered = sorted(projects, key=lambda project: (project.department or "", project.unit or ""))
    known = [
        (project, slots_of(project, printing), _filled(project, printing)) for project in ordered
    ]
    bodies = printing.rng.choice((("unit",), ("department", "unit")))
    slots = known[0][1]
    title = titles(printing.style.title, slots, printing)
    rows = list(_rows(known, bodies))
    table = table_lines(columns_of(slots, printing), rows, printing, title)
    for dress in printing.rng.sample((_counted, _merged), printing.rng.randint(0, 2)):
        table = dress(table, printing)
    sheet = Sheet("Sheet1", (*title, *money_line(printing), *table, *foot(printing)))
    return [sheet], [_expected(one, bodies, printing, stem) for one in known]


def _filled(project: Project, printing: Printing) -> list[BodyRow]:
    """The rows that have a text: a blank row beside its labels would be an empty one."""
    rows = body_rows(project, printing)
    return [row for row in rows if row.contents["name"].text]


def _rows(known: Sequence[Known], bodies: Sequence[str]) -> Iterator[BodyRow]:
    above: dict[str, Content] = {}
    for _, slots, rows in known:
        changed = [at for at, body in enumerate(bodies) if above.get(body) != slots[body]]
        for body in bodies[min(changed, default=len(bodies)) :]:
            above[body] = slots[body]
            yield _row({"names": slots[body]})
        yield _row({"names": slots["name"], "goal": slots["goal"]})
        for _, first in groupby(rows, lambda row: row.shared["level1"].key):
            yield from _block(list(first))


def _block(rows: Sequence[BodyRow]) -> Iterator[BodyRow]:
    """The rows of a first level, its label above them, each second one above its own."""
    yield _row({"level1": rows[0].shared["level1"].content})
    for _, group in groupby(rows, lambda row: row.shared["level2"].key):
        first, *others = group
        yield _row({"level2": first.shared["level2"].content})
        yield from (replace(row, shared={}) for row in (first, *others))


def _row(contents: dict[str, Content]) -> BodyRow:
    return BodyRow({}, contents, ())


def _counted(lines: Iterable[Line], printing: Printing) -> Iterator[Line]:
    """The columns are counted below their headers: 1 2 3 4."""
    for line in lines:
        yield line
        if line.kind is LineKind.HEADER:
            counts = enumerate(line.cells, 1)
            cells = (Placed(Content(str(n)), cell.column, cell.width) for n, cell in counts)
            yield Line(tuple(cells), LineKind.HEADER)


def _merged(lines: Iterable[Line], printing: Printing) -> Iterator[Line]:
    """The name of a body is merged over the whole width."""
    column, width = printing.manner.first_column, printing.style.width
    for line in lines:
        alone = [cell.column for cell in line.cells] == [column]
        cells = tuple(replace(cell, width=width) for cell in line.cells)
        yield replace(line, cells=cells) if alone else line


def _expected(known: Known, bodies: Sequence[str], printing: Printing, stem: str) -> Expected:
    project, _, rows = known
    named = {body: getattr(project, body) for body in bodies}
    indicators = [indicator for row in rows for indicator in row.expected]
    return facts(project, printing, stem) | named | {"indicators": indicators}
