"""Answers over the sample document, as the OpenAPI description shows them (示例).

Each ``NAME.json`` holds the path of a request and its answer; a test asks them again.
"""

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

NAMES = ("search", "similar", "comparable", "stats")


def example(name: str) -> dict[str, Any]:
    """The path and the answer of one example."""
    read: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8"))
    return read


def show_examples(app: FastAPI) -> None:
    """Put the examples into the description of an app, where FastAPI would drop every null."""
    describe = app.openapi

    def with_examples() -> dict[str, Any]:
        described = describe()
        for name in NAMES:
            ok = described["paths"][f"/{name}"]["get"]["responses"]["200"]
            ok["content"]["application/json"]["example"] = example(name)["answer"]
        return described

    app.openapi = with_examples  # type: ignore[method-assign]  # the documented way
