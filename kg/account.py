"""The account of a document (读取账目): what every cell became, and how sure the layout is."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from kg.layouts import PARTICULARS, Field, Meaning, Role
from kg.read import Reading
from kg.tables import Decoration, ReadRow, RowKind, Section, Use

_RECORDED: frozenset[Meaning | Decoration] = frozenset(
    {
        *PARTICULARS,
        Field.MONEY_UNIT,
        Role.LEVEL1,
        Role.LEVEL2,
        Role.NAME,
        Role.SIGN,
        Role.VALUE,
        Role.MEASURE,
    }
)


class Fate(StrEnum):
    """What became of a cell: read into a record, known as dressing, outside, not understood."""

    RECORD = "record"
    DRESSING = "dressing"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class CellAccount:
    """One filled cell: its address if it has one, its text, what it was read as."""

    address: str | None
    text: str
    read_as: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class RowAccount:
    """One row: where a person finds it, what it was recognised as, its filled cells."""

    where: str
    kind: RowKind
    cells: tuple[CellAccount, ...]


@dataclass(frozen=True, slots=True)
class ColumnAccount:
    """One column of a table: its header, its role, how sure that is (0 to 1) and why."""

    where: str
    header: str
    role: str
    certainty: float
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many filled cells met each fate; ``unread`` names those not understood, with a place."""

    record: int
    dressing: int
    outside: int
    unknown: int
    unread: tuple[str, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The numbers alone, by fate."""
        numbers = (self.record, self.dressing, self.outside, self.unknown)
        return dict(zip(map(str, Fate), numbers, strict=True))


@dataclass(frozen=True, slots=True)
class Account:
    """The whole account of one document."""

    coverage: Coverage
    columns: tuple[ColumnAccount, ...]
    rows: tuple[RowAccount, ...]


def account_of(reading: Reading) -> Account:
    """Give account of a document."""
    rows = tuple(rows_of(reading))
    return Account(coverage(rows), tuple(columns_of(reading)), rows)


def rows_of(reading: Reading) -> Iterator[RowAccount]:
    """The account of every row that has text, in printed order."""
    for section in reading.sections:
        for row in section.rows:
            if row.kind is not RowKind.EMPTY:
                yield RowAccount(row.row.place, row.kind, tuple(_cells(row, section)))


def columns_of(reading: Reading) -> Iterator[ColumnAccount]:
    """How the columns of every table were understood, once for each of its headers."""
    for _, rows in groupby(reading.rows, key=lambda row: id(row.header)):
        row = next(rows)
        for column in row.header.columns if row.header else ():
            role = str(column.meaning or Decoration.UNKNOWN)
            place = f"{role} of {column.place}" if column.place else role
            yield ColumnAccount(row.row.place, column.text, place, column.certainty, column.reason)


def coverage(rows: Iterable[RowAccount]) -> Coverage:
    """Count the cells of a document by their fate."""
    counts: Counter[Fate] = Counter()
    unread: list[str] = []
    for row in rows:
        for cell in row.cells:
            counts[cell.fate] += 1
            if cell.fate is Fate.UNKNOWN:
                unread.append(f"{cell.address or row.where}: {cell.text}")
    return Coverage(
        counts[Fate.RECORD],
        counts[Fate.DRESSING],
        counts[Fate.OUTSIDE],
        counts[Fate.UNKNOWN],
        tuple(unread),
    )


def _cells(row: ReadRow, section: Section) -> Iterator[CellAccount]:
    by_cell: dict[int, list[Use]] = {}
    for use in row.uses:
        by_cell.setdefault(id(use.cell), []).append(use)
    for uses in by_cell.values():
        cell = uses[0].cell
        read_as = "、".join(dict.fromkeys(str(use.meaning) for use in uses))
        yield CellAccount(cell.address, cell.text, read_as, _fate(uses, row, section))


def _fate(uses: Iterable[Use], row: ReadRow, section: Section) -> Fate:
    meanings = {use.meaning for use in uses}
    if Decoration.UNKNOWN in meanings:
        foreign = section.table is None and row.kind is RowKind.UNKNOWN
        return Fate.OUTSIDE if foreign else Fate.UNKNOWN
    if section.table is None:
        return Fate.DRESSING
    return Fate.RECORD if meanings & _RECORDED else Fate.DRESSING
