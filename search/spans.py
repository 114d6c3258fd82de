"""Why a hit matched, in words: the pieces of its texts that the query has too."""

from collections.abc import Iterable

from search.lexical import tokens
from search.texts import fold, normalise


def matched_spans(query: str, texts: Iterable[str]) -> tuple[str, ...]:
    """The longest pieces of ``texts`` whose terms are all in ``query``, as printed, each once.

    Pairs of Han characters and whole words or numbers count as terms; adjacent ones merge. Spelling
    variants (full width, traditional) match and are returned as the text prints them.
    """
    wanted = {term for term in tokens(normalise(query)) if len(term) > 1}
    found = (span for text in texts for span in _spans(text, wanted))
    return tuple(dict.fromkeys(found))


def _spans(text: str, wanted: set[str]) -> list[str]:
    """Spans of one text, left to right."""
    folded, origin = "", []
    for position, character in enumerate(text):
        normal = fold(character) or " "
        folded += normal
        origin += [position] * len(normal)
    covered = [False] * len(folded)
    for term in wanted:
        start = folded.find(term)
        while start >= 0:
            covered[start : start + len(term)] = [True] * len(term)
            start = folded.find(term, start + 1)
    return _merged(text, origin, covered)


def _merged(text: str, origin: list[int], covered: list[bool]) -> list[str]:
    spans: list[str] = []
    start: int | None = None
    for position, is_covered in enumerate([*covered, False]):
        if is_covered and start is None:
            start = position
        elif not is_covered and start is not None:
            spans.append(text[origin[start] : origin[position - 1] + 1])
            start = None
    return spans
