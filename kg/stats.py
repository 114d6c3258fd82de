"""The counts of a release (统计), taken once when it is made."""

from typing import Any

from kg.store.reader import StoreReader

_COUNTS = {
    "projects": "SELECT (COUNT(*) AS ?n) WHERE { ?p a jipu:Project }",
    "departments": (
        "SELECT (COUNT(DISTINCT ?d) AS ?n) WHERE { ?p a jipu:Project ; jipu:department ?d }"
    ),
    "indicators": "SELECT (COUNT(*) AS ?n) WHERE { ?i a jipu:Indicator }",
    "blank_slots": "SELECT (COUNT(*) AS ?n) WHERE { ?b a jipu:BlankSlot }",
    "triples": "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
}
_BY_CATEGORY = """
SELECT ?notation (COUNT(*) AS ?n) WHERE {
  { SELECT ?category ?i WHERE { ?i a jipu:Indicator ; jipu:category ?category } }
  ?category skos:notation ?notation
} GROUP BY ?notation ORDER BY ?notation"""
_BY_YEAR = """
SELECT ?year (COUNT(*) AS ?n) WHERE {
  ?p a jipu:Project ; jipu:year ?year ; jipu:hasIndicator ?i
} GROUP BY ?year ORDER BY ?year"""


def release_stats(store: StoreReader, documents: int) -> dict[str, Any]:
    """Counts of documents, projects, departments, indicators and triples, and by category, year.

    ``by_category`` and ``by_year`` count indicators; ``triples`` are those of the union graph,
    the ontology's and the release's description (`kg.dataset`) included.
    """
    counts = {name: int(store.values(query)[0][0] or 0) for name, query in _COUNTS.items()}
    return {
        "documents": documents,
        **counts,
        "by_category": _grouped(store, _BY_CATEGORY),
        "by_year": _grouped(store, _BY_YEAR),
    }


def _grouped(store: StoreReader, query: str) -> dict[str, int]:
    return {str(key): int(count or 0) for key, count in store.values(query)}
