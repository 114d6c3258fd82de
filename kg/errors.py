"""The one error family of jipu: every error carries the evidence and says what to do."""


class JipuError(Exception):
    """A fault in the input or the request, told in one sentence to the person who made it.

    ``where`` names the place (a file, a row, a parameter, a position in a query), ``message``
    says what is wrong and what to do. Surfaces print ``str(error)``; they never print a traceback
    for this family.
    """

    def __init__(self, where: str, message: str) -> None:
        super().__init__(where, message)
        self.where = where
        self.message = message

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class UnreadableDocumentError(JipuError):
    """A document cannot be read at all (missing, empty, of an unknown format, no target table)."""


class HomeError(JipuError):
    """The home folder cannot be used: not writable, locked by another writer, no release yet."""


class NotFoundError(JipuError):
    """A project, indicator, document or release that was named does not exist."""


class InvalidRequestError(JipuError):
    """A parameter has a value that it cannot have (a filter, a format, a number)."""


class RequestTooLargeError(JipuError):
    """A request is longer than is read."""


class NotAcceptableError(JipuError):
    """None of the media types that the client accepts fits what it asked for."""


class QueryError(JipuError):
    """A SPARQL query that cannot be run; ``line`` and ``column`` are 1-based where known."""

    def __init__(
        self, where: str, message: str, line: int | None = None, column: int | None = None
    ) -> None:
        super().__init__(where, message)
        self.args = (where, message, line, column)
        self.line = line
        self.column = column


class QueryRefusedError(QueryError):
    """A SPARQL query that is well-formed but not allowed here (an update, a foreign SERVICE)."""


class EndpointError(QueryError):
    """A SERVICE clause whose endpoint is allowed and fails: the fault of another server."""


class QueryTimeoutError(QueryError):
    """A SPARQL query that was stopped at its time limit; no partial result is given."""


class QueryTooLargeError(QueryError):
    """A SPARQL query whose result or memory went over the limit; no partial result is given."""


class QueryFailedError(QueryError):
    """A query that could not be answered by a fault of ours, not of the query."""


class BusyError(JipuError):
    """No query worker came free in time, or none could be started; try again shortly."""


class ServerError(JipuError):
    """A server that cannot be reached, or does not answer as a server of jipu does."""


class MissingLibraryError(JipuError):
    """A library that a result is asked in, and that is not installed."""
