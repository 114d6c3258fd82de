"""Terms of a graph as pages show them, and the rows of trusted queries made of them."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO

from kg.store.query import Query
from kg.store.reader import StoreReader
from ontology import PREFIXES

_DIGITS_OF_A_YEAR = 4
_JSON = ("application/sparql-results+json",)
_XSD = PREFIXES["xsd"]
_LABELS = """
SELECT ?x ?label WHERE {{
  VALUES ?x {{ {iris} }}
  ?x rdfs:label|skos:prefLabel|dcterms:title ?label
  FILTER(LANG(?label) IN ("zh", ""))
}}"""


@dataclass(frozen=True, slots=True)
class Term:
    """An IRI, a blank node or a literal."""

    value: str
    kind: str  # as in SPARQL's JSON: uri, bnode, literal
    datatype: str = ""
    language: str = ""

    @property
    def is_iri(self) -> bool:
        """Whether it can be linked."""
        return self.kind == "uri"

    @property
    def is_blank(self) -> bool:
        """Whether it has no name that could be shown."""
        return self.kind == "bnode"

    @property
    def is_number(self) -> bool:
        """Whether it is a decimal or an integer."""
        return self.datatype in (_XSD + "decimal", _XSD + "integer")

    @property
    def shown(self) -> str:
        """A literal for people: large numbers in groups of three digits, truth in words."""
        if self.datatype == _XSD + "decimal":
            return f"{Decimal(self.value):,f}"
        if self.datatype == _XSD + "integer" and len(self.value) > _DIGITS_OF_A_YEAR:
            return f"{int(self.value):,}"
        if self.datatype == _XSD + "boolean":
            return "是" if self.value == "true" else "否"
        return self.value


Row = Mapping[str, Term]


def select(store: StoreReader, query: str) -> list[Row]:
    """The rows of a trusted SELECT query; an unbound variable is missing in its row."""
    out = BytesIO()
    store.answer(Query(query, _JSON)).write(out)
    return [
        {name: _term(cell) for name, cell in binding.items()}
        for binding in json.loads(out.getvalue())["results"]["bindings"]
    ]


def labels(store: StoreReader, iris: Iterable[str]) -> dict[str, str]:
    """A Chinese label, or one of no language, for each IRI that has any."""
    listed = " ".join(f"<{iri}>" for iri in dict.fromkeys(iris))
    rows = select(store, _LABELS.format(iris=listed)) if listed else []
    found: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: (row["label"].language != "zh", row["label"].value)):
        found.setdefault(row["x"].value, row["label"].value)
    return found


def _term(cell: Mapping[str, str]) -> Term:
    return Term(cell["value"], cell["type"], cell.get("datatype", ""), cell.get("xml:lang", ""))
