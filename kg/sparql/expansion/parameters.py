"""What a search can be given inside SPARQL (检索参数), and what it gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from types import MappingProxyType
from typing import Final

from kg import vocab
from kg.sparql.host import Json
from kg.terms import Term

MOST_HITS: Final = 1000
_NUMBERS = frozenset(
    vocab.XSD + name for name in ("integer", "int", "long", "decimal", "double", "float")
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name in a call of the host, and how a term is read for it.

    ``read`` raises ValueError with the words for what the parameter takes. Where it ``is_body``, an
    IRI is looked up in the graph, as the property's value for the indicator's project. Where it
    ``is_data``, indicators have the property themselves, and with a variable it is just that.
    """

    iri: str
    name: str
    read: Callable[[Term], Json]
    is_repeatable: bool = False
    is_body: bool = False
    is_data: bool = False


def _text(term: Term) -> str:
    if not (term.text or "").strip():
        raise ValueError("a text")
    return term.value


def _text_or_iri(term: Term) -> Json:
    return {"iri": term.value} if term.is_iri else {"text": _text(term)}


def _name_or_iri(term: Term) -> str:
    return term.value if term.is_iri else _text(term)


def _notation(namespace: str) -> Callable[[Term], str]:
    def read(term: Term) -> str:
        if term.is_iri and not term.value.startswith(namespace):
            raise ValueError(f"a notation or an IRI below {namespace}")
        return term.value.removeprefix(namespace) if term.is_iri else _text(term)

    return read


def _number(term: Term) -> float:
    try:
        number = float(term.value) if term.datatype in _NUMBERS else float("nan")
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise ValueError("a number")
    return number


def _integer(term: Term) -> int:
    number = _number(term)
    if not number.is_integer():
        raise ValueError("a whole number")
    return int(number)


def _limit(term: Term) -> int:
    expected = f"a whole number from 1 to {MOST_HITS}"
    try:
        limit = _integer(term)
    except ValueError as error:
        raise ValueError(expected) from error
    if not 1 <= limit <= MOST_HITS:
        raise ValueError(expected)
    return limit


_ALL = (
    Parameter(vocab.QUERY, "query", _text),
    Parameter(vocab.SIMILAR_TO, "similar_to", _text_or_iri),
    Parameter(vocab.LIMIT, "limit", _limit),
    Parameter(vocab.MIN_SCORE, "min_score", _number),
    Parameter(vocab.CATEGORY, "category", _notation(vocab.CAT), is_repeatable=True, is_data=True),
    Parameter(vocab.DEPARTMENT, "department", _text, is_body=True),
    Parameter(vocab.IMPLEMENTING_UNIT, "unit", _text, is_body=True),
    Parameter(vocab.IN_REGION, "region", _text, is_body=True),
    Parameter(vocab.YEAR, "year", _integer),
    Parameter(vocab.OF_PROJECT, "project", _name_or_iri),
    Parameter(vocab.TARGET_KIND, "kind", _notation(vocab.CON), is_data=True),
    Parameter(vocab.MIN_VALUE, "minimum", _number),
    Parameter(vocab.MAX_VALUE, "maximum", _number),
    Parameter(vocab.MIN_AMOUNT, "amount_min", _number),
    Parameter(vocab.MAX_AMOUNT, "amount_max", _number),
)
PARAMETERS: Final[Mapping[str, Parameter]] = MappingProxyType({one.iri: one for one in _ALL})
OUTPUTS: Final[Mapping[str, str]] = MappingProxyType(
    {vocab.SCORE: "score", vocab.RANK: "rank", vocab.MATCHED: "matched"}
)
_GRAPH_TOO = {vocab.YEAR} | {one.iri for one in _ALL if one.is_body or one.is_data}
SEARCH_ONLY: Final = (frozenset(PARAMETERS) | frozenset(OUTPUTS)) - _GRAPH_TOO
