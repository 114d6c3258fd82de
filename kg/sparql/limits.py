"""What queries may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may take, and how long it may stay where.

    Time is in seconds, results in bytes, memory in bytes of address space beyond that of an idle
    process. ``waiting_seconds`` is how long a query may wait for a place, ``quick_seconds`` the
    processor time that it may use before it goes on in the long lane.
    """

    seconds: float = 30.0
    memory_bytes: int = 4 << 30
    result_bytes: int = 1 << 30
    waiting_seconds: float = 10.0
    quick_seconds: float = 0.05
