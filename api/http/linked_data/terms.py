"""Terms of a graph as pages show them, and the rows of trusted queries made of them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from kg.store.query import Query
from kg.store.reader import StoreReader
from kg.terms import Term
from kg.vocab import XSD

_DIGITS_OF_A_YEAR = 4
_DECIMAL, _INTEGER, _BOOLEAN = XSD + "decimal", XSD + "integer", XSD + "boolean"
_LABELS = """
SELECT ?x ?label WHERE {{
  VALUES ?x {{ {iris} }}
  ?x rdfs:label|skos:prefLabel|dcterms:title ?label
  FILTER(LANG(?label) IN ("zh", ""))
}}"""

Row = Mapping[str, Term]


def is_number(term: Term) -> bool:
    """Whether a term is a decimal or an integer."""
    return term.datatype in (_DECIMAL, _INTEGER)


def shown(term: Term) -> str:
    """A literal for people: large numbers in groups of three digits, truth in words."""
    if term.datatype == _DECIMAL:
        return f"{Decimal(term.value):,f}"
    if term.datatype == _INTEGER and len(term.value) > _DIGITS_OF_A_YEAR:
        return f"{int(term.value):,}"
    if term.datatype == _BOOLEAN:
        return "是" if term.value == "true" else "否"
    return term.value


def select(store: StoreReader, query: str, *variables: str) -> list[Row]:
    """The rows of a trusted SELECT query for these variables; what is unbound is missing."""
    return [
        {name: term for name, term in zip(variables, row, strict=True) if term is not None}
        for row in store.rows(Query(query, ()))
    ]


def labels(store: StoreReader, iris: Iterable[str]) -> dict[str, str]:
    """A Chinese label, or one of no language, for each IRI that has any."""
    listed = " ".join(f"<{iri}>" for iri in dict.fromkeys(iris))
    rows = select(store, _LABELS.format(iris=listed), "x", "label") if listed else []
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row["label"].language != "zh", row["label"].value)):
        found.setdefault(row["x"].value, row["label"].value)
    return found
