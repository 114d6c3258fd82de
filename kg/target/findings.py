"""What a scan of a text finds: one value expression with everything that was printed around it."""

from dataclasses import dataclass, replace
from enum import IntEnum

from kg.model import Comparator, Direction, Kind, Target
from kg.target import lexicon
from kg.target.bounds import tidy
from kg.target.dates import Period, iso
from kg.target.quantities import Quantity

DATE_UNIT = "ISO8601"


class Weight(IntEnum):
    """How surely an expression is the value: bare number < with a unit < with a comparator."""

    BARE = 1
    MEASURED = 2
    STATED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A value expression in ``text[start:end]`` of the folded text.

    A quantity (``upper`` too where it is a range) or a ``period``; ``comparator`` None: none was
    printed. ``direction`` is set for deltas (提高5%).
    """

    start: int
    end: int
    lower: Quantity | None = None
    upper: Quantity | None = None
    period: Period | None = None
    comparator: Comparator | None = None
    approximate: bool = False
    direction: Direction | None = None

    @property
    def weight(self) -> Weight:
        """See :class:`Weight`."""
        if self.comparator is not None:
            return Weight.STATED
        if self.lower is not None and not self.lower.known:
            return Weight.BARE
        return Weight.BARE if self.lower is None and not self.is_deadline else Weight.MEASURED

    @property
    def is_deadline(self) -> bool:
        """A date that is more than a year or a mention of a month: a bound or a day."""
        period = self.period
        return period is not None and (self.comparator is not None or period.first == period.last)

    @property
    def meaning(self) -> tuple[object, ...]:
        """Equal for two findings that say the same."""
        target = self.target("")
        return target.comparator, target.canonical_value, target.canonical_upper, target.canonical_unit

    def target(self, text: str) -> Target:
        """The target value that was found, printed as ``text``."""
        if self.period is not None:
            return self._date(text, self.period)
        lower, upper = self.lower, self.upper
        if lower is None:
            raise ValueError("a finding is a quantity or a period")
        return Target(
            text=text,
            kind=Kind.NUMERIC,
            comparator=self.comparator or Comparator.EQUAL,
            explicit=self.comparator is not None,
            value=tidy(lower.value),
            upper=tidy(upper.value) if upper else None,
            unit=lower.unit,
            canonical_value=tidy(lower.canonical),
            canonical_upper=tidy(upper.canonical) if upper else None,
            canonical_unit=lower.canonical_unit,
            approximate=self.approximate or lower.vague,
            direction=self.direction,
        )

    def _date(self, text: str, period: Period) -> Target:
        """Deadlines keep one day: the last of the period before it ends, the first from it on."""
        first, last = iso(period.first), iso(period.last)
        if self.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN):
            first, last = last, last
        elif self.comparator in (Comparator.AT_LEAST, Comparator.MORE_THAN):
            last = first
        comparator = self.comparator or Comparator.EQUAL
        upper = None if first == last else last
        return Target(
            text=text,
            kind=Kind.DATE,
            comparator=comparator,
            explicit=self.comparator is not None,
            value=first,
            upper=upper,
            unit=period.unit,
            canonical_value=f"{first}/{last}" if upper else first,
            canonical_unit=DATE_UNIT,
            approximate=self.approximate,
        )


def united(first: Finding, second: Finding) -> Finding | None:
    """≥90% and ≤95% as one range; None where the two are no lower and upper bound of one unit."""
    lower, upper = first, second
    if first.comparator in (Comparator.AT_MOST, Comparator.LESS_THAN):
        lower, upper = second, first
    rising = (Comparator.AT_LEAST, Comparator.MORE_THAN), (Comparator.AT_MOST, Comparator.LESS_THAN)
    if lower.comparator not in rising[0] or upper.comparator not in rising[1]:
        return None
    low, high = lower.lower, upper.lower
    if low is None or high is None:
        return None
    low, high = one_unit(low, high)
    if low.canonical_unit != high.canonical_unit or low.canonical > high.canonical:
        return None
    return replace(
        first, end=second.end, lower=low, upper=high, comparator=Comparator.RANGE,
        approximate=first.approximate or second.approximate,
    )


def one_unit(low: Quantity, high: Quantity) -> tuple[Quantity, Quantity]:
    """Both ends of a range in one printed unit: 2-3万元, 5000-1万元, 1万-2万人, 500元-1万元."""
    if low.unit == high.unit:
        return low, high
    if high.unit is None:
        return low, high.like(low)
    if low.unit is None:
        multiplied = high.size > 1 and low.value > high.value
        value = low.value / high.size if multiplied else low.value
        return replace(low.like(high), value=value), high
    if low.size == high.size and (low.canonical_unit == high.canonical_unit or _no_noun(low)):
        return low.like(high), high
    if low.canonical_unit == high.canonical_unit is not None:
        return low, replace(high.like(low), value=high.canonical / low.size)
    return low, high


def _no_noun(quantity: Quantity) -> bool:
    """Whether the unit is a multiplier alone (the first 万 of 1万-2万人)."""
    return quantity.unit in lexicon.units().multipliers
