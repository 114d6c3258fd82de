"""The word lists (``*.toml`` beside this file) as compiled matchers; read once, on first use."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.model import Comparator, Direction

CHINESE_DIGITS = "零〇一二两三四五六七八九十百千万亿廿卅半"
HANZI = "\u4e00-\u9fff"


@cache
def table(name: str) -> dict[str, Any]:
    """The content of ``{name}.toml``."""
    text = (files("kg.target") / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def any_of(words: list[str]) -> str:
    """A regular expression for one of the words, longer words first; never for an empty match."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(map(re.escape, longest_first)) + ")" if words else "(?!)"


@dataclass(frozen=True, slots=True)
class Comparators:
    """比较符与范围词: matchers, and the comparator of every sign and word."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    sign: re.Pattern[str]
    approximate_before: re.Pattern[str]
    approximate_after: re.Pattern[str]
    range_sign: re.Pattern[str]
    joiner: re.Pattern[str]
    before_meaning: dict[str, Comparator]
    after_meaning: dict[str, Comparator]
    sign_meaning: dict[str, Comparator]
    weak: frozenset[str]


@cache
def comparators() -> Comparators:
    """The comparators of ``comparators.toml``."""
    data = table("comparators")
    rows = [(Comparator(row["notation"]), row) for row in data["comparator"]]
    signs = {sign: meaning for meaning, row in rows for sign in row["signs"]}
    weak = {word: meaning for meaning, row in rows for word in row.get("weak", [])}
    words = {word: meaning for meaning, row in rows for word in row["before"]}
    after = {word: meaning for meaning, row in rows for word in row["after"]}
    near = data["approximate"]
    before = signs | weak | words
    unless = "".join(
        rf"(?<!{re.escape(word)}(?=[{chars}]))" for word, chars in data["not_followed"].items()
    )
    return Comparators(
        before=re.compile(any_of(list(before))),
        after=re.compile(any_of(list(after)) + unless),
        sign=re.compile(any_of(list(signs))),
        approximate_before=re.compile(
            f"(?<![{near['not_after']}]){any_of(near['before'])}[为在是达]?$"
        ),
        approximate_after=re.compile(any_of(near["after"]) + unless),
        range_sign=re.compile(f"{any_of(data['range']['signs'])}{{1,3}}"),
        joiner=re.compile(f"{any_of(data['range']['joiners'])}{{0,3}}$"),
        before_meaning=before,
        after_meaning=after,
        sign_meaning=signs,
        weak=frozenset(weak),
    )


@dataclass(frozen=True, slots=True)
class Deadlines:
    """时限: what makes a date an upper bound (until) or a lower one (since)."""

    until_before: re.Pattern[str]
    until_after: re.Pattern[str]
    since_before: re.Pattern[str]
    since_after: re.Pattern[str]


@cache
def deadlines() -> Deadlines:
    """The deadline words of ``comparators.toml``."""
    words = table("comparators")["deadline"]
    return Deadlines(
        until_before=re.compile(any_of(words["until_before"]) + "[于在到至为:]?$"),
        until_after=re.compile(any_of(words["until_after"])),
        since_before=re.compile(any_of(words["since_before"]) + "[于在到至为:]?$"),
        since_after=re.compile(any_of(words["since_after"])),
    )


@dataclass(frozen=True, slots=True)
class Phrases:
    """短语: emptiness, direction, fixed sayings, and words that do not matter beside a date."""

    empty: frozenset[str]
    direction: re.Pattern[str]
    directions: dict[str, Direction]
    delta: re.Pattern[str]
    deltas: dict[str, Direction]
    delta_glue: re.Pattern[str]
    never: re.Pattern[str]
    cut: re.Pattern[str]
    light: re.Pattern[str]


@cache
def phrases() -> Phrases:
    """The phrases of ``phrases.toml``."""
    data = table("phrases")
    directions = {word: way for way in Direction for word in data["direction"][way.value]}
    deltas = {
        word: Direction(way) for way in ("increase", "decrease") for word in data["delta"][way]
    }
    never = data["never"]
    return Phrases(
        empty=frozenset(data["empty"]["words"]),
        direction=re.compile(any_of(list(directions))),
        directions=directions,
        delta=re.compile(any_of(list(deltas))),
        deltas=deltas,
        delta_glue=re.compile(f"{any_of(data['delta']['glue'])}*"),
        never=re.compile(any_of(never["words"])),
        cut=re.compile(any_of(never["cut"])),
        light=re.compile(any_of(data["light"]["words"])),
    )
