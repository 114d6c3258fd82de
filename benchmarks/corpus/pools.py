"""Lists to draw from with Zipf's law: the k-th item is drawn in proportion to 1 / k ** exponent."""

import tomllib
from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from random import Random
from typing import Any, Generic, Self, TypeVar

T = TypeVar("T")

_WORDS = 0.5
_TEMPLATES = 0.9


@dataclass(frozen=True, slots=True)
class Pool(Generic[T]):
    """Items with the cumulative probability up to and including each."""

    items: tuple[T, ...]
    cumulative: tuple[float, ...]

    @classmethod
    def zipf(cls, items: Iterable[T], exponent: float) -> Self:
        """A pool of items that are given from frequent to rare."""
        items = tuple(items)
        return cls.weighted((item, 1 / rank**exponent) for rank, item in enumerate(items, 1))

    @classmethod
    def weighted(cls, pairs: Iterable[tuple[T, float]]) -> Self:
        """A pool of (item, weight) pairs."""
        items, weights = zip(*pairs, strict=True)
        total = sum(weights)
        return cls(items, tuple(accumulate(weight / total for weight in weights[:-1])))

    def draw(self, rng: Random) -> T:
        """One item."""
        return self.items[bisect(self.cumulative, rng.random())]


@dataclass(frozen=True, slots=True)
class Template:
    """An indicator's name with slots, the form of its values and the unit they are counted in."""

    name: str
    form: str
    unit: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of policy (政策领域): who runs projects in it, about what, and how they are measured.

    ``templates`` are pools by category notation.
    """

    office: str
    bureaus: Pool[str]
    units: Pool[str]
    subjects: Pool[str]
    groups: Pool[str]
    templates: dict[str, Pool[Template]]


def data(name: str) -> dict[str, Any]:
    """One of the TOML files of this folder."""
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def fields() -> Pool[Field]:
    """The fields of policy; the first ones have the most projects."""
    common = data("indicators")
    return Pool.zipf((_field(entry, common) for entry in data("fields")["field"]), _WORDS)


def _field(entry: dict[str, Any], common: dict[str, list[str]]) -> Field:
    return Field(
        entry["office"],
        Pool.zipf(entry["bureaus"], 1),
        Pool.zipf(entry["units"], _WORDS),
        Pool.zipf(entry["subjects"], _WORDS),
        Pool.zipf(entry["groups"], _WORDS),
        {
            notation: Pool.weighted(_weighted_templates(entry, templates, notation))
            for notation, templates in common.items()
        },
    )


def _weighted_templates(
    entry: dict[str, Any], common: list[str], notation: str
) -> Iterator[tuple[Template, float]]:
    # What a field measures in its own way ranks after the three commonest ways.
    lines = common[:3] + entry.get(notation, []) + common[3:]
    for rank, line in enumerate(lines, 1):
        variants = list(_variants(line, entry))
        for place, template in enumerate(variants, 1):
            yield template, 1 / (rank**_TEMPLATES * len(variants) ** 0.5 * place**_WORDS)


def _variants(line: str, entry: dict[str, Any]) -> Iterator[Template]:
    """A line with the field's things and groups put in; the slots of a project stay."""
    name, form, *unit = (part.strip() for part in line.split("|"))
    things = entry["things"] if "{thing}" in name else [f"|{''.join(unit)}"]
    groups = entry["groups"] if "{group}" in name else [""]
    for thing in things:
        noun, _, counted_in = thing.partition("|")
        for group in groups:
            filled = name.replace("{thing}", noun).replace("{group}", group)
            yield Template(filled, form, counted_in)
