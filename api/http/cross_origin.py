"""Cross-origin reads (CORS): everybody may read, nobody with credentials."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.datastructures import Headers
from starlette.responses import Response

from api.http.problems import problem


class _CrossOrigin(CORSMiddleware):
    """Tells a refused preflight as every other refusal is told."""

    def preflight_response(self, request_headers: Headers) -> Response:
        answer = super().preflight_response(request_headers)
        if answer.status_code == 200:
            return answer
        refused = problem(400, "Cross-origin request refused", bytes(answer.body).decode())
        refused.headers["Vary"] = answer.headers["Vary"]
        return refused


def allow_reads(app: FastAPI) -> None:
    """Let pages of any origin read, and see what they need of the headers."""
    app.add_middleware(
        _CrossOrigin,
        allow_origins=["*"],
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["*"],
        expose_headers=["ETag", "Retry-After", "Link"],
    )
