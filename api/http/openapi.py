"""The OpenAPI description beyond what FastAPI sees: the SPARQL endpoint, answers as examples."""

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI

from api.http.examples import NAMES, example
from api.http.models import Problem

PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}, "description": text}
    for status, text in (
        (400, "the request is at fault"),
        (404, "what was named does not exist"),
        (503, "no release yet, or too busy"),
        ("default", "any other problem"),
    )
}
_SPARQL = "sparql.openapi.json"


def complete_description(app: FastAPI) -> None:
    """Add the SPARQL endpoint, which is beside FastAPI, and examples, whose nulls it would drop."""
    describe = app.openapi

    def completed() -> dict[str, Any]:
        described = describe()
        described["paths"]["/sparql"] = json.loads(
            files(__package__).joinpath(_SPARQL).read_text("utf-8")
        )
        for name in NAMES:
            ok = described["paths"][f"/{name}"]["get"]["responses"]["200"]
            ok["content"]["application/json"]["example"] = example(name)["answer"]
        return described

    app.openapi = completed  # type: ignore[method-assign]  # the documented way
