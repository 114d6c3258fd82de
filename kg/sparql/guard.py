"""What a query may not do here: change the store or make it contact another host."""

import re
from typing import Final

from kg.errors import QueryRefusedError
from kg.sparql.positions import error_at
from ontology import PREFIXES

# The tokens that can hide a keyword, as the SPARQL 1.1 grammar writes them (rules 139, 156-159),
# then prefixed names and runs of words. Possessive, so that no run is scanned twice. The engine
# decodes \u escapes inside strings and IRIs only, so neither do we.
TOKEN = re.compile(
    r"""
      (?: <(?:[^<>"{}|^`\\\x00-\x20]++|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+> | \#[^\n\r]*
        | '''(?:[^'\\]|\\.|'(?!''))*''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
        | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
        | [?$][\w]+ | @[\w\-]+ | :(?:[\w.\-:%]|\\.)*+ )
    | (?P<run> [\w.\-]++ ) (?: (?P<colon>:) (?:[\w.\-:%]|\\.)*+ )?+
    | .
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"(?<!\w)[A-Za-z]+")
# The engine asks for no space before a keyword or after it (1SERVICE, trueSERVICE<…>); where what
# follows is the prefix of a name, it reads SERVICE:x and SERVICESILENTex:x as clauses.
_SERVICE = re.compile(r"service", re.IGNORECASE)
_SILENT = re.compile(r"silent", re.IGNORECASE)
SERVICE: Final = "service"  # in lower case; the engine knows no other spelling of the keyword
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD"})


def services_in(query: str) -> list[int]:
    """Where a SERVICE clause may begin, by the tokens alone.

    Tokens do not tell a comparison from an IRI (``?a<?b#>``), so where the word stands in a query
    the grammar has the last word (`kg.sparql.expansion`). Raises QueryRefusedError for an update.
    Takes time in proportion to the query's length.
    """
    services: list[int] = []
    depth = 0
    names = _PrefixNames()
    for token in TOKEN.finditer(query):
        text, run = token[0], token["run"]
        depth += {"{": 1, "}": -1}.get(text, 0)
        named = bool(token["colon"]) or text[0] == ":"
        if run or named:
            names.see(run or "", named)
        if not run:
            continue
        for service in _SERVICE.finditer(run):
            if not named or names.may_begin(run, service.end()):
                services.append(token.start() + service.start())
        if depth == 0 and not named:
            _refuse_update(query, run, token.start())
    return services


class _PrefixNames:
    """The prefixes that the tokens so far may have declared, beside those of every query."""

    def __init__(self) -> None:
        self._names = set(PREFIXES)
        self._lengths = {len(name) for name in PREFIXES}
        self._expected = False

    def see(self, run: str, named: bool) -> None:
        """Note a run of words, ``named`` where a colon follows: behind PREFIX it is declared."""
        if named:
            name = run[6:] if run[:6].lower() == "prefix" else run
            if self._expected or name is not run:
                self._names.update((name, run))
                self._lengths.update((len(name), len(run)))
        self._expected = run.lower() == "prefix" and not named

    def may_begin(self, run: str, start: int) -> bool:
        """Whether the rest of a run before a colon, behind SERVICE or SILENT, may be a prefix."""
        silent = _SILENT.match(run, start)
        starts = (start, silent.end()) if silent else (start,)
        return any(len(run) - at in self._lengths and run[at:] in self._names for at in starts)


def _refuse_update(query: str, run: str, start: int) -> None:
    for word in _WORD.finditer(run):
        if word[0].upper() in _UPDATES:
            offset = start + word.start()
            raise refused(query, offset, f"{word[0].upper()} would change the data")


def refused(query: str, offset: int, reason: str) -> QueryRefusedError:
    """The refusal of what stands at an offset of a query."""
    message = f"{reason}; only SPARQL queries over the data of this release are answered"
    return error_at(QueryRefusedError, query, offset, message)
