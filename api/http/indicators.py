"""The flat indicator table (指标宽表) of the release, as it lies on disk."""

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.service import CurrentService

_ARROW = "application/vnd.apache.arrow.file"


def indicators_router(current: CurrentService) -> APIRouter:
    """``/indicators``."""
    router = APIRouter(tags=["Search"])

    @router.get(
        "/indicators",
        summary="All indicators as one flat table",
        response_class=FileResponse,
        responses={200: {"content": {_ARROW: {}}}},
    )
    def indicators() -> FileResponse:
        """One row per indicator, as an Arrow IPC file for pyarrow, pandas, polars or DuckDB."""
        release = current().release
        name = f"indicators-{release.id}.arrow"
        return FileResponse(release.table_path, media_type=_ARROW, filename=name)

    return router
