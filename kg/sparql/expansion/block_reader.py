"""Reading the block of a ``SERVICE jipu:search`` clause, and telling what is wrong in it."""

import difflib
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kg import vocab
from kg.errors import QueryError
from kg.sparql.expansion.block import Block, Given, Variable
from kg.sparql.expansion.elements import Element, Source, element
from kg.sparql.expansion.names import Names
from kg.sparql.expansion.parameters import OUTPUTS, PARAMETERS, SEARCH_ONLY, Parameter
from kg.sparql.expansion.syntax import Node
from kg.sparql.positions import error_at
from kg.terms import Term

_EXAMPLE = '?indicator jipu:query "…"'
_TERMS = frozenset(
    value
    for value in vars(vocab).values()
    if isinstance(value, str) and value.startswith(vocab.JIPU)
)


class BlockReader:
    """Reads the blocks of one query. What it raises is a QueryError with the place of a mistake."""

    def __init__(self, source: Source, names: Names) -> None:
        self._source = source
        self._names = names

    def read(self, service: Node) -> Block:
        """The block of one clause."""
        group = service.children[-1]
        subject = self._subject(service, group)
        given: list[Given] = []
        outputs: dict[str, str] = {}
        patterns: list[Element] = []
        for child in group.children:
            if child.kind != "triples" or self._value(child.children[0]) != subject:
                patterns.append(self._pattern(child))
                continue
            for prop in child.children[1:]:
                name = self._property(prop) or ""
                if name in PARAMETERS and not self._is_data(PARAMETERS[name], prop):
                    given += self._given(PARAMETERS[name], prop)
                elif name in OUTPUTS:
                    outputs |= self._output(OUTPUTS[name], prop, outputs)
                else:
                    patterns.append(self._own_pattern(subject, prop))
        block = Block(service.start, subject, tuple(given), MappingProxyType(outputs), (*patterns,))
        self._check(block)
        for one in given:
            block = block.with_body(one) if one.is_looked_up else block
        return block

    def _subject(self, service: Node, group: Node) -> Term | Variable:
        """What the one search of a block is about."""
        subjects: list[Term | Variable] = []
        for triples in (child for child in group.children if child.kind == "triples"):
            for prop in triples.children[1:]:
                if self._property(prop) not in SEARCH_ONLY:
                    continue
                subject = self._value(triples.children[0])
                if not isinstance(subject, Variable) and not (subject and subject.is_iri):
                    raise self._mistake(
                        triples.start, f"name what is searched by a variable: {_EXAMPLE}"
                    )
                if subjects and subject not in subjects:
                    raise self._mistake(
                        triples.start, "a second search; give each one a SERVICE clause of its own"
                    )
                subjects.append(subject)
        if not subjects:
            raise self._mistake(
                service.start, f"nothing is searched for; write {_EXAMPLE} in the block"
            )
        return subjects[0]

    def _is_data(self, parameter: Parameter, prop: Node) -> bool:
        """Whether a property of this name is the graph's: behind it stand variables."""
        return parameter.is_data and all(node.kind == "VAR" for node in prop.children[1:])

    def _given(self, parameter: Parameter, prop: Node) -> Iterator[Given]:
        for node in prop.children[1:]:
            value = self._value(node)
            if value is None:
                raise self._mistake(node.start, "a parameter is an IRI, a literal or a variable")
            one = Given(parameter, value, node.start)
            if isinstance(value, Term) and not one.is_looked_up:
                try:
                    parameter.read(value)
                except ValueError as expected:
                    raise self._mistake(
                        node.start, f"jipu:{_local(parameter.iri)} takes {expected}"
                    ) from expected
            yield one

    def _output(self, output: str, prop: Node, outputs: Mapping[str, str]) -> dict[str, str]:
        values = [self._value(node) for node in prop.children[1:]]
        if len(values) != 1 or not isinstance(values[0], Variable):
            raise self._mistake(
                prop.start, f"jipu:{output} gives a value: write one variable behind it"
            )
        if output in outputs or values[0].name in outputs.values():
            raise self._mistake(prop.start, f"jipu:{output} or its variable is in use already")
        return {output: values[0].name}

    def _own_pattern(self, subject: Term | Variable, prop: Node) -> Element:
        """An ordinary property of what is searched."""
        name = self._property(prop)
        if name and name.startswith(vocab.JIPU) and name not in _TERMS:
            close = difflib.get_close_matches(name, [*PARAMETERS, *OUTPUTS, *_TERMS], 1)
            hint = f"; did you mean jipu:{_local(close[0])}?" if close else ""
            raise self._mistake(
                prop.start, f"jipu:{_local(name)} is no property of the ontology{hint}"
            )
        pattern = self._pattern(prop)
        own = {subject.name} if isinstance(subject, Variable) else set[str]()
        return Element("triples", f"{subject} {pattern.text}", pattern.variables | own)

    def _pattern(self, node: Node) -> Element:
        """An ordinary pattern, in which no property of a search may hide."""
        for inner in node.walk():
            if inner.kind == "service":
                raise self._mistake(inner.start, "a search holds no other SERVICE; put it outside")
            if inner.kind == "iri" and self._names.iri(inner) in SEARCH_ONLY:
                raise self._mistake(
                    inner.start, "belongs to what is searched, directly in the block of jipu:search"
                )
        return element(node, self._source, self._names)

    def _check(self, block: Block) -> None:
        names = [one.parameter.name for one in block.given]
        sources = [name for name in names if name in ("query", "similar_to")]
        if len(sources) != 1:
            raise self._mistake(block.start, "a search has one jipu:query or one jipu:similarTo")
        if isinstance(block.subject, Variable) and block.subject.name in block.outputs.values():
            raise self._mistake(block.start, f"{block.subject} is given an indicator and a value")
        for place, one in enumerate(block.given):
            if isinstance(one.value, Variable) and one.value.name in block.outputs_and_subject:
                raise self._mistake(one.start, f"{one.value} is what the search itself gives")
            if one.parameter.name in names[:place] and not one.parameter.is_repeatable:
                name = _local(one.parameter.iri)
                raise self._mistake(one.start, f"jipu:{name} is given already; it has one value")

    def _property(self, prop: Node) -> str | None:
        """The IRI of a property that is one; None for a variable or a path."""
        verb = prop.children[0]
        return self._names.iri(verb) if verb.kind in ("iri", "A") else None

    def _value(self, node: Node) -> Term | Variable | None:
        return (
            Variable(self._names.variable(node)) if node.kind == "VAR" else self._names.term(node)
        )

    def _mistake(self, offset: int, message: str) -> QueryError:
        return error_at(QueryError, self._source.original, offset, message)


def _local(iri: str) -> str:
    return iri.removeprefix(vocab.JIPU)
