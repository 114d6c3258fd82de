"""A closed store, opened for reading (只读)."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg.errors import InvalidRequestError
from kg.store.answer import Answer, EngineResult, chosen_type
from kg.store.formats import DATASET_FORMATS, RDF_FORMATS
from kg.store.functions import NO_FUNCTIONS, Calls, Functions
from kg.store.mistakes import not_evaluated, syntax_error
from kg.store.query import Query
from kg.store.terms import term_of
from kg.store.values import lexical_rows
from kg.terms import Term


class StoreReader:
    """A closed store, opened for reading; many processes may read the same folder."""

    def __init__(self, directory: Path, prefixes: Mapping[str, str]) -> None:
        self._store = ox.Store.read_only(str(directory))
        self._prefixes = dict(prefixes)

    def answer(self, query: Query, functions: Functions = NO_FUNCTIONS) -> Answer:
        """Evaluate a query lazily, with some functions for its expressions by their IRIs.

        Raises QueryError with the position of a syntax error or for a function that is not there,
        InvalidRequestError for a graph name that is no IRI, and NotAcceptableError where no
        accepted media type fits the query's form.
        """
        calls = Calls(functions)
        result = self._evaluated(query, calls)
        return Answer(result, chosen_type(result, query.accept), self._prefixes, calls)

    def rows(
        self, query: Query, functions: Functions = NO_FUNCTIONS
    ) -> Iterator[tuple[Term | None, ...]]:
        """The solutions of a SELECT query, in the order of its variables; raises as above."""
        calls = Calls(functions)
        solutions = self._evaluated(query, calls)
        if not isinstance(solutions, ox.QuerySolutions):
            raise TypeError("rows() is for SELECT queries")
        try:
            for solution in solutions:
                yield tuple(map(term_of, solution))
        except (RuntimeError, OSError) as error:
            raise not_evaluated(error) from error
        calls.check()

    def values(self, text: str) -> list[tuple[str | None, ...]]:
        """The rows of a trusted SELECT query as lexical values, in the order of its variables."""
        return lexical_rows(self._store, text, self._prefixes)

    def dump(self, out: IO[bytes], media_type: str) -> None:
        """Write the whole store: the union for an RDF type, all graphs for a dataset type."""
        if media_type in DATASET_FORMATS:
            quads = (q for q in self._store if q.graph_name != ox.DefaultGraph())
            ox.serialize(quads, out, DATASET_FORMATS[media_type], prefixes=self._prefixes)
        else:
            triples = (
                q.triple for q in self._store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            )
            ox.serialize(triples, out, RDF_FORMATS[media_type], prefixes=self._prefixes)

    def _evaluated(self, query: Query, calls: Calls) -> EngineResult:
        # SPARQL 1.1 Protocol 2.1.4: a dataset made of named graphs only has an empty default graph.
        has_dataset = bool(query.default_graphs or query.named_graphs)
        try:
            result = self._store.query(
                query.text,
                base_iri=query.base_iri,
                prefixes=self._prefixes,
                default_graph=[*_nodes(query.default_graphs)] if has_dataset else None,
                named_graphs=[*_nodes(query.named_graphs)] if has_dataset else None,
                custom_functions=calls.by_name,
            )
        except SyntaxError as error:
            raise syntax_error(str(error)) from error
        except RuntimeError as error:
            raise not_evaluated(error) from error
        calls.check()
        return result


def _nodes(iris: Sequence[str]) -> list[ox.NamedNode]:
    try:
        return [ox.NamedNode(iri) for iri in iris]
    except ValueError as error:
        raise InvalidRequestError("default-graph-uri, named-graph-uri", str(error)) from error
