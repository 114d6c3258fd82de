"""What queries may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What one query may take, and how many may run.

    Time is in seconds, memory (address space) and results in bytes. A query may stay in the quick
    lane for ``quick_seconds`` and wait for a place for ``waiting_seconds``.
    """

    seconds: float = 30.0
    memory_bytes: int = 4 << 30
    result_bytes: int = 1 << 30
    quick_seconds: float = 0.5
    waiting_seconds: float = 10.0
