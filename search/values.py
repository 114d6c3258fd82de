"""Targets against targets (指标值比较): how well a row's promise answers or resembles another one.

Both measures give 0..1 by row, and 0 where a comparison means nothing: another kind of target,
another unit (人 is not 户). A target is an interval of numbers or of days; an open side is NaN.
Numbers are compared in one unit for each dimension (3公里 and 3000米 both in 米).
"""

from decimal import Decimal
from functools import cached_property
from math import nan

import numpy as np
import numpy.typing as npt

from kg.model import Comparator, Kind, Target
from kg.table import Codes, IndicatorTable
from kg.target import comparable_unit, date_bounds, numeric_bounds
from search.intervals import (
    OPPOSED,
    Intervals,
    Numbers,
    days_of,
    near_days,
    near_numbers,
    sense,
    since_epoch,
    times,
    within,
)
from search.labels import among
from search.vectors import Mask, Rows

Parts = npt.NDArray[np.float32]

_UNDIRECTED = 0.5  # two phrases of which one tells no direction
_STRICT = 0.95  # >95% against ≥95%
_RATE = 0.8  # 40000元/人 where 元 is asked for
_MISSED = 0.5  # the most that a value outside of what was asked can get
_RATIO = "1"
_EXCLUDING = {Comparator.MORE_THAN, Comparator.LESS_THAN}


