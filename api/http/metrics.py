"""Request counts and durations for Prometheus."""

import time

from fastapi import FastAPI, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class MetricsMiddleware:
    """Counts and times every request by its route.

    Plain ASGI: Starlette's decorator for middleware costs a task and two queues a request.
    """

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        self._requests = Counter(
            "jipu_requests",
            "Requests answered",
            ("method", "route", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "jipu_request_seconds",
            "Time to the start of the answer",
            ("route",),
            registry=registry,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and note the start of its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()

        async def noting(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "other")
                self._requests.labels(scope["method"], route, str(message["status"])).inc()
                self._seconds.labels(route).observe(time.perf_counter() - start)
            await send(message)

        await self._app(scope, receive, noting)


def install_metrics(app: FastAPI) -> None:
    """Measure every request and give the figures at ``/metrics``."""
    registry = CollectorRegistry()
    app.add_middleware(MetricsMiddleware, registry=registry)

    @app.get(
        "/metrics",
        tags=["Operation"],
        summary="Figures for Prometheus",
        response_class=PlainTextResponse,
    )
    def metrics() -> Response:
        """Counts and durations of requests, per worker process."""
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
