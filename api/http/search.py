"""Search, similar indicators, comparable projects and counts over HTTP."""

from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from api.http import models
from api.service import CurrentService
from kg.errors import InvalidRequestError
from kg.model import Kind
from search.filters import Filters, notations_of

Count = Annotated[int, Query(ge=1, le=1000, description="how many hits at most")]


# Asynchronous, because FastAPI calls a plain dependency in a thread of its own.
async def filters_of_request(
    category: Annotated[
        list[str] | None,
        Query(description="category notations, e.g. satisfaction; repeat for several"),
    ] = None,
    department: Annotated[
        str | None, Query(description="主管部门: whole or part of its name")
    ] = None,
    unit: Annotated[str | None, Query(description="实施单位, whole or part")] = None,
    region: Annotated[str | None, Query(description="地区, whole or part")] = None,
    year: Annotated[int | None, Query(ge=1, le=9999, description="budget year")] = None,
    project: Annotated[str | None, Query(description="a project's IRI or name")] = None,
    kind: Annotated[Kind | None, Query(description="numeric, date, qualitative or empty")] = None,
    minimum: Annotated[
        float | None, Query(alias="min", description="least canonical value, 0.95 for 95%")
    ] = None,
    maximum: Annotated[float | None, Query(alias="max", description="most canonical value")] = None,
    amount_min: Annotated[float | None, Query(description="least project amount in yuan")] = None,
    amount_max: Annotated[float | None, Query(description="most project amount in yuan")] = None,
    amount_min_: Annotated[float | None, Query(alias="amount-min", include_in_schema=False)] = None,
    amount_max_: Annotated[float | None, Query(alias="amount-max", include_in_schema=False)] = None,
) -> Filters:
    """The filters of a request, the same on every surface."""
    return Filters(
        category=notations_of(category),
        department=department,
        unit=unit,
        region=region,
        year=year,
        project=project,
        kind=kind,
        minimum=minimum,
        maximum=maximum,
        amount_min=amount_min if amount_min_ is None else amount_min_,
        amount_max=amount_max if amount_max_ is None else amount_max_,
    )


FiltersOfRequest = Annotated[Filters, Depends(filters_of_request)]


def search_router(current: CurrentService) -> APIRouter:
    """``/search``, ``/similar``, ``/comparable`` and ``/stats``."""
    router = APIRouter(tags=["Search"])

    @router.get("/search", summary="Indicators by meaning and value", response_model=models.Search)
    def search(
        filters: FiltersOfRequest,
        q: Annotated[
            str, Query(min_length=1, max_length=2000, examples=["群众对环境的满意程度 ≥90%"])
        ],
        k: Count = 10,
        group: Annotated[str | None, Query(description="`name` folds equal names")] = None,
    ) -> Response:
        """Indicators near the query in meaning, wording and target value, the best first."""
        if group not in (None, "name"):
            raise InvalidRequestError("group", f"{group!r} is not known; the only grouping is name")
        service = current()
        found = service.search_grouped if group else service.search
        return _json(found(q, k, filters))

    @router.get("/similar", summary="Indicators like a given one", response_model=models.Similar)
    def similar(
        filters: FiltersOfRequest,
        iri: Annotated[str | None, Query(description="an indicator's IRI")] = None,
        text: Annotated[
            str | None, Query(max_length=2000, examples=["农民对政策满意度 ≥95%"])
        ] = None,
        k: Count = 10,
    ) -> Response:
        """Indicators that promise the like; never the indicator itself."""
        if (iri is None) == (text is None):
            raise InvalidRequestError("iri, text", "give exactly one of the two")
        service = current()
        if iri is not None:
            return _json(service.similar_to(iri, k, filters))
        return _json(service.similar_text(str(text), k, filters))

    @router.get(
        "/comparable",
        summary="Projects with comparable targets",
        response_model=models.Comparable,
    )
    def comparable(
        project: Annotated[
            str, Query(description="a project's IRI or name", examples=["高龄津贴县级补助资金"])
        ],
        category: Annotated[str | None, Query(examples=["satisfaction"])] = None,
        tolerance: Annotated[
            float, Query(ge=0, description="largest difference of canonical values")
        ] = 0.02,
        k: Count = 10,
    ) -> Response:
        """Projects that promise comparable targets, and where this one stands among them."""
        return _json(current().comparable(project, category, tolerance, k))

    @router.get("/stats", summary="Counts of the release", response_model=models.Stats)
    def stats() -> Response:
        """Documents, projects, departments, indicators, triples; per category and year."""
        return _json(current().stats())

    return router


def _json(value: dict[str, Any]) -> Response:
    # Already in its form: validating it again would cost more than the search.
    return Response(orjson.dumps(value), media_type="application/json")
