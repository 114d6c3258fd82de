"""Header rows: which column holds what (表头). Columns are known by name, never by position."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.grid import Row
from kg.layouts import Meaning, Role, headers
from kg.tables.apart import counts_columns, kept_apart
from kg.tables.bands import Band, bands_of, categories, cut
from kg.tables.columns import Column
from kg.tables.evidence import NEUTRAL, fit, is_level_label
from kg.tables.header_labels import Label, is_complete, scores_of, term_of
from kg.tables.labels import label_key
from kg.tables.roles import resolve

_SAMPLE_ROWS = 50
_MOST_HEIGHT = 3
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of a table, left to right, and the number of rows that its header takes.

    ``has_addresses`` says that the cells of the table have addresses; ``apart`` is what is printed
    in rows of its own, above the indicators that it is for (阶梯式). A header in ``bands`` (栏组)
    has a header for each of them, with its ``span`` of the grid and the ``levels`` that are printed
    above it, and one for the columns ``beside`` them.
    """

    columns: tuple[Column, ...]
    height: int
    has_addresses: bool = False
    apart: frozenset[Meaning] = frozenset()
    levels: tuple[Column, ...] = ()
    span: range = range(0)
    bands: tuple["Header", ...] = ()
    beside: "Header | None" = None

    @property
    def meanings(self) -> frozenset[Meaning]:
        """All meanings that the table has a column for."""
        return frozenset(column.meaning for column in self.columns if column.meaning)

    def parts(self, row: Row) -> tuple["Part", ...]:
        """A row below this header: as it is, or what it has in the bands and beside them."""
        if self.beside is None:
            return (Part(row, self),)
        beside, *within = cut(row, [band.span for band in self.bands])
        numbered = map(Part, within, self.bands, range(len(within)))
        parts = tuple(part for part in numbered if part.row.cells)
        if not parts:
            return (Part(row, self.beside),)
        return (Part(beside, self.beside), *parts) if beside.cells else parts


@dataclass(frozen=True, slots=True)
class Part:
    """What is read as one row: a row with its header, or what it has in one ``band``, from 0."""

    row: Row
    header: Header
    band: int | None = None


def find_header(rows: Sequence[Row], at: int) -> Header | None:
    """Read the header that begins in row ``at``, over up to three rows; None if there is none.

    Rows are one header where together they name more columns than fewer of them do, or tell equal
    ones apart (中长期目标、年度目标 over the same columns). The rows below decide what an ambiguous
    header means.
    """
    cells = rows[at].cells
    headed = any(_is_heading(cell.text) for cell in cells)
    if len(cells) < _FEWEST or not (headed or all(is_level_label(cell.text) for cell in cells)):
        return None
    best = _highest(list(_heights(rows, at)))
    if best is None or not (headed or categories(best[0])):
        return None
    labels, height = best
    below = at + height
    header = Header((), height, rows[at].cells[0].address is not None)
    first = below + any(map(counts_columns, rows[below : below + 1]))
    return _resolved(header, labels, rows[first : first + _SAMPLE_ROWS])


Laid = tuple[tuple[Label, ...], tuple[Label, ...]]
"""The labels of some rows laid over each other, and those of the last row alone."""


def _heights(rows: Sequence[Row], at: int) -> Iterator[Laid]:
    """The labels of the first row, then of two and of three, as far as they can be headers."""
    labels = under = _labels(rows[at])
    for row in rows[at + 1 : at + _MOST_HEIGHT]:
        yield labels, under
        under = _labels(row)
        labels = _nested(labels, under)
        if not under or not labels:
            return
    yield labels, under


def _highest(laid: Sequence[Laid]) -> tuple[tuple[Label, ...], int] | None:
    """The labels and the number of rows that say most, more than each of them alone."""
    complete = [is_complete(labels) for labels, _ in laid]
    if not any(complete):
        return None
    best = (laid[0][0], 1) if complete[0] else None
    most = _told(laid[0][0])
    for height, (labels, under) in enumerate(laid[1:], start=2):
        if complete[height - 1] and _told(labels) > max(most, _told(under)):
            best, most = (labels, height), _told(labels)
    return best


