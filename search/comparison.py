"""The outcome of comparing a project with others: pairs, projects, and the peer card (同类参照)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.table import Fact

ENOUGH_PEERS = 5


@dataclass(frozen=True, slots=True)
class Pair:
    """A target of mine and a comparable one.

    ``difference`` is theirs minus mine, in the canonical unit of mine.
    ``within_tolerance``: for ratios the difference is at most the tolerance (0.02: two percentage
    points), for other units at most that share of my value. ``text_similarity`` is 0..1, 0 for
    names that have no more in common than two of the release on average.
    """

    target_iri: str
    other_iri: str
    text_similarity: float
    difference: float
    within_tolerance: bool


@dataclass(frozen=True, slots=True)
class ComparableProject:
    """Another project, known by the facts of one of its targets; ``score`` 0..1.

    The score is the mean over my targets of name similarity × (1 + likeness of the promises) / 2;
    a target without a pair counts 0.
    """

    fact: Fact
    score: float
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Peers:
    """The values, in ``unit``, my canonical one, of the ``n`` targets comparable to one of mine.

    Quartiles are interpolated linearly (type 7 of Hyndman & Fan, *Sample Quantiles*, 1996).
    ``percentile`` is the mid rank of my ``value`` among them, 0..100: the share below it plus half
    of the share equal to it, so that 50 means in the middle.
    """

    target_iri: str
    value: float
    unit: str | None
    n: int
    median: float
    q1: float
    q3: float
    min: float
    max: float
    percentile: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """A project among its peers.

    ``project`` is known by the facts of one of its rows. ``peers`` are those of the target that
    has the most, ``peers_by_target`` of every target that has enough; both are over all
    comparable projects, listed or not. ``reason`` is a sentence where ``peers`` is None.
    """

    project: Fact
    targets: tuple[Fact, ...]
    comparables: tuple[ComparableProject, ...]
    peers: Peers | None
    peers_by_target: tuple[Peers, ...]
    reason: str | None


def peers_of(mine: Fact, value: float, others: npt.NDArray[np.float64]) -> Peers | None:
    """The card of one target over the values of its peers, shape (n,); None for too few of them."""
    if len(others) < ENOUGH_PEERS:
        return None
    low, q1, median, q3, high = (float(x) for x in np.quantile(others, [0, 0.25, 0.5, 0.75, 1]))
    rank = float(np.mean(others < value) + np.mean(others == value) / 2)
    return Peers(
        target_iri=mine.iri,
        value=value,
        unit=mine.target.canonical_unit,
        n=len(others),
        median=median,
        q1=q1,
        q3=q3,
        min=low,
        max=high,
        percentile=round(100 * rank, 1),
    )
