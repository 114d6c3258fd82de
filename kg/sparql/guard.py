"""What a query may not do here: change the store or make it contact another host."""

import re

from kg.errors import QueryRefusedError

# The tokens that can hide a keyword, as the SPARQL 1.1 grammar writes them (rules 139, 156-159),
# then prefixed names and runs of words. Possessive, so that no run is scanned twice. The engine
# decodes \u escapes inside strings and IRIs only, so neither do we.
_TOKEN = re.compile(
    r"""
      (?: <[^<>"{}|^`\\\x00-\x20]*> | \#[^\n\r]*
        | '''(?:[^'\\]|\\.|'(?!''))*''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
        | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
        | [?$][\w]+ | @[\w\-]+ | :(?:[\w.\-:%]|\\.)*+ )
    | (?P<run> [\w.\-]++ ) (?: (?P<colon>:) (?:[\w.\-:%]|\\.)*+ )?+
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"(?<!\w)[A-Za-z]+")
# The engine asks for no space before a keyword or after it (1SERVICE, trueSERVICE<…>), and where
# the empty prefix is declared it reads SERVICE:x as a clause.
_SERVICE = re.compile(r"service", re.IGNORECASE)
_SERVICE_BEFORE_A_NAME = re.compile(r"service(?:silent)?$", re.IGNORECASE)
_EMPTY_PREFIX = re.compile(r"prefix(?:\s|#[^\n\r]*+)*+:", re.IGNORECASE)
_NEVER = re.compile(r"(?!)")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})


def refuse_what_leaves_the_store(query: str) -> None:
    """Raise QueryRefusedError for an update or a SERVICE clause, with its position.

    Takes time in proportion to the query's length.
    """
    depth = 0
    before_a_name = _SERVICE_BEFORE_A_NAME if _EMPTY_PREFIX.search(query) else _NEVER
    for token in _TOKEN.finditer(query):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        run = token["run"]
        if not run:
            continue
        service = (before_a_name if token["colon"] else _SERVICE).search(run)
        if service:
            offset = token.start() + service.start()
            raise _refused(query, offset, "SERVICE would contact another host")
        if depth == 0 and not token["colon"]:
            _refuse_update(query, run, token.start())


def _refuse_update(query: str, run: str, start: int) -> None:
    for word in _WORD.finditer(run):
        if word[0].upper() in _UPDATES:
            offset = start + word.start()
            raise _refused(query, offset, f"{word[0].upper()} would change the data")


def _refused(query: str, offset: int, reason: str) -> QueryRefusedError:
    line = query.count("\n", 0, offset) + 1
    column = offset - (query.rfind("\n", 0, offset) + 1) + 1
    return QueryRefusedError(
        f"query, line {line}, column {column}",
        f"{reason}; only SPARQL queries over the data of this release are answered",
        line,
        column,
    )
