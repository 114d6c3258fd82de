"""What the engine says against a query, as errors of ours."""

import re

from kg.errors import QueryError

_REASON = re.compile(r"[A-Z][a-z]* [a-zA-Z ]{8,}")
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


def syntax_error(message: str) -> QueryError:
    """The error of a query that cannot be read, with its position."""
    found = _POSITION.match(message)
    if found is None:
        return QueryError("query", message)
    line, column, rest = int(found[1]), int(found[2]), found[3]
    # The engine lists every token and character class that could follow, and among them, in
    # words, what is wrong where the grammar has nothing against it.
    reasons = rest.removeprefix("expected one of ").removeprefix("expected ").split(", ")
    told = [reason for reason in reasons if _REASON.fullmatch(reason)]
    if any("Prefix not found" in reason for reason in told):
        rest = "a prefix is used that is not declared; add a PREFIX line for it"
    else:
        rest = "; ".join(["the query cannot be read here", *told])
    return QueryError(f"query, line {line}, column {column}", rest, line, column)


def not_evaluated(error: Exception) -> QueryError:
    """The error of a query that can be read, but not answered."""
    return QueryError("query", f"cannot be answered: {error}")
