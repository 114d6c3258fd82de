"""What a query may not do here: change the store or make it contact another host."""

import re

from kg.errors import QueryRefusedError

# The tokens that can hide a keyword, as the SPARQL 1.1 grammar writes them (rules 139, 156-159),
# then a bare word. The engine decodes \u escapes inside strings and IRIs only, so neither do we.
_TOKEN = re.compile(
    r"""
      (?P<skip> <[^<>"{}|^`\\\x00-\x20]*> | \#[^\n\r]*
        | '''(?:[^'\\]|\\.|'(?!''))*''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
        | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
        | [?$][\w]+ | [\w.\-]*:(?:[\w.\-:%]|\\.)* | @[\w\-]+ )
    | (?P<word> [A-Za-z]+ ) | [\w]+ | .
    """,
    re.VERBOSE | re.DOTALL,
)
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})


def refuse_what_leaves_the_store(query: str) -> None:
    """Raise QueryRefusedError for an update or a SERVICE clause, with its position."""
    depth = 0
    for token in _TOKEN.finditer(query):
        word = (token["word"] or "").upper()
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if word == "SERVICE":
            raise _refused(query, token.start(), "SERVICE would contact another host")
        if depth == 0 and word in _UPDATES:
            raise _refused(query, token.start(), f"{word} would change the data")


def _refused(query: str, offset: int, reason: str) -> QueryRefusedError:
    line = query.count("\n", 0, offset) + 1
    column = offset - (query.rfind("\n", 0, offset) + 1) + 1
    return QueryRefusedError(
        f"query, line {line}, column {column}",
        f"{reason}; only SPARQL queries over the data of this release are answered",
        line,
        column,
    )
