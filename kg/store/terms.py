"""The engine's terms (RDF 项) as ours, and ours as the engine's."""

import pyoxigraph as ox

from kg.terms import Term, TermKind


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI, which SPARQL can write between angle brackets."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def term_of(node: object) -> Term | None:
    """A term of the engine; None for a triple term, and for what is not bound."""
    if isinstance(node, ox.NamedNode):
        return Term.iri(node.value)
    if isinstance(node, ox.Literal):
        return Term(TermKind.LITERAL, node.value, node.datatype.value, node.language)
    return Term(TermKind.BLANK, node.value) if isinstance(node, ox.BlankNode) else None


def node_of(term: Term) -> ox.NamedNode | ox.Literal | ox.BlankNode:
    """A term for the engine."""
    if term.kind is TermKind.IRI:
        return ox.NamedNode(term.value)
    if term.kind is TermKind.BLANK:
        return ox.BlankNode(term.value)
    if term.language is not None:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(str(term.datatype)))
