"""SPARQL queries by grammar: valid by construction and over our vocabulary, then damaged."""

from collections.abc import Callable, Iterator
from itertools import count

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

VARIABLES = ("?p", "?i", "?c", "?d", "?n", "?v")  # project, indicator, category, body, name, value
TRIPLES = (
    *("?p a jipu:Project", "?p jipu:hasIndicator ?i", "?i ^jipu:hasIndicator ?p"),
    *("?p rdfs:label ?n", "?p jipu:amount ?v", "?p jipu:department ?d", "?d rdfs:label ?n"),
    *("?p jipu:department/rdfs:label ?n", "?p (jipu:department|jipu:implementingUnit) ?d"),
    *(
        "?i jipu:category ?c",
        "?i jipu:category cat:satisfaction",
        "?i jipu:category/skos:broader? ?c",
    ),
    *("?i jipu:lower ?v", "?i jipu:unit '1'", "?i jipu:targetText ?n", "?i rdfs:label ?n"),
    *("?c skos:broader cat:output", "?c skos:broader* ?d", "?c (skos:broader|skos:broadMatch)+ ?d"),
    *("?c skos:prefLabel ?n", "?c skos:notation ?v", "?i !(rdf:type|^rdfs:label) ?v", "?c ?v ?d"),
)
TERMS = (
    *("cat:satisfaction", "jipu:Project", "95", "0.95", "1e3", "true", "'1'", "'满意度'"),
    *("'质量'@zh", "'2024-12-31'^^xsd:date", "<https://e.org/none>"),
)
TESTS = (
    *("{} = {}", "{} < {}", "{} >= {}", "{} != {}", "BOUND({}) || isIRI({})", "{} IN ({}, 0.98)"),
    *("CONTAINS(STR({}), STR({}))", "REGEX(STR({}), STR({}), 'i')", "sameTerm({}, {})"),
)
VALUES = (
    *("{}", "STRLEN(STR({}))", "{} + 1", "{} / 0", "-{}", "ROUND({})", "DATATYPE({})", "LANG({})"),
    *(
        "UCASE(STR({}))",
        "SUBSTR(STR({}), 2, 3)",
        "CONCAT(STR({}), '亩')",
        "IRI(STR({}))",
        "SHA1(STR({}))",
    ),
)
AGGREGATES = (
    *("COUNT({})", "COUNT(DISTINCT {})", "MIN({})", "MAX({})", "SUM({})", "AVG({})"),
    *("COUNT(*) + COUNT({})", "SUM(STRLEN(STR({})))"),
)

_Block = Callable[[DrawFn, Iterator[int], int], str]

_variables = st.sampled_from(VARIABLES)
_terms = st.sampled_from(VARIABLES + TERMS)


@st.composite
def queries(draw: DrawFn) -> str:
    """A SELECT, ASK or CONSTRUCT query of at most 200 rows."""
    names = count()
    where = _group(draw, names, 2)
    form = draw(st.sampled_from((_select, _aggregate, _ask, _construct)))
    return form(draw, names, where)


def _select(draw: DrawFn, names: Iterator[int], where: str) -> str:
    distinct = draw(st.sampled_from(("", "DISTINCT ", "REDUCED ")))
    shown = draw(st.sampled_from(("*", "?i", "?p ?n", f"?c ({_value(draw)} AS ?x{next(names)})")))
    order = draw(st.sampled_from(("", "ORDER BY ?p DESC(?v) ?n ")))
    return f"SELECT {distinct}{shown} WHERE {where} {order}LIMIT 200"


def _aggregate(draw: DrawFn, names: Iterator[int], where: str) -> str:
    aggregate = draw(st.sampled_from(AGGREGATES)).format(draw(_variables))
    key = draw(_variables)
    having = draw(st.sampled_from(("", " HAVING (COUNT(*) > 1)")))
    name = f"?x{next(names)}"
    return f"SELECT {key} ({aggregate} AS {name}) WHERE {where} GROUP BY {key}{having} LIMIT 200"


def _ask(_: DrawFn, __: Iterator[int], where: str) -> str:
    return f"ASK {where}"


def _construct(draw: DrawFn, _: Iterator[int], where: str) -> str:
    template = draw(st.sampled_from(("?p rdfs:label ?n", "?i jipu:lower ?v . ?p ?c ?d")))
    return f"CONSTRUCT {{ {template} }} WHERE {where} LIMIT 200"


