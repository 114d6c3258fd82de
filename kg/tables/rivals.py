"""Columns that claim the same role (同名列): one of them has it, the others are notes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from kg.layouts import Field, Meaning, Role
from kg.tables.columns import Column
from kg.tables.header_labels import Label, term_of

# Roles that one column has; of several candidates the others are read as notes.
ONCE: frozenset[Meaning] = frozenset(
    {Role.LEVEL1, Role.LEVEL2, Role.NAME, Role.SIGN, Role.VALUE, Role.MEASURE, Field.AMOUNT}
)


def without_rivals(labels: Sequence[Label], columns: Sequence[Column]) -> tuple[Column, ...]:
    """Keep one column of each kept role; those that lose to it are notes."""
    by_label = dict(zip(labels, columns, strict=True))
    lost = frozenset(_losers(by_label))
    return tuple(
        replace(column, meaning=Role.NOTE, reason="another column is surer")
        if label in lost
        else column
        for label, column in by_label.items()
    )


def _losers(columns: Mapping[Label, Column]) -> Iterator[Label]:
    for meaning in ONCE & {column.meaning for column in columns.values()}:
        rivals = (label for label, column in columns.items() if column.meaning == meaning)
        yield from sorted(rivals, key=partial(_preference, meaning=meaning))[1:]


def _preference(label: Label, meaning: Meaning) -> tuple[bool, bool, int, float, int]:
    """Annual targets (年度) before others, those before long-term ones, then the surest header.

    Of several years the last is the budget year.
    """
    long_term, annual, year = term_of(label)
    return long_term, not annual, -year, -label.scores.get(meaning, 0.0), -label.index
