"""Every operation of the OpenAPI description answers as is described there, whatever it is sent."""

from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.fuzz.test_sparql import SERVED, TIMES

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_every_operation_answers_as_it_is_described(
    client: TestClient, mode: GenerationMode
) -> None:
    """Values that fit the description, and values that do not."""
    schema = schemathesis.openapi.from_dict(client.get("/openapi.json").json())
    operations = [found.ok() for found in schema.get_all_operations()]
    assert {"GET /search", "GET /sparql", "POST /sparql", "GET /{path}"} <= {
        operation.label for operation in operations
    }
    for operation in operations:
        if mode is GenerationMode.POSITIVE or [*operation.query, *operation.body]:
            sent_to(client, operation.as_strategy(generation_mode=mode))


def sent_to(client: TestClient, cases: Any) -> None:
    @settings(SERVED, max_examples=20 * TIMES)
    @given(case=cases)
    def send(case: schemathesis.Case) -> None:
        request = case.as_transport_kwargs(base_url=str(client.base_url))
        headers, body = dict(request.get("headers") or {}), request.get("data")
        answer = client.request(
            request["method"],
            request["url"],
            params=request.get("params"),
            headers=headers,
            **({"content": body} if isinstance(body, str | bytes) else {"data": body}),
        )
        case.validate_response(answer, checks=CHECKS)

    send()
