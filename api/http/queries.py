"""The named queries over HTTP: the list of them, and the answer to one with its parameters."""

from collections import Counter
from itertools import chain
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import Response, StreamingResponse

from api.http import models
from api.http.negotiation import SPARQL_TYPES, acceptable
from api.service import CurrentService
from kg.errors import InvalidRequestError, NotAcceptableError
from kg.jsonform import question_to_json
from kg.questions import questions

_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"content": {media_type: {} for media_type in SPARQL_TYPES}}
}


def queries_router(current: CurrentService) -> APIRouter:
    """``/queries`` and ``/queries/NAME``."""
    router = APIRouter(tags=["SPARQL"])

    @router.get("/queries", summary="The named queries", response_model=list[models.NamedQuery])
    async def listed() -> list[dict[str, Any]]:
        """What each asks, in Chinese and English, its parameters and its SPARQL text."""
        return [question_to_json(question) for question in questions().values()]

    @router.get("/queries/{name}", summary="Run a named query", responses=_ANSWERS)
    def answered(
        request: Request,
        name: Annotated[str, Path(examples=["satisfaction-at-least"])],
        accept: Annotated[str | None, Header()] = None,
    ) -> Response:
        """The answer, in the types of `/sparql`; its parameters are those of the request.

        `/queries/satisfaction-at-least?min=0.98&year=2024`
        """
        pairs = request.query_params.multi_items()
        for key, times in Counter(key for key, _ in pairs).items():
            if times > 1:
                raise InvalidRequestError(key, f"is given {times} times; give it once")
        types = acceptable(accept, SPARQL_TYPES)
        if not types:
            raise NotAcceptableError("Accept", f"answers are {', '.join(SPARQL_TYPES)}")
        result = current().ask(name, dict(pairs), types)
        first = next(result.chunks, b"")
        return StreamingResponse(
            chain((first,), result.chunks),
            media_type=result.media_type,
            headers={"Vary": "Accept"},
        )

    return router
