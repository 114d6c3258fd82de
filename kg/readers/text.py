"""Plain text tables: tab, ``|`` or comma separated, or aligned by runs of spaces."""

import csv
import re
from collections.abc import Callable, Iterator
from io import StringIO

from kg.errors import UnreadableDocumentError
from kg.grid import Cell, Grid, Row
from kg.readers.cell_text import cell_text
from kg.readers.encoding import decode

NumberedFields = Iterator[tuple[int, list[str]]]

_SPACES = re.compile(r"[ \u00a0]{2,}|\u3000+")


def accepts(data: bytes) -> bool:
    """Say whether the bytes may be text: every other zero byte at most, as in UTF-16."""
    return data.count(0) <= len(data) // 2


def read(data: bytes, name: str) -> tuple[Grid, ...]:
    """Read a text file as one grid; row numbers are its 1-based lines."""
    text = decode(data, name)
    try:
        rows = tuple(_row(number, fields) for number, fields in _split(text))
    except csv.Error as error:
        raise UnreadableDocumentError(
            name, f"the text cannot be split into cells ({error}); save it tab-separated"
        ) from error
    return (Grid(name, 1, rows),)


def _row(number: int, fields: list[str]) -> Row:
    texts = enumerate(map(cell_text, fields), start=1)
    return Row(number, tuple(Cell(text, column) for column, text in texts if text))


def _split(text: str) -> NumberedFields:
    return _splitter_of(text)(text)


def _splitter_of(text: str) -> Callable[[str], NumberedFields]:
    """Choose the separator that divides most lines into three cells or more; tabs win ties."""
    lines = text.splitlines()
    counted: tuple[tuple[int, Callable[[str], NumberedFields]], ...] = (
        (sum(line.count("\t") >= 2 for line in lines), lambda t: _delimited(t, "\t")),
        (sum(line.count("|") >= 2 for line in lines), _piped),
        (sum(line.count(",") >= 2 for line in lines), lambda t: _delimited(t, ",")),
        (sum(len(_SPACES.findall(line.strip())) >= 2 for line in lines), _aligned),
    )
    return max(counted, key=lambda pair: pair[0])[1]


def _delimited(text: str, delimiter: str) -> NumberedFields:
    """Split with quoting where the whole text is quoted correctly, else take quotes as printed."""
    try:
        return iter(list(_csv_rows(text, delimiter, csv.QUOTE_MINIMAL)))
    except csv.Error:
        return _csv_rows(text, delimiter, csv.QUOTE_NONE)


def _csv_rows(text: str, delimiter: str, quoting: int) -> NumberedFields:
    lines = StringIO(text, newline="")
    reader = csv.reader(lines, delimiter=delimiter, quoting=quoting, strict=True)  # type: ignore[arg-type]
    first = 1
    for fields in reader:
        yield first, fields
        first = reader.line_num + 1


def _piped(text: str) -> NumberedFields:
    for number, line in enumerate(StringIO(text, newline=""), start=1):
        yield number, line.strip().removeprefix("|").removesuffix("|").split("|")


def _aligned(text: str) -> NumberedFields:
    for number, line in enumerate(StringIO(text, newline=""), start=1):
        yield number, _SPACES.split(line.rstrip())
