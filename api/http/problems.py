"""Errors over HTTP: the error family as ``application/problem+json`` (RFC 9457)."""

import json
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from kg import errors

STATUS: tuple[tuple[type[errors.JipuError], int, str], ...] = (
    (errors.QueryRefusedError, 403, "Query refused"),
    (errors.QueryTimeoutError, 504, "Query timed out"),
    (errors.QueryTooLargeError, 507, "Query over its size limit"),
    (errors.QueryFailedError, 500, "Query failed"),
    (errors.EndpointError, 502, "Endpoint failed"),
    (errors.QueryError, 400, "Malformed query"),
    (errors.NotFoundError, 404, "Not found"),
    (errors.RequestTooLargeError, 413, "Content too large"),
    (errors.NotAcceptableError, 406, "Not acceptable"),
    (errors.InvalidRequestError, 400, "Invalid request"),
    (errors.BusyError, 503, "Busy"),
    (errors.HomeError, 503, "No release to answer from"),
    (errors.JipuError, 400, "Bad request"),
)


def problem(status: int, title: str, detail: str, **more: Any) -> Response:  # noqa: ANN401 - JSON
    """A problem document; ``more`` are further members such as a position."""
    body = {"title": title, "status": status, "detail": detail, **more}
    return Response(
        json.dumps(body, ensure_ascii=False),
        status_code=status,
        media_type="application/problem+json",
        headers={"Retry-After": "2"} if status == 503 else None,
    )


def problem_of(error: errors.JipuError) -> Response:
    """The problem document of an error of the family."""
    status, title = next((s, t) for kind, s, t in STATUS if isinstance(error, kind))
    position = {}
    if isinstance(error, errors.QueryError) and error.line is not None:
        position = {"line": error.line, "column": error.column}
    return problem(status, title, str(error), where=error.where, **position)


def install_problem_handlers(app: FastAPI) -> None:
    """Answer every failed request with a problem document."""

    def family(_: Request, error: Exception) -> Response:
        return problem_of(error) if isinstance(error, errors.JipuError) else _unexpected()

    def validation(_: Request, error: Exception) -> Response:
        faults = error.errors() if isinstance(error, RequestValidationError) else []
        told = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in faults)
        return problem(400, "Invalid request", told)

    def http(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            return _unexpected()
        answer = problem(
            error.status_code, str(error.detail), f"{request.method} {request.url.path}"
        )
        answer.headers.update(error.headers or {})
        return answer

    app.add_exception_handler(errors.JipuError, family)
    app.add_exception_handler(RequestValidationError, validation)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, lambda _request, _error: _unexpected())


def _unexpected() -> Response:
    return problem(500, "Internal error", "the server failed; its log says how")
