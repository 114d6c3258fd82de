"""The answer to a query (查询结果), written while it is evaluated."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO

import pyoxigraph as ox

from kg.errors import NotAcceptableError
from kg.store.formats import RDF_FORMATS, RESULT_FORMATS
from kg.store.functions import Calls
from kg.store.mistakes import not_evaluated

EngineResult = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_ASK_TYPES = ("application/sparql-results+json", "application/sparql-results+xml")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a query, with the media type it will be written in."""

    _result: EngineResult
    media_type: str
    _prefixes: dict[str, str]
    _calls: Calls

    def write(self, out: IO[bytes]) -> None:
        """Serialise to ``out`` while evaluating, in pieces of a few KiB.

        Raises QueryError for what the media type cannot hold (a triple term in JSON-LD), and what a
        function raised: what has been written is not the answer then.
        """
        try:
            self._serialise(out)
        except (RuntimeError, OSError) as error:
            raise not_evaluated(error) from error
        self._calls.check()

    def read(self) -> bytes:
        """All of it; raises as `write`."""
        out = BytesIO()
        self.write(out)
        return out.getvalue()

    def _serialise(self, out: IO[bytes]) -> None:
        if isinstance(self._result, ox.QueryTriples):
            ox.serialize(self._result, out, RDF_FORMATS[self.media_type], prefixes=self._prefixes)
        else:
            self._result.serialize(out, RESULT_FORMATS[self.media_type])


def chosen_type(result: EngineResult, accept: Sequence[str]) -> str:
    """The first accepted media type that fits the query's form; raises NotAcceptableError."""
    if isinstance(result, ox.QueryTriples):
        form, fitting = "CONSTRUCT or DESCRIBE", tuple(RDF_FORMATS)
    elif isinstance(result, ox.QueryBoolean):
        form, fitting = "ASK", _ASK_TYPES
    else:
        form, fitting = "SELECT", tuple(RESULT_FORMATS)
    for media_type in accept:
        if media_type in fitting:
            return media_type
    raise NotAcceptableError(
        "Accept", f"a {form} query is answered as one of {', '.join(fitting)}; ask for one of them"
    )
