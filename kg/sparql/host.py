"""What a query may ask of the process that runs its worker: search, which needs models and indexes.

A worker holds a store and nothing else. Arguments and answers are JSON values.
"""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

Call = Callable[[str, Mapping[str, Any]], Any]
"""The worker's side: ask the host by name, wait for its answer, raise the JipuError it raised."""


class Host(Protocol):
    """The other side: answers the calls of queries, from any thread."""

    def call(self, name: str, arguments: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Answer one call. Raises a JipuError, which ends the query with it."""
