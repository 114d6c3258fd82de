"""What a ranking is asked for, from what people write and from the indicators themselves."""

from collections.abc import Callable
from functools import lru_cache

from kg.errors import InvalidRequestError
from kg.table import IndicatorTable
from search.encoder import Encoder
from search.index import SearchIndex
from search.ranking import Wanted
from search.texts import normalise
from search.understand import Interpretation, understand, with_phrase
from search.vectors import Vector

_REMEMBERED_QUERIES = 4096  # 6 MB of vectors of 384 elements
_MOST_CHARACTERS = 5_000  # models read less; what is remembered has to have an end

Asked = tuple[Interpretation, Wanted]


class Asking:
    """Turns texts and indicators into what is wanted; safe for concurrent readers."""

    def __init__(self, index: SearchIndex, table: IndicatorTable, encoder: Encoder) -> None:
        """Take indicators from ``table``, which ``index`` belongs to."""
        self._index = index
        self._table = table
        self._vector_of = _remembered(encoder)

    def for_query(self, text: str) -> Asked:
        """Indicators that answer a text. Raises InvalidRequestError for an empty or a huge one."""
        return self._for(_understood(text))

    def for_likeness(self, text: str) -> Asked:
        """Indicators like one that is written out, its value or phrase included; the same."""
        return self._for(with_phrase(_understood(text)))

    def for_likeness_of(self, row: int) -> Asked:
        """Indicators like that of a row."""
        fact = self._table.facts([row])[0]
        category = (fact.category,) if fact.category else ()
        vector = self._index.names.vector(row)
        asked = Interpretation(fact.name, category, fact.target)
        return asked, Wanted(normalise(fact.name), vector, fact.target, category)

    def _for(self, asked: Interpretation) -> Asked:
        vector = self._vector_of(asked.text)
        return asked, Wanted(asked.text, vector, asked.target, asked.category)


def _remembered(encoder: Encoder) -> Callable[[str], Vector]:
    """The vector of a query, encoded once while its asker turns pages and filters."""

    @lru_cache(maxsize=_REMEMBERED_QUERIES)
    def vector_of(text: str) -> Vector:
        vector: Vector = encoder.encode_queries([text])[0]
        vector.setflags(write=False)
        return vector

    return vector_of


def _understood(text: str) -> Interpretation:
    if not text.strip():
        raise InvalidRequestError("query", "is empty; say in words what to look for")
    if len(text) > _MOST_CHARACTERS:
        raise InvalidRequestError(
            "query", f"has {len(text)} characters, over {_MOST_CHARACTERS}; say it in a sentence"
        )
    return understand(text)
