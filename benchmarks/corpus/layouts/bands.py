"""A pair of columns for every category: a row holds an indicator of each (横排式)."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, zip_longest

from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.layouts.rows import BodyRow
from benchmarks.corpus.sheets import Content

_LEVELS = ("level1", "level2")


def across(rows: Sequence[BodyRow], printing: Printing) -> Sequence[BodyRow]:
    """The rows of a project as the style's columns print them: as they are, or by category.

    The role of a category's column begins with its notation: ``quantity/name``. Its cells are all
    that is printed of an indicator, so a blank one cannot be read.
    """
    if not any("/" in role for role in printing.style.roles):
        return rows
    shared = {role: one for role, one in rows[0].shared.items() if role not in _LEVELS}
    seen = [row for row in rows if not row.hidden and row.contents["name"].text]
    notations = {_level(row): row.expected[0]["category"] for row in rows if row.expected}
    bands = [_columns(notations[level], band) for level, band in groupby(seen, key=_level)]
    expected = tuple(one for row in seen for one in row.expected)
    nothing: Mapping[str, Content] = {}
    lines = zip_longest(*bands, fillvalue=nothing)
    return [
        BodyRow(shared, dict(ChainMap(*map(dict, line))), () if number else expected)
        for number, line in enumerate(lines)
    ]


def _level(row: BodyRow) -> object:
    return row.shared["level2"].key


def _columns(notation: str, band: Iterable[BodyRow]) -> Sequence[Mapping[str, Content]]:
    """The contents of a category's rows, for its own columns."""
    return [
        {f"{notation}/{role}": content for role, content in row.contents.items()} for row in band
    ]
