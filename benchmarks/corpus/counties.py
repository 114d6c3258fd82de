"""The invented counties: where they lie, how many projects they publish and in which years."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from math import exp, log
from random import Random

from benchmarks.corpus.pools import Pool, data

_FIRST_YEAR, _LAST_YEAR = 2019, 2025
_FEWEST, _MEDIAN, _MOST = 20, 45, 200
_NAME_STRIDE, _PROVINCE_STRIDE = 389, 71


@dataclass(frozen=True, slots=True)
class County:
    """A county (县) that publishes about ``size`` projects in each of ``years``."""

    key: str
    province: str
    name: str
    years: range
    size: int
    towns: Pool[str]

    @property
    def region(self) -> str:
        """The region (行政区划) as titles print it."""
        return self.province + self.name

    def size_in(self, year: int) -> int:
        """How many projects are published in a year."""
        return _within(self.size * Random(f"{self.key}/{year}").uniform(0.9, 1.1))


def counties(seed: int) -> Iterator[County]:
    """Counties without end, no two of one name in one province (for the first 70,000)."""
    return (_county(number, seed) for number in count())


def _county(number: int, seed: int) -> County:
    key = f"{seed}/{number}"
    rng = Random(key)
    places = _places()
    provinces, first, second = places["provinces"], places["first"], places["second"]
    # The strides have no divisor in common with the number of names, so that none comes twice.
    round_, province = divmod(number, len(provinces))
    pair = (round_ * _NAME_STRIDE + province * _PROVINCE_STRIDE) % (len(first) * len(second))
    name = first[pair % len(first)] + second[pair // len(first)] + rng.choice(places["kinds"])
    start = rng.randint(_FIRST_YEAR, _LAST_YEAR)
    return County(
        key,
        provinces[province],
        name,
        range(start, min(_LAST_YEAR, start + rng.randint(0, 5)) + 1),
        _within(exp(rng.gauss(log(_MEDIAN), 0.6))),
        Pool.zipf(rng.sample(places["towns"], 8), 0.5),
    )


def _within(size: float) -> int:
    return min(_MOST, max(_FEWEST, round(size)))


@cache
def _places() -> dict[str, list[str]]:
    return data("regions")
