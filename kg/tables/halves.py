"""Tables in two halves (左右两栏): a header says the same columns twice, side by side.

Every printed row then holds up to two indicators; reading goes down the left half, then down the
right one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from kg.grid import Row
from kg.layouts import Field, Meaning, Role, dressings, halfwidth
from kg.tables.evidence import speaks_for
from kg.tables.header_labels import NEEDED, Label, term_of
from kg.tables.labels import label_key, undress
from kg.tables.rows import ReadRow

# What may be printed once and holds for both halves, or stand in one of them only.
_OF_BOTH: frozenset[Meaning] = frozenset({*Field, Role.GROUP, Role.NOTE})
_MOST_EQUAL_NAMES = 0.5


def right_half(labels: Sequence[Label], body: Sequence[Row]) -> int | None:
    """The column in which the right half begins; None where the header is in one piece.

    The columns of indicators repeat as a whole, name and value at least, with the same year and
    the same header above: long-term beside annual targets (中长期、年度) are no halves, nor are
    targets before and after a change. Those say the same indicators again, which ``body`` shows
    where the header does not. Nor are columns that repeat within a half: one pair for a category.
    """
    left, right = _middle(_of_indicators(labels))
    roles = {role for label in left for role in label.scores}
    columns, again = list(map(_said, left)), list(map(_said, right))
    if not roles >= NEEDED or columns != again or len(set(columns)) < len(columns):
        return None
    if _equal_names(_name(left), _name(right), body) > _MOST_EQUAL_NAMES:
        return None
    between = [label for label in labels if left[-1].index < label.index < right[0].index]
    first = (label for label in between if _said(label) == _said(labels[0]))
    return next(first, right[0]).index


def halves_of(row: Row, right: int) -> tuple[Row, Row]:
    """The halves of a row, cut before the column ``right``; what reaches over it is the left's."""
    left = tuple(cell for cell in row.cells if cell.column < right)
    return replace(row, cells=left), replace(row, cells=row.cells[len(left) :])


def reading_down(rows: Iterable[ReadRow]) -> Iterator[ReadRow]:
    """Rows in the order in which they are read: of those in halves, the left ones come first."""
    for _, run in groupby(rows, key=lambda row: row.half is None):
        yield from sorted(run, key=lambda row: row.half or 0)


def _of_indicators(labels: Sequence[Label]) -> list[Label]:
    """The known labels that both halves must have; an odd 绩效指标 before them frames them all."""
    known = [label for label in labels if label.scores and not label.scores.keys() <= _OF_BOTH]
    framed = len(known) % 2 and Role.GROUP in known[0].scores
    return known[1:] if framed else known


def _middle(labels: Sequence[Label]) -> tuple[Sequence[Label], Sequence[Label]]:
    return labels[: len(labels) // 2], labels[len(labels) // 2 :]


def _said(label: Label) -> tuple[str, str, tuple[bool, bool, int]]:
    """What a header says, its dressings aside, of which a year counts."""
    return label_key(label.text), label_key(label.above), term_of(label)


def _name(half: Sequence[Label]) -> Label:
    return max(half, key=lambda label: label.scores.get(Role.NAME, 0.0))


def _equal_names(left: Label, right: Label, body: Iterable[Row]) -> float:
    """The share of rows with two names in which they are the same, 0 where no row has two."""
    pairs = [(a, b) for row in body if (a := _name_in(row, left)) and (b := _name_in(row, right))]
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def _name_in(row: Row, label: Label) -> str | None:
    """The name that a row has below a label; its header again is none, nor a template's dots."""
    texts = (undress(cell.text) for cell in row.cells if label.holds(cell.column))
    return next((text for text in texts if _is_name(text, label)), None)


def _is_name(text: str, label: Label) -> bool:
    dots = dressings().skip_cells.fullmatch(halfwidth(text))
    return not dots and speaks_for(Role.NAME, text) and label_key(text) != label_key(label.text)
