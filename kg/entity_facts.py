"""What the graph says of regions, departments and units, and of projects over the years."""

from collections.abc import Iterator

from kg import ntriples, vocab
from kg.entities.bodies import body_of
from kg.entities.divisions import Place
from kg.entities.places import place_of
from kg.entities.projects import lasting_name
from kg.indicator_facts import Facts
from kg.iri import Minter, key_of
from kg.model import Document, Project
from kg.ntriples import Triple, iri, literal

_division_code = ntriples.typed(vocab.DIVISION_CODE)
_PLACEHOLDER = "代编"  # 财政代编: the finance office writes the table for a body not yet named


def entity_triples(document: Document, minter: Minter) -> Iterator[Triple]:
    """The regions, bodies and lasting projects of a document, each fact once.

    Labels follow from what a resource is by rule, so that all documents give it the same one;
    other printed spellings are beside it.
    """
    projects = document.projects
    regions = dict.fromkeys((project.whole_region, project.region) for project in projects)
    bodies = dict.fromkeys((p.whole_region, p.department, p.unit) for p in projects)
    stated: dict[Triple, None] = {}
    for region, printed in regions:
        stated.update(dict.fromkeys(_region(region, printed, minter)))
    for region, department, unit in bodies:
        stated.update(dict.fromkeys(_bodies(region, department, unit, minter)))
    for project in projects:
        stated.update(dict.fromkeys(_series(project, minter)))
    yield from stated


def about(subject: str, facts: Facts) -> Iterator[Triple]:
    """The facts as triples, without those that are not stated."""
    for predicate, value in facts:
        if value is not None:
            yield Triple(subject, f"<{predicate}>", value)


def _region(region: str | None, printed: str | None, minter: Minter) -> Iterator[Triple]:
    if region and printed:
        place = place_of(region)
        yield from _place(place, minter)
        yield from _spelling(minter.place(place), printed, place.label)


def _bodies(
    region: str | None, department: str | None, unit: str | None, minter: Minter
) -> Iterator[Triple]:
    """A department and its unit, unless the unit is the department itself (本级)."""
    if department:
        yield from _body(region, department, vocab.ORGANIZATION, minter)
    if unit:
        above = minter.organisation(region, department) if department else None
        address = minter.organisation(region, unit)
        unit_class = vocab.ORGANIZATION if address == above else vocab.ORGANIZATIONAL_UNIT
        yield from _body(region, unit, unit_class, minter)
        if above and address != above:
            yield Triple(iri(address), iri(vocab.UNIT_OF), iri(above))


def _series(project: Project, minter: Minter) -> Iterator[Triple]:
    yield from about(
        iri(minter.series(*key_of(project))),
        (
            (vocab.TYPE, iri(vocab.PROJECT_SERIES)),
            (vocab.LABEL, literal(lasting_name(project.name, project.year))),
        ),
    )


def _place(place: Place, minter: Minter) -> Iterator[Triple]:
    for one in place.path:
        yield from about(
            iri(minter.place(one)),
            (
                (vocab.TYPE, iri(vocab.REGION)),
                (vocab.LABEL, literal(one.label)),
                (vocab.NOTATION, _division_code(one.code) if one.code else None),
                (vocab.ADMINISTRATIVE_LEVEL, iri(vocab.level(one.level)) if one.level else None),
                (vocab.BROADER, iri(minter.place(one.parent)) if one.parent else None),
            ),
        )


def _body(region: str | None, printed: str, body_class: str, minter: Minter) -> Iterator[Triple]:
    body, address = body_of(region, printed), minter.organisation(region, printed)
    if body.place:
        yield from _place(body.place, minter)
    yield from about(
        iri(address),
        (
            (vocab.TYPE, iri(body_class)),
            (vocab.TYPE, iri(vocab.PLACEHOLDER_BODY) if _PLACEHOLDER in printed else None),
            (vocab.LABEL, literal(body.label)),
            (vocab.IN_REGION, iri(minter.place(body.place)) if body.place else None),
        ),
    )
    yield from _spelling(address, printed, body.label)


def _spelling(address: str, printed: str, label: str) -> Iterator[Triple]:
    if printed != label:
        yield Triple(iri(address), iri(vocab.ALT_LABEL), literal(printed))
