"""Printed departments and units → bodies (机构): of which region, and by which name there.

In a table of 平罗县 ``县水务局``, ``水务局`` and ``433-宁夏平罗县水务局（本级）`` are one body, the
水务局 of 平罗县; ``石嘴山市水务局`` is that of 石嘴山市, wherever it is printed.
"""

from dataclasses import dataclass
from functools import lru_cache

from kg.entities.body_rules import body_rules
from kg.entities.divisions import Place
from kg.entities.heads import placed
from kg.entities.names import undressed, without
from kg.entities.places import level_words, place_of

_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Body:
    """A department or unit (部门、单位): the place it belongs to and its name within it."""

    place: Place | None
    name: str

    @property
    def identity(self) -> str:
        """What makes it the same body."""
        return f"{self.place.identity if self.place else ''}\x1e{self.name}"

    @property
    def label(self) -> str:
        """The name, with its region's before it where it ends like an organ's."""
        place = self.place
        if place is None or not body_rules().organs.search(self.name) or self._names(place):
            return self.name
        shared = any(self._shares(word[-1]) for word in level_words(place))
        return (place.label[:-1] if shared else place.label) + self.name

    def _names(self, place: Place) -> bool:
        """Whether the name says itself where it belongs: 平罗中学, 国家税务总局平罗县税务局."""
        stems = [stem for stem in map(_stem, place.path) if len(stem) >= _SHORTEST_STEM]
        return self.name.startswith((*body_rules().own, *stems)) or (
            _stem(place) in stems and _stem(place) in self.name
        )

    def _shares(self, last: str) -> bool:
        """Whether the region's last character is the name's first: 平罗县 and 县委办公室."""
        rest = self.name.removeprefix(last)
        return rest != self.name and body_rules().shared.match(rest) is not None


@lru_cache(maxsize=1 << 15)
def body_of(region: str | None, printed: str) -> Body:
    """The body that a name printed in a table of a region is."""
    home = place_of(region) if region else None
    name, rules = undressed(printed), body_rules()
    if not rules.number_words.match(name):
        name = without(name, rules.codes)
    heads = [placed(name.removeprefix(x), home) for x in ("", *rules.leads) if name.startswith(x)]
    place, rest = next(filter(None, heads), (home, name))
    return Body(place, without(rest, rules.itself))


def _stem(place: Place) -> str:
    """A place's name without its level: 平罗."""
    return place.name.removesuffix(next(iter(level_words(place)), ""))
