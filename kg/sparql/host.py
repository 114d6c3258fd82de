"""What a query worker may ask of the process that started it: the one way out of it.

A worker has the store and no sockets. What a query needs beyond it (the search index, an endpoint
that the operator allowed) the host answers, by name and with JSON both ways.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Json = Any  # a value that JSON can hold

Call = Callable[[str, Mapping[str, Json]], Json]


class Host(Protocol):
    """Answers the calls of query workers; called from several threads at once."""

    def call(self, name: str, arguments: Mapping[str, Json]) -> Json:
        """The answer to one call. Raises JipuError for what cannot be answered."""
