"""The pages (网页): Jinja templates, everything escaped, no script."""

from collections.abc import Iterator, Mapping
from functools import cache
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from rdflib import URIRef
from rdflib.term import Node

import ontology
from api.http.linked_data.documentation import documentation
from api.http.linked_data.names import Names
from api.http.linked_data.sections import Column, Table, tables_of
from api.http.linked_data.statements import Subject, names_of, presentation, subject_of
from api.http.linked_data.terms import Row, shown
from kg.store.reader import StoreReader
from kg.terms import Term


def resource_page(store: StoreReader, iri: str, names: Names, release: str) -> str:
    """The page of a resource."""
    subject = subject_of(store, iri)
    tables = tables_of(store, iri, subject.classes)
    called = names_of(store, _shown_iris(subject, tables))
    links = _Links(names, called)
    return (
        _environment()
        .get_template("resource.html")
        .render(
            subject=subject,
            tables=tables,
            links=links,
            root=names.root,
            release=release,
        )
    )


def ontology_page(names: Names, release: str) -> str:
    """The documentation of the ontology."""
    about = documentation()
    terms = (*about.classes, *about.properties, *about.others)
    ours = {term.iri: next(iter(term.names.values())) for term in terms}
    return (
        _environment()
        .get_template("ontology.html")
        .render(
            about=about,
            iri=ontology.GRAPH,
            links=_Links(names, {**presentation().names, **ours}),
            short=ontology.shortened,
            questions=ontology.named_queries(),
            questions_home=ontology.QUESTIONS,
            question=ontology.question,
            prefixes=ontology.PREFIXES,
            root=names.root,
            release=release,
        )
    )


class _Links:
    """How terms and cells become text and links."""

    def __init__(self, names: Names, called: Mapping[str, str]) -> None:
        self._names = names
        self._called = called

    def name(self, iri: str) -> str:
        """What an IRI is called."""
        return self._called.get(iri) or self._names.path(iri)

    def href(self, iri: str) -> str | None:
        """Where it leads."""
        return self._names.href(iri)

    def term(self, term: Term, text: str | None = None) -> Markup | str:
        """A term as text, an IRI as a link with its name or ``text``."""
        if not term.is_iri:
            return shown(term) if text is None else text
        name, href = text or self.name(term.value), self.href(term.value)
        return name if href is None else Markup('<a href="{}">{}</a>').format(href, name)

    def node(self, node: Node) -> Markup | str:
        """A term of a graph in memory."""
        return self.term(Term.iri(node) if isinstance(node, URIRef) else Term.literal(str(node)))

    def cell(self, row: Row, column: Column) -> Markup | str:
        """A cell of a table."""
        linked, other = row.get(column.linked), row.get(column.shown)
        if linked is None:
            return ""
        return self.term(linked, shown(other) if other and other != linked else None)

    def query(self, text: str) -> str:
        """The page that runs a query."""
        return f"{self._names.root}query?query={quote(text, safe='')}"


def _shown_iris(subject: Subject, tables: list[Table]) -> Iterator[str]:
    yield from subject.classes
    for statement in subject.statements:
        yield statement.property
        yield from (term.value for term in statement.values if term.is_iri)
    for table in tables:
        yield from table.iris()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(__package__ or "", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
