"""Answers over the sample document, as the OpenAPI description shows them (示例).

Each ``NAME.json`` holds the path of a request and its answer; a test asks them again.
"""

import json
from importlib.resources import files
from typing import Any

NAMES = ("search", "similar", "comparable", "stats")


def example(name: str) -> dict[str, Any]:
    """The path and the answer of one example."""
    read: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
    return read
