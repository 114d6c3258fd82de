"""What is one project (项目): within a year, and over the years (延续项目)."""

import re
from functools import cache, lru_cache

from kg.entities.bodies import body_of
from kg.entities.names import table, undressed, without
from kg.entities.places import place_of
from kg.layouts.loading import any_of


@lru_cache(maxsize=1 << 14)
def project_identity(
    region: str | None, year: int | None, department: str | None, name: str, unit: str | None
) -> str:
    """What makes a project of one year the same project, as one text."""
    bodies = _bodies_identity(region, department, unit)
    return _joined(_place_identity(region), str(year or ""), *bodies, project_name(name))


@lru_cache(maxsize=1 << 14)
def series_identity(
    region: str | None, year: int | None, department: str | None, name: str, unit: str | None
) -> str:
    """What makes projects of several years one that goes on, as one text."""
    bodies = _bodies_identity(region, department, unit)
    return _joined(_place_identity(region), *bodies, lasting_name(name, year))


@lru_cache(maxsize=1 << 14)
def project_name(printed: str) -> str:
    """A project's name without codes and marks, of one width and one kind of brackets."""
    return without(undressed(printed), _codes())


@lru_cache(maxsize=1 << 14)
def lasting_name(printed: str, year: int | None) -> str:
    """The name that a project keeps over the years: 2024年农村公路养护 → 农村公路养护.

    A number at the beginning is a year only where it is the budget year of its table. A name that
    is nothing but a year stays.
    """
    name = project_name(printed)
    rest = _years().sub("", name)
    if year is not None:
        rest = re.sub(rf"^{year}(?=\D)", "", rest)
    return _left_over().sub("", rest) or name


def _place_identity(region: str | None) -> str:
    return place_of(region).identity if region else ""


def _bodies_identity(region: str | None, *names: str | None) -> list[str]:
    return [body_of(region, name).identity if name else "" for name in names]


def _joined(*parts: str) -> str:
    return "\x1f".join(parts)


@cache
def _codes() -> re.Pattern[str]:
    return any_of(table("projects")["codes"])


@cache
def _years() -> re.Pattern[str]:
    return any_of(table("projects")["years"])


@cache
def _left_over() -> re.Pattern[str]:
    return any_of(table("projects")["left_over"])
