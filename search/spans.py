"""Why a hit matched, in words: the pieces of its texts that the query has too."""

import re
from collections.abc import Iterable, Set
from functools import lru_cache

from search.lexical import tokens
from search.texts import fold, normalise

_COVERED = re.compile(rb"x+")


def span_terms(query: str) -> frozenset[str]:
    """What can match: the pairs of Han characters and the whole words and numbers of a query."""
    return frozenset(term for term in tokens(normalise(query)) if len(term) > 1)


def matched_spans(wanted: Set[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The longest pieces of ``texts`` that are made of ``wanted`` terms, as printed, each once.

    Adjacent terms merge. Spelling variants (full width, traditional) match and are returned as the
    text prints them.
    """
    found = dict.fromkeys(span for text in texts for span in _spans(text, wanted))
    return tuple(span for span in found if not any(span in other != span for other in found))


def _spans(text: str, wanted: Set[str]) -> list[str]:
    """Spans of one text, left to right."""
    folded, origin = _folded(text)
    covered = bytearray(len(folded))
    for term in wanted:
        start = folded.find(term)
        while start >= 0:
            covered[start : start + len(term)] = b"x" * len(term)
            start = folded.find(term, start + 1)
    return [
        text[origin[run.start()] : origin[run.end() - 1] + 1] for run in _COVERED.finditer(covered)
    ]


@lru_cache(maxsize=1 << 14)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """A text in the normal form, character by character, and where each character stood in it."""
    pieces = [fold(character) or " " for character in text]
    return "".join(pieces), tuple(place for place, piece in enumerate(pieces) for _ in piece)
