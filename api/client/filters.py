"""The filters of the interface as keyword arguments, the same for all that searches."""

from collections.abc import Sequence
from typing import TypedDict

from kg.errors import InvalidRequestError
from search.filters import Filters, notations_of


class FilterArguments(TypedDict, total=False):
    """What an indicator must satisfy to be found; None asks nothing, all others hold together.

    ``category`` is a notation (``satisfaction``) or several; ``department`` 主管部门, ``unit``
    实施单位 and ``region`` 地区 are whole labels or parts; ``project`` is an IRI or a name;
    ``kind`` is numeric, date, qualitative or empty; ``min`` and ``max`` bound the canonical value
    (0.95, yuan), ``amount_min`` and ``amount_max`` the project's amount in yuan, all inclusive.
    """

    category: str | Sequence[str] | None
    department: str | None
    unit: str | None
    region: str | None
    year: int | None
    project: str | None
    kind: str | None
    min: float | None
    max: float | None
    amount_min: float | None
    amount_max: float | None


def filters_of(given: FilterArguments) -> Filters:
    """The arguments as the filters of the search.

    Raises InvalidRequestError for one that is none: without it the search would find too much.
    """
    for name in given.keys() - FilterArguments.__annotations__.keys():
        known = ", ".join(FilterArguments.__annotations__)
        raise InvalidRequestError(name, f"is no filter; there are {known}")
    category = given.get("category") or ()
    return Filters(
        category=notations_of([category] if isinstance(category, str) else category),
        department=given.get("department"),
        unit=given.get("unit"),
        region=given.get("region"),
        year=given.get("year"),
        project=given.get("project"),
        kind=given.get("kind"),
        minimum=given.get("min"),
        maximum=given.get("max"),
        amount_min=given.get("amount_min"),
        amount_max=given.get("amount_max"),
    )
