"""The SPARQL query that says what a search found: the same indicators in the same order."""

from collections.abc import Sequence

from kg.ntriples import iri
from ontology import prologue

_PREFIXES = ("jipu", "rdfs", "skos")

_TEMPLATE = """\
{prefixes}SELECT ?indicator ?name ?target ?project ?score
WHERE {{
  VALUES (?rank ?indicator ?score) {{
{hits}
  }}
  ?project jipu:hasIndicator ?indicator .
  OPTIONAL {{ ?indicator rdfs:label ?name }}
  OPTIONAL {{ ?indicator jipu:targetText ?target }}{patterns}
}}
ORDER BY ?rank
"""


def equivalent_query(hits: Sequence[tuple[str, float]], patterns: Sequence[str]) -> str:
    """A query over the release's default graph for hits (IRI, score), best first.

    What was found by meaning is named, the filters are the given graph patterns; the prefixes are
    in the text, so that it runs anywhere.
    """
    return _TEMPLATE.format(
        prefixes=prologue(_PREFIXES),
        hits="\n".join(
            f"    ({rank} {iri(address)} {score:.6f})"
            for rank, (address, score) in enumerate(hits, start=1)
        ),
        patterns="".join(f"\n  {pattern}" for pattern in patterns),
    )
