"""The named queries over HTTP: the list of them, and the answer to one with its parameters."""

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from api.http import models
from api.http.answering import answered, requested
from api.http.negotiation import SPARQL_TYPES
from api.service import CurrentService
from kg.errors import InvalidRequestError
from kg.jsonform import question_to_json
from kg.questions import question_named, questions

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
    async def run(
        request: Request,
        name: Annotated[str, Path(examples=["satisfaction-at-least"])],
        timeout: Annotated[int | None, Query(gt=0, description="milliseconds")] = None,
    ) -> Response:
        """The answer, in the types of `/sparql`; its parameters are those of the request.

        `/queries/satisfaction-at-least?min=0.98&year=2024`
        """
        pairs = request.query_params.multi_items()
        for key, times in Counter(key for key, _ in pairs).items():
            if times > 1:
                raise InvalidRequestError(key, f"is given {times} times; give it once")
        arguments = {key: value for key, value in pairs if key != "timeout"}
        query = requested(request, question_named(name).query(arguments))
        seconds = None if timeout is None else timeout / 1000
        return await answered(request, current(), query, seconds)

    return router