class TargetColumns:
    """The targets of a table's rows as arrays; immutable, safe for concurrent readers."""

    def __init__(self, table: IndicatorTable) -> None:
        self._table = table
        self._kinds = table.codes("kind")
        self._units = _comparable_units(table)
        self._directions = table.codes("direction")
        self._excludes = among(*table.codes("comparator"), _EXCLUDING)
        self._own_units = table.codes("canonical_unit")
        self._own_numbers = table.numbers("lower"), table.numbers("upper")
        lower, upper = (_in_comparable_units(numbers, table) for numbers in self._own_numbers)
        self._numbers = lower, upper
        self._years = table.numbers("year")

    @cached_property
    def _days(self) -> tuple[Numbers, Numbers]:
        """Date bounds as days since 1970, NaN where open."""
        lower, upper = (self._table.strings(name) for name in ("lower_date", "upper_date"))
        return days_of(lower), days_of(upper)

    @cached_property
    def promised(self) -> Numbers:
        """What each row promises in its comparable unit, shape (n,); NaN where it is no number."""
        return self._comparable.points

    def promised_in_unit_of(self, row: int, rows: Rows) -> Numbers:
        """What ``rows`` promise in the canonical unit of the comparable ``row``, shape (m,)."""
        codes, units = self._own_units
        size = comparable_unit(units[codes[row]]).size if codes[row] >= 0 else Decimal(1)
        return times(self.promised[rows], 1 / size)

    def comparable_with(self, row: int) -> Mask:
        """Numeric rows in the unit of ``row`` that compare in no opposite sense, shape (n,)."""
        codes, _ = self._units
        sides = self._comparable.sides
        alike = (codes == codes[row]) & (sides * sides[row] >= 0)
        return np.asarray(alike & np.isfinite(self.promised), dtype=np.bool_)

    def answers(self, asked: Target, rows: Rows) -> Parts:
        """How well the rows' promises answer a demand (不低于95%), shape (m,).

        1 where the whole promised interval lies in the asked one (``≥98%`` and ``100%`` answer
        ``≥95%``), else at most a half, by closeness and sense of comparison. A bare value demands
        nothing and is compared by :meth:`resembles`.
        """
        if not asked.explicit:
            return self.resembles(asked, rows)
        met = within(self._intervals_for(asked, rows), self._interval_of(asked, rows))
        partly = _MISSED * self._resemblance(asked, rows)
        parts = np.where(met, 1.0, partly) * self._commensurability(asked, rows)
        return np.asarray(parts, dtype=np.float32)

    def resembles(self, target: Target, rows: Rows) -> Parts:
        """How much the rows' promises are the same promise as ``target``, shape (m,).

        Numbers and dates: sense of the comparison × closeness of the values × direction; phrases:
        the direction alone.
        """
        parts = self._resemblance(target, rows) * self._commensurability(target, rows)
        return np.asarray(parts, dtype=np.float32)

    def _resemblance(self, target: Target, rows: Rows) -> Numbers:
        """The same for rows of the kind and unit of ``target``; anything for others."""
        agreement = self._direction_agreement(target, rows)
        if target.kind is Kind.QUALITATIVE:
            return agreement
        own, others = self._interval_of(target, rows), self._intervals_for(target, rows)
        near = near_days if target.kind is Kind.DATE else near_numbers
        opposed = np.where(agreement == 0, OPPOSED, 1.0)
        strict = np.where(own.excludes == others.excludes, 1.0, _STRICT)
        nearness = np.nan_to_num(near(own.points, others.points))  # 每月10日 has no point
        return sense(own.sides, others.sides) * nearness * opposed * strict

    def _commensurability(self, target: Target, rows: Rows) -> Numbers:
        """1 where kind and unit are those of ``target``, less for rates of its unit, else 0.

        A target without a unit (一万以上) counts anything but ratios; a unit without a divisor
        (每人四万元) may stand for a rate (元/人).
        """
        same = among(self._kinds[0][rows], self._kinds[1], {target.kind} - {Kind.EMPTY})
        if target.kind is not Kind.NUMERIC:
            return same.astype(np.float64)
        codes, units = self._units
        if target.canonical_unit is None:
            return np.where(same & ~among(codes[rows], units, {_RATIO}), 1.0, 0.0)
        own = comparable_unit(target.canonical_unit).unit
        rates = {unit for unit in units if unit.startswith(f"{own}/")}
        equal = among(codes[rows], units, {own})
        shares = np.where(equal, 1.0, _RATE * among(codes[rows], units, rates))
        return np.asarray(same * shares, dtype=np.float64)

    @property
    def _comparable(self) -> Intervals:
        """All rows in their comparable units."""
        return Intervals(*self._numbers, self._excludes)

    def _intervals_for(self, target: Target, rows: Rows) -> Intervals:
        """What a target is compared with: a number without a unit with numbers as they are."""
        lower, upper = self._numbers if target.canonical_unit else self._own_numbers
        if target.kind is Kind.DATE:
            lower, upper = self._days
        return Intervals(lower[rows], upper[rows], self._excludes[rows])

    def _interval_of(self, target: Target, rows: Rows) -> Intervals:
        """The interval of a target, arrays of shape (1,); of a date without its year (12月底前),
        which is one of each row's budget year, arrays of shape (m,).
        """
        excludes = np.array([target.comparator in _EXCLUDING])
        if target.kind is not Kind.DATE:
            size = comparable_unit(target.canonical_unit or "").size
            bounds = (nan if b is None else float(b * size) for b in numeric_bounds(target))
            lower, upper = (np.array([bound]) for bound in bounds)
            return Intervals(lower, upper, excludes)
        if date_bounds(target) != (None, None):
            return Intervals(*since_epoch(target, [nan]), excludes)
        years, year_of = np.unique(self._years[rows], return_inverse=True)
        lower_days, upper_days = since_epoch(target, years.tolist())
        return Intervals(lower_days[year_of], upper_days[year_of], excludes)

    def _direction_agreement(self, target: Target, rows: Rows) -> Numbers:
        """1 for the same direction, 0 for another one, between where either tells none."""
        codes, directions = self._directions
        if target.direction is None:
            return np.full(len(rows), _UNDIRECTED)
        same = among(codes[rows], directions, {target.direction})
        return np.where(codes[rows] < 0, _UNDIRECTED, same)


def _comparable_units(table: IndicatorTable) -> Codes:
    """The canonical units as codes, those of one dimension (公里, 米) under one code."""
    codes, units = table.codes("canonical_unit")
    comparable = [comparable_unit(unit).unit for unit in units]
    names, code_of = np.unique(comparable, return_inverse=True)
    return np.append(code_of, -1).astype(np.int32)[codes], names.tolist()


def _in_comparable_units(numbers: Numbers, table: IndicatorTable) -> Numbers:
    """The canonical numbers of a table's rows, each in its comparable unit."""
    codes, units = table.codes("canonical_unit")
    values = numbers.copy()
    for code, unit in enumerate(units):
        size = comparable_unit(unit).size
        if size != 1:
            rows = np.flatnonzero(codes == code)
            values[rows] = times(values[rows], size)
    return values
