"""``SERVICE jipu:search`` (图中检索): the host answers a clause, and its hits take its place."""

from collections.abc import Iterator, Sequence
from typing import Final

from kg import vocab
from kg.errors import QueryError
from kg.sparql.expansion.around import levels_around
from kg.sparql.expansion.asking import Asker, values_clause
from kg.sparql.expansion.block import Block, Variable
from kg.sparql.expansion.block_reader import BlockReader
from kg.sparql.expansion.elements import Source, joined_text
from kg.sparql.expansion.hits import Fault, Hit, Search, found
from kg.sparql.expansion.names import Names
from kg.sparql.expansion.narrowing import Found, Inputs, Narrowing
from kg.sparql.expansion.surroundings import Level, Surroundings
from kg.sparql.expansion.syntax import Node
from kg.sparql.host import Call, Json
from kg.sparql.positions import error_at
from kg.terms import Term

MOST_SEARCHES: Final = 1_000  # of one clause
MOST_HITS: Final = 10_000  # of all searches of one clause
DEFAULT_LIMIT: Final = 10


class SearchClauses:
    """Answers the search clauses of one query, in their order."""

    def __init__(self, source: Source, names: Names, asker: Asker, call: Call) -> None:
        self._source = source
        self._names = names
        self._asker = asker
        self._call = call

    def answer(self, way: Sequence[Node]) -> str:
        """What takes the place of the clause at the end of a way from the query's root.

        Raises QueryError with the position of a mistake.
        """
        block = BlockReader(self._source, self._names).read(way[-1])
        outside = levels_around(way, self._source, self._names)
        inputs = block.inputs
        bound = self._bound(block, outside)
        block = self._with_bodies(block, inputs, bound)
        searches, bound = self._searches(block, inputs, bound)
        answers = self._found(block, outside, inputs, searches, bound)
        return self._text(block, inputs, bound, answers)

    def _bound(self, block: Block, outside: Sequence[Level]) -> list[Inputs]:
        """What the inputs are bound to around the clause; nothing once where there are none."""
        if not block.inputs:
            return [()]
        around = _around(block, outside)
        pattern = around.binding(frozenset(block.inputs), block.outputs_and_subject)
        for one in block.given:
            if isinstance(one.value, Variable) and one.value.name not in pattern.variables:
                message = f"{one.value} is bound by nothing around the search; bind it before"
                raise self._mistake(one.start, message)
        rows = list(self._asker.rows(block.inputs, pattern.text, MOST_SEARCHES + 1))
        if len(rows) > MOST_SEARCHES:
            raise self._mistake(
                block.start,
                f"would be searched more than {MOST_SEARCHES} times, once for each value of "
                f"{' '.join(f'?{name}' for name in block.inputs)}; narrow what binds them",
            )
        # What is not bound finds nothing, and a blank node is nothing outside the store.
        known = [[term for term in row if term and not term.is_blank] for row in rows]
        return [tuple(terms) for terms in known if len(terms) == len(block.inputs)]

    def _with_bodies(self, block: Block, inputs: Sequence[str], bound: list[Inputs]) -> Block:
        """Variables of a body: where they are IRIs, the graph is asked, else the search by name."""
        for one in block.given:
            if not (one.parameter.is_body and isinstance(one.value, Variable)):
                continue
            place = inputs.index(one.value.name)
            kinds = {values[place].is_iri for values in bound}
            if kinds == {True, False}:
                raise self._mistake(one.start, f"{one.value} is an IRI here and a name there")
            if kinds == {True}:
                block = block.with_body(one)
        return block

    def _searches(
        self, block: Block, inputs: Sequence[str], bound: list[Inputs]
    ) -> tuple[list[Search], list[Inputs]]:
        """A search for each of the bound inputs that can be given to one, with those inputs."""
        searches: list[Search] = []
        kept: list[Inputs] = []
        for values in bound:
            arguments = _arguments(block, dict(zip(inputs, values, strict=True)))
            if arguments is not None:
                among = [block.subject.value] if isinstance(block.subject, Term) else None
                searches.append(Search(arguments, among))
                kept.append(values)
        return searches, kept

    def _found(
        self,
        block: Block,
        outside: Sequence[Level],
        inputs: tuple[str, ...],
        searches: list[Search],
        bound: list[Inputs],
    ) -> list[Found]:
        if isinstance(block.subject, Term):
            return list(found(self._call, searches))
        unknown = frozenset(block.outputs.values())
        around = _around(block, outside)
        narrowing = Narrowing(around, block.subject.name, inputs, unknown, self._asker, self._call)
        return narrowing.found(searches, bound)

    def _text(
        self, block: Block, inputs: tuple[str, ...], bound: list[Inputs], answers: list[Found]
    ) -> str:
        rows: list[list[Term]] = []
        for values, answer in zip(bound, answers, strict=True):
            if isinstance(answer, Fault):
                if not inputs:
                    raise self._fault(block, answer)
                continue  # what cannot be searched for finds nothing
            rows += [[*values, *_hit_row(block, rank, hit)] for rank, hit in enumerate(answer, 1)]
        if len(rows) > MOST_HITS:
            raise self._mistake(
                block.start, f"finds {len(rows)} hits, more than {MOST_HITS}; lower jipu:limit"
            )
        subject = (block.subject.name,) if isinstance(block.subject, Variable) else ()
        data = values_clause([*inputs, *subject, *block.outputs.values()], rows)
        return f"{{ {data} {joined_text(block.patterns)} }}" if block.patterns else data

    def _fault(self, block: Block, fault: Fault) -> QueryError:
        starts = [one.start for one in block.given if one.parameter.name == fault.where]
        return self._mistake(starts[0] if starts else block.start, fault.message)

    def _mistake(self, offset: int, message: str) -> QueryError:
        return error_at(QueryError, self._source.original, offset, message)


def _around(block: Block, outside: Sequence[Level]) -> Surroundings:
    return Surroundings((*outside, Level("{", block.patterns)))


def _arguments(block: Block, values: dict[str, Term]) -> dict[str, Json] | None:
    """The arguments of a search; None where a variable is bound to what a parameter cannot take."""
    arguments: dict[str, Json] = {"limit": DEFAULT_LIMIT}
    for one in block.given:
        term = values[one.value.name] if isinstance(one.value, Variable) else one.value
        try:
            value = one.parameter.read(term)
        except ValueError:
            return None
        if one.parameter.is_repeatable:
            arguments.setdefault(one.parameter.name, []).append(value)
        else:
            arguments[one.parameter.name] = value
    return arguments


def _hit_row(block: Block, rank: int, hit: Hit) -> Iterator[Term]:
    if isinstance(block.subject, Variable):
        yield Term.iri(hit.iri)
    values = {
        "score": Term.literal(f"{hit.score:.6f}", vocab.XSD + "decimal"),
        "rank": Term.literal(str(rank), vocab.XSD + "integer"),
        "matched": Term.literal("、".join(hit.matched)),
    }
    for output in block.outputs:
        yield values[output]
