"""The options that several commands share, and the settings they amount to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.settings import Settings
from kg.home import Home
from kg.model import Kind
from search.filters import Filters

if TYPE_CHECKING:
    from api.service import Service

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The home folder; else $JIPU_HOME, else ./jipu-data."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
CountOption = Annotated[int, typer.Option("-k", min=1, help="How many at most.")]
CategoryOption = Annotated[
    list[str] | None,
    typer.Option("--category", help="Category notation, e.g. satisfaction; several allowed."),
]
DepartmentOption = Annotated[
    str | None, typer.Option("--department", help="主管部门, whole or part.")
]
UnitOption = Annotated[str | None, typer.Option("--unit", help="实施单位, whole or part.")]
RegionOption = Annotated[str | None, typer.Option("--region", help="地区, whole or part.")]
YearOption = Annotated[int | None, typer.Option("--year", help="Budget year.")]
ProjectOption = Annotated[str | None, typer.Option("--project", help="A project's IRI or name.")]
KindOption = Annotated[Kind | None, typer.Option("--kind", help="Kind of target value.")]
MinOption = Annotated[
    float | None, typer.Option("--min", help="Least canonical value (0.95 for 95%).")
]
MaxOption = Annotated[float | None, typer.Option("--max", help="Greatest canonical value.")]
AmountMinOption = Annotated[float | None, typer.Option("--amount-min", help="Least amount, yuan.")]
AmountMaxOption = Annotated[
    float | None, typer.Option("--amount-max", help="Greatest amount, yuan.")
]


def settings_with(home: Path | None) -> Settings:
    """The settings of the environment, with ``--home`` where it was given."""
    settings = Settings.from_environment()
    return settings if home is None else replace(settings, home=home)


def filters_with(
    category: list[str] | None,
    department: str | None,
    unit: str | None,
    region: str | None,
    year: int | None,
    project: str | None,
    kind: Kind | None,
    minimum: float | None,
    maximum: float | None,
    amount_min: float | None,
    amount_max: float | None,
) -> Filters:
    """The filters of a command."""
    return Filters(
        category=tuple(category or ()),
        department=department,
        unit=unit,
        region=region,
        year=year,
        project=project,
        kind=kind,
        minimum=minimum,
        maximum=maximum,
        amount_min=amount_min,
        amount_max=amount_max,
    )


@contextmanager
def opened_service(settings: Settings) -> Iterator["Service"]:
    """The service over the release in force, for one command."""
    # Imported here: the commands that need no embedding model must not wait for its libraries.
    from api.service import Service, encoder_of

    release = Home(settings.home).current()
    service = Service.open(release, encoder_of(settings), settings)
    try:
        yield service
    finally:
        service.close()
