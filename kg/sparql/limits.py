"""What queries may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may take, and how long it may stay where.

    Time is in seconds, results in bytes, memory in bytes of address space beyond that of an idle
    process. ``waiting_seconds`` is how long a query may wait for a place. What follows is processor
    time: of a query in the quick lane, before it goes on in the long one; of a client lately,
    before its queries begin there.
    """

    seconds: float = 30.0
    memory_bytes: int = 4 << 30
    result_bytes: int = 1 << 30
    waiting_seconds: float = 10.0
    quick_seconds: float = 0.1
    greedy_seconds: float = 0.5