def _group(draw: DrawFn, names: Iterator[int], depth: int) -> str:
    """A group that begins with triples, so that few are products of everything."""
    more = draw(st.lists(st.sampled_from(_FLAT if depth == 0 else _FLAT + _DEEP), max_size=3))
    blocks = [_triples(draw, names, depth), *(block(draw, names, depth) for block in more)]
    return "{ " + " ".join(blocks) + " }"


def _triples(draw: DrawFn, _: Iterator[int], __: int) -> str:
    chosen = draw(st.lists(st.sampled_from(TRIPLES), min_size=1, max_size=4))
    return " ".join(f"{triple} ." for triple in chosen)


def _test(draw: DrawFn) -> str:
    return draw(st.sampled_from(TESTS)).format(draw(_variables), draw(_terms))


def _value(draw: DrawFn) -> str:
    return draw(st.sampled_from(VALUES)).format(draw(_variables))


def _filter(draw: DrawFn, _: Iterator[int], __: int) -> str:
    return f"FILTER({_test(draw)})"


def _bind(draw: DrawFn, names: Iterator[int], _: int) -> str:
    return f"BIND(IF({_test(draw)}, {_value(draw)}, COALESCE(?v, 0)) AS ?x{next(names)})"


def _values(draw: DrawFn, _: Iterator[int], __: int) -> str:
    rows = draw(st.lists(st.sampled_from((*TERMS, "UNDEF")), max_size=4))
    return f"VALUES {draw(_variables)} {{ {' '.join(rows)} }}"


def _optional(draw: DrawFn, names: Iterator[int], depth: int) -> str:
    return f"OPTIONAL {_group(draw, names, depth - 1)}"


def _minus(draw: DrawFn, names: Iterator[int], depth: int) -> str:
    return f"MINUS {_group(draw, names, depth - 1)}"


def _union(draw: DrawFn, names: Iterator[int], depth: int) -> str:
    return f"{_group(draw, names, depth - 1)} UNION {_group(draw, names, depth - 1)}"


def _graph(draw: DrawFn, names: Iterator[int], depth: int) -> str:
    return f"GRAPH ?g {_group(draw, names, depth - 1)}"


def _exists(draw: DrawFn, names: Iterator[int], depth: int) -> str:
    negated = draw(st.sampled_from(("", "NOT ")))
    return f"FILTER {negated}EXISTS {_group(draw, names, depth - 1)}"


def _subquery(draw: DrawFn, names: Iterator[int], depth: int) -> str:
    return f"{{ SELECT DISTINCT ?i WHERE {_group(draw, names, depth - 1)} }}"


_FLAT: tuple[_Block, ...] = (_triples, _filter, _bind, _values)
_DEEP: tuple[_Block, ...] = (_optional, _minus, _union, _graph, _exists, _subquery)

_SPLINTERS = (
    *(b"{", b"}", b"(", b")", b"<", b">", b'"', b"'", b'"""', b"\\", b"#", b";", b"\x00", b"\r"),
    *(
        b"SERVICE ",
        b"SERVICE <http://127.0.0.1:9/> {}",
        b"LOAD <x>",
        b"INSERT DATA {}",
        b"FROM <x>",
    ),
    *(b"\xff", b"\xed\xa0\x80", "\ufeff".encode(), "\u202e".encode(), "𝔘".encode(), b"\\uD800"),
    *(b"1e999", b"9" * 400, b"{" * 200, b"!" * 200, b"^" * 200, b"@" * 50, b"xsd:" * 50),
)


@st.composite
def damaged(draw: DrawFn) -> bytes:
    """A query with pieces cut out, repeated, replaced by others or by any bytes."""
    text = draw(queries()).encode()
    for _ in range(draw(st.integers(1, 3))):
        start, end = sorted((draw(st.integers(0, len(text))), draw(st.integers(0, len(text)))))
        pieces: SearchStrategy[bytes] = st.one_of(
            st.just(b""),
            st.just(text[start:end] * 2),
            st.sampled_from(_SPLINTERS),
            st.binary(max_size=8),
        )
        text = text[:start] + draw(pieces) + text[end:]
    return text
