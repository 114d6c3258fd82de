"""The ontology of jipu as files: vocabulary, concept schemes, shapes, questions and checks."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent
HOME = "https://w3id.org/jipu/"  # what is named here is the same below every base
GRAPH = HOME + "ontology"  # the named graph that holds these files in a store
QUESTIONS = HOME + "question/"  # the competency questions as resources

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "jipu": "https://w3id.org/jipu/ontology#",
        "cat": "https://w3id.org/jipu/category/",
        "con": "https://w3id.org/jipu/concept/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "org": "http://www.w3.org/ns/org#",
        "prov": "http://www.w3.org/ns/prov#",
        "dcterms": "http://purl.org/dc/terms/",
        "dcat": "http://www.w3.org/ns/dcat#",
        "void": "http://rdfs.org/ns/void#",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "schema": "https://schema.org/",
        "qudt": "http://qudt.org/schema/qudt/",
        "unit": "http://qudt.org/vocab/unit/",
        "sh": "http://www.w3.org/ns/shacl#",
    }
)


def shortened(iri: str) -> str:
    """An IRI with the prefix that fits it, itself where none does."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def prologue(prefixes: Iterable[str]) -> str:
    """What declares some of the prefixes in a query or in Turtle 1.1, one a line."""
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in prefixes)


def files() -> tuple[Path, ...]:
    """The Turtle files that belong in every store: terms, schemes and shapes, by name."""
    return tuple(sorted(FOLDER.glob("*.ttl")))


def fingerprint() -> str:
    """SHA-256 (hex) over the files and the questions: a store with another one is of an older."""
    digest = hashlib.sha256()
    for path in files():
        digest.update(path.read_bytes())
    for name, text in named_queries().items():
        digest.update(f"{name}\n{text}".encode())
    return digest.hexdigest()


def named_queries() -> dict[str, str]:
    """The competency questions (能力问题): SPARQL text by name."""
    return _texts("queries")


def named_query(name: str) -> str:
    """The SPARQL text of one competency question; KeyError names the ones that exist."""
    queries = named_queries()
    if name not in queries:
        raise KeyError(f"no named query {name!r}; there are {', '.join(queries)}")
    return queries[name]


def checks() -> dict[str, str]:
    """The checks of a whole release: SPARQL text by name, one row per fault."""
    return _texts("checks")


def question(query: str, language: str) -> str:
    """What a query asks, from its header comment (``# zh: …``, ``# en: …``); "" if it has none."""
    header = f"# {language}: "
    return next((x.removeprefix(header) for x in query.splitlines() if x.startswith(header)), "")


def _texts(folder: str) -> dict[str, str]:
    return {path.stem: path.read_text("utf-8") for path in sorted((FOLDER / folder).glob("*.rq"))}
