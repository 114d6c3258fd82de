"""Where something stands in a query, as errors tell it."""

from typing import TypeVar

from kg.errors import QueryError

_Kind = TypeVar("_Kind", bound=QueryError)


def error_at(kind: type[_Kind], query: str, offset: int, message: str) -> _Kind:
    """An error of a kind about what stands at an offset of a query; it carries line and column."""
    line = query.count("\n", 0, offset) + 1
    column = offset - (query.rfind("\n", 0, offset) + 1) + 1
    return kind(f"query, line {line}, column {column}", message, line, column)
