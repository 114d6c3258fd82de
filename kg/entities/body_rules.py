"""The rules for the names of departments and units (``bodies.toml``) as compiled matchers."""

import re
from dataclasses import dataclass
from functools import cache

from kg.entities.names import table
from kg.layouts.loading import any_of


@dataclass(frozen=True, slots=True)
class BodyRules:
    """``bodies.toml``, compiled; ``levels`` are the endings of regions' names."""

    codes: re.Pattern[str]
    number_words: re.Pattern[str]
    itself: re.Pattern[str]
    leads: tuple[str, ...]
    levels: tuple[str, ...]
    stays: re.Pattern[str]
    shared: re.Pattern[str]
    committee: re.Pattern[str]
    organs: re.Pattern[str]
    own: tuple[str, ...]
    national: re.Pattern[str]


@cache
def body_rules() -> BodyRules:
    """Load the rules."""
    data = table("bodies")
    words = data["level_words"]
    return BodyRules(
        codes=any_of(data["codes"]),
        number_words=re.compile(data["number_words"]),
        itself=any_of(data["itself"]),
        leads=tuple(data["leads"]),
        levels=tuple(data["level"]),
        stays=any_of(words["stays"]),
        shared=any_of(words["shared"]),
        committee=re.compile(words["committee"]),
        organs=re.compile(data["label"]["organs"]),
        own=tuple(data["label"]["own"]),
        national=any_of(data["national"]["names"]),
    )
