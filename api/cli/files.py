"""Commands about documents: ingest, forget; and about single values: parse-target."""

import sys
import time
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.options import (
    HomeOption,
    JsonOption,
    PathsArgument,
    RegionOption,
    YearOption,
    given_of,
    read_limits,
    settings_with,
)
from api.cli.progress import shown_progress
from api.cli.show import note, show_json, show_json_line, show_table
from api.cli.texts import text_of
from api.settings import Settings
from kg.home import Home
from kg.progress import Progress
from kg.target import parse_target, target_to_json

if TYPE_CHECKING:
    from kg.build import Finish
    from kg.ingest import Change
    from kg.table import IndicatorTable

_UNCHANGED = "the last release stays in force"


def add_commands(cli: typer.Typer) -> None:
    """Add the commands of this module."""
    cli.command("ingest")(ingest_command)
    cli.command("forget")(forget_command)
    cli.command("parse-target", context_settings={"ignore_unknown_options": True})(
        parse_target_command
    )


def ingest_command(
    paths: PathsArgument,
    region: RegionOption = None,
    year: YearOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Read documents, build graph and indexes, and put a new release in force.

    Example: jipu ingest data/pingluo-2024.txt
    """
    # Imported here, as in the next command: others must not wait for the libraries of a release.
    from kg.ingest import ingest

    settings = settings_with(home)
    start = time.perf_counter()
    finish = _index_finisher(settings)
    given, limits = given_of(region, year), read_limits(settings)
    with shown_progress(_UNCHANGED) as progress:
        change = ingest(
            Home(settings.home), paths, settings.base_iri, finish, progress, given, limits
        )
    seconds = round(time.perf_counter() - start, 2)
    for outcome in change.outcomes:
        # In JSON the problems stand with their document; one that was not read is always told.
        for problem in outcome.problems if not json or outcome.status == "failed" else ():
            note(f"{problem.where}: {problem.message}")
    if json:
        show_json(_change_form(change, seconds))
    else:
        _show_change(change, seconds)
    if change.outcomes and all(outcome.status == "failed" for outcome in change.outcomes):
        raise typer.Exit(1)


def _index_finisher(settings: Settings) -> "Finish":
    """What adds the search index; its libraries are imported while documents are read elsewhere."""
    service = Thread(target=import_module, args=["api.service"], daemon=True)
    service.start()

    def finish(directory: Path, table: "IndicatorTable", progress: Progress) -> None:
        from api.service import index_finisher

        index_finisher(settings)(directory, table, progress)

    return finish


def _change_form(change: "Change", seconds: float) -> dict[str, Any]:
    return {
        "release": None if change.release is None else change.release.id,
        "documents": [
            {
                "path": outcome.path,
                "status": outcome.status,
                "projects": outcome.projects,
                "indicators": outcome.indicators,
                "problems": [{"where": p.where, "message": p.message} for p in outcome.problems],
                **({"cells": outcome.cells} if outcome.cells else {}),
                **({"unchanged": True} if outcome.unchanged else {}),
            }
            for outcome in change.outcomes
        ],
        "triples": 0 if change.release is None else change.release.manifest.stats["triples"],
        "seconds": seconds,
    }


def _show_change(change: "Change", seconds: float) -> None:
    read = [outcome for outcome in change.outcomes if outcome.status != "failed"]
    show_table(
        ["documents", "projects", "indicators", "triples", "unread rows", "seconds", "release"],
        [
            [
                len(read),
                sum(outcome.projects for outcome in read),
                sum(outcome.indicators for outcome in read),
                0 if change.release is None else change.release.manifest.stats["triples"],
                sum(len(outcome.problems) for outcome in read),
                seconds,
                None if change.release is None else change.release.id,
            ]
        ],
    )


def forget_command(
    documents: Annotated[
        list[str], typer.Argument(help="File name, path or its end, IRI or start of the SHA-256.")
    ],
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Take documents out and put a new release in force.

    Example: jipu forget pingluo-2024.txt
    """
    from api.service import index_finisher
    from kg.ingest import forget

    settings = settings_with(home)
    finish = index_finisher(settings)
    with shown_progress(_UNCHANGED) as progress:
        release = forget(Home(settings.home), documents, settings.base_iri, finish, progress)
    if json:
        show_json({"release": release.id, "documents": release.manifest.stats["documents"]})
    else:
        note(f"release {release.id} has {release.manifest.stats['documents']} documents")


def parse_target_command(
    texts: Annotated[
        list[str] | None, typer.Argument(help="Target values; - or nothing reads lines of stdin.")
    ] = None,
    json: JsonOption = False,
) -> None:
    """Read target values and print what was understood, one per argument or input line.

    Example: jipu parse-target "≥95%" "2024年底前" --json
    """
    values = _input_lines() if texts in (None, [], ["-"]) else texts or []
    targets = [target_to_json(parse_target(value)) for value in values]
    if json:
        for target in targets:
            show_json_line(target)
    else:
        columns = ["text", "kind", "comparator", "value", "upper", "unit", "direction"]
        show_table(columns, [[target[column] for column in columns] for target in targets])


def _input_lines() -> list[str]:
    text = text_of(sys.stdin.buffer.read(), "stdin")
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")] if text else []
