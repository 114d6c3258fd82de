"""Sections of a document: a table with what stands above it, or text around the tables."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import groupby

from kg.layouts import PARTICULARS, Field, headers
from kg.tables.bodies import with_bodies
from kg.tables.goals import with_whole_goals
from kg.tables.rows import OF_TABLE, ReadRow, RowKind
from kg.tables.titles import TitleFacts, title_facts
from kg.tables.uses import Decoration, all_as


@dataclass(frozen=True, slots=True)
class Section:
    """Consecutive rows; ``table`` counts the document's tables from 1, None without a table."""

    table: int | None
    rows: tuple[ReadRow, ...]

    @property
    def grid(self) -> int:
        """The index of the grid that it is a part of."""
        return self.rows[0].grid

    def of_kind(self, *kinds: RowKind) -> tuple[ReadRow, ...]:
        """The rows of these kinds, in order."""
        return tuple(row for row in self.rows if row.kind in kinds)


def sections(rows: Iterable[ReadRow]) -> tuple[Section, ...]:
    """Group recognised rows into sections.

    A section that has a header but no particulars of its own goes on with the table before it in
    the same grid, and so does one that repeats the header of a table whose columns hold the
    particulars, below no title of another year or region: a table over several pages.
    """
    found: list[Section] = []
    tables = 0
    for part in _parts(rows):
        is_table = any(row.kind is RowKind.HEADER for row in part)
        before = found[-1] if found else None
        goes_on = before and before.table and before.grid == part[0].grid
        is_more = before and (_is_next_page(part, before.rows) or _is_annual(part, before.rows))
        if is_table and before and goes_on and is_more:
            found[-1] = Section(before.table, before.rows + part)
            continue
        tables += is_table
        found.append(Section(tables if is_table else None, part))
    return tuple(replace(part, rows=_settled(part.rows)) for part in found)


def _settled(rows: Sequence[ReadRow]) -> tuple[ReadRow, ...]:
    """Read again the rows that those around them decide."""
    return with_bodies(with_whole_goals(_annual_rows(rows)))


def _annual_rows(rows: Sequence[ReadRow]) -> tuple[ReadRow, ...]:
    """Leave out the table of long-term targets (长期绩效目标表) that an annual one follows."""
    rules = headers()
    kept: list[ReadRow] = []
    titles = [row for row in rows if row.kind is RowKind.TITLE]
    annual = [row.row.number for row in titles if rules.annual.search(row.printed)]
    leaving = False
    for row in rows:
        if row.kind is RowKind.TITLE:
            long_term = rules.long_term.search(row.printed) and not rules.annual.search(row.printed)
            leaving = bool(long_term) and any(number > row.row.number for number in annual)
        told = leaving and row.kind in (RowKind.INDICATOR, RowKind.PARTICULARS)
        kept.append(_left_out(row) if told else row)
    return tuple(kept)


def _left_out(row: ReadRow) -> ReadRow:
    uses = all_as(row.row, Decoration.DRESSING)
    return replace(row, kind=RowKind.DRESSING, uses=uses, inherited=())


def _parts(rows: Iterable[ReadRow]) -> Iterator[tuple[ReadRow, ...]]:
    """The runs of rows that the walk took for one section, what is foreign to them cut off."""
    for _, group in groupby(rows, key=lambda row: (row.grid, row.section)):
        part = tuple(group)
        cut = _foreign_rows(part)
        if cut:
            yield part[:cut]
        yield part[cut:]


def _foreign_rows(rows: Sequence[ReadRow]) -> int:
    """How many rows at the top are another table: up to the last unknown one.

    None where a particular of the target table stands above that.
    """
    head = next((at for at, row in enumerate(rows) if row.kind is RowKind.HEADER), 0)
    unknown = [at for at in range(head) if rows[at].kind is RowKind.UNKNOWN]
    if not unknown or _has_particulars(rows[: unknown[-1]]):
        return 0
    return unknown[-1] + 1


def _is_next_page(rows: Sequence[ReadRow], before: Sequence[ReadRow]) -> bool:
    if not _has_particulars(rows):
        return True
    above = [row for row in rows if row.kind is RowKind.METADATA]
    same = _printed(rows, RowKind.HEADER) <= _printed(before, RowKind.HEADER)
    told, known = _title_facts(rows), _title_facts(before)
    return not _has_particulars(above) and same and known.updated(told) == known


def _is_annual(rows: Sequence[ReadRow], before: Sequence[ReadRow]) -> bool:
    """Whether rows are the annual table (年度绩效目标表) of the project of a long-term one."""
    rules = headers()
    titles = " ".join(row.printed for row in rows if row.kind is RowKind.TITLE)
    above = [row.printed for row in before if row.kind is RowKind.TITLE]
    said = {use.meaning for row in rows if row.kind is RowKind.METADATA for use in row.uses}
    return (
        rules.annual.search(titles) is not None
        and any(rules.long_term.search(title) for title in above[-1:])
        and said & PARTICULARS <= {Field.GOAL}
    )


def _title_facts(rows: Sequence[ReadRow]) -> TitleFacts:
    titles = (title_facts(row.printed) for row in rows if row.kind is RowKind.TITLE)
    return reduce(TitleFacts.updated, titles, TitleFacts())


def _printed(rows: Sequence[ReadRow], kind: RowKind) -> set[str]:
    return {row.printed for row in rows if row.kind is kind}


def _has_particulars(rows: Sequence[ReadRow]) -> bool:
    return any(
        use.meaning in PARTICULARS
        for row in rows
        if row.kind is RowKind.METADATA or row.kind in OF_TABLE
        for use in row.uses
    )
