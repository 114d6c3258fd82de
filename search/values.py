"""Targets against targets (指标值比较): how well a row's promise answers or resembles another one.

Both measures give 0..1 by row, and 0 where a comparison means nothing: another kind of target,
another unit (人 is not 户). A target is an interval of numbers or of days; an open side is NaN.
"""

from datetime import date
from functools import cached_property
from math import nan
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.model import Comparator, Kind, Target
from kg.table import Codes, IndicatorTable
from kg.target import comparable_unit, date_bounds, numeric_bounds
from search.labels import among
from search.vectors import Mask, Rows

Parts = npt.NDArray[np.float32]
_Numbers = npt.NDArray[np.float64]

_SHARPNESS = 3.0  # values in a ratio of 0.9 are 0.73 close
_DAYS = 90.0  # dates a quarter apart are 1/e close
_ONE_SIDED_TO_EXACT = 0.9  # a bare 95% mostly means ≥95%
_OPPOSED = 0.2  # ≥95% against ≤95%, an increase against a decrease
_UNDIRECTED = 0.5  # two phrases of which one tells no direction
_RATE = 0.8  # 40000元/人 where 元 is asked for
_MISSED = 0.5  # the most that a value outside of what was asked can get
_RATIO = "1"
_EPOCH = date(1970, 1, 1).toordinal()
_EXCLUDING = {Comparator.MORE_THAN, Comparator.LESS_THAN}


class _Intervals(NamedTuple):
    """Promised intervals of m rows, each array of shape (m,)."""

    lower: _Numbers
    upper: _Numbers
    excludes: Mask  # the bound itself is not promised

    @property
    def points(self) -> _Numbers:
        """The promised value: the lower bound, or the only one."""
        return np.where(np.isnan(self.lower), self.upper, self.lower)

    @property
    def sides(self) -> npt.NDArray[np.int8]:
        """1 for at least, -1 for at most, 0 for a value or a range."""
        return np.isnan(self.upper).astype(np.int8) - np.isnan(self.lower).astype(np.int8)


class TargetColumns:
    """The targets of a table's rows as arrays; immutable, safe for concurrent readers."""

    def __init__(self, table: IndicatorTable) -> None:
        self._table = table
        self._kinds = table.codes("kind")
        self._units = _comparable_units(table)
        self._directions = table.codes("direction")
        self._excludes = among(*table.codes("comparator"), _EXCLUDING)
        self._numbers = table.numbers("lower"), table.numbers("upper")

    @cached_property
    def _days(self) -> tuple[_Numbers, _Numbers]:
        """Date bounds as days since 1970, NaN where open."""
        return _days_of(self._table, "lower_date"), _days_of(self._table, "upper_date")

    @cached_property
    def promised(self) -> _Numbers:
        """The canonical value that each row promises, shape (n,); NaN where it is no number."""
        return self._intervals(Kind.NUMERIC, np.arange(len(self._table))).points

    def comparable_with(self, row: int) -> Mask:
        """Numeric rows in the unit of ``row`` that compare in no opposite sense, shape (n,)."""
        codes, _ = self._units
        sides = self._intervals(Kind.NUMERIC, np.arange(len(self._table))).sides
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
        within = _within(self._intervals(asked.kind, rows), _interval_of(asked))
        partly = _MISSED * self._resemblance(asked, rows)
        parts = np.where(within, 1.0, partly) * self._commensurability(asked, rows)
        return np.asarray(parts, dtype=np.float32)

    def resembles(self, target: Target, rows: Rows) -> Parts:
        """How much the rows' promises are the same promise as ``target``, shape (m,).

        Numbers and dates: sense of the comparison × closeness of the values × direction; phrases:
        the direction alone.
        """
        parts = self._resemblance(target, rows) * self._commensurability(target, rows)
        return np.asarray(parts, dtype=np.float32)

    def _resemblance(self, target: Target, rows: Rows) -> _Numbers:
        """The same for rows of the kind and unit of ``target``; anything for others."""
        agreement = self._direction_agreement(target, rows)
        if target.kind is Kind.QUALITATIVE:
            return agreement
        own, others = _interval_of(target), self._intervals(target.kind, rows)
        near = _near_days if target.kind is Kind.DATE else _near_numbers
        opposed = np.where(agreement == 0, _OPPOSED, 1.0)
        nearness = np.nan_to_num(near(own.points, others.points))  # a date without its year is NaN
        return _sense(own.sides, others.sides) * nearness * opposed

    def _commensurability(self, target: Target, rows: Rows) -> _Numbers:
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
        own = comparable_unit(target.canonical_unit)
        rates = {unit for unit in units if unit.startswith(f"{own}/")}
        equal = among(codes[rows], units, {own})
        shares = np.where(equal, 1.0, _RATE * among(codes[rows], units, rates))
        return np.asarray(same * shares, dtype=np.float64)

    def _intervals(self, kind: Kind, rows: Rows) -> _Intervals:
        lower, upper = self._days if kind is Kind.DATE else self._numbers
        return _Intervals(lower[rows], upper[rows], self._excludes[rows])

    def _direction_agreement(self, target: Target, rows: Rows) -> _Numbers:
        """1 for the same direction, 0 for another one, between where either tells none."""
        codes, directions = self._directions
        if target.direction is None:
            return np.full(len(rows), _UNDIRECTED)
        same = among(codes[rows], directions, {target.direction})
        return np.where(codes[rows] < 0, _UNDIRECTED, same)


