"""Texts below their labels (标签在上): goals, and blocks of other particulars, column by column."""

from collections.abc import Sequence

from kg.grid import Cell, Row
from kg.tables.inline import inline
from kg.tables.open_labels import OpenLabel, label_use, likely_label, open_label
from kg.tables.uses import Use

_RIGHT_EDGE = 1 << 20  # beyond the last column of any sheet


def open_labels(row: Row) -> tuple[OpenLabel, ...]:
    """The labels of a row that has nothing else: their texts stand below, column by column."""
    labels = [open_label(cell) for cell in row.cells]
    if not all(labels):
        return ()
    known = [label for label in labels if label]
    ends = [label.column for label in known[1:]] + [_RIGHT_EDGE] if known else []
    return tuple(
        OpenLabel(label.field, label.rank, label.money_unit, label.column, end)
        for label, end in zip(known, ends, strict=True)
    )


def texts_below(row: Row, labels: Sequence[OpenLabel]) -> tuple[Use, ...] | None:
    """Read a row of texts below labels; None unless every text stands below one and is no label.

    A label of its own may stand left of them all.
    """
    texts = [cell for cell in row.cells if not _heads(cell, labels)]
    uses = [
        label.use(cell)
        for cell in texts
        for label in labels
        if label.takes(cell) and not likely_label(cell) and not inline(cell)
    ]
    if not uses or len(uses) != len(texts):
        return None
    heads = [label_use(c, label) for c in row.cells if c not in texts and (label := open_label(c))]
    return (*heads, *uses)


def _heads(cell: Cell, labels: Sequence[OpenLabel]) -> bool:
    """Whether a cell is a label left of all texts: 总体目标 beside the goals of some years."""
    return open_label(cell) is not None and all(cell.column < label.column for label in labels)
