"""The HTTP application: routes over the service of the release in force."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import RedirectResponse
from fastapi_offline import FastAPIOffline

from api.http.examples import show_examples
from api.http.linked_data import linked_data_router
from api.http.metrics import install_metrics
from api.http.models import PROBLEM_RESPONSES
from api.http.problems import install_problem_handlers
from api.http.queries import queries_router
from api.http.search import search_router
from api.http.sparql import sparql_router
from api.live import LiveService
from api.settings import Settings

_LARGEST_BODY = 4 << 20  # bytes of a query; a VALUES block of 40,000 IRIs fits
_DESCRIPTION = "绩谱: what public budgets promise, by SPARQL, by meaning and by number."


def create_app(live: LiveService) -> FastAPI:
    """The application over a service; the caller closes the service after the last request."""
    # The documentation pages of plain FastAPI load their scripts from another host.
    app = FastAPIOffline(
        title="jipu 绩谱",
        description=_DESCRIPTION,
        version="1",
        responses=PROBLEM_RESPONSES,
        redoc_url=None,
        max_body_size=_LARGEST_BODY,
    )
    install_metrics(app)
    install_problem_handlers(app)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST", "OPTIONS"]
    )

    @app.get("/ping", tags=["Operation"], summary="Is the server up, and with which release")
    async def ping() -> dict[str, str]:
        """The release that answers; 503 before the first.

        `fault` says why a newer one cannot be opened.
        """
        answers = {"status": "ok", "release": live.current().release.id}
        return answers if live.fault is None else {**answers, "fault": live.fault}

    @app.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        return RedirectResponse("docs")

    app.include_router(search_router(live.current))
    app.include_router(sparql_router(live.current))
    app.include_router(queries_router(live.current))
    app.include_router(linked_data_router(live.current))
    show_examples(app)
    return app


def app_from_environment() -> FastAPI:
    """The application by the settings in the environment, for a server's worker process."""
    live = LiveService(Settings.from_environment())
    app = create_app(live)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        live.close()

    app.router.lifespan_context = lifespan
    return app
