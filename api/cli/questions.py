"""Commands that ask: search, similar, comparable, stats."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.options import (
    CountOption,
    HomeOption,
    JsonOption,
    opened_service,
    settings_with,
    with_filters,
)
from api.cli.show import note, show_hits, show_json, show_table
from api.cli.texts import checked_text
from kg.home import Home

if TYPE_CHECKING:
    from search.filters import Filters


def add_commands(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("search")(search_command)
    cli.command("similar")(similar_command)
    cli.command("comparable")(comparable_command)
    cli.command("stats")(stats_command)


@with_filters
def search_command(
    text: Annotated[
        str,
        typer.Argument(callback=checked_text, help="What to look for, with a value if you like."),
    ],
    k: CountOption = 10,
    group: Annotated[
        Literal["name"] | None, typer.Option("--group", help="Fold indicators of equal name.")
    ] = None,
    home: HomeOption = None,
    json: JsonOption = False,
    *,
    filters: "Filters",
) -> None:
    """Find indicators by meaning and value.

    Example: jipu search "群众对环境的满意程度 ≥90%" -k 5 --category satisfaction
    """
    with opened_service(settings_with(home)) as service:
        find = service.search_grouped if group else service.search
        _show_found(find(text, k, filters), json)


@with_filters
def similar_command(
    indicator: Annotated[
        str,
        typer.Argument(callback=checked_text, help="An indicator's IRI, or its text and value."),
    ],
    k: CountOption = 10,
    home: HomeOption = None,
    json: JsonOption = False,
    *,
    filters: "Filters",
) -> None:
    """Find indicators like a given one, never itself.

    Example: jipu similar "农民对政策满意度 ≥95%" -k 5
    """
    with opened_service(settings_with(home)) as service:
        known = indicator.startswith(service.release.manifest.base_iri)
        find = service.similar_to if known else service.similar_text
        _show_found(find(indicator, k, filters), json)


def _show_found(answer: dict[str, object], json: bool) -> None:
    if json:
        show_json(answer)
    else:
        show_hits(answer)
    if not answer["hits"]:
        note("no indicator passes these filters")


def comparable_command(
    project: Annotated[str, typer.Argument(callback=checked_text, help="A project's IRI or name.")],
    category: Annotated[
        str | None, typer.Option("--category", help="Only targets of this category.")
    ] = None,
    tolerance: Annotated[
        float, typer.Option("--tolerance", min=0, help="Largest difference of canonical values.")
    ] = 0.02,
    k: CountOption = 10,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Find projects that promise comparable targets, and where this one stands among them.

    Example: jipu comparable 高龄津贴县级补助资金 --category satisfaction
    """
    with opened_service(settings_with(home)) as service:
        answer = service.comparable(project, category, tolerance, k)
    if json:
        show_json(answer)
        return
    rows = [
        [
            f"{c['score']:.2f}",
            c["project"]["name"],
            c["project"]["department"],
            sum(pair["within_tolerance"] for pair in c["pairs"]),
            len(c["pairs"]),
        ]
        for c in answer["comparables"]
    ]
    show_table(["score", "project", "department", "within tolerance", "pairs"], rows)
    if answer["peers"] is None:
        note(answer["reason"])
    else:
        show_table(list(answer["peers"]), [list(answer["peers"].values())])


def stats_command(home: HomeOption = None, json: JsonOption = False) -> None:
    """Count what the release holds.

    Example: jipu stats
    """
    release = Home(settings_with(home).home).current()
    stats = release.manifest.stats
    if json:
        show_json({"release": release.id, **stats})
        return
    show_table(["what", "count"], [(k, v) for k, v in stats.items() if not isinstance(v, dict)])
    show_table(["category", "indicators"], stats["by_category"].items())
    show_table(["year", "indicators"], stats["by_year"].items())