def _resolved(header: Header, labels: Sequence[Label], body: Sequence[Row]) -> Header:
    """The header with its columns, which are settled in each band by itself if it has any.

    What stands beside the bands is settled with the first of them.
    """
    bands = bands_of(labels, body)
    others = [band.labels for band in bands[1:]]
    first = [label for label in labels if not any(label in other for other in others)]
    spans = [band.span for band in bands[1:]]
    rows = [cut(row, spans) if spans else (row,) for row in body]
    settled = [
        column
        for place, piece in enumerate((first, *others))
        for column in resolve(piece, [row[place] for row in rows])
    ]
    every = sorted(settled, key=lambda column: column.index)
    columns = (*_groups(labels[0], body), *every)
    whole = _in_bands(replace(header, columns=columns), bands)
    return replace(whole, apart=kept_apart(columns, body))


def _in_bands(header: Header, bands: Sequence[Band]) -> Header:
    """The header with those of its bands and of what stands beside them, if it has any."""
    if not bands:
        return header
    within = tuple(
        replace(
            header,
            columns=tuple(column for column in header.columns if column.index in band.span),
            levels=band.levels,
            span=band.span,
        )
        for band in bands
    )
    rest = (c for c in header.columns if not any(c.index in band.span for band in bands))
    return replace(header, bands=within, beside=replace(header, columns=tuple(rest)))


def _groups(first: Label, body: Sequence[Row]) -> Iterator[Column]:
    """A column without a header, left of all, that holds the label of the table (绩效指标)."""
    left = [row.cells[0] for row in body if row.cells and row.cells[0].column < first.index]
    named = next((cell for cell in left if fit(Role.GROUP, cell.text) > NEUTRAL), None)
    if named:
        yield Column(named.column, Role.GROUP, "", first.index - named.column)


def _labels(row: Row) -> tuple[Label, ...]:
    return tuple(Label(cell.column, cell.text, cell.width) for cell in row.cells)


def _nested(top: Sequence[Label], under: Sequence[Label]) -> tuple[Label, ...]:
    """Lay two header rows over each other: the lower label names a column, else the upper one.

    Empty where the upper row has a text that is no heading: it is a row of its own.
    """
    if not all(_is_heading(label.text) or _is_part(label) for label in top):
        return ()
    lower = {label.index for label in under}
    below = [replace(label, over=_spanning(top, label.index)) for label in under]
    kept = [label for label in top if label.index not in lower and _is_part(label)]
    return tuple(sorted((*below, *kept), key=lambda label: label.index))


def _is_part(label: Label) -> bool:
    """Whether a label of an upper row is that of a column, or a level above a band (栏组)."""
    return bool(label.scores) or is_level_label(label.text)


def _is_heading(text: str) -> bool:
    rules = headers()
    return bool(scores_of(text) or rules.annual.match(text) or rules.long_term.match(text))


def _spanning(labels: Sequence[Label], column: int) -> tuple[Label, ...]:
    """The labels over a column: the one that covers it, else the last that begins left of it."""
    left = [label for label in labels if label.index <= column]
    if not left:
        return ()
    nearest = left[-1]
    covers = column < nearest.index + nearest.width
    return (*nearest.over, nearest) if covers or nearest.width == 1 else ()


def _told(labels: Sequence[Label]) -> tuple[int, int]:
    """How many labels are known, and how many of them differ in text, term, year or category."""
    known = [label for label in labels if label.scores or label.is_place]
    levels = {label: run[0].levels for run in categories(labels) for label in run}
    differing = {(label_key(one.text), term_of(one), levels.get(one)) for one in known}
    return len(known), len(differing)
