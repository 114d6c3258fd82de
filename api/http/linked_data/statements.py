"""What a page says of its resource: its names, its kinds and its statements in a useful order."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from api.http.linked_data.names import full
from api.http.linked_data.terms import labels, select
from kg.store.reader import StoreReader
from kg.terms import Term
from ontology import shortened

STATEMENTS = 500
_STATEMENTS = "SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }} LIMIT {limit}"
_NAMES = ("skos:prefLabel", "rdfs:label", "dcterms:title")
_QUERIES = ("sh:select", "sh:ask", "sh:construct", "sh:describe")
_CHINESE = (None, "zh")  # what has no language is as it was printed


@dataclass(frozen=True, slots=True)
class Presentation:
    """The rules in ``statements.toml``, by IRI."""

    order: Mapping[str, int]
    hidden: frozenset[str]
    units: Mapping[str, str]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A property with its values, Chinese texts first, and the unit that they are in."""

    property: str
    values: tuple[Term, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Subject:
    """A resource as a page shows it; ``is_cut`` where it has more statements than are shown."""

    iri: str
    facts: Mapping[str, tuple[Term, ...]]
    is_cut: bool

    @property
    def classes(self) -> tuple[str, ...]:
        """The IRIs of its classes."""
        return tuple(term.value for term in self._of("rdf:type"))

    @property
    def name(self) -> str:
        """Its Chinese name, or its only one, or its shortened IRI."""
        return self._names[0] if self._names else shortened(self.iri)

    @property
    def other_name(self) -> str:
        """Its name in another language, if any."""
        return next((name for name in self._names if name != self.name), "")

    @property
    def query(self) -> str:
        """The text of an example query; "" for anything else."""
        found = [term.value for name in _QUERIES for term in self._of(name)]
        return found[0] if found else ""

    @property
    def statements(self) -> list[Statement]:
        """The statements that are shown."""
        rules = presentation()
        shown = [
            Statement(name, tuple(values), rules.units.get(name, ""))
            for name, values in self._told.items()
            if name not in rules.hidden
        ]
        return sorted(
            shown, key=lambda s: (rules.order.get(s.property, len(rules.order)), s.property)
        )

    @property
    def _told(self) -> dict[str, list[Term]]:
        """The facts that can be shown: those with an IRI or a literal."""
        named = {name: [t for t in terms if not t.is_blank] for name, terms in self.facts.items()}
        return {name: sorted(terms, key=_chinese_first) for name, terms in named.items() if terms}

    @property
    def _names(self) -> list[str]:
        terms = [term for name in _NAMES for term in self._of(name)]
        return [term.value for term in sorted(terms, key=lambda t: t.language not in _CHINESE)]

    def _of(self, name: str) -> Sequence[Term]:
        return self.facts.get(full(name), ())


def subject_of(store: StoreReader, iri: str) -> Subject:
    """What the graph says of a resource."""
    rows = select(store, _STATEMENTS.format(iri=iri, limit=STATEMENTS + 1), "p", "o")
    facts: dict[str, tuple[Term, ...]] = {}
    for row in rows[:STATEMENTS]:
        name = row["p"].value
        facts[name] = (*facts.get(name, ()), row["o"])
    return Subject(iri, facts, len(rows) > STATEMENTS)


def names_of(store: StoreReader, iris: Iterator[str]) -> dict[str, str]:
    """Chinese names: what the graph calls it, else what we call a term of another vocabulary."""
    wanted = list(dict.fromkeys(iris))
    return {**presentation().names, **labels(store, wanted)}


@cache
def presentation() -> Presentation:
    """The rules, read once."""
    text = files(__package__).joinpath("statements.toml").read_text(encoding="utf-8")
    rules = tomllib.loads(text)
    return Presentation(
        order={full(name): place for place, name in enumerate(rules["order"])},
        hidden=frozenset(full(name) for name in rules["hidden"]),
        units={full(name): unit for name, unit in rules["units"].items()},
        names={full(name): text for name, text in rules["names"].items()},
    )


def _chinese_first(term: Term) -> tuple[bool, str]:
    return term.language not in _CHINESE, term.value
