"""Commands about releases: releases, rollback, export."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.options import HomeOption, JsonOption, settings_with
from api.cli.show import note, show_json, show_table
from api.export import write_csv, write_parquet, write_rdf, write_xlsx
from kg.errors import HomeError
from kg.home import Home

if TYPE_CHECKING:
    from kg.release import Release

Format = Literal["turtle", "ntriples", "trig", "jsonld", "csv", "parquet", "xlsx"]
_WRITERS: dict[Format, Callable[["Release", Path], None]] = {
    "turtle": write_rdf("text/turtle"),
    "ntriples": write_rdf("application/n-triples"),
    "trig": write_rdf("application/trig"),
    "jsonld": write_rdf("application/ld+json"),
    "csv": write_csv,
    "parquet": write_parquet,
    "xlsx": write_xlsx,
}


def add_commands(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("releases")(releases_command)
    cli.command("rollback")(rollback_command)
    cli.command("export")(export_command)


def releases_command(home: HomeOption = None, json: JsonOption = False) -> None:
    """List the releases, the oldest first; the one in force is marked.

    Example: jipu releases
    """
    folder = Home(settings_with(home).home)
    current = folder.current_id()
    rows = [
        {
            "id": release.id,
            "current": release.id == current,
            "created": release.manifest.created,
            "documents": release.manifest.stats["documents"],
            "indicators": release.manifest.stats["indicators"],
        }
        for release in _readable(folder)
    ]
    if json:
        show_json(rows)
    else:
        columns = ["", "id", "created", "documents", "indicators"]
        show_table(
            columns,
            [["*" if row["current"] else "", *(row[c] for c in columns[1:])] for row in rows],
        )


def _readable(home: Home) -> Iterator["Release"]:
    """The releases that can be opened; of another one it is told why not."""
    for release_id in home.release_ids():
        try:
            yield home.release(release_id)
        except HomeError as fault:
            note(f"jipu: {fault}")


def rollback_command(
    release: Annotated[str, typer.Argument(help="The id of a release.")], home: HomeOption = None
) -> None:
    """Put an earlier release in force again; nothing is deleted.

    Example: jipu rollback 20261123T083000000000Z-1f2e3d
    """
    folder = Home(settings_with(home).home)
    with folder.writing():
        folder.switch_to(folder.release(release).id)
    note(f"release {release} is in force")


def export_command(
    out: Annotated[Path, typer.Argument(help="The file to write.")],
    format: Annotated[Format, typer.Option("--format", help="What to write.")],  # noqa: A002
    home: HomeOption = None,
) -> None:
    """Write the whole release as RDF, or its indicators as a flat table.

    Example: jipu export --format turtle release.ttl
    """
    _WRITERS[format](Home(settings_with(home).home).current(), out)
    note(f"{out}: {out.stat().st_size} bytes")
