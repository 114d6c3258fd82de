"""The levels of every row (一级、二级指标), also where a label is printed once for its block.

Most tables print a label in the first row of its block; some, whose cells only look merged, in the
middle of it (居中). Then the classification says where one block ends and the next begins.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kg.categories import expand, group_of, levels_in, notation_of
from kg.layouts import Role
from kg.tables.labels import undress_label
from kg.tables.rows import ReadRow

_MISFIT = 10.0  # a row below a foreign first level outweighs any distance from the middle


@dataclass(frozen=True, slots=True)
class Levels:
    """The first and second level of a row, as printed and undressed; "" where none was."""

    level1: str = ""
    level2: str = ""


Cost = Callable[[int, int, int], float]
"""What it costs that a label printed in row p is that of the rows from a up to before b."""


def levels_of(rows: Sequence[ReadRow]) -> list[Levels]:
    """The levels of indicator rows and headings of one project, in printed order."""
    printed = list(map(_printed, rows))
    firsts, seconds = [first for first, _ in printed], [second for _, second in printed]
    down = _carried(firsts, seconds)
    if _begins_late(firsts):
        return _from_the_middle(firsts, seconds)
    carried = [levels.level1 for levels in down]
    below = [levels.level2 for levels in down]
    spread = _spread(firsts, _with_misfits(firsts, below, _below_top))
    if _misfits(spread, below) >= _misfits(carried, below):
        return down
    return _carried(spread, seconds)


def _printed(row: ReadRow) -> tuple[str, str]:
    """The two levels of a row, from one cell where that prints both (产出指标—数量指标)."""
    first, second = (undress_label(row.text(role) or "") for role in (Role.LEVEL1, Role.LEVEL2))
    return (not first and levels_in(second)) or (first, second)


def _from_the_middle(firsts: Sequence[str], seconds: Sequence[str]) -> list[Levels]:
    """Levels where first ones stand in the middle of their blocks, and second ones perhaps."""
    if _begins_late(seconds):
        seconds = _spread(seconds, _off_centre)
    known = [levels.level2 for levels in _carried([""] * len(firsts), seconds)]
    return _carried(_spread(firsts, _with_misfits(firsts, known, _off_centre)), seconds)


def _carried(firsts: Sequence[str], seconds: Sequence[str]) -> list[Levels]:
    """An empty cell repeats the label above, unless level 1 changes."""
    found: list[Levels] = []
    above = Levels()
    for first, second in zip(firsts, seconds, strict=True):
        level1 = first or above.level1
        above = Levels(level1, second or (above.level2 if level1 == above.level1 else ""))
        found.append(above)
    return found


def _first(labels: Sequence[str]) -> int:
    return next((at for at, label in enumerate(labels) if label), len(labels))


def _begins_late(labels: Sequence[str]) -> bool:
    """Whether the first row has no label while a later one has: labels stand in the middle."""
    return 0 < _first(labels) < len(labels)


def _spread(labels: Sequence[str], cost: Cost) -> list[str]:
    """Divide the rows into one block for each printed label, at the least cost.

    Dynamic programming over the ends of blocks; of equal costs the longest first block wins.
    """
    places = [at for at, label in enumerate(labels) if label]
    if not places:
        return list(labels)
    ends: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for number, place in enumerate(places):
        after = places[number + 1] if number + 1 < len(places) else len(labels)
        possible = [len(labels)] if after == len(labels) else range(after, place, -1)
        ends = {end: _cheapest(ends, place, end, cost) for end in possible}
    starts = (0, *ends[len(labels)][1])
    return [
        labels[place]
        for place, a, b in zip(places, starts, (*starts[1:], len(labels)), strict=True)
        for _ in range(a, b)
    ]


def _cheapest(
    ends: dict[int, tuple[float, tuple[int, ...]]], place: int, end: int, cost: Cost
) -> tuple[float, tuple[int, ...]]:
    options = [
        (before + cost(start, end, place), -start, (*cuts, start) if start else cuts)
        for start, (before, cuts) in ends.items()
        if start <= place
    ]
    total, _, cuts = min(options)
    return total, cuts


def _off_centre(start: int, end: int, place: int) -> float:
    """How far a label is from the middle of its block; both middles of an even block count."""
    return max(0.0, abs(place - (start + end - 1) / 2) - 0.5)


def _below_top(start: int, end: int, place: int) -> float:
    return 0.0 if start == place else 0.01


def _with_misfits(firsts: Sequence[str], seconds: Sequence[str], rest: Cost) -> Cost:
    """Add the cost of second levels that are foreign to their first one, from running counts."""
    foreign = {
        first: list(accumulate((not _fits(first, second) for second in seconds), initial=0))
        for first in set(firsts)
    }

    def cost(start: int, end: int, place: int) -> float:
        counts = foreign[firsts[place]]
        return _MISFIT * (counts[end] - counts[start]) + rest(start, end, place)

    return cost


def _misfits(firsts: Sequence[str], seconds: Sequence[str]) -> int:
    return sum(not _fits(*pair) for pair in zip(firsts, seconds, strict=True))


def _fits(level1: str, level2: str) -> bool:
    """Whether a second level can stand below a first one; unknown labels can stand anywhere."""
    group, notation = group_of(level1), notation_of(level2)
    return group is None or notation is None or notation in expand(group)
