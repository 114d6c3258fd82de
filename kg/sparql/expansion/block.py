"""What a ``SERVICE jipu:search`` clause asks for: parameters, outputs, and ordinary patterns."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg import vocab
from kg.sparql.expansion.elements import Element
from kg.sparql.expansion.parameters import Parameter
from kg.terms import Term


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable, by its name."""

    name: str

    def __str__(self) -> str:
        return f"?{self.name}"


@dataclass(frozen=True, slots=True)
class Given:
    """A parameter with what it is given, and where that stands in the query."""

    parameter: Parameter
    value: Term | Variable
    start: int

    @property
    def is_looked_up(self) -> bool:
        """Whether it is the IRI of a body, which the graph knows and the search does not."""
        return self.parameter.is_body and isinstance(self.value, Term) and self.value.is_iri


@dataclass(frozen=True, slots=True)
class Block:
    """What one clause asks for.

    ``subject`` is what is found, or the one indicator that is scored. ``outputs`` are variables by
    what they get (`OUTPUTS`). ``patterns`` are what else the indicators have to satisfy.
    """

    start: int
    subject: Term | Variable
    given: tuple[Given, ...]
    outputs: Mapping[str, str]
    patterns: tuple[Element, ...]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The variables that are parameters, each once."""
        names = [one.value.name for one in self.given if isinstance(one.value, Variable)]
        return tuple(dict.fromkeys(names))

    @property
    def outputs_and_subject(self) -> frozenset[str]:
        """The variables that the clause binds."""
        subject = [self.subject.name] if isinstance(self.subject, Variable) else []
        return frozenset((*subject, *self.outputs.values()))

    def with_body(self, body: Given) -> "Block":
        """With a parameter that is a body's IRI, or a variable of such, as a pattern instead."""
        path = f"{self.subject} ^<{vocab.HAS_INDICATOR}>/<{body.parameter.iri}> {body.value}"
        names = {v.name for v in (self.subject, body.value) if isinstance(v, Variable)}
        pattern = Element("triples", path, frozenset(names))
        given = tuple(one for one in self.given if one is not body)
        return replace(self, given=given, patterns=(*self.patterns, pattern))
