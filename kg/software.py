"""This software and the time, as provenance tells them."""

from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version


def now() -> str:
    """The time in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@cache
def software() -> str:
    """Name and version of this software."""
    return f"jipu {version('jipu')}"
