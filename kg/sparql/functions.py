"""``jipu:similarity`` and ``jipu:relevance`` (相似度、相关度) in expressions: the host scores.

The scores are those of ``/similar`` and ``/search``. What cannot be scored is an error of the
expression, which leaves its variable unbound.
"""

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property

from kg import vocab
from kg.sparql.host import Call
from kg.store.functions import Functions
from kg.terms import Term

_ONE_BY_ONE = 8  # what more is asked for one text, is asked at once for the whole release
_KEPT = 16  # texts whose scores are kept; of a million indicators 8 MB each

Score = float | None


def functions_of(call: Call) -> Functions:
    """The functions for one query, by IRI; they remember what the host answered."""
    scores = _Scores(call)

    def relevance(indicator: Term | None, text: Term | None) -> Term | None:
        if indicator is None or text is None or not indicator.is_iri or text.text is None:
            return None
        return _decimal(scores.of(indicator.value, "query", text.text))

    def similarity(one: Term | None, other: Term | None) -> Term | None:
        if one is None or other is None:
            return None
        if other.is_iri:
            if one.is_iri:
                return _decimal(scores.of(other.value, "indicator", one.value))
            one, other = other, one
        if other.text is None:
            return None
        if one.is_iri:
            return _decimal(scores.of(one.value, "text", other.text))
        return None if one.text is None else _decimal(scores.of_texts(one.text, other.text))

    return {vocab.RELEVANCE: relevance, vocab.SIMILARITY: similarity}


class _Scores:
    """Scores as the host gives them, each asked for once."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._single: dict[tuple[str, str], dict[str, Score]] = {}
        self._whole: OrderedDict[tuple[str, str], Sequence[Score]] = OrderedDict()
        self._of_texts: dict[tuple[str, str], Score] = {}

    def of(self, indicator: str, by: str, text: str) -> Score:
        """The score of an indicator (IRI) for a text, or for another indicator (IRI)."""
        key = by, text
        if key in self._whole:
            row = self._rows.get(indicator)
            return None if row is None else self._whole[key][row]
        known = self._single.setdefault(key, {})
        if indicator in known:
            return known[indicator]
        if len(known) == _ONE_BY_ONE:
            self._ask_for_all(key)
            return self.of(indicator, by, text)
        (known[indicator],) = self._call("scores", {"by": by, "for": text, "of": [indicator]})
        return known[indicator]

    def of_texts(self, text: str, other: str) -> Score:
        """The score of two texts."""
        if (text, other) not in self._of_texts:
            self._of_texts[text, other] = self._call("likeness", {"text": text, "other": other})
        return self._of_texts[text, other]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {iri: row for row, iri in enumerate(self._call("indicators", {}))}

    def _ask_for_all(self, key: tuple[str, str]) -> None:
        by, text = key
        self._whole[key] = self._call("scores", {"by": by, "for": text, "of": None})
        if len(self._whole) > _KEPT:
            self._whole.popitem(last=False)


def _decimal(score: Score) -> Term | None:
    return None if score is None else Term.literal(f"{score:.6f}", vocab.XSD + "decimal")
