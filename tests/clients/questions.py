"""What every client is asked, without the prefixes that only our own surfaces declare."""

PREFIXES = """PREFIX jipu: <https://w3id.org/jipu/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
LARGEST = f"""{PREFIXES}
SELECT ?name ?yuan WHERE {{
  ?project a jipu:Project ; rdfs:label ?name ; jipu:amount ?yuan
}} ORDER BY DESC(?yuan) ?name LIMIT 3"""
LARGEST_YUAN = [145_000_000, 59_410_000, 57_440_000]
SOME = f"{PREFIXES} ASK {{ ?project a jipu:Project ; rdfs:label '高龄津贴县级补助资金' }}"
NONE = f"{PREFIXES} ASK {{ ?project a jipu:Project ; rdfs:label '登月' }}"
LABELS = f"""{PREFIXES}
CONSTRUCT {{ ?project rdfs:label ?name }} WHERE {{ ?project a jipu:Project ; rdfs:label ?name }}"""
INDICATORS = f"""{PREFIXES}
SELECT ?indicator ?name ?target ?lower WHERE {{
  ?indicator a jipu:Indicator ; rdfs:label ?name ; jipu:targetText ?target
  OPTIONAL {{ ?indicator jipu:lower ?lower }}
}} ORDER BY ?indicator"""
MALFORMED = "SELECT * {\n ?s ?p"
UPDATE = "CLEAR ALL"
