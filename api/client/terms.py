"""One RDF term as TSV results write it, as a term of rdflib or a Python value."""

import re
from typing import Any

from rdflib import XSD, BNode, Literal, URIRef

Term = URIRef | BNode | Literal

_QUOTED = re.compile(r'"(.*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r"}


def unescaped(text: str) -> str:
    """The text between the quotes of a literal, as it is meant."""
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text)


def term_of(written: str) -> Term:
    """The term. What TSV abbreviates (``5``, ``1.5``, ``true``) gets its datatype back."""
    if written.startswith("<") and written.endswith(">"):
        return URIRef(written[1:-1])
    if written.startswith("_:"):
        return BNode(written[2:])
    quoted = _QUOTED.fullmatch(written)
    if quoted is None:
        return Literal(written, datatype=_abbreviated(written), normalize=False)
    text, language, datatype = quoted.groups()
    return Literal(unescaped(text), language, datatype, normalize=False)


def value_of(written: str) -> Any:  # noqa: ANN401 - whatever the datatype says
    """The Python value: int, Decimal, float, bool, date, datetime; str for all that is no such."""
    term = term_of(written)
    value = term.toPython()
    return str(term) if isinstance(value, Term) else value


def _abbreviated(written: str) -> URIRef:
    if written in ("true", "false"):
        return XSD.boolean
    if "e" in written.lower():
        return XSD.double
    return XSD.decimal if "." in written else XSD.integer
