"""RDF terms (RDF 项) without a library behind them: what queries bind and functions are given."""

from enum import StrEnum
from typing import NamedTuple, Self

from kg import ntriples
from ontology import PREFIXES

_STRING = PREFIXES["xsd"] + "string"
_LANG_STRING = PREFIXES["rdf"] + "langString"


class TermKind(StrEnum):
    """The kinds of RDF 1.1 terms, as the JSON results of SPARQL call them."""

    IRI = "uri"
    LITERAL = "literal"
    BLANK = "bnode"


class Term(NamedTuple):
    """One term: its IRI, lexical form or label; ``datatype``, an IRI, and language of literals."""

    kind: TermKind
    value: str
    datatype: str | None = None
    language: str | None = None

    @classmethod
    def iri(cls, value: str) -> Self:
        """An IRI."""
        return cls(TermKind.IRI, value)

    @classmethod
    def literal(cls, value: str, datatype: str = _STRING) -> Self:
        """A literal without a language."""
        return cls(TermKind.LITERAL, value, datatype)

    @classmethod
    def tagged(cls, value: str, language: str) -> Self:
        """A string with a language."""
        return cls(TermKind.LITERAL, value, _LANG_STRING, language)

    @property
    def is_iri(self) -> bool:
        """Whether this is an IRI."""
        return self.kind is TermKind.IRI

    @property
    def is_blank(self) -> bool:
        """Whether this is a blank node, which has no name outside its store."""
        return self.kind is TermKind.BLANK

    @property
    def text(self) -> str | None:
        """The characters of a string, with a language or without; None for any other term."""
        return self.value if self.datatype in (_STRING, _LANG_STRING) else None

    def __str__(self) -> str:
        """The term as N-Triples and SPARQL both write it."""
        if self.is_iri:
            return ntriples.iri(self.value)
        if self.datatype is None:
            return f"_:{self.value}"
        quoted = ntriples.literal(self.value)
        if self.language:
            return f"{quoted}@{self.language}"
        return quoted if self.text is not None else f"{quoted}^^{ntriples.iri(self.datatype)}"
