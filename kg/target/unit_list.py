"""The units of ``units.toml`` as compiled matchers; read once, on first use."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from kg.target import lexicon
from kg.target.lexicon import HANZI, any_of

Sizes = dict[str, tuple[str, Decimal]]
"""Of how many of which unit a unit is one: 千米 is 1000 米."""

_LATIN_WORD_GOES_ON = "(?<![A-Za-z](?=[A-Za-z]))"


@dataclass(frozen=True, slots=True)
class UnitList:
    """Matchers of ``units.toml``, and what each spelling means: (canonical unit, size in it).

    ``scales``: the unit that canonical units are compared in, of those that are not their own.
    """

    known: re.Pattern[str]
    multiplier: re.Pattern[str]
    denominator: re.Pattern[str]
    grade: re.Pattern[str]
    chinese_grade: re.Pattern[str]
    not_unit: re.Pattern[str]
    zero_noun: re.Pattern[str]
    per_head: re.Pattern[str]
    currency: re.Pattern[str]
    meaning: Sizes
    alternative: re.Pattern[str]
    scales: Sizes
    multipliers: dict[str, Decimal]
    money_multipliers: frozenset[str]
    population: frozenset[str]


@cache
def unit_list() -> UnitList:
    """The list, compiled on first use."""
    data = lexicon.table("units")
    light = lexicon.table("phrases")["light"]
    meaning = _meaning(data)
    multipliers = {word: Decimal(size) for word, size in data["multipliers"].items()}
    denominators = data["denominators"]["words"].split()
    return UnitList(
        known=re.compile(any_of(list(meaning)) + _LATIN_WORD_GOES_ON),
        multiplier=re.compile(any_of(list(multipliers))),
        denominator=re.compile(any_of(denominators) + _LATIN_WORD_GOES_ON),
        grade=re.compile(any_of(data["grades"]["words"])),
        chinese_grade=re.compile(any_of(data["grades"]["chinese"])),
        not_unit=re.compile(any_of(light["not_units"] + light["words"])),
        zero_noun=re.compile(any_of(data["zero"]["nouns"])),
        per_head=re.compile(any_of(list(data["per_head"])) + f"(?![{HANZI}])"),
        currency=re.compile(any_of(data["zero_money"]["currency_signs"]) + ":?$"),
        meaning=meaning | {word: ("1", Decimal(size)) for word, size in data["per_head"].items()},
        alternative=re.compile(rf"\({any_of(data['counters']['words'].split())}\)"),
        scales=_scales(data),
        multipliers=multipliers,
        money_multipliers=frozenset(data["zero_money"]["multipliers"]),
        population=frozenset(data["population"]["units"]),
    )


def _meaning(data: dict[str, Any]) -> Sizes:
    one = Decimal(1)
    meaning = {word: (word, one) for word in data["counters"]["words"].split()}
    for dimension in data["dimension"]:
        meaning |= {word: (word, one) for word in dimension["sizes"]}
    for canonical, spellings in data["synonyms"].items():
        meaning |= dict.fromkeys([canonical, *spellings], (canonical, one))
    for name, words in data["equivalents"].items():
        # 人(次) is not listed: it is read as 人 with an alternative.
        whole = (word for word in (name, *words) if not word.endswith((")", "）")))
        meaning |= {word: (word, one) for word in whole}
    for converted in data["converted"]:
        canonical, sizes = converted["canonical"], converted["units"]
        meaning |= {word: (canonical, Decimal(size)) for word, size in sizes.items()}
    return meaning


def _scales(data: dict[str, Any]) -> Sizes:
    scales: Sizes = {}
    for dimension in data["dimension"]:
        sizes = {word: Decimal(size) for word, size in dimension["sizes"].items()}
        base = next(word for word, size in sizes.items() if size == 1)
        scales |= {word: (base, size) for word, size in sizes.items()}
    for name, words in data["equivalents"].items():
        scales |= dict.fromkeys(words, scales.get(name, (name, Decimal(1))))
    return scales
