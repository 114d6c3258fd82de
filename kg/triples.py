"""Records → triples: a pure function from one read document to the facts of its named graph.

Terms are N-Triples strings from the start, because a national corpus has tens of millions of
triples and a bulk loader reads nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kg import ntriples, vocab
from kg.entity_facts import about, entity_triples
from kg.indicator_facts import Facts, decimal, place_facts, target_facts, text
from kg.iri import Minter, key_of
from kg.model import Document, Indicator, Problem, Project
from kg.ntriples import Triple, iri, literal
from kg.ontology_graph import ontology_graph


@dataclass(frozen=True, slots=True)
class Provenance:
    """When the graph was written (ISO 8601 with a zone) and by which version of jipu."""

    generated_at: str
    software_version: str


def document_triples(
    document: Document, minter: Minter, provenance: Provenance
) -> Iterator[Triple]:
    """Every fact of a document, in document order.

    A document without projects still yields its provenance and its problems.
    """
    graph = iri(minter.document(document.sha256))
    yield from _document(document, graph, minter, provenance)
    yield from entity_triples(document, minter)
    names: dict[str, str] = {}
    for project in document.projects:
        subject, year = iri(project_iri(project, minter)), project.year
        is_label = names.setdefault(subject, project.name) == project.name
        name = vocab.LABEL if is_label else vocab.ALT_LABEL
        yield Triple(subject, iri(name), literal(project.name))
        yield from about(subject, _project_facts(project, graph, minter))
        for indicator in project.indicators:
            yield from _row(indicator, year, document.sha256, subject, graph, minter)
    yield from _problems(document, graph, minter)


def ontology_triples() -> Iterator[Triple]:
    """The ontology itself: terms, schemes, shapes and questions, for its own named graph."""
    for line in ontology_graph().serialize(format="nt").splitlines():
        if line:
            yield Triple(*line.removesuffix(" .").split(" ", 2))


def project_iri(project: Project, minter: Minter) -> str:
    """The IRI of a project record."""
    return minter.project(*key_of(project))


def _document(
    document: Document, graph: str, minter: Minter, provenance: Provenance
) -> Iterator[Triple]:
    reading = iri(minter.reading(document.sha256))
    written = ntriples.date_time(provenance.generated_at)
    yield from about(
        graph,
        (
            (vocab.TYPE, iri(vocab.DOCUMENT)),
            (vocab.LABEL, literal(document.title or document.name)),
            (vocab.FILE_NAME, literal(document.name)),
            (vocab.SHA256, literal(document.sha256)),
            (vocab.TITLE, text(document.title)),
            (vocab.FORMAT, literal(document.media_type)),
            (vocab.GENERATED_AT, written),
            (vocab.GENERATED_BY, reading),
        ),
    )
    yield from about(
        reading,
        (
            (vocab.TYPE, iri(vocab.ACTIVITY)),
            (vocab.ENDED_AT, written),
            (vocab.SOFTWARE_VERSION, literal(provenance.software_version)),
        ),
    )


def _problems(document: Document, graph: str, minter: Minter) -> Iterator[Triple]:
    holders: list[tuple[Problem, tuple[str, ...]]] = [(p, (graph,)) for p in document.problems]
    for project in document.projects:
        subject = iri(project_iri(project, minter))
        holders += [(problem, (graph, subject)) for problem in project.problems]
    for number, (problem, subjects) in enumerate(holders, 1):
        node = iri(minter.problem(document.sha256, number))
        for subject in subjects:
            yield Triple(subject, iri(vocab.HAS_PROBLEM), node)
        yield from about(
            node,
            (
                (vocab.TYPE, iri(vocab.PROBLEM)),
                (vocab.WHERE, literal(problem.where)),
                (vocab.MESSAGE, literal(problem.message)),
            ),
        )


def _project_facts(project: Project, graph: str, minter: Minter) -> Facts:
    region = project.whole_region
    return (
        (vocab.TYPE, iri(vocab.PROJECT)),
        (vocab.VERSION_OF, iri(minter.series(*key_of(project)))),
        (vocab.YEAR, None if project.year is None else ntriples.integer(project.year)),
        (vocab.IN_REGION, iri(minter.region(region)) if region else None),
        (vocab.DEPARTMENT, _organisation(region, project.department, minter)),
        (vocab.IMPLEMENTING_UNIT, _organisation(region, project.unit, minter)),
        (vocab.REGION_NAME, text(project.region)),
        (vocab.DEPARTMENT_NAME, text(project.department)),
        (vocab.UNIT_NAME, text(project.unit)),
        (vocab.OFFICE, text(project.office)),
        (vocab.ATTRIBUTE, text(project.attribute)),
        (vocab.TERM, text(project.term)),
        (vocab.AMOUNT, decimal(project.amount_yuan)),
        (vocab.GOAL, text(project.goal)),
        (vocab.DERIVED_FROM, graph),
    )


def _row(
    indicator: Indicator, year: int | None, sha256: str, project: str, graph: str, minter: Minter
) -> Iterator[Triple]:
    if indicator.blank:
        slot = iri(minter.slot(sha256, indicator.source))
        yield Triple(project, f"<{vocab.HAS_BLANK_SLOT}>", slot)
        yield Triple(slot, f"<{vocab.TYPE}>", f"<{vocab.BLANK_SLOT}>")
        yield from about(slot, place_facts(indicator, graph))
        return
    subject = iri(minter.indicator(sha256, indicator.source))
    yield Triple(project, f"<{vocab.HAS_INDICATOR}>", subject)
    yield Triple(subject, f"<{vocab.TYPE}>", f"<{vocab.INDICATOR}>")
    if indicator.name:
        yield Triple(subject, f"<{vocab.LABEL}>", literal(indicator.name))
    yield from about(subject, place_facts(indicator, graph))
    yield from about(subject, target_facts(indicator.target, year))


def _organisation(region: str | None, name: str | None, minter: Minter) -> str | None:
    return iri(minter.organisation(region, name)) if name else None
