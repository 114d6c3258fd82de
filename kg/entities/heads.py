"""Which place a body's name begins with, by its name (平罗县水务局) or its level (县水务局)."""

from collections.abc import Iterable

from kg.entities.body_rules import body_rules
from kg.entities.divisions import Level, Place
from kg.entities.places import level_words, nearest, place_of, places_named

_SHORTEST_DISTRICT = 3  # characters: 矿区 and 郊区 are common words too, 歙县 is not


def placed(name: str, home: Place | None) -> tuple[Place, str] | None:
    """The place that a name printed in a table of ``home`` begins with, and the name within it.

    None for a name that begins with none.
    """
    found = _by_name(name, home)
    return found or (_by_level(name, home.path[::-1]) if home else None)


def _by_name(name: str, home: Place | None) -> tuple[Place, str] | None:
    for end in range(len(name) - 1, 1, -1):
        place = _named(name[:end], home)
        if place:
            rest = _within(name[end - 1], name[end:])
            return _by_level(rest, (place,)) or (place, rest)
    return None


def _by_level(name: str, places: Iterable[Place]) -> tuple[Place, str] | None:
    """The first of the places that a word for its level at the beginning means."""
    if body_rules().stays.match(name):
        return None
    for place in places:
        for word in level_words(place):
            if name.startswith(word) and name != word:
                return place, _within(word[-1], name.removeprefix(word))
    return None


def _within(last: str, rest: str) -> str:
    """The name after a place; the place's last character stays where both are one word (县委)."""
    rules = body_rules()
    if not rules.shared.match(rest):
        return rest
    return rules.committee.sub(r"\1委", last + rest)


def _named(head: str, home: Place | None) -> Place | None:
    """The place of a head: the table's own, one close to it, or one that is no other's name."""
    if not head.endswith(body_rules().levels):
        return None
    found = places_named(head)
    if home and (home in found or head == home.name or place_of(head) == home):
        return home
    close = nearest(found, (home,) if home else ())
    if close or len(found) != 1:
        return close
    return found[0] if _stands_alone(found[0], head, home) else None


def _stands_alone(place: Place, head: str, home: Place | None) -> bool:
    """Whether a name is enough, though the table is of another province or of none known."""
    if place.level is not Level.COUNTY or head != place.name:
        return True
    is_word = len(head) < _SHORTEST_DISTRICT and not head.endswith("县")
    return not is_word and not (home and home.path[0].code)
