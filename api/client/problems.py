"""A problem document of a server (RFC 9457), back as the error that it tells of."""

from collections.abc import Mapping
from typing import Any

from api.http.problems import STATUS
from kg.errors import JipuError, QueryError, ServerError

_BY_TITLE = {title: kind for kind, _, title in STATUS}


def error_of(problem: Mapping[str, Any]) -> JipuError:
    """The error of our family by the document's title; ServerError where it is none of ours."""
    where, detail = problem.get("where") or "", str(problem.get("detail", ""))
    message = detail.removeprefix(f"{where}: ") if where else detail
    kind = _BY_TITLE.get(str(problem.get("title")))
    if kind is None:
        return ServerError(where, f"the server answered {problem.get('status')}: {message}")
    if issubclass(kind, QueryError):
        return kind(where, message, problem.get("line"), problem.get("column"))
    return kind(where, message)
