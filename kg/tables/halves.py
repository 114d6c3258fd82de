"""Tables in two halves (左右两栏): a header says the same columns twice, side by side."""

from collections.abc import Iterable, Sequence
from itertools import takewhile

from kg.grid import Row
from kg.layouts import Field, Meaning, Role, dressings, halfwidth
from kg.tables.evidence import speaks_for
from kg.tables.header_labels import NEEDED, Label, roles_of, said
from kg.tables.labels import label_key, undress

# What may be printed once and holds for both halves, or stand in one of them only.
_FIELDS: frozenset[Meaning] = frozenset(Field)
_OF_BOTH: frozenset[Meaning] = _FIELDS | {Role.GROUP, Role.NOTE}
_MOST_EQUAL_NAMES = 0.5


def halves(labels: Sequence[Label], body: Sequence[Row]) -> Sequence[Sequence[Label]]:
    """The labels of the left and the right half; none where the header is in one piece.

    The columns of indicators repeat as a whole, name and value at least, with the same year and
    the same header above: long-term beside annual targets (中长期、年度) are no halves, nor are
    targets before and after a change. Those say the same indicators again, which ``body`` shows
    where the header does not. Nor are columns that repeat within a half. The particulars of a
    project that stand left of both are in neither.
    """
    left, right = _middle(_of_indicators(labels))
    columns, again = list(map(said, left)), list(map(said, right))
    if not roles_of(left) >= NEEDED or columns != again or len(set(columns)) < len(columns):
        return ()
    if _equal_names(_name(left), _name(right), body) > _MOST_EQUAL_NAMES:
        return ()
    between = [label for label in labels if left[-1].index < label.index < right[0].index]
    first = (label for label in between if said(label) == said(labels[0]))
    middle = labels.index(next(first, right[0]))
    return labels[_particulars(labels) : middle], labels[middle:]


def _particulars(labels: Sequence[Label]) -> int:
    """How many labels there are up to the last one of particulars, left of the indicators."""
    left = takewhile(lambda label: label.scores.keys() <= _OF_BOTH, labels)
    particular = [bool(label.scores) and label.scores.keys() <= _FIELDS for label in left]
    return max((at for at, is_field in enumerate(particular, 1) if is_field), default=0)


def _of_indicators(labels: Sequence[Label]) -> list[Label]:
    """The known labels that both halves must have; an odd 绩效指标 before them frames them all."""
    known = [label for label in labels if label.scores and not label.scores.keys() <= _OF_BOTH]
    framed = len(known) % 2 and Role.GROUP in known[0].scores
    return known[1:] if framed else known


def _middle(labels: Sequence[Label]) -> tuple[Sequence[Label], Sequence[Label]]:
    return labels[: len(labels) // 2], labels[len(labels) // 2 :]


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
