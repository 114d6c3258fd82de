"""What SPARQL results become in tables: a type per column, nothing lost in terms."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pytest
import rdflib
from rdflib import BNode, Literal, URIRef

from api.client import Jipu, Solutions

XSD_ = "http://www.w3.org/2001/XMLSchema#"


def solutions(*terms: str, name: str = "x") -> Solutions:
    return Solutions.parse("".join(f"{line}\n" for line in (f"?{name}", *terms)).encode())


COLUMNS: list[tuple[str, tuple[str, ...], str, list[Any]]] = [
    ("IRIs", ("<https://e.org/一>", ""), "str", ["https://e.org/一", None]),
    ("blank nodes", ("_:b1",), "str", ["_:b1"]),
    ("texts", ('"满意度"', '""', '"a@en"'), "str", ["满意度", "", "a@en"]),
    ("languages", ('"满意度"@zh', '"rate"@en-GB'), "str", ["满意度", "rate"]),
    ("escapes", (r'"a\tb\n\"c\" \\n\r"',), "str", ['a\tb\n"c" \\n\r']),
    ("a backslash in an IRI stays", (r"<https://e.org/\u0020>",), "str", [r"https://e.org/\u0020"]),
    ("IRIs and texts", ("<https://e.org/a>", '"a"@zh'), "str", ["https://e.org/a", "a"]),
    ("whole numbers", ("5", "-7", "", f'"8"^^<{XSD_}int>'), "Int64", [5, -7, None, 8]),
    ("decimals", ("1.5", f'"2"^^<{XSD_}decimal>', ""), "Float64", [1.5, 2.0, None]),
    ("doubles", (f'"1E3"^^<{XSD_}double>', f'"INF"^^<{XSD_}double>'), "Float64", [1e3, 1e999]),
    ("numbers of several types", ("5", "1.5"), "Float64", [5.0, 1.5]),
    (
        "truths",
        ("true", "false", "", f'"1"^^<{XSD_}boolean>'),
        "boolean",
        [True, False, None, True],
    ),
    ("years", (f'"2024"^^<{XSD_}gYear>',), "Int64", [2024]),
    ("days", (f'"2024-02-29"^^<{XSD_}date>', ""), "datetime64[ms]", [pd.Timestamp("2024-02-29")]),
    (
        "times",
        (f'"2024-01-02T03:04:05.5"^^<{XSD_}dateTime>',),
        "datetime64[us]",
        [pd.Timestamp("2024-01-02T03:04:05.5")],
    ),
    (
        "times with a zone",
        (f'"2024-01-02T08:00:00+08:00"^^<{XSD_}dateTime>',),
        "datetime64[us, UTC]",
        [pd.Timestamp("2024-01-02T00:00:00Z")],
    ),
    ("nothing bound", ("", ""), "str", [None, None]),
    ("no rows", (), "str", []),
    ("kinds mixed", ("5", '"a"', "", "1.5"), "object", [5, "a", None, Decimal("1.5")]),
    ("over 64 bits", ("9223372036854775808",), "object", [9223372036854775808]),
    ("no such day", (f'"2024-02-30"^^<{XSD_}date>',), "object", ["2024-02-30"]),
    ("another datatype", ('"P1D"^^<https://e.org/dt>',), "object", ["P1D"]),
    ("a day and a text", (f'"2024-01-02"^^<{XSD_}date>', '"a"'), "object", [date(2024, 1, 2), "a"]),
]


@pytest.mark.parametrize(
    ("terms", "dtype", "values"), [row[1:] for row in COLUMNS], ids=[row[0] for row in COLUMNS]
)
def test_a_column_has_the_type_of_its_values(
    terms: tuple[str, ...], dtype: str, values: list[Any]
) -> None:
    column = solutions(*terms).to_frame()["x"]
    assert (str(column.dtype), len(column)) == (dtype, len(terms))
    for found, value in zip(column, values, strict=False):
        assert pd.isna(found) if value is None else found == value


def test_terms_lose_nothing() -> None:
    written = {
        "<https://e.org/a>": URIRef("https://e.org/a"),
        "_:b": BNode("b"),
        r'"a\"\n"@zh': Literal('a"\n', lang="zh"),
        "0.10": Literal("0.10", datatype=rdflib.XSD.decimal, normalize=False),
        "007": Literal("007", datatype=rdflib.XSD.integer, normalize=False),
        "1e3": Literal("1e3", datatype=rdflib.XSD.double, normalize=False),
        "true": Literal("true", datatype=rdflib.XSD.boolean),
        '"x"^^<https://e.org/dt>': Literal("x", datatype=URIRef("https://e.org/dt")),
        "": None,
    }
    found = [row[0] for row in solutions(*written).terms()]
    assert found == list(written.values())
    assert [str(term) for term in found] == [str(term) for term in written.values()]


def test_mixed_columns_are_texts_where_a_column_has_one_type() -> None:
    mixed = solutions("5", '"a"', "", "true", f'"2024-01-02T00:00:00"^^<{XSD_}dateTime>')
    texts = ["5", "a", None, "true", "2024-01-02T00:00:00"]
    assert mixed.to_polars()["x"].to_list() == texts
    assert mixed.to_arrow().column("x").to_pylist() == texts
    assert mixed.to_frame()["x"][4] == datetime(2024, 1, 2)


def test_polars_has_the_same_types() -> None:
    result = Solutions.parse(b'?n\t?d\t?t\n5\t1.5\t"a"\n\t\t\n')
    assert result.to_polars().schema == {"n": pl.Int64, "d": pl.Float64, "t": pl.String}
    assert result.to_polars().rows() == [(5, 1.5, "a"), (None, None, None)]


def test_rows_without_columns_or_values_are_no_fault() -> None:
    assert Solutions.parse(b"\n\n").variables == ()
    assert len(Solutions.parse(b"?a\t?b\n")) == 0
    assert list(Solutions.parse(b'?a\n\n"x"\n\n').to_frame()["a"].isna()) == [True, False, True]


EVERY_KIND = r"""SELECT * {
  BIND(5 AS ?integer) BIND(-5.50 AS ?decimal) BIND(1e3 AS ?double) BIND(true AS ?boolean)
  BIND("2024"^^xsd:gYear AS ?year) BIND("2024-01-02"^^xsd:date AS ?date)
  BIND("2024-01-02T03:04:05Z"^^xsd:dateTime AS ?time) BIND(<https://e.org/一> AS ?iri)
  BIND("a\tb\r\n\"c\" \\n 一"@zh AS ?text) BIND(1/0 AS ?unbound)
}"""


def test_what_the_engine_writes_is_read(local: Jipu) -> None:
    row = local.select(EVERY_KIND).to_frame().iloc[0]
    assert row["text"] == 'a\tb\r\n"c" \\n 一'
    assert row["iri"] == "https://e.org/一"
    assert (row["integer"], row["decimal"], row["double"], row["year"]) == (5, -5.5, 1000.0, 2024)
    assert bool(row["boolean"])
    assert row["date"] == pd.Timestamp("2024-01-02")
    assert row["time"] == pd.Timestamp("2024-01-02T03:04:05Z")
    assert pd.isna(row["unbound"])
