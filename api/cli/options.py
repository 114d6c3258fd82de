"""The options that several commands share, and the settings they amount to."""

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.settings import Settings
from kg.home import Home
from kg.model import Kind
from kg.tables import Given
from kg.workers import ReadLimits

if TYPE_CHECKING:
    from api.service import Service

HomeOption = Annotated[
    Path | None,
    typer.Option("--home", help="The home folder; else $JIPU_HOME, else ./jipu-data."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON value.")]
CountOption = Annotated[int, typer.Option("-k", min=1, help="How many at most.")]

PathsArgument = Annotated[list[Path], typer.Argument(help="Files, folders or zip archives.")]
RegionOption = Annotated[
    str | None, typer.Option("--region", help="地区 of documents that print none.")
]
YearOption = Annotated[
    int | None, typer.Option("--year", min=1, max=9999, help="Year of documents that print none.")
]

# The filters of the interface, as options; each is the field of that name of ``Filters``.
_FILTERS: dict[str, tuple[Any, Any]] = {
    "category": (
        list[str] | None,
        typer.Option("--category", help="Category notation, e.g. satisfaction; several allowed."),
    ),
    "department": (str | None, typer.Option("--department", help="主管部门, whole or part.")),
    "unit": (str | None, typer.Option("--unit", help="实施单位, whole or part.")),
    "region": (str | None, typer.Option("--region", help="地区, whole or part.")),
    "year": (int | None, typer.Option("--year", min=1, max=9999, help="Budget year.")),
    "project": (str | None, typer.Option("--project", help="A project's IRI or name.")),
    "kind": (Kind | None, typer.Option("--kind", help="Kind of target value.")),
    "minimum": (
        float | None,
        typer.Option("--min", help="Least canonical value (0.95 for 95%)."),
    ),
    "maximum": (float | None, typer.Option("--max", help="Greatest canonical value.")),
    "amount_min": (float | None, typer.Option("--amount-min", help="Least amount, yuan.")),
    "amount_max": (float | None, typer.Option("--amount-max", help="Greatest amount, yuan.")),
}


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the filter options; they reach it as its one argument ``filters``."""
    signature = inspect.signature(command)
    own = [p for p in signature.parameters.values() if p.name != "filters"]
    options = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[kind, option]
        )
        for name, (kind, option) in _FILTERS.items()
    ]

    @functools.wraps(command)
    def run(**values: Any) -> None:  # noqa: ANN401 - what the options are
        # Imported here: commands that do not search must not wait for its libraries.
        from search.filters import Filters, notations_of

        given = {name: values.pop(name) for name in _FILTERS}
        given["category"] = notations_of(given["category"])
        command(**values, filters=Filters(**given))

    del run.__annotations__["filters"]
    run.__signature__ = signature.replace(parameters=[*own, *options])  # type: ignore[attr-defined]
    return run


def settings_with(home: Path | None) -> Settings:
    """The settings of the environment, with ``--home`` where it was given."""
    settings = Settings.from_environment()
    return settings if home is None else replace(settings, home=home)


def given_of(region: str | None, year: int | None) -> Given:
    """What the options say of documents; a blank region says nothing."""
    return Given((region or "").strip() or None, year)


def read_limits(settings: Settings) -> ReadLimits:
    """The limits of reading a document."""
    return ReadLimits(
        seconds=settings.read_seconds,
        memory_bytes=settings.read_memory_mib << 20,
        processes=settings.read_processes,
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
