"""Two indicators in a printed row, in the left and the right half of the table (左右两栏)."""

from collections.abc import Sequence
from itertools import pairwise, zip_longest

from benchmarks.corpus.layouts.printing import Printing
from benchmarks.corpus.layouts.rows import BodyRow, Shared
from benchmarks.corpus.sheets import NOTHING

_RIGHT = "right-"


def side_by_side(rows: Sequence[BodyRow], printing: Printing) -> Sequence[BodyRow]:
    """The rows as the style's columns print them: as they are, or in halves beside each other."""
    if not any(role.startswith(_RIGHT) for role in printing.style.roles):
        return rows
    seen = [row for row in rows if not row.hidden]
    cut = _cut(seen)
    empty = BodyRow({role: Shared(None, NOTHING) for role in seen[0].shared}, {}, ())
    pairs = zip_longest(seen[:cut], seen[cut:], fillvalue=empty)
    return [_pair(left, right) for left, right in pairs]


def _cut(rows: Sequence[BodyRow]) -> int:
    """Where the right half begins: the first row of the first level nearest to the middle."""
    keys = [row.shared["level1"].key for row in rows]
    starts = [at for at, (above, own) in enumerate(pairwise(keys), 1) if above != own]
    return min(starts, key=lambda at: abs(2 * at - len(rows)), default=len(rows))


def _pair(left: BodyRow, right: BodyRow) -> BodyRow:
    return BodyRow(
        {**left.shared, **{_RIGHT + role: shared for role, shared in right.shared.items()}},
        {**left.contents, **{_RIGHT + role: text for role, text in right.contents.items()}},
        (),
    )
