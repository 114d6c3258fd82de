"""Promised intervals of many rows (承诺区间): numbers or days, how they lie to one another.

An open side is NaN. Days count from 1970-01-01.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from math import isnan, nan
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from kg.model import Target
from kg.target import date_bounds
from search.vectors import Mask

Numbers = npt.NDArray[np.float64]

OPPOSED = 0.2  # ≥95% against ≤95%, an increase against a decrease
_ONE_SIDED_TO_EXACT = 0.9  # a bare 95% mostly means ≥95%
_SHARPNESS = 3.0  # values in a ratio of 0.9 are 0.73 close
_DAYS = 90.0  # dates a quarter apart are 1/e close
_EPOCH = date(1970, 1, 1).toordinal()


class Intervals(NamedTuple):
    """Promised intervals of m rows, each array of shape (m,)."""

    lower: Numbers
    upper: Numbers
    excludes: Mask  # the bound itself is not promised

    @property
    def points(self) -> Numbers:
        """The promised value: the lower bound, or the only one."""
        return np.where(np.isnan(self.lower), self.upper, self.lower)

    @property
    def sides(self) -> npt.NDArray[np.int8]:
        """1 for at least, -1 for at most, 0 for a value or a range."""
        return np.isnan(self.upper).astype(np.int8) - np.isnan(self.lower).astype(np.int8)


def since_epoch(target: Target, budget_years: Sequence[float]) -> tuple[Numbers, Numbers]:
    """The date bounds of a target in each budget year (NaN: unknown), as days, NaN where open."""
    bounds = [date_bounds(target, None if isnan(year) else int(year)) for year in budget_years]
    days = [[nan if day is None else day.toordinal() - _EPOCH for day in pair] for pair in bounds]
    lower, upper = np.array(days, dtype=np.float64).reshape(-1, 2).T
    return lower, upper


def days_of(dates: Sequence[str | None]) -> Numbers:
    """ISO 8601 dates as days, NaN where there is none."""
    days = np.array(dates, dtype="datetime64[D]")
    return np.where(np.isnat(days), nan, days.astype(np.int64).astype(np.float64))


def times(values: Numbers, size: Decimal) -> Numbers:
    """Numbers in a unit ``size`` of which are one of theirs (0.57公里: 570米), NaN where none is.

    Exact where the decimals are: 0.57 × 100 in binary is just below 57 and would miss ``≥57``.
    """
    if size == 1:
        return values
    distinct, places = np.unique(values, return_inverse=True)
    return np.array([float(Decimal(str(value)) * size) for value in distinct.tolist()])[places]


def within(promised: Intervals, asked: Intervals) -> Mask:
    """Whether all that a row promises is asked for; an open side satisfies only an open side."""
    strictly = asked.excludes & ~promised.excludes
    above = np.where(strictly, promised.lower > asked.lower, promised.lower >= asked.lower)
    below = np.where(strictly, promised.upper < asked.upper, promised.upper <= asked.upper)
    bounded = ~(np.isnan(asked.lower) & np.isnan(asked.upper))
    return bounded & (np.isnan(asked.lower) | above) & (np.isnan(asked.upper) | below)


def sense(own: npt.NDArray[np.int8], others: npt.NDArray[np.int8]) -> Numbers:
    """How far two comparisons go together: both at least, one exact, one at most …"""
    mixed = np.where(own * others < 0, OPPOSED, _ONE_SIDED_TO_EXACT)
    return np.where(own == others, 1.0, mixed)


def near_numbers(own: Numbers, others: Numbers) -> Numbers:
    """The smaller magnitude over the larger, sharpened; 0 for values of different sign."""
    small, large = np.minimum(abs(own), abs(others)), np.maximum(abs(own), abs(others))
    ratio = np.divide(small, large, out=np.ones_like(large), where=large > 0)
    return np.where(own * others < 0, 0.0, ratio**_SHARPNESS)


def near_days(own: Numbers, others: Numbers) -> Numbers:
    """1 for the same day, falling by e every quarter of a year."""
    return np.exp(-abs(own - others) / _DAYS)
