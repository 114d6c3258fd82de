"""SPARQL results in TSV (W3C *SPARQL 1.1 Query Results CSV and TSV Formats*) as Arrow columns.

A column gets a type where all its values are of one kind of `_KINDS`; one with values of several
kinds has none. Types are found by the distinct terms of a column, all of them at once.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from api.client.terms import unescaped

Table: TypeAlias = pa.Table
Column: TypeAlias = pa.Array

_XSD = r'"\^\^<http://www\.w3\.org/2001/XMLSchema#'
_WHOLE = (
    "(?:integer|int|long|short|byte|nonNegativeInteger|positiveInteger|nonPositiveInteger"
    "|negativeInteger|unsignedLong|unsignedInt|unsignedShort|unsignedByte)"
)
_INTEGER = rf'[+-]?[0-9]+|"[+-]?[0-9]+{_XSD}{_WHOLE}>'
_NUMBER = rf'{_INTEGER}|[+-]?[0-9]*\.[0-9]+|"[^"]+{_XSD}(?:decimal|double|float)>'
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,6}})?"
_ZONE = "(?:Z|[+-][0-9]{2}:[0-9]{2})"
_TEXT = r'<[^>]*>|_:.*|"(?s:.*)"(?:@[A-Za-z0-9-]+)?'


@dataclass(frozen=True, slots=True)
class _Kind:
    """Values of one kind: the pattern of their terms, and what makes them an array."""

    pattern: str
    convert: Callable[[Column], Column]


def terms_of(body: bytes) -> Table:
    """The terms as they are written, one string column per variable; null where unbound."""
    head = body[: body.find(b"\n")].decode()
    if not head:
        return pa.table({})
    names = [name.removeprefix("?") for name in head.split("\t")]
    options = pa.csv.ReadOptions(column_names=names, skip_rows=1, block_size=len(body))
    parsing = pa.csv.ParseOptions(delimiter="\t", quote_char=False, ignore_empty_lines=False)
    strings = pa.csv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), null_values=[""], strings_can_be_null=True
    )
    return pa.csv.read_csv(pa.BufferReader(body), options, parsing, strings)


def typed(terms: pa.ChunkedArray) -> Column | None:
    """A column of terms as values of their kind; None where they are of several."""
    coded = terms.combine_chunks().dictionary_encode()
    for kind in _KINDS:
        fits = pc.match_substring_regex(coded.dictionary, f"^(?:{kind.pattern})$")
        if pc.all(fits, min_count=0).as_py():
            try:
                return kind.convert(coded.dictionary).take(coded.indices)
            except pa.ArrowInvalid:
                return None  # a whole number over 64 bits, the 30th of February
    return None


def table_of(columns: Mapping[str, Column]) -> Table:
    """Columns of one length under their names."""
    return pa.table(dict(columns))


def string_column(texts: Sequence[str | None]) -> Column:
    """Texts as a column; None where there is none."""
    return pa.array(texts, pa.string())


def records_table(records: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> Table:
    """Records as a table with these columns, each of the Arrow type of that name."""
    fields = [(name, pa.type_for_alias(kind)) for name, kind in types.items()]
    return pa.Table.from_pylist(list(records), schema=pa.schema(fields))


def _literal(kind: pa.DataType) -> Callable[[Column], Column]:
    """What casts literals, quoted or abbreviated, to an Arrow type."""

    def convert(terms: Column) -> Column:
        return pc.cast(pc.replace_substring_regex(terms, r'^"?([^"]*).*$', r"\1"), kind)

    return convert


def _texts(terms: Column) -> Column:
    """IRIs without their brackets, literals without quotes, language tags and escapes."""
    bare = pc.replace_substring_regex(terms, r'(?s)^["<](.*)(?:>|"(?:@[A-Za-z0-9-]+)?)$', r"\1")
    escaped = pc.and_(pc.starts_with(terms, '"'), pc.match_substring(bare, "\\"))
    meant = [unescaped(text) for text in bare.filter(escaped).to_pylist()]
    return pc.replace_with_mask(bare, escaped, string_column(meant))


_KINDS = (
    _Kind(_TEXT, _texts),
    _Kind(_INTEGER, _literal(pa.int64())),
    _Kind(_NUMBER, _literal(pa.float64())),
    _Kind(rf'true|false|"(?:true|false|0|1){_XSD}boolean>', _literal(pa.bool_())),
    _Kind(rf'"{_DAY}{_XSD}date>', _literal(pa.date32())),
    _Kind(rf'"{_TIME}{_XSD}dateTime>', _literal(pa.timestamp("us"))),
    _Kind(rf'"{_TIME}{_ZONE}{_XSD}dateTime>', _literal(pa.timestamp("us", "UTC"))),
    _Kind(rf'"[0-9]{{4}}{_XSD}gYear>', _literal(pa.int64())),
)
