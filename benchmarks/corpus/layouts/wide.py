"""One table for all projects, whose particulars are columns (多项目一表)."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from benchmarks.corpus.layouts.bands import across
from benchmarks.corpus.layouts.forms import Pages, columns_of, foot
from benchmarks.corpus.layouts.head import Slots, facts, money_line, slots_of, titles
from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.layouts.rows import BodyRow, Expected, Shared, body_rows
from benchmarks.corpus.layouts.table import table_lines
from benchmarks.corpus.sheets import Line, Sheet
from kg.model import Project

Known = tuple[Project, Slots, list[BodyRow]]


def print_wide(projects: Sequence[Project], printing: Printing, stem: str) -> Pages:
    """One table, or a sheet per department that tells it by the sheet's name alone."""
    ordered = sorted(projects, key=lambda project: (project.department or "", project.unit or ""))
    known = [
        (project, slots_of(project, printing), _rows(project, printing)) for project in ordered
    ]
    if printing.manner.spread != "apart" or not printing.named_sheets:
        sheet = Sheet("Sheet1", tuple(_table(known, printing)))
        return [sheet], [_expected(one, printing, stem) for one in known]
    sheets, expected = [], []
    for department, group in groupby(known, lambda one: one[0].department):
        own = list(group)
        sheets.append(Sheet(department or "", tuple(_table(own, printing))))
        said = {"department": department}
        expected += [_expected(one, printing, stem) | said for one in own]
    return sheets, expected


def _rows(project: Project, printing: Printing) -> list[BodyRow]:
    """The rows of a project; what says it itself is printed once for all of them."""
    slots = slots_of(project, printing)
    own = {"project": Shared(project.name, slots["name"])}
    own |= {role: Shared((project.name, role), slots[role]) for role in ("amount", "goal")}
    own["unit"] = Shared((project.department, project.unit), slots["unit"])
    rows = [
        BodyRow(
            own
            | {
                role: Shared((project.name, one.key), one.content)
                for role, one in row.shared.items()
            },
            row.contents,
            row.expected,
            row.hidden,
        )
        for row in body_rows(project, printing)
    ]
    return list(across(rows, printing))


def _table(known: Sequence[Known], printing: Printing) -> Iterator[Line]:
    slots = known[0][1]
    title = titles(printing.style.title, slots, printing)
    yield from title
    yield from money_line(printing)
    rows = [row for _, _, own in known for row in own]
    yield from table_lines(columns_of(slots, printing), rows, printing, title)
    yield from foot(printing)


def _expected(known: Known, printing: Printing, stem: str) -> Expected:
    project, _, rows = known
    indicators = [indicator for row in rows for indicator in row.expected]
    return facts(project, printing, stem) | {"indicators": indicators}
