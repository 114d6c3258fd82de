"""Routes for those who run a server: is it up, and where a visitor starts."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

from api.live import LiveService


def operation_router(live: LiveService) -> APIRouter:
    """``/ping`` and ``/``."""
    router = APIRouter()

    @router.get("/ping", tags=["Operation"], summary="Is the server up, and with which release")
    async def ping() -> dict[str, str]:
        """The release that answers; 503 before the first.

        `fault` says why a newer one cannot be opened.
        """
        answers = {"status": "ok", "release": live.current().release.id}
        return answers if live.fault is None else {**answers, "fault": live.fault}

    @router.get("/", include_in_schema=False)
    def home() -> RedirectResponse:
        return RedirectResponse("query")

    return router
