"""Which cell of a row stands in which column, also where the row was shifted (错位行)."""

from collections.abc import Sequence
from dataclasses import dataclass

from kg.grid import Cell, Row
from kg.layouts import Role
from kg.tables.columns import Column
from kg.tables.evidence import AGAINST, NEUTRAL, STRONGLY_AGAINST, fit

# A row that was moved as a whole costs as much as one unfitting cell. It is likelier than a cell
# inserted or lost within the row, as the published tables show, so that costs a little more.
_MOVED_ROW = -AGAINST
_MOVED_CELL = 1.25 * _MOVED_ROW
# A row with anything right of the name has a name: 受益群众满意度 is also a label of level 2.
_NAMELESS = -AGAINST


@dataclass(frozen=True, slots=True)
class Alignment:
    """The column of each filled cell, and how well cells and columns fit (0: no evidence)."""

    pairs: tuple[tuple[Cell, Column], ...]
    score: float

    @property
    def at_home(self) -> bool:
        """Whether every cell stands under its own header."""
        return all(column.holds(cell.column) for cell, column in self.pairs)


@dataclass(frozen=True, slots=True)
class _Path:
    """The best alignment of the cells so far that ends in a certain column."""

    score: float
    columns: tuple[Column, ...]


def align(row: Row, columns: Sequence[Column]) -> Alignment | None:
    """Assign the filled cells to columns, in order, so that texts fit best and shift least.

    A row that stands below its headers, with a name and nothing that contradicts a column, stays
    so. Else dynamic programming over cells × columns: the score is the sum of all fits less the
    cost of every place where the distance between a cell and its column changes: a row moved as a
    whole pays once. None where the row has more filled cells than the table has columns.
    """
    cells = row.cells
    if home := _at_home(cells, columns):
        return home
    names = [_name_before(column, columns) for column in columns]
    paths = [_Path(0.0, ())]
    for before, cell in zip((None, *cells), cells, strict=False):
        paths = [
            path
            for column, name in zip(columns, names, strict=True)
            if (path := _extend(paths, before, cell, column, name))
        ]
    if not paths:
        return None
    best = max(paths, key=lambda path: (path.score, path.columns[-1].index))
    return Alignment(tuple(zip(cells, best.columns, strict=True)), best.score)


def _at_home(cells: Sequence[Cell], columns: Sequence[Column]) -> Alignment | None:
    """Every cell below its own header, where that makes an indicator and none contradicts it."""
    pairs: list[tuple[Cell, Column]] = []
    for cell in cells:
        column = next((column for column in columns if column.holds(cell.column)), None)
        if column is None or (pairs and pairs[-1][1] is column):
            return None
        pairs.append((cell, column))
    fits = [fit(column.meaning, cell.text) for cell, column in pairs]
    by_role = {column.meaning: score for (_, column), score in zip(pairs, fits, strict=True)}
    named = Role.NAME in by_role and (by_role[Role.NAME] > NEUTRAL or Role.VALUE in by_role)
    if not named or min(fits) <= STRONGLY_AGAINST or fits.count(AGAINST) > 1:
        return None
    return Alignment(tuple(pairs), sum(fits))


def _extend(
    paths: Sequence[_Path], before: Cell | None, cell: Cell, column: Column, name: int
) -> _Path | None:
    """Continue the best of the paths that end left of the column; ``name`` as `_name_before`."""
    here = _distance(column, cell)
    best: _Path | None = None
    for path in paths:
        last = path.columns[-1] if path.columns else None
        if last and last.index >= column.index:
            continue
        distance = _distance(last, before) if last and before else 0
        cost = _MOVED_CELL if last else _MOVED_ROW
        nameless = (last.index if last else -1) < name
        score = path.score - (cost if here != distance else 0.0) - nameless * _NAMELESS
        if best is None or score > best.score:
            best = _Path(score, path.columns)
    if best is None:
        return None
    return _Path(best.score + fit(column.meaning, cell.text), (*best.columns, column))


def _distance(column: Column, cell: Cell) -> int:
    """How far a cell was moved: 0 anywhere below the column's header."""
    return 0 if column.holds(cell.column) else column.index - cell.column


def _name_before(column: Column, columns: Sequence[Column]) -> int:
    """The index of the name column left of a column, -1 where there is none."""
    left = (c.index for c in columns if c.meaning is Role.NAME and c.index < column.index)
    return max(left, default=-1)
