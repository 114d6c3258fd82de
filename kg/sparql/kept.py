"""Answers that were given lately (结果缓存): a store never changes, so neither do they."""

import re
from collections import OrderedDict
from dataclasses import dataclass

from kg.store.query import Query

MOST_BYTES = 64 << 20  # of all that are kept
MOST_BYTES_OF_ONE = 1 << 20
_OVERHEAD = 1000  # bytes that an entry takes besides its texts
_VOLATILE = re.compile(r"\b(?:now|rand|uuid|struuid)\s*\(", re.IGNORECASE)
_SERVICE = re.compile(r"service", re.IGNORECASE)
_SEARCH = re.compile(r"service\s+(?:silent\s+)?jipu:search\s*\{", re.IGNORECASE)


def is_lasting(query: Query) -> bool:
    """Whether the answer is the same each time.

    It is where the query has no function of chance or time and asks no other endpoint: each
    "service" in it is a search, written as everybody writes it.
    """
    text = query.text
    asks_others = len(_SERVICE.findall(text)) > len(_SEARCH.findall(text))
    return not asks_others and _VOLATILE.search(text) is None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer with all its bytes; see `kg.sparql.result.QueryResult`."""

    media_type: str
    coding: str | None
    body: bytes


class KeptResults:
    """The answers that were asked for last, up to a number of bytes."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[Query, Kept] = OrderedDict()

    def get(self, query: Query) -> Kept | None:
        """The answer to exactly this query, if it is kept."""
        kept = self._kept.get(query)
        if kept is not None:
            self._kept.move_to_end(query)
        return kept

    def keep(self, query: Query, answer: Kept) -> None:
        """Keep an answer; those that were asked for longest ago go for it."""
        if query in self._kept or len(answer.body) > MOST_BYTES_OF_ONE or not is_lasting(query):
            return
        self._kept[query] = answer
        self._size += _size(query, answer)
        while self._size > self._most:
            self._size -= _size(*self._kept.popitem(last=False))


def _size(query: Query, answer: Kept) -> int:
    return _OVERHEAD + 4 * len(query.text) + len(answer.body)
