"""Regions that only their document tells apart: 鼓楼区 in a document of 南京市 is of 南京市."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.entities.divisions import Place
from kg.entities.names import folded, table, undressed
from kg.entities.places import nearest, place_at_head, places_named, region_name
from kg.model import Project


def located(projects: Sequence[Project], title: str | None) -> tuple[Project, ...]:
    """The projects of a document, with ``within`` where a region's name alone is not enough.

    It is the one division of that name in a prefecture, else in a province, that the document
    names elsewhere: in its title, as another region, or at the beginning of a body's name.
    """
    printed = dict.fromkeys(project.region for project in projects if project.region)
    unsure = {
        region: found for region in printed if len(found := places_named(region_name(region))) > 1
    }
    if not unsure:
        return tuple(projects)
    near = tuple(dict.fromkeys(_places(projects, title)))
    within = {region: _above(nearest(found, near)) for region, found in unsure.items()}
    return tuple(replace(p, within=within.get(p.region or "")) for p in projects)


def _places(projects: Sequence[Project], title: str | None) -> Iterator[Place]:
    texts = [_before_title().sub("", folded(title))] if title else []
    for project in projects:
        printed = (project.region, project.department, project.unit)
        texts += [undressed(text) for text in printed if text]
    for text in dict.fromkeys(texts):
        _, place = place_at_head(text)
        if place:
            yield place


def _above(place: Place | None) -> str | None:
    return place.parent.full_name if place and place.parent else None


@cache
def _before_title() -> re.Pattern[str]:
    return re.compile(table("regions")["printed"]["before_title"])
