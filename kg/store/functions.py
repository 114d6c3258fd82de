"""Functions of ours in the expressions of a query (扩展函数)."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import pyoxigraph as ox

from kg.errors import JipuError
from kg.store.terms import node_of, term_of
from kg.terms import Term

# A function of terms in expressions. None is given for what is no RDF 1.1 term, and returned for
# an error of the expression.
Function = Callable[..., Term | None]
Functions = Mapping[str, Function]
NO_FUNCTIONS: Functions = MappingProxyType({})


class Calls:
    """The functions of one query as the engine calls them.

    The engine takes whatever a function raises for an error of the expression, and goes on: so what
    says that the answer is wrong is kept until :meth:`check`.
    """

    def __init__(self, functions: Functions) -> None:
        self.by_name = {ox.NamedNode(iri): self._over_terms(functions[iri]) for iri in functions}
        self._failure: JipuError | None = None

    def check(self) -> None:
        """Raise what a function raised so far."""
        if self._failure is not None:
            raise self._failure

    def _over_terms(self, function: Function) -> Callable[..., Any]:
        def over_terms(*arguments: object) -> object:
            if self._failure is not None:
                return None
            try:
                value = function(*map(term_of, arguments))
            except JipuError as failure:
                self._failure = failure
                return None
            return None if value is None else node_of(value)

        return over_terms


def columns_of(
    query: str, base_iri: str | None, prefixes: Mapping[str, str], functions: Iterable[str]
) -> list[str]:
    """The variables of a SELECT query with these functions; none of what is no such query.

    Over an empty store, so that nothing is evaluated.
    """
    try:
        solutions = ox.Store().query(
            query,
            base_iri=base_iri,
            prefixes=dict(prefixes),
            custom_functions={ox.NamedNode(iri): _undefined for iri in functions},
        )
    except (SyntaxError, RuntimeError):
        return []
    if not isinstance(solutions, ox.QuerySolutions):
        return []
    return [variable.value for variable in solutions.variables]


def _undefined(*_: object) -> None:
    """An error of the expression, whatever is given."""
