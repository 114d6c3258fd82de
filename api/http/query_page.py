"""The page for queries (查询页) at ``/query``: YASGUI where it was built, else a plain editor.

Everything it loads lies below its own address, which a Content-Security-Policy holds it to.
"""

from pathlib import Path
from string import Template
from typing import Literal

from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

import ontology
from api.service import CurrentService

_FOLDER = Path(__file__).parent / "page"
_YASGUI = "built/yasgui"
_PLAIN = "plain"
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",  # files are asked again by ETag: a new version is seen at once
}


class _Files(StaticFiles):
    """The scripts and styles of the page, with its headers."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Starlette's answer, 304 by ETag included."""
        answer = await super().get_response(path, scope)
        answer.headers.update(_HEADERS)
        return answer


def install_query_page(app: FastAPI, current: CurrentService) -> None:
    """Serve ``/query`` and what it loads; to be called before the routes that take any path."""
    router = APIRouter(include_in_schema=False)

    @router.get("/query")
    def page(editor: Literal["plain"] | None = None) -> Response:
        built = (_FOLDER / f"{_YASGUI}.js").is_file()
        chosen = _YASGUI if built and editor is None else _PLAIN
        html = Template((_FOLDER / "page.html").read_text("utf-8")).substitute(editor=chosen)
        return HTMLResponse(html, headers=_HEADERS)

    @router.get("/query/data.json")
    def data() -> Response:
        base = current().release.manifest.base_iri
        content = {"base": base, "prefixes": dict(ontology.PREFIXES), "examples": examples()}
        return JSONResponse(content, headers=_HEADERS)

    app.include_router(router)
    app.mount("/query/files", _Files(directory=_FOLDER))


def examples() -> list[dict[str, str]]:
    """The menu of queries (示例): ``name``, ``zh``, ``en``, ``query`` and ``needs``.

    ``needs`` is the prefixed name of a term without which the query cannot run, or "".
    """
    ours = {path.stem: path.read_text("utf-8") for path in sorted(_FOLDER.glob("examples/*.rq"))}
    return [
        {
            "name": name,
            "zh": ontology.question(query, "zh"),
            "en": ontology.question(query, "en"),
            "needs": ontology.question(query, "needs"),
            "query": query,
        }
        for name, query in {**ours, **ontology.named_queries()}.items()
    ]
