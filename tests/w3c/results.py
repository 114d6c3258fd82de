"""Results of queries as terms, and whether two are the same up to the names of blank nodes."""

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pyoxigraph as ox

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = Mapping[str, Term]
Triples = frozenset[ox.Triple]

_RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


@dataclass(frozen=True)
class Table:
    """The solutions of a SELECT query: its variables and, in the order given, its rows."""

    variables: frozenset[str]
    rows: tuple[Row, ...]


Result = Table | Triples | bool

_XSD = "http://www.w3.org/2001/XMLSchema#"
# The engine keeps a value, not how it was written; so values are compared, each in one spelling.
_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    _XSD + "integer": lambda text: str(int(text)),
    _XSD + "decimal": lambda text: f"{Decimal(text).normalize():f}",
    _XSD + "double": lambda text: repr(float(text)),
    _XSD + "float": lambda text: repr(float(text)),
    _XSD + "boolean": lambda text: {"0": "false", "1": "true"}.get(text, text),
}


def read_result(content: bytes, media_type: str, base: str | None = None) -> Result:
    """A result in any format of ours; Turtle may hold a table, as the suite writes some."""
    read = _READERS[media_type]
    return read(content, base)


def same(expected: Result, actual: Result, *, ordered: bool) -> bool:
    """Whether two results are equal; rows are a sequence where ``ordered``, else a bag.

    Numbers and booleans are the same where datatype and value are: ``2.0`` and ``2`` as decimals.
    """
    if isinstance(expected, Table) and isinstance(actual, Table):
        if expected.variables != actual.variables or len(expected.rows) != len(actual.rows):
            return False
        if ordered:
            return _paired(expected.rows, actual.rows) is not None
        return _same_bag(expected.rows, actual.rows)
    if isinstance(expected, frozenset) and isinstance(actual, frozenset):
        return _canonical(expected) == _canonical(actual)
    return expected is actual


def _same_bag(expected: Iterable[Row], actual: Iterable[Row]) -> bool:
    left, right = Counter(map(_key, expected)), Counter(map(_key, actual))
    ours, theirs = list((left - right).elements()), list((right - left).elements())
    return _matched([dict(row) for row in ours], [dict(row) for row in theirs], {})


def _matched(left: list[Row], right: list[Row], names: Mapping[str, str]) -> bool:
    """Whether each row has its own partner, under one renaming of blank nodes."""
    if not left:
        return not right
    for place, candidate in enumerate(right):
        more = _renamed(left[0], candidate, names)
        if more is not None and _matched(left[1:], right[:place] + right[place + 1 :], more):
            return True
    return False


def _paired(left: Iterable[Row], right: Iterable[Row]) -> Mapping[str, str] | None:
    names: Mapping[str, str] | None = {}
    for one, other in zip(left, right, strict=True):
        names = None if names is None else _renamed(one, other, names)
    return names


def _renamed(left: Row, right: Row, names: Mapping[str, str]) -> Mapping[str, str] | None:
    """The renaming with what makes these rows equal added, None where nothing does."""
    if left.keys() != right.keys():
        return None
    known = dict(names)
    for variable, term in left.items():
        other = right[variable]
        if isinstance(term, ox.BlankNode) and isinstance(other, ox.BlankNode):
            if known.setdefault(term.value, other.value) != other.value:
                return None
        elif term != other:
            return None
    return known if len(set(known.values())) == len(known) else None


def _key(row: Row) -> frozenset[tuple[str, Term]]:
    return frozenset(row.items())


def _canonical(triples: Triples) -> ox.Dataset:
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _solutions(form: ox.QueryResultsFormat) -> Callable[[bytes, str | None], Result]:
    def read(content: bytes, _base: str | None) -> Result:
        found = ox.parse_query_results(content, form)
        if isinstance(found, ox.QueryBoolean):
            return bool(found)
        names = [variable.value for variable in found.variables]
        rows = ({n: _spelt(row[n]) for n in names if row[n] is not None} for row in found)
        return Table(frozenset(names), tuple(rows))

    return read


def _csv(content: bytes, _base: str | None) -> Table:
    """Every cell as a number, a text or a blank node: the format tells no more."""
    names, *lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    rows = (dict(zip(names, map(_cell, line), strict=True)) for line in lines)
    return Table(frozenset(names), tuple(rows))


def _cell(text: str) -> Term:
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    return _spelt(ox.Literal(text, datatype=ox.NamedNode(_XSD + "double")))


def _spelt(term: Term) -> Term:
    """The term with its value in one spelling; what has no value stays as it is."""
    if not isinstance(term, ox.Literal) or term.datatype.value not in _SPELLINGS:
        return term
    try:
        return ox.Literal(_SPELLINGS[term.datatype.value](term.value), datatype=term.datatype)
    except (ValueError, InvalidOperation):
        return term


def _graph(form: ox.RdfFormat) -> Callable[[bytes, str | None], Result]:
    def read(content: bytes, base: str | None) -> Result:
        quads = ox.parse(content, form, base_iri=base)
        triples = frozenset(ox.Triple(q.subject, q.predicate, _spelt(q.object)) for q in quads)
        return _table_in(triples) if _is_table(triples) else triples

    return read


def _is_table(triples: Triples) -> bool:
    return any(triple.object == ox.NamedNode(_RESULT_SET + "ResultSet") for triple in triples)


def _table_in(triples: Triples) -> Table:
    def objects(name: str, subject: Term | None = None) -> list[Term]:
        predicate = ox.NamedNode(_RESULT_SET + name)
        found = (t for t in triples if t.predicate == predicate)
        return [t.object for t in found if subject is None or t.subject == subject]

    def row(solution: Term) -> Row:
        bindings = objects("binding", solution)
        return {_text(objects("variable", b)[0]): objects("value", b)[0] for b in bindings}

    variables = frozenset(map(_text, objects("resultVariable")))
    return Table(variables, tuple(map(row, objects("solution"))))


def _text(term: Term) -> str:
    assert isinstance(term, ox.Literal)
    return term.value


_READERS: Mapping[str, Callable[[bytes, str | None], Result]] = {
    "application/sparql-results+xml": _solutions(ox.QueryResultsFormat.XML),
    "application/sparql-results+json": _solutions(ox.QueryResultsFormat.JSON),
    "text/tab-separated-values": _solutions(ox.QueryResultsFormat.TSV),
    "text/csv": _csv,
    "text/turtle": _graph(ox.RdfFormat.TURTLE),
}
