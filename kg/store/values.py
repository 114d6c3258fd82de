"""The rows of a trusted SELECT query as lexical values: what our own code asks a store."""

import pyoxigraph as ox


def lexical_rows(
    store: ox.Store, text: str, prefixes: dict[str, str]
) -> list[tuple[str | None, ...]]:
    """The rows of a SELECT query, in the order of its variables; None for what is not bound."""
    solutions = store.query(text, prefixes=prefixes)
    if not isinstance(solutions, ox.QuerySolutions):
        raise TypeError("values() is for SELECT queries")
    return [tuple(map(_lexical, solution)) for solution in solutions]


def _lexical(term: object) -> str | None:
    return None if term is None else str(getattr(term, "value", term))
