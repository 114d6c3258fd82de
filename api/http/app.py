"""The HTTP application: routes over the service of the release in force."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from fastapi_offline import FastAPIOffline

from api.http.compression import CompressionMiddleware
from api.http.cross_origin import allow_reads
from api.http.head import HeadMiddleware
from api.http.indicators import indicators_router
from api.http.linked_data.routes import linked_data_router
from api.http.metrics import install_metrics
from api.http.models import PROBLEM_RESPONSES
from api.http.openapi import complete_description
from api.http.problems import install_problem_handlers
from api.http.queries import queries_router
from api.http.query_page import install_query_page
from api.http.search import search_router
from api.http.sparql import SparqlEndpoint
from api.live import LiveService
from api.settings import Settings

_DESCRIPTION = "绩谱: what public budgets promise, by SPARQL, by meaning and by number."


def create_app(live: LiveService) -> FastAPI:
    """The application over a service; the caller closes the service after the last request.

    Its query workers belong to the event loop of the application and end with it.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await live.end_workers()

    # The documentation pages of plain FastAPI load their scripts from another host.
    app = FastAPIOffline(
        title="jipu 绩谱",
        description=_DESCRIPTION,
        version="1",
        responses=PROBLEM_RESPONSES,
        redoc_url=None,
        lifespan=lifespan,
    )
    install_problem_handlers(app)
    # The last one is the first that a request comes to.
    app.add_middleware(CompressionMiddleware, minimum_size=1024, compresslevel=1)
    allow_reads(app)
    app.add_middleware(SparqlEndpoint, current=live.current)
    install_metrics(app)
    app.add_middleware(HeadMiddleware)

    @app.get("/ping", tags=["Operation"], summary="Is the server up, and with which release")
    async def ping() -> dict[str, str]:
        """The release that answers; 503 before the first.

        `fault` says why a newer one cannot be opened.
        """
        answers = {"status": "ok", "release": live.current().release.id}
        return answers if live.fault is None else {**answers, "fault": live.fault}

    @app.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        return RedirectResponse("query")

    app.include_router(search_router(live.current))
    app.include_router(indicators_router(live.current))
    app.include_router(queries_router(live.current))
    install_query_page(app, live.current)
    app.include_router(linked_data_router(lambda: live.current().release))
    complete_description(app)
    return app


def app_from_environment() -> FastAPI:
    """The application by the settings in the environment, for a server's worker process."""
    live = LiveService(Settings.from_environment())
    app = create_app(live)
    workers = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with workers(app):
            yield
        live.close()

    app.router.lifespan_context = lifespan
    return app
