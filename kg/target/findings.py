"""What a scan of a text finds: one value expression with everything that was printed around it."""

from dataclasses import dataclass, replace
from enum import IntEnum

from kg.model import Comparator, Direction, Kind, Target
from kg.target.bounds import tidy
from kg.target.dates import Period, iso
from kg.target.quantities import Quantity, one_unit

DATE_UNIT = "ISO8601"
_LOWER = (Comparator.AT_LEAST, Comparator.MORE_THAN)
_UPPER = (Comparator.AT_MOST, Comparator.LESS_THAN)


class Weight(IntEnum):
    """How surely an expression is the value: a bare number or month, a measure, a comparator."""

    BARE = 1
    MEASURED = 2
    STATED = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity in ``text[start:end]``, or the range from ``low`` to ``high``.

    ``comparator`` None: none was printed. ``direction`` is set for deltas (提高5%).
    """

    start: int
    end: int
    low: Quantity
    high: Quantity | None = None
    comparator: Comparator | None = None
    approximate: bool = False
    direction: Direction | None = None

    @property
    def weight(self) -> Weight:
        """See :class:`Weight`."""
        if self.comparator is not None:
            return Weight.STATED
        return Weight.MEASURED if self.low.unit.known else Weight.BARE

    def target(self, text: str) -> Target:
        """The target value, printed as ``text``; 两万人次 is 20000人次, 2万人次 keeps its 万."""
        low, high = self.low, self.high
        if low.chinese:
            low, high = low.multiplied_out(), high.multiplied_out() if high else None
        return Target(
            text=text,
            kind=Kind.NUMERIC,
            comparator=self.comparator or Comparator.EQUAL,
            explicit=self.comparator is not None,
            value=tidy(low.value),
            upper=tidy(high.value) if high else None,
            unit=low.unit.printed,
            canonical_value=tidy(low.canonical),
            canonical_upper=tidy(high.canonical) if high else None,
            canonical_unit=low.unit.canonical,
            approximate=self.approximate or low.vague,
            direction=self.direction,
        )


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date or period in ``text[start:end]``; ``comparator`` None: no bound was printed."""

    start: int
    end: int
    period: Period
    comparator: Comparator | None = None
    approximate: bool = False

    @property
    def is_definite(self) -> bool:
        """Whether it is a bound or one day, more than the mention of a year or month."""
        return self.comparator is not None or self.period.first == self.period.last

    @property
    def weight(self) -> Weight:
        """See :class:`Weight`."""
        if self.comparator is not None:
            return Weight.STATED
        return Weight.MEASURED if self.is_definite else Weight.BARE

    def target(self, text: str) -> Target:
        """The target value, printed as ``text``.

        A bound keeps one day: the last of its period (2024年12月前), or the first (2024年6月起).
        """
        first, last = iso(self.period.first), iso(self.period.last)
        if self.comparator in _UPPER:
            first = last
        elif self.comparator in _LOWER:
            last = first
        upper = None if first == last else last
        return Target(
            text=text,
            kind=Kind.DATE,
            comparator=self.comparator or Comparator.EQUAL,
            explicit=self.comparator is not None,
            value=first,
            upper=upper,
            unit=self.period.unit,
            canonical_value=f"{first}/{last}" if upper else first,
            canonical_unit=DATE_UNIT,
            approximate=self.approximate,
        )


Finding = Measure | Deadline


def meaning(finding: Finding) -> tuple[object, ...]:
    """Equal for two findings that say the same."""
    said = finding.target("")
    return said.comparator, said.canonical_value, said.canonical_upper, said.canonical_unit


def united(first: Measure, second: Measure) -> Measure | None:
    """≥90% and ≤95% as one range; None where the two are no lower and upper bound of one unit."""
    lower, upper = (second, first) if first.comparator in _UPPER else (first, second)
    if lower.comparator not in _LOWER or upper.comparator not in _UPPER:
        return None
    low, high = one_unit(lower.low, upper.low)
    if low.unit.canonical != high.unit.canonical or low.canonical > high.canonical:
        return None
    return replace(
        first,
        end=second.end,
        low=low,
        high=high,
        comparator=Comparator.RANGE,
        approximate=first.approximate or second.approximate,
    )
