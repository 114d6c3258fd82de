"""The words that tables print around their indicators, loaded from ``words.toml``."""

from functools import cache
from typing import Any

from benchmarks.corpus.pools import data


@cache
def words() -> dict[str, Any]:
    """Lists to draw from, and the tables of signs, aliases and weights."""
    return data("words")
