"""CSV for spreadsheets (表格软件): what a document printed never becomes a formula.

A program that opens CSV takes a text that begins with one of ``= + - @``, a tab or a line end for a
formula, which may run commands or send data away (OWASP, "CSV Injection"). Such texts get an
apostrophe in front, unless they are plain numbers. A program that reads the file back takes one
apostrophe off every text that ``DEFUSED`` matches, and has them as they were printed; Parquet and
SPARQL results are never changed.
"""

import codecs
from pathlib import Path

import pyarrow as pa
import pyarrow.compute
import pyarrow.csv

# What stands behind apostrophes counts as well: else nobody could tell ours from the printed ones.
_BEGINS = r"^'*[=+\-@\t\r\n＝＋－＠](?s:.)"
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"
DEFUSED = r"'+[=+\-@\t\r\n＝＋－＠][\s\S]"


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table in UTF-8 with a byte order mark, which spreadsheets need, and a header line."""
    columns = [_defused(_plain(column)) for column in table.columns]
    with path.open("wb") as out:
        out.write(codecs.BOM_UTF8)
        pa.csv.write_csv(pa.table(columns, names=table.column_names), out)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column


def _defused(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if not pa.types.is_string(column.type):
        return column
    compute = pa.compute
    begins = compute.match_substring_regex(column, _BEGINS)
    harmful = compute.and_not(begins, compute.match_substring_regex(column, _NUMBER))
    quoted = compute.binary_join_element_wise("'", column, "")
    return compute.if_else(harmful, quoted, column)
