"""Printed names → places: one place however its name is written, and none by guessing."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from kg.entities.divisions import Level, Place, divisions
from kg.entities.names import folded, table, without
from kg.layouts.loading import any_of

_CODE_BEFORE = re.compile(r"\(?(\d{6})\d*\)?[-.:、]*")


@lru_cache(maxsize=1 << 14)
def place_of(printed: str) -> Place:
    """The place that a printed region is.

    A name that only one division has, alone or after names above it (宁夏平罗县), is that one;
    any other text is a place without a code, below the longest place that its beginning names.
    """
    coded = _by_code(folded(printed))
    if coded:
        return coded
    # What is but a code is the name of an unlisted place.
    name = region_name(printed) or folded(printed)
    found = places_named(name)
    return found[0] if len(found) == 1 else _unlisted(name)


def region_name(printed: str) -> str:
    """A printed region without a code before it and 本级 behind it.

    津市市本级 is of 津市市, 北京市市本级 of 北京市: what is a division's name is not cut further.
    """
    rules = _around()
    whole = without(folded(printed), rules.code)
    plain = without(whole, rules.budget)
    short = rules.repeated.sub("", plain) if plain != whole else whole
    return next((name for name in (whole, plain) if places_named(name)), short)


def places_named(name: str) -> Sequence[Place]:
    """The divisions that a folded name may mean, none where no division is written so."""
    return _spellings().get(name, ())


def place_at_head(name: str) -> tuple[str, Place | None]:
    """The longest beginning of a folded name that only one division is written by; ("", None)."""
    levels = tuple(table("bodies")["level"])
    for end in range(len(name), 1, -1):
        head = name[:end]
        if head.endswith(levels) and len(found := places_named(head)) == 1:
            return head, found[0]
    return "", None


def nearest(found: Sequence[Place], near: Iterable[Place]) -> Place | None:
    """The one of the divisions that shares a prefecture, else a province, with a place near by."""
    above = {place for other in near for place in other.path}
    for level in (Level.PREFECTURE, Level.PROVINCE):
        shared = {place for place in above if place.level is level}
        close = [place for place in found if not shared.isdisjoint(place.path)]
        if len(close) == 1:
            return close[0]
    return None


@lru_cache(maxsize=1 << 12)
def level_words(place: Place) -> Sequence[str]:
    """The words that stand for a place (县 for 平罗县), longest first; none for other names."""
    levels: dict[str, list[str]] = table("bodies")["level"]
    ending = max((end for end in levels if place.name.endswith(end)), key=len, default=None)
    return levels[ending] if ending else ()


def _by_code(text: str) -> Place | None:
    """The division whose code and name are printed together, or whose code alone is."""
    match = _CODE_BEFORE.match(text)
    place = _by_codes().get(match[1]) if match else None
    if match and place and text[match.end() :] in ("", place.name):
        return place
    return None


def _unlisted(name: str) -> Place:
    head, above = place_at_head(name[:-1])
    return Place(name.removeprefix(head), None, above)


@cache
def _by_codes() -> dict[str, Place]:
    return {place.code: place for place in divisions() if place.code}


@cache
def _spellings() -> dict[str, list[Place]]:
    """Every way in which divisions are written; an official name alone is never a short form."""
    official: dict[str, list[Place]] = {}
    for place in divisions():
        official.setdefault(place.name, []).append(place)
    composed: dict[str, list[Place]] = {}
    for place in divisions():
        for spelling in _composed(place):
            composed.setdefault(spelling, []).append(place)
    return composed | official


def _composed(place: Place) -> set[str]:
    """The name after those above it, of which any may be left out, and in its short form."""
    above = place.path[:-1]
    heads = product(*(("", *_forms(other)) for other in above))
    return {f"{''.join(head)}{form}" for head in heads for form in _forms(place)}


def _forms(place: Place) -> Collection[str]:
    return {place.name, _short(place) or place.name}


def _short(place: Place) -> str | None:
    if place.level is Level.PROVINCE:
        return any_of(table("regions")["short"]["province"]).sub("", place.name)
    match = _autonomous().fullmatch(place.name)
    return match[1] + match[2] if match else None


@cache
def _autonomous() -> re.Pattern[str]:
    short = table("regions")["short"]
    peoples = [f"{people}族" for people in short["peoples"]]
    peoples += [people for people in short["peoples"] if len(people) > 1]
    return re.compile(f"(.{{2,}}?)(?:{'|'.join(peoples)})+{short['level']}(.)")


@dataclass(frozen=True, slots=True)
class _Around:
    """What is printed around a region's name, of ``regions.toml``."""

    code: re.Pattern[str]
    budget: re.Pattern[str]
    repeated: re.Pattern[str]


@cache
def _around() -> _Around:
    rules = table("regions")["printed"]
    return _Around(*(re.compile(rules[name]) for name in ("code", "budget", "repeated")))
