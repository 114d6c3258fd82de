"""Regions that their document tells: 鼓楼区 of 南京市, or that of a body where none is printed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from kg.entities.body_rules import body_rules
from kg.entities.divisions import Place
from kg.entities.heads import placed
from kg.entities.names import folded, table, undressed
from kg.entities.places import nearest, place_at_head, place_of, places_named, region_name
from kg.model import Project


def located(projects: Sequence[Project], title: str | None) -> tuple[Project, ...]:
    """The projects of a document with the regions that are known of them.

    Where none is printed, it is the one that the department's or the unit's name begins with. Of
    names below each other (北京市密云区) the last is the region. Where its name alone is not enough
    ``within`` says what is above it: what was printed before it, else what tells the one division
    of that name apart: its prefecture or province is named elsewhere in the document, in its title,
    as another region, or at the beginning of a body's name.
    """
    placed_projects = [_lowest(_of_body(project)) for project in projects]
    bare = dict.fromkeys(p.region for p in placed_projects if p.region and not p.within)
    unsure = {region: found for region in bare if len(found := _named(region)) > 1}
    if not unsure:
        return tuple(placed_projects)
    near = tuple(dict.fromkeys(_places(projects, title)))
    within = {region: _above(nearest(found, near)) for region, found in unsure.items()}
    return tuple(replace(p, within=p.within or within.get(p.region or "")) for p in placed_projects)


def _of_body(project: Project) -> Project:
    """Where no region is printed, that of a body; units of the nation's bodies are anywhere."""
    if project.region:
        return project
    names = [undressed(name) for name in (project.department, project.unit) if name]
    if names and body_rules().national.search(names[0]):
        return project
    found = next(filter(None, (placed(name, None) for name in names)), None)
    return replace(project, region=found[0].full_name) if found else project


def _lowest(project: Project) -> Project:
    """The division that a region of several names is, with the others above it if need be."""
    printed = region_name(project.region) if project.region else ""
    place = place_of(printed) if printed else None
    if not place or not place.code or printed == place.name or not printed.endswith(place.name):
        return project
    above = printed.removesuffix(place.name) if len(_named(place.name)) > 1 else None
    return replace(project, region=place.name, within=above)


def _named(region: str) -> Sequence[Place]:
    return places_named(region_name(region))


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