def _comparable_units(table: IndicatorTable) -> Codes:
    """The canonical units as codes, the names of one unit (天, 日) under one code."""
    codes, units = table.codes("canonical_unit")
    names, code_of = np.unique([comparable_unit(unit) for unit in units], return_inverse=True)
    return np.append(code_of, -1).astype(np.int32)[codes], names.tolist()


def _interval_of(target: Target) -> _Intervals:
    if target.kind is Kind.DATE:
        days = [None if day is None else day.toordinal() - _EPOCH for day in date_bounds(target)]
        bounds = [nan if day is None else float(day) for day in days]
    else:
        bounds = [nan if bound is None else float(bound) for bound in numeric_bounds(target)]
    excludes = np.array([target.comparator in _EXCLUDING])
    return _Intervals(np.array(bounds[:1]), np.array(bounds[1:]), excludes)


def _within(promised: _Intervals, asked: _Intervals) -> Mask:
    """Whether all that a row promises is asked for; an open side satisfies only an open side."""
    strictly = asked.excludes & ~promised.excludes
    above = np.where(strictly, promised.lower > asked.lower, promised.lower >= asked.lower)
    below = np.where(strictly, promised.upper < asked.upper, promised.upper <= asked.upper)
    bounded = ~(np.isnan(asked.lower) & np.isnan(asked.upper))
    return bounded & (np.isnan(asked.lower) | above) & (np.isnan(asked.upper) | below)


def _sense(own: npt.NDArray[np.int8], others: npt.NDArray[np.int8]) -> _Numbers:
    """How far two comparisons go together: both at least, one exact, one at most …"""
    mixed = np.where(own * others < 0, _OPPOSED, _ONE_SIDED_TO_EXACT)
    return np.where(own == others, 1.0, mixed)


def _near_numbers(own: _Numbers, others: _Numbers) -> _Numbers:
    """The smaller magnitude over the larger, sharpened; 0 for values of different sign."""
    small, large = np.minimum(abs(own), abs(others)), np.maximum(abs(own), abs(others))
    ratio = np.divide(small, large, out=np.ones_like(large), where=large > 0)
    return np.where(own * others < 0, 0.0, ratio**_SHARPNESS)


def _near_days(own: _Numbers, others: _Numbers) -> _Numbers:
    return np.exp(-abs(own - others) / _DAYS)


def _days_of(table: IndicatorTable, column: str) -> _Numbers:
    days = np.array(table.strings(column), dtype="datetime64[D]")
    return np.where(np.isnat(days), nan, days.astype(np.int64).astype(np.float64))
