"""Request counts and durations for Prometheus."""

import time
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)


def install_metrics(app: FastAPI) -> None:
    """Count and time every request by its route, and serve the figures at ``/metrics``."""
    registry = CollectorRegistry()
    labels = ("method", "route", "status")
    requests = Counter("jipu_requests", "Requests answered", labels, registry=registry)
    seconds = Histogram(
        "jipu_request_seconds", "Time to the start of the answer", ("route",), registry=registry
    )

    @app.middleware("http")
    async def measure(
        request: Request, call_next: Callable[[Request], Awaitable[Response]]
    ) -> Response:
        start = time.perf_counter()
        response = await call_next(request)
        route = getattr(request.scope.get("route"), "path", "other")
        requests.labels(request.method, route, str(response.status_code)).inc()
        seconds.labels(route).observe(time.perf_counter() - start)
        return response

    @app.get("/metrics", tags=["Operation"], summary="Figures for Prometheus")
    def metrics() -> Response:
        """Counts and durations of requests, per worker process."""
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
