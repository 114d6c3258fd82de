"""Terms in N-Triples syntax, written without a library: bulk loading is where the time goes."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from ontology import PREFIXES

_SPECIAL = re.compile('[\x00-\x1f\x7f"\\\\\ud800-\udfff]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FIRST_SURROGATE = "\ud800"
_XSD = PREFIXES["xsd"]


class Triple(NamedTuple):
    """Subject, predicate and object in N-Triples syntax."""

    subject: str
    predicate: str
    object: str

    @property
    def line(self) -> str:
        """The triple as one line of an N-Triples file."""
        return f"{self.subject} {self.predicate} {self.object} .\n"


def quads_of(graph: str, triples: Iterable[Triple]) -> Iterator[str]:
    """Triples as N-Quads: each in the default graph, then in the named ``graph``."""
    for s, p, o in triples:
        yield f"{s} {p} {o} .\n{s} {p} {o} <{graph}> .\n"


def iri(address: str) -> str:
    """An address as a term; addresses are minted in ASCII and need no escapes."""
    return f"<{address}>"


def literal(text: str) -> str:
    """A text as a plain string literal.

    A surrogate, which no file encoding can carry, becomes U+FFFD.
    """
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_escape, text)
    return f'"{text}"'


def typed(datatype: str) -> Callable[[object], str]:
    """A writer of literals of one datatype whose values hold nothing to escape."""
    suffix = f'"^^<{datatype}>'
    return lambda value: f'"{value}{suffix}'


integer: Final = typed(_XSD + "integer")
decimal: Final = typed(_XSD + "decimal")
date: Final = typed(_XSD + "date")
date_time: Final = typed(_XSD + "dateTime")
TRUE: Final = typed(_XSD + "boolean")("true")
FALSE: Final = typed(_XSD + "boolean")("false")


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character >= _FIRST_SURROGATE:
        return "\ufffd"
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"
